#include "text/html.h"

#include <glib.h>

#include "base/limits.h"
#include "mail_test.h"

static const char mark_letters[] = {'q', 'r', 's', 'h', 'f'};

/*
 * The text with its marks: {q ...} quoted, {r ...} reply head, {s ...}
 * signature, {h ...} hidden, {f ...} forwarded. Checks what holds for all.
 */
static char *
printed(const struct html_text *t)
{
	GString *out = g_string_new(NULL);
	size_t before = 0;

	assert_true(t->text.n == 0 ||
		    g_utf8_validate_len(t->text.p, t->text.n, NULL));
	for (size_t i = 0; i < t->mark_count; i++) {
		assert_true(t->marks[i].start >= before);
		assert_true(t->marks[i].end >= t->marks[i].start);
		assert_true(t->marks[i].end <= t->text.n);
		before = t->marks[i].start;
	}
	for (size_t at = 0; at <= t->text.n; at++) {
		for (size_t i = 0; i < t->mark_count; i++)
			if (t->marks[i].end == at && t->marks[i].start < at)
				g_string_append(out, "}");
		for (size_t i = 0; i < t->mark_count; i++) {
			if (t->marks[i].start != at)
				continue;
			g_string_append_printf(
				out, "{%c ", mark_letters[t->marks[i].kind]);
			if (t->marks[i].end == at)
				g_string_append(out, "}");
		}
		if (at < t->text.n)
			g_string_append_c(out, t->text.p[at]);
	}
	return g_string_free(out, FALSE);
}

struct html_case {
	const char *html, *wanted;
};

static void
check(const struct html_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		struct str html = exact_text(cases[i].html);
		struct html_text got = html_read(arena, html);
		char *text = printed(&got);

		if (strcmp(text, cases[i].wanted) != 0)
			fail_msg("%s\nwanted\n%s\ngot\n%s", cases[i].html,
				cases[i].wanted, text);
		g_free(text);
		exact_free(html);
		arena_free(&arena);
	}
}

static const struct html_case text_cases[] = {
	{"", ""},
	{"plain", "plain"},
	{"  a \n b\t\tc  ", "a b c"},
	{"<p>a</p><p>b</p>", "a\n\nb"},
	{"<p>a<p>b", "a\n\nb"},
	{"<div>a</div><div>b</div>", "a\nb"},
	{"<div>a<div>b</div>c</div>d", "a\nb\nc\nd"},
	{"a<br>b<br/>c<BR >d</br>e", "a\nb\nc\nd\ne"},
	{"a<br><br>b", "a\n\nb"},
	{"<div>a<br></div><div>b</div>", "a\nb"},
	{"<div>a</div><div><br></div><div>b</div>", "a\n\nb"},
	{"<p class=MsoNormal>a</p><p class=MsoNormal>b</p>", "a\nb"},
	{"<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p>"
	 "<p class=MsoNormal>b</p>",
		"a\n\nb"},
	{"<p style='margin:0'>a</p><p style='margin:0cm'>b</p>", "a\nb"},
	{"<p class=MsoNormal style='margin:0cm 0cm 8pt'>a</p>b", "a\n\nb"},
	{"<p style='margin:0 1em 0 1em'>a</p>b", "a\nb"},
	{"<h1>a</h1>b", "a\n\nb"},
	{"a<hr>b", "a\nb"},
	/* Inline tags leave no trace: no word is split. */
	{"vo<b>te</b> La<span>bo</span>ur", "vote Labour"},
	{"v<!-- x -->ote", "vote"},
	{"v<o:p></o:p>ote", "vote"},
	{"a <b> b</b> c", "a b c"},
	{"<b>a </b>b", "a b"},
	{"x<wbr>y", "xy"},
	{"a<img src='x' alt='y'>b", "ab"},
	/* White space. */
	{"a&nbsp;b", "a b"},
	{"a&nbsp;&nbsp;b", "a  b"},
	{"a\xC2\xA0"
	 "b\xC2\xA0",
		"a b"},
	{"a \xC2\xA0 b", "a   b"},
	{"&nbsp;&nbsp;a", "  a"},
	{"\xC2\xA3"
	 "5 \xC2\xA3\xC2\xA0"
	 "6",
		"\xC2\xA3"
		"5 \xC2\xA3 6"},
	{"<pre>a  b\n  c</pre>d", "a  b\n  c\n\nd"},
	{"<pre>a\r\nb</pre>", "a\nb"},
	{"<span style='white-space: pre-wrap'>a  b</span>  c", "a  b c"},
	{"a&#10;b&#9;c&#32;d", "a b c d"},
	/* Lists and tables. */
	{"<ul><li>a<li>b</ul>c", "- a\n- b\nc"},
	{"<ol><li><p>a</p></li><li></li><li>b</li></ol>", "- a\n\n- b"},
	{"<table><tr><td>a</td><td>b</td></tr><tr><td>c<td>d</table>e",
		"a\tb\nc\td\ne"},
	{"<table><tr><th>a<th>b<tr><td>c</table>", "a\tb\nc"},
	{"<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\tb"},
	{"<table><tr><td><p>a</p><p>b</p></td><td>c</td></tr></table>",
		"a\n\nb\tc"},
	{"<table><tr><td></td><td>b</td><td></td><td>c</td></tr></table>",
		"b\tc"},
	{"x<table><tr><td>a</td></tr></table>y", "x\na\ny"},
	/* Not text. */
	{"<style>p { color: red }</style>a", "a"},
	{"<script>if (a < b) x()</script>a", "a"},
	{"<head><title>t</title></head><body>a", "a"},
	{"<STYLE>x</Style >a", "a"},
	{"<style>x</styles>y</style>a", "a"},
	{"<style>x", ""},
	{"a<!-- b", "a"},
	{"a<!-->b", "ab"},
	{"a<!--->b", "ab"},
	{"a<!-- b -- > c --!>d", "ad"},
	{"a<!doctype html>b<?xml x?>c", "abc"},
	{"<!--[if mso]>hidden<![endif]-->a", "a"},
	{"<!--[if !mso]><!-->a<!--<![endif]-->", "a"},
	{"<![if !vml]>a<![endif]>b", "ab"},
	{"<noscript>a</noscript>", "a"},
	/* What only looks like markup. */
	{"a < b", "a < b"},
	{"a <3 b", "a <3 b"},
	{"1<2", "1<2"},
	{"<", "<"},
	{"a<", "a<"},
	{"</", ""},
	{"a</>b", "ab"},
	{"a<b", "a"},
	{"a<b c='d>e", "a"},
	{"<a href='x>y'>b</a>", "b"},
	{"<a href=x>b</a>", "b"},
	{"<p/>a", "a"},
	{"<div / class=x>a", "a"},
	{"<a =b>c</a>", "c"},
	{"a<br", "a"},
	/* Ends without a start, starts without an end. */
	{"</div>a</p></table>b", "ab"},
	{"<div><b>a</div>b</b>", "a\nb"},
	{"<b><i>a</b>b</i>", "ab"},
};

static void
test_text(void **state)
{
	(void)state;
	check(text_cases, G_N_ELEMENTS(text_cases));
}

static const struct html_case entity_cases[] = {
	{"&amp;&lt;&gt;&quot;&apos;", "&<>\"'"},
	{"&pound;5 &euro;6 &copy;", "\xC2\xA3"
				    "5 \xE2\x82\xAC"
				    "6 \xC2\xA9"},
	{"&rsquo;&lsquo;&ldquo;&rdquo;&ndash;&mdash;&hellip;&bull;",
		"\xE2\x80\x99\xE2\x80\x98\xE2\x80\x9C\xE2\x80\x9D"
		"\xE2\x80\x93\xE2\x80\x94\xE2\x80\xA6\xE2\x80\xA2"},
	{"&eacute;&Eacute;&ouml;&szlig;&ccedil;&ntilde;&Scaron;",
		"\xC3\xA9\xC3\x89\xC3\xB6\xC3\x9F\xC3\xA7\xC3\xB1\xC5\xA0"},
	{"&frac12;&times;&divide;&deg;&sup2;&trade;&check;",
		"\xC2\xBD\xC3\x97\xC3\xB7\xC2\xB0\xC2\xB2\xE2\x84\xA2"
		"\xE2\x9C\x93"},
	{"a&shy;b&zwnj;c", "a\xC2\xAD"
			   "b\xE2\x80\x8C"
			   "c"},
	{"&commat;&lpar;&rpar;&period;&comma;&colon;&lowbar;&num;", "@().,:_#"},
	{"a&Tab;b&NewLine;c", "a b c"},
	/* No semicolon: the old names only. */
	{"&pound5 &copy &eacutex", "\xC2\xA3"
				   "5 \xC2\xA9 \xC3\xA9x"},
	{"&hellip x", "&hellip x"},
	{"&notit; &notin;", "\xC2\xACit; \xE2\x88\x89"},
	{"&ampamp;", "&amp;"},
	/* Numbers. */
	{"&#117;rgent &#x75;rgent &#X75;rgent", "urgent urgent urgent"},
	{"&#8364;&#x20AC", "\xE2\x82\xAC\xE2\x82\xAC"},
	{"&#128;&#145;&#x92;&#150;", "\xE2\x82\xAC\xE2\x80\x98\xE2\x80\x99"
				     "\xE2\x80\x93"},
	{"&#128512;", "\xF0\x9F\x98\x80"},
	{"&#0;&#xD800;&#x110000;&#99999999999999999999;",
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"a&#1;b", "a b"},
	/* None. */
	{"a & b", "a & b"},
	{"AT&T", "AT&T"},
	{"&;&#;&#x;&#xg;&", "&;&#;&#x;&#xg;&"},
	{"&unknown; &x", "&unknown; &x"},
	{"a&amp", "a&"},
	{"R&D, Q&A", "R&D, Q&A"},
};

static void
test_entities(void **state)
{
	(void)state;
	check(entity_cases, G_N_ELEMENTS(entity_cases));
}

/* One word, cut at each place, is read the same. */
static void
test_truncated(void **state)
{
	static const char html[] =
		"<div style=\"display:none\" class=gmail_quote>a&pound;<b "
		"x='y'>b</b><!-- c --></div><style>d</style><table><tr><td>e"
		"</td></table>&#x20AC;<blockquote type=cite>f</blockquote>";

	(void)state;
	for (size_t n = 0; n <= strlen(html); n++) {
		struct arena *arena = arena_new();
		struct str cut = exact(html, n);
		struct html_text got = html_read(arena, cut);

		g_free(printed(&got));
		exact_free(cut);
		arena_free(&arena);
	}
}

static const struct html_case hidden_cases[] = {
	{"a<div style='display:none'>b</div>c", "a\n{h b}\nc"},
	{"a<span style=\"DISPLAY : None !important; x\">b</span>c", "a{h b}c"},
	{"a<span style='visibility:hidden'>b</span>c", "a{h b}c"},
	{"a<span style='font-size:0'>b</span>c", "a{h b}c"},
	{"a<span style='font-size:0px'>b</span>c", "a{h b}c"},
	{"a<span style='font-size:0.0pt'>b</span>c", "a{h b}c"},
	{"a<span style='font-size:1px'>b</span>c", "a{h b}c"},
	{"a<span style='font-size:.5em'>b</span>c", "abc"},
	{"a<span style='font-size:10pt'>b</span>c", "abc"},
	{"a<span style='font-size:0.9em'>b</span>c", "abc"},
	{"a<span style='mso-hide:all'>b</span>c", "a{h b}c"},
	{"a<span style='opacity:0'>b</span>c", "a{h b}c"},
	{"a<span style='opacity:0.5'>b</span>c", "abc"},
	{"a<div hidden>b</div>c", "a\n{h b}\nc"},
	{"a<div style='max-height:0;overflow:hidden'>b</div>c", "a\n{h b}\nc"},
	{"a<div style='max-height:0'>b</div>c", "a\nb\nc"},
	{"a<div style='overflow:hidden'>b</div>c", "a\nb\nc"},
	{"a<div style='text-indent:-9999px'>b</div>c", "a\n{h b}\nc"},
	{"a<div style='position:absolute;left:-9999px'>b</div>c",
		"a\n{h b}\nc"},
	/* In the colour of what it stands on. */
	{"a<span style='color:#fff'>b</span>c", "a{h b}c"},
	{"a<span style='color:white'>b</span>c", "a{h b}c"},
	{"a<span style='color:#FFFFFE'>b</span>c", "a{h b}c"},
	{"a<span style='color:rgb(255, 255, 255)'>b</span>c", "a{h b}c"},
	{"a<font color=white>b</font>c", "a{h b}c"},
	{"a<font color='#ffffff'>b</font>c", "a{h b}c"},
	{"a<span style='color:red;background:red'>b</span>c", "a{h b}c"},
	{"a<span style='color:red;background-color:#f00'>b</span>c", "a{h b}c"},
	{"a<span style='color:red'>b</span>c", "abc"},
	{"a<span style='color:#ccc'>b</span>c", "abc"},
	{"<body bgcolor=black><font color=white>a</font><font color=black>b",
		"a{h b}"},
	{"<table><tr><td bgcolor='#000080'><font color='#ffffff'>a</font>"
	 "</td></tr></table>",
		"a"},
	{"<table style='color:#fff'><tr><td style='background:#003'>a</td>"
	 "<td>b</td></tr></table>",
		"a\t{h b}"},
	{"<td background='x.png'><font color=white>a</font>", "a"},
	{"<td style='background:url(x) #fff'><font color=white>a</font>", "a"},
	{"<style>.n { background: navy }</style><div class=n><font "
	 "color=white>a</font></div>",
		"a"},
	{"<span style='color:inherit'>a</span>", "a"},
	/* Shown again within. */
	{"<div style='visibility:hidden'>a<b style='visibility:visible'>b</b>"
	 "c</div>",
		"{h a}b{h c}"},
	{"<td style='font-size:0px'><div style='font-size:13px'>a</div></td>",
		"a"},
	{"<div style='display:none'>a<b style='display:block'>b</b></div>",
		"{h ab}"},
	{"<div style='display:none'>a<div style='display:none'>b</div></div>c",
		"{h a\nb}\nc"},
	{"<div style='display:none'></div>a", "a"},
	{"<div style='display:none'>a", "{h a}"},
	{"<p style='display:none'>a<p>b", "{h a}\n\nb"},
	{"<input type=hidden value=x>a", "a"},
	{"a <span style='display:none'>b</span> c", "a {h b} c"},
};

static void
test_hidden(void **state)
{
	(void)state;
	check(hidden_cases, G_N_ELEMENTS(hidden_cases));
}

/* The forms of the clients, as short as they can be. */
static const struct html_case client_cases[] = {
	/* Any client. */
	{"<p>a</p><blockquote>b</blockquote>c", "a\n\n{q b}\n\nc"},
	{"<blockquote>a<blockquote>b</blockquote></blockquote>",
		"{q a\n\n{q b}}"},
	/* Gmail. */
	{"<div dir=ltr>Yes</div><br><div class=\"gmail_quote\"><div dir=ltr "
	 "class=\"gmail_attr\">On Mon, A wrote:<br></div><blockquote "
	 "class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px "
	 "solid rgb(204,204,204);padding-left:1ex\">No</blockquote></div>",
		"Yes\n\n{q On Mon, A wrote:}\n\n{q No}"},
	{"<div class='gmail_quote gmail_quote_container'><div "
	 "class=gmail_attr>On Mon, A wrote:</div><blockquote "
	 "class=gmail_quote>one</blockquote><div>mine</div><blockquote "
	 "class=gmail_quote>two</blockquote></div>",
		"{q On Mon, A wrote:}\n\n{q one}\n\nmine\n\n{q two}"},
	{"<div>FYI</div><div class=gmail_quote><div class=gmail_attr>"
	 "---------- Forwarded message ---------<br>From: A</div>body</div>",
		"FYI\n{f ---------- Forwarded message ---------\nFrom: A\n"
		"body}"},
	{"<div class=gmail_quote>On Mon, A wrote:<br>old</div>",
		"{q On Mon, A wrote:\nold}"},
	{"a<span class=gmail_signature_prefix>-- </span><br><div dir=ltr "
	 "class=gmail_signature>A<br>B</div>",
		"a{s --}\n{s A\nB}"},
	{"<blockquote style='margin:0 0 0 40px;border:none;padding:0px'>my "
	 "indent</blockquote>",
		"my indent"},
	/* Outlook on the desktop. */
	{"<p class=MsoNormal>Yes</p><div style='border:none;border-top:solid "
	 "#E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal><b>"
	 "From:</b> A<br><b>Sent:</b> Monday<br><b>To:</b> B</p></div>"
	 "<p class=MsoNormal>No</p>",
		"Yes\n{r From: A\nSent: Monday\nTo: B}\nNo"},
	{"<div style='border:none;border-top:solid #B5C4DF 1.0pt'>"
	 "<p class=MsoNormal>From: A</p><p class=MsoNormal>Sent: x</p></div>",
		"{r From: A\nSent: x}"},
	{"<div style='border:none;border-top:1pt solid rgb(225, 225, 225)'>"
	 "Von: A<br>Gesendet: x</div>",
		"{r Von: A\nGesendet: x}"},
	/* A line drawn above something else. */
	{"<div style='border:none;border-top:solid windowtext 1.0pt'>Council "
	 "tax<br>Bands</div>",
		"Council tax\nBands"},
	{"<div style='border:none;border-left:solid blue 1.5pt;padding:0cm'>"
	 "old</div>new",
		"{q old}\nnew"},
	{"<p><a name='_MailAutoSig'>A. Lee</a></p>", "{s A. Lee}"},
	/* Outlook on the web, Exchange. */
	{"<div>Yes</div><div id=appendonsend></div><hr><div "
	 "id=divRplyFwdMsg dir=ltr><b>From:</b> A<br><b>Sent:</b> x</div>"
	 "<div>No</div>",
		"Yes\n{r From: A\nSent: x}\nNo"},
	{"<div>Yes</div><div id=\"x_divRplyFwdMsg\">From: A</div>No",
		"Yes\n{r From: A}\nNo"},
	{"<div id='x_x_divRplyFwdMsg'>From: A</div>", "{r From: A}"},
	{"<div>Yes</div><div id='appendonsend'></div>", "Yes"},
	{"a<div id=Signature><p>A</p></div>", "a\n\n{s A}"},
	{"a<div id=x_Signature>A</div>", "a\n{s A}"},
	{"a<div id='ms-outlook-mobile-signature'>Get Outlook</div>",
		"a\n{s Get Outlook}"},
	{"<div id='mail-editor-reference-message-container'><div "
	 "style='border:none;border-top:1pt solid #b5c4df'>From: A<br>Date: "
	 "x</div>old</div>",
		"{q {r From: A\nDate: x}\nold}"},
	{"<span id=OLK_SRC_BODY_SECTION>old</span>", "{q old}"},
	{"<div class=OutlookMessageHeader>From: A</div>old",
		"{r From: A}\nold"},
	/* Apple Mail. */
	{"Yes<br><div><br><blockquote type=cite><div>On 1 May, A wrote:</div>"
	 "<br class=Apple-interchange-newline><div>No</div></blockquote>"
	 "</div>",
		"Yes\n\n{q On 1 May, A wrote:\n\nNo}"},
	{"FYI<blockquote type='cite'><div>Begin forwarded message:</div>"
	 "<div><b>From: </b>A</div></blockquote>",
		"FYI\n\n{f Begin forwarded message:\nFrom: A}"},
	{"a<div id=AppleMailSignature>Sent from my iPhone</div>",
		"a\n{s Sent from my iPhone}"},
	{"a<br id=lineBreakAtBeginningOfSignature><div dir=ltr>Sent from my "
	 "iPhone</div><div>b</div>",
		"a\n{s Sent from my iPhone}\nb"},
	/* Thunderbird. */
	{"<p>Yes</p><div class=moz-cite-prefix>On x, A wrote:</div>"
	 "<blockquote type=cite cite='mid:x'>No</blockquote><div "
	 "class=moz-signature>-- <br>A</div>",
		"Yes\n\n{q On x, A wrote:}\n\n{q No}\n\n{s --\nA}"},
	{"FYI<div class='moz-forward-container'><br>-------- Forwarded "
	 "Message --------<table class='moz-email-headers-table'><tr><th>"
	 "Subject: </th><td>x</td></tr><tr><th>From: </th><td>A</td></tr>"
	 "</table>old</div>",
		"FYI\n\n{f -------- Forwarded Message --------\n"
		"Subject:\tx\nFrom:\tA\nold}"},
	{"-------- Original Message --------<table "
	 "class=moz-email-headers-table><tr><th>Subject:</th><td>x</td></tr>"
	 "</table>old",
		"-------- Original Message --------\n{r Subject:\tx}\nold"},
	{"<pre class='moz-signature' cols=72>-- \nA</pre>", "{s --\nA}"},
	/* Yahoo, Proton. */
	{"Yes<div id=\"yahoo_quoted_123\" class=\"yahoo_quoted\">old</div>",
		"Yes\n{q old}"},
	{"Yes<div class=\"ydp1a2byahoo_quoted\">old</div>", "Yes\n{q old}"},
	{"Yes<div class='protonmail_quote'>old</div><div "
	 "class='protonmail_signature_block protonmail_x'>A</div>",
		"Yes\n{q old}\n{s A}"},
	/* Names that only begin alike. */
	{"<div id=SignatureDish>a</div><div class=gmail_quotes>b</div>",
		"a\nb"},
	{"<div class=gmail_default>a</div>", "a"},
};

static void
test_clients(void **state)
{
	(void)state;
	check(client_cases, G_N_ELEMENTS(client_cases));
}

/* Beyond the limit text is read but not tracked. */
static void
test_nesting_limit(void **state)
{
	GString *html = g_string_new(NULL);
	struct arena *arena = arena_new();
	struct html_text got;

	(void)state;
	for (int i = 0; i < 3 * LIMIT_HTML_NESTING; i++)
		g_string_append(html, "<div>");
	g_string_append(html, "<b style='display:none'>a</b>");
	for (int i = 0; i < 3 * LIMIT_HTML_NESTING; i++)
		g_string_append(html, "</div>");
	g_string_append(html, "<b style='display:none'>b</b>");
	got = html_read(arena, (struct str){html->str, html->len});
	assert_str(got.text, "a\nb");
	assert_int_equal(got.mark_count, 1);
	assert_int_equal(got.marks[0].start, 2);
	g_string_free(html, TRUE);
	arena_free(&arena);
}

/* Bytes that are no UTF-8, and NUL, do not come out. */
static void
test_invalid_bytes(void **state)
{
	struct arena *arena = arena_new();
	struct str html = exact("a\0b\xFF<b\0>c", 9);
	struct html_text got = html_read(arena, html);

	(void)state;
	assert_int_equal(html_read(arena, (struct str){NULL, 0}).text.n, 0);
	assert_str(got.text, "a\xEF\xBF\xBD"
			     "b\xEF\xBF\xBD"
			     "c");
	exact_free(html);
	arena_free(&arena);
}

/* Tags, quotes and entities put together at random: it ends, the text is
 * valid, the marks are in order. */
static void
test_random(void **state)
{
	static const char *const pieces[] = {"<div>", "</div>", "<p>", "</p>",
		"<blockquote>", "</blockquote>", "<td>", "<tr>", "<table>",
		"</table>", "</td>", "<li>", "<ul>", "</ul>", "<b>", "</b>",
		"<span style='color:#fff'>", "</span>",
		"<div style='display:none'>", "<div class=gmail_quote>",
		"<div id=appendonsend>", "<div id=divRplyFwdMsg>", "<br>",
		"&nbsp;", "&amp", "&#x", "<", ">", "\"", "'", "<!--", "-->",
		"<style>", "</style>", "a", " ", "\xC2\xA0", "\xC2", "<pre>",
		"</pre>", "\n", "=", "<a ", "/>", "<hr>",
		"<div style='border:none;border-top:solid'>", "From: x",
		"<br id=lineBreakAtBeginningOfSignature>", "&lt", "\t"};
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		GString *html = g_string_new(NULL);
		struct arena *arena = arena_new();
		struct html_text got;
		struct str copy;

		for (int i = 0; i < round % 40; i++) {
			seed = seed * 1103515245u + 12345u;
			g_string_append(html,
				pieces[seed / 65536 % G_N_ELEMENTS(pieces)]);
		}
		copy = exact(html->str, html->len);
		got = html_read(arena, copy);
		assert_true(got.text.n <= copy.n + 64);
		g_free(printed(&got));
		exact_free(copy);
		g_string_free(html, TRUE);
		arena_free(&arena);
	}
}

static void
read_html(struct str html)
{
	struct arena *arena = arena_new();

	html_read(arena, html);
	arena_free(&arena);
}

/* `head` once, then `unit` to make up the bytes, then the time. */
struct worst_case {
	const char *head, *unit;
};

static const struct worst_case worst_cases[] = {
	{"", "<"},
	{"", "</"},
	{"", "<a"},
	{"", "<a "},
	{"", "<a b="},
	{"", "<a b='"},
	{"", "&"},
	{"", "&a"},
	{"", "&#"},
	{"", "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"},
	{"", "&CounterClockwis"},
	{"", "&ampx;"},
	{"", "<!--"},
	{"", "<!-"},
	{"<!--", "-"},
	{"<!--", "--"},
	{"<!--", "-- "},
	{"<style>", "</styl"},
	{"<style>", "<"},
	{"<style>", "</style x"},
	{"", "<style></style>"},
	{"", "<div>"},
	{"", "<div></div>"},
	{"", "<p>"},
	{"", "<p>a"},
	{"", "<li>"},
	{"", "<td>"},
	{"", "<tr><td>"},
	{"", "<table>"},
	{"", "<b>"},
	{"", "</b>"},
	{"", "</div>"},
	{"", "<blockquote>"},
	{"", "<blockquote>a"},
	{"", "<blockquote>a</blockquote>"},
	{"", "<br>"},
	{"", "a<br>"},
	{"", "&nbsp;"},
	{"", "\xC2\xA0"},
	{"", "\xC2\xA0 "},
	{"", " "},
	{"", "a "},
	{"", "a"},
	{"", "-"},
	{"<pre>", "\n"},
	{"<pre>", " "},
	{"", "<div class=gmail_quote>"},
	{"", "<div class=gmail_quote>-"},
	{"", "<div class='a a a a a a a a a a a a a a a a a a a a a a a a'>"},
	{"", "<a style='color:#fff;color:#fff;color:#fff;color:#fff'>"},
	{"", "<b style=color:white>a</b>"},
	{"", "<b style=display:none>a</b>b"},
	{"", "<div style='border:none;border-top:solid'>a:b"},
	{"<a style='", "color:#fff;"},
	{"<a style='", ";"},
	{"<a style='", ":"},
	{"<a class='", " "},
	{"<a class='", "x_"},
	{"<a ", "a "},
	{"<a ", "style=a "},
	{"<a ", "/"},
	{"<a ", "="},
	{"<a b=\"", "'"},
	/* The longest ways up that an end tag can have to look. */
	{"<b><div>", "</b>"},
	{"<div><td>", "</div>"},
	{"<table><td><table>", "<td></td>"},
	{"<p>", "<i><div></div>"},
	{"", "\xF0\x9F\x98\x80"},
	{"", "\xFF"},
};

/* Opens a hundred and twenty elements below the head first. */
static struct str
worst(const struct worst_case *c, bool deep, size_t bytes)
{
	GString *html = g_string_new(c->head);
	struct str copy;

	for (int i = 0; deep && i < 240; i++)
		g_string_append(html, i % 2 ? "<span>" : "<font>");
	while (html->len < bytes)
		g_string_append(html, c->unit);
	copy = exact(html->str, html->len);
	g_string_free(html, TRUE);
	return copy;
}

static double
worst_ms(const struct worst_case *c, bool deep, size_t bytes)
{
	struct str html = worst(c, deep, bytes);
	double least = 1e9;

	for (int i = 0; i < 5; i++) {
		double start = cpu_ms();

		read_html(html);
		least = MIN(least, cpu_ms() - start);
	}
	exact_free(html);
	return least;
}

/* A mebibyte of the worst is read in 50 ms, and twice as much in twice the
 * time. */
static void
test_linear(void **state)
{
	const size_t mebibyte = TIMES_COUNT ? 1024 * 1024 : 32 * 1024;
	double most = 0;
	const char *which = "";

	(void)state;
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(worst_cases); i++) {
		const struct worst_case *c = &worst_cases[i / 2];
		double half = worst_ms(c, i % 2, mebibyte / 2);
		double whole = worst_ms(c, i % 2, mebibyte);

		if (whole > most) {
			most = whole;
			which = c->unit;
		}
		if (TIMES_COUNT && (whole > 50 || whole > 3.3 * half + 15))
			fail_msg("\"%s\" \"%s\" %d: %.1f ms for half, %.1f "
				 "ms for all",
				c->head, c->unit, (int)(i % 2), half, whole);
	}
	print_message("slowest: %.1f ms for \"%s\"\n", most, which);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_entities),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_hidden),
		cmocka_unit_test(test_clients),
		cmocka_unit_test(test_nesting_limit),
		cmocka_unit_test(test_invalid_bytes),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
