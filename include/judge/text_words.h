/*
 * text_words: the words of a zone, each looked up once.
 *
 * What a message is like and where patterns may begin are both told by its
 * words. So they are cut from the text a single time, sentence by sentence,
 * and what is known of each of them is kept beside it (lexicon.h). Words are
 * those of plain_word.h. A long text goes block by block, so that the list
 * takes no more memory than the text does.
 *
 * Threads: belongs to one thread at a time; kept from text to text.
 */
#ifndef COMITY_JUDGE_TEXT_WORDS_H
#define COMITY_JUDGE_TEXT_WORDS_H

#include <stddef.h>
#include <stdint.h>

#include "text/zone.h"

struct lexicon;
struct lexicon_word; /* lexicon.h */

struct text_word {
	const struct lexicon_word *known; /* NULL: nothing is */
	uint32_t start, end;		  /* in the zone's text */
};

/* The words of some sentences that follow each other. */
struct text_words {
	struct text_word *list;
	size_t count, room;
	size_t first_sentence, end_sentence;
};

/* Of another zone: nothing is read of it yet. */
void text_words_begin(struct text_words *words);

/*
 * Reads a block of some thousand words from a sentence on, but where that is
 * the block in hand: most texts are one. There must be such a sentence. A zone
 * of 4 GB is none. Without a lexicon no word is known.
 */
void text_words_read(struct text_words *words, const struct zone_text *zone,
	size_t first_sentence, struct lexicon *lexicon);

/* Frees the list. */
void text_words_clear(struct text_words *words);

#endif
