/*
 * utf8: UTF-8 as RFC 3629 has it, without NUL.
 *
 * Overlong forms, surrogates and what lies beyond U+10FFFF are no characters.
 * All is linear and never fails.
 *
 * Threads: pure functions. Results live in the arena.
 */
#ifndef COMITY_BASE_UTF8_H
#define COMITY_BASE_UTF8_H

#include "base/arena.h"
#include "base/str.h"

/* U+FFFD, three bytes. */
#define UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* How many bytes at `p` are ASCII without NUL. */
size_t ascii_length(const unsigned char *p, size_t n);

/* All of it; NUL counts as ASCII here. */
bool str_is_ascii(struct str s);

/* How many bytes at the start of `in` are UTF-8 without NUL. */
size_t utf8_valid_length(struct str in);

/*
 * The length of the sequence at `p` of `n` > 0 bytes; 0 where it is broken or
 * NUL, and then *bad is how many bytes one replacement character stands for.
 */
size_t utf8_sequence_length(const unsigned char *p, size_t n, size_t *bad);

/* Writes `code` as UTF-8 (1 to 4 bytes); returns how many. */
size_t utf8_write(unsigned code, char *out);

/*
 * Valid UTF-8 of `in`: broken sequences and NUL become U+FFFD. Returns `in`
 * itself where nothing has to change.
 */
struct str utf8_make_valid(struct arena *arena, struct str in);

#endif
