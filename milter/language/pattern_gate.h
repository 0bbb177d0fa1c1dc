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
	GATE_LETTERS,			/* 26 of them */
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

/* Is it open between the first two and the last two, by their classes? */
static inline bool
gate_lets(const struct gate *gate, unsigned second, unsigned first,
	unsigned here, unsigned next)
{
	return (gate->before.with[first] >> second &
		       gate->behind.with[here] >> next & 1) != 0;
}

/* The first place from `from` on, before `to`, at which a match may begin, or
 * `to`. */
static inline size_t
gate_first(const struct gate *gate, struct str text, size_t from, size_t to)
{
	/* What is before the first byte is as far as what is behind the last. */
	unsigned second = gate_class_at(text, from - 2);
	unsigned first = gate_class_at(text, from - 1);
	unsigned here = gate_class_at(text, from);

	for (; from < to; from++) {
		unsigned next = gate_class_at(text, from + 1);

		if (gate_lets(gate, second, first, here, next))
			return from;
		second = first;
		first = here;
		here = next;
	}
	return to;
}

/* Up to behind the last such place before `to`; there is one at `from`. */
static inline size_t
gate_last(const struct gate *gate, struct str text, size_t from, size_t to)
{
	unsigned next = gate_class_at(text, to);
	unsigned here = gate_class_at(text, to - 1);
	unsigned first = gate_class_at(text, to - 2);

	for (; to - 1 > from; to--) {
		unsigned second = gate_class_at(text, to - 3);

		if (gate_lets(gate, second, first, here, next))
			break;
		next = here;
		here = first;
		first = second;
	}
	return to;
}

#endif
