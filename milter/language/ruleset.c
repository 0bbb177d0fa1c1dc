#include "ruleset_internal.h"

const char *const severity_names[SEVERITY_COUNT + 1] = {
	[SEVERITY_INFO] = "info",
	[SEVERITY_NOTICE] = "notice",
	[SEVERITY_WARNING] = "warning",
};

const char *const action_names[ACTION_COUNT + 1] = {
	[ACTION_TAG] = "tag",
	[ACTION_SUBJECT] = "subject",
	[ACTION_RETURN_COPY] = "return-copy",
	[ACTION_HOLD] = "hold",
	[ACTION_DEFER] = "defer",
	[ACTION_REJECT] = "reject",
};

const struct flag *
ruleset_flag(const struct ruleset *rules, struct str name)
{
	for (size_t i = 0; i < rules->flag_count; i++)
		if (str_eq(rules->flags[i]->name, name))
			return rules->flags[i];
	return NULL;
}

bool
rule_can_raise(const struct rule *rule)
{
	for (size_t i = 0; i < rule->score_count && !rule->shadow; i++)
		if (rule->scores[i].points > 0)
			return true;
	return false;
}

const struct protocol *
ruleset_protocol(const struct ruleset *rules, struct str name)
{
	for (size_t i = 0; i < rules->protocol_count; i++)
		if (str_eq(rules->protocols[i]->name, name))
			return rules->protocols[i];
	return NULL;
}

struct ruleset *
ruleset_new(void)
{
	struct whole_ruleset *whole = g_new0(struct whole_ruleset, 1);

	whole->arena = arena_new();
	whole->sources = g_ptr_array_new();
	whole->patterns = g_ptr_array_new();
	return &whole->rules;
}

struct whole_ruleset *
ruleset_whole(struct ruleset *rules)
{
	return (struct whole_ruleset *)(void *)rules;
}

void
ruleset_free(struct ruleset **rules)
{
	struct whole_ruleset *whole;

	if (*rules == NULL)
		return;
	whole = ruleset_whole(*rules);
	for (unsigned i = 0; i < whole->patterns->len; i++) {
		struct pattern *pattern = whole->patterns->pdata[i];

		pattern_free(&pattern);
	}
	for (unsigned i = 0; i < whole->sources->len; i++)
		source_unref(whole->sources->pdata[i]);
	g_ptr_array_free(whole->patterns, TRUE);
	g_ptr_array_free(whole->sources, TRUE);
	arena_free(&whole->arena);
	g_free(whole);
	*rules = NULL;
}
