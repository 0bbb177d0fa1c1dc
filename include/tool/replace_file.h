/*
 * replace_file: a file written in one step.
 *
 * The text goes into a new file beside the old one and takes its place when it
 * is on the disk: a reader sees the old text or the new, and a full disk
 * leaves the old one. Owner and mode are kept; a symbolic link stays one, and
 * what it leads to is written.
 *
 * Threads: any.
 */
#ifndef COMITY_TOOL_REPLACE_FILE_H
#define COMITY_TOOL_REPLACE_FILE_H

#include <stdbool.h>

#include "base/str.h"

/* False: could not be written, said on standard error; the old file stands. */
bool replace_file(const char *path, struct str text);
/* For a file that must not be there yet; it is never overwritten. */
bool create_file(const char *path, struct str text);

#endif
