/*
 * list_lines: the lines of a list of labelled mail, one thing to a line.
 *
 * Empty lines and those that begin with "#" are passed over.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_LIST_LINES_H
#define COMITY_TOOL_LIST_LINES_H

#include <stdbool.h>

#include "base/diag.h"

/* `number`: from 1 on, with those that are passed over. False: this line could
 * not be used, which has been said. */
typedef bool list_line_fn(struct place place, struct str line, unsigned number,
	void *context);

/* Calls `each` with every line. False where the file cannot be read, which is
 * reported, or `each` said so; the other lines are read all the same. */
bool list_lines_read(struct diag *diag, const char *path, list_line_fn *each,
	void *context);

#endif
