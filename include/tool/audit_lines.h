/*
 * audit_lines: an audit log (answer/audit.h) counted for an account.
 *
 * A line may have something before its JSON, as syslog puts it there. One that
 * is no audit line, or is cut short, is counted, the first few are named on
 * standard error, and none stops the reading. Of a line that is in order
 * everything counts; of one that is not, nothing.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_AUDIT_LINES_H
#define COMITY_TOOL_AUDIT_LINES_H

#include "tool/tally.h"

struct audit_reading {
	/* Asked for: days from 1970-01-01, both included. */
	int32_t from, until;
	bool names;	     /* count authors as well */
	const char *council; /* NULL: all of them */
	/* Found. */
	size_t counted, broken;
	struct tally *tally;
};

/* "-" is standard input. False: the file cannot be read; said on stderr. */
bool audit_lines_read(struct audit_reading *reading, const char *path);

#endif
