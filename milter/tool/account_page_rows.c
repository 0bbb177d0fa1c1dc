#include "account_page.h"

#include "tool/charts.h"
#include "tool/markup.h"

/* --- Sections ---------------------------------------------------------- */

static void
put_heads(GString *page, const struct account_section *section,
	const struct periods *periods)
{
	markup_format(page,
		"<table class=\"rows%s\">\n<caption class=\"unseen\">%s"
		"</caption>\n<thead><tr><th scope=\"col\">%s</th>"
		"<th scope=\"col\" class=\"n\">%s</th>",
		section->of_all ? " of-all" : "", section->heading,
		section->column, section->counted);
	if (section->of_all)
		markup_put(page, "<th scope=\"col\" class=\"n\">Messages</th>");
	markup_put(page, "<td></td>");
	if (periods != NULL)
		markup_format(page, "<td>By %s, each to its own scale</td>",
			account_grain(periods));
	markup_put(page, "</tr></thead>\n<tbody>\n");
}

static void
put_name(GString *page, const struct account *account, enum tally_kind kind,
	const char *name)
{
	char *label = account_label(account, kind, name);
	char *about = account_about(account, kind, name);

	markup_around(page, "<tr><th scope=\"row\">", label, "");
	if (about != NULL && about[0] != '\0')
		markup_around(
			page, " <span class=\"about\">", about, "</span>");
	markup_put(page, "</th>");
	g_free(about);
	g_free(label);
}

static void
put_spark(GString *page, const struct account *account,
	const struct periods *periods, const char *flag)
{
	size_t *values = g_new0(size_t, periods->count);

	for (size_t i = 0; i < periods->count; i++)
		values[i] = page_flag_in(account, periods, i, flag);
	markup_format(page, "<td class=\"spark\" data-say=\"By %s\">",
		account_grain(periods));
	chart_spark(page, values, periods->count);
	markup_put(page, "</td>");
	g_free(values);
}

void
page_put_cell(GString *page, size_t number)
{
	markup_put(page, "<td class=\"n\">");
	markup_number(page, number);
	markup_put(page, "</td>");
}

static void
put_rows(GString *page, const struct account *account,
	const struct account_section *section, const struct tally_row **rows,
	const struct periods *periods)
{
	size_t most = account_most(section, rows);

	put_heads(page, section, periods);
	for (size_t i = 0; rows[i] != NULL; i++) {
		put_name(page, account, section->kind, rows[i]->name);
		page_put_cell(page, account_value(section, rows[i]));
		if (section->of_all)
			page_put_cell(page, rows[i]->messages);
		markup_put(page, "<td class=\"bar\">");
		chart_bar(page, account_value(section, rows[i]), most);
		markup_put(page, "</td>");
		if (periods != NULL)
			put_spark(page, account, periods, rows[i]->name);
		markup_put(page, "</tr>\n");
	}
	markup_put(page, "</tbody>\n</table>\n");
}

/* Where each flag was raised, for the first few. */
static void
put_examples(GString *page, const struct account *account,
	const struct tally_row **rows)
{
	bool any = false;

	for (size_t i = 0; rows[i] != NULL; i++) {
		const char *const *examples =
			tally_examples(account->tally, rows[i]->name);

		if (examples[0] == NULL)
			continue;
		if (!any)
			markup_put(page, "<h3>Examples</h3>\n");
		any = true;
		markup_around(page, "<div class=\"keep\"><p class=\"flag\">",
			rows[i]->name, "</p>\n<ul class=\"where\">\n");
		for (size_t j = 0; examples[j] != NULL; j++)
			markup_around(page, "<li>", examples[j], "</li>\n");
		markup_put(page, "</ul></div>\n");
	}
}

void
page_put_section(GString *page, const struct account *account,
	const struct account_section *section)
{
	const struct tally_row **rows =
		tally_rows(account->tally, section->kind);
	struct periods periods;
	bool by_time = section->kind == TALLY_FLAG &&
		       account_periods(account, &periods);

	page_begin_section(page, section->id, section->heading);
	if (rows[0] != NULL)
		put_rows(page, account, section, rows,
			by_time ? &periods : NULL);
	else
		markup_put(
			page, section->on_request
				      ? "<p>What was read names nobody.</p>\n"
				      : "<p>None.</p>\n");
	if (section->kind == TALLY_FLAG)
		put_examples(page, account, rows);
	markup_put(page, "</section>\n");
	g_free(rows);
}

/* --- Rules that never spoke -------------------------------------------- */

/* Rules of a flag need not stand together: the first one gathers them. */
static void
put_silent_of(GString *page, const struct rule **rules, size_t first)
{
	const struct flag *flag = rules[first]->flag;
	char *name;

	for (size_t i = 0; i < first; i++)
		if (rules[i]->flag == flag)
			return;
	name = g_strndup(flag->name.p, flag->name.n);
	markup_around(page, "<div class=\"keep\"><h3>", name,
		"</h3>\n<ul class=\"names\">\n");
	g_free(name);
	for (size_t i = first; rules[i] != NULL; i++) {
		char *id = g_strndup(rules[i]->id.p, rules[i]->id.n);

		if (rules[i]->flag == flag)
			markup_around(page, "<li>", id, "</li>\n");
		g_free(id);
	}
	markup_put(page, "</ul></div>\n");
}

void
page_put_silent(GString *page, const struct account *account)
{
	const struct rule **silent = account_silent(account);

	if (silent == NULL)
		return;
	page_begin_section(page, "silent", "Rules that never spoke");
	markup_put(
		page, silent[0] != NULL
			      ? "<p>Rules that raised no flag in this mail. "
				"Rules on trial and flags that the protocol "
				"has no clause for are left out.</p>\n"
			      : "<p>None: every rule raised its flag.</p>\n");
	markup_put(page, "<div class=\"silent\">\n");
	for (size_t i = 0; silent[i] != NULL; i++)
		put_silent_of(page, silent, i);
	markup_put(page, "</div>\n</section>\n");
	g_free(silent);
}
