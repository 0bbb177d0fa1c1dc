/*
 * by_author: which patterns can matter to what an author of a role writes.
 *
 * Most rules are about what members write or about what officers do, so a
 * prefilter for each role has about half of the strings to look for.
 *
 * Threads: pure.
 */
#ifndef COMITY_JUDGE_BY_AUTHOR_H
#define COMITY_JUDGE_BY_AUTHOR_H

#include <stdint.h>

#include "language/ruleset.h"
#include "people/roster.h"

/*
 * A bit per pattern id, in pattern_count / 64 + 1 words: those of all rules
 * whose conditions do not say that the author has another role. Freed with
 * g_free.
 */
uint64_t *by_author_patterns(const struct ruleset *rules, enum role role);

#endif
