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

enum { WORD_LIST_SLOTS = 256 };

struct word_list {
	/* In lower case, each between two marks: " mr mrs ms ". */
	const char *words;
	gsize indexed;
	/* By the first letter's low bits: a bit for each length. */
	uint32_t lengths[32];
	uint16_t slots[WORD_LIST_SLOTS]; /* offsets into `words`, 0: free */
};

/* Case is ignored. The word does not hold the list's mark. */
bool word_list_has(struct word_list *list, struct str word);

#endif
