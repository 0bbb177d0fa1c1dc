/*
 * segment_out: the list of stretches while it is made.
 *
 * For segment.c and segment_foot.c. Neighbours of one zone become one.
 */
#ifndef COMITY_TEXT_SEGMENT_OUT_H
#define COMITY_TEXT_SEGMENT_OUT_H

#include "foot_lines.h"
#include "text/segment.h"

struct segment_out {
	struct arena *arena;
	struct segment *items;
	size_t count, room;
};

void segment_put(
	struct segment_out *out, enum zone zone, size_t start, size_t end);
/* The same for a stretch that begins with a forwarded letter's header. */
void segment_put_forward(struct segment_out *out, size_t start, size_t end);

/*
 * Tells text from signature in text[start, end), which is the writer's own.
 * `signature`: markup said that it is one; copies and postscripts that stand
 * in it are text all the same.
 */
void segment_foot(struct segment_out *out, struct str text, size_t start,
	size_t end, bool signature, const struct segment_hints *hints,
	const struct foot_author *author);

#endif
