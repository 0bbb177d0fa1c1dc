/*
 * prose: letters of a council that never was, out of lists of words.
 *
 * The same seed gives the same words on every machine.
 */
#ifndef COMITY_BENCH_PROSE_H
#define COMITY_BENCH_PROSE_H

#include <stdint.h>

#include <glib.h>

/* A sequence of numbers (xorshift); never begun with 0. */
struct dice {
	uint64_t state;
};

uint32_t dice_throw(struct dice *dice, uint32_t sides);

void prose_sentence(struct dice *dice, GString *out);
/* Some sentences on one line, without a line end. */
void prose_paragraph(struct dice *dice, GString *out);
void prose_subject(struct dice *dice, GString *out);

#endif
