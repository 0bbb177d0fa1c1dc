/*
 * prefilter_notes: what the files of the prefilter share while a text is read.
 *
 *   prefilter_gather.c   the strings of a rule set and their partners
 *   prefilter_table.c    laid out, and put into a trie
 *   prefilter_arms.c     and what each of them is for
 *   holding.c            what a whole word holds of them
 *   lexicon.c            and of which words that is known
 *   text_words.c         the words of a text, with what is known of them
 *   prefilter_read.c     what stands in a sentence
 *   prefilter_meet.c     where that lets patterns begin
 *   prefilter_stretch.c  the starts of one pattern, and its sentences
 *   prefilter.c          one after the other
 */
#ifndef COMITY_JUDGE_PREFILTER_NOTES_H
#define COMITY_JUDGE_PREFILTER_NOTES_H

#include <stdbool.h>

#include "base/array.h"
#include "base/bits.h"
#include "judge/prefilter.h"
#include "judge/text_words.h"
#include "lexicon.h"
#include "prefilter_table.h"

#define NONE UINT32_MAX

/* More hits than this in one text: all of it is tried, which takes longer than
 * there is time. The longest text that is read has two millions where all of it
 * is made of what rules look for. */
enum { PREFILTER_MOST_HITS = 4 * 1024 * 1024 };

/* A place of a sentence: bytes from its start, and the spaces among them. */
struct spot {
	uint32_t at, spaces;
};

/* A word, or an entry that is not one, that stands in the sentence. */
struct sighting {
	const struct holding *holding;
	struct spot start;
};

/* Strings that begin at `start` may go on at `at`, from a node of the trie. */
struct walk {
	uint32_t node, at;
	struct spot start;
	bool within; /* a letter or digit stands before it */
};

/* Where a partner stands in the sentence of this turn: its first start and its
 * last. */
struct stand {
	uint32_t turn;
	struct spot first, last;
};

/* Starts that are worth a trial, from the first to the last. */
struct span {
	uint32_t first, last;
};

/* A piece of a pattern may begin here. */
struct hit {
	uint32_t sentence, piece;
	struct span starts;
	uint32_t next; /* of the pattern */
};

/* The hits of one pattern; of another turn: none. */
struct chain {
	uint32_t turn, first, last;
};

struct prefilter_notes {
	const struct zone_text *zone;
	uint32_t armed;
	uint32_t turn;		/* the text's */
	uint32_t sentence_turn; /* the sentence's */
	bool useless; /* the text is not plain, or too much of it is noted */
	/* Of one sentence. */
	struct walk *walks;
	size_t walk_count, walk_room;
	struct sighting *sightings;
	size_t sighting_count, sighting_room;
	struct stand *stands; /* by partner */
	size_t partner_room;
	uint32_t *spaces; /* where they are */
	uint32_t space_count;
	size_t space_room;
	/* Of the text. */
	struct hit *hits;
	size_t hit_count, hit_room;
	struct chain *patterns;
	uint64_t *candidates;
	size_t pattern_room;
	/* Of one pattern. */
	struct stretch *stretches;
	size_t stretch_count, stretch_room;
};

/* Notes what stands in the sentence, which has these words; `useless` where it
 * is not plain. */
void prefilter_read(const struct prefilter *prefilter,
	struct prefilter_notes *notes, const struct sentence *sentence,
	const struct text_word *words, size_t word_count);
/* Where what was noted of the sentence stands in good company. */
void prefilter_meet(const struct prefilter *prefilter,
	struct prefilter_notes *notes, uint32_t sentence);

#endif
