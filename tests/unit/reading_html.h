/*
 * Messages for test_reading: HTML as its reader sees it.
 */
/* clang-format off */
static const struct reading_case html_cases[] = {
	{"words are not split by tags",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>La<b style=\"x\">bo</b>ur pa<span>rty</span></p>", 49,
		"text: Labour party\n"},
	{"blocks and breaks end lines",
		"Content-Type: text/html; charset=utf-8\n",
		"<div>One.</div><div>Two.</div>Three.<br>Four.<p>Five.</p>", 57,
		"text: One. / Two. / Three. / Four. / Five.\n"},
	{"entities",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Fish &amp; chips &pound;5 &#8211; &#x75;rgent &nbsp;now "
		"&lt;here&gt;</p>", 75,
		"text: Fish & chips \302\2435 - urgent now <here>\n"},
	{"hidden by style",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>See this.<span style=\"display:none\">Vote Labour.</span> "
		"Today.</p>", 69,
		"text: See this. | Today.\n"
		"hidden: Vote Labour.\n"},
	{"hidden inside a word",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>La<span style=\"font-size:0\">xx</span>bour</p>", 48,
		"text: Labour\n"
		"hidden: xx\n"},
	{"hidden white on white",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Open.</p><p style=\"color:#ffffff;background-color:white\""
		">Vote Labour.</p>", 76,
		"text: Open.\n"
		"hidden: Vote Labour.\n"},
	{"a hidden preview line",
		"Content-Type: text/html; charset=utf-8\n",
		"<div style=\"display:none;max-height:0\">Preview "
		"words.</div><p>Dear Bob</p>", 74,
		"text: Dear Bob\n"
		"hidden: Preview words.\n"},
	{"style and script are not read",
		"Content-Type: text/html; charset=utf-8\n",
		"<style>p{color:red}</style><script>vote()</script><p>Bins.</p"
		"><!-- Labour -->", 77,
		"text: Bins.\n"},
	{"a table",
		"Content-Type: text/html; charset=utf-8\n",
		"<table><tr><td>Ward</td><td>Bins</td></tr><tr><td>Mill</td><t"
		"d>12</td></tr></table>", 83,
		"text: Ward Bins / Mill 12\n"},
	{"a list",
		"Content-Type: text/html; charset=utf-8\n",
		"<ul><li>glass</li><li>paper</li></ul>", 37,
		"text: - glass / - paper\n"},
	{"preformatted text",
		"Content-Type: text/html; charset=utf-8\n",
		"<pre>Dear Bob\n"
		"\n"
		"The bins\n"
		"are full.</pre>", 39,
		"text: Dear Bob / The bins / are full.\n"},
	{"white space between words",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>The\n"
		"   bins\n"
		"\tare   full.</p>", 31,
		"text: The bins are full.\n"},
	{"an unclosed tag",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>The bins <b>are full.", 24,
		"text: The bins are full.\n"},
	{"a comment that never ends",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Bins.</p><!-- Vote Labour.", 29,
		"text: Bins.\n"},
	{"entities without semicolon",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Fish &amp chips &pound 5</p>", 31,
		"text: Fish & chips \302\243 5\n"},
	{"a heading and text",
		"Content-Type: text/html; charset=utf-8\n",
		"<h1>Bins</h1><p>They are full.</p>", 34,
		"text: Bins / They are full.\n"},
	{"Outlook's empty paragraphs",
		"Content-Type: text/html; charset=utf-8\n",
		"<p class=\"MsoNormal\">Hi Bob<o:p></o:p></p><p "
		"class=\"MsoNormal\"><o:p>&nbsp;</o:p></p><p "
		"class=\"MsoNormal\">The bins are full.<o:p></o:p></p>", 138,
		"text: Hi Bob / The bins are full.\n"},
	{"soft hyphens and joiners",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>La&shy;bour pa&zwnj;rty</p>", 30,
		"text: Labour party\n"},
	{"links keep their words",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>See <a href=\"https://labour.example\">this page</a>.</p>", 58,
		"text: See this page.\n"},
	{"text of pictures",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>Bins<img alt=\"Council logo\" src=\"x\"> full.</p>", 49,
		"text: Bins full.\n"},
	{"UTF-8 called latin-1",
		"Content-Type: text/html; charset=iso-8859-1\n",
		"<p>Si\303\242n</p>", 12,
		"text: Si\303\242n\n"},
	{"indented is not quoted",
		"Content-Type: text/html; charset=utf-8\n",
		"<p>He said:</p><blockquote style=\"margin:0 0 0 "
		"40px;border:none;padding:0px\"><p>The bins are "
		"full.</p></blockquote>", 115,
		"text: He said: / The bins are full.\n"},
};
