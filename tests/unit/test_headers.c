#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "answer/headers.h"
#include "answer/wording.h"
#include "base/limits.h"
#include "mime/decode.h"
#include "verdicts.h"

/* The list as it would stand in a message. */
static char *
printed(struct arena *arena, const struct header_list *list)
{
	char *all = arena_printf(arena, "%s", "");

	for (size_t i = 0; i < list->count; i++)
		all = arena_printf(arena, "%s%.*s: %.*s\n", all,
			STR_ARG(list->items[i].name),
			STR_ARG(list->items[i].value));
	return all;
}

static void
assert_headers(const struct verdict *verdict, const char *expected)
{
	struct arena *arena = arena_new();
	struct header_list list = headers_for(arena, verdict);

	assert_string_equal(printed(arena, &list), expected);
	arena_free(&arena);
}

static void
test_two_findings(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 2);
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; officer-to-member;\n"
		" flags=copy-notice,political-wording; severity=warning; "
		"rules=3f9a1c20\n"
		"X-Council-Protocol-Flag: copy-notice; clause=\"4.4\"; "
		"severity=warning\n"
		"X-Council-Protocol-Flag: political-wording; "
		"clause=\"3.1(a), 3.1(e)\";\n"
		" severity=notice\n"
		"X-Council-Protocol-Warning: Someone the addressee cannot see "
		"gets a copy of\n"
		" this message. Tell the addressee. (4.4)\n");
}

static void
test_no_finding(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 0);
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; officer-to-member; "
		"flags=none;\n rules=3f9a1c20\n");
}

static void
test_unverified_unread_directions(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 0);
	fixture.verdict.identity = IDENTITY_UNVERIFIED;
	fixture.verdict.unread = UNREAD_SIZE | UNREAD_CHARSET;
	fixture.verdict.directions |= DIR_OFFICER_TO_OUTSIDE;
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; "
		"officer-to-member,officer-to-outside;\n"
		" flags=none; identity=unverified; unread=size,charset; "
		"rules=3f9a1c20\n");
}

static void
test_dates(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 0);
	fixture.verdict.has_respond_by = true;
	fixture.verdict.respond_by = 20781;
	fixture.verdict.acknowledge_by = 20776;
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; officer-to-member; "
		"flags=none;\n rules=3f9a1c20\n"
		"X-Council-Protocol-Respond-By: Tue, 24 Nov 2026\n"
		"X-Council-Protocol-Acknowledge-By: Thu, 19 Nov 2026\n");
	fixture.verdict.acknowledge_by = 0;
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; officer-to-member; "
		"flags=none;\n rules=3f9a1c20\n"
		"X-Council-Protocol-Respond-By: Tue, 24 Nov 2026\n");
	/* A protocol may name a time for the acknowledgement alone. */
	fixture.verdict.has_respond_by = false;
	fixture.verdict.acknowledge_by = 20776;
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; officer-to-member; "
		"flags=none;\n rules=3f9a1c20\n"
		"X-Council-Protocol-Acknowledge-By: Thu, 19 Nov 2026\n");
}

static void
test_outside_only(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 1);
	fixture.verdict.outside_only = true;
	assert_headers(&fixture.verdict, "");
	fixture.rules.settings.outside_headers = true;
	fixture.verdict.findings.raised_count = 0;
	assert_headers(&fixture.verdict,
		"X-Council-Protocol: broxtowe-borough; officer-to-member; "
		"flags=none;\n rules=3f9a1c20\n");
}

static void
test_no_correspondence(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 1);
	fixture.verdict.correspondence = false;
	assert_headers(&fixture.verdict, "");
}

static void
test_long_flag_list(void **state)
{
	struct str name = STR_LIT("X-Council-Protocol");
	struct arena *arena = arena_new();
	struct str value = headers_fold(arena, name,
		STR_LIT("p; flags=copy-notice,political-wording,political-"
			"request,group-request,group-advice,group-notice,"
			"undue-pressure; severity=warning"));

	(void)state;
	assert_string_equal(value.p,
		"p;\n flags=copy-notice,political-wording,political-request,"
		"group-request,\n group-advice,group-notice,undue-pressure; "
		"severity=warning");
	arena_free(&arena);
}

static void
test_fold_table(void **state)
{
	static const struct {
		const char *in;
		size_t length;
		const char *out;
	} cases[] = {
		{"", 0, ""},
		{" \t\r\n ", 5, ""},
		{"plain", 5, "plain"},
		{"two  spaces\tand a tab ", 22, "two spaces and a tab"},
		{"a\r\nX-Evil: b", 12, "a X-Evil: b"},
		{"a\rb", 3, "a b"},
		{"a\0b", 3, "ab"},
		{"a\x1b[31mb\x7f", 8, "a[31mb"},
		{"a\xc2\x85z", 4, "a z"},
		{"caf\xc3\xa9", 5, "=?UTF-8?Q?caf=C3=A9?="},
		{"a caf\xc3\xa9 \xc3\xa9 z", 12,
			"a =?UTF-8?Q?caf=C3=A9_=C3=A9?= z"},
		{"bad \xff byte", 10, "bad =?UTF-8?Q?=EF=BF=BD?= byte"},
		{"cut \xc3", 5, "cut =?UTF-8?Q?=EF=BF=BD?="},
		{"=?x?q?y?=", 9, "=?UTF-8?Q?=3D=3Fx=3Fq=3Fy=3F=3D?="},
		{"rtl \xe2\x80\xae!", 8, "rtl !"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		struct str in = exact(cases[i].in, cases[i].length);
		struct str out = headers_fold(arena, STR_LIT("X"), in);

		assert_int_equal(strlen(out.p), out.n);
		assert_string_equal(out.p, cases[i].out);
		free((void *)(uintptr_t)in.p);
		arena_free(&arena);
	}
}

/* Every line short, printable ASCII, and a fold before each next line. */
static void
assert_well_formed(struct str name, struct str value)
{
	size_t column = name.n + 2;

	for (size_t i = 0; i < value.n; i++) {
		unsigned char c = (unsigned char)value.p[i];

		if (c == '\n') {
			assert_true(i + 2 < value.n);
			assert_int_equal(value.p[i + 1], ' ');
			assert_int_not_equal(value.p[i + 2], ' ');
			column = 0;
			continue;
		}
		assert_in_range(c, 0x20, 0x7e);
		column++;
		assert_true(column < LIMIT_HEADER_LINE);
	}
}

static void
test_fold_any_bytes(void **state)
{
	struct str name = STR_LIT("X-Council-Protocol-Warning");
	unsigned seed = 20261124;
	char bytes[3000];

	(void)state;
	for (unsigned round = 0; round < 400; round++) {
		struct arena *arena = arena_new();
		size_t length = round * 7;
		struct str in, out;

		for (size_t i = 0; i < length; i++) {
			seed = seed * 1103515245u + 12345u;
			/* Every third round without bytes above ASCII. */
			bytes[i] = (char)(seed >> 16 &
					  (round % 3 == 0 ? 0x7f : 0xff));
			if (seed >> 28 == 3)
				bytes[i] = ' ';
		}
		in = exact(bytes, length);
		out = headers_fold(arena, name, in);
		assert_well_formed(name, out);
		free((void *)(uintptr_t)in.p);
		arena_free(&arena);
	}
}

/* What went in comes out of a decoder, wherever it was folded. */
static void
test_fold_decodes_back(void **state)
{
	static const char *const texts[] = {
		"Mae rhywun na all y derbynnydd ei weld yn cael copi o'r neges "
		"hon. Dywedwch wrth y derbynnydd. \xc5\xb5 \xc5\xb7 \xc3\xa2",
		"\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98"
		"\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80\xf0\x9f\x98\x80 end",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa z",
	};
	struct str name = STR_LIT("X-Council-Protocol-Warning");

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct arena *arena = arena_new();
		struct str out = headers_fold(arena, name, str_of(texts[i]));

		assert_well_formed(name, out);
		out = decode_header(arena, out);
		assert_int_equal(out.n, strlen(texts[i]));
		assert_memory_equal(out.p, texts[i], out.n);
		arena_free(&arena);
	}
}

static void
test_fold_caps(void **state)
{
	struct arena *arena = arena_new();
	char *many = arena_copy(arena, "", 0);
	struct str out;

	(void)state;
	many = arena_alloc(arena, 60001);
	memset(many, 'a', 60000);
	for (size_t i = 7; i < 60000; i += 8)
		many[i] = ' ';
	out = headers_fold(arena, STR_LIT("X"), (struct str){many, 60000});
	/* The folds come on top. */
	assert_in_range(out.n, LIMIT_HEADER_VALUE_BYTES / 2,
		LIMIT_HEADER_VALUE_BYTES * 51 / 50);
	assert_memory_equal(out.p + out.n - 3, "...", 3);
	out = headers_fold_whole(
		arena, STR_LIT("X"), (struct str){many, 60000});
	assert_true(out.n > 59000);
	arena_free(&arena);
}

static void
test_is_ours(void **state)
{
	static const struct {
		const char *name;
		bool ours;
	} cases[] = {
		{"X-Council-Protocol", true},
		{"x-COUNCIL-protocol", true},
		{"X-Council-Protocol ", true},
		{"X-Council-Protocol-Flag", true},
		{"X-Council-Protocol-", true},
		{"X-Council-Protocols", false},
		{"X-Council-Protoco", false},
		{"X-Council", false},
		{"Subject", false},
		{"", false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct str name = exact(cases[i].name, strlen(cases[i].name));

		assert_int_equal(
			headers_is_ours(name, STR_LIT("X-Council-Protocol")),
			cases[i].ours);
		free((void *)(uintptr_t)name.p);
	}
}

static void
test_wording(void **state)
{
	static const struct wording words[] = {
		{{"member", 6}, {"councillor", 10}, {"councillors", 11}},
		{{"party", 5}, {"group", 5}, {"groups", 6}},
	};
	static const struct {
		const char *text, *out;
	} cases[] = {
		{"Tell the {member}.", "Tell the councillor. (4.4)"},
		{"{Members} and {officers}", "Councillors and officers (4.4)"},
		{"By {clause}, {Officer}.", "By 4.4, Officer."},
		{"{partys} {who} {} {", "groups {who} {} { (4.4)"},
		{"", ""},
	};
	struct protocol protocol = {.wordings = words, .wording_count = 2};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct arena *arena = arena_new();
		struct str text = exact(cases[i].text, strlen(cases[i].text));
		struct str out =
			wording_put(arena, &protocol, text, STR_LIT("4.4"));

		assert_int_equal(out.n, strlen(cases[i].out));
		assert_memory_equal(out.p, cases[i].out, out.n);
		free((void *)(uintptr_t)text.p);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_two_findings),
		cmocka_unit_test(test_no_finding),
		cmocka_unit_test(test_unverified_unread_directions),
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_outside_only),
		cmocka_unit_test(test_no_correspondence),
		cmocka_unit_test(test_long_flag_list),
		cmocka_unit_test(test_fold_table),
		cmocka_unit_test(test_fold_any_bytes),
		cmocka_unit_test(test_fold_decodes_back),
		cmocka_unit_test(test_fold_caps),
		cmocka_unit_test(test_is_ours),
		cmocka_unit_test(test_wording),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
