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

#include "language/likeness.h"

enum { LEXICON_LONGEST = 32 };

/* A word in plain form (trie_plain), and NUL behind it. */
struct lexicon_key {
	_Alignas(8) char bytes[LEXICON_LONGEST];
};

struct lexicon_word {
	struct lexicon_key key;
	bool too_much; /* to keep what it holds */
	const struct vocabulary_word *weighs; /* NULL: nothing */
	struct holding holding;
};

/* Of the words of texts in which `prefilter` looks for strings, and whose
 * likeness is told by `vocabulary`. Both must live as long. */
struct lexicon *lexicon_new(const struct prefilter *prefilter,
	const struct vocabulary *vocabulary);
void lexicon_free(struct lexicon **lexicon);

/* NULL where nothing is known of the word (yet). */
const struct lexicon_word *lexicon_look_up(
	struct lexicon *lexicon, const struct lexicon_key *key);

#endif
