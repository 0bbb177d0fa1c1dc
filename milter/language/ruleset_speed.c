#include <glib.h>

#include "language/ruleset.h"

/* A walk over all patterns of a rule set, each taken once. */
struct walk {
	struct diag *diag;
	struct pattern_scratch *scratch;
	bool *seen; /* by pattern id */
};

static void
check_pattern(
	struct walk *walk, const struct pattern *pattern, struct place place)
{
	double milliseconds;
	unsigned id;

	if (pattern == NULL)
		return;
	id = pattern_id(pattern);
	if (walk->seen[id])
		return;
	walk->seen[id] = true;
	if (pattern_is_slow(pattern, walk->scratch, &milliseconds))
		diag_warning(walk->diag, place,
			"this pattern is slow: a long text can take it more "
			"than %.0f ms; bound its repeats",
			milliseconds);
}

static void
check_term(struct walk *walk, const struct term *term)
{
	if (term == NULL)
		return;
	check_pattern(walk, term->pattern, term->place);
	check_term(walk, term->left);
	check_term(walk, term->right);
}

static void
check_condition(struct walk *walk, const struct condition *condition)
{
	if (condition == NULL)
		return;
	check_pattern(walk, condition->pattern, condition->place);
	check_term(walk, condition->term);
	check_condition(walk, condition->left);
	check_condition(walk, condition->right);
}

void
ruleset_check_speed(struct diag *diag, const struct ruleset *rules)
{
	struct walk walk = {diag, pattern_scratch_new(),
		g_new0(bool, rules->pattern_count + 1)};

	for (size_t i = 0; i < rules->party_count; i++)
		check_term(&walk, rules->parties[i]->words);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		check_condition(&walk, rule->when);
		for (size_t k = 0; k < rule->score_count; k++)
			check_term(&walk, rule->scores[k].term);
		for (size_t k = 0; k < rule->unless_count; k++)
			check_term(&walk, rule->unless[k]);
	}
	g_free(walk.seen);
	pattern_scratch_free(&walk.scratch);
}
