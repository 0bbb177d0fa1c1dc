/*
 * lexicon_gather: what a word holds, found out.
 *
 * The strings that begin at each of its letters are followed through the trie:
 * those that end in the word with the boundaries that they ask for are held by
 * it, and the others are ways out of it.
 *
 * Threads: pure.
 */
#ifndef COMITY_JUDGE_LEXICON_GATHER_H
#define COMITY_JUDGE_LEXICON_GATHER_H

#include <stdbool.h>

#include <glib.h>

#include "lexicon.h"

/* Freed with lexicon_disperse. */
struct lexicon_gathered {
	GArray *uses, *partners, *ways;
};

/* By node of the trie: may some string that it leads to begin within a word,
 * behind a letter or digit? Freed with g_free. */
bool *lexicon_in_words(const struct prefilter *prefilter);

/* Of a word in plain form. */
void lexicon_gather(struct lexicon_gathered *all,
	const struct prefilter *prefilter, const bool *in_words,
	struct str word);
void lexicon_disperse(struct lexicon_gathered *all);

#endif
