/*
 * csv: comma-separated values with the place of every cell (RFC 4180).
 *
 * One row after the other out of a source; a cell may stand in quotes and
 * then hold commas, line ends and doubled quotes. Blanks around a cell's text
 * are not part of it. Lines that are blank, or hold nothing but commas (a
 * spreadsheet's empty rows), are passed over.
 *
 * A quote that is never closed and text behind a closing quote are errors,
 * reported where they stand; reading goes on as well as it can.
 *
 * Threads: one reader, one thread. Rows live in the arena.
 */
#ifndef COMITY_PEOPLE_CSV_H
#define COMITY_PEOPLE_CSV_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

struct csv_cell {
	struct str text;    /* unquoted and trimmed */
	struct place place; /* as written, quotes included */
};

struct csv_row {
	struct csv_cell *cells;
	size_t count;
	struct place place; /* its first cell */
	unsigned line;      /* of the file, counted from 1 */
};

struct csv_reader {
	struct arena *arena;
	struct diag *diag;
	const struct source *source;
	size_t at;     /* byte offset of what is read next */
	unsigned line; /* the line that `at` stands in */
};

struct csv_reader csv_open(
	struct arena *arena, struct diag *diag, const struct source *source);
/* The next row that holds anything; false at the end of the file. */
bool csv_next(struct csv_reader *reader, struct csv_row *row);

#endif
