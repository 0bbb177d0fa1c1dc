/* Rule files as a whole: what they include, their places and their bounds. */
#include "compile_fixture.h"

#include <glib/gstdio.h>

/* Files in a folder of their own: "*" sorted by bytes, relative to the file. */
static void
test_include(void **state)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{"main.rules", "include \"sub/*.rules\"\n" FLAG},
		{"sub/b.rules",
			"rule b {\n flag f\n 3 \"b\"\n miss \"x\"\n}\n"},
		{"sub/B.rules",
			"rule B {\n flag f\n 3 \"c\"\n miss \"x\"\n}\n"},
		{"sub/a.rules",
			"include \"deep/d.rules\"\n"
			"rule a {\n flag f\n 3 \"a\"\n miss \"x\"\n}\n"},
		{"sub/deep/d.rules",
			"rule d {\n flag f\n 3 \"d\"\n miss \"x\"\n}\n"},
	};
	static const char *const order[] = {"B", "d", "a", "b"};
	char *folder = g_dir_make_tmp("comity-compile-XXXXXX", NULL);
	char *deep = g_build_filename(folder, "sub", "deep", NULL);
	char *path = g_build_filename(folder, "main.rules", NULL);
	struct diag *diag = diag_new();
	struct ruleset *rules;

	(void)state;
	assert_int_equal(g_mkdir_with_parents(deep, 0700), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *file = g_build_filename(folder, files[i].name, NULL);

		assert_true(g_file_set_contents(file, files[i].text, -1, NULL));
		g_free(file);
	}
	rules = ruleset_load(diag, path);
	assert_non_null(rules);
	assert_int_equal(rules->rule_count, 4);
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		assert_str(rules->rules[i]->id, order[i]);
	for (size_t i = G_N_ELEMENTS(files); i-- > 0;) {
		char *file = g_build_filename(folder, files[i].name, NULL);

		g_unlink(file);
		g_free(file);
	}
	g_rmdir(deep);
	ruleset_free(&rules);
	diag_free(&diag);
	g_free(path);
	path = g_build_filename(folder, "sub", NULL);
	g_rmdir(path);
	g_rmdir(folder);
	g_free(path);
	g_free(deep);
	g_free(folder);
}

/* Every byte of what was read counts. */
static void
test_digest(void **state)
{
	struct ruleset *a = load(FLAG PROTOCOL);
	struct ruleset *b = load(FLAG PROTOCOL);
	struct ruleset *c = load(FLAG PROTOCOL "# one more\n");

	(void)state;
	assert_string_equal(a->digest, b->digest);
	assert_string_not_equal(a->digest, c->digest);
	assert_int_equal(strspn(a->digest, "0123456789abcdef"), 8);
	ruleset_free(&a);
	ruleset_free(&b);
	ruleset_free(&c);
}

static void
test_place(void **state)
{
	struct ruleset *rules = load(
		"# one\n" FLAG "rule r {\n flag f\n 3 \"a\"\n miss \"x\"\n}\n");
	unsigned line;
	unsigned column;

	(void)state;
	place_position(rules->rules[0]->scores[0].place, &line, &column);
	assert_int_equal(line, 9);
	assert_int_equal(column, 2);
	assert_string_equal(
		source_name(rules->rules[0]->place.source), "dir/t.rules");
	ruleset_free(&rules);
}

/* Bounds that no honest file comes near. */
static void
test_bounds(void **state)
{
	GString *text = g_string_new(FLAG);
	char *error;

	(void)state;
	/* Names within names double at each step. */
	g_string_append(text, "define d0 = /x{20}/\n");
	for (int i = 1; i < 40; i++)
		g_string_append_printf(
			text, "define d%d = /{d%d}{d%d}/\n", i, i - 1, i - 1);
	g_string_append(text, "rule r {\n flag f\n 3 d39\n miss \"x\"\n}\n");
	error = error_of(text->str);
	assert_non_null(strstr(error, "too long"));
	g_free(error);
	g_string_assign(text, FLAG "rule r {\n flag f\n 3 \"a0\"");
	for (int i = 1; i < 600; i++)
		g_string_append_printf(text, " or \"a%d\"", i);
	g_string_append(text, "\n miss \"x\"\n}\n");
	error = error_of(text->str);
	assert_non_null(strstr(error, "make a define"));
	g_free(error);
	g_string_assign(text, FLAG "party \"P\" = \"a0\"");
	for (int i = 1; i < 600; i++)
		g_string_append_printf(text, ", \"a%d\"", i);
	error = error_of(text->str);
	assert_non_null(strstr(error, "make a define"));
	g_free(error);
	g_string_assign(text, FLAG "rule r {\n flag f\n when ");
	for (int i = 0; i < 100000; i++)
		g_string_append(text, i % 2 ? "(" : "not ");
	g_string_append(text, "\n 3 \"a\"\n miss \"x\"\n}\n");
	error = error_of(text->str);
	assert_non_null(error);
	g_free(error);
	g_string_free(text, TRUE);
}

static void
test_speed(void **state)
{
	struct diag *diag = diag_new();
	struct ruleset *rules = load_into(diag, FLAG PROTOCOL
		"rule r {\n flag f\n when text has /(?:\\w\\s?)+[!?][0-9]/\n"
		" 3 \"a phrase\"\n miss \"x\"\n}\n");

	(void)state;
	assert_int_equal(diag_warnings(diag), 0);
	ruleset_check_speed(diag, rules);
	assert_int_equal(diag_warnings(diag), 1);
	ruleset_free(&rules);
	diag_free(&diag);
}

static void
add_rule(GString *text, int i)
{
	g_string_append_printf(text,
		"rule r%d {\n flag f\n"
		" when author is officer and visible has member\n"
		" 5 /\\bvote (?:for )?(?:the )?(?:group%d|{party})\\b/\n"
		" 2 \"on the doorstep %d\"\n -5 \"electoral register %d\"\n"
		" match \"Vote for the group%d in May\"\n"
		" miss \"Members voted on motion %d\"\n}\n",
		i, i, i, i, i, i);
}

/* A load of 2,000 rules takes under a second, also here and when busy. */
static void
test_many_rules(void **state)
{
	GString *text = g_string_new(
		"define party = /Labour|Tor(?:y|ies)|Green Party/c\n" FLAG
			PROTOCOL);
	struct ruleset *rules;
	gint64 start;

	(void)state;
	for (int i = 0; i < 2000; i++)
		add_rule(text, i);
	start = g_get_monotonic_time();
	rules = load(text->str);
	print_message("2,000 rules in %d ms\n",
		(int)((g_get_monotonic_time() - start) / 1000));
	assert_int_equal(rules->rule_count, 2000);
	assert_int_equal(rules->pattern_count, 6000);
	ruleset_free(&rules);
	g_string_free(text, TRUE);
}

/* Any file, cut anywhere, is told of; it is never taken nor crashes. */
static void
test_cut(void **state)
{
	const char *text = FLAG PROTOCOL
		"rule r {\n flag f\n when author is officer and (hidden has "
		"no member with post \"x\" or text has \"a\" and /b/c)\n"
		" 3 \"a {d}\" and not d\n miss \"x\"\n}\n"
		"define d = /x/, \"y\"\nwindow w {\n from \"2027-03-22 "
		"00:00\"\n"
		" until \"2027-05-06 22:00\"\n}\n";

	(void)state;
	for (size_t n = 0; n < strlen(text); n++) {
		struct diag *diag = diag_new();
		char *copy = g_memdup2(text, MAX(n, (size_t)1));
		const struct source *source =
			diag_read_memory(diag, "t", (struct str){copy, n});
		struct ruleset *rules = ruleset_load_source(diag, source);

		g_free(copy);
		assert_true((rules == NULL) == (diag_errors(diag) > 0));
		ruleset_free(&rules);
		diag_free(&diag);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_include),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_speed),
		cmocka_unit_test(test_many_rules),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
