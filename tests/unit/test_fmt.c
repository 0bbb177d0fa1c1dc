#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "language/fmt.h"

enum { WIDEST = 100, FEWEST_FILES = 70 };

/* NULL where the text is no list of statements. */
static char *
formatted(const char *text)
{
	struct diag *diag = diag_new();
	size_t n = strlen(text);
	char *copy = g_memdup2(text, MAX(n, (size_t)1));
	const struct source *source =
		diag_read_memory(diag, "t", (struct str){copy, n});
	char *result = fmt_source(diag, source);

	assert_true((result == NULL) == (diag_errors(diag) > 0));
	g_free(copy);
	diag_free(&diag);
	return result;
}

static const struct {
	const char *text, *result;
} cases[] = {
	{"", ""},
	{"\n\n\n", ""},
	{"# only\n\n\n# this", "# only\n\n# this\n"},
	{"drain   20   # c  \n", "drain 20  # c\n"},
	/* A form feed ends a page, not a line. */
	{"drain 20 # c\f \n", "drain 20  # c\f\n"},
	{"define a=\"x\",/y/c , b", "define a = \"x\", /y/c, b\n"},
	{"rule x{flag f}", "rule x {\n    flag f\n}\n"},
	{"rule x {\n}\nrule y {\n}\n", "rule x {\n}\n\nrule y {\n}\n"},
	{"rule x { # a\n\n\n 5 \"p\" # b\n\n\n\n # c\n match \"m\"\n\n} # d\n",
		"rule x {  # a\n    5 \"p\"  # b\n\n    # c\n"
		"    match \"m\"\n}  # d\n"},
	{"rule x {\n 5 ( a or b )and not( c )\n shadow\n unless d\n}\n",
		"rule x {\n    5      (a or b) and not (c)\n    shadow\n"
		"    unless d\n}\n"},
	/* A comment above a block goes with it. */
	{"drain 5\n# about x\nrule x {\n flag f\n}\n# about y\nrule y {\n}\n",
		"drain 5\n# about x\nrule x {\n    flag f\n}\n\n"
		"# about y\nrule y {\n}\n"},
	{"drain 5\nrule x {\n}\ndrain 6\n",
		"drain 5\n\nrule x {\n}\n\ndrain 6\n"},
	/* A line ends where its author ended it, if it can end there, … */
	{"rule x {\n when author is member\n      and\n      notice given\n}\n",
		"rule x {\n    when author is member\n"
		"         and notice given\n}\n"},
	{"condition c=\nauthor is member and ( told or\nworking hours)\n or "
	 "not d",
		"condition c =\n    author is member and (told or working "
		"hours)\n    or not d\n"},
	{"condition told = not (author is member and everyone has officer) or "
	 "text has w and subject has w and quoted has w",
		"condition told = not (author is member and everyone has "
		"officer)\n    or text has w\n    and subject has w\n"
		"    and quoted has w\n"},
	{"define w =\n\"a\",\"b\",\n  /c/\n",
		"define w =\n    \"a\", \"b\",\n    /c/\n"},
	{"rule x {\n when author is member and (message is reply or\n"
	 "message is forward\n or working hours)\n}\n",
		"rule x {\n    when author is member and (message is reply "
		"or message is forward\n"
		"             or working hours)\n}\n"},
	/* … and where one would be too long. */
	{"rule x {\n when author is officer with post director and visible "
	 "has member with party \"Green\" or (hidden has anyone and not "
	 "notice given)\n}\n",
		"rule x {\n    when author is officer with post director\n"
		"         and visible has member with party \"Green\"\n"
		"         or (hidden has anyone and not notice given)\n}\n"},
	{"define words = \"the first phrase of several\", \"the second phrase "
	 "of them\", \"the third phrase\", \"the fourth\"\n",
		"define words = \"the first phrase of several\", \"the second "
		"phrase of them\", \"the third phrase\",\n"
		"    \"the fourth\"\n"},
	{"define words = /a pattern that is far too long to be put on one "
	 "line with anything else but stays whole, and wide/\n",
		"define words =\n    /a pattern that is far too long to be "
		"put on one line with anything else but stays whole, and "
		"wide/\n"},
	/* A blank line parts columns; tails stand apart, theirs below them. */
	{"protocol p {\n title \"T\"\n wording officer \"o\" \"o\"\n"
	 " wording member \"m\" \"m\"\n\n complaint about anyone\n"
	 " to officer with post a,\n officer with post b\n"
	 " complaint about member to officer\n}\n",
		"protocol p {\n    title   \"T\"\n"
		"    wording officer \"o\" \"o\"\n"
		"    wording member  \"m\" \"m\"\n\n"
		"    complaint about anyone\n        to officer with post a,\n"
		"           officer with post b\n"
		"    complaint about member to officer\n}\n"},
	{"protocol p {\n clause \"1\" \"A\"\n unobservable \"x\" + \"y\"\n"
	 " clause \"1.1\" \"B\"\n flags f,\n g\n}\n",
		"protocol p {\n    clause \"1\"   \"A\"\n"
		"        unobservable \"x\"\n                   + \"y\"\n"
		"    clause \"1.1\" \"B\"\n        flags f,\n"
		"              g\n}\n"},
	{"rule x {\n when visible has member,\n group and not hidden has "
	 "member,"
	 "\n group\n}\n",
		"rule x {\n    when visible has member,\n"
		"             group and not hidden has member,\n"
		"             group\n}\n"},
	/* Comments within a statement stay between its words. */
	{"rule x {\n when author is member # one\n # two\n and notice given\n"
	 "\n # three\n or working hours # four\n}\n",
		"rule x {\n    when author is member  # one\n         # two\n"
		"         and notice given\n         # three\n"
		"         or working hours  # four\n}\n"},
	{"define w = \"a\", # one\n  \"b\" # two\n",
		"define w = \"a\",  # one\n    \"b\"  # two\n"},
	/* Pieces stand below each other, their comments beside them. */
	{"flag f {\n warning \"a\" + \"b\" # c\n+ \"d\"\n threshold 5\n}\n",
		"flag f {\n    warning   \"a\"\n            + \"b\"  # c\n"
		"            + \"d\"\n    threshold 5\n}\n"},
	{"define w=/a/+/b/ # c\n+/d/,/e/+\n # f\n /g/\n",
		"define w = /a/\n  + /b/  # c\n  + /d/, /e/\n  +\n"
		"    # f\n    /g/\n"},
	/* Clauses in columns. */
	{"protocol p {\n title \"T\"\n clause \"3.1(a)\" \"A\" flags f,g\n"
	 "clause \"4\" \"B\" unobservable \"w\"\n}\n",
		"protocol p {\n    title  \"T\"\n"
		"    clause \"3.1(a)\" \"A\" flags f, g\n"
		"    clause \"4\"      \"B\" unobservable \"w\"\n}\n"},
	{"a \xC3\xA9", NULL},
	{"rule x {\n 5 \"open\n}\n", NULL},
	{"rule x {\n", NULL},
	{"rule x {\n 5 (a\n}\n", NULL},
};

static void
test_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *once = formatted(cases[i].text);
		char *twice;

		if (g_strcmp0(once, cases[i].result) != 0)
			fail_msg("'%s': '%s'", cases[i].text,
				once != NULL ? once : "(NULL)");
		if (once == NULL)
			continue;
		twice = formatted(once);
		assert_string_equal(twice, once);
		g_free(twice);
		g_free(once);
	}
}

static void
check_columns(const char *path, const char *text)
{
	char **lines = g_strsplit(text, "\n", -1);

	for (size_t i = 0; lines[i] != NULL; i++)
		if (g_utf8_strlen(lines[i], -1) > WIDEST)
			fail_msg("%s:%zu is wider than %d columns", path, i + 1,
				WIDEST);
	g_strfreev(lines);
}

/* 1 for a rule file, which must be as fmt prints it; 0 for any other. */
static unsigned
check_shipped(const char *path)
{
	char *text = NULL;
	char *printed;

	if (!g_str_has_suffix(path, ".rules") &&
		!g_str_has_suffix(path, ".conf"))
		return 0;
	assert_true(g_file_get_contents(path, &text, NULL, NULL));
	printed = formatted(text);
	if (g_strcmp0(text, printed) != 0)
		fail_msg("%s: see comity fmt --write", path);
	check_columns(path, text);
	g_free(printed);
	g_free(text);
	return 1;
}

static unsigned
check_folder(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	unsigned count = 0;
	const char *name;

	assert_non_null(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		count += g_file_test(path, G_FILE_TEST_IS_DIR)
				 ? check_folder(path)
				 : check_shipped(path);
		g_free(path);
	}
	g_dir_close(dir);
	return count;
}

/* What ships is in the form, and can be read on any screen. */
static void
test_shipped(void **state)
{
	(void)state;
	assert_true(check_folder("rules") >= FEWEST_FILES);
}

static uint32_t
next_random(uint32_t *seed, uint32_t bound)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % bound;
}

/* Whatever is printed prints as itself, and nothing gets lost in between. */
static void
test_random(void **state)
{
	static const char *const words[] = {"rule x {\n", "flag y", "}\n", "\n",
		"\n\n", " # c\n", "# d\n", "when", "and", "or", "not", "(", ")",
		",", "\"a string of some length\"", "/a pattern/c", "5", "-3",
		"clause", "\"1\"", "define", "condition", "=", "unless",
		"match", "with", "a-rather-long-name", "to", "flags",
		"unobservable", "+", "+"};
	uint32_t seed = 31337;
	unsigned printed = 0;

	(void)state;
	for (int round = 0; round < 8000; round++) {
		GString *text = g_string_new(NULL);
		unsigned length = next_random(&seed, 40);
		char *once;
		char *twice;

		for (unsigned i = 0; i < length; i++)
			g_string_append_printf(text, "%s ",
				words[next_random(&seed, G_N_ELEMENTS(words))]);
		once = formatted(text->str);
		twice = once != NULL ? formatted(once) : NULL;
		if (once != NULL && g_strcmp0(once, twice) != 0)
			fail_msg("'%s'\nonce:\n%s\ntwice:\n%s", text->str, once,
				twice != NULL ? twice : "(NULL)");
		printed += once != NULL;
		g_free(once);
		g_free(twice);
		g_string_free(text, TRUE);
	}
	assert_true(printed > 500);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_shipped),
		cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
