/*
 * roster_import: `comity roster import`, from a source into a file.
 *
 * Reads the roster (none is an empty one), the mapping and the source, merges
 * (roster_merge.h), loads what came of it as the daemon would, shows what
 * changes, and writes it in one step. Whatever goes wrong on that way leaves
 * the file as it was; so does a source that would take away most of its lines.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_ROSTER_IMPORT_H
#define COMITY_TOOL_ROSTER_IMPORT_H

#include "tool/options.h"

/* The exit status. */
int roster_import(const struct options *options);

#endif
