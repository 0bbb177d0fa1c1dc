/*
 * prefilter: which patterns can match a text at all.
 *
 * An automaton over the literals of all patterns (pattern_literals) reads the
 * text once and names the patterns worth trying, and where it is asked the
 * stretches of the text to try them in. Those without literals are always
 * tried. It may skip work, never change a result.
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

/*
 * Notes of where literals stand in a text: a match of a pattern starts near
 * one of its literals, so that in a long text only few starts need be tried.
 * Kept from text to text; they belong to one thread at a time.
 */
struct prefilter_notes;

struct prefilter_notes *prefilter_notes_new(void);
void prefilter_notes_free(struct prefilter_notes **notes);
/* prefilter_scan(), taking notes anew. */
void prefilter_scan_noting(const struct prefilter *prefilter, struct str text,
	struct prefilter_notes *notes, uint64_t *patterns);

/* Starts in [from, to). */
struct stretch {
	size_t from, to;
};
enum { PREFILTER_STRETCHES = 24 };

/*
 * The starts at which a match of the pattern is possible in the text noted:
 * stretches in order, apart from each other, at most PREFILTER_STRETCHES.
 * SIZE_MAX where they cannot be told or are not worth it.
 */
size_t prefilter_stretches(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, const struct pattern *pattern,
	struct stretch *stretches);

#endif
