/*
 * lexicon: what the words of texts hold of the strings that are looked for.
 *
 * Most of any text is made of the same few thousand words. What one of them
 * holds is found out when it is met for the second time and then kept as long
 * as the rule set, for all texts: one look at a table instead of a walk from
 * each of its letters. Words met once (names, misspellings, what somebody made
 * up to fill the table) leave no more than a mark that others write over.
 *
 * A word is a run of word characters: ASCII letters and digits, the apostrophe,
 * and whatever is beyond ASCII. Those beside it are none, so that neither
 * a letter nor a digit stands before or behind it.
 *
 * Threads: shared by all. Looking up takes no lock; adding takes one.
 * Limits: words of LEXICON_LONGEST bytes; a table and memory of fixed size,
 * and when it is full what is new is not taken in.
 */
#ifndef COMITY_JUDGE_LEXICON_H
#define COMITY_JUDGE_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "prefilter_table.h"

enum { LEXICON_LONGEST = 32 };

/* Strings that begin in the word and may end behind it. */
struct lexicon_way {
	uint32_t node;	  /* of the trie, at the word's end */
	uint32_t spaced;  /* and behind a space that follows */
	uint32_t letters; /* that may follow that: bits by lexicon_letter() */
	uint16_t offset;
	bool within; /* a letter or digit stands before its start */
};

/* What a word holds, or one entry. Immutable. */
struct holding {
	uint32_t id;
	uint32_t use_count, partner_count, way_count;
	const struct prefilter_use *uses; /* those of a company together */
	const uint32_t *partners;
	const struct lexicon_way *ways;
};

struct lexicon;

/* `prefilter` must live as long. */
struct lexicon *lexicon_new(const struct prefilter *prefilter);
void lexicon_free(struct lexicon **lexicon);

/* What an entry by itself holds. Its id is its number; no word's is below the
 * number of entries. */
struct holding lexicon_entry(const struct prefilter *prefilter, uint32_t entry);

/* The plain form (trie_plain) of a word's bytes goes into the hash one by one. */
#define LEXICON_HASH_START UINT64_C(0xCBF29CE484222325)
static inline uint64_t
lexicon_hash(uint64_t hash, char plain)
{
	return (hash ^ (unsigned char)plain) * UINT64_C(0x9E3779B97F4A7C15);
}

/* What this word, in plain form, holds; NULL where that is not known (yet). */
const struct holding *lexicon_look_up(
	struct lexicon *lexicon, struct str word, uint64_t hash);

/* The same for both cases of a letter; others share these numbers. */
static inline unsigned
lexicon_letter(char c)
{
	return (unsigned char)c & 31;
}

/* A character of words. */
static inline bool
lexicon_is_word(char c)
{
	unsigned char byte = (unsigned char)c;

	return byte >= 0x80 || c == '\'' || (c >= '0' && c <= '9') ||
	       (unsigned char)((byte | 0x20) - 'a') < 26;
}

#endif
