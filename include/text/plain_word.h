/*
 * plain_word: the words of a text, whatever stands between them.
 *
 * A word is a run of word characters: ASCII letters and digits, the apostrophe,
 * and whatever is beyond ASCII. The text is expected as zones have it: valid
 * UTF-8 in plain form (fold.h).
 *
 * Threads: pure. Linear.
 */
#ifndef COMITY_TEXT_PLAIN_WORD_H
#define COMITY_TEXT_PLAIN_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bits.h"
#include "base/str.h"

/* A character of words, or a byte of one. */
static inline bool
plain_word_has(char c)
{
	/* A bit a byte: the apostrophe and digits, letters, and all beyond. */
	static const uint64_t bytes[] = {UINT64_C(0x03FF008000000000),
		UINT64_C(0x07FFFFFE07FFFFFE), UINT64_MAX, UINT64_MAX};

	return bits_have(bytes, (unsigned char)c);
}

/*
 * The next word at or behind *at, which then is behind it; false: there is
 * none. It is a view of the text, case kept.
 */
bool plain_word_next(struct str text, size_t *at, struct str *word);

/* Without the apostrophes at its ends: perhaps nothing. */
struct str plain_word_bare(struct str word);

/* Does the second word stand one space behind the first, in the same text? */
static inline bool
plain_word_follows(const char *first_end, const char *second)
{
	return second - first_end == 1 && *first_end == ' ';
}

/* The same for words that differ in the case of ASCII letters only. */
uint64_t plain_word_hash(struct str word);

#endif
