#include "judge/rule_patterns.h"

#include "base/bits.h"

static void
add_pattern(uint64_t *patterns, const struct pattern *pattern)
{
	bits_add(patterns, pattern_id(pattern));
}

static void
add_term(uint64_t *patterns, const struct term *term)
{
	if (term->op == TERM_PATTERN) {
		add_pattern(patterns, term->pattern);
		return;
	}
	add_term(patterns, term->left);
	if (term->op != TERM_NOT)
		add_term(patterns, term->right);
}

static void
add_condition(uint64_t *patterns, const struct condition *condition)
{
	if (condition->op != COND_ATOM) {
		add_condition(patterns, condition->left);
		if (condition->op != COND_NOT)
			add_condition(patterns, condition->right);
		return;
	}
	if (condition->term != NULL)
		add_term(patterns, condition->term);
	if (condition->pattern != NULL)
		add_pattern(patterns, condition->pattern);
}

void
rule_patterns_add(uint64_t *patterns, const struct rule *rule)
{
	if (rule->when != NULL)
		add_condition(patterns, rule->when);
	for (size_t i = 0; i < rule->score_count; i++)
		if (rule->scores[i].term != NULL)
			add_term(patterns, rule->scores[i].term);
	for (size_t i = 0; i < rule->unless_count; i++)
		add_term(patterns, rule->unless[i]);
}
