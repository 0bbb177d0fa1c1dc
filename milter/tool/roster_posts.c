#include "tool/roster_checks.h"

static void
ask_selector(
	const struct selector *selector, roster_post_fn *each, void *context)
{
	for (size_t i = 0; selector != NULL && i < selector->count; i++) {
		const struct selector_alternative *way =
			&selector->alternatives[i];

		for (size_t j = 0; j < way->count; j++)
			if (way->traits[j].kind == TRAIT_POST)
				each(way->traits[j].text, context);
	}
}

static void
ask_condition(
	const struct condition *condition, roster_post_fn *each, void *context)
{
	if (condition == NULL)
		return;
	if (condition->op == COND_ATOM) {
		ask_selector(condition->selector, each, context);
		return;
	}
	ask_condition(condition->left, each, context);
	if (condition->op != COND_NOT)
		ask_condition(condition->right, each, context);
}

void
roster_posts_asked(
	const struct ruleset *rules, roster_post_fn *each, void *context)
{
	for (size_t i = 0; i < rules->rule_count; i++)
		ask_condition(rules->rules[i]->when, each, context);
	for (size_t i = 0; i < rules->protocol_count; i++) {
		const struct protocol *protocol = rules->protocols[i];

		for (size_t j = 0; j < protocol->route_count; j++) {
			ask_selector(protocol->routes[j].about, each, context);
			ask_selector(protocol->routes[j].to, each, context);
		}
	}
}
