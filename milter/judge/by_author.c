#include "judge/by_author.h"

#include <glib.h>

#include "judge/rule_patterns.h"

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

uint64_t *
by_author_patterns(const struct ruleset *rules, enum role role)
{
	uint64_t *patterns = g_new0(uint64_t, rules->pattern_count / 64 + 1);

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (rule->when == NULL || holds(rule->when, role) != TRI_NO)
			rule_patterns_add(patterns, rule);
	}
	return patterns;
}
