/*
 * The reading of a roster: roster_load.c reads the lines, roster_check.c tells
 * of what is wrong between them.
 */
#ifndef COMITY_PEOPLE_ROSTER_LOADER_H
#define COMITY_PEOPLE_ROSTER_LOADER_H

#include "people/csv.h"
#include "roster_internal.h"

enum column {
	COLUMN_ADDRESS,
	COLUMN_ROLE,
	COLUMN_NAME,
	COLUMN_TITLE,
	COLUMN_PARTY,
	COLUMN_POSTS,
	COLUMN_EXPANDS,
	COLUMNS_NEEDED, /* those before must be there */
	COLUMN_ALIASES = COLUMNS_NEEDED,
	COLUMN_WARD,
	COLUMN_FROM,
	COLUMN_UNTIL,
	COLUMN_SOURCE, /* not of the person: see comity-roster(5) */
	COLUMN_COUNT
};

struct loader {
	struct diag *diag;
	struct roster *roster;
	struct csv_reader csv;
	struct place top;	   /* the header line */
	int columns[COLUMN_COUNT]; /* index in a row, -1 where not there */
	size_t width;		   /* columns of the header line */
	GArray *people;		   /* struct person */
	GArray *rows;		   /* struct csv_row, one for each */
	GHashTable *written;	   /* key to the first struct written */
};

/* The cell of that column; empty where the column is not there. */
struct csv_cell loader_cell(const struct loader *loader,
	const struct csv_row *row, enum column column);

/* Enters all keys in the roster; tells of those that two lines have. */
void loader_write_keys(struct loader *loader);
/* Tells of lists that hold nobody, strangers, or each other. */
void loader_check_lists(struct loader *loader);

#endif
