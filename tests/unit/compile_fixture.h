/*
 * compile_fixture: rule sets made of a few lines, and what is in them, for the
 * tests of the compiler of rules.
 */
#ifndef COMITY_TESTS_COMPILE_FIXTURE_H
#define COMITY_TESTS_COMPILE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "language/ruleset.h"

#define FLAG                                                                   \
	"flag f {\n severity notice\n threshold 3\n warning \"W "              \
	"{member}\"\n}\n"
#define PROTOCOL "protocol p {\n title \"T\"\n clause \"1\" \"C\" flags f\n}\n"

/* The rule set of a text; what is wrong with it fails the test. */
static inline struct ruleset *
load_into(struct diag *diag, const char *text)
{
	size_t n = strlen(text);
	char *copy = g_memdup2(text, n);
	const struct source *source =
		diag_read_memory(diag, "dir/t.rules", (struct str){copy, n});
	struct ruleset *rules;

	g_free(copy);
	assert_non_null(source);
	rules = ruleset_load_source(diag, source);
	if (rules == NULL) {
		diag_print(diag, stderr);
		fail();
	}
	return rules;
}

/* The places of a rule set stay good when the diag is gone. */
static inline struct ruleset *
load(const char *text)
{
	struct diag *diag = diag_new();
	struct ruleset *rules = load_into(diag, text);

	diag_free(&diag);
	return rules;
}

/* The first error of a text. */
static inline char *
error_of(const char *text)
{
	struct diag *diag = diag_new();
	const struct source *source = diag_read_memory(diag, "t", str_of(text));
	char *printed = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&printed, &length);
	char *line;

	assert_null(ruleset_load_source(diag, source));
	diag_print(diag, out);
	fclose(out);
	line = g_strndup(printed, strcspn(printed, "\n"));
	free(printed);
	diag_free(&diag);
	return line;
}

static inline void
assert_str(struct str found, const char *expected)
{
	if (!str_eq(found, str_of(expected)))
		fail_msg("'%.*s', not '%s'", STR_ARG(found), expected);
}

static inline const struct pattern *
only_pattern(const struct rule *rule, size_t score)
{
	assert_int_equal(rule->scores[score].term->op, TERM_PATTERN);
	return rule->scores[score].term->pattern;
}

static inline bool
finds(const struct pattern *pattern, const char *text)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	enum pattern_result result = pattern_find(
		pattern, scratch, str_of(text), false, 0, NULL, NULL);

	pattern_scratch_free(&scratch);
	return result == PATTERN_YES;
}

#endif
