/*
 * plain_word: the words of a text, whatever stands between them.
 *
 * A word is a run of letters and apostrophes that begins with a letter; what is
 * beyond ASCII counts as letters. An apostrophe at its end is not part of it.
 * The text is expected as zones have it: valid UTF-8 in plain form (fold.h).
 *
 * Threads: pure. Linear.
 */
#ifndef COMITY_TEXT_PLAIN_WORD_H
#define COMITY_TEXT_PLAIN_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/*
 * The next word at or behind *at, which then is behind it; false: there is
 * none. It is a view of the text, case kept.
 */
bool plain_word_next(struct str text, size_t *at, struct str *word);

/* The same for words that differ in the case of ASCII letters only. */
uint64_t plain_word_hash(struct str word);

#endif
