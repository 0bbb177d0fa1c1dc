#include "judge/by_author.h"

#include <glib.h>

#include "base/bits.h"

/* Does it fit one who has the role, whoever that is? */
static enum tri
fits_role(const struct selector_alternative *alternative, enum role role)
{
	enum tri fits = TRI_YES;

	for (size_t i = 0; i < alternative->count; i++) {
		const struct trait *trait = &alternative->traits[i];

		if (trait->kind == TRAIT_ROLE)
			fits = tri_and(fits, tri_of((trait->role == role) !=
						     trait->negated));
		else if (trait->kind != TRAIT_ANYONE)
			fits = tri_and(fits, TRI_UNKNOWN);
	}
	return fits;
}

static enum tri
author_is(const struct selector *selector, enum role role)
{
	enum tri is = TRI_NO;

	for (size_t i = 0; i < selector->count; i++)
		is = tri_or(is, fits_role(&selector->alternatives[i], role));
	return is;
}

/* As far as the author's role tells. */
static enum tri
holds(const struct condition *condition, enum role role)
{
	enum tri left;

	if (condition->op == COND_ATOM)
		return condition->kind == COND_AUTHOR
			       ? author_is(condition->selector, role)
			       : TRI_UNKNOWN;
	left = holds(condition->left, role);
	if (condition->op == COND_NOT)
		return tri_not(left);
	return condition_join(
		condition->op, left, holds(condition->right, role));
}

/* What a rule looks for ---------------------------------------------------- */

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

static void
add_rule(uint64_t *patterns, const struct rule *rule)
{
	if (rule->when != NULL)
		add_condition(patterns, rule->when);
	for (size_t i = 0; i < rule->score_count; i++)
		if (rule->scores[i].term != NULL)
			add_term(patterns, rule->scores[i].term);
	for (size_t i = 0; i < rule->unless_count; i++)
		add_term(patterns, rule->unless[i]);
}

uint64_t *
by_author_patterns(const struct ruleset *rules, enum role role)
{
	uint64_t *patterns = g_new0(uint64_t, rules->pattern_count / 64 + 1);

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (rule->when == NULL || holds(rule->when, role) != TRI_NO)
			add_rule(patterns, rule);
	}
	return patterns;
}
