/*
 * prefilter_notes: what the files of the prefilter share while a text is read.
 *
 *   prefilter_gather.c   the strings of a rule set and their partners
 *   prefilter_table.c    laid out, and put into a trie
 *   holding.c            what a whole word holds of them
 *   lexicon.c            and of which words that is known
 *   prefilter_read.c     where they stand in a text
 *   prefilter_meet.c     which of them stand together
 *   prefilter_stretch.c  where that lets a pattern begin
 *   prefilter_where.c    and in which sentences that is
 *   prefilter.c          one after the other
 */
#ifndef COMITY_JUDGE_PREFILTER_NOTES_H
#define COMITY_JUDGE_PREFILTER_NOTES_H

#include <stdbool.h>

#include "base/array.h"
#include "base/bits.h"
#include "judge/prefilter.h"
#include "lexicon.h"
#include "prefilter_table.h"

#define NONE UINT32_MAX

/* More notes than this of one text: all of it is tried. */
enum { PREFILTER_MOST_NOTES = 512 * 1024 };

/* A chain of what was found; one of another turn counts as empty. */
struct chain {
	uint32_t turn, first;
};

/* Where something stands in one sentence: its first start and its last. */
struct note {
	uint32_t sentence, first, last, next;
};

/* A word, or an entry that is not one, that stands in the text. */
struct sighting {
	struct holding holding;
	uint64_t near;	      /* those of the first 64 sentences that have it */
	uint32_t first, last; /* of its notes */
};

/* Strings that begin at `start` may go on at `at`, from a node of the trie. */
struct walk {
	uint32_t node, start, at;
	bool within; /* a letter or digit stands before it */
};

/* The sightings by the number of what was seen; hashed. */
struct spot {
	uint32_t turn, id, sighting;
};

/* A set of sentences in `words`; one of another turn counts as empty. */
struct mark {
	uint32_t turn, at;
};

/* A literal of a pattern that is in the text. */
struct found {
	const struct prefilter_use *use;
	uint32_t sighting, next;
};

struct prefilter_notes {
	const struct zone_text *zone;
	uint32_t turn;
	bool useless; /* the text is not plain, or too much of it is noted */
	struct walk *walks; /* of one sentence */
	size_t walk_count, walk_room;
	struct spot *spots;
	size_t spot_count; /* a power of two */
	struct sighting *sightings;
	size_t sighting_count, sighting_room;
	struct chain *patterns; /* of found, by pattern */
	struct mark *partners;	/* sentences that have one of its strings */
	struct mark *companies; /* sentences that have all its partners */
	uint64_t *candidates;
	size_t pattern_room, partner_room, company_room;
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

/* Notes what stands in each sentence; `useless` where the text is not plain. */
void prefilter_read(
	const struct prefilter *prefilter, struct prefilter_notes *notes);
/* Tells the patterns of what was seen, where it stands in good company. */
void prefilter_meet(
	const struct prefilter *prefilter, struct prefilter_notes *notes);
/* The sentences where a use of this company is worth a trial; NULL: none. */
const uint64_t *prefilter_sentences(const struct prefilter *prefilter,
	struct prefilter_notes *notes, uint32_t company);

#endif
