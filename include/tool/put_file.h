/*
 * put_file: a file written in one step.
 *
 * The text goes to a new file beside the place, and takes it when it is on the
 * disk: a reader sees the old file or the new one, whole, and a full disk
 * leaves the old one. A file that was there hands on its mode and, as far as
 * that is allowed, its owner; a symbolic link stays one. What is no plain file
 * (a device, a pipe) is written to as it is.
 *
 * Threads: any.
 */
#ifndef COMITY_TOOL_PUT_FILE_H
#define COMITY_TOOL_PUT_FILE_H

#include <stdbool.h>

#include "base/str.h"

/* "-" is standard output. False: said on standard error; the old file stands. */
bool put_file(const char *path, struct str text);
/* For a file that must not be there yet; it is never overwritten. */
bool create_file(const char *path, struct str text);

#endif
