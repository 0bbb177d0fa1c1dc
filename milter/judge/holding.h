/*
 * holding: what a word holds of the strings that are looked for.
 *
 * A word is a whole run of word characters (plain_word.h), so that neither
 * a letter nor a digit stands before or behind it. The strings that begin at
 * each of its letters are followed through the trie: those that end in the word,
 * with the boundaries that they ask for, are held by it, and the others are
 * ways out of it.
 *
 * Threads: pure.
 */
#ifndef COMITY_JUDGE_HOLDING_H
#define COMITY_JUDGE_HOLDING_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/str.h"
#include "prefilter_table.h"

/* Strings that begin in the word and may end behind it. */
struct way {
	uint32_t node;	  /* of the trie, at the word's end */
	uint32_t spaced;  /* and behind a space that follows */
	uint32_t letters; /* that may follow that: bits by way_letter() */
	uint16_t offset;  /* of their start in the word */
	uint32_t arms;	  /* of what it leads to */
	bool within;	  /* a letter or digit stands before it */
};

/* What a word holds, or one entry. Immutable. */
struct holding {
	uint32_t use_arms, sign_arms, way_arms; /* of any of them */
	uint32_t use_count, sign_count, way_count;
	const struct prefilter_use *uses; /* those of a company together */
	const struct prefilter_sign *signs;
	const struct way *ways;
};

/* Fills in what its lists are for. */
void holding_arm(struct holding *holding);

/* What is gathered of a word: arrays of what a holding has. */
struct gathered {
	GArray *uses, *signs, *ways;
};

/* By node of the trie: may some string that it leads to begin within a word,
 * behind a letter or digit? Freed with g_free. */
bool *holding_in_words(const struct prefilter *prefilter);

/* Of a word in plain form (trie_plain). Freed with holding_disperse. */
void holding_gather(struct gathered *all, const struct prefilter *prefilter,
	const bool *in_words, struct str word);
void holding_disperse(struct gathered *all);

/* The same for both cases of a letter; others share these numbers. */
static inline unsigned
way_letter(char c)
{
	return (unsigned char)c & 31;
}

#endif
