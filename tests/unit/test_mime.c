#include "mime/mime.h"

#include <pthread.h>

#include "../../milter/mime/mime_internal.h"
#include "base/limits.h"
#include "mail_test.h"
#include "message/message.h"

static int
start_gmime(void **state)
{
	(void)state;
	mime_init();
	return 0;
}

/* A message taken apart, and what keeps it alive. */
struct taken {
	struct arena *arena;
	struct raw_mail *raw;
	struct part_list list;
	unsigned unread;
};

static struct taken
take(struct str text, bool always_gmime)
{
	struct taken t = {.arena = arena_new(), .raw = raw_mail_new()};
	const struct field *fields;
	size_t count;

	raw_mail_parse(t.raw, text);
	fields = raw_mail_fields(t.raw, &count);
	t.list = mime_read_by(t.arena, fields, count, raw_mail_body(t.raw),
		always_gmime, &t.unread);
	return t;
}

static void
taken_free(struct taken *t)
{
	arena_free(&t->arena);
	raw_mail_free(&t->raw);
}

static void
append_named(GString *out, const char *name, struct str value)
{
	if (value.n == 0)
		return;
	g_string_append_printf(out, " %s=", name);
	g_string_append_len(out, value.p, (gssize)value.n);
}

/*
 * One line a part: indented by depth, type, what is not as usual, then the
 * content in brackets where it was read; at the end what was not.
 */
static char *
printed(const struct taken *t)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < t->list.count; i++) {
		const struct part *p = &t->list.items[i];

		assert_true(p->parent < (int)i);
		g_string_append_printf(out, "%*s%.*s%s%s%s%s", p->depth, "",
			STR_ARG(p->type),
			p->kind == PART_MESSAGE ? " message" : "",
			p->attachment ? " attachment" : "",
			p->flowed ? " flowed" : "", p->delsp ? " delsp" : "");
		append_named(out, "charset", p->charset);
		append_named(out, "file", p->filename);
		append_named(out, "id", p->content_id);
		append_named(out, "protocol", p->protocol);
		append_named(out, "method", p->method);
		for (size_t k = 0; k < p->field_count; k++) {
			append_named(out, "field", p->fields[k].name);
			g_string_append_len(out, p->fields[k].value.p,
				(gssize)p->fields[k].value.n);
		}
		if (p->content.n > 0) {
			g_string_append(out, " [");
			g_string_append_len(
				out, p->content.p, (gssize)p->content.n);
			g_string_append(out, "]");
		}
		g_string_append(out, "\n");
	}
	for (int bit = 0; bit < 10; bit++) {
		static const char *const names[] = {"size", "parts", "nesting",
			"charset", "encrypted", "tnef", "damaged", "addresses",
			"match-limit", "error"};

		if ((t->unread >> bit & 1) != 0)
			g_string_append_printf(out, "unread %s\n", names[bit]);
	}
	return g_string_free(out, FALSE);
}

struct mime_case {
	const char *name, *text, *wanted;
};

#define MIXED "Content-Type: multipart/mixed; boundary=b\n\n"

static const struct mime_case mime_cases[] = {
	{"no fields", "\nbody\n", "text/plain [body\n]\n"},
	{"nothing", "", "text/plain\n"},
	{"plain",
		"Content-Type: text/plain; charset=UTF-8; format=flowed; "
		"delsp=yes\n\nx",
		"text/plain flowed delsp charset=UTF-8 [x]\n"},
	{"case and blanks",
		"CONTENT-TYPE:  Text / HTML ; CharSet = \"utf-8\" ;\n\nx",
		"text/html charset=utf-8 [x]\n"},
	{"comments",
		"Content-Type: text/html (a; b=\"c\") ; (x) charset (y) = "
		"utf-8 (z)\n\nx",
		"text/html charset=utf-8 (z) [x]\n"},
	{"type without subtype", "Content-Type: text\n\nx", "text/plain [x]\n"},
	{"empty type", "Content-Type:\n\nx", "text/plain [x]\n"},
	{"nonsense type", "Content-Type: ;;=;\"\n\nx", "text/plain [x]\n"},
	{"folded parameters",
		"Content-Type: text/plain;\n\tcharset=\"a\n b\"\n\nx",
		"text/plain charset=a b [x]\n"},

	/* Transfer encodings. */
	{"base64", "Content-Transfer-Encoding: base64\n\nSGVsbG8=\n",
		"text/plain [Hello]\n"},
	{"base64 padded within",
		"Content-Transfer-Encoding: BASE64\n\nSGVsbG8=\nV29ybGQ=\n",
		"text/plain [HelloWorld]\n"},
	{"base 64", "Content-Transfer-Encoding: base 64\n\nSGVsbG8=\n",
		"text/plain [Hello]\n"},
	{"\"base64\"", "Content-Transfer-Encoding: \"base64\"\n\nSGVsbG8=\n",
		"text/plain [Hello]\n"},
	{"base64 with comment",
		"Content-Transfer-Encoding: (x) base64 (y)\n\nSGVsbG8=\n",
		"text/plain [Hello]\n"},
	{"quoted-printable",
		"Content-Transfer-Encoding: quoted-printable\n\na=\nb=3D\n",
		"text/plain [ab=\n]\n"},
	{"unknown encoding", "Content-Transfer-Encoding: x-foo\n\na=3D\n",
		"text/plain [a=3D\n]\n"},
	{"uuencode",
		"Content-Transfer-Encoding: x-uuencode\n\n"
		"begin 644 x\n#0V%T\n`\nend\n",
		"text/plain [Cat]\n"},

	/* Structures. */
	{"alternative",
		"Content-Type: multipart/alternative; boundary=\"b\"\n\n"
		"preface\n--b\nContent-Type: text/plain\n\none\n"
		"--b\nContent-Type: text/html\n\n<p>one\n--b--\nepilogue\n",
		"multipart/alternative\n text/plain [one]\n"
		" text/html [<p>one]\n"},
	{"CRLF",
		"Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"
		"--b\r\n\r\none\r\n\r\n--b--\r\n",
		"multipart/mixed\n text/plain [one\r\n]\n"},
	{"no closing boundary", MIXED "--b\n\none\n--b\n\ntwo\n",
		"multipart/mixed\n text/plain [one]\n text/plain [two\n]\n"},
	{"blank after boundary", MIXED "--b \t\n\none\n--b-- \n",
		"multipart/mixed\n text/plain [one]\n"},
	{"boundary within a line", MIXED "--b\n\none --b\n--bb\n--b--\n",
		"multipart/mixed\n text/plain [one --b\n--bb]\n"},
	{"nested",
		MIXED "--b\nContent-Type: multipart/related; boundary=c\n\n"
		      "--c\n\none\n--c\nContent-Type: image/png\n"
		      "Content-ID: <i@x>\n\nPNG\n--c--\n--b\n\ntwo\n--b--\n",
		"multipart/mixed\n multipart/related\n  text/plain [one]\n"
		"  image/png id=i@x\n text/plain [two]\n"},
	{"same boundary for all levels",
		MIXED "--b\nContent-Type: multipart/mixed; boundary=b\n\n"
		      "--b\n\none\n--b--\n--b\n\ntwo\n--b--\n",
		"multipart/mixed\n multipart/mixed\n  text/plain [one]\n"
		" text/plain [two]\n"},
	{"attachment",
		MIXED "--b\n\none\n--b\nContent-Type: application/pdf; "
		      "name=\"n.pdf\"\nContent-Disposition: attachment; "
		      "filename=\"f.pdf\"\nContent-Transfer-Encoding: base64\n"
		      "\nAAAA\n--b--\n",
		"multipart/mixed\n text/plain [one]\n"
		" application/pdf attachment file=f.pdf\n"},
	{"attached text is not read",
		MIXED "--b\nContent-Type: text/plain\nContent-Disposition: "
		      "ATTACHMENT; filename=a.txt\n\nsecret\n--b--\n",
		"multipart/mixed\n text/plain attachment file=a.txt\n"},
	{"inline text with a name",
		MIXED "--b\nContent-Type: text/plain; name=a.txt\n"
		      "Content-Disposition: inline\n\nshown\n--b--\n",
		"multipart/mixed\n text/plain file=a.txt [shown]\n"},
	{"unknown disposition",
		"Content-Disposition: form-data; name=x\n\nsecret",
		"text/plain attachment\n"},
	{"junk disposition", "Content-Disposition: =?utf-8?Q?x?=\n\nshown",
		"text/plain [shown]\n"},
	{"name makes an attachment",
		MIXED "--b\nContent-Type: image/png; name=a.png\n\nx\n--b--\n",
		"multipart/mixed\n image/png attachment file=a.png\n"},
	{"signed",
		"Content-Type: multipart/signed; boundary=b; protocol="
		"\"application/PGP-signature\"; micalg=x\n\n--b\n\none\n--b\n"
		"Content-Type: application/pgp-signature\n\nsig\n--b--\n",
		"multipart/signed protocol=application/pgp-signature\n"
		" text/plain [one]\n application/pgp-signature\n"},
	{"encrypted",
		"Content-Type: multipart/encrypted; boundary=b; protocol="
		"\"application/pgp-encrypted\"\n\n--b\nContent-Type: "
		"application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: "
		"application/octet-stream\n\nxx\n--b--\n",
		"multipart/encrypted protocol=application/pgp-encrypted\n"
		" application/pgp-encrypted\n application/octet-stream\n"},
	{"enveloped",
		"Content-Type: application/pkcs7-mime; smime-type="
		"Enveloped-Data; name=smime.p7m\n"
		"Content-Transfer-Encoding: base64\n\nAAAA\n",
		"application/pkcs7-mime attachment file=smime.p7m "
		"protocol=enveloped-data\n"},
	{"winmail",
		MIXED "--b\n\none\n--b\nContent-Type: application/ms-tnef; "
		      "name=winmail.dat\n\nxx\n--b--\n",
		"multipart/mixed\n text/plain [one]\n application/ms-tnef "
		"attachment file=winmail.dat\n"},
	{"calendar",
		MIXED "--b\nContent-Type: text/calendar; method=REQUEST\n\n"
		      "BEGIN:VCALENDAR\n--b--\n",
		"multipart/mixed\n text/calendar method=request "
		"[BEGIN:VCALENDAR]\n"},
	{"delivery report",
		"Content-Type: multipart/report; report-type=delivery-status;"
		" boundary=b\n\n--b\n\nfailed\n--b\nContent-Type: "
		"message/delivery-status\n\nStatus: 5.1.1\n--b\nContent-Type: "
		"text/rfc822-headers\n\nSubject: x\n--b--\n",
		"multipart/report\n text/plain [failed]\n"
		" message/delivery-status [Status: 5.1.1]\n"
		" text/rfc822-headers [Subject: x]\n"},

	/* Letters within. */
	{"attached letter",
		MIXED "--b\nContent-Type: message/rfc822\n\nFrom: a@b.test\n"
		      "To: c@d.test,\n e@f.test\nContent-Type: text/plain\n\n"
		      "inner\n--b--\n",
		"multipart/mixed\n message/rfc822 message "
		"field=From a@b.test field=To c@d.test,\n e@f.test\n"
		"  text/plain [inner]\n"},
	{"letter in base64",
		MIXED "--b\nContent-Type: message/rfc822\n"
		      "Content-Transfer-Encoding: base64\n\n"
		      "RnJvbTogYUBiLnRlc3QKCmlubmVyCg==\n--b--\n",
		"multipart/mixed\n message/rfc822 message "
		"field=From a@b.test\n  text/plain [inner\n]\n"},
	{"letter in quoted-printable",
		MIXED "--b\nContent-Type: message/rfc822\n"
		      "Content-Transfer-Encoding: quoted-printable\n\n"
		      "From: a=40b.test\n\ninner\n--b--\n",
		"multipart/mixed\n message/rfc822 message "
		"field=From a@b.test\n  text/plain [inner]\n"},
	{"letter at the top",
		"Content-Type: message/rfc822\n\nFrom: a@b.test\n\ninner",
		"message/rfc822 message field=From a@b.test\n"
		" text/plain [inner]\n"},
	{"letter at the top in base64",
		"Content-Type: message/rfc822\n"
		"Content-Transfer-Encoding: base64\n\n"
		"RnJvbTogYUBiLnRlc3QKCmlubmVyCg==\n",
		"message/rfc822 message field=From a@b.test\n"
		" text/plain [inner\n]\n"},
	{"empty letter",
		MIXED "--b\nContent-Type: message/rfc822\n\n--b\n\none\n"
		      "--b--\n",
		"multipart/mixed\n message/rfc822 message\n"
		" text/plain [one]\n"},
	{"digest",
		"Content-Type: multipart/digest; boundary=b\n\n--b\n\n"
		"From: a@b.test\n\ninner\n--b--\n",
		"multipart/digest\n message/rfc822 message "
		"field=From a@b.test\n  text/plain [inner]\n"},
	{"partial", "Content-Type: message/partial; id=1; number=1\n\nx",
		"message/partial [x]\n"},

	/* File names. */
	{"RFC 2231",
		"Content-Disposition: attachment; filename*=UTF-8''caf%C3%A9."
		"pdf; filename=cafe.pdf\n\nx",
		"text/plain attachment file=caf\xC3\xA9.pdf\n"},
	{"RFC 2231 in pieces",
		"Content-Disposition: attachment; filename*1=b.pdf; "
		"filename*0*=iso-8859-1'en'%E9; filename*3=no\n\nx",
		"text/plain attachment file=\xC3\xA9"
		"b.pdf\n"},
	{"RFC 2231 without charset",
		"Content-Disposition: attachment; filename*=a%20b.pdf\n\nx",
		"text/plain attachment file=a b.pdf\n"},
	{"RFC 2231 unknown charset",
		"Content-Disposition: attachment; filename*=bogus''%E9\n\nx",
		"text/plain attachment file=\xEF\xBF\xBD\n"},
	{"RFC 2047 name",
		"Content-Disposition: attachment; "
		"filename=\"=?utf-8?q?caf=C3=A9.pdf?=\"\n\nx",
		"text/plain attachment file=caf\xC3\xA9.pdf\n"},
	{"raw bytes in a name",
		"Content-Disposition: attachment; filename=\"caf\xE9.pdf\""
		"\n\nx",
		"text/plain attachment file=caf\xC3\xA9.pdf\n"},
	{"blanks without quotes",
		"Content-Disposition: attachment; filename=a b c.pdf; x=y\n\n",
		"text/plain attachment file=a b c.pdf\n"},
	{"a path",
		"Content-Disposition: attachment; filename=\"C:\\a\\b.pdf\""
		"\n\n",
		"text/plain attachment file=C:\\a\\b.pdf\n"},
	{"a semicolon in a name",
		"Content-Disposition: attachment; filename=\"a;b.pdf\"\n\n",
		"text/plain attachment file=a;b.pdf\n"},
	{"no end of quotes",
		"Content-Disposition: attachment; filename=\"a;b.pdf\n\n",
		"text/plain attachment file=a;b.pdf\n"},
	{"no control bytes in a name",
		"Content-Disposition: attachment; filename*=utf-8''a%0D%0Ab"
		"\n\n",
		"text/plain attachment file=a b\n"},

	/* Structure that makes no sense: read all the same, and said. */
	{"no boundary", "Content-Type: multipart/mixed\n\n--b\n\none\n--b--\n",
		"multipart/mixed\n text/plain [--b\n\none\n--b--\n]\n"
		"unread damaged\n"},
	{"empty boundary",
		"Content-Type: multipart/mixed; boundary=\"\"\n\none\n",
		"multipart/mixed\n text/plain [one\n]\nunread damaged\n"},
	{"boundary never comes", MIXED "one\n--c\n",
		"multipart/mixed\n text/plain [one\n--c\n]\n"
		"unread damaged\n"},
	{"multipart without body", MIXED,
		"multipart/mixed\n text/plain\nunread damaged\n"},
	{"two boundaries, the first wins",
		"Content-Type: multipart/mixed; boundary=b; boundary=c\n\n"
		"--b\n\none\n--c\n\ntwo\n--b--\n",
		"multipart/mixed\n text/plain [one\n--c\n\ntwo]\n"},
	{"inner multipart without boundary",
		MIXED "--b\nContent-Type: multipart/mixed\n\none\n--b--\n",
		"multipart/mixed\n multipart/mixed\n  text/plain [one]\n"
		"unread damaged\n"},
	{"blanks in an inner type",
		MIXED "--b\nContent-Type: multipart / mixed ; boundary = c\n\n"
		      "--c\n\none\n--c--\n--b--\n",
		"multipart/mixed\n multipart/mixed\n  text/plain [one]\n"},
	{"a comment in an inner type",
		MIXED "--b\nContent-Type: (x) multipart/mixed; boundary=c\n\n"
		      "--c\n\none\n--c--\n--b--\n",
		"multipart/mixed\n multipart/mixed\n  text/plain [one]\n"},
	{"two types",
		"Content-Type: text/html\nContent-Type: multipart/mixed; "
		"boundary=b\n\n--b\n\none\n--b--\n",
		"text/html [--b\n\none\n--b--\n]\nmultipart/mixed\n"
		" text/plain [one]\nunread damaged\n"},
	{"one type twice",
		"Content-Type: text/html\nContent-Type: text/html\n\nx",
		"text/html [x]\n"},
	{"boundary with odd characters",
		"Content-Type: multipart/mixed; boundary=\"a\\\"b\\\\c =_?\""
		"\n\n--a\"b\\c =_?\n\none\n--a\"b\\c =_?--\n",
		"multipart/mixed\n text/plain [one]\n"},
	{"boundary by RFC 2231",
		"Content-Type: multipart/mixed; boundary*0=a; boundary*1=b\n\n"
		"--ab\n\none\n--ab--\n",
		"multipart/mixed\n text/plain [one]\n"},
	{"part without header end",
		MIXED "--b\nContent-Type: text/html\n--b\n"
		      "\none\n--b--\n",
		"multipart/mixed\n text/html\n text/plain [one]\n"},
	{"within a signature",
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; "
		"nam"
		"e=smime.p7m\n"
		"Content-Transfer-Encoding: base64\n"
		"\n"
		"MIIBCgYJKoZIhvcNAQcCoIH8MIH5AgEBMQ0wCwYJYIZIAWUDBAIBMFQGCSqGSI"
		"b3D"
		"QEHAaBHBEVD\n"
		"b250ZW50LVR5cGU6IHRleHQvcGxhaW47IGNoYXJzZXQ9dXRmLTgNCg0KUGxlYX"
		"NlI"
		"HB1dCB0aGUg\n"
		"YmlucyBvdXQuDQoxgY4wgYsCAQEwJDAMMQowCAYDVQQDDAF4AhQkSpunNG8cUM"
		"QJm"
		"R/HB+Vn7zZP\n"
		"szALBglghkgBZQMEAgEwCgYIKoZIzj0EAwIERzBFAiEAofG8uhY2t43pjxm/q/"
		"np0"
		"0Hq2ICv6F3u\n"
		"oz9+azx8qnkCICTSikijWuVH413Ou0PJBhRlpf3sjpz3d64IUuxlO4Ml\n",
		"multipart/signed\n text/plain charset=utf-8 [Please put "
		"the bins out.\r\n]\n"},
	{"within a signature, in pieces",
		"Content-Type: application/pkcs7-mime; smime-type=signed-data; "
		"nam"
		"e=smime.p7m\n"
		"Content-Transfer-Encoding: base64\n"
		"\n"
		"MIAGCSqGSIb3DQEHAqCAMIACAQExDTALBglghkgBZQMEAgEwgAYJKoZIhvcNAQ"
		"cBo"
		"IAkgARFQ29u\n"
		"dGVudC1UeXBlOiB0ZXh0L3BsYWluOyBjaGFyc2V0PXV0Zi04DQoNClBsZWFzZS"
		"Bwd"
		"XQgdGhlIGJp\n"
		"bnMgb3V0Lg0KAAAAAAAAMYGOMIGLAgEBMCQwDDEKMAgGA1UEAwwBeAIUJEqbpz"
		"RvH"
		"FDECZkfxwfl\n"
		"Z+"
		"82T7MwCwYJYIZIAWUDBAIBMAoGCCqGSM49BAMCBEcwRQIhAJVc2ANTc8F9vlCd"
		"B"
		"u70vinTK34X\n"
		"SZFXLIyr6MARmSxSAiB7Qpuvj36TPt+XIqmimRv7P5sOVf+"
		"LUI6X0YQVLxVILQAAA"
		"AAAAA==\n",
		"multipart/signed\n text/plain charset=utf-8 [Please put "
		"the bins out.\r\n]\n"},
	{"boundary at the very end", MIXED "--b\n\none\n--b",
		"multipart/mixed\n text/plain [one]\n"},
};

static void
check(const struct mime_case *c, bool always_gmime)
{
	struct str text = exact_text(c->text);
	struct taken t = take(text, always_gmime);
	char *got = printed(&t);

	if (strcmp(got, c->wanted) != 0)
		fail_msg("%s%s\nwanted\n%s\ngot\n%s", c->name,
			always_gmime ? " (by GMime)" : "", c->wanted, got);
	g_free(got);
	taken_free(&t);
	exact_free(text);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(mime_cases); i++)
		check(&mime_cases[i], false);
}

/* Both ways of parting find the same. */
static void
assert_same_both_ways(struct str text)
{
	struct taken plain = take(text, false), by_gmime = take(text, true);
	char *got = printed(&plain), *wanted = printed(&by_gmime);

	if (strcmp(got, wanted) != 0)
		fail_msg("%.*s\nby GMime\n%s\ngot\n%s", STR_ARG(text), wanted,
			got);
	g_free(got);
	g_free(wanted);
	taken_free(&plain);
	taken_free(&by_gmime);
}

/* The short ways, without GMime, find what it finds. */
static void
test_both_ways(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(mime_cases); i++)
		check(&mime_cases[i], true);
}

/* What is parted without GMime, and what is left to it. */
static void
test_plain(void **state)
{
	static const struct {
		const char *type, *body;
		bool plain;
	} cases[] = {
		{"multipart/mixed; boundary=b", "--b\n\none\n--b--\n", true},
		{"multipart/mixed; boundary=\"b c\"",
			"above\r\n--b c\r\nContent-Type: text/plain;\r\n"
			"\tcharset=utf-8\r\n\r\none\r\n--b c--\r\nbelow",
			true},
		{"multipart/mixed; boundary=b",
			"--b\nContent-Type: multipart/alternative; "
			"boundary=\"c\"\n\n--c\n\none\n--c\n\ntwo\n--c--\n\n"
			"--b\nContent-Type: message/rfc822\n\nFrom: x\n\n"
			"three\n--b--\n",
			true},
		{"message/rfc822", "From: x\n\none\n", true},
		{"multipart/mixed; boundary=b", "--b\n\nno end\n", true},
		{"multipart/mixed", "--b\n\none\n--b--\n", false},
		{"multipart/mixed; boundary=b", "no part\n", false},
		{"multipart/mixed; boundary=b", "--b\nnot a field\n\none\n",
			false},
		{"multipart/mixed; boundary=b",
			"--b\nContent-Type: multipart/mixed; "
			"boundary*0=\"c\"\n\n--c\n\none\n",
			false},
		{"multipart/digest; boundary=b", "--b\n\nFrom: x\n\none\n",
			true},
		{"message/rfc822", "From x\n\none\n", false},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct arena *arena = arena_new();
		struct str body = exact_text(cases[i].body);
		struct mime_fields mime = {.encoding = ENCODING_NONE};
		struct mime_node *nodes;
		size_t count;

		mime_fields_read_type(arena, str_of(cases[i].type), &mime);
		if (mime_plain_read(arena, &mime, body, &nodes, &count) !=
			cases[i].plain)
			fail_msg("%s\n%s", cases[i].type, cases[i].body);
		exact_free(body);
		arena_free(&arena);
	}
}

/* Views of nothing have no pointer. */
static void
test_empty_views(void **state)
{
	static const char *const types[] = {"multipart/mixed; boundary=b",
		"multipart/mixed", "message/rfc822", "text/plain", ""};
	const struct str nothing = {NULL, 0};

	(void)state;
	for (size_t i = 0; i < 2 * G_N_ELEMENTS(types); i++) {
		struct arena *arena = arena_new();
		struct field fields[] = {
			{STR_LIT("Content-Type"), str_of(types[i / 2])},
			{STR_LIT("Content-Transfer-Encoding"),
				STR_LIT("base64")},
		};
		unsigned unread = 0;

		if (types[i / 2][0] == '\0')
			fields[0].value = nothing;
		assert_in_range(
			mime_read(arena, fields, 1 + i % 2, nothing, &unread)
				.count,
			1, 2);
		arena_free(&arena);
	}
}

static void
test_nul_in_body(void **state)
{
	static const char text[] = "Content-Type: multipart/mixed; "
				   "boundary=b\n\n--b\n\na\0b\n--b--\n";
	struct str mail = exact(text, sizeof(text) - 1);
	struct taken t = take(mail, false);

	(void)state;
	assert_int_equal(t.list.count, 2);
	assert_int_equal(t.list.items[1].content.n, 3);
	assert_memory_equal(t.list.items[1].content.p, "a\0b", 3);
	assert_int_equal(t.list.items[1].encoded_bytes, 3);
	taken_free(&t);
	exact_free(mail);
}

/* `levels` multiparts one in the other, with text at the bottom. */
static struct str
nested_multiparts(int levels)
{
	GString *text = g_string_new(NULL);
	struct str copy;

	for (int i = 0; i < levels; i++) {
		g_string_append_printf(text,
			"Content-Type: multipart/mixed; boundary=b%d\n\n"
			"--b%d\n",
			i, i);
	}
	g_string_append(text, "\nbottom\n");
	copy = exact(text->str, text->len);
	g_string_free(text, TRUE);
	return copy;
}

static bool
has_text(const struct taken *t, const char *wanted)
{
	for (size_t i = 0; i < t->list.count; i++)
		if (str_find_nocase(t->list.items[i].content, str_of(wanted),
			    0) != SIZE_MAX)
			return true;
	return false;
}

static void
check_nesting(struct str text, bool deep_enough)
{
	struct taken t = take(text, false);

	assert_true(has_text(&t, "bottom") == deep_enough);
	assert_true((t.unread & UNREAD_NESTING) == 0 || !deep_enough);
	assert_true((t.unread & UNREAD_NESTING) != 0 || deep_enough);
	taken_free(&t);
	exact_free(text);
}

static void
test_nesting(void **state)
{
	(void)state;
	check_nesting(nested_multiparts(LIMIT_PART_NESTING), true);
	check_nesting(nested_multiparts(LIMIT_PART_NESTING + 1), false);
	/* GMime itself gives up here without a word. */
	check_nesting(nested_multiparts(1100), false);
	check_nesting(nested_multiparts(5000), false);
	check_nesting(repeated("Content-Type: message/rfc822\n\n", 600), false);
}

static void *
read_deep(void *unused)
{
	(void)unused;
	check_nesting(nested_multiparts(5000), false);
	check_nesting(
		repeated("Content-Type: message/rfc822\n\n", 2000), false);
	return NULL;
}

/* GMime goes down a thousand levels before it gives up: half the stack that
 * the daemon's threads have is enough for that. */
static void
test_small_stack(void **state)
{
	pthread_attr_t attributes;
	pthread_t thread;

	(void)state;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 512 * 1024);
	assert_int_equal(
		pthread_create(&thread, &attributes, read_deep, NULL), 0);
	pthread_join(thread, NULL);
	pthread_attr_destroy(&attributes);
}

static void *
read_all_cases(void *failed)
{
	for (int round = 0; round < 20; round++) {
		for (size_t i = 0; i < G_N_ELEMENTS(mime_cases); i++) {
			struct taken t =
				take(str_of(mime_cases[i].text), false);
			char *got = printed(&t);

			if (strcmp(got, mime_cases[i].wanted) != 0)
				*(int *)failed = 1;
			g_free(got);
			taken_free(&t);
		}
	}
	return NULL;
}

/* Case 107: several threads read at once, each its own message. */
static void
test_threads(void **state)
{
	pthread_t threads[4];
	int failed[4] = {0};

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
					 read_all_cases, &failed[i]),
			0);
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		assert_int_equal(failed[i], 0);
	}
}

/* Letters in base64 in letters in base64 end somewhere, and it is said. */
static void
test_encoded_nesting(void **state)
{
	char *text = g_strdup("Subject: x\n\nbottom");
	struct taken t;

	(void)state;
	for (int i = 0; i < 10; i++) {
		char *encoded =
			g_base64_encode((const guchar *)text, strlen(text));
		char *more = g_strdup_printf(
			"Content-Type: message/rfc822\n"
			"Content-Transfer-Encoding: base64\n\n%s",
			encoded);

		g_free(encoded);
		g_free(text);
		text = more;
		t = take(str_of(text), false);
		assert_true(has_text(&t, "bottom") !=
			    ((t.unread & UNREAD_NESTING) != 0));
		if (i < 4)
			assert_true(has_text(&t, "bottom"));
		taken_free(&t);
	}
	g_free(text);
}

static void
check_bomb(struct str body, unsigned wanted)
{
	struct arena *arena = arena_new();
	struct field type = {STR_LIT("Content-Type"),
		STR_LIT(" multipart/mixed; boundary=b")};
	double start = cpu_ms();
	unsigned unread = 0;
	struct part_list list = mime_read(arena, &type, 1, body, &unread);

	assert_int_equal(unread & ~(unsigned)UNREAD_DAMAGED, wanted);
	assert_in_range(list.count, 1, LIMIT_PARTS);
	if (TIMES_COUNT)
		assert_true(cpu_ms() - start < 1000);
	arena_free(&arena);
	exact_free(body);
}

/* What takes GMime seconds and hundreds of megabytes never reaches it. */
static void
test_bombs(void **state)
{
	(void)state;
	check_bomb(repeated("--b\n\n\n", 900), 0);
	check_bomb(repeated("--b\n\n\n", 1001), UNREAD_PARTS);
	check_bomb(repeated("--b\n\n\n", 1500 * 1000), UNREAD_PARTS);
	check_bomb(repeated("--b\n", 2500 * 1000), UNREAD_PARTS | UNREAD_SIZE);
	/* Header fields of a part, of a letter. */
	check_bomb(repeated("--b\na:b\n", 100), 0);
	check_bomb(repeated("a:b\n", 1000 * 1000), 0);
	{
		GString *text = g_string_new("--b\n");

		for (int i = 0; i < 1000 * 1000; i++)
			g_string_append(text, "a:b\n");
		check_bomb(exact(text->str, text->len), UNREAD_SIZE);
		g_string_assign(text, "--b\nContent-Type: message/rfc822\n\n");
		for (int i = 0; i < 1000 * 1000; i++)
			g_string_append(text, "a:b\n");
		check_bomb(exact(text->str, text->len), UNREAD_SIZE);
		/* Case 102: pieces of one parameter. */
		g_string_assign(text, "--b\nContent-Type: text/plain");
		for (int i = 0; i < 400 * 1000; i++)
			g_string_append(text, ";\n n*0=");
		check_bomb(exact(text->str, text->len), UNREAD_SIZE);
		g_string_free(text, TRUE);
	}
}

/* Long text with lines that look like fields or boundaries is no bomb. */
static void
test_no_bomb(void **state)
{
	(void)state;
	check_bomb(repeated("--b\n\nFrom: x\nTo: y\n\n", 500), 0);
	check_bomb(repeated("12:00 one\n", 100 * 1000), 0);
	check_bomb(repeated("-- two\n", 3000), 0);
}

/* GMime loops for ever when asked to write such a part's boundary. */
static void
test_endless_loop(void **state)
{
	(void)state;
	for (int n = 60; n < 80; n++) {
		char *name = g_strnfill((gsize)n, 'a');
		char *text = g_strdup_printf(
			"Content-Type: multipart/mixed; boundary=b\n\n--b\n"
			"Content-Type: multipart/mixed; %s=\"\xC3\xA9\"\n\n"
			"x\n--b--\n",
			name);
		struct taken t = take(str_of(text), false);

		assert_int_equal(t.list.count, 3);
		assert_str(t.list.items[2].content, "x");
		taken_free(&t);
		g_free(text);
		g_free(name);
	}
}

/* No more text is decoded than one message may have. */
static void
test_text_limit(void **state)
{
	struct str body = repeated("0123456789abcde\n", 400 * 1000);
	struct arena *arena = arena_new();
	struct field qp = {STR_LIT("Content-Transfer-Encoding"),
		STR_LIT("quoted-printable")};
	unsigned unread = 0;
	struct part_list list = mime_read(arena, NULL, 0, body, &unread);

	(void)state;
	assert_int_equal(unread, UNREAD_SIZE);
	assert_int_equal(list.items[0].content.n, LIMIT_TEXT_BYTES);
	assert_int_equal(list.items[0].encoded_bytes, body.n);
	unread = 0;
	list = mime_read(arena, &qp, 1, body, &unread);
	assert_int_equal(unread, UNREAD_SIZE);
	assert_int_equal(list.items[0].content.n, LIMIT_TEXT_BYTES);
	exact_free(body);
	arena_free(&arena);
}

/* Large attachments are passed over: nothing of them is copied. */
static void
test_attachment_is_not_copied(void **state)
{
	GString *text = g_string_new(
		"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nshort\n"
		"--b\nContent-Type: application/pdf; name=a.pdf\n"
		"Content-Transfer-Encoding: base64\n\n");
	struct taken t;

	(void)state;
	for (int i = 0; i < 80 * 1000; i++)
		g_string_append(text, "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo"
				      "QUJDREVGR0hJSktMTU5PUFFSU\n");
	g_string_append(text, "--b--\n");
	t = take((struct str){text->str, text->len}, false);
	assert_int_equal(t.unread, 0);
	assert_int_equal(t.list.count, 3);
	assert_int_equal(t.list.items[2].encoded_bytes, 80 * 1000 * 61 - 1);
	assert_true(arena_used(t.arena) < 20000);
	taken_free(&t);
	g_string_free(text, TRUE);
}

/* Bytes of every length cut off the end of real structures. */
static void
test_truncated(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(mime_cases); i++) {
		size_t n = strlen(mime_cases[i].text);

		for (size_t cut = 1; cut <= n; cut++) {
			struct str text = exact(mime_cases[i].text, n - cut);
			struct taken t = take(text, false);

			assert_in_range(t.list.count, 1, 10);
			assert_same_both_ways(text);
			taken_free(&t);
			exact_free(text);
		}
	}
}

/* Bytes changed at random: it ends, stays in bounds and has one reading. */
static void
test_random_changes(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		const char *from =
			mime_cases[round % G_N_ELEMENTS(mime_cases)].text;
		struct str text = exact_text(from);
		struct taken t;

		for (int i = 0; i < 3 && text.n > 0; i++) {
			static const char bytes[] = "\n\r :;=\"-*'/b(\\\0\xFF";

			seed = seed * 1103515245u + 12345u;
			((char *)(uintptr_t)text.p)[seed / 65536 % text.n] =
				bytes[seed / 7 % (sizeof(bytes) - 1)];
		}
		t = take(text, false);
		assert_in_range(t.list.count, 1, 20);
		assert_same_both_ways(text);
		taken_free(&t);
		exact_free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_both_ways),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_empty_views),
		cmocka_unit_test(test_nul_in_body),
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_small_stack),
		cmocka_unit_test(test_threads),
		cmocka_unit_test(test_encoded_nesting),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_no_bomb),
		cmocka_unit_test(test_endless_loop),
		cmocka_unit_test(test_text_limit),
		cmocka_unit_test(test_attachment_is_not_copied),
		cmocka_unit_test(test_truncated),
		cmocka_unit_test(test_random_changes),
	};

	return cmocka_run_group_tests(tests, start_gmime, NULL);
}
