/* Pieces of patterns: known as if each had been parsed by itself. */
#include "pattern_fixture.h"

#include "../../milter/language/pattern_internal.h"
#include "../../milter/language/pattern_tree.h"
#include "base/arena.h"
#include "judge/policy.h"

static void
add_string(GString *out, const struct pattern_literal *one)
{
	g_string_append_printf(out, "%d%.*s%d%d %zu-%zu %zu-%zu %a",
		one->starts_word, STR_ARG(one->text), one->ends_word,
		one->capital, one->least, one->lead, one->least_spaces,
		one->most_spaces, (double)one->presence);
}

/* All that is known of its literals. */
static char *
described(const struct pattern *pattern)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < pattern->literal_count; i++) {
		add_string(out, &pattern->literals[i]);
		for (int k = 0; k < PATTERN_PARTNERS; k++)
			g_string_append_printf(
				out, " %d", pattern->literals[i].partners[k]);
		g_string_append_c(out, '\n');
	}
	for (size_t i = 0; i < pattern->partner_count; i++) {
		const struct pattern_partner *one = &pattern->partners[i];

		g_string_append_printf(out, "partner %a %a\n",
			(double)one->presence, (double)one->rate);
		for (size_t s = 0; s < one->count; s++)
			add_string(out, &one->strings[s]);
	}
	return g_string_free(out, FALSE);
}

static void
check_piece(const struct pattern *piece)
{
	struct arena *arena = arena_new();
	struct pattern *alone =
		pattern_bare(pattern_expression(piece), piece->caseless, NULL);
	struct expr *tree =
		expr_parse(arena, pattern_expression(alone), alone->caseless);
	char *here;
	char *there;

	assert_non_null(tree);
	pattern_keep_literals(alone, literals_known(arena, tree));
	here = described(piece);
	there = described(alone);
	if (strcmp(here, there) != 0)
		fail_msg("/%s/ has\n%sand alone\n%s", piece->expression, here,
			there);
	g_free(here);
	g_free(there);
	pattern_free(&alone);
	arena_free(&arena);
}

static size_t
check_pieces(const struct pattern *pattern)
{
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);

	for (size_t i = 0; i < count && count > 1; i++)
		check_piece(pieces[i]);
	return count;
}

static void
test_small(void **state)
{
	static const char *const cases[] = {
		"\\b(?:ape|bag of wind|\\w+ "
		"goat|fool|idiots?|monkey|donkey)s?\\b",
		"ape|bag of wind|\\w+ goat|fools and idiots|monkey of an "
		"officer",
		"(?i:(?:(?:very|so|quite) )?(?:[a-z]+ ape|(?:old )?bag of wind|"
		"\\d+ fools?|x{2} idiots|of (?:the|an?) (?:\\w+|kind) "
		"monkey))!",
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i]);

		assert_true(check_pieces(pattern) > 1);
		pattern_free(&pattern);
	}
}

static void
test_shipped(void **state)
{
	const struct policy_overrides overrides = {
		.protocol = "broxtowe-borough"};
	struct diag *diag = diag_new();
	struct policy *policy = policy_load(diag, NULL, &overrides);
	const struct ruleset *rules;
	size_t pieces = 0;

	(void)state;
	assert_non_null(policy);
	rules = policy_rules(policy);
	for (size_t i = 0; i < rules->pattern_count; i++)
		pieces += check_pieces(rules->patterns[i]);
	assert_true(pieces > 2000);
	policy_unref(&policy);
	diag_free(&diag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
