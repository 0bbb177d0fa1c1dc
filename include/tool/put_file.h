/*
 * put_file: a file written in one step.
 *
 * The text goes to a new file beside the place, which then takes it: a reader
 * sees the old file or the new one, whole. A file that was there hands on its
 * mode and, as far as that is allowed, its owner; a symbolic link stays one. What is no plain file (a
 * device, a pipe) is written to as it is.
 *
 * Threads: any.
 */
#ifndef COMITY_TOOL_PUT_FILE_H
#define COMITY_TOOL_PUT_FILE_H

#include <stdbool.h>

/* "-" is standard output. False: said on standard error. */
bool put_file(const char *path, const char *text);

#endif
