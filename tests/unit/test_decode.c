#include "mime/decode.h"

#include "base/utf8.h"

#include <glib.h>

#include "mail_test.h"

typedef struct str decode_fn(struct arena *, struct str);

struct text_case {
	const char *in, *wanted;
};

static void
check_texts(decode_fn *decode, const struct text_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		struct str in = exact_text(cases[i].in);
		struct str got = decode(arena, in);
		char *copy = g_strndup(got.n > 0 ? got.p : "", got.n);

		if (strcmp(copy, cases[i].wanted) != 0)
			fail_msg("row %zu: %s\n  wanted %s\n  got    %s", i,
				cases[i].in, cases[i].wanted, copy);
		assert_int_equal(got.n, strlen(cases[i].wanted));
		g_free(copy);
		exact_free(in);
		arena_free(&arena);
	}
}

static const struct text_case base64_cases[] = {
	{"", ""},
	{"SGVsbG8=", "Hello"},
	{"SGVsbG8", "Hello"},
	{"SGVsbA==", "Hell"},
	{"SGVs", "Hel"},
	{"SGVsbG8sIHdvcmxkIQ==", "Hello, world!"},
	{"SGVs\r\nbG8=\r\n", "Hello"},
	/* GMime ends at the first padding. */
	{"SGVsbG8=\nV29ybGQ=", "HelloWorld"},
	{"SGVsbG8=V29ybGQ=", "HelloWorld"},
	{"SGVsbA==SGVsbA==", "HellHell"},
	{"SGVsbG8==V29ybGQ=", "HelloWorld"},
	/* Junk is no reason to stop. */
	{"*SG&Vs^bG8=", "Hello"},
	{"SGV\xFFsbG8=", "Hello"},
	{" S G V s b G 8 = ", "Hello"},
	{"S", ""},
	{"SGVsb", "Hel"},
	{"=", ""},
	{"====", ""},
	{"-_-_", ""},
	{"!!!!", ""},
};

static void
test_base64(void **state)
{
	(void)state;
	check_texts(decode_base64, base64_cases, G_N_ELEMENTS(base64_cases));
}

/* All lengths, with and without line ends, against GLib's encoder. */
static void
test_base64_round_trip(void **state)
{
	unsigned char bytes[300];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (unsigned char)(i * 167 + 13);
	for (size_t n = 0; n <= sizeof(bytes); n++) {
		struct arena *arena = arena_new();
		char *text = g_base64_encode(bytes, n);
		struct str in = exact_text(text);
		struct str got = decode_base64(arena, in);

		assert_int_equal(got.n, n);
		if (n > 0)
			assert_memory_equal(got.p, bytes, n);
		exact_free(in);
		g_free(text);
		arena_free(&arena);
	}
}

static const struct text_case qp_cases[] = {
	{"", ""},
	{"plain", "plain"},
	{"=A3 100", "\xA3 100"},
	{"=a3=c2", "\xA3\xC2"},
	{"one=\r\ntwo", "onetwo"},
	{"one=\ntwo", "onetwo"},
	{"one= \t\r\ntwo", "onetwo"},
	{"one=", "one"},
	{"one  \r\ntwo", "one\ntwo"},
	{"one=20\r\ntwo", "one \ntwo"},
	{"a\r\n\r\nb\r\n", "a\n\nb\n"},
	{"a\r\n", "a\n"},
	{"1=1", "1=1"},
	{"a=b=c", "a=b=c"},
	{"a==41", "a=A"},
	{"=4", "=4"},
	{"=4G", "=4G"},
	{"a=\n=\nb", "ab"},
	{"=E2=82=\r\n=AC", "\xE2\x82\xAC"},
	{"=", ""},
	{"http://x?a=3D1", "http://x?a=1"},
};

static void
test_quoted_printable(void **state)
{
	(void)state;
	check_texts(decode_quoted_printable, qp_cases, G_N_ELEMENTS(qp_cases));
}

static const struct text_case uu_cases[] = {
	{"", ""},
	{"begin 644 x\n%2&5L;&\\\n`\nend\n", "Hello"},
	{"junk\r\nbegin 644 x\r\n%2&5L;&\\\r\n`\r\nend\r\nmore", "Hello"},
	{"begin 644 x\n#0V%T\n#0V%T\nend", "CatCat"},
	{"begin 644 x\nM0V%T\nend", "Cat"}, /* says 45, holds 3 */
	{"begin 644 x\n", ""},
	{"begin 644 x\n#", ""},
	{"no beginning\n#0V%T\n", ""},
};

static void
test_uu(void **state)
{
	(void)state;
	check_texts(decode_uu, uu_cases, G_N_ELEMENTS(uu_cases));
}

static const struct text_case valid_cases[] = {
	{"", ""},
	{"plain", "plain"},
	{"\xC3\xA9", "\xC3\xA9"},
	{"a\xFF"
	 "b",
		"a\xEF\xBF\xBD"
		"b"},
	{"\xC3", "\xEF\xBF\xBD"},
	{"\xC3"
	 "a",
		"\xEF\xBF\xBD"
		"a"},
	{"\xE2\x82", "\xEF\xBF\xBD"},
	{"\xE2\x82"
	 "a",
		"\xEF\xBF\xBD"
		"a"},
	{"\xE2\x82\xAC", "\xE2\x82\xAC"},
	{"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80"},
	{"\xF0\x9F\x98", "\xEF\xBF\xBD"},
	{"\xC0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"}, /* too long a form */
	{"\xE0\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"\xF4\x90\x80\x80",
		"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD"},
	{"12345678\xC3\xA9"
	 "12345678",
		"12345678\xC3\xA9"
		"12345678"},
};

static void
test_make_valid(void **state)
{
	struct arena *arena = arena_new();
	struct str nul = exact("a\0b", 3);

	(void)state;
	check_texts(utf8_make_valid, valid_cases, G_N_ELEMENTS(valid_cases));
	assert_str(utf8_make_valid(arena, nul), "a\xEF\xBF\xBD"
						  "b");
	exact_free(nul);
	arena_free(&arena);
}

/* Any bytes become what GLib calls valid UTF-8, and valid text stays. */
static void
test_make_valid_random(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct arena *arena = arena_new();
		char bytes[24];
		struct str in, got;
		bool valid;

		for (size_t i = 0; i < sizeof(bytes); i++) {
			static const unsigned char kinds[] = {0xC3, 0xA9, 0xE2,
				0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 'a', 0xED,
				0xA0, 0x00, 0xFF, 0xF4, 0x8F};

			seed = seed * 1103515245u + 12345u;
			bytes[i] = (char)kinds[seed >> 16 & 15];
		}
		in = exact(bytes, round % 25);
		got = utf8_make_valid(arena, in);
		valid = g_utf8_validate_len(in.p, in.n, NULL);
		assert_true(g_utf8_validate_len(
			got.n > 0 ? got.p : "", got.n, NULL));
		assert_true(valid == str_eq(in, got));
		exact_free(in);
		arena_free(&arena);
	}
}

struct charset_case {
	const char *in, *charset, *wanted;
	bool unknown;
};

static const struct charset_case charset_cases[] = {
	{"plain", "", "plain", false},
	{"plain", "utf-8", "plain", false},
	{"", "utf-8", "", false},
	/* Valid UTF-8 wins whatever it is called. */
	{"\xC2\xA3", "iso-8859-1", "\xC2\xA3", false},
	{"\xC2\xA3", "us-ascii", "\xC2\xA3", false},
	{"\xC2\xA3", "bogus", "\xC2\xA3", false},
	{"\xC2\xA3", "", "\xC2\xA3", false},
	/* Latin-1 means windows-1252. */
	{"\x93\xA3\x94 \x80", "iso-8859-1",
		"\xE2\x80\x9C\xC2\xA3\xE2\x80\x9D \xE2\x82\xAC", false},
	{"\xA3", "us-ascii", "\xC2\xA3", false},
	{"\xA3", "", "\xC2\xA3", false},
	{"\xA3", "ISO-8859-1", "\xC2\xA3", false},
	{"\xA3", " Windows-1252 ", "\xC2\xA3", false},
	{"\x81", "windows-1252", "\xEF\xBF\xBD", false},
	/* Calls itself UTF-8 and is none of it, or is broken in places. */
	{"\xA3"
	 "5 and \x93so\x94",
		"utf-8",
		"\xC2\xA3"
		"5 and \xE2\x80\x9Cso\xE2\x80\x9D",
		false},
	{"\xC2\xA3 \xA3", "utf-8", "\xC2\xA3 \xEF\xBF\xBD", false},
	/* Unknown: ASCII is kept. */
	{"caf\xE9", "bogus", "caf\xEF\xBF\xBD", true},
	{"plain", "bogus", "plain", false},
	{"caf\xE9", "a-name-that-is-longer-than-any-charset", "caf\xEF\xBF\xBD",
		true},
	/* UTF-7 is never decoded: it would hide text from other readers. */
	{"+ADw-script+AD4-", "utf-7", "+ADw-script+AD4-", true},
	{"plain", "utf-7", "plain", false},
	{"\xE9", "iso-8859-2", "\xC3\xA9", false},
	{"\xA4", "iso-8859-15", "\xE2\x82\xAC", false},
	{"\xCF\xF0\xE8", "windows-1251", "\xD0\x9F\xD1\x80\xD0\xB8", false},
	{"\xF0\xD2\xC9", "koi8-r", "\xD0\x9F\xD1\x80\xD0\xB8", false},
	{"\x1B$B$3$s\x1B(B", "iso-2022-jp", "\xE3\x81\x93\xE3\x82\x93", false},
	{"plain", "iso-2022-jp", "plain", false},
	/* The C library does not know this one. */
	{"~{<:Ky~}", "hz-gb-2312", "~{<:Ky~}", true},
	{"\xC4\xE3", "gb2312", "\xE4\xBD\xA0", false},
	{"\xA7\x41", "big5", "\xE4\xBD\xA0", false},
	{"\x82\xB1", "shift_jis", "\xE3\x81\x93", false},
	{"\xA4\xB3", "euc-jp", "\xE3\x81\x93", false},
	{"\xB0\xA1", "ks_c_5601-1987", "\xEA\xB0\x80", false},
	/* Broken within: the rest is still read. */
	{"a\xFF"
	 "b",
		"shift_jis",
		"a\xEF\xBF\xBD"
		"b",
		false},
	{"\x82", "shift_jis", "\xEF\xBF\xBD", false},
	/* Line ends. */
	{"a\r\nb\rc\n", "", "a\nb\nc\n", false},
	{"\r", "", "\n", false},
	{"\xA3\r\n", "", "\xC2\xA3\n", false},
};

static void
test_charset(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(charset_cases); i++) {
		const struct charset_case *c = &charset_cases[i];
		struct arena *arena = arena_new();
		struct str in = exact_text(c->in);
		bool unknown = false;
		struct str got =
			decode_charset(arena, in, str_of(c->charset), &unknown);
		char *copy = g_strndup(got.n > 0 ? got.p : "", got.n);

		if (strcmp(copy, c->wanted) != 0 || unknown != c->unknown)
			fail_msg("row %zu as %s: wanted %s, got %s, %d", i,
				c->charset, c->wanted, copy, unknown);
		assert_true(g_utf8_validate(copy, -1, NULL));
		g_free(copy);
		exact_free(in);
		arena_free(&arena);
	}
}

static void
test_wide_charsets(void **state)
{
	struct arena *arena = arena_new();
	struct str le = exact("\xFF\xFEH\0i\0", 6);
	struct str be = exact("\0H\0i", 4);

	(void)state;
	assert_str(decode_charset(arena, le, STR_LIT("utf-16"), NULL), "Hi");
	assert_str(decode_charset(arena, be, STR_LIT("utf-16be"), NULL), "Hi");
	/* Calls itself UTF-16 and is not. */
	assert_str(
		decode_charset(arena, STR_LIT("Hi"), STR_LIT("utf-16"), NULL),
		"Hi");
	exact_free(le);
	exact_free(be);
	arena_free(&arena);
}

/* Text that needs nothing is not copied; the mark is set, never cleared. */
static void
test_charset_contract(void **state)
{
	struct arena *arena = arena_new();
	struct str in = STR_LIT("plain \xC2\xA3\n");
	bool unknown = true;

	(void)state;
	assert_ptr_equal(
		decode_charset(arena, in, STR_LIT("utf-8"), &unknown).p, in.p);
	assert_true(unknown);
	assert_ptr_equal(utf8_make_valid(arena, in).p, in.p);
	arena_free(&arena);
}

static const struct text_case header_cases[] = {
	{"", ""},
	{" plain ", "plain"},
	{"folded\n  once\n\tand again", "folded  once and again"},
	{"folded\r\n once", "folded once"},
	{"a\nb", "a b"},
	{"a\rb", "a b"},
	{"a\x01"
	 "b\x7F",
		"a b "},
	/* Raw bytes: UTF-8, else windows-1252. */
	{"caf\xC3\xA9", "caf\xC3\xA9"},
	{"caf\xE9", "caf\xC3\xA9"},
	{"\x93"
	 "caf\xE9\x94",
		"\xE2\x80\x9C"
		"caf\xC3\xA9\xE2\x80\x9D"},
	/* Encoded words. */
	{"=?utf-8?q?caf=C3=A9?=", "caf\xC3\xA9"},
	{"=?UTF-8?Q?a_b=5F?=", "a b_"},
	{"=?utf-8?b?SGVsbG8=?=", "Hello"},
	{"=?utf-8?b?SGVsbG8?=", "Hello"},
	{"=?iso-8859-1?q?=A3?= 5", "\xC2\xA3 5"},
	{"=?iso-8859-1*en?q?=A3?=", "\xC2\xA3"},
	{"x =?utf-8?q?y?= z", "x y z"},
	{"x=?utf-8?q?y?=z", "xyz"},
	/* White space between words is none; GMime loses the second. */
	{"=?utf-8?b?SGVsbG8=?= =?utf-8?b?V29ybGQ=?=", "HelloWorld"},
	{"=?UTF-8?B?SGVsbG8=?= =?UTF-8?B?IHdvcmxk?=", "Hello world"},
	{"=?utf-8?b?SGVsbG8=?=\n =?utf-8?b?V29ybGQ=?=", "HelloWorld"},
	{"=?utf-8?b?SGVsbG8=?==?utf-8?b?V29ybGQ=?=", "HelloWorld"},
	{"=?utf-8?q?a?= =?utf-8?b?Yg==?= =?iso-8859-1?q?c?=", "abc"},
	{"=?utf-8?q?a?= b =?utf-8?q?c?=", "a b c"},
	/* A character cut in two by the sender. */
	{"=?utf-8?q?=C3?= =?utf-8?q?=A9?=", "\xC3\xA9"},
	{"=?utf-8?b?w6k=?= =?utf-8?b?w?= =?utf-8?b?qQ==?=", "\xC3\xA9"
							    "\xEF\xBF\xBD"},
	{"=?utf-8?b?4oI=?= =?utf-8?b?rA==?=", "\xE2\x82\xAC"},
	/* Unknown charset: GMime drops the bytes. */
	{"=?bogus?q?caf=E9?=", "caf\xEF\xBF\xBD"},
	{"=?iso-8859-1?q?caf=E9?=", "caf\xC3\xA9"},
	{"=?gb2312?b?xOM=?=", "\xE4\xBD\xA0"},
	/* No control byte gets through. */
	{"=?utf-8?q?=0D=0AX-Inj:_y?=", " X-Inj: y"},
	{"=?utf-8?q?a=00b=1B?=", "a\xEF\xBF\xBD"
				 "b "},
	{"=?utf-8?q?a=C2=9Bb?=", "a b"},
	{"a\xC2\x85"
	 "b",
		"a b"},
	/* What is no encoded word stays as it is. */
	{"=?", "=?"},
	{"=?utf-8", "=?utf-8"},
	{"=?utf-8?", "=?utf-8?"},
	{"=?utf-8?q", "=?utf-8?q"},
	{"=?utf-8?q?", "=?utf-8?q?"},
	{"=?utf-8?q?abc", "=?utf-8?q?abc"},
	{"=?utf-8?x?abc?=", "=?utf-8?x?abc?="},
	{"=?utf-8?q?abc?", "=?utf-8?q?abc?"},
	{"=? utf-8?q?abc?=", "=? utf-8?q?abc?="},
	{"a =?utf-8?q?abc b =?utf-8?q?d?=", "a abc b =?utf-8?q?d"},
	/* Careless senders. */
	{"=?utf-8?Q?what?_and_?=", "what? and "},
	{"=?utf-8?Q?why?\?=", "why?"},
	{"=?utf-8?Q?a b c?=", "a b c"},
	{"=?utf-8?Q?100%=?=", "100%="},
	{"=?utf-8?Q?\?= x", " x"},
	{"=?utf-8?Q?=41=4?=", "A=4"},
	{"\"=?utf-8?Q?a?=\"", "\"a\""},
	{"=??Q?a?=", "a"},
};

static void
test_header(void **state)
{
	(void)state;
	check_texts(decode_header, header_cases, G_N_ELEMENTS(header_cases));
}

/* A view of nothing has no pointer. */
static void
test_empty_view(void **state)
{
	struct arena *arena = arena_new();
	struct str nothing = {NULL, 0};

	(void)state;
	assert_int_equal(decode_base64(arena, nothing).n, 0);
	assert_int_equal(decode_quoted_printable(arena, nothing).n, 0);
	assert_int_equal(decode_uu(arena, nothing).n, 0);
	assert_int_equal(decode_header(arena, nothing).n, 0);
	assert_int_equal(utf8_make_valid(arena, nothing).n, 0);
	assert_int_equal(decode_charset(arena, nothing, nothing, NULL).n, 0);
	assert_int_equal(
		decode_charset(arena, nothing, STR_LIT("utf-16"), NULL).n, 0);
	arena_free(&arena);
}

static void
read_base64(struct str in)
{
	struct arena *arena = arena_new();

	decode_base64(arena, in);
	arena_free(&arena);
}

static void
read_qp(struct str in)
{
	struct arena *arena = arena_new();

	decode_quoted_printable(arena, in);
	arena_free(&arena);
}

static void
read_uu(struct str in)
{
	struct arena *arena = arena_new();

	decode_uu(arena, in);
	arena_free(&arena);
}

static void
read_header(struct str in)
{
	struct arena *arena = arena_new();

	decode_header(arena, in);
	arena_free(&arena);
}

static void
read_text(struct str in)
{
	static const char *const charsets[] = {
		"", "utf-8", "bogus", "iso-2022-jp"};

	for (size_t i = 0; i < G_N_ELEMENTS(charsets); i++) {
		struct arena *arena = arena_new();
		struct str got =
			decode_charset(arena, in, str_of(charsets[i]), NULL);

		assert_true(g_utf8_validate_len(got.p, got.n, NULL));
		arena_free(&arena);
	}
}

static void
test_linear(void **state)
{
	static const char *const units[] = {"a", "=", "=\n", " \n", " ", "=?",
		"=?a?q?", "=?utf-8?q?=A9?= ", "=?a?b?YQ==?=",
		"=?a?q?b?= =?c?q?d?=", "\xFF", "\xC3", "\xE2\x82", "\x1B$B",
		"\x1B$B\x1B(B", "~{", "~}", "\r", "=3D", "begin \n", "M"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		assert_linear(units[i], 50, read_base64);
		assert_linear(units[i], 50, read_qp);
		assert_linear(units[i], 50, read_uu);
		assert_linear(units[i], 300, read_header);
		assert_linear(units[i], 600, read_text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_base64),
		cmocka_unit_test(test_base64_round_trip),
		cmocka_unit_test(test_quoted_printable),
		cmocka_unit_test(test_uu),
		cmocka_unit_test(test_make_valid),
		cmocka_unit_test(test_make_valid_random),
		cmocka_unit_test(test_charset),
		cmocka_unit_test(test_wide_charsets),
		cmocka_unit_test(test_charset_contract),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_empty_view),
		cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
