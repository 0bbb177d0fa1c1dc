/*
 * pattern_strings: small sets of strings, in the order they were added.
 *
 * GPtrArrays of char * that own their strings. Adding does not look for what
 * is there already; that is done for all at once.
 */
#ifndef COMITY_LANGUAGE_PATTERN_STRINGS_H
#define COMITY_LANGUAGE_PATTERN_STRINGS_H

#include <glib.h>

GPtrArray *strings_new(void);
/* NULL is fine; sets it to NULL. */
void strings_free(GPtrArray **strings);
void strings_add(GPtrArray *strings, const char *text);
/* Moves all strings of `from`, which is empty then. */
void strings_take_all(GPtrArray *strings, GPtrArray *from);
void strings_drop_same(GPtrArray *strings);
/* Drops what contains another of the set: it is found with that. */
void strings_drop_redundant(GPtrArray *strings);
/* Lengths; 0 of an empty set. */
size_t strings_shortest(const GPtrArray *strings);
size_t strings_longest(const GPtrArray *strings);

#endif
