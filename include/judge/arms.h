/*
 * arms: which patterns a message need be searched for at all.
 *
 * What a message is like (resemblance.h) is known before any pattern is looked
 * for, and rules that ask for a likeness say no to most messages. Their
 * patterns hang on an arm of that likeness; an arm is armed for a message where
 * the condition of one of its rules does not say no. All else hangs on arm 0,
 * which always is. A rule that cannot raise its flag only takes away, so it
 * hangs where those that raise it do.
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

/* The number of the arm of rules with this condition, which may be NULL. */
unsigned arm_of(const struct condition *when);

/* A mask of arms by pattern id. Freed with g_free. */
uint32_t *arms_of_patterns(const struct ruleset *rules);

#endif
