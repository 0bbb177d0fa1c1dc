#include "account_internal.h"

#include "answer/wording.h"
#include "base/arena.h"

const struct account_section account_sections[] = {
	{TALLY_FLAG, "flags", "By flag", "Flag", "Messages", false, true,
		false},
	{TALLY_CLAUSE, "clauses", "By clause of the protocol", "Clause",
		"Messages", false, true, false},
	{TALLY_DIRECTION, "directions", "By direction", "Who to whom",
		"Flagged", true, true, false},
	{TALLY_RULE, "rules", "By rule", "Rule", "Messages", false, true,
		false},
	{TALLY_SHADOW, "trial", "Rules on trial", "Flag they would have raised",
		"Messages", false, false, false},
	{TALLY_ACTION, "actions", "What was done", "Action", "Messages", false,
		false, false},
	{TALLY_UNREAD, "unread", "What could not be read", "Reason", "Messages",
		false, false, false},
	{TALLY_COUNCIL, "councils", "By council", "Council", "Flagged", true,
		false, false},
	{TALLY_AUTHOR, "authors", "By author", "Author", "Flagged", true, false,
		true},
};
const size_t account_section_count = G_N_ELEMENTS(account_sections);

/* --- Numbers ----------------------------------------------------------- */

bool
account_shows(
	const struct account *account, const struct account_section *section)
{
	size_t count = tally_row_count(account->tally, section->kind);

	if (section->on_request)
		return account->names;
	/* One council alone is told at the top. */
	if (section->kind == TALLY_COUNCIL)
		return count > 1;
	return section->always || count > 0;
}

size_t
account_value(
	const struct account_section *section, const struct tally_row *row)
{
	return section->of_all ? row->flagged : row->messages;
}

size_t
account_most(
	const struct account_section *section, const struct tally_row **rows)
{
	size_t most = 1;

	for (size_t i = 0; rows[i] != NULL; i++)
		most = MAX(most, account_value(section, rows[i]));
	return most;
}

/* --- Names ------------------------------------------------------------- */

/* Clauses stand in the tally as "protocol clause". */
static struct str
split_clause(const char *name, struct str *protocol)
{
	struct str rest = str_of(name);

	if (!str_split(&rest, ' ', protocol))
		*protocol = rest;
	return rest;
}

/* The protocol by which most was judged, if these rules know it. */
static const struct protocol *
main_protocol(const struct account *account)
{
	const struct tally_row **rows =
		tally_rows(account->tally, TALLY_PROTOCOL);
	const struct tally_row *most = NULL;
	const struct protocol *protocol = NULL;

	for (size_t i = 0; rows[i] != NULL; i++)
		if (most == NULL || rows[i]->messages > most->messages)
			most = rows[i];
	if (most != NULL && account->rules != NULL)
		protocol = ruleset_protocol(account->rules, str_of(most->name));
	g_free(rows);
	return protocol;
}

static char *
clause_label(const struct account *account, const char *name)
{
	struct str protocol;
	struct str number = split_clause(name, &protocol);

	if (tally_row_count(account->tally, TALLY_PROTOCOL) < 2)
		return g_strndup(number.p, number.n);
	return g_strdup_printf(
		"%.*s (%.*s)", STR_ARG(number), STR_ARG(protocol));
}

char *
account_label(
	const struct account *account, enum tally_kind kind, const char *name)
{
	char *label;

	if (kind == TALLY_CLAUSE)
		return clause_label(account, name);
	label = g_strdup(name);
	if (kind == TALLY_DIRECTION || kind == TALLY_ACTION)
		g_strdelimit(label, "-", ' ');
	if (kind == TALLY_DIRECTION)
		label[0] = g_ascii_toupper(label[0]);
	return label;
}

/* The warning that readers of a message see, as this council words it. */
static char *
flag_about(const struct account *account, const char *name)
{
	const struct flag *flag = ruleset_flag(account->rules, str_of(name));
	const struct protocol *protocol = main_protocol(account);
	struct str clauses = STR_LIT("the protocol");
	struct arena *arena;
	struct str text;
	char *about;

	if (flag == NULL || flag->warning.n == 0)
		return NULL;
	if (protocol != NULL && protocol->flag_clauses[flag->id].n > 0)
		clauses = protocol->flag_clauses[flag->id];
	arena = arena_new();
	text = wording_plain(arena, protocol, flag->warning, clauses);
	about = g_strndup(text.n > 0 ? text.p : "", text.n);
	arena_free(&arena);
	return about;
}

static char *
clause_about(const struct account *account, const char *name)
{
	struct str protocol_name;
	struct str number = split_clause(name, &protocol_name);
	const struct protocol *protocol =
		ruleset_protocol(account->rules, protocol_name);

	for (size_t i = 0; protocol != NULL && i < protocol->clause_count; i++)
		if (str_eq(protocol->clauses[i].number, number)) {
			struct str title = protocol->clauses[i].title;

			return g_strndup(title.n > 0 ? title.p : "", title.n);
		}
	return NULL;
}

static char *
rule_about(const struct account *account, const char *name)
{
	const struct ruleset *rules = account->rules;

	for (size_t i = 0; i < rules->rule_count; i++)
		if (str_eq(rules->rules[i]->id, str_of(name))) {
			struct str flag = rules->rules[i]->flag->name;

			return g_strndup(flag.p, flag.n);
		}
	return NULL;
}

/* Words for names that our own code gives. */
static const char *
known_about(enum tally_kind kind, const char *name)
{
	static const struct {
		const char *name, *about;
	} known[] = {
		{"size", "longer than the filter reads"},
		{"parts", "more parts than the filter reads"},
		{"nesting", "parts within parts within parts"},
		{"charset", "in an unknown encoding"},
		{"encrypted", "by PGP or S/MIME"},
		{"tnef", "a winmail.dat of Outlook's"},
		{"damaged", "not sound as mail"},
		{"addresses", "addresses that could not be told"},
		{"match-limit", "a rule took too long"},
		{"error", "an error in the filter"},
		{"tag", "a warning in the message's header"},
		{"subject", "a mark in its subject as well"},
		{"return-copy", "the tagged message to its author as well"},
		{"hold", "kept for somebody to look at"},
		{"reject", "sent back to its author"},
		{"defer", "put off"},
	};

	if (kind != TALLY_UNREAD && kind != TALLY_ACTION)
		return NULL;
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
		if (strcmp(known[i].name, name) == 0)
			return known[i].about;
	return NULL;
}

char *
account_about(
	const struct account *account, enum tally_kind kind, const char *name)
{
	const char *known = known_about(kind, name);

	if (known != NULL || account->rules == NULL)
		return g_strdup(known);
	if (kind == TALLY_FLAG)
		return flag_about(account, name);
	if (kind == TALLY_CLAUSE)
		return clause_about(account, name);
	if (kind == TALLY_RULE)
		return rule_about(account, name);
	return NULL;
}

/* --- Time -------------------------------------------------------------- */

static bool
find_span(const struct account *account, int32_t *from, int32_t *until)
{
	bool some = tally_span(account->tally, from, until);

	if (account->has_from)
		*from = account->from;
	if (account->has_until)
		*until = account->until;
	return (some || (account->has_from && account->has_until)) &&
	       *from <= *until;
}

char *
account_days(const struct account *account)
{
	char first[PERIOD_LABEL], last[PERIOD_LABEL];
	int32_t from, until;

	if (!find_span(account, &from, &until))
		return g_strdup("no day with such mail");
	period_day_label(from, first);
	period_day_label(until, last);
	if (from == until)
		return g_strdup(first);
	return g_strdup_printf("%s to %s", first, last);
}

bool
account_periods(const struct account *account, struct periods *periods)
{
	int32_t from, until;

	if (!find_span(account, &from, &until))
		return false;
	*periods = periods_over(from, until);
	return true;
}

const char *
account_grain(const struct periods *periods)
{
	static const char *const names[] = {"week", "month", "year"};

	return names[periods->grain];
}

/* --- Rules that never spoke -------------------------------------------- */

/* A rule that only takes points away raises nothing by itself. */
static bool
adds_points(const struct rule *rule)
{
	for (size_t i = 0; i < rule->score_count; i++)
		if (rule->scores[i].points > 0)
			return true;
	return false;
}

/* A flag that a protocol has no clause for is off under it. */
static bool
is_on(const struct account *account, const struct flag *flag)
{
	const struct ruleset *rules = account->rules;
	bool known = false;

	for (size_t i = 0; i < rules->protocol_count; i++) {
		const struct protocol *protocol = rules->protocols[i];
		char *name = g_strndup(protocol->name.p, protocol->name.n);
		bool seen =
			tally_row(account->tally, TALLY_PROTOCOL, name) != NULL;

		g_free(name);
		known = known || seen;
		if (seen && protocol->flag_clauses[flag->id].n > 0)
			return true;
	}
	return !known;
}

static bool
is_silent(const struct account *account, const struct rule *rule)
{
	char *id = g_strndup(rule->id.p, rule->id.n);
	bool spoke = tally_row(account->tally, TALLY_RULE, id) != NULL;

	g_free(id);
	return !spoke && !rule->shadow && adds_points(rule) &&
	       is_on(account, rule->flag);
}

const struct rule **
account_silent(const struct account *account)
{
	const struct ruleset *rules = account->rules;
	const struct rule **silent;
	size_t count = 0;

	if (rules == NULL)
		return NULL;
	silent = g_new0(const struct rule *, rules->rule_count + 1);
	for (size_t i = 0; i < rules->rule_count; i++)
		if (is_silent(account, rules->rules[i]))
			silent[count++] = rules->rules[i];
	return silent;
}
