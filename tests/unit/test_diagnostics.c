/*
 * The golden diagnostics: each tests/golden/diagnostics/NAME.rules is loaded
 * and what is printed must be NAME.expect to the letter. Run from the root of
 * the tree. `test_diagnostics --write` writes the .expect files anew; read
 * what changed before you keep it.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "language/ruleset.h"

#define FOLDER "tests/golden/diagnostics"

enum { FEWEST_FILES = 40 };

/* What a load of `path` prints. */
static char *
diagnostics(const char *path)
{
	struct diag *diag = diag_new();
	struct ruleset *rules = ruleset_load(diag, path);
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);

	diag_print(diag, out);
	fclose(out);
	if (rules != NULL && diag_errors(diag) > 0)
		fail_msg("%s: a rule set in spite of errors", path);
	if (rules == NULL && diag_errors(diag) == 0)
		fail_msg("%s: no rule set and no error", path);
	ruleset_free(&rules);
	diag_free(&diag);
	return text;
}

static GPtrArray *
golden_files(void)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	GDir *folder = g_dir_open(FOLDER, 0, NULL);
	const char *name;

	assert_non_null(folder);
	while ((name = g_dir_read_name(folder)) != NULL)
		if (g_str_has_suffix(name, ".rules"))
			g_ptr_array_add(names,
				g_strndup(
					name, strlen(name) - strlen(".rules")));
	g_dir_close(folder);
	return names;
}

static bool
matches_golden(const char *name)
{
	char *rules = g_strdup_printf("%s/%s.rules", FOLDER, name);
	char *golden = g_strdup_printf("%s/%s.expect", FOLDER, name);
	char *actual = diagnostics(rules);
	char *expected = NULL;
	bool same;

	g_file_get_contents(golden, &expected, NULL, NULL);
	same = expected != NULL && strcmp(actual, expected) == 0;
	if (!same)
		print_error("%s: expected\n%s\n--- but got\n%s\n", golden,
			expected != NULL ? expected : "(no file)", actual);
	g_free(expected);
	free(actual);
	g_free(golden);
	g_free(rules);
	return same;
}

static void
test_golden(void **state)
{
	GPtrArray *names = golden_files();
	unsigned wrong = 0;

	(void)state;
	assert_true(names->len >= FEWEST_FILES);
	for (unsigned i = 0; i < names->len; i++)
		wrong += !matches_golden(names->pdata[i]);
	g_ptr_array_free(names, TRUE);
	assert_int_equal(wrong, 0);
}

/* One run tells all of them, each once. */
static void
test_ten_mistakes(void **state)
{
	struct diag *diag = diag_new();
	struct ruleset *rules =
		ruleset_load(diag, FOLDER "/ten-mistakes.rules");

	(void)state;
	assert_null(rules);
	assert_int_equal(diag_errors(diag), 10);
	diag_free(&diag);
}

static void
write_golden(void)
{
	GPtrArray *names = golden_files();

	for (unsigned i = 0; i < names->len; i++) {
		char *rules = g_strdup_printf(
			"%s/%s.rules", FOLDER, (char *)names->pdata[i]);
		char *golden = g_strdup_printf(
			"%s/%s.expect", FOLDER, (char *)names->pdata[i]);
		char *actual = diagnostics(rules);

		g_file_set_contents(golden, actual, -1, NULL);
		free(actual);
		g_free(golden);
		g_free(rules);
	}
	g_ptr_array_free(names, TRUE);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_golden),
		cmocka_unit_test(test_ten_mistakes),
	};

	if (argc > 1 && strcmp(argv[1], "--write") == 0) {
		write_golden();
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
