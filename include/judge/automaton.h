/*
 * automaton: many words looked for in one pass.
 *
 * Aho and Corasick's automaton as a table: one look-up a byte, whatever the
 * number of words. ASCII case is ignored, other bytes compare as they are. A
 * long text is read in four places at once, since a look-up waits for the one
 * before it.
 *
 * The table stays within a fixed size: where it would not, only the first
 * bytes of each word count. Words may therefore be reported that do not stand
 * in the text in full; one that does is never left out.
 *
 * Threads: immutable; what is found goes into the caller's bit set.
 */
#ifndef COMITY_JUDGE_AUTOMATON_H
#define COMITY_JUDGE_AUTOMATON_H

#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

struct automaton;

struct automaton_word {
	struct str text;  /* not empty */
	unsigned pattern; /* the bit that it sets */
};

struct automaton *automaton_new(
	const struct automaton_word *words, size_t count);
void automaton_free(struct automaton **automaton);

/* Or-s into `patterns` the bits of all words that stand in `text`. */
void automaton_scan(const struct automaton *automaton, struct str text,
	uint64_t *patterns);

/*
 * Where a word stands: the offsets behind it, in no order, some of them twice.
 * What was noted in another turn than the present one counts as nothing, so
 * that nobody has to clear the notes between two texts.
 */
enum { PLACES_KEPT = 14 };
struct automaton_places {
	uint32_t turn;
	uint32_t count; /* PLACES_KEPT + 1: more than are kept */
	uint32_t end[PLACES_KEPT];
};

/* The same, and notes places: an entry for each different word. */
void automaton_scan_places(const struct automaton *automaton, struct str text,
	uint64_t *patterns, struct automaton_places *places, uint32_t turn);
/* How many such notes there are; the one of a word; and its length there. */
size_t automaton_place_count(const struct automaton *automaton);
size_t automaton_place_of(const struct automaton *automaton, size_t word);
size_t automaton_place_length(const struct automaton *automaton, size_t place);

/* Bytes of memory that it takes. */
size_t automaton_bytes(const struct automaton *automaton);

#endif
