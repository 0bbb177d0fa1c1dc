/*
 * Messages for test_reading: replies in the forms of the mail clients, and
 * what only looks like one.
 */
/* clang-format off */
static const struct reading_case replies_cases[] = {
	{"top-posted",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done today.\n"
		"\n"
		"On 27 Oct 2026, at 16:52, Bob Lee <b.lee@council.example> "
		"wrote:\n"
		"> The bins are full.\n"
		"> Can you help?\n", 115,
		"subject: Re: Bins\n"
		"text: Done today.\n"
		"quoted: On 27 Oct 2026, at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full. / Can "
		"you help?\n"
		"is: reply\n"},
	{"bottom-posted",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"On 27 Oct 2026, at 16:52, Bob Lee <b.lee@council.example> "
		"wrote:\n"
		"> The bins are full.\n"
		"> Can you help?\n"
		"\n"
		"Done today.\n", 115,
		"subject: Re: Bins\n"
		"text: Done today.\n"
		"quoted: On 27 Oct 2026, at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full. / Can "
		"you help?\n"
		"is: reply\n"},
	{"interleaved",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Replies below.\n"
		"\n"
		"> The bins are full.\n"
		"\n"
		"Emptied today.\n"
		"\n"
		"> Can you help?\n"
		"\n"
		"Yes.\n", 76,
		"subject: Re: Bins\n"
		"text: Replies below. / Emptied today. / Yes.\n"
		"quoted: The bins are full. / Can you help?\n"
		"is: reply\n"},
	{"interleaved without empty lines",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"> The bins are full.\n"
		"Emptied today.\n"
		"> Can you help?\n"
		"Yes.\n", 57,
		"subject: Re: Bins\n"
		"text: Emptied today. / Yes.\n"
		"quoted: The bins are full. / Can you help?\n"
		"is: reply\n"},
	{"interleaved below Outlook's block",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"From: Bob Lee\n"
		"Sent: 27 October 2026 16:52\n"
		"To: Jane Marsh\n"
		"Subject: Bins\n"
		"\n"
		"> The bins are full.\n"
		"Emptied today.\n", 108,
		"subject: Re: Bins\n"
		"text: Emptied today.\n"
		"quoted: From: Bob Lee / Sent: 27 October 2026 16:52 / To: "
		"Jane Marsh / Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"quoted twice",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Thanks for this.\n"
		"\n"
		"> Done today.\n"
		">> The bins are full.\n"
		"> > And the glass.\n", 73,
		"subject: Re: Bins\n"
		"text: Thanks for this.\n"
		"quoted: Done today. / The bins are full. / And the glass.\n"
		"is: reply\n"},
	{"quoted with bars",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Bob Lee wrote:\n"
		"> The bins | are full.\n", 45,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: Bob Lee wrote: / The bins | are full.\n"
		"is: reply\n"},
	{"a quoted line wrapped once more",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"> The bins in Mill Lane and in the lane behind it have been "
		"full since\n"
		"last week\n"
		"> and nobody has come.\n"
		"\n"
		"They come today.\n", 122,
		"subject: Re: Bins\n"
		"text: They come today.\n"
		"quoted: The bins in Mill Lane and in the lane behind it have "
		"been full since / last week / and nobody has come.\n"
		"is: reply\n"},
	{"a sentence with On and wrote is no head",
		"",
		"On Monday the Ombudsman wrote:\n"
		"\n"
		"nothing of use to anybody.\n", 59,
		"text: On Monday the Ombudsman wrote: / nothing of use to "
		"anybody.\n"},
	{"a sentence with From and To is no head",
		"",
		"Leave:\n"
		"From: 1 May\n"
		"To: 3 May\n"
		"\n"
		"Please agree.\n", 44,
		"text: Leave: / From: 1 May / To: 3 May / Please agree.\n"},
	{"a list of times is no head",
		"",
		"The road is closed:\n"
		"Date: 5 May\n"
		"From: 10 am\n"
		"To: 4 pm\n"
		"Subject: road works\n", 73,
		"text: The road is closed: / Date: 5 May / From: 10 am / To: "
		"4 pm / Subject: road works\n"},
	{"Outlook, plain",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done today.\n"
		"\n"
		"From: Bob Lee <b.lee@council.example>\n"
		"Sent: 27 October 2026 16:52\n"
		"To: Jane Marsh <j.marsh@council.example>\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 154,
		"subject: Re: Bins\n"
		"text: Done today.\n"
		"quoted: From: Bob Lee <b.lee@council.example> / Sent: 27 "
		"October 2026 16:52 / To: Jane Marsh "
		"<j.marsh@council.example> / Subject: Bins / The bins are "
		"full.\n"
		"is: reply\n"},
	{"Outlook, rule above",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done today.\n"
		"________________________________\n"
		"From: Bob Lee\n"
		"Sent: 27 October 2026 16:52\n"
		"To: Jane Marsh\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 136,
		"subject: Re: Bins\n"
		"text: Done today.\n"
		"quoted: ________________________________ / From: Bob Lee / "
		"Sent: 27 October 2026 16:52 / To: Jane Marsh / Subject: Bins "
		"/ The bins are full.\n"
		"is: reply\n"},
	{"Outlook, bold labels",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done today.\n"
		"\n"
		"*From:* Bob Lee\n"
		"*Sent:* 27 October 2026 16:52\n"
		"*To:* Jane Marsh\n"
		"*Subject:* Bins\n"
		"\n"
		"The bins are full.\n", 112,
		"subject: Re: Bins\n"
		"text: Done today.\n"
		"quoted: *From:* Bob Lee / *Sent:* 27 October 2026 16:52 / "
		"*To:* Jane Marsh / *Subject:* Bins / The bins are full.\n"
		"is: reply\n"},
	{"Outlook, many recipients over lines",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"From: Bob Lee\n"
		"Sent: 27 October 2026 16:52\n"
		"To: Jane Marsh <j.marsh@council.example>; Ann Day\n"
		"<a.day@council.example>; Tim Fry <t.fry@council.example>\n"
		"Cc: Clerk\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 200,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: From: Bob Lee / Sent: 27 October 2026 16:52 / To: "
		"Jane Marsh <j.marsh@council.example>; Ann Day "
		"<a.day@council.example>; Tim Fry <t.fry@council.example> / "
		"Cc: Clerk / Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"Outlook, empty lines between fields",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"From: Bob Lee\n"
		"\n"
		"Sent: 27 October 2026 16:52\n"
		"\n"
		"To: Jane Marsh\n"
		"\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 101,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: From: Bob Lee / Sent: 27 October 2026 16:52 / To: "
		"Jane Marsh / Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"Outlook, no subject and no To",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"From: Bob Lee\n"
		"Sent: 27 October 2026 16:52\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 83,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: From: Bob Lee / Sent: 27 October 2026 16:52 / "
		"Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"Outlook, Original Message",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"-----Original Message-----\n"
		"From: Bob Lee\n"
		"Sent: 27 October 2026 16:52\n"
		"To: Jane Marsh\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 125,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: -----Original Message----- / From: Bob Lee / Sent: "
		"27 October 2026 16:52 / To: Jane Marsh / Subject: Bins / The "
		"bins are full.\n"
		"is: reply\n"},
	{"Outlook for iOS",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Get Outlook for iOS\n"
		"________________________________\n"
		"From: Bob Lee <b.lee@council.example>\n"
		"Sent: Tuesday, October 27, 2026 4:52:00 PM\n"
		"To: Jane Marsh <j.marsh@council.example>\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 216,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: ________________________________ / From: Bob Lee "
		"<b.lee@council.example> / Sent: Tuesday, October 27, 2026 "
		"4:52:00 PM / To: Jane Marsh <j.marsh@council.example> / "
		"Subject: Bins / The bins are full.\n"
		"signature: Get Outlook for iOS\n"
		"is: reply\n"},
	{"Outlook for Android",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Get Outlook for Android\n"
		"________________________________\n"
		"From: Bob Lee <b.lee@council.example>\n"
		"Sent: Tuesday, October 27, 2026 4:52:00 PM\n"
		"To: Jane Marsh <j.marsh@council.example>\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 220,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: ________________________________ / From: Bob Lee "
		"<b.lee@council.example> / Sent: Tuesday, October 27, 2026 "
		"4:52:00 PM / To: Jane Marsh <j.marsh@council.example> / "
		"Subject: Bins / The bins are full.\n"
		"signature: Get Outlook for Android\n"
		"is: reply\n"},
	{"Outlook, meeting",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"See you there.\n"
		"\n"
		"-----Original Appointment-----\n"
		"From: Bob Lee\n"
		"Sent: 27 October 2026 16:52\n"
		"To: Jane Marsh\n"
		"Subject: Bins\n"
		"When: 28 October 2026 10:00-11:00\n"
		"Where: Room 2\n"
		"\n"
		"Let us meet.\n", 180,
		"subject: Re: Bins\n"
		"text: See you there.\n"
		"quoted: -----Original Appointment----- / From: Bob Lee / "
		"Sent: 27 October 2026 16:52 / To: Jane Marsh / Subject: Bins "
		"/ When: 28 October 2026 10:00-11:00 / Where: Room 2 / Let us "
		"meet.\n"
		"is: reply\n"},
	{"Gmail",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"On Tue, 27 Oct 2026 at 16:52, Bob Lee "
		"<b.lee@council.example> wrote:\n"
		"\n"
		"> The bins are full.\n", 98,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tue, 27 Oct 2026 at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"is: reply\n"},
	{"Gmail, head over two lines",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"On Tue, 27 Oct 2026 at 16:52, Robert Montgomery Lee\n"
		"<b.lee@council.example> wrote:\n"
		"\n"
		"> The bins are full.\n", 112,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tue, 27 Oct 2026 at 16:52, Robert Montgomery Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"is: reply\n"},
	{"Gmail, old form",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"2026-10-27 16:52 GMT+00:00 Bob Lee <b.lee@council.example>:\n"
		"\n"
		"> The bins are full.\n", 89,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: 2026-10-27 16:52 GMT+00:00 Bob Lee "
		"<b.lee@council.example>: / The bins are full.\n"
		"is: reply\n"},
	{"Apple Mail",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"> On 27 Oct 2026, at 16:52, Bob Lee <b.lee@council.example> "
		"wrote:\n"
		"> \n"
		"> The bins are full.\n", 98,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27 Oct 2026, at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"is: reply\n"},
	{"iPhone",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Sent from my iPhone\n"
		"\n"
		"On 27 Oct 2026, at 16:52, Bob Lee <b.lee@council.example> "
		"wrote:\n"
		"\n"
		"\357\273\277The bins are full.\n", 116,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27 Oct 2026, at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"signature: Sent from my iPhone\n"
		"is: reply\n"},
	{"Thunderbird",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"On 27/10/2026 16:52, Bob Lee wrote:\n"
		"> The bins are full.\n"
		"\n"
		"-- \n"
		"Jane Marsh\n", 80,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27/10/2026 16:52, Bob Lee wrote: / The bins are "
		"full.\n"
		"signature: -- / Jane Marsh\n"
		"is: reply\n"},
	{"Thunderbird, reply below the quotation",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"On 27/10/2026 16:52, Bob Lee wrote:\n"
		"> The bins are full.\n"
		"Done.\n"
		"\n"
		"-- \n"
		"Jane Marsh\n", 79,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27/10/2026 16:52, Bob Lee wrote: / The bins are "
		"full.\n"
		"signature: -- / Jane Marsh\n"
		"is: reply\n"},
	{"Samsung Mail",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Sent from my Galaxy\n"
		"\n"
		"-------- Original message --------\n"
		"From: Bob Lee <b.lee@council.example>\n"
		"Date: 27/10/2026 16:52 (GMT+00:00)\n"
		"To: Jane Marsh <j.marsh@council.example>\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 211,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: -------- Original message -------- / From: Bob Lee "
		"<b.lee@council.example> / Date: 27/10/2026 16:52 (GMT+00:00) "
		"/ To: Jane Marsh <j.marsh@council.example> / Subject: Bins / "
		"The bins are full.\n"
		"signature: Sent from my Galaxy\n"
		"is: reply\n"},
	{"Yahoo Mail",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"    On Tuesday, 27 October 2026 at 16:52:10 GMT, Bob Lee "
		"<b.lee@council.example> wrote:  \n"
		" \n"
		" The bins are full.\n", 119,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tuesday, 27 October 2026 at 16:52:10 GMT, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"is: reply\n"},
	{"Proton Mail",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Sent with Proton Mail secure email.\n"
		"\n"
		"On Tuesday, 27 October 2026 at 16:52, Bob Lee "
		"<b.lee@council.example> wrote:\n"
		"\n"
		"> The bins are full.\n", 143,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tuesday, 27 October 2026 at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"signature: Sent with Proton Mail secure email.\n"
		"is: reply\n"},
	{"Zimbra",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"----- Original Message -----\n"
		"From: \"Bob Lee\" <b.lee@council.example>\n"
		"To: \"Jane Marsh\" <j.marsh@council.example>\n"
		"Sent: Tuesday, 27 October, 2026 16:52:10\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n", 194,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: ----- Original Message ----- / From: \"Bob Lee\" "
		"<b.lee@council.example> / To: \"Jane Marsh\" "
		"<j.marsh@council.example> / Sent: Tuesday, 27 October, 2026 "
		"16:52:10 / Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"Roundcube",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"On 2026-10-27 16:52, Bob Lee wrote:\n"
		"> The bins are full.\n"
		"\n"
		"Done.\n", 64,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 2026-10-27 16:52, Bob Lee wrote: / The bins are "
		"full.\n"
		"is: reply\n"},
	{"Evolution",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"On Tue, 2026-10-27 at 16:52 +0000, Bob Lee wrote:\n"
		"> The bins are full.\n", 78,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tue, 2026-10-27 at 16:52 +0000, Bob Lee wrote: / "
		"The bins are full.\n"
		"is: reply\n"},
	{"Mutt",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"On Tue, Oct 27, 2026 at 04:52:10PM +0000, Bob Lee wrote:\n"
		"> The bins are full.\n"
		"\n"
		"Done.\n", 85,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tue, Oct 27, 2026 at 04:52:10PM +0000, Bob Lee "
		"wrote: / The bins are full.\n"
		"is: reply\n"},
	{"GroupWise",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		">>> Bob Lee <b.lee@council.example> 27/10/2026 16:52 >>>\n"
		"The bins are full.\n", 83,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: Bob Lee <b.lee@council.example> 27/10/2026 16:52 >>> "
		"/ The bins are full.\n"
		"is: reply\n"},
	{"K-9 Mail",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"-- \n"
		"Sent from my Android device with K-9 Mail. Please excuse my "
		"brevity.\n"
		"\n"
		"On 27 October 2026 16:52:10 GMT, Bob Lee "
		"<b.lee@council.example> wrote:\n"
		">The bins are full.\n", 172,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27 October 2026 16:52:10 GMT, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"signature: -- / Sent from my Android device with K-9 Mail. | "
		"Please excuse my brevity.\n"
		"is: reply\n"},
	{"Welsh head",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Wedi gwneud.\n"
		"\n"
		"Ar Maw, 27 Hyd 2026 am 16:52, Bob Lee "
		"<b.lee@council.example> ysgrifennodd:\n"
		"> Mae'r biniau yn llawn.\n", 115,
		"subject: Re: Bins\n"
		"text: Wedi gwneud.\n"
		"quoted: Ar Maw, 27 Hyd 2026 am 16:52, Bob Lee "
		"<b.lee@council.example> ysgrifennodd: / Mae'r biniau yn "
		"llawn.\n"
		"is: reply\n"},
	{"Welsh block",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Wedi gwneud.\n"
		"\n"
		"Oddi wrth: Bob Lee\n"
		"Anfonwyd: 27 Hydref 2026 16:52\n"
		"At: Jane Marsh\n"
		"Pwnc: Biniau\n"
		"\n"
		"Mae'r biniau yn llawn.\n", 116,
		"subject: Re: Bins\n"
		"text: Wedi gwneud.\n"
		"quoted: Oddi wrth: Bob Lee / Anfonwyd: 27 Hydref 2026 16:52 "
		"/ At: Jane Marsh / Pwnc: Biniau / Mae'r biniau yn llawn.\n"
		"is: reply\n"},
	{"Gmail, HTML",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<div dir=\"ltr\">Done.</div><br><div "
		"class=\"gmail_quote\"><div dir=\"ltr\" "
		"class=\"gmail_attr\">On Tue, 27 Oct 2026 at 16:52, Bob Lee "
		"&lt;<a href=\"mailto:b.lee@council.example\">b.lee@council.ex"
		"ample</a>&gt; wrote:<br></div><blockquote "
		"class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\">The bins "
		"are full.</blockquote></div>\n", 312,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tue, 27 Oct 2026 at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"is: reply\n"},
	{"Gmail, HTML, interleaved",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Tue, "
		"27 Oct 2026 at 16:52, Bob Lee wrote:<br></div><blockquote "
		"class=\"gmail_quote\">The bins are "
		"full.</blockquote><div>Emptied today.</div><blockquote "
		"class=\"gmail_quote\">Can you "
		"help?</blockquote><div>Yes.</div></div>\n", 271,
		"subject: Re: Bins\n"
		"text: Emptied today. / Yes.\n"
		"quoted: On Tue, 27 Oct 2026 at 16:52, Bob Lee wrote: / The "
		"bins are full. / Can you help?\n"
		"is: reply\n"},
	{"Outlook, HTML",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<p class=\"MsoNormal\">Done.</p><div "
		"style=\"border:none;border-top:solid #E1E1E1 1.0pt\"><p "
		"class=\"MsoNormal\"><b>From:</b> Bob Lee<br><b>Sent:</b> 27 "
		"October 2026 16:52<br><b>To:</b> Jane "
		"Marsh<br><b>Subject:</b> Bins</p></div><p "
		"class=\"MsoNormal\">The bins are full.</p>\n", 268,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: From: Bob Lee / Sent: 27 October 2026 16:52 / To: "
		"Jane Marsh / Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"Outlook on the web",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<div>Done.</div><hr "
		"style=\"display:inline-block;width:98%\"><div "
		"id=\"divRplyFwdMsg\"><font><b>From:</b> Bob "
		"Lee<br><b>Sent:</b> 27 October 2026 16:52<br><b>To:</b> Jane "
		"Marsh<br><b>Subject:</b> Bins</font></div><div>The bins are "
		"full.</div>\n", 239,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: From: Bob Lee / Sent: 27 October 2026 16:52 / To: "
		"Jane Marsh / Subject: Bins / The bins are full.\n"
		"is: reply\n"},
	{"Apple Mail, HTML",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<div>Done.</div><div><br><blockquote type=\"cite\"><div>On "
		"27 Oct 2026, at 16:52, Bob Lee &lt;b.lee@council.example&gt; "
		"wrote:</div><div>The bins are full.</div></blockquote></div>\n", 179,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27 Oct 2026, at 16:52, Bob Lee "
		"<b.lee@council.example> wrote: / The bins are full.\n"
		"is: reply\n"},
	{"Thunderbird, HTML",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Done.</p><div class=\"moz-cite-prefix\">On 27/10/2026 "
		"16:52, Bob Lee wrote:<br></div><blockquote type=\"cite\" "
		"cite=\"mid:1@x\"><p>The bins are "
		"full.</p></blockquote><p>And the glass went, too.</p>\n", 195,
		"subject: Re: Bins\n"
		"text: Done. / And the glass went, too.\n"
		"quoted: On 27/10/2026 16:52, Bob Lee wrote: / The bins are "
		"full.\n"
		"is: reply\n"},
	{"Yahoo Mail, HTML",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/html; charset=utf-8\n",
		"<div class=\"yahoo-style-wrap\">Done.</div><div "
		"id=\"yahoo_quoted_1\" class=\"yahoo_quoted\"><div>On "
		"Tuesday, 27 October 2026 at 16:52:10 GMT, Bob Lee "
		"wrote:</div><div>The bins are full.</div></div>\n", 193,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On Tuesday, 27 October 2026 at 16:52:10 GMT, Bob Lee "
		"wrote: / The bins are full.\n"
		"is: reply\n"},
	{"an answer above is one sentence each",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Yes. No.\n"
		"\n"
		"Bob Lee wrote:\n"
		"> Two bins? Or three?\n", 47,
		"subject: Re: Bins\n"
		"text: Yes. | No.\n"
		"quoted: Bob Lee wrote: / Two bins? | Or three?\n"
		"is: reply\n"},
};
