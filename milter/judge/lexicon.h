/*
 * lexicon: the words of texts of which it is known what they hold.
 *
 * Most of any text is made of the same few thousand words. What one of them
 * holds is found out when it is met for the second time and then kept as long
 * as the rule set, for all texts: one look at a table instead of a walk from
 * each of its letters. Words met once (names, misspellings, what somebody made
 * up to fill the table) leave no more than a mark that others write over.
 *
 * Threads: shared by all. Looking up takes no lock; adding takes one.
 * Limits: words of LEXICON_LONGEST bytes; a table and memory of fixed size,
 * and when it is full what is new is not taken in.
 */
#ifndef COMITY_JUDGE_LEXICON_H
#define COMITY_JUDGE_LEXICON_H

#include <stdbool.h>
#include <stdint.h>

#include "holding.h"

enum { LEXICON_LONGEST = 32 };

struct lexicon;

/* `prefilter` must live as long. */
struct lexicon *lexicon_new(const struct prefilter *prefilter);
void lexicon_free(struct lexicon **lexicon);

/* A word in plain form, its characters in the bytes of these numbers from the
 * lowest on, and NUL behind them. */
struct lexicon_key {
	uint64_t text[LEXICON_LONGEST / 8];
};

/* What this word holds; NULL where that is not known (yet). */
const struct holding *lexicon_look_up(
	struct lexicon *lexicon, const struct lexicon_key *key);

#endif
