/*
 * prefilter_gather: the strings of all patterns of a rule set, gathered and
 * sorted, for prefilter_table.c to lay out.
 *
 * Partners are weighed: one is looked for where the trials that it saves cost
 * more than the notes that are taken of it.
 */
#ifndef COMITY_JUDGE_PREFILTER_GATHER_H
#define COMITY_JUDGE_PREFILTER_GATHER_H

#include <glib.h>

#include "base/array.h"
#include "base/bits.h"
#include "prefilter_table.h"

/* A string of a pattern, cut: a literal with its use, or one of a partner. */
struct item {
	struct str text;
	uint64_t order; /* that text's */
	bool starts_word, ends_word;
	uint32_t partner; /* PREFILTER_NOBODY: a literal */
	float presence;
	struct prefilter_use use;
};

/* What is gathered from the patterns. */
struct gathering {
	size_t cut;
	GArray *items;
	GHashTable *partner_numbers; /* what is in one: its number plus 1 */
	GArray *weighed;	     /* by number */
	GArray *numbers; /* of the partners of all pieces, in order */
	size_t at;	 /* those of the next piece */
	GHashTable *company_numbers;
	GArray *companies;
};

/* Of these patterns (prefilter.h). Strings are cut to `cut` bytes; 0 gathers
 * none. Freed with disperse. */
void prefilter_gather(struct gathering *all, const struct ruleset *rules,
	const uint64_t *patterns, size_t cut);
void prefilter_disperse(struct gathering *all);

static inline bool
prefilter_has_pattern(const uint64_t *patterns, unsigned id)
{
	return patterns == NULL || bits_have(patterns, id);
}

#endif
