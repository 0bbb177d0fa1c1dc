/*
 * audit: one line of JSON a message.
 *
 * Ids, roles, flags, rules, clauses, timings. No text, no subject, no hidden
 * address, nor their number. The author's key only where the setting
 * audit-author says so.
 *
 * Threads: audit_line() is pure; writing is log.h's or the daemon's.
 */
#ifndef COMITY_ANSWER_AUDIT_H
#define COMITY_ANSWER_AUDIT_H

#include "judge/inspect.h"

struct audit_context {
	struct str queue_id;
	int64_t now;          /* seconds UTC */
	int64_t microseconds; /* spent on the message */
	unsigned forged_removed;
};

/* One line without its end; to be freed with free(). */
char *audit_line(
	const struct verdict *verdict, const struct audit_context *context);

#endif
