/*
 * rule_patterns: what a rule looks for, in its conditions, lines and exceptions.
 *
 * Threads: pure.
 */
#ifndef COMITY_JUDGE_RULE_PATTERNS_H
#define COMITY_JUDGE_RULE_PATTERNS_H

#include <stdint.h>

#include "language/ruleset.h"

/* Adds them to a set: a bit per pattern id. */
void rule_patterns_add(uint64_t *patterns, const struct rule *rule);

#endif
