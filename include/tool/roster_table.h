/*
 * roster_table: a roster as rows and cells, for checking and rewriting it.
 *
 * people/roster.h reads the same file for judging and forgets where a cell
 * stood; here every cell keeps its place and columns that nobody knows are
 * there too. What is wrong with the file is for roster_load() to say: this
 * reads as well as it can and reports nothing.
 *
 * Threads: one at a time. All of it lives in the arena and in the source.
 */
#ifndef COMITY_TOOL_ROSTER_TABLE_H
#define COMITY_TOOL_ROSTER_TABLE_H

#include "base/arena.h"
#include "base/diag.h"
#include "people/csv.h"
#include "people/roster.h"

/* The columns that comity-roster(5) names, in its order. */
enum roster_column {
	ROSTER_ADDRESS,
	ROSTER_ROLE,
	ROSTER_NAME,
	ROSTER_TITLE,
	ROSTER_PARTY,
	ROSTER_POSTS,
	ROSTER_EXPANDS,
	ROSTER_NEEDED, /* a file has those before */
	ROSTER_ALIASES = ROSTER_NEEDED,
	ROSTER_WARD,
	ROSTER_FROM,
	ROSTER_UNTIL,
	ROSTER_SOURCE,
	ROSTER_COLUMNS
};
extern const char *const roster_column_names[ROSTER_COLUMNS + 1];

struct roster_table {
	struct arena *arena;
	const struct source *source;
	struct csv_row header;      /* count 0: an empty file */
	int columns[ROSTER_COLUMNS]; /* index in a row, -1: not there */
	struct csv_row *rows;
	size_t count;
};

struct roster_table *roster_table_read(
	struct arena *arena, const struct source *source);
/* Empty, at the place of the row, where the row has no such cell. */
struct csv_cell roster_table_cell(const struct roster_table *table,
	size_t row, enum roster_column column);
/* The role named in a row; ROLE_COUNT where that is none. */
enum role roster_table_role(const struct roster_table *table, size_t row);
/* The next word of a cell that holds a list; false at its end. */
bool roster_next_word(struct str *rest, struct str *word);

#endif
