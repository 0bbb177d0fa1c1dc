/*
 * The inside of a merge: roster_merge.c decides what becomes of each line,
 * roster_merge_text.c writes it.
 */
#ifndef COMITY_TOOL_ROSTER_MERGE_INTERNAL_H
#define COMITY_TOOL_ROSTER_MERGE_INTERNAL_H

#include "tool/roster_merge.h"

enum fate { FATE_KEEP, FATE_ALTER, FATE_REMOVE };

struct merge_line {
	enum fate fate;
	bool owned;
	const struct roster_entry *entry; /* FATE_ALTER */
};

struct merging {
	struct roster_merge *merge;
	struct arena *arena;
	struct merge_line *lines; /* one a row of the table */
	GPtrArray *added;	  /* const struct roster_entry * */
	/* Columns of the new file: those of the old one, then these. */
	enum roster_column new_columns[ROSTER_COLUMNS];
	size_t new_column_count;
};

/* Whether the source, not a hand, fills this cell of its line. */
bool merge_governs(
	const struct merging *merging, size_t row, enum roster_column column);
/* Writes the text and the changes. */
void merge_write(struct merging *merging);

#endif
