/*
 * pattern_gate: the places of a text at which a match can begin, as far as the
 * two bytes before a place and the two from there on tell.
 *
 * Most places are no start of anything, and looking at four bytes costs less
 * than finding that out by trying. For ASCII texts only.
 *
 * Threads: immutable once made.
 */
#ifndef COMITY_LANGUAGE_PATTERN_GATE_H
#define COMITY_LANGUAGE_PATTERN_GATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* Bytes are told apart by classes: the letters, in any case, and these. */
enum {
	GATE_COMMA,
	GATE_LETTERS, /* 26 of them */
	GATE_DIGIT = GATE_LETTERS + 26, /* and the underscore */
	GATE_SPACE,
	GATE_STOP, /* what may end a sentence, or a part of one */
	GATE_OTHER,
	GATE_NOTHING, /* the text's edge, or a line's */
	GATE_CLASSES,
};

extern const uint8_t gate_class[128];

/* Pairs of neighbours: by the class of the one, a bit for that of the other. */
struct gate_pairs {
	uint32_t with[GATE_CLASSES];
};

struct gate {
	struct gate_pairs before; /* the nearer of the two comes first */
	struct gate_pairs behind;
};

/* Of an expression. Freed with g_free. */
struct expr;
struct gate *gate_new(const struct expr *tree);

static inline unsigned
gate_class_at(struct str text, size_t at)
{
	return at < text.n ? gate_class[text.p[at] & 0x7F]
			   : (unsigned)GATE_NOTHING;
}

/* May a match begin here? */
static inline bool
gate_is_open(const struct gate *gate, struct str text, size_t at)
{
	/* What is before the first byte is as far as what is behind the last. */
	uint32_t before = gate->before.with[gate_class_at(text, at - 1)];
	uint32_t behind = gate->behind.with[gate_class_at(text, at)];

	return (before >> gate_class_at(text, at - 2) & 1) != 0 &&
	       (behind >> gate_class_at(text, at + 1) & 1) != 0;
}

#endif
