/*
 * Messages for test_reading: paragraphs, sentences and the plain form of
 * text.
 */
/* clang-format off */
static const struct reading_case text_cases[] = {
	{"lines of a paragraph are joined",
		"",
		"The council asks residents to put out their bins by seven in "
		"the morning,\n"
		"and to take them in by the evening of the same day, so that "
		"nobody trips.\n", 148,
		"text: The council asks residents to put out their bins by "
		"seven in the morning, and to take them in by the evening of "
		"the same day, so that nobody trips.\n"},
	{"a greeting is a paragraph",
		"",
		"Dear Bob,\n"
		"The council asks residents to put out their bins by seven in "
		"the morning,\n"
		"and to take them in.\n", 105,
		"text: Dear Bob, / The council asks residents to put out "
		"their bins by seven in the morning, and to take them in.\n"},
	{"a list",
		"",
		"Please send:\n"
		"- the keys\n"
		"- the plan\n"
		"* the list\n", 46,
		"text: Please send: / - the keys / - the plan / * the list\n"},
	{"a numbered list",
		"",
		"1. The keys for the hall, which the caretaker took home with "
		"him on Monday,\n"
		"   and the ones for the gate.\n"
		"2. The plan.\n"
		"(a) of the hall\n"
		"(b) of the yard\n", 151,
		"text: 1. The keys for the hall, which the caretaker took "
		"home with him on Monday, and the ones for the gate. / 2. The "
		"plan. / (a) of the hall / (b) of the yard\n"},
	{"bullets",
		"",
		"\342\200\242 The keys\n"
		"\342\200\242 The plan\n", 26,
		"text: \342\200\242 The keys / \342\200\242 The plan\n"},
	{"a line that is not full ends a paragraph",
		"",
		"The bins\n"
		"The council asks residents to put out their bins by seven in "
		"the morning,\n"
		"and to take them in.\n"
		"Jane knows.\n", 116,
		"text: The bins / The council asks residents to put out their "
		"bins by seven in the morning, and to take them in. / Jane "
		"knows.\n"},
	{"lines that are not broken at a width",
		"",
		"The council asks residents to put out their bins by seven in "
		"the morning, and to take them in by the evening of the same "
		"day, so that nobody trips over them.\n"
		"The glass goes on Friday.\n"
		"The paper goes on Monday.\n", 210,
		"text: The council asks residents to put out their bins by "
		"seven in the morning, and to take them in by the evening of "
		"the same day, so that nobody trips over them. / The glass "
		"goes on Friday. / The paper goes on Monday.\n"},
	{"a year at the start of a line is no list entry",
		"",
		"The council asks residents to put out their bins by seven "
		"until the end of\n"
		"26. After that it is eight.\n", 103,
		"text: The council asks residents to put out their bins by "
		"seven until the end of 26. | After that it is eight.\n"},
	{"abbreviations",
		"",
		"Cllr. Ward met Mr. Lee at No. 5 Mill Rd. Dr. Day was there, "
		"e.g. with bins etc. We left at 10.30. See para. 3.\n", 111,
		"text: Cllr. Ward met Mr. Lee at No. 5 Mill Rd. | Dr. Day was "
		"there, e.g. with bins etc. | We left at 10.30. | See para. 3.\n"},
	{"initials in names",
		"",
		"J. Smith and Cllr A. B. Ward came. Option A. It won.\n", 53,
		"text: J. Smith and Cllr A. B. Ward came. | Option A. | It "
		"won.\n"},
	{"the word no",
		"",
		"Is it ready? No. It will be soon.\n", 34,
		"text: Is it ready? | No. | It will be soon.\n"},
	{"no space behind the stop",
		"",
		"Ring me by Friday.Please bring it.The file is "
		"plan.Final.docx today.\n", 69,
		"text: Ring me by Friday. | Please bring it. | The file is "
		"plan.Final.docx today.\n"},
	{"typed on a telephone",
		"",
		"ok. will do. thanks. see you there\n", 35,
		"text: ok. | will do. | thanks. | see you there\n"},
	{"questions and quotations",
		"",
		"\"Are you sure?\" she asked. \"Yes.\" He left! Really?! So "
		"what...then? Well... no.\n", 80,
		"text: \"Are you sure?\" she asked. | \"Yes.\" | He left! | "
		"Really?! | So what...then? | Well... no.\n"},
	{"web addresses, sums and times",
		"",
		"See www.markby.example/bins.html or pay \302\2432.50 at "
		"10.30 a.m. on Monday. It is v2.1.\n", 84,
		"text: See www.markby.example/bins.html or pay \302\2432.50 "
		"at 10.30 a.m. on Monday. | It is v2.1.\n"},
	{"typographic marks",
		"",
		"\342\200\234It\342\200\231s here\342\200\235 \342\200\223 at "
		"last\342\200\246 and\302\240now\342\200\224go.\n", 48,
		"text: \"It's here\" - at last... and now-go.\n"},
	{"zero width and soft hyphens",
		"",
		"La\342\200\213bo\302\255ur par\342\201\240ty.\n", 22,
		"text: Labour party.\n"},
	{"full width and mathematical letters",
		"",
		"\357\274\266\357\274\257\357\274\264\357\274\245 "
		"\360\235\220\247\360\235\220\250\360\235\220\260.\n", 27,
		"text: VOTE now.\n"},
	{"look-alikes in a Latin word",
		"",
		"V\320\276t\320\265 L\316\261bour.\n", 16,
		"text: Vote Labour.\n"},
	{"a word of another script stays",
		"",
		"\320\237\320\276\321\207\321\202\320\260 "
		"\316\272\316\261\316\271.\n", 19,
		"text: \320\237\320\276\321\207\321\202\320\260 "
		"\316\272\316\261\316\271.\n"},
	{"ligatures and fractions",
		"",
		"The of\357\254\201ce had \302\275 of it.\n", 26,
		"text: The office had 1/2 of it.\n"},
	{"combining marks",
		"",
		"Sia\314\202n cafe\314\201 "
		"v\314\266o\314\266t\314\266e\314\266.\n", 28,
		"text: Si\303\242n caf\303\251 vote.\n"},
	{"Welsh letters",
		"",
		"Mae'r t\305\267 yn wag. G\305\265yl dda.\n", 29,
		"text: Mae'r t\305\267 yn wag. | G\305\265yl dda.\n"},
	{"white space",
		"",
		"Vote   for\tus\302\240 now.\n", 21,
		"text: Vote for us now.\n"},
	{"an empty message",
		"",
		"", 0,
		""},
	{"only blanks",
		"",
		" \n"
		"\n"
		" \n", 5,
		""},
	{"no line end at the end",
		"",
		"Please call", 11,
		"text: Please call\n"},
	{"NUL and control bytes",
		"",
		"Ple\000ase c\001all.\n", 15,
		"text: Ple\357\277\275ase call.\n"},
	{"format=flowed",
		"Content-Type: text/plain; charset=utf-8; format=flowed\n",
		"The council asks residents \n"
		"to put out their bins \n"
		"by seven.\n"
		"Jane knows.\n", 73,
		"text: The council asks residents to put out their bins by "
		"seven. / Jane knows.\n"},
	{"format=flowed with DelSp",
		"Content-Type: text/plain; charset=utf-8; format=flowed; "
		"delsp=yes\n",
		"The council asks resi \n"
		"dents to wait.\n", 38,
		"text: The council asks residents to wait.\n"},
	{"format=flowed, quoted",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n"
		"Content-Type: text/plain; charset=utf-8; format=flowed\n",
		"> The bins \n"
		"> are full.\n"
		">> And the \n"
		">> glass.\n"
		"Done \n"
		"today.\n"
		"\n"
		"-- \n"
		"Jane\n", 69,
		"subject: Re: Bins\n"
		"text: Done today.\n"
		"quoted: The bins are full. / And the glass.\n"
		"signature: -- / Jane\n"
		"is: reply\n"},
	{"format=flowed, stuffed lines",
		"Content-Type: text/plain; format=flowed\n",
		" From here on\n"
		" >it is quoted.\n", 30,
		"text: From here on\n"
		"quoted: it is quoted.\n"},
	{"Outlook's hollow bullets",
		"",
		"o\tThe keys\n"
		"o\tThe plan\n", 22,
		"text: o The keys / o The plan\n"},
	{"a paragraph where sentences end with lines",
		"",
		"The council asks residents to put out their bins by seven in "
		"the morning, and\n"
		"we ask that you do so, too, on every single day on which "
		"bins are collected.\n"
		"The glass goes on Friday.\n", 181,
		"text: The council asks residents to put out their bins by "
		"seven in the morning, and we ask that you do so, too, on "
		"every single day on which bins are collected. | The glass "
		"goes on Friday.\n"},
	{"fields are lines",
		"",
		"Date: Monday\n"
		"Time: ten\n"
		"Place: Room 2\n", 37,
		"text: Date: Monday / Time: ten / Place: Room 2\n"},
};
