#include "tool/charts.h"

#include <stdbool.h>

#include "tool/markup.h"

/* Pixels, from the top of the chart of columns down. */
enum { TOP = 22, PLOT = 170, FOOT = 26, LABEL_ABOVE = 5, LABEL_BELOW = 18 };

/* Labels keep clear of each other on a telephone. */
enum { LABELS_MOST = 5, VALUES_MOST = 14, VALUE_WIDEST = 999 };

enum { SPARK_HEIGHT = 20 };

/* A single week is a column, not a wall. */
enum { PLACES_LEAST = 8 };

static double
room_of(size_t count)
{
	return 100.0 / (double)MAX(count, PLACES_LEAST);
}

/* --- Columns ----------------------------------------------------------- */

/* A small figure times a power of ten, and no less than `most`. */
static size_t
round_top(size_t most)
{
	static const size_t steps[] = {1, 2, 3, 4, 5, 6, 8};

	for (size_t power = 1;; power *= 10)
		for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
			if (steps[i] * power >= most)
				return steps[i] * power;
}

static size_t
highest(const struct chart_column *columns, size_t count)
{
	size_t most = 1;

	for (size_t i = 0; i < count; i++)
		most = MAX(most, columns[i].all);
	return most;
}

static void
put_grid(GString *page, size_t top)
{
	markup_format(page,
		"<line class=\"grid\" x1=\"0\" x2=\"100%%\" y1=\"%d\" "
		"y2=\"%d\"/>",
		TOP, TOP);
	markup_format(page, "<text class=\"label\" x=\"0\" y=\"%d\">",
		TOP - LABEL_ABOVE);
	markup_number(page, top);
	markup_put(page, "</text>");
}

/* `at` and `width` in percent of the chart. */
static void
put_column(
	GString *page, const char *class, double at, double width, double share)
{
	if (share <= 0)
		return;
	markup_format(page,
		"<rect class=\"%s\" x=\"%.3f%%\" width=\"%.3f%%\" y=\"%.2f\" "
		"height=\"%.2f\"/>",
		class, at, width, TOP + PLOT * (1 - share), PLOT * share);
}

static void
put_value(GString *page, double middle, double share, size_t value)
{
	markup_format(page,
		"<text class=\"value\" text-anchor=\"middle\" x=\"%.3f%%\" "
		"y=\"%.2f\">",
		middle, TOP + PLOT * (1 - share) - LABEL_ABOVE);
	markup_number(page, value);
	markup_put(page, "</text>");
}

static void
put_label(GString *page, double middle, const char *label)
{
	markup_format(page,
		"<text class=\"label\" text-anchor=\"middle\" x=\"%.3f%%\" "
		"y=\"%d\">",
		middle, TOP + PLOT + LABEL_BELOW);
	markup_text(page, label);
	markup_put(page, "</text>");
}

static void
put_columns(GString *page, const struct chart_column *columns, size_t count)
{
	size_t top = round_top(highest(columns, count));
	size_t step = (count + LABELS_MOST - 1) / LABELS_MOST;
	bool values = count <= VALUES_MOST && top <= VALUE_WIDEST;
	double room = room_of(count);

	put_grid(page, top);
	for (size_t i = 0; i < count; i++) {
		const struct chart_column *column = &columns[i];
		double at = room * (double)i;
		double all = (double)column->all / (double)top;
		double part = (double)column->part / (double)top;

		put_column(page, "all", at + room * 0.1, room * 0.8, all);
		put_column(page, "part", at + room * 0.1, room * 0.8, part);
		if (values && column->part > 0)
			put_value(page, at + room / 2, part, column->part);
		if (i % step == step / 2)
			put_label(page, at + room / 2, column->label);
	}
	markup_format(page,
		"<line class=\"axis\" x1=\"0\" x2=\"100%%\" y1=\"%d\" "
		"y2=\"%d\"/>",
		TOP + PLOT, TOP + PLOT);
}

void
chart_columns(GString *page, const char *id, const char *description,
	const struct chart_column *columns, size_t count)
{
	markup_format(page,
		"<svg class=\"columns\" role=\"img\" "
		"aria-labelledby=\"%s-text\" width=\"100%%\" height=\"%d\">",
		id, TOP + PLOT + FOOT);
	markup_format(page, "<title id=\"%s-text\">", id);
	markup_text(page, description);
	markup_put(page, "</title>");
	put_columns(page, columns, count);
	markup_put(page, "</svg>\n");
}

/* --- In a cell --------------------------------------------------------- */

void
chart_bar(GString *page, size_t value, size_t most)
{
	markup_put(page, "<svg class=\"bar\" aria-hidden=\"true\" "
			 "focusable=\"false\" width=\"100%\" height=\"12\">");
	if (value > 0)
		markup_format(page,
			"<rect class=\"part\" width=\"%.2f%%\" height=\"12\"/>",
			100.0 * (double)value / (double)most);
	markup_put(page, "</svg>");
}

void
chart_spark(GString *page, const size_t *values, size_t count)
{
	size_t most = 1;

	for (size_t i = 0; i < count; i++)
		most = MAX(most, values[i]);
	markup_format(page,
		"<svg class=\"spark\" aria-hidden=\"true\" "
		"focusable=\"false\" width=\"100%%\" height=\"%d\">",
		SPARK_HEIGHT);
	for (size_t i = 0; i < count; i++) {
		double high = SPARK_HEIGHT * (double)values[i] / (double)most;
		double room = room_of(count);

		if (values[i] > 0)
			markup_format(page,
				"<rect class=\"part\" x=\"%.3f%%\" "
				"width=\"%.3f%%\" y=\"%.2f\" height=\"%.2f\"/>",
				room * (double)i + room * 0.1, room * 0.8,
				SPARK_HEIGHT - high, high);
	}
	markup_put(page, "</svg>");
}
