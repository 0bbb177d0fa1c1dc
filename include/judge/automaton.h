/*
 * automaton: many words looked for in one pass.
 *
 * Aho and Corasick's automaton: a step or two a byte, whatever the number of
 * words. ASCII case is ignored and all digits are one; other bytes compare as
 * they are. It is kept small, since what the processor has at hand counts more
 * than the number of steps.
 
 *
 * Threads: immutable; what is found goes into the caller's list.
 */
#ifndef COMITY_JUDGE_AUTOMATON_H
#define COMITY_JUDGE_AUTOMATON_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct automaton;

/*
 * No word is empty; of equal ones (case ignored, all digits one) the last is
 * found. NULL where they are too many.
 */
struct automaton *automaton_new(const struct str *words, size_t count);
void automaton_free(struct automaton **automaton);

/* Where a word stands: the word's number, and the offset behind it. */
struct automaton_hit {
	uint32_t word, end;
};

/* All places in a stretch of text, in the order of their ends. Kept from text
 * to text; begins as zero. */
struct automaton_hits {
	struct automaton_hit *items;
	size_t count, room;
};

/* Finds the places that end in (from, to], anew. Offsets fit in 32 bits. */
void automaton_scan(const struct automaton *automaton, struct str text,
	size_t from, size_t to, struct automaton_hits *hits);
void automaton_hits_clear(struct automaton_hits *hits);

/* Bytes of memory that it takes. */
size_t automaton_bytes(const struct automaton *automaton);

#endif
