#include "judge/arms.h"

#include <glib.h>

#include "base/bits.h"
#include "judge/prefilter.h"
#include "judge/rule_patterns.h"

static void
hang(uint32_t *arms, const uint64_t *patterns, size_t count, uint32_t on)
{
	for (size_t id = 0; id < count; id++)
		if (bits_have(patterns, id))
			arms[id] |= on;
}

/* Those of no rule are for whoever asks. */
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
	uint64_t *patterns = g_malloc(bytes);

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		memset(patterns, 0, bytes);
		rule_patterns_add(patterns, rule);
		hang(arms, patterns, count, arm_of(rule->flag));
	}
	hang_others(arms, count);
	g_free(patterns);
	return arms;
}
