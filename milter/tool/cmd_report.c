#include "tool/commands.h"

#include <glib.h>

#include "base/calendar.h"
#include "tool/account.h"
#include "tool/audit_lines.h"
#include "tool/engine.h"
#include "tool/period.h"
#include "tool/put_file.h"

static bool
read_day(const char *option, const char *text, int32_t *day)
{
	char *plain;

	if (text == NULL ||
		(calendar_parse_day(str_of(text), day) &&
			*day >= PERIOD_DAY_FIRST && *day <= PERIOD_DAY_LAST))
		return true;
	plain = diag_plain(text);
	fprintf(stderr,
		"comity: --%s wants a date such as 2026-07-01, not \"%s\"\n",
		option, plain);
	g_free(plain);
	return false;
}

static bool
read_days(const struct options *options, struct audit_reading *reading)
{
	reading->from = PERIOD_DAY_FIRST;
	reading->until = PERIOD_DAY_LAST;
	if (!read_day("from", options->since, &reading->from) ||
		!read_day("until", options->until, &reading->until))
		return false;
	if (reading->from <= reading->until)
		return true;
	fputs("comity: --until is before --from\n", stderr);
	return false;
}

/* What was read, in words. */
static char *
source_of(const struct options *options, const struct audit_reading *reading)
{
	GString *text = g_string_new("Read from ");

	for (size_t i = 0; options->arguments[i] != NULL; i++) {
		char *name = g_path_get_basename(options->arguments[i]);

		g_string_append_printf(text, "%s%s", i > 0 ? ", " : "", name);
		g_free(name);
	}
	if (reading->broken > 0)
		g_string_append_printf(text,
			"; %zu line%s could not be read and left out",
			reading->broken, reading->broken == 1 ? "" : "s");
	return g_string_free(text, FALSE);
}

static bool
write_account(const struct options *options,
	const struct audit_reading *reading, const struct ruleset *rules)
{
	char *source = source_of(options, reading);
	struct account account = {
		.title = "Mail between members and officers",
		.source = source,
		.basis = "The audit log has a line for each message as the "
			 "mail server handed it over, which may be in parts. "
			 "Mail that no rule could be about leaves no line.",
		.tally = reading->tally,
		.rules = rules,
		.has_from = options->since != NULL,
		.has_until = options->until != NULL,
		.from = reading->from,
		.until = reading->until,
		.names = options->names,
	};
	bool good = true;

	if (options->json)
		account_json(&account, stdout);
	if (options->html != NULL) {
		char *page = account_html(&account);

		good = put_file(options->html, str_of(page));
		g_free(page);
	} else if (!options->json) {
		account_text(&account, stdout);
	}
	g_free(source);
	return good;
}

static bool
report(const struct options *options, struct audit_reading *reading,
	const struct ruleset *rules)
{
	bool good = true;

	for (size_t i = 0; options->arguments[i] != NULL; i++)
		good = audit_lines_read(reading, options->arguments[i]) && good;
	if (options->names && reading->counted > 0 &&
		tally_row_count(reading->tally, TALLY_AUTHOR) == 0)
		fputs("comity: the audit log names nobody: the setting "
		      "audit-author is off\n",
			stderr);
	return write_account(options, reading, rules) && good;
}

int
cmd_report(const struct options *options)
{
	struct audit_reading reading = {
		.names = options->names, .council = options->council};
	const struct ruleset *rules;
	struct engine *engine;
	bool good = false;

	if (!read_days(options, &reading))
		return 1;
	engine = engine_new(options);
	if (engine == NULL)
		return 1;
	rules = engine_rules(engine, NULL);
	if (rules != NULL) {
		reading.tally = tally_new();
		good = report(options, &reading, rules);
		tally_free(&reading.tally);
	}
	engine_free(&engine);
	return good ? 0 : 1;
}
