/*
 * words: small helpers for tables of words.
 */
#ifndef COMITY_BASE_WORDS_H
#define COMITY_BASE_WORDS_H

#include "base/str.h"

/* A view for static tables; STR_LIT makes one at run time only. */
/* clang-format off */
#define WORDS(literal) {(literal), sizeof(literal) - 1}
/* clang-format on */

static inline char
word_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

#endif
