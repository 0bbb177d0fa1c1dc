/*
 * segment: which part of a text is whose words.
 *
 * Cuts the text of one readable part into stretches, each of one zone: what
 * the sender wrote now, what is quoted, what is forwarded, signature and
 * standard disclaimers, hidden text. Every byte falls into exactly one
 * stretch. Works line by line in one pass with the marks of html.h; knows
 * ">" lines, "On … wrote:" and its kin, "-----Original Message-----",
 * Outlook's From/Sent/To/Subject block with or without a rule above, Gmail's
 * and Apple's "Forwarded message" heads, "-- ", mobile signatures, closing
 * words followed by a name block, and interleaved replies (text between
 * quoted lines is the sender's own).
 *
 * A header block that opens forwarded matter is parsed by forward.h. Without
 * a marker it is forwarded where the subject says so or where nothing says
 * that the message is a reply; otherwise it is quoted.
 *
 * Text at the foot that stays the writer's own: kisses, "c.c." lines,
 * postscripts, lists, and sentences below the name.
 *
 * Limits: English and Welsh. An answer typed into unmarked old mail (below
 * Outlook's block, without a mark on either) cannot be told from it.
 *
 * Threads: pure. Results live in the arena.
 */
#ifndef COMITY_TEXT_SEGMENT_H
#define COMITY_TEXT_SEGMENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "text/html.h"
#include "text/zone.h"

struct segment {
	enum zone zone;
	size_t start, end; /* bytes of the part's text */
	bool heads_forward; /* begins with a From/Sent/To header block */
};

struct segment_hints {
	bool is_forward;     /* the subject says "Fw:" and the like */
	bool is_reply;       /* In-Reply-To, References or "Re:" */
	struct str author_name; /* display name of From, for name blocks */
	const struct str *disclaimers; /* the council's registered ones */
	size_t disclaimer_count;
};

struct segment_list {
	struct segment *items;
	size_t count;
};

struct segment_list segment_text(struct arena *arena, struct str text,
	const struct html_mark *marks, size_t mark_count,
	const struct segment_hints *hints);

#endif
