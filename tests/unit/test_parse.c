#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "language/tree.h"

static const struct source *
source_of(struct diag *diag, const char *text)
{
	size_t n = strlen(text);
	char *copy = g_memdup2(text, n);
	const struct source *source =
		diag_read_memory(diag, "t", (struct str){copy, n});

	g_free(copy);
	assert_non_null(source);
	return source;
}

static void
describe_comment(GString *out, const struct token *comment, const char *where)
{
	if (comment != NULL)
		g_string_append_printf(
			out, "<%s%.*s>", where, STR_ARG(comment->text));
}

static void
describe(GString *out, const struct node *node)
{
	for (; node != NULL; node = node->next) {
		if (node->kind == NODE_BLANK) {
			g_string_append(out, "_;");
			continue;
		}
		for (size_t i = 0; i < node->count; i++) {
			struct str text = token_source(&node->tokens[i]);

			g_string_append_printf(
				out, "%s%.*s", i ? " " : "", STR_ARG(text));
		}
		g_string_append(out, node->broken ? "!" : "");
		describe_comment(out, node->comment, "");
		if (node->has_block) {
			g_string_append(out, "{");
			describe_comment(out, node->block_comment, "{");
			describe(out, node->children);
			g_string_append(out, node->is_open ? "?" : "}");
		}
		describe_comment(out, node->end_comment, "}");
		g_string_append(out, ";");
	}
}

/* The tree in short: statements end with ';', broken ones with '!'. */
static void
test_trees(void **state)
{
	static const struct {
		const char *text, *tree;
		unsigned errors;
	} cases[] = {
		{"", "", 0},
		{"a b\nc\n\n\nd\n", "a b;c;_;d;", 0},
		{"# x\na # y\n", "# x;a<# y>;", 0},
		{"rule x {\n a\n b\n}\n", "rule x{a;b;};", 0},
		{"rule x { a }\n", "rule x{a;};", 0},
		{"rule x { # o\n a # p\n # q\n} # r\n",
			"rule x{<{# o>a<# p>;# q;}<}# r>;", 0},
		{"a,\nb\n", "a , b;", 0},
		{"define x =\n y\nz\n", "define x = y;z;", 0},
		{"when a and\n b\nc\n", "when a and b;c;", 0},
		{"when a\n and b\n or c\nd\n", "when a and b or c;d;", 0},
		{"when a\n# note\n\n and b\nd\n", "when a and b;d;", 0},
		{"a \"b\" +\n \"c\"\n\n# note\n + \"d\" /e/ + /f/c\n",
			"a \"b\" + \"c\" + \"d\" /e/ + /f/c!;", 1},
		{"a \"b\"\n + \"c\" \"d\"\nz\n", "a \"bc\" \"d\";z;", 0},
		{"a \"b\" +\nmatch \"c\"\n", "a \"b\" +!;match \"c\";", 1},
		{"when (a\n b\n c)\nd\n", "when ( a b c );d;", 0},
		{"when not\n a with\n b\n", "when not a with b;", 0},
		/* What cannot go on does not. */
		{"rule x {\n 4 a and\n miss b\n}\n", "rule x{4 a and;miss b;};",
			0},
		{"rule x {\n 4 a and\n 5 b\n}\n", "rule x{4 a and;5 b;};", 0},
		{"rule x {\n 4 a and\n}\n", "rule x{4 a and;};", 0},
		{"rule x {\n 4 (a\n 5 b\n}\n", "rule x{4 ( a!;5 b;};", 1},
		{"rule x {\n when (a or\n miss b\n}\n",
			"rule x{when ( a or!;miss b;};", 1},
		{"rule x {\n 4 (a\n}\nb\n", "rule x{4 ( a!;};b;", 1},
		{"when a)\nb\n", "when a );b;", 0},
		/* Blocks that are not closed, or not opened. */
		{"rule x {\n a\nrule y {\n b\n}\n", "rule x{a;?;rule y{b;};",
			1},
		{"rule x {\n a\n", "rule x{a;?;", 1},
		{"rule x\n a\n}\nb\n", "rule x{a;};b;", 1},
		{"rule x\n{\n a\n}\nb\n", "rule x{a;};b;", 1},
		{"rule x", "rule x{?;", 1},
		{"rule x {\n a {\n  b\n }\n c\n}\nd\n", "rule x{a!;c;};d;", 1},
		{"rule x {\n {\n a\n}\n", "rule x{a;};", 1},
		{"}\na\n", "a;", 1},
		{"{\na\n", "a;", 1},
		{"rule x {\n}}\na\n", "rule x{};a;", 1},
		{"a {\n b\n}\n", "a{b;};", 0},
		/* A word that is broken breaks its statement, no other. */
		{"rule x {\n 5 \"a\n 6 b\n}\n", "rule x{5 \"a!;6 b;};", 1},
		{"rule x {\n flag a\n}\nflag b {\n}\n",
			"rule x{flag a;};flag b{};", 0},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diag *diag = diag_new();
		struct arena *arena = arena_new();
		struct tree *tree =
			tree_parse(arena, diag, source_of(diag, cases[i].text));
		GString *found = g_string_new(NULL);

		describe(found, tree->nodes);
		if (strcmp(found->str, cases[i].tree) != 0 ||
			diag_errors(diag) != cases[i].errors)
			fail_msg("'%s': '%s', %u errors", cases[i].text,
				found->str, diag_errors(diag));
		g_string_free(found, TRUE);
		arena_free(&arena);
		diag_free(&diag);
	}
}

static uint32_t
next_random(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

static size_t
count_comments(const struct token *layout, size_t count)
{
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		found += layout[i].kind == TOKEN_COMMENT;
	return found;
}

/* How many tokens the tree holds, braces and comments included. */
static size_t
count_tokens(const struct node *node)
{
	size_t count = 0;

	for (; node != NULL; node = node->next) {
		count += node->count + (node->has_block ? 2 : 0) +
			 count_comments(node->layout, node->layout_count) +
			 (node->comment != NULL) +
			 (node->block_comment != NULL) +
			 (node->end_comment != NULL);
		count += count_tokens(node->children);
	}
	return count;
}

static size_t
count_lexed(const struct source *source)
{
	struct diag *diag = diag_new();
	struct arena *arena = arena_new();
	struct token_list list = lexer_read(arena, diag, source);
	size_t count = 0;

	for (size_t i = 0; i + 1 < list.count; i++)
		count += list.items[i].kind != TOKEN_NEWLINE;
	arena_free(&arena);
	diag_free(&diag);
	return count;
}

/* Any order of words makes a tree; where nothing is reported it has all. */
static void
test_random(void **state)
{
	static const char *const words[] = {"rule x {\n", "x", "}\n", "\n",
		"\n", "\n", "(", ")", ",", "and", "or", "not", "5", "\"s\"",
		"/p/", "# c\n", "flag x", "define", "when", "\"open\n",
		"/open\n", "{", ";"};
	uint32_t seed = 20261124;
	unsigned clean = 0;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		struct diag *diag = diag_new();
		struct arena *arena = arena_new();
		GString *text = g_string_new(NULL);
		unsigned length = next_random(&seed) % 40;
		/* The last four are always mistakes. */
		unsigned choice = (unsigned)G_N_ELEMENTS(words) -
				  (round % 2 == 0 ? 4 : 0);
		const struct source *source;
		struct tree *tree;

		for (unsigned i = 0; i < length; i++)
			g_string_append_printf(text, "%s ",
				words[next_random(&seed) % choice]);
		source = source_of(diag, text->str);
		tree = tree_parse(arena, diag, source);
		if (diag_errors(diag) == 0) {
			clean++;
			if (count_tokens(tree->nodes) != count_lexed(source))
				fail_msg("lost or doubled: %s", text->str);
		}
		g_string_free(text, TRUE);
		arena_free(&arena);
		diag_free(&diag);
	}
	assert_true(clean > 100);
}

/* Comments without end must not cost the square of their number. */
static void
test_many_comments(void **state)
{
	struct diag *diag = diag_new();
	struct arena *arena = arena_new();
	GString *text = g_string_new("when (a\n");
	struct tree *tree;

	(void)state;
	for (int i = 0; i < 200000; i++)
		g_string_append(text, "#\n");
	g_string_append(text, "b)\n");
	tree = tree_parse(arena, diag, source_of(diag, text->str));
	assert_int_equal(diag_errors(diag), 0);
	assert_int_equal(tree->nodes->count, 5);
	g_string_free(text, TRUE);
	arena_free(&arena);
	diag_free(&diag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_trees),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_many_comments),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
