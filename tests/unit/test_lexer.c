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
				      "=";
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
