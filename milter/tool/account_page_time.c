#include "account_page.h"

#include "tool/charts.h"
#include "tool/markup.h"

/* A quarter of a year, which has parts of 14 weeks, stands side by side on a
 * sheet of A4. */
enum { ABREAST_MOST = 14 };

/* --- Over time --------------------------------------------------------- */

size_t
page_flag_in(const struct account *account, const struct periods *periods,
	size_t index, const char *flag)
{
	return tally_flag_between(account->tally, flag,
		periods_begin(periods, index),
		periods_begin(periods, index + 1));
}

static struct tally_days
days_of(const struct account *account, const struct periods *periods, size_t i)
{
	return tally_between(account->tally, periods_begin(periods, i),
		periods_begin(periods, i + 1));
}

static void
put_chart(GString *page, const struct account *account,
	const struct periods *periods)
{
	struct chart_column *columns =
		g_new0(struct chart_column, periods->count);
	char *days = account_days(account);
	char *text = g_strdup_printf("Columns by %s, %s. The same numbers are "
				     "in the table \"Figures over time\".",
		account_grain(periods), days);

	for (size_t i = 0; i < periods->count; i++) {
		struct tally_days found = days_of(account, periods, i);

		periods_short_label(periods, i, columns[i].label);
		columns[i].all = found.messages;
		columns[i].part = found.flagged;
	}
	chart_columns(page, "weeks", text, columns, periods->count);
	g_free(text);
	g_free(days);
	g_free(columns);
}

static void
put_key(GString *page, const char *class, const char *says)
{
	markup_format(page,
		"<span class=\"key\"><svg aria-hidden=\"true\" "
		"focusable=\"false\" width=\"12\" height=\"12\">"
		"<rect class=\"%s\" width=\"12\" height=\"12\"/></svg>"
		"%s</span> ",
		class, says);
}

void
page_put_weeks(GString *page, const struct account *account)
{
	struct periods periods;

	page_begin_section(page, "weeks", "Over time");
	if (account_periods(account, &periods)) {
		markup_format(page,
			"<figure>\n<figcaption>Messages between members and "
			"officers by %s%s. ",
			account_grain(&periods),
			periods.grain == GRAIN_WEEK
				? " (each named by its Monday)"
				: "");
		put_key(page, "part", "with a flag");
		put_key(page, "all", "without");
		markup_put(page, "</figcaption>\n");
		put_chart(page, account, &periods);
		markup_put(page, "</figure>\n");
	} else {
		markup_put(page, "<p>Nothing that has a date.</p>\n");
	}
	markup_put(page, "</section>\n");
}

/* --- Figures over time ------------------------------------------------- */

static void
put_period_table(GString *page, const struct account *account,
	const struct periods *periods)
{
	const char *grain = account_grain(periods);

	markup_format(page,
		"<table class=\"periods\">\n<caption>Messages between members "
		"and officers by %s</caption>\n<thead><tr>"
		"<th scope=\"col\">%c%s</th><th scope=\"col\" class=\"n\">"
		"Messages</th><th scope=\"col\" class=\"n\">With a flag</th>"
		"</tr></thead>\n<tbody>\n",
		grain, g_ascii_toupper(grain[0]), grain + 1);
	for (size_t i = 0; i < periods->count; i++) {
		struct tally_days found = days_of(account, periods, i);
		char label[PERIOD_LABEL];

		periods_label(periods, i, label);
		markup_around(page, "<tr><th scope=\"row\">", label, "</th>");
		page_put_cell(page, found.messages);
		page_put_cell(page, found.flagged);
		markup_put(page, "</tr>\n");
	}
	markup_put(page, "</tbody>\n</table>\n");
}

static void
put_grid_heads(
	GString *page, const struct periods *periods, size_t from, size_t until)
{
	char first[PERIOD_LABEL], last[PERIOD_LABEL], label[PERIOD_LABEL];

	periods_label(periods, from, first);
	periods_label(periods, until - 1, last);
	markup_format(page,
		"<table class=\"grid-table\">\n<caption>Flags by %s, ",
		account_grain(periods));
	markup_around(page, "", first, " to ");
	markup_around(page, "", last, "</caption>\n<thead><tr>");
	markup_put(page, "<th scope=\"col\">Flag</th>");
	for (size_t i = from; i < until; i++) {
		periods_short_label(periods, i, label);
		markup_around(
			page, "<th scope=\"col\" class=\"n\">", label, "</th>");
	}
	markup_put(page, "</tr></thead>\n<tbody>\n");
}

static void
put_grid(GString *page, const struct account *account,
	const struct tally_row **flags, const struct periods *periods,
	size_t from, size_t until)
{
	put_grid_heads(page, periods, from, until);
	for (size_t i = 0; flags[i] != NULL; i++) {
		const char *name = flags[i]->name;

		markup_around(page, "<tr><th scope=\"row\">", name, "</th>");
		for (size_t j = from; j < until; j++)
			page_put_cell(
				page, page_flag_in(account, periods, j, name));
		markup_put(page, "</tr>\n");
	}
	markup_put(page, "</tbody>\n</table>\n");
}

/* As many tables as it takes, of nearly the same width. */
static void
put_grids(GString *page, const struct account *account,
	const struct tally_row **flags, const struct periods *periods)
{
	size_t tables = (periods->count + ABREAST_MOST - 1) / ABREAST_MOST;
	size_t abreast = (periods->count + tables - 1) / tables;

	if (flags[0] == NULL)
		markup_put(page, "<p>None.</p>\n");
	for (size_t i = 0; flags[0] != NULL && i < periods->count; i += abreast)
		put_grid(page, account, flags, periods, i,
			MIN(i + abreast, periods->count));
}

void
page_put_tables(GString *page, const struct account *account)
{
	const struct tally_row **flags = tally_rows(account->tally, TALLY_FLAG);
	struct periods periods;

	page_begin_section(page, "tables", "Figures over time");
	if (account_periods(account, &periods)) {
		put_period_table(page, account, &periods);
		markup_put(page, "<h3>Flags</h3>\n<div class=\"scroll\" "
				 "tabindex=\"0\" role=\"region\" "
				 "aria-label=\"Flags over time\">\n");
		put_grids(page, account, flags, &periods);
		markup_put(page, "</div>\n");
	} else {
		markup_put(page, "<p>Nothing that has a date.</p>\n");
	}
	markup_put(page, "</section>\n");
	g_free(flags);
}
