#include "judge/arms.h"

#include <glib.h>

#include "base/bits.h"
#include "judge/prefilter.h"
#include "judge/rule_patterns.h"

/* Arm 0 is for what asks for no likeness; of more likenesses some share one. */
enum { LIKENESS_ARMS = 31 };

unsigned
arm_of(const struct condition *when)
{
	unsigned arm = 0;

	if (when == NULL)
		return 0;
	if (when->op == COND_ATOM)
		return when->kind == COND_RESEMBLES
			       ? 1 + when->likeness->id % LIKENESS_ARMS
			       : 0;
	arm = arm_of(when->left);
	return arm > 0 || when->op == COND_NOT ? arm : arm_of(when->right);
}

static bool
hangs_by_itself(const struct rule *rule)
{
	return rule->shadow || rule_can_raise(rule);
}

/* By flag: where the rules hang that can raise it. */
static uint32_t *
arms_of_flags(const struct ruleset *rules)
{
	uint32_t *arms = g_new0(uint32_t, rules->flag_count + 1);

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (hangs_by_itself(rule))
			arms[rule->flag->id] |= UINT32_C(1)
						<< arm_of(rule->when);
	}
	return arms;
}

static void
hang(uint32_t *arms, const uint64_t *patterns, size_t count, uint32_t on)
{
	for (size_t id = 0; id < count; id++)
		if (bits_have(patterns, id))
			arms[id] |= on;
}

/* Those of no rule, as words for a party, are for whoever asks. */
static void
hang_others(uint32_t *arms, size_t count)
{
	for (size_t id = 0; id < count; id++)
		if (arms[id] == 0)
			arms[id] = PREFILTER_ARM_0;
}

uint32_t *
arms_of_patterns(const struct ruleset *rules)
{
	size_t count = rules->pattern_count;
	size_t bytes = (count / 64 + 1) * sizeof(uint64_t);
	uint32_t *arms = g_new0(uint32_t, count + 1);
	uint32_t *flags = arms_of_flags(rules);
	uint64_t *patterns = g_malloc(bytes);

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		memset(patterns, 0, bytes);
		rule_patterns_add(patterns, rule);
		hang(arms, patterns, count,
			hangs_by_itself(rule)
				? UINT32_C(1) << arm_of(rule->when)
				: flags[rule->flag->id]);
	}
	hang_others(arms, count);
	g_free(patterns);
	g_free(flags);
	return arms;
}
