/*
 * charts: pictures of numbers, as SVG within a page.
 *
 * Sizes are in percent of the room there is, so that a picture fits a telephone
 * as well as paper and its letters stay as large as the text around it. The
 * colours are those of the page's style (classes all, part, grid, label). The
 * same numbers stand in a table beside every chart: the pictures are left out
 * by programs that read aloud, but for the columns' own description.
 *
 * Threads: one at a time a page.
 */
#ifndef COMITY_TOOL_CHARTS_H
#define COMITY_TOOL_CHARTS_H

#include <glib.h>

/* One period: all messages, and the part of them that has a flag. */
struct chart_column {
	char label[32]; /* under the axis, where there is room */
	size_t all, part;
};

/* Columns side by side with an axis; `description` is read aloud. */
void chart_columns(GString *page, const char *id, const char *description,
	const struct chart_column *columns, size_t count);
/* A bar of `value` out of `most`, for a cell of a table. */
void chart_bar(GString *page, size_t value, size_t most);
/* Small columns, for a cell of a table. */
void chart_spark(GString *page, const size_t *values, size_t count);

#endif
