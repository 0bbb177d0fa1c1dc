/*
 * roster_merge: what a source says of people, brought into a roster.
 *
 * A line whose cell `source` begins with the source's name is the source's: it
 * is altered and removed with it. Every other line is somebody's own and stays
 * as it is to the byte, also where the source has the same address. Within a
 * line of the source's, columns that the mapping does not fill stay, and so do
 * those that the cell names behind "keep:".
 *
 * Lines keep their order; new ones follow the source's last line.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_ROSTER_MERGE_H
#define COMITY_TOOL_ROSTER_MERGE_H

#include <glib.h>
#include <stdio.h>

#include "tool/roster_map.h"

struct roster_merge {
	const struct roster_table *table;
	const char *source; /* "ldap", "moderngov" */
	const struct roster_map *map;
	const struct roster_entry *entries;
	size_t entry_count;
	/* What comes of it. */
	GString *text;  /* the roster to be */
	GString *changes; /* the same as lines for a reader */
	size_t added, removed, altered, same, by_hand;
	size_t owned; /* lines that the source had before */
};

/* Fills in the rest; to be freed with roster_merge_clear(). */
void roster_merge_run(struct roster_merge *merge);
void roster_merge_clear(struct roster_merge *merge);

#endif
