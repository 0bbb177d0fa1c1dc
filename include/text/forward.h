/*
 * forward: the letters that a message carries on.
 *
 * A message/rfc822 attachment or an inline block ("Begin forwarded message:",
 * "---------- Forwarded message ---------", Outlook's From/Sent/To/Cc/Subject,
 * Thunderbird's table) names the forwarded letter's own From, To, Cc and Date.
 * They take part in copy-notice: forwarding an officer's letter to a member
 * copies it. Where a client writes display names without addresses, the name
 * is kept and the roster may know it.
 *
 * Threads: pure. Results live in the arena.
 */
#ifndef COMITY_TEXT_FORWARD_H
#define COMITY_TEXT_FORWARD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "mime/address.h"
#include "mime/raw.h"

struct forwarded {
	struct address_list from, to, cc; /* `valid` false: a bare name */
	struct str date; /* as written */
	struct str subject;
	bool attached; /* message/rfc822, not inline */
};

/* Parses a header block at the start of `text`; false when there is none. */
bool forward_read_inline(
	struct arena *arena, struct str text, struct forwarded *forwarded);
void forward_read_fields(struct arena *arena, const struct field *fields,
	size_t count, struct forwarded *forwarded);

#endif
