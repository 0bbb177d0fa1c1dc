/*
 * Messages for test_reading: parts, alternatives, attachments, and what
 * cannot be read.
 */
/* clang-format off */
static const struct reading_case parts_cases[] = {
	{"alternatives that agree are read once",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"The bins are full.\n"
		"\n"
		"* glass\n"
		"* paper\n"
		"\n"
		"See <https://markby.example/bins>.\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<p>The <b>bins</b> are "
		"full.</p><ul><li>glass<li>paper</ul><p>See <a "
		"href='https://markby.example/bins'>https://markby.example/bin"
		"s</a>.</p>\n"
		"--b--\n", 308,
		"text: The bins are full. / - glass / - paper / See "
		"https://markby.example/bins.\n"},
	{"alternatives that differ are both read",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"The bins are full.\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<p>The bins are full. Vote Labour.</p>\n"
		"--b--\n", 153,
		"text: The bins are full. / The bins are full. | Vote Labour.\n"},
	{"an alternative without text",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"The bins are full.\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<img src='x'>\n"
		"--b--\n", 128,
		"text: The bins are full.\n"},
	{"a plain stub",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"Your mail client cannot show this.\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<p>The bins are full.</p>\n"
		"--b--\n", 156,
		"text: Your mail client cannot show this. / The bins are full.\n"},
	{"an empty plain alternative",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<p>The bins are full.</p>\n"
		"--b--\n", 122,
		"text: The bins are full.\n"},
	{"alternatives with list numbers",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"1. glass\n"
		"2. paper\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<ol><li>glass<li>paper</ol>\n"
		"--b--\n", 141,
		"text: - glass / - paper\n"},
	{"Outlook's links in plain text",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain; charset=utf-8\n"
		"\n"
		"See the site<https://markby.example/bins?x=1> and ring me.\n"
		"--b\n"
		"Content-Type: text/html; charset=utf-8\n"
		"\n"
		"<p>See <a href='https://markby.example/bins?x=1'>the "
		"site</a> and ring me.</p>\n"
		"--b--\n", 233,
		"text: See the site and ring me.\n"},
	{"related parts in an alternative",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"The bins are full.\n"
		"--b\n"
		"Content-Type: multipart/related; boundary=c\n"
		"\n"
		"--c\n"
		"Content-Type: text/html\n"
		"\n"
		"<p>The bins are full.<img src=\"cid:1\"></p>\n"
		"--c\n"
		"Content-Type: image/png; name=\"image001.png\"\n"
		"Content-ID: <1>\n"
		"\n"
		"x\n"
		"--c--\n"
		"--b--\n", 250,
		"text: The bins are full.\n"},
	{"Apple's text parts around an attachment",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"The bins are full. Done.\n"
		"--b\n"
		"Content-Type: multipart/mixed; boundary=c\n"
		"\n"
		"--c\n"
		"Content-Type: text/html\n"
		"\n"
		"<p>The bins are full.</p>\n"
		"--c\n"
		"Content-Type: application/pdf; name=\"plan.pdf\"\n"
		"Content-Disposition: inline; filename=\"plan.pdf\"\n"
		"\n"
		"x\n"
		"--c\n"
		"Content-Type: text/html\n"
		"\n"
		"<p>Done.</p>\n"
		"--c--\n"
		"--b--\n", 314,
		"text: The bins are full. / Done.\n"
		"attachment: plan.pdf\n"},
	{"an attachment",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See attached.\n"
		"--b\n"
		"Content-Type: application/pdf\n"
		"Content-Disposition: attachment; filename=\"Exempt "
		"report.pdf\"\n"
		"\n"
		"x\n"
		"--b--\n", 149,
		"text: See attached.\n"
		"attachment: Exempt report.pdf\n"},
	{"a text attachment is no text",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See attached.\n"
		"--b\n"
		"Content-Type: text/plain\n"
		"Content-Disposition: attachment; filename=\"notes.txt\"\n"
		"\n"
		"Vote Labour.\n"
		"--b--\n", 147,
		"text: See attached.\n"
		"attachment: notes.txt\n"},
	{"text shown in line has a name, too",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See below.\n"
		"--b\n"
		"Content-Type: text/plain\n"
		"Content-Disposition: inline; filename=\"notes.txt\"\n"
		"\n"
		"Vote Labour.\n"
		"--b--\n", 140,
		"text: See below. / Vote Labour.\n"
		"attachment: notes.txt\n"},
	{"two text parts",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Above.\n"
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Below.\n"
		"--b--\n", 80,
		"text: Above. / Below.\n"},
	{"a mailing list's foot",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"_______________________________________________\n"
		"Members mailing list\n"
		"--b--\n", 148,
		"text: Please call.\n"
		"signature: _______________________________________________ / "
		"Members mailing list\n"},
	{"a file name after RFC 2231",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See attached.\n"
		"--b\n"
		"Content-Type: application/pdf\n"
		"Content-Disposition: attachment; "
		"filename*=utf-8''Part%202%20%E2%80%93%20bids.pdf\n"
		"\n"
		"x\n"
		"--b--\n", 169,
		"text: See attached.\n"
		"attachment: Part 2 - bids.pdf\n"},
	{"a file name in encoded words",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See attached.\n"
		"--b\n"
		"Content-Type: application/pdf; "
		"name=\"=?utf-8?q?Part_2_bids.pdf?=\"\n"
		"\n"
		"x\n"
		"--b--\n", 123,
		"text: See attached.\n"
		"attachment: Part 2 bids.pdf\n"},
	{"a meeting",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/calendar; charset=utf-8; method=REQUEST\n"
		"\n"
		"BEGIN:VCALENDAR\n"
		"METHOD:REQUEST\n"
		"BEGIN:VEVENT\n"
		"SUMMARY;LANGUAGE=en-GB:Leaflet\n"
		"  session\n"
		"LOCATION:Room 2\\, Town Hall\n"
		"DESCRIPTION:Bring the cards.\\nVote Labour.\n"
		"BEGIN:VALARM\n"
		"DESCRIPTION:Reminder\n"
		"END:VALARM\n"
		"END:VEVENT\n"
		"END:VCALENDAR\n"
		"--b--\n", 296,
		"text: Leaflet session / Room 2, Town Hall / Bring the cards. "
		"/ Vote Labour.\n"},
	{"a meeting as an alternative",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please come.\n"
		"--b\n"
		"Content-Type: text/calendar; method=REQUEST\n"
		"\n"
		"BEGIN:VCALENDAR\n"
		"BEGIN:VEVENT\n"
		"SUMMARY:Bins\n"
		"LOCATION:Room 2\n"
		"END:VEVENT\n"
		"END:VCALENDAR\n"
		"--b--\n", 181,
		"text: Please come. / Bins / Room 2\n"},
	{"signed by S/MIME",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/signed; "
		"protocol=\"application/pkcs7-signature\"; micalg=sha-256; "
		"boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b\n"
		"Content-Type: application/pkcs7-signature; name=smime.p7s\n"
		"Content-Disposition: attachment; filename=smime.p7s\n"
		"\n"
		"x\n"
		"--b--\n", 166,
		"text: Please call.\n"},
	{"signed by PGP/MIME",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/signed; "
		"protocol=\"application/pgp-signature\"; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b\n"
		"Content-Type: application/pgp-signature; name=signature.asc\n"
		"\n"
		"x\n"
		"--b--\n", 116,
		"text: Please call.\n"},
	{"clear-signed",
		"",
		"-----BEGIN PGP SIGNED MESSAGE-----\n"
		"Hash: SHA512\n"
		"\n"
		"Please call.\n"
		"- -- \n"
		"Jane\n"
		"-----BEGIN PGP SIGNATURE-----\n"
		"\n"
		"iQEzBAEB\n"
		"=abcd\n"
		"-----END PGP SIGNATURE-----\n", 147,
		"text: Please call.\n"
		"signature: -- / Jane\n"},
	{"encrypted by S/MIME",
		"MIME-Version: 1.0\n"
		"Content-Type: application/pkcs7-mime; "
		"smime-type=enveloped-data; name=smime.p7m\n"
		"Content-Transfer-Encoding: base64\n",
		"MIIB\n", 5,
		"attachment: smime.p7m\n"
		"unread: encrypted\n"},
	{"signed by S/MIME, the text within the signature",
		"MIME-Version: 1.0\n"
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; nam"
		"e=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n",
		"MIIBCgYJKoZIhvcNAQcCoIH8MIH5AgEBMQ0wCwYJYIZIAWUDBAIBMFQGCSqGSIb3D"
		"QEHAaBHBEVD\n"
		"b250ZW50LVR5cGU6IHRleHQvcGxhaW47IGNoYXJzZXQ9dXRmLTgNCg0KUGxlYXNlI"
		"HB1dCB0aGUg\n"
		"YmlucyBvdXQuDQoxgY4wgYsCAQEwJDAMMQowCAYDVQQDDAF4AhQkSpunNG8cUMQJm"
		"R/HB+Vn7zZP\n"
		"szALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERzBFAiEAofG8uhY2t43pjxm/q/np0"
		"0Hq2ICv6F3u\n"
		"oz9+azx8qnkCICTSikijWuVH413Ou0PJBhRlpf3sjpz3d64IUuxlO4Ml\n", 365,
		"text: Please put the bins out.\n"},
	{"the same in pieces whose length was not known",
		"MIME-Version: 1.0\n"
		"Content-Type: application/x-pkcs7-mime; smime-type=signed-data; n"
		"ame=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n",
		"MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQcBo"
		"IAkgARFQ29u\n"
		"dGVudC1UeXBlOiB0ZXh0L3BsYWluOyBjaGFyc2V0PXV0Zi04DQoNClBsZWFzZSBwd"
		"XQgdGhlIGJp\n"
		"bnMgb3V0Lg0KAAAAAAAAMYGOMIGLAgEBMCQwDDEKMAgGA1UEAwwBeAIUJEqbpzRvH"
		"FDECZkfxwfl\n"
		"Z+82T7MwCwYJYIZIAWUDBAIBMAoGCCqGSM49BAMCBEcwRQIhAJVc2ANTc8F9vlCdB"
		"u70vinTK34X\n"
		"SZFXLIyr6MARmSxSAiB7Qpuvj36TPt+XIqmimRv7P5sOVf+LUI6X0YQVLxVILQAAA"
		"AAAAA==\n", 381,
		"text: Please put the bins out.\n"},
	{"alternatives within a signature",
		"MIME-Version: 1.0\n"
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; nam"
		"e=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n",
		"MIIBTgYJKoZIhvcNAQcCoIIBPzCCATsCAQExDTALBglghkgBZQMEAgEwgZUGCSqGS"
		"Ib3DQEHAaCB\n"
		"hwSBhENvbnRlbnQtVHlwZTogbXVsdGlwYXJ0L2FsdGVybmF0aXZlOyBib3VuZGFye"
		"T1iDQoNCi0t\n"
		"Yg0KDQpCaW5zIGFyZSBmdWxsLg0KLS1iDQpDb250ZW50LVR5cGU6IHRleHQvaHRtb"
		"A0KDQo8cD5C\n"
		"aW5zIGFyZSBmdWxsLg0KLS1iLS0NCjGBjjCBiwIBATAkMAwxCjAIBgNVBAMMAXgCF"
		"CRKm6c0bxxQ\n"
		"xAmZH8cH5WfvNk+zMAsGCWCGSAFlAwQCATAKBggqhkjOPQQDAgRHMEUCIBBGYOyx/"
		"JYchwZ8LGVt\n"
		"n8rkCXMwl9iwjkgzX30ChPiqAiEA8L7ASw7qS9Qi01+0/4L7NA0I9uS9UXEtzNNNX"
		"wS3pG8=\n", 458,
		"text: Bins are full.\n"},
	{"a signature in a letter of several parts",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=list\n",
		"--list\n"
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; nam"
		"e=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n"
		"\n"
		"MIIBCgYJKoZIhvcNAQcCoIH8MIH5AgEBMQ0wCwYJYIZIAWUDBAIBMFQGCSqGSIb3D"
		"QEHAaBHBEVD\n"
		"b250ZW50LVR5cGU6IHRleHQvcGxhaW47IGNoYXJzZXQ9dXRmLTgNCg0KUGxlYXNlI"
		"HB1dCB0aGUg\n"
		"YmlucyBvdXQuDQoxgY4wgYsCAQEwJDAMMQowCAYDVQQDDAF4AhQkSpunNG8cUMQJm"
		"R/HB+Vn7zZP\n"
		"szALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERzBFAiEAofG8uhY2t43pjxm/q/np0"
		"0Hq2ICv6F3u\n"
		"oz9+azx8qnkCICTSikijWuVH413Ou0PJBhRlpf3sjpz3d64IUuxlO4Ml\n"
		"--list\n"
		"\n"
		"Sent to all members.\n"
		"--list--\n", 578,
		"text: Please put the bins out. / Sent to all members.\n"},
	{"a signature that is cut off",
		"MIME-Version: 1.0\n"
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; nam"
		"e=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n",
		"MIIBCgYJKoZIhvcNAQcCoIH8MIH5AgEBMQ0wCwYJYIZIAWUDBAIBMFQGCSqGSIb3D"
		"QEHAaBHBEVD\n"
		"b250ZW50LVR5c\n", 91,
		"attachment: smime.p7m\n"
		"unread: encrypted\n"},
	{"a signature of nothing, around certificates",
		"MIME-Version: 1.0\n"
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; nam"
		"e=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n",
		"MCMGCSqGSIb3DQEHAqAWMBQCAQExADALBgkqhkiG9w0BBwExAA==\n", 53,
		"attachment: smime.p7m\n"
		"unread: encrypted\n"},
	{"encrypted, whatever its type says",
		"MIME-Version: 1.0\n"
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; nam"
		"e=\"smime.p7m\"\n"
		"Content-Disposition: attachment; filename=\"smime.p7m\"\n"
		"Content-Transfer-Encoding: base64\n",
		"MIHFBgkqhkiG9w0BBwOggbcwgbQCAQIxMaIvAgEEMAMEAQEwCwYJYIZIAWUDBAEFB"
		"Bh3nL5u/tXs\n"
		"htrPvvVtX94MelQGwgSBH1gwfAYJKoZIhvcNAQcBMB0GCWCGSAFlAwQBAgQQogESk"
		"OAt8ZmBzXyr\n"
		"t7IQg4BQNzdXes5vV1X1B6HBIT5TkT9cWhSXwfQsNpRsj0klOPQgRDUP92v2iVFbl"
		"l8wHpmoeUEr\n"
		"U+lWZGtAJvLN5mXIONax1JJqyqhrsVHWF/z094A=\n", 272,
		"attachment: smime.p7m\n"
		"unread: encrypted\n"},
	{"a file written into the text (uuencode)",
		"",
		"The plan is below.\n"
		"\n"
		"begin 644 plan.doc\n"
		"M/#T^/T!!0D-$149'2$E*2TQ-3D]045)35%565UA96EM<75Y?8&%B8V1E9F=H\n"
		"M:6IK;&UN;W!Q<G-T=79W>'EZ>WQ]?G^`@8*#A(6&AXB)BHN,C8Z/D)&2DY25\n"
		"*EI>8F9J;G)V>GP``\n"
		"`\n"
		"end\n"
		"\n"
		"Please call.\n", 201,
		"text: The plan is below. / Please call.\n"
		"attachment: plan.doc\n"},
	{"two of them, and nothing else",
		"",
		"begin 644 plan.doc\n"
		"M/#T^/T!!0D-$149'2$E*2TQ-3D]045)35%565UA96EM<75Y?8&%B8V1E9F=H\n"
		"M:6IK;&UN;W!Q<G-T=79W>'EZ>WQ]?G^`@8*#A(6&AXB)BHN,C8Z/D)&2DY25\n"
		"*EI>8F9J;G)V>GP``\n"
		"`\n"
		"end\n"
		"begin 644 b c.txt\n"
		"!>```\n"
		"`\n"
		"end\n", 197,
		"attachment: plan.doc / b c.txt\n"},
	{"no file: words in capitals between its marks",
		"",
		"begin 644 plan.doc\n"
		"VOTE LABOUR\n"
		"`\n"
		"end\n", 37,
		"text: begin 644 plan.doc / VOTE LABOUR / ` / end\n"},
	{"no file: it does not end",
		"",
		"begin 644 plan.doc\n"
		"M/#T^/T!!0D-$149'2$E*2TQ-3D]045)35%565UA96EM<75Y?8&%B8V1E9F=H\n"
		"Please call.\n", 94,
		"text: begin 644 plan.doc M/#T^/T!!0D-$149'2$E*2TQ-3D]045)35%565UA"
		"96EM<75Y?8&%B8V1E9F=H Please call.\n"},
	{"no file: a sentence",
		"",
		"begin 2027 with a plan.\n"
		"end\n", 28,
		"text: begin 2027 with a plan. / end\n"},
	{"HTML by a wrong name",
		"MIME-Version: 1.0\n"
		"Content-Type: text/htm; charset=utf-8\n",
		"<p>The <b>bins</b> are full.</p>\n", 33,
		"text: The bins are full.\n"},
	{"encrypted by PGP/MIME",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/encrypted; "
		"protocol=\"application/pgp-encrypted\"; boundary=b\n",
		"--b\n"
		"Content-Type: application/pgp-encrypted\n"
		"\n"
		"Version: 1\n"
		"--b\n"
		"Content-Type: application/octet-stream\n"
		"\n"
		"x\n"
		"--b--\n", 108,
		"unread: encrypted\n"},
	{"encrypted in the text",
		"",
		"For you:\n"
		"\n"
		"-----BEGIN PGP MESSAGE-----\n"
		"\n"
		"hQEMA\n"
		"-----END PGP MESSAGE-----\n", 71,
		"text: For you:\n"
		"unread: encrypted\n"},
	{"winmail.dat",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See attached.\n"
		"--b\n"
		"Content-Type: application/ms-tnef; name=\"winmail.dat\"\n"
		"Content-Disposition: attachment; filename=\"winmail.dat\"\n"
		"\n"
		"x\n"
		"--b--\n", 167,
		"text: See attached.\n"
		"attachment: winmail.dat\n"
		"unread: tnef\n"},
	{"winmail.dat under another type",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"See attached.\n"
		"--b\n"
		"Content-Type: application/octet-stream; name=\"WINMAIL.DAT\"\n"
		"\n"
		"x\n"
		"--b--\n", 116,
		"text: See attached.\n"
		"attachment: WINMAIL.DAT\n"
		"unread: tnef\n"},
	{"a delivery report",
		"MIME-Version: 1.0\n"
		"From: Mail System <mailer-daemon@council.example>\n"
		"Subject: Undelivered Mail Returned to Sender\n"
		"Content-Type: multipart/report; report-type=delivery-status; "
		"boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"It could not be delivered.\n"
		"--b\n"
		"Content-Type: message/delivery-status\n"
		"\n"
		"Reporting-MTA: dns; x\n"
		"--b\n"
		"Content-Type: message/rfc822\n"
		"\n"
		"From: j.marsh@council.example\n"
		"To: b.lee@council.example\n"
		"Subject: Bins\n"
		"\n"
		"The bins are full.\n"
		"--b--\n", 252,
		"subject: Undelivered Mail Returned to Sender\n"
		"text: It could not be delivered.\n"
		"forwarded: Bins / The bins are full.\n"
		"is: forward automatic\n"
		"letter attached: from <j.marsh@council.example> to "
		"<b.lee@council.example> () Bins\n"},
	{"a receipt",
		"MIME-Version: 1.0\n"
		"Subject: Read: Bins\n"
		"Content-Type: multipart/report; "
		"report-type=disposition-notification; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"It was read.\n"
		"--b\n"
		"Content-Type: message/disposition-notification\n"
		"\n"
		"Disposition: displayed\n"
		"--b--\n", 124,
		"subject: Read: Bins\n"
		"text: It was read.\n"
		"is: automatic\n"},
	{"no boundary parameter",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b--\n", 49,
		"text: --b / Content-Type: text/plain / Please call. / --b--\n"
		"unread: damaged\n"},
	{"the last boundary is missing",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Today.\n", 80,
		"text: Please call. / Today.\n"},
	{"a preamble is not shown",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"Vote Labour.\n"
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b--\n"
		"Vote Tory.\n", 73,
		"text: Please call.\n"},
	{"a card is no text",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/mixed; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b\n"
		"Content-Type: text/vcard; name=\"Jane.vcf\"\n"
		"\n"
		"BEGIN:VCARD\n"
		"--b--\n", 108,
		"text: Please call.\n"
		"attachment: Jane.vcf\n"},
	{"a third alternative for telephones",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/alternative; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b\n"
		"Content-Type: text/x-amp-html\n"
		"\n"
		"<html amp4email>x</html>\n"
		"--b\n"
		"Content-Type: text/html\n"
		"\n"
		"<p>Please call.</p>\n"
		"--b--\n", 158,
		"text: Please call.\n"},
	{"rich text of old",
		"Content-Type: text/enriched; charset=utf-8\n",
		"Please call.\n", 13,
		"text: Please call.\n"},
	{"an unknown kind of multipart",
		"MIME-Version: 1.0\n"
		"Content-Type: multipart/x-odd; boundary=b\n",
		"--b\n"
		"Content-Type: text/plain\n"
		"\n"
		"Please call.\n"
		"--b--\n", 49,
		"text: Please call.\n"},
};
