/*
 * headers: a verdict as header fields (design: "What a message gets").
 *
 * Values are ASCII, free of control bytes, folded with LF and one space below
 * LIMIT_HEADER_LINE columns; text that is not ASCII becomes RFC 2047 words.
 * Nothing here takes a recipient: the verdict holds none.
 *
 * Threads: pure. Results live in the arena.
 */
#ifndef COMITY_ANSWER_HEADERS_H
#define COMITY_ANSWER_HEADERS_H

#include "base/arena.h"
#include "base/str.h"
#include "judge/inspect.h"

struct header {
	struct str name;
	struct str value; /* folded, without the space after the colon */
};

struct header_list {
	struct header *items; /* as they stand in the message, top first */
	size_t count;
};

struct header_list headers_for(
	struct arena *arena, const struct verdict *verdict);

/* Is this field one of ours, or a forgery of one? (prefix, any case) */
bool headers_is_ours(struct str name, struct str prefix);

/* The setting `header-prefix`, or its default. */
struct str headers_prefix(const struct ruleset *rules);

/* One field's value made safe, cut at LIMIT_HEADER_VALUE_BYTES. */
struct str headers_fold(
	struct arena *arena, struct str name, struct str value);
/* The same without the cut, for a field that is the sender's own. */
struct str headers_fold_whole(
	struct arena *arena, struct str name, struct str value);

#endif
