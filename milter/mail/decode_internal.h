/* What the files of decode.h share with each other and their neighbours. */
#ifndef COMITY_MAIL_DECODE_INTERNAL_H
#define COMITY_MAIL_DECODE_INTERNAL_H

#include <stdbool.h>

#include "base/str.h"

/* U+FFFD, three bytes. */
#define UTF8_REPLACEMENT "\xEF\xBF\xBD"

/* The value of a hexadecimal digit, -1 for another character. */
int hex_value(char c);

/* The first place before `end` where `a` is followed by `b`, or NULL. */
const char *find_pair(const char *p, const char *end, char a, char b);

/* How many bytes at `p` are ASCII without NUL. */
size_t ascii_length(const unsigned char *p, size_t n);

/* How many bytes at the start of `in` are UTF-8 without NUL. */
size_t utf8_valid_length(struct str in);

/*
 * The length of the sequence at `p` of `n` > 0 bytes; 0 where it is broken or
 * NUL, and then *bad is how many bytes one replacement character stands for.
 */
size_t utf8_sequence_length(const unsigned char *p, size_t n, size_t *bad);

/* Writes `code` as UTF-8 (1 to 4 bytes); returns how many. */
size_t utf8_write(unsigned code, char *out);

/* The characters of bytes 0x80 to 0x9F. */
extern const unsigned short windows_1252[32];

#endif
