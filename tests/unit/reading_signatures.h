/*
 * Messages for test_reading: signatures, disclaimers, and what at the foot
 * of a letter is text all the same.
 */
/* clang-format off */
static const struct reading_case signatures_cases[] = {
	{"closing words and a name",
		"",
		"Please call.\n"
		"\n"
		"Kind regards\n"
		"Jane Marsh\n"
		"Housing Officer\n"
		"01632 960 100\n", 68,
		"text: Please call.\n"
		"signature: Kind regards / Jane Marsh / Housing Officer / "
		"01632 960 100\n"},
	{"closing words and the name on one line",
		"",
		"Please call.\n"
		"\n"
		"Regards, Jane\n", 28,
		"text: Please call.\n"
		"signature: Regards, Jane\n"},
	{"a name without closing words",
		"",
		"Please call.\n"
		"\n"
		"Jane Marsh\n"
		"Housing Officer\n", 41,
		"text: Please call.\n"
		"signature: Jane Marsh / Housing Officer\n"},
	{"a first name",
		"",
		"Please call.\n"
		"\n"
		"Jane\n", 19,
		"text: Please call.\n"
		"signature: Jane\n"},
	{"initials",
		"",
		"Please call.\n"
		"\n"
		"JM\n", 17,
		"text: Please call.\n"
		"signature: JM\n"},
	{"a name in HTML",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Please call.</p><p>Jane Marsh<br>Housing Officer</p>", 55,
		"text: Please call.\n"
		"signature: Jane Marsh / Housing Officer\n"},
	{"somebody signs for a mailbox",
		"From: Labour Group <labour@council.example>\n",
		"Please call.\n"
		"\n"
		"Adam Moss\n"
		"for the Labour Group\n", 45,
		"text: Please call.\n"
		"signature: Adam Moss / for the Labour Group\n"},
	{"thanks in the text are text",
		"",
		"Thanks for the note. It helps.\n"
		"\n"
		"The bins are full.\n", 51,
		"text: Thanks for the note. | It helps. / The bins are full.\n"},
	{"thanks alone are text",
		"",
		"Thanks Bob, will do.\n", 21,
		"text: Thanks Bob, will do.\n"},
	{"nothing but thanks",
		"",
		"Thanks\n"
		"Jane\n", 12,
		"text: Thanks\n"
		"signature: Jane\n"},
	{"thanks and then more text",
		"",
		"Many thanks\n"
		"\n"
		"One more thing: are the glass bins done?\n", 54,
		"text: Many thanks / One more thing: are the glass bins done?\n"},
	{"kisses are text",
		"",
		"See you Friday.\n"
		"\n"
		"Best wishes\n"
		"Jane xx\n", 37,
		"text: See you Friday. / Jane xx\n"
		"signature: Best wishes\n"},
	{"a heart is text",
		"",
		"See you Friday.\n"
		"\n"
		"Jane \342\235\244\n", 26,
		"text: See you Friday. / Jane \342\235\244\n"},
	{"love is text",
		"",
		"See you Friday.\n"
		"\n"
		"Lots of love\n"
		"Jane\n", 35,
		"text: See you Friday. / Lots of love / Jane\n"},
	{"dash dash space",
		"",
		"Please call.\n"
		"-- \n"
		"Jane Marsh\n"
		"Housing Officer\n", 44,
		"text: Please call.\n"
		"signature: -- / Jane Marsh / Housing Officer\n"},
	{"dash dash with CRLF",
		"",
		"Please call.\r\n"
		"-- \r\n"
		"Jane Marsh\r\n", 31,
		"text: Please call.\n"
		"signature: -- / Jane Marsh\n"},
	{"a motto below the dashes",
		"",
		"Please call.\n"
		"-- \n"
		"Jane Marsh\n"
		"We do it for the people who live here.\n", 67,
		"text: Please call.\n"
		"signature: -- / Jane Marsh / We do it for the people who "
		"live here.\n"},
	{"a postscript is text",
		"",
		"Please call.\n"
		"\n"
		"Kind regards\n"
		"Jane\n"
		"\n"
		"P.S. Bring the keys.\n", 54,
		"text: Please call. / P.S. Bring the keys.\n"
		"signature: Kind regards / Jane\n"},
	{"PS without stops",
		"",
		"Please call.\n"
		"\n"
		"Jane\n"
		"\n"
		"PS: the keys, too\n", 38,
		"text: Please call. / PS: the keys, too\n"
		"signature: Jane\n"},
	{"copies at the foot are text",
		"",
		"Please call.\n"
		"\n"
		"Yours sincerely\n"
		"Jane Marsh\n"
		"\n"
		"cc Cllr Ward, Director of Housing\n", 76,
		"text: Please call. / cc Cllr Ward, Director of Housing\n"
		"signature: Yours sincerely / Jane Marsh\n"},
	{"c.c. with stops",
		"",
		"Please call.\n"
		"\n"
		"Yours sincerely\n"
		"Jane Marsh\n"
		"c.c. Ann Day\n", 54,
		"text: Please call. / c.c. Ann Day\n"
		"signature: Yours sincerely / Jane Marsh\n"},
	{"copies of several lines",
		"",
		"Please call.\n"
		"\n"
		"Jane\n"
		"\n"
		"Copies to:\n"
		"Ann Day\n"
		"Tim Fry\n", 47,
		"text: Please call. / Copies to: / Ann Day / Tim Fry\n"
		"signature: Jane\n"},
	{"copies below the dashes",
		"",
		"Please call.\n"
		"-- \n"
		"Jane\n"
		"cc: Ann Day\n", 34,
		"text: Please call. / cc: Ann Day\n"
		"signature: -- / Jane\n"},
	{"blind copies told of",
		"",
		"Please call.\n"
		"\n"
		"Kind regards\n"
		"Jane\n"
		"\n"
		"Blind copied to all parish councillors.\n", 73,
		"text: Please call. / Blind copied to all parish councillors.\n"
		"signature: Kind regards / Jane\n"},
	{"a sentence below the signature is text",
		"",
		"Please call.\n"
		"\n"
		"Kind regards\n"
		"Jane\n"
		"\n"
		"I am copying this to Ann so that she knows.\n", 77,
		"text: Please call. / I am copying this to Ann so that she "
		"knows.\n"
		"signature: Kind regards / Jane\n"},
	{"iPhone",
		"",
		"Please call.\n"
		"\n"
		"Sent from my iPhone\n", 34,
		"text: Please call.\n"
		"signature: Sent from my iPhone\n"},
	{"Outlook for Android",
		"",
		"Please call.\n"
		"\n"
		"Get Outlook for Android\n", 38,
		"text: Please call.\n"
		"signature: Get Outlook for Android\n"},
	{"Galaxy",
		"",
		"Please call.\n"
		"\n"
		"Sent from my Galaxy S23\n", 38,
		"text: Please call.\n"
		"signature: Sent from my Galaxy S23\n"},
	{"Windows Mail",
		"",
		"Please call.\n"
		"\n"
		"Sent from Mail for Windows\n", 41,
		"text: Please call.\n"
		"signature: Sent from Mail for Windows\n"},
	{"Welsh telephone",
		"",
		"Ffoniwch.\n"
		"\n"
		"Anfonwyd o fy iPhone\n", 32,
		"text: Ffoniwch.\n"
		"signature: Anfonwyd o fy iPhone\n"},
	{"Welsh closing",
		"",
		"Ffoniwch.\n"
		"\n"
		"Cofion cynnes\n"
		"Jane\n", 30,
		"text: Ffoniwch.\n"
		"signature: Cofion cynnes / Jane\n"},
	{"Yours faithfully",
		"",
		"Please call.\n"
		"\n"
		"Yours faithfully,\n"
		"\n"
		"\n"
		"Jane Marsh\n"
		"for the Council\n", 61,
		"text: Please call.\n"
		"signature: Yours faithfully, / Jane Marsh / for the Council\n"},
	{"a standard disclaimer",
		"",
		"Please call.\n"
		"\n"
		"Kind regards\n"
		"Jane\n"
		"\n"
		"This e-mail and any files transmitted with it are intended "
		"solely for the\n"
		"addressee. If you have received it in error please delete it.\n", 169,
		"text: Please call.\n"
		"signature: Kind regards / Jane / This e-mail and any files "
		"transmitted with it are intended solely for the addressee. | "
		"If you have received it in error please delete it.\n"},
	{"a disclaimer with odd blanks",
		"",
		"Please call.\n"
		"\n"
		"This is confidential. If it was received  in >error tell us.\n", 75,
		"text: Please call.\n"
		"signature: This is confidential. | If it was received in >error "
		"tell us.\n"},
	{"a disclaimer without a signature",
		"",
		"Please call.\n"
		"\n"
		"This e-mail and any attachments are confidential and "
		"intended solely for\n"
		"the addressee. If you are not the intended recipient please "
		"notify the\n"
		"sender and delete it.\n", 180,
		"text: Please call.\n"
		"signature: This e-mail and any attachments are confidential "
		"and intended solely for the addressee. | If you are not the "
		"intended recipient please notify the sender and delete it.\n"},
	{"a disclaimer of one line in HTML",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Please call.</p><p>This email and any attachments are "
		"confidential and intended solely for the addressee. If you "
		"are not the intended recipient, notify the sender.</p>", 170,
		"text: Please call.\n"
		"signature: This email and any attachments are confidential "
		"and intended solely for the addressee. | If you are not the "
		"intended recipient, notify the sender.\n"},
	{"think before you print",
		"",
		"Please call.\n"
		"\n"
		"Jane\n"
		"\n"
		"Please consider the environment before printing this e-mail.\n", 81,
		"text: Please call.\n"
		"signature: Jane / Please consider the environment before "
		"printing this e-mail.\n"},
	{"a sender's own confidence is text",
		"",
		"This e-mail is confidential, please do not pass it on.\n"
		"\n"
		"Jane\n", 61,
		"text: This e-mail is confidential, please do not pass it on.\n"
		"signature: Jane\n"},
	{"a warning from outside",
		"",
		"CAUTION: This email originated from outside the council. Do "
		"not click links\n"
		"or open attachments unless you recognise the sender.\n"
		"\n"
		"Please call.\n", 143,
		"text: Please call.\n"
		"signature: CAUTION: This email originated from outside the "
		"council. | Do not click links or open attachments unless you "
		"recognise the sender.\n"},
	{"a warning in an HTML table",
		"Content-Type: text/html; charset=utf-8\n",
		"<table><tr><td>External email. Do not click on links unless "
		"you recognise the sender.</td></tr></table><p>Please "
		"call.</p>", 122,
		"text: Please call.\n"
		"signature: External email. | Do not click on links unless "
		"you recognise the sender.\n"},
	{"the council's own disclaimer",
		"",
		"Please call.\n"
		"\n"
		"Markby welcomes careful drivers,\n"
		"always has and always will.\n", 75,
		"text: Please call.\n"
		"signature: Markby welcomes careful drivers, / always has and "
		"always will.\n"},
	{"a protective marking is text",
		"",
		"OFFICIAL-SENSITIVE\n"
		"\n"
		"Please call.\n"
		"\n"
		"Jane\n", 39,
		"text: OFFICIAL-SENSITIVE / Please call.\n"
		"signature: Jane\n"},
	{"signature marked by Gmail",
		"Content-Type: text/html; charset=utf-8\n",
		"<div>Please call.</div><div "
		"class=\"gmail_signature\"><div>Jane Marsh</div><div>We do it "
		"for the people who live here.</div></div>", 128,
		"text: Please call.\n"
		"signature: Jane Marsh / We do it for the people who live "
		"here.\n"},
	{"copies in a marked signature",
		"Content-Type: text/html; charset=utf-8\n",
		"<div>Please call.</div><div class=\"moz-signature\">-- "
		"<br>Jane Marsh<br>cc: Ann Day</div>", 88,
		"text: Please call. / cc: Ann Day\n"
		"signature: -- / Jane Marsh\n"},
	{"a disclaimer below the quotation",
		"Subject: Re: Bins\n"
		"In-Reply-To: <1@council.example>\n",
		"Done.\n"
		"\n"
		"Kind regards\n"
		"Jane\n"
		"\n"
		"On 27/10/2026 16:52, Bob Lee wrote:\n"
		"> The bins are full.\n"
		"\n"
		"Please consider the environment before printing this e-mail.\n", 145,
		"subject: Re: Bins\n"
		"text: Done.\n"
		"quoted: On 27/10/2026 16:52, Bob Lee wrote: / The bins are "
		"full.\n"
		"signature: Kind regards / Jane / Please consider the "
		"environment before printing this e-mail.\n"
		"is: reply\n"},
	{"the council's address",
		"",
		"Please call.\n"
		"\n"
		"Regards\n"
		"Jane\n"
		"\n"
		"Markby Council, Town Hall, High Street, Markby.\n"
		"Office hours 10 to 1, Monday to Thursday.\n", 118,
		"text: Please call.\n"
		"signature: Regards / Jane / Markby Council, Town Hall, High "
		"Street, Markby. / Office hours 10 to 1, Monday to Thursday.\n"},
	{"another person's name in the text",
		"",
		"Please call\n"
		"Bob Lee\n"
		"about the bins, he is waiting for you to ring him back today.\n", 82,
		"text: Please call / Bob Lee / about the bins, he is waiting "
		"for you to ring him back today.\n"},
	{"a slogan is no name",
		"",
		"Here is the line for the card.\n"
		"\n"
		"Vote Labour\n", 44,
		"text: Here is the line for the card. / Vote Labour\n"},
	{"a slogan under a group's name",
		"From: Labour Group <labour@council.example>\n",
		"Here is the line for the card.\n"
		"\n"
		"Vote Labour\n", 44,
		"text: Here is the line for the card. / Vote Labour\n"},
	{"a lone name of somebody else",
		"",
		"Please ring this man.\n"
		"\n"
		"Adam Moss\n", 33,
		"text: Please ring this man. / Adam Moss\n"},
	{"a text announced below the name",
		"",
		"The words are below.\n"
		"\n"
		"Thanks\n"
		"Jane\n"
		"\n"
		"Text for the card:\n"
		"Vote Labour on 6 May\n"
		"Winning here\n", 88,
		"text: The words are below. / Text for the card: / Vote "
		"Labour on 6 May / Winning here\n"
		"signature: Thanks / Jane\n"},
	{"a list below the name",
		"",
		"Please note.\n"
		"\n"
		"Jane\n"
		"\n"
		"1. Bins go out on Monday\n"
		"2. Glass goes out on Friday\n", 73,
		"text: Please note. / 1. Bins go out on Monday / 2. Glass "
		"goes out on Friday\n"
		"signature: Jane\n"},
	{"a short sentence below the name",
		"",
		"Please call.\n"
		"\n"
		"Kind regards\n"
		"Jane\n"
		"\n"
		"I am copying this to Ann.\n", 59,
		"text: Please call. / I am copying this to Ann.\n"
		"signature: Kind regards / Jane\n"},
	{"a whole letter below the name",
		"",
		"Please call.\n"
		"\n"
		"Jane\n"
		"\n"
		"I should have said that the council asks residents to put "
		"out their bins\n"
		"by seven, and that you are late.\n"
		"\n"
		"Jane\n", 132,
		"text: Please call. / I should have said that the council "
		"asks residents to put out their bins by seven, and that you "
		"are late.\n"
		"signature: Jane / Jane\n"},
	{"a postscript that sounds like a disclaimer",
		"",
		"Please call.\n"
		"\n"
		"Jane\n"
		"\n"
		"P.S. This is confidential, please delete it when read.\n", 75,
		"text: Please call. / P.S. This is confidential, please "
		"delete it when read.\n"
		"signature: Jane\n"},
	{"a sentence about external mail",
		"",
		"We had an external email from outside about this.\n"
		"\n"
		"Jane\n", 56,
		"text: We had an external email from outside about this.\n"
		"signature: Jane\n"},
	{"a nickname with the last name",
		"",
		"Please call.\n"
		"\n"
		"Janey Marsh\n", 26,
		"text: Please call.\n"
		"signature: Janey Marsh\n"},
	{"a last name first in From",
		"From: \"Marsh, Jane (Cllr)\" <j.marsh@council.example>\n",
		"Please call.\n"
		"\n"
		"Jane\n"
		"Cllr Jane Marsh\n", 35,
		"text: Please call.\n"
		"signature: Jane / Cllr Jane Marsh\n"},
	{"working days are no cc",
		"",
		"Please call.\n"
		"\n"
		"Jane\n"
		"Monday to Wednesday\n", 39,
		"text: Please call.\n"
		"signature: Jane / Monday to Wednesday\n"},
};
