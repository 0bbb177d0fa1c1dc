/*
 * Messages for test_reading: header words, transfer encodings and charsets,
 * known library faults among them.
 */
/* clang-format off */
static const struct reading_case decoding_cases[] = {
	{"base64 words in the subject one after the other",
		"Subject: =?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?=\n",
		"x y\n", 4,
		"subject: Hello world\n"
		"text: x y\n"},
	{"a character cut between two words",
		"Subject: =?UTF-8?B?U2nD?= =?UTF-8?B?om4=?=\n",
		"x y\n", 4,
		"subject: Si\303\242n\n"
		"text: x y\n"},
	{"an encoded word without blanks around",
		"Subject: Re:=?utf-8?q?_Bins?=today\n",
		"x y\n", 4,
		"subject: Re: Binstoday\n"
		"text: x y\n"
		"is: reply\n"},
	{"raw UTF-8 in the subject",
		"Subject: Si\303\242n\342\200\231s bins\n",
		"x y\n", 4,
		"subject: Si\303\242n's bins\n"
		"text: x y\n"},
	{"raw windows-1252 in the subject",
		"Subject: Si\342n\222s bins\n",
		"x y\n", 4,
		"subject: Si\303\242n's bins\n"
		"text: x y\n"},
	{"a folded subject",
		"Subject: The bins\n"
		" in Mill Lane\n",
		"x y\n", 4,
		"subject: The bins in Mill Lane\n"
		"text: x y\n"},
	{"an unknown charset in a word",
		"Subject: =?x-odd?q?Bins_full?=\n",
		"x y\n", 4,
		"subject: Bins full\n"
		"text: x y\n"},
	{"a broken word stays",
		"Subject: =?utf-8?q?Bins\n",
		"x y\n", 4,
		"subject: =?utf-8?q?Bins\n"
		"text: x y\n"},
	{"two subjects",
		"Subject: Bins\n"
		"Subject: Vote Labour\n",
		"x y\n", 4,
		"subject: Bins / Vote Labour\n"
		"text: x y\n"},
	{"a decoded forward mark",
		"Subject: =?utf-8?q?Fw=3A_Bins?=\n",
		"x y\n", 4,
		"subject: Fw: Bins\n"
		"text: x y\n"
		"is: forward\n"},
	{"base64 with padding in its middle",
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: base64\n",
		"SGVsbG8g\n"
		"b2xkIHdvcmxkLgo=\n", 26,
		"text: Hello old world.\n"},
	{"base64 padded in its middle",
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: base64\n",
		"SGVsbG8=\n"
		"IHdvcmxkLgo=\n", 22,
		"text: Hello world.\n"},
	{"base64 with junk",
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: base64\n",
		"SGVs bG8*gd29\n"
		"!ybGQuCg==\n", 25,
		"text: Hello world.\n"},
	{"quoted-printable",
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: quoted-printable\n",
		"Si=C3=A2n wrote a long =\n"
		"line=2E\n", 33,
		"text: Si\303\242n wrote a long line.\n"},
	{"quoted-printable, stray signs",
		"Content-Type: text/plain; charset=utf-8\n"
		"Content-Transfer-Encoding: quoted-printable\n",
		"2 = 2 and 50=ZZ.\n", 17,
		"text: 2 = 2 and 50=ZZ.\n"},
	{"declared latin-1, means windows-1252",
		"Content-Type: text/plain; charset=iso-8859-1\n"
		"Content-Transfer-Encoding: 8bit\n",
		"It\222s \200 5.\n", 10,
		"text: It's \342\202\254 5.\n"},
	{"declared latin-1, is UTF-8",
		"Content-Type: text/plain; charset=iso-8859-1\n"
		"Content-Transfer-Encoding: 8bit\n",
		"Si\303\242n.\n", 7,
		"text: Si\303\242n.\n"},
	{"declared us-ascii, is UTF-8",
		"Content-Type: text/plain; charset=us-ascii\n",
		"Si\303\242n.\n", 7,
		"text: Si\303\242n.\n"},
	{"declared UTF-8, is windows-1252",
		"Content-Type: text/plain; charset=utf-8\n",
		"Si\342n\222s.\n", 8,
		"text: Si\303\242n's.\n"},
	{"nothing declared",
		"",
		"Si\303\242n.\n", 7,
		"text: Si\303\242n.\n"},
	{"UTF-16",
		"Content-Type: text/plain; charset=utf-16le\n"
		"Content-Transfer-Encoding: base64\n",
		"UwBpAOIAbgAgAGkAcwAgAGgAZQByAGUALgAKAA==\n", 41,
		"text: Si\303\242n is here.\n"},
	{"an unknown charset",
		"Content-Type: text/plain; charset=x-odd\n"
		"Content-Transfer-Encoding: 8bit\n",
		"Bins\377 full.\n", 12,
		"text: Bins\357\277\275 full.\n"
		"unread: charset\n"},
	{"UTF-7 is not converted",
		"Content-Type: text/plain; charset=utf-7\n",
		"+AFYAbwB0AGU- Labour.\n", 22,
		"text: +AFYAbwB0AGU- Labour.\n"
		"unread: charset\n"},
	{"a charset in capitals and quotes",
		"Content-Type: text/plain; charset=\"UTF-8\"\n",
		"Si\303\242n.\n", 7,
		"text: Si\303\242n.\n"},
	{"two Content-Type fields",
		"Content-Type: text/plain\n"
		"Content-Type: text/html\n",
		"The bins are full.\n", 19,
		"text: The bins are full.\n"
		"unread: damaged\n"},
	{"a Content-Type that is none",
		"Content-Type: nonsense\n",
		"The bins are full.\n", 19,
		"text: The bins are full.\n"},
	{"a display name does not become an address",
		"From: \"b.lee@council.example\" <j.marsh@council.example>\n",
		"Please call.\n"
		"\n"
		"Jane\n", 19,
		"text: Please call. / Jane\n"},
};
