/*
 * Messages for test_reading: what the header tells: reply, forward,
 * automatic, redirected.
 */
/* clang-format off */
static const struct reading_case marks_cases[] = {
	{"a reply by References",
		"References: <1@council.example>\n"
		"Subject: Bins\n",
		"x y\n", 4,
		"text: x y\n"
		"is: reply\n"},
	{"a reply by its subject",
		"Subject: RE: Bins\n",
		"x y\n", 4,
		"subject: RE: Bins\n"
		"text: x y\n"
		"is: reply\n"},
	{"a reply behind a tag",
		"Subject: [External] Re: Bins\n",
		"x y\n", 4,
		"subject: [External] Re: Bins\n"
		"text: x y\n"
		"is: reply\n"},
	{"a counted reply",
		"Subject: Re[2]: Bins\n",
		"x y\n", 4,
		"subject: Re[2]: Bins\n"
		"text: x y\n"
		"is: reply\n"},
	{"a subject that only looks so",
		"Subject: Re bins\n",
		"x y\n", 4,
		"subject: Re bins\n"
		"text: x y\n"},
	{"a forward by its subject",
		"Subject: FWD: Bins\n",
		"x y\n", 4,
		"subject: FWD: Bins\n"
		"text: x y\n"
		"is: forward\n"},
	{"an automatic reply",
		"Subject: Automatic reply: Bins\n",
		"x y\n", 4,
		"subject: Automatic reply: Bins\n"
		"text: x y\n"
		"is: automatic\n"},
	{"out of the office",
		"Subject: Out of Office: Jane Marsh\n",
		"x y\n", 4,
		"subject: Out of Office: Jane Marsh\n"
		"text: x y\n"
		"is: automatic\n"},
	{"Auto-Submitted",
		"Auto-Submitted: auto-replied\n",
		"x y\n", 4,
		"text: x y\n"
		"is: automatic\n"},
	{"Auto-Submitted: no",
		"Auto-Submitted: no\n",
		"x y\n", 4,
		"text: x y\n"},
	{"Auto-Submitted with a comment",
		"Auto-Submitted: auto-generated (vacation)\n",
		"x y\n", 4,
		"text: x y\n"
		"is: automatic\n"},
	{"forwarded by a rule",
		"Auto-Submitted: auto-forwarded\n",
		"x y\n", 4,
		"text: x y\n"
		"is: redirected\n"},
	{"Precedence: bulk",
		"Precedence: bulk\n",
		"x y\n", 4,
		"text: x y\n"
		"is: automatic\n"},
	{"Precedence: list",
		"Precedence: list\n"
		"List-Id: <members.council.example>\n",
		"x y\n", 4,
		"text: x y\n"},
	{"a wish for no automatic answers",
		"X-Auto-Response-Suppress: OOF\n",
		"x y\n", 4,
		"text: x y\n"},
	{"X-Autoreply",
		"X-Autoreply: yes\n",
		"x y\n", 4,
		"text: x y\n"
		"is: automatic\n"},
	{"resent",
		"Resent-From: c.day@council.example\n"
		"Resent-To: t.fry@council.example\n",
		"x y\n", 4,
		"text: x y\n"
		"is: redirected\n"},
	{"Exchange's mailbox rule",
		"X-MS-Exchange-Generated-Message-Source: Mailbox Rules Agent\n",
		"x y\n", 4,
		"text: x y\n"
		"is: redirected\n"},
	{"Gmail's forwarding",
		"X-Forwarded-To: t.fry@council.example\n",
		"x y\n", 4,
		"text: x y\n"
		"is: redirected\n"},
	{"an address that makes no sense",
		"To: a@good@evil.test\n",
		"x y\n", 4,
		"text: x y\n"
		"unread: addresses\n"},
};
