/*
 * word: the words of a text, in the form in which names compare.
 *
 * Letters and digits make a word; everything else parts them, hyphens too
 * ("Vice-Chairman" is two words, as "Vice Chairman" is). Apostrophes within
 * vanish ("O'Brien"), a genitive "'s" or "s'" is cut off and remembered. The
 * folded form is without case and accents. An address is one word.
 */
#ifndef COMITY_PEOPLE_WORD_INTERNAL_H
#define COMITY_PEOPLE_WORD_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/str.h"

struct word {
	size_t start, end; /* bytes of the text */
	struct str folded; /* in the reader's buffer until the next word */
	bool capital;	   /* begins with a capital letter */
	bool possessive;
	bool adjacent; /* nothing but blanks between the last word and this */
	bool address;
};

struct word_reader {
	struct str text;
	size_t at;
	size_t at_sign; /* the next one, or where the text ends */
	size_t at_run;	/* where the characters of an address begin before it */
	char *folded;	/* the word's letters */
	size_t folded_n, folded_room;
};

struct word_reader word_reader_new(struct str text);
bool word_next(struct word_reader *reader, struct word *word);
void word_reader_clear(struct word_reader *reader);

#endif
