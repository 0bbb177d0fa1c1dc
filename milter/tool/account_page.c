#include "account_page.h"

#include <time.h>

#include "tool/markup.h"

/* --- Head and foot ----------------------------------------------------- */

static void
put_head(GString *page, const struct account *account)
{
	markup_put(page,
		"<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n"
		"<meta charset=\"utf-8\"/>\n"
		"<meta http-equiv=\"Content-Security-Policy\" "
		"content=\"default-src 'none'; style-src 'unsafe-inline'\"/>\n"
		"<meta name=\"viewport\" "
		"content=\"width=device-width, initial-scale=1\"/>\n"
		"<meta name=\"robots\" content=\"noindex\"/>\n");
	markup_around(page, "<title>", account->title, "</title>\n");
	markup_put(page, "<style>\n");
	markup_put(page, account_style);
	markup_put(page, account_style_narrow);
	markup_put(page, "</style>\n</head>\n<body>\n"
			 "<a class=\"skip\" href=\"#main\">Skip to the figures"
			 "</a>\n");
}

static void
put_councils(GString *page, const struct account *account)
{
	const struct tally_row **rows =
		tally_rows(account->tally, TALLY_COUNCIL);

	if (rows[0] != NULL && rows[1] == NULL)
		markup_around(page,
			"<p class=\"days\">Council: ", rows[0]->name, "</p>\n");
	g_free(rows);
}

static void
put_header(GString *page, const struct account *account)
{
	char *days = account_days(account);

	markup_around(page, "<header>\n<h1>", account->title, "</h1>\n");
	put_councils(page, account);
	markup_around(page, "<p class=\"days\">", days, "</p>\n");
	markup_around(page, "<p class=\"soft\">", account->source,
		"</p>\n</header>\n");
	g_free(days);
}

static void
put_link(GString *page, const char *id, const char *heading)
{
	markup_format(page, "<li><a href=\"#%s\">%s</a></li>\n", id, heading);
}

static void
put_contents(GString *page, const struct account *account)
{
	markup_put(page, "<nav aria-label=\"Contents\">\n<ul>\n");
	put_link(page, "weeks", "Over time");
	for (size_t i = 0; i < account_section_count; i++)
		if (account_shows(account, &account_sections[i]))
			put_link(page, account_sections[i].id,
				account_sections[i].heading);
	if (account->rules != NULL)
		put_link(page, "silent", "Rules that never spoke");
	put_link(page, "tables", "Figures over time");
	put_link(page, "notes", "How to read this");
	markup_put(page, "</ul>\n</nav>\n");
}

void
page_begin_section(GString *page, const char *id, const char *heading)
{
	markup_format(page,
		"<section id=\"%s\" aria-labelledby=\"%s-h\">\n"
		"<h2 id=\"%s-h\">%s</h2>\n",
		id, id, id, heading);
}

static void
put_rule_sets(GString *page, const struct account *account)
{
	const struct tally_row **rows =
		tally_rows(account->tally, TALLY_RULE_SET);

	for (size_t i = 0; rows[i] != NULL; i++) {
		markup_put(page, i == 0 ? "<li>Rules in force: " : ", ");
		markup_around(page, "", rows[i]->name, " for ");
		markup_number(page, rows[i]->messages);
		markup_put(page,
			rows[i]->messages == 1 ? " message" : " messages");
	}
	if (rows[0] != NULL && account->rules != NULL) {
		markup_around(page,
			"; what flags and clauses are about, and which "
			"rules were silent, is told by ",
			account->rules->digest, "");
	}
	markup_put(page, rows[0] != NULL ? ".</li>\n" : "");
	g_free(rows);
}

static const char *
whom_it_names(const struct account *account)
{
	if (account->names)
		return "<li>This page names people. Whoever keeps it answers "
		       "for that.</li>\n";
	if (account->examples)
		return "<li>This page names files of messages, no people."
		       "</li>\n";
	return "<li>This page holds numbers and names nobody.</li>\n";
}

static void
put_notes(GString *page, const struct account *account)
{
	page_begin_section(page, "notes", "How to read this");
	markup_put(page,
		"<ul>\n<li>A flag is what the rules read in a message. It is "
		"not a finding that anybody broke the protocol: that takes a "
		"person who reads the message.</li>\n"
		"<li>A message counts once for each flag, clause, direction "
		"and rule that it has, so these figures add up to more than "
		"the messages.</li>\n"
		"<li>Days are those of the machine that made this page; weeks "
		"begin on Monday, and those at either end may be cut short."
		"</li>\n");
	if (account->basis != NULL)
		markup_around(page, "<li>", account->basis, "</li>\n");
	put_rule_sets(page, account);
	markup_put(page, whom_it_names(account));
	markup_put(page, "</ul>\n</section>\n");
}

static void
put_foot(GString *page)
{
	char today[PERIOD_LABEL];

	period_day_label(period_day((int64_t)time(NULL)), today);
	markup_around(page, "</main>\n<footer>\n<p>Made by Comity ",
		COMITY_VERSION, " on ");
	markup_around(page, "", today, ".</p>\n</footer>\n</body>\n</html>\n");
}

/* --- In short ---------------------------------------------------------- */

static void
put_sum(GString *page, const char *class, const char *what, size_t number)
{
	markup_format(page, "<div class=\"%s\"><dt>%s</dt><dd>", class, what);
	markup_number(page, number);
	markup_put(page, "</dd></div>\n");
}

static void
put_sums(GString *page, const struct account *account)
{
	struct tally_sums sums = tally_sums(account->tally);

	markup_put(page, "<section id=\"short\" class=\"keep\" "
			 "aria-labelledby=\"short-h\">\n"
			 "<h2 id=\"short-h\">In short</h2>\n<p>");
	if (sums.correspondence == 0) {
		markup_put(page,
			"There was no mail between members and officers.");
	} else {
		markup_put(page, "The rules found something in ");
		markup_number(page, sums.flagged);
		markup_put(page, " of ");
		markup_number(page, sums.correspondence);
		markup_format(page,
			" messages between members and officers (%.0f%%).",
			100.0 * (double)sums.flagged /
				(double)sums.correspondence);
	}
	markup_put(page, "</p>\n<dl class=\"sums\">\n");
	put_sum(page, "main", "with a flag", sums.flagged);
	put_sum(page, "", "between members and officers", sums.correspondence);
	if (sums.messages > sums.correspondence)
		put_sum(page, "", "messages in all", sums.messages);
	put_sum(page, "", "not wholly read", sums.partly);
	if (sums.unreadable > 0)
		put_sum(page, "", "not readable at all", sums.unreadable);
	if (sums.undated > 0)
		put_sum(page, "", "without a usable date", sums.undated);
	markup_put(page, "</dl>\n</section>\n");
}

/* --- The page ---------------------------------------------------------- */

char *
account_html(const struct account *account)
{
	GString *page = g_string_new(NULL);

	put_head(page, account);
	put_header(page, account);
	put_contents(page, account);
	markup_put(page, "<main id=\"main\">\n");
	put_sums(page, account);
	page_put_weeks(page, account);
	for (size_t i = 0; i < account_section_count; i++)
		if (account_shows(account, &account_sections[i]))
			page_put_section(page, account, &account_sections[i]);
	page_put_silent(page, account);
	page_put_tables(page, account);
	put_notes(page, account);
	put_foot(page);
	return g_string_free(page, FALSE);
}
