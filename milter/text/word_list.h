/*
 * word_list: is this word one of a list?
 *
 * Lists are written as one string, so that they read as lists. Every line and
 * every full stop of a letter asks this several times, mostly in vain: first
 * letter and length together settle nearly all of it, a hash the rest.
 *
 * Threads: a list is indexed when it is first asked, by whoever comes first.
 */
#ifndef COMITY_TEXT_WORD_LIST_H
#define COMITY_TEXT_WORD_LIST_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/str.h"

enum { WORD_LIST_SLOTS = 512 };

struct word_list {
	/* In lower case, each between two marks: " mr mrs ms ". */
	const char *words;
	gsize indexed;
	/* By the first letter's low bits: a bit for each length, and one for
	 * each second letter. */
	uint32_t lengths[32], seconds[32];
	uint16_t slots[WORD_LIST_SLOTS]; /* offsets into `words`, 0: free */
};

/*
 * Where the word stands in `words`, of twice the same the first; 0: nowhere.
 * Case is ignored. The word does not hold the list's mark.
 */
size_t word_list_find(struct word_list *list, struct str word);

/* May one of them begin like this, which is two letters long at least? */
bool word_list_may_begin(struct word_list *list, struct str text);

static inline bool
word_list_has(struct word_list *list, struct str word)
{
	return word_list_find(list, word) > 0;
}

#endif
