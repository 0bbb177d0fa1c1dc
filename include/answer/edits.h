/*
 * edits: what has to be done to a message, as an ordered list.
 *
 * Made from the verdict and the fields that came with the message; carried
 * out by the daemon through libmilter, printed by `comity scan`. Order:
 * forged fields are removed from the highest index down (on Postfix each
 * removal renumbers those behind it), then ours are inserted at the top, then
 * the action.
 *
 * Threads: pure. Results live in the arena.
 */
#ifndef COMITY_ANSWER_EDITS_H
#define COMITY_ANSWER_EDITS_H

#include "answer/headers.h"

enum edit_kind {
	EDIT_REMOVE,     /* field `name`, the `index`-th of that name from 1 */
	EDIT_INSERT,     /* field at the top, `index` from 0 */
	EDIT_CHANGE,     /* the first field `name` gets `value` */
	EDIT_ADD_RCPT,   /* `value` is an address (the author's own) */
	EDIT_QUARANTINE, /* `value` is the reason */
};

struct edit {
	enum edit_kind kind;
	unsigned index;
	struct str name, value;
};

enum edits_reply { REPLY_ACCEPT, REPLY_DEFER, REPLY_REJECT };

struct edit_list {
	struct edit *items;
	size_t count;
	enum edits_reply reply;
	struct str reply_text;
};

/* `trusted`: the client is a trusted relay whose fields of ours stay. */
struct edit_list edits_for(struct arena *arena, const struct verdict *verdict,
	const struct field *fields, size_t field_count, bool trusted);

#endif
