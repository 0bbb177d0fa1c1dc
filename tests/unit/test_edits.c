#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include <cmocka.h>

#include "answer/edits.h"
#include "verdicts.h"

#define FIELD(n, v)                                                            \
	{                                                                      \
		{n, sizeof(n) - 1},                                            \
		{                                                              \
			v, sizeof(v) - 1                                       \
		}                                                              \
	}
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The list in short: -name:index, +name, ~name=value, >value, !value. */
static char *
printed(struct arena *arena, const struct edit_list *list)
{
	static const char marks[] = "-+~>!";
	char *all = arena_printf(arena, "%s", "");

	for (size_t i = 0; i < list->count; i++) {
		const struct edit *edit = &list->items[i];

		all = arena_printf(arena, "%s%c%.*s", all, marks[edit->kind],
			STR_ARG(edit->name));
		if (edit->kind == EDIT_REMOVE)
			all = arena_printf(arena, "%s:%u", all, edit->index);
		else if (edit->kind != EDIT_INSERT)
			all = arena_printf(
				arena, "%s=%.*s", all, STR_ARG(edit->value));
		all = arena_printf(arena, "%s\n", all);
	}
	return all;
}

static void
assert_edits(const struct verdict *verdict, const struct field *fields,
	size_t count, bool trusted, const char *expected)
{
	struct arena *arena = arena_new();
	struct edit_list list =
		edits_for(arena, verdict, fields, count, trusted);

	assert_string_equal(printed(arena, &list), expected);
	assert_int_equal(list.reply, REPLY_ACCEPT);
	arena_free(&arena);
}

static const struct field forged[] = {
	FIELD("Received", " from a"),
	FIELD("X-Council-Protocol", " one"),
	FIELD("x-council-protocol-flag ", " a"),
	FIELD("Subject", " Bins"),
	FIELD("X-COUNCIL-PROTOCOL", " two"),
	FIELD("X-Council-Protocols", " not ours"),
	FIELD("X-Council-Protocol", " three"),
	FIELD("X-Council-Protocol-Flag", " b"),
};

static void
test_forged_from_the_highest_down(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 1);
	assert_edits(&fixture.verdict, forged, COUNT(forged), false,
		"-X-Council-Protocol-Flag:2\n"
		"-X-Council-Protocol:3\n"
		"-X-COUNCIL-PROTOCOL:2\n"
		"-x-council-protocol-flag:1\n"
		"-X-Council-Protocol:1\n"
		"+X-Council-Protocol-Warning\n"
		"+X-Council-Protocol-Flag\n"
		"+X-Council-Protocol\n");
}

enum { MANY = 10 * 1000 };

/* Half of them of one name, the others each of its own. */
static void
make_many(struct arena *arena, struct field *many)
{
	for (unsigned i = 0; i < MANY; i++) {
		many[i].name = STR_LIT("X-Council-Protocol-Flag");
		many[i].value = STR_LIT("x");
		if (i % 2)
			many[i].name = str_of(arena_printf(
				arena, "X-Council-Protocol-%u", i));
	}
}

/* Fast whatever they are called: 10,000 is the most that a session keeps. */
static void
test_many_forged(void **state)
{
	struct arena *arena = arena_new();
	struct field *many = ARENA_ARRAY(arena, struct field, MANY);
	struct fixture fixture;
	struct edit_list list;
	clock_t start = clock();

	(void)state;
	make_many(arena, many);
	fixture_make(&fixture, 0);
	fixture.verdict.correspondence = false;
	list = edits_for(arena, &fixture.verdict, many, MANY, false);
	assert_true(clock() - start < CLOCKS_PER_SEC / 2);
	assert_int_equal(list.count, MANY);
	for (unsigned i = 0; i < MANY; i++) {
		unsigned at = MANY - 1 - i;

		assert_true(str_eq(list.items[i].name, many[at].name));
		assert_int_equal(list.items[i].index, at % 2 ? 1 : at / 2 + 1);
	}
	arena_free(&arena);
}

static void
test_forged_where_no_correspondence(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 0);
	fixture.verdict.correspondence = false;
	assert_edits(&fixture.verdict, forged + 1, 1, false,
		"-X-Council-Protocol:1\n");
	assert_edits(&fixture.verdict, forged, 1, false, "");
}

static void
test_trusted_relay(void **state)
{
	struct fixture fixture;

	(void)state;
	fixture_make(&fixture, 1);
	assert_edits(&fixture.verdict, forged, COUNT(forged), true, "");
	assert_edits(&fixture.verdict, forged, 1, true,
		"+X-Council-Protocol-Warning\n"
		"+X-Council-Protocol-Flag\n"
		"+X-Council-Protocol\n");
}

static void
subject_verdict(struct fixture *fixture)
{
	fixture_make(fixture, 1);
	fixture->verdict.outside_only = true; /* no headers in the way */
	fixture->verdict.action = ACTION_SUBJECT;
	fixture->verdict.action_text = STR_LIT("[Check] ");
}

static void
test_subject(void **state)
{
	static const struct {
		struct field field;
		const char *edits;
	} cases[] = {
		{FIELD("Subject", " Bins"), "~Subject=[Check] Bins\n"},
		{FIELD("subject", ""), "~Subject=[Check] \n"},
		{FIELD("Subject", " [check] Bins"), ""},
		{FIELD("Subject", " Re: FW: [Check] Bins"), ""},
		{FIELD("Subject", " =?utf-8?q?=5BCheck=5D_Bins?="), ""},
		{FIELD("Subject", " =?utf-8?q?B=C3=AEns?="),
			"~Subject=[Check] =?utf-8?q?B=C3=AEns?=\n"},
		{FIELD("Subject", " one\r\n two"),
			"~Subject=[Check] one\n two\n"},
		{FIELD("Subject", " b\xc3\xaens \x01 x"),
			"~Subject=[Check] =?UTF-8?Q?b=C3=AEns?= x\n"},
		{FIELD("Subject", " a\nBcc: b\n \n c"),
			"~Subject=[Check] a Bcc: b c\n"},
		{FIELD("To", "x"), "+Subject\n"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fixture fixture;

		subject_verdict(&fixture);
		assert_edits(&fixture.verdict, &cases[i].field, 1, false,
			cases[i].edits);
	}
}

static void
test_long_subject_keeps_its_bytes(void **state)
{
	static const struct field field = FIELD("Subject",
		" A question about the resurfacing of Beck Lane and of the "
		"two roads behind it");
	struct fixture fixture;

	(void)state;
	subject_verdict(&fixture);
	assert_edits(&fixture.verdict, &field, 1, false,
		"~Subject=[Check]\n A question about the resurfacing of Beck "
		"Lane and of the two roads behind it\n");
}

static void
test_missing_subject_stands_below_ours(void **state)
{
	struct fixture fixture;

	(void)state;
	subject_verdict(&fixture);
	fixture.verdict.outside_only = false;
	assert_edits(&fixture.verdict, forged, 1, false,
		"+Subject\n"
		"+X-Council-Protocol-Warning\n"
		"+X-Council-Protocol-Flag\n"
		"+X-Council-Protocol\n");
}

static void
test_return_copy(void **state)
{
	struct address from = {.spec = STR_LIT("L.Fenn+x@Thornbeck.example"),
		.key = STR_LIT("l.fenn@thornbeck.example"),
		.valid = true};
	struct message message = {.from = {.items = &from, .count = 1}};
	struct fixture fixture;

	(void)state;
	subject_verdict(&fixture);
	fixture.verdict.action = ACTION_RETURN_COPY;
	fixture.verdict.author.key = from.key;
	assert_edits(&fixture.verdict, NULL, 0, false,
		">=l.fenn@thornbeck.example\n");
	fixture.verdict.message = &message;
	assert_edits(&fixture.verdict, NULL, 0, false,
		">=L.Fenn+x@Thornbeck.example\n");
	fixture.verdict.author.key = from.spec = STR_LIT("a>\r\nRCPT TO:<b@c");
	assert_edits(&fixture.verdict, NULL, 0, false, "");
	/* Not into a transaction that was none of SMTPUTF8. */
	fixture.verdict.author.key = from.key = from.spec =
		STR_LIT("ren\xc3\xa9@thornbeck.example");
	assert_edits(&fixture.verdict, NULL, 0, false, "");
}

static void
test_hold(void **state)
{
	struct fixture fixture;
	struct flag flag = flag_copy;

	(void)state;
	subject_verdict(&fixture);
	flag.action = fixture.verdict.action = ACTION_HOLD;
	fixture.findings[0].flag = &flag;
	assert_edits(&fixture.verdict, NULL, 0, false,
		"!=held by the council's protocol: copy-notice\n");
	/* Nothing is done where nothing is raised. */
	fixture.verdict.findings.raised_count = 0;
	assert_edits(&fixture.verdict, NULL, 0, false, "");
}

static void
test_replies(void **state)
{
	static const struct {
		enum action action;
		struct str text;
		enum edits_reply reply;
		const char *out;
	} cases[] = {
		{ACTION_REJECT, {"Name the copy in Cc.", 20}, REPLY_REJECT,
			"Name the copy in Cc."},
		{ACTION_REJECT, {" a\r\nb\xc3\xa9 ", 8}, REPLY_REJECT, "a  b?"},
		{ACTION_REJECT, {NULL, 0}, REPLY_REJECT,
			"Not accepted under the council's protocol: "
			"copy-notice"},
		{ACTION_DEFER, {NULL, 0}, REPLY_DEFER,
			"Put off under the council's protocol: copy-notice"},
		{ACTION_REJECT, {"Tell the {member} first", 23},
			REPLY_REJECT, "Tell the member first"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct arena *arena = arena_new();
		struct fixture fixture;
		struct flag flag = flag_copy;
		struct edit_list list;

		subject_verdict(&fixture);
		flag.action = fixture.verdict.action = cases[i].action;
		fixture.findings[0].flag = &flag;
		fixture.verdict.action_text = cases[i].text;
		list = edits_for(arena, &fixture.verdict, NULL, 0, false);
		assert_int_equal(list.count, 0);
		assert_int_equal(list.reply, cases[i].reply);
		assert_string_equal(list.reply_text.p, cases[i].out);
		arena_free(&arena);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forged_from_the_highest_down),
		cmocka_unit_test(test_many_forged),
		cmocka_unit_test(test_forged_where_no_correspondence),
		cmocka_unit_test(test_trusted_relay),
		cmocka_unit_test(test_subject),
		cmocka_unit_test(test_long_subject_keeps_its_bytes),
		cmocka_unit_test(test_missing_subject_stands_below_ours),
		cmocka_unit_test(test_return_copy),
		cmocka_unit_test(test_hold),
		cmocka_unit_test(test_replies),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
