/*
 * prefilter_notes: what the files of the prefilter share while a text is read.
 *
 *   prefilter_gather.c   the strings of a rule set and their partners
 *   prefilter_table.c    laid out for the automaton
 *   prefilter.c          where they stand in a text
 *   prefilter_meet.c     which of them stand together
 *   prefilter_stretch.c  where that lets a pattern begin
 */
#ifndef COMITY_JUDGE_PREFILTER_NOTES_H
#define COMITY_JUDGE_PREFILTER_NOTES_H

#include <stdbool.h>

#include "judge/automaton.h"
#include "judge/prefilter.h"
#include "prefilter_table.h"

#define NONE UINT32_MAX

/* A chain of notes; one of another turn counts as empty. */
struct chain {
	uint32_t turn, first, last;
};

/* Where an entry stands in one sentence: from its first start to its last. */
struct note {
	uint32_t sentence, first, last, next;
};

/* A set of sentences in `words`; one of another turn counts as empty. */
struct mark {
	uint32_t turn, at;
};

/* A literal of a pattern that is in the text. */
struct found {
	uint32_t use, entry, next;
};

struct prefilter_notes {
	const struct zone_text *zone;
	uint32_t turn;
	bool useless; /* the text is not plain, or too much of it is noted */
	struct automaton_hits hits;
	struct chain *entries;	/* of notes, by entry */
	struct chain *patterns; /* of found, by pattern */
	struct mark *partners;	/* sentences that have one of its strings */
	struct mark *companies; /* sentences that have all its partners */
	uint64_t *candidates;
	size_t entry_room, pattern_room, partner_room, company_room;
	uint32_t *seen; /* entries in the order in which they came */
	size_t seen_count;
	size_t set_words; /* of a set of sentences */
	uint64_t *words;
	size_t word_count, word_room;
	struct note *notes;
	size_t note_count, note_room;
	struct found *found;
	size_t found_count, found_room;
	struct stretch *stretches;
	size_t stretch_count, stretch_room;
};

/* An empty set of sentences; its place in `words`. */
uint32_t prefilter_new_set(struct prefilter_notes *notes);
/* The sentences where a use of this company is worth a trial; NULL: none. */
const uint64_t *prefilter_sentences(const struct prefilter *prefilter,
	struct prefilter_notes *notes, uint32_t company);
/* The patterns that an entry is a literal of hear of it. */
void prefilter_tell_patterns(const struct prefilter *prefilter,
	struct prefilter_notes *notes, uint32_t entry);

static inline bool
prefilter_is_in(const uint64_t *sentences, uint32_t sentence)
{
	return sentences[sentence / 64] >> (sentence % 64) & 1;
}

#endif
