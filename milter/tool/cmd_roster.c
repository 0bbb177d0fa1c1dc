#include "tool/commands.h"

#include <string.h>
#include <time.h>

#include "tool/roster_checks.h"
#include "tool/roster_import.h"

/* --- check ------------------------------------------------------------- */

static int32_t
today(void)
{
	return (int32_t)(time(NULL) / (24 * 60 * 60));
}

static void
check_one(struct diag *diag, const struct ruleset *rules, const char *path)
{
	const struct source *source =
		diag_read_file(diag, path, (struct place){NULL, 0, 0});
	struct arena *arena = arena_new();
	const struct roster_table *table;
	struct roster *roster;

	if (source == NULL) {
		arena_free(&arena);
		return;
	}
	table = roster_table_read(arena, source);
	roster = roster_load(diag, source);
	roster_check_table(diag, table, rules);
	if (roster != NULL)
		roster_check_people(diag, table, roster, today());
	roster_free(&roster);
	arena_free(&arena);
}

static int
check(const struct options *options)
{
	struct diag *diag = diag_new();
	struct ruleset *rules = NULL;
	int status;

	/* The rules say which posts are asked about beside the usual ones. */
	if (options->config != NULL)
		rules = ruleset_load(diag, options->config);
	for (size_t i = 1; options->arguments[i] != NULL; i++)
		check_one(diag, rules, options->arguments[i]);
	status = diag_errors(diag) > 0;
	diag_print(diag, stdout);
	if (diag_errors(diag) + diag_warnings(diag) == 0)
		puts("no errors, no warnings");
	ruleset_free(&rules);
	diag_free(&diag);
	return status;
}

/* --- roster ------------------------------------------------------------ */

int
cmd_roster(const struct options *options)
{
	const char *what = options->arguments[0];
	const char *const names[] = {"check", "import", NULL};
	const char *near;

	if (strcmp(what, "check") == 0)
		return check(options);
	if (strcmp(what, "import") == 0)
		return roster_import(options);
	near = diag_nearest(str_of(what), names);
	fprintf(stderr, "comity: roster can \"check\" and \"import\"%s%s%s\n",
		near != NULL ? "; did you mean \"" : "",
		near != NULL ? near : "", near != NULL ? "\"?" : "");
	return 1;
}
