/*
 * arms: which patterns a message need be searched for at all.
 *
 * Much is known of a message before any pattern is looked for: who writes to
 * whom, by which protocol, and what it is like (resemblance.h). By that most
 * flags are out of question. So each flag has an arm, which is armed for a
 * message where the flag may be raised as far as is known then, and on which the
 * patterns of all its rules hang. What no rule uses, as words for a party, hangs
 * on arm 0, which always is armed.
 *
 * Arms may skip work, never change a result: a pattern that is not armed and is
 * asked for all the same is tried everywhere (prefilter.h).
 *
 * Threads: pure.
 */
#ifndef COMITY_JUDGE_ARMS_H
#define COMITY_JUDGE_ARMS_H

#include <stdint.h>

#include "language/ruleset.h"

/* Arm 0 is no flag's; with more flags some share an arm. */
enum { ARMS_OF_FLAGS = 31 };

/* The mask that has its arm. */
static inline uint32_t
arm_of(const struct flag *flag)
{
	return UINT32_C(2) << flag->id % ARMS_OF_FLAGS;
}

/* A mask of arms by pattern id. Freed with g_free. */
uint32_t *arms_of_patterns(const struct ruleset *rules);

#endif
