#include "policy_load.h"

#include <stdlib.h>
#include <unistd.h>

#include <glib.h>

#include "base/calendar.h"

static const struct place nowhere;

/* True where this program was built and not yet installed. */
static bool
in_build_tree(void)
{
	char *root = g_path_get_dirname(COMITY_RULES_BUILD);
	char *program = g_file_read_link("/proc/self/exe", NULL);
	size_t length = strlen(root);
	bool inside = program != NULL && strncmp(program, root, length) == 0 &&
		      program[length] == '/';

	g_free(program);
	g_free(root);
	return inside && g_file_test(COMITY_RULES_BUILD, G_FILE_TEST_IS_DIR);
}

const char *
policy_shipped_directory(void)
{
	const char *chosen = getenv("COMITY_RULES");

	if (chosen != NULL && chosen[0] != '\0')
		return chosen;
	return in_build_tree() ? COMITY_RULES_BUILD : COMITY_RULES_INSTALLED;
}

struct ruleset *
policy_load_rules(struct diag *diag, const char *path)
{
	struct ruleset *rules;
	char *shipped;

	if (path != NULL)
		return ruleset_load(diag, path);
	shipped = g_build_filename(
		policy_shipped_directory(), "comity.conf", NULL);
	rules = ruleset_load(diag, shipped);
	g_free(shipped);
	return rules;
}

static char *
protocol_names(const struct ruleset *rules)
{
	GString *names = g_string_new(NULL);

	for (size_t i = 0; i < rules->protocol_count; i++)
		g_string_append_printf(names, "%s%.*s", i ? ", " : "",
			STR_ARG(rules->protocols[i]->name));
	return g_string_free(names, FALSE);
}

static const struct protocol *
named_protocol(struct diag *diag, const struct ruleset *rules, const char *name)
{
	const struct protocol *protocol = ruleset_protocol(rules, str_of(name));
	char *names;

	if (protocol != NULL)
		return protocol;
	names = protocol_names(rules);
	diag_error(diag, nowhere,
		"there is no protocol \"%s\"; the rules have %s", name,
		names[0] ? names : "none");
	g_free(names);
	return NULL;
}

static const struct protocol *
default_protocol(struct diag *diag, const struct ruleset *rules)
{
	struct str name = rules->settings.default_protocol;
	char *copy = g_strndup(name.p, name.n);
	const struct protocol *protocol = named_protocol(diag, rules, copy);

	g_free(copy);
	return protocol;
}

static const struct protocol *
choose_protocol(struct diag *diag, const struct ruleset *rules,
	const struct council *council, const struct policy_overrides *overrides)
{
	char *names;

	if (overrides != NULL && overrides->protocol != NULL)
		return named_protocol(diag, rules, overrides->protocol);
	if (council->protocol != NULL)
		return council->protocol;
	if (rules->settings.default_protocol.n > 0 && council->name.n == 0)
		return default_protocol(diag, rules);
	if (rules->protocol_count == 1)
		return rules->protocols[0];
	if (overrides != NULL && overrides->check_only)
		return NULL;
	names = protocol_names(rules);
	diag_error(diag, council->place,
		"no protocol is chosen; the rules have %s",
		names[0] ? names : "none");
	g_free(names);
	return NULL;
}

/* Reads what a setting names; NULL on error (reported). */
static const struct source *
read_named(struct diag *diag, struct str path, struct place place)
{
	char *name = g_strndup(path.p, path.n);
	const struct source *source = diag_read_file(diag, name, place);

	g_free(name);
	return source;
}

/* A roster of nobody is an error; this one has nobody who writes. */
static const char no_roster[] = "address,role,name,title,party,posts,expands\n"
				"nobody@nowhere.invalid,archive,,,,,\n";

static struct roster *
load_roster(struct diag *diag, const struct council *council,
	const struct policy_overrides *overrides)
{
	const struct source *source;

	if (overrides != NULL && overrides->roster != NULL)
		source = diag_read_file(diag, overrides->roster, nowhere);
	else if (council->roster_path.n > 0)
		source = read_named(diag, council->roster_path, council->place);
	else
		source = diag_read_memory(
			diag, "(no roster)", str_of(no_roster));
	return source != NULL ? roster_load(diag, source) : NULL;
}

static struct calendar *
load_calendar(struct diag *diag, const struct ruleset *rules,
	const struct council *council)
{
	struct str path = council->holidays_path.n > 0
				  ? council->holidays_path
				  : rules->settings.default_holidays;
	const struct source *source = NULL;
	struct calendar *calendar;
	char *zone, *division;

	if (path.n > 0) {
		source = read_named(diag, path, council->place);
		if (source == NULL)
			return NULL;
	}
	zone = council->time_zone.n > 0
		       ? g_strndup(council->time_zone.p, council->time_zone.n)
		       : g_strdup("Europe/London");
	division = council->holidays_division.n > 0
			   ? g_strndup(council->holidays_division.p,
				     council->holidays_division.n)
			   : g_strdup("england-and-wales");
	calendar = calendar_new(diag, council->place, zone, source, division);
	g_free(zone);
	g_free(division);
	return calendar;
}

void
policy_load_council(struct diag *diag, const struct ruleset *rules,
	const struct council *council, const struct policy_overrides *overrides,
	struct council_data *data)
{
	data->council = council;
	data->protocol = choose_protocol(diag, rules, council, overrides);
	data->calendar = load_calendar(diag, rules, council);
	data->roster = load_roster(diag, council, overrides);
	if (data->roster != NULL)
		data->mentions = mention_index_new(data->roster);
}
