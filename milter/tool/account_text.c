#include "account_internal.h"

enum { BAR = 24, NAME = 34 };

static void
print_bar(FILE *out, size_t value, size_t most)
{
	size_t full = (value * BAR + most / 2) / most;

	if (value > 0 && full == 0)
		full = 1;
	for (size_t i = 0; i < full; i++)
		fputc('#', out);
}

static void
print_row(FILE *out, const char *label, size_t value, size_t most)
{
	fprintf(out, "  %-*s %7zu", NAME, label, value);
	if (value > 0)
		fputs("  ", out);
	print_bar(out, value, most);
	fputc('\n', out);
}

static void
print_sums(const struct account *account, FILE *out)
{
	struct tally_sums sums = tally_sums(account->tally);

	fprintf(out, "  %-*s %7zu\n", NAME, "messages", sums.messages);
	fprintf(out, "  %-*s %7zu\n", NAME, "between members and officers",
		sums.correspondence);
	fprintf(out, "  %-*s %7zu", NAME, "with a flag", sums.flagged);
	if (sums.correspondence > 0)
		fprintf(out, "  %.0f%%",
			100.0 * (double)sums.flagged /
				(double)sums.correspondence);
	fprintf(out, "\n  %-*s %7zu\n", NAME, "not wholly read", sums.partly);
	if (sums.undated > 0)
		fprintf(out, "  %-*s %7zu\n", NAME, "without a usable date",
			sums.undated);
}

static size_t
flagged_in(const struct account *account, const struct periods *periods,
	size_t index)
{
	return tally_between(account->tally, periods_begin(periods, index),
		periods_begin(periods, index + 1))
		.flagged;
}

static void
print_periods(const struct account *account, FILE *out)
{
	struct periods periods;
	size_t most = 1;

	if (!account_periods(account, &periods))
		return;
	fprintf(out, "\nMessages with a flag by %s\n", account_grain(&periods));
	for (size_t i = 0; i < periods.count; i++)
		most = MAX(most, flagged_in(account, &periods, i));
	for (size_t i = 0; i < periods.count; i++) {
		char label[PERIOD_LABEL];

		periods_label(&periods, i, label);
		print_row(out, label, flagged_in(account, &periods, i), most);
	}
}

static void
print_section(const struct account *account,
	const struct account_section *section, FILE *out)
{
	const struct tally_row **rows =
		tally_rows(account->tally, section->kind);
	size_t most = account_most(section, rows);

	fprintf(out, "\n%s\n", section->heading);
	if (rows[0] == NULL)
		fputs(section->on_request ? "  what was read names nobody\n"
					  : "  none\n",
			out);
	for (size_t i = 0; rows[i] != NULL; i++) {
		char *label =
			account_label(account, section->kind, rows[i]->name);

		print_row(out, label, account_value(section, rows[i]), most);
		g_free(label);
	}
	g_free(rows);
}

static void
print_silent(const struct account *account, FILE *out)
{
	const struct rule **silent = account_silent(account);

	if (silent == NULL)
		return;
	fputs("\nRules that never spoke\n", out);
	if (silent[0] == NULL)
		fputs("  none\n", out);
	for (size_t i = 0; silent[i] != NULL; i++)
		fprintf(out, "  %-*.*s %.*s\n", NAME, STR_ARG(silent[i]->id),
			STR_ARG(silent[i]->flag->name));
	g_free(silent);
}

void
account_text(const struct account *account, FILE *out)
{
	char *days = account_days(account);

	fprintf(out, "%s, %s\n", account->title, days);
	g_free(days);
	print_sums(account, out);
	print_periods(account, out);
	for (size_t i = 0; i < account_section_count; i++)
		if (account_shows(account, &account_sections[i]))
			print_section(account, &account_sections[i], out);
	print_silent(account, out);
}
