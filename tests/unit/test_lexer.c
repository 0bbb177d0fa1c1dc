#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "language/lexer.h"

struct lexed {
	struct diag *diag;
	struct arena *arena;
	struct token_list list;
};

static struct lexed
lex(const char *text)
{
	struct lexed lexed = {diag_new(), arena_new(), {NULL, 0}};
	size_t n = strlen(text);
	char *copy = g_memdup2(text, n);
	const struct source *source =
		diag_read_memory(lexed.diag, "t", (struct str){copy, n});

	g_free(copy);
	assert_non_null(source);
	lexed.list = lexer_read(lexed.arena, lexed.diag, source);
	return lexed;
}

static void
lexed_free(struct lexed *lexed)
{
	arena_free(&lexed->arena);
	diag_free(&lexed->diag);
}

/* One letter a token, an exclamation mark behind what is broken. */
static char *
kinds(const struct lexed *lexed)
{
	static const char letters[] = "$n#wdspBb(),"
				      "=+";
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < lexed->list.count; i++) {
		const struct token *token = &lexed->list.items[i];

		g_string_append_c(text, letters[token->kind]);
		if (token->broken)
			g_string_append_c(text, '!');
	}
	return g_string_free(text, FALSE);
}

static void
test_kinds(void **state)
{
	static const struct {
		const char *text, *kinds;
		unsigned errors;
	} cases[] = {
		{"", "$", 0},
		{"  \t\n", "n$", 0},
		{"rule x-1.a_b {\n}\n", "wwBnbn$", 0},
		{"# c\nx # d", "#nw#$", 0},
		{"5 -5 0660", "ddd$", 0},
		{"\"a # b\" /a # b/c", "sp$", 0},
		{"a,(b)=c", "w,(w)=w$", 0},
		{"\"a\"+\n/b/ + 5", "s+np+d$", 0},
		{"/a\\/b/ /[/]/", "pps!$", 1},
		{"/\\\\/ x", "pw$", 0},
		{"\"open", "s!$", 1},
		{"\"open\nx", "s!nw$", 1},
		{"\"open\\", "s!$", 1},
		{"/open", "p!$", 1},
		{"/open\\", "p!$", 1},
		{"/open {\nx", "p!Bnw$", 1},
		{"/a/i x {\n", "p!Bn$", 1},
		{"\"\\s\\d\"", "s!$", 1},
		{"\"\\s\\", "s!$", 2},
		{"\"\\s\\\nx", "s!nw$", 2},
		{"\"\\s\\\"\" x", "s!w$", 1},
		{"5x", "d!$", 1},
		{"5.5", "d!$", 1},
		{"-", "s!$", 1},
		{"99999999999999999999", "d!$", 1},
		{"a ; b\nc", "ws!nw$", 1},
		{"a \xE2\x80\x9C"
		 "b\xE2\x80\x9D\nc",
			"ws!nw$", 1},
		{"\x01", "s!$", 1},
		{"// x", "pw$", 0},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct lexed lexed = lex(cases[i].text);
		char *found = kinds(&lexed);

		if (strcmp(found, cases[i].kinds) != 0 ||
			diag_errors(lexed.diag) != cases[i].errors)
			fail_msg("'%s': %s, %u errors", cases[i].text, found,
				diag_errors(lexed.diag));
		g_free(found);
		lexed_free(&lexed);
	}
}

static void
test_values(void **state)
{
	struct lexed lexed =
		lex("-12 \"a\\\"b\\\\c\\n\\td\" /x\\/y\\b/c /z/ word-1");
	const struct token *tokens = lexed.list.items;

	(void)state;
	assert_int_equal(tokens[0].number, -12);
	assert_true(str_eq(tokens[1].text, str_of("a\"b\\c\n\td")));
	assert_true(str_eq(tokens[2].text, str_of("x\\/y\\b")));
	assert_true(tokens[2].case_sensitive);
	assert_false(tokens[3].case_sensitive);
	assert_true(token_is(&tokens[4], "word-1"));
	assert_false(token_is(&tokens[4], "word"));
	assert_true(str_eq(token_source(&tokens[2]), str_of("/x\\/y\\b/c")));
	lexed_free(&lexed);
}

/* Where a byte of a string's text stands in the file. */
static void
test_inside(void **state)
{
	struct lexed lexed = lex("x \"a\\\"b\\\\c\" /d\\/e/");
	const struct token *string = &lexed.list.items[1];
	const struct token *pattern = &lexed.list.items[2];

	(void)state;
	assert_int_equal(token_inside(string, 0, 1).offset, 3);
	assert_int_equal(token_inside(string, 1, 1).offset, 4);
	assert_int_equal(token_inside(string, 1, 1).length, 2);
	assert_int_equal(token_inside(string, 2, 1).offset, 6);
	assert_int_equal(token_inside(string, 4, 1).offset, 9);
	assert_int_equal(token_inside(string, 0, 5).length, 7);
	assert_int_equal(token_inside(pattern, 1, 2).offset, 14);
	assert_int_equal(token_inside(pattern, 4, 0).offset, 17);
	/* Beyond its end there is only its end. */
	assert_true(token_inside(string, 50, 9).offset <= 11);
	lexed_free(&lexed);
}

/* The pieces at tokens 0, 2, … as one. */
static struct token
joined(struct lexed *lexed)
{
	size_t count = lexed->list.count / 2;
	struct token *pieces = ARENA_ARRAY(lexed->arena, struct token, count);

	for (size_t i = 0; i < count; i++)
		pieces[i] = lexed->list.items[2 * i];
	return token_join(lexed->arena, pieces, count);
}

static void
assert_place(struct place place, const char *written)
{
	struct str text = source_text(place.source);

	text.p += place.offset;
	text.n = place.length;
	if (!str_eq(text, str_of(written)))
		fail_msg("'%.*s', not '%s'", STR_ARG(text), written);
}

/* What is asked of the whole is answered where its piece stands. */
static void
test_pieces(void **state)
{
	struct lexed lexed = lex("\"ab\" + \"\" + \"c\\\"d\" + \"ef\"");
	struct token whole = joined(&lexed);

	(void)state;
	assert_true(str_eq(whole.text, str_of("abc\"def")));
	assert_true(str_eq(token_source(&whole), str_of("\"abc\\\"def\"")));
	assert_place(whole.place, "\"ab\" + \"\" + \"c\\\"d\" + \"ef\"");
	assert_place(token_inside(&whole, 0, 2), "ab");
	assert_place(token_inside(&whole, 1, 1), "b");
	assert_place(token_inside(&whole, 2, 2), "c\\\"");
	assert_place(token_inside(&whole, 4, 1), "d");
	assert_place(token_inside(&whole, 5, 2), "ef");
	assert_place(token_inside(&whole, 1, 2), "b\" + \"\" + \"c");
	assert_place(token_inside(&whole, 4, 3), "d\" + \"ef");
	assert_place(token_inside(&whole, 7, 0), "");
	assert_int_equal(token_inside(&whole, 7, 0).offset, 24);
	/* Beyond its end there is only its end. */
	assert_true(token_inside(&whole, 50, 9).offset <= 25);
	lexed_free(&lexed);
}

static void
test_pieces_of_a_pattern(void **state)
{
	struct lexed lexed = lex("/a(?:b|/c + /c\\/d)/c");
	struct token whole = joined(&lexed);

	(void)state;
	assert_true(str_eq(whole.text, str_of("a(?:b|c\\/d)")));
	assert_true(str_eq(token_source(&whole), str_of("/a(?:b|c\\/d)/c")));
	assert_true(whole.case_sensitive);
	assert_place(token_inside(&whole, 6, 3), "c\\/");
	lexed_free(&lexed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_inside),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_pieces_of_a_pattern),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
