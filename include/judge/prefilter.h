/*
 * prefilter: which patterns can match a text at all.
 *
 * An automaton over the literals of all patterns (pattern_literals) reads the
 * text once and names the patterns worth trying; those without literals are
 * always tried. It may skip work, never change a result.
 *
 * Threads: immutable; the result goes into the caller's bit set.
 */
#ifndef COMITY_JUDGE_PREFILTER_H
#define COMITY_JUDGE_PREFILTER_H

#include <stddef.h>
#include <stdint.h>

#include "language/ruleset.h"

struct prefilter;

struct prefilter *prefilter_new(const struct ruleset *rules);
void prefilter_free(struct prefilter **prefilter);

/*
 * Or-s into `patterns` those that may match: a bit per pattern id, in
 * pattern_count / 64 + 1 words (the bit behind the last pattern is ours).
 */
void prefilter_scan(const struct prefilter *prefilter, struct str text,
	uint64_t *patterns);

#endif
