#include "tool/replay.h"

#include <glib.h>
#include <jansson.h>

#include "answer/report.h"

enum { EXAMPLES = 3 };

/* --- Keeping ----------------------------------------------------------- */

static void
keep_hit(struct replay_hit *hit, const struct verdict *verdict,
	const struct finding *finding)
{
	hit->flag = finding->flag;
	hit->protocol = verdict->protocol;
	hit->rule_count = finding->rule_count;
	hit->rules = g_new(const struct rule *, finding->rule_count + 1);
	for (size_t i = 0; i < finding->rule_count; i++)
		hit->rules[i] = finding->rules[i];
}

void
replay_keep(struct replay_outcome *outcome, const struct verdict *verdict)
{
	const struct finding_list *findings = &verdict->findings;

	outcome->read = true;
	outcome->correspondence = verdict->correspondence;
	outcome->unread = verdict->unread;
	outcome->directions = verdict->directions;
	outcome->action = verdict->action;
	outcome->protocol = verdict->protocol;
	outcome->hit_count = findings->raised_count;
	if (outcome->hit_count == 0)
		return;
	outcome->hits = g_new0(struct replay_hit, outcome->hit_count);
	for (size_t i = 0; i < outcome->hit_count; i++)
		keep_hit(&outcome->hits[i], verdict, &findings->raised[i]);
}

void
replay_clear(struct replay *replay)
{
	for (size_t i = 0; replay->outcomes != NULL && i < replay->count; i++) {
		struct replay_outcome *outcome = &replay->outcomes[i];

		for (size_t j = 0; j < outcome->hit_count; j++)
			g_free(outcome->hits[j].rules);
		g_free(outcome->hits);
	}
	g_free(replay->outcomes);
	replay->outcomes = NULL;
}

/* --- Reckoning --------------------------------------------------------- */

struct sums {
	size_t correspondence, flagged, partly, unreadable;
};

static struct sums
sums_of(const struct replay *replay)
{
	struct sums sums = {0, 0, 0, 0};

	for (size_t i = 0; i < replay->count; i++) {
		const struct replay_outcome *outcome = &replay->outcomes[i];

		sums.correspondence += outcome->correspondence;
		sums.flagged += outcome->hit_count > 0;
		sums.partly += outcome->unread != 0;
		sums.unreadable += !outcome->read;
	}
	return sums;
}

/*
 * Policies for several rosters have a rule set each: what is the same flag or
 * rule is told by its name.
 */
static const struct replay_hit *
hit_of(const struct replay_outcome *outcome, struct str flag)
{
	for (size_t i = 0; i < outcome->hit_count; i++)
		if (str_eq(outcome->hits[i].flag->name, flag))
			return &outcome->hits[i];
	return NULL;
}

static bool
hit_has_rule(const struct replay_hit *hit, struct str rule)
{
	for (size_t i = 0; i < hit->rule_count; i++)
		if (str_eq(hit->rules[i]->id, rule))
			return true;
	return false;
}

static size_t
count_flag(const struct replay *replay, struct str flag)
{
	size_t count = 0;

	for (size_t i = 0; i < replay->count; i++)
		count += hit_of(&replay->outcomes[i], flag) != NULL;
	return count;
}

static size_t
count_rule(const struct replay *replay, const struct rule *rule)
{
	size_t count = 0;

	for (size_t i = 0; i < replay->count; i++) {
		const struct replay_hit *hit =
			hit_of(&replay->outcomes[i], rule->flag->name);

		count += hit != NULL && hit_has_rule(hit, rule->id);
	}
	return count;
}

/* "protocol clause" -> number, for one flag; the table owns its keys. */
static GHashTable *
count_clauses(const struct replay *replay, struct str flag)
{
	GHashTable *counts =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < replay->count; i++) {
		const struct replay_hit *hit =
			hit_of(&replay->outcomes[i], flag);
		struct str clauses;
		char *key;

		if (hit == NULL || hit->protocol == NULL)
			continue;
		clauses = hit->protocol->flag_clauses[hit->flag->id];
		key = g_strdup_printf("%.*s %.*s", STR_ARG(hit->protocol->name),
			STR_ARG(clauses));
		g_hash_table_replace(counts, key,
			GUINT_TO_POINTER(GPOINTER_TO_UINT(g_hash_table_lookup(
						 counts, key)) +
					 1));
	}
	return counts;
}

/* --- In words ---------------------------------------------------------- */

static void
print_clauses(const struct replay *replay, struct str flag)
{
	GHashTable *counts = count_clauses(replay, flag);
	GList *keys = g_list_sort(
		g_hash_table_get_keys(counts), (GCompareFunc)g_strcmp0);

	for (GList *key = keys; key != NULL; key = key->next) {
		printf("    clause ");
		report_plain(stdout, str_of(key->data));
		printf(": %u\n", GPOINTER_TO_UINT(g_hash_table_lookup(
					 counts, key->data)));
	}
	g_list_free(keys);
	g_hash_table_destroy(counts);
}

static void
print_examples(const struct replay *replay, struct str flag)
{
	unsigned shown = 0;

	for (size_t i = 0; i < replay->count && shown < EXAMPLES; i++) {
		char *label;

		if (hit_of(&replay->outcomes[i], flag) == NULL)
			continue;
		label = mailbox_label(replay->mailbox, i);
		fputs("    as in ", stdout);
		report_plain(stdout, str_of(label));
		putchar('\n');
		g_free(label);
		shown++;
	}
}

static void
print_flag(const struct replay *replay, const struct flag *flag)
{
	const struct ruleset *rules = replay->rules;
	size_t count = count_flag(replay, flag->name);

	if (count == 0)
		return;
	printf("\n%.*s: %zu\n", STR_ARG(flag->name), count);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];
		size_t spoken = 0;

		if (rule->flag == flag)
			spoken = count_rule(replay, rule);
		if (spoken > 0)
			printf("    rule %.*s: %zu\n", STR_ARG(rule->id),
				spoken);
	}
	print_clauses(replay, flag->name);
	print_examples(replay, flag->name);
}

static void
print_silent_rules(const struct replay *replay)
{
	const struct ruleset *rules = replay->rules;
	const char *before = "\nRules that raised nothing: ";

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (rule->shadow || count_rule(replay, rule) > 0)
			continue;
		printf("%s%.*s", before, STR_ARG(rule->id));
		before = ", ";
	}
	puts(before[0] == '\n' ? "" : ".");
}

static void
print_sums(const struct replay *replay)
{
	struct sums sums = sums_of(replay);

	printf("%zu messages, %zu of them correspondence; %zu with a flag, "
	       "%zu not wholly read, %zu not readable.\n",
		replay->count, sums.correspondence, sums.flagged, sums.partly,
		sums.unreadable);
	if (replay->seconds > 0.5)
		printf("%.1f seconds, %.0f messages a second.\n",
			replay->seconds,
			(double)replay->count / replay->seconds);
}

void
replay_print(const struct replay *replay)
{
	print_sums(replay);
	for (size_t i = 0; i < replay->rules->flag_count; i++)
		print_flag(replay, replay->rules->flags[i]);
	print_silent_rules(replay);
}

/* --- In JSON ----------------------------------------------------------- */

static json_t *
rules_json(const struct replay *replay, const struct flag *flag)
{
	const struct ruleset *rules = replay->rules;
	json_t *object = json_object();

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];
		char *id;

		if (rule->flag != flag)
			continue;
		id = g_strndup(rule->id.p, rule->id.n);
		json_object_set_new(object, id,
			json_integer((json_int_t)count_rule(replay, rule)));
		g_free(id);
	}
	return object;
}

static json_t *
clauses_json(const struct replay *replay, struct str flag)
{
	GHashTable *counts = count_clauses(replay, flag);
	GList *keys = g_list_sort(
		g_hash_table_get_keys(counts), (GCompareFunc)g_strcmp0);
	json_t *object = json_object();

	for (GList *key = keys; key != NULL; key = key->next)
		json_object_set_new(object, key->data,
			json_integer(GPOINTER_TO_UINT(
				g_hash_table_lookup(counts, key->data))));
	g_list_free(keys);
	g_hash_table_destroy(counts);
	return object;
}

static json_t *
label_json(const struct replay *replay, size_t index)
{
	char *label = mailbox_label(replay->mailbox, index);
	char *valid = g_utf8_make_valid(label, -1);
	json_t *string = json_string(valid);

	g_free(valid);
	g_free(label);
	return string;
}

static json_t *
messages_json(const struct replay *replay, struct str flag)
{
	json_t *array = json_array();

	for (size_t i = 0; i < replay->count; i++)
		if (hit_of(&replay->outcomes[i], flag) != NULL)
			json_array_append_new(array, label_json(replay, i));
	return array;
}

static json_t *
flag_json(const struct replay *replay, const struct flag *flag)
{
	json_t *object = json_object();

	json_object_set_new(
		object, "flag", json_stringn(flag->name.p, flag->name.n));
	json_object_set_new(object, "count",
		json_integer((json_int_t)count_flag(replay, flag->name)));
	json_object_set_new(object, "rules", rules_json(replay, flag));
	json_object_set_new(
		object, "clauses", clauses_json(replay, flag->name));
	json_object_set_new(
		object, "messages", messages_json(replay, flag->name));
	return object;
}

void
replay_print_json(const struct replay *replay)
{
	struct sums sums = sums_of(replay);
	json_t *flags = json_array();
	json_t *object = json_pack("{s:I, s:I, s:I, s:I, s:I, s:o}", "messages",
		(json_int_t)replay->count, "correspondence",
		(json_int_t)sums.correspondence, "flagged",
		(json_int_t)sums.flagged, "not_wholly_read",
		(json_int_t)sums.partly, "not_readable",
		(json_int_t)sums.unreadable, "flags", flags);

	for (size_t i = 0; i < replay->rules->flag_count; i++)
		json_array_append_new(
			flags, flag_json(replay, replay->rules->flags[i]));
	json_dumpf(object, stdout, JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
	putchar('\n');
	json_decref(object);
}

/* --- Changes ----------------------------------------------------------- */

static bool
differ(const struct replay_outcome *a, const struct replay_outcome *b)
{
	if (a->read != b->read || a->correspondence != b->correspondence ||
		a->action != b->action || a->hit_count != b->hit_count)
		return true;
	for (size_t i = 0; i < a->hit_count; i++)
		if (hit_of(b, a->hits[i].flag->name) == NULL)
			return true;
	return false;
}

/* The flags of one that the other has not. */
static json_t *
flags_only_in(
	const struct replay_outcome *one, const struct replay_outcome *other)
{
	json_t *array = json_array();

	for (size_t i = 0; i < one->hit_count; i++) {
		struct str name = one->hits[i].flag->name;

		if (hit_of(other, name) == NULL)
			json_array_append_new(
				array, json_stringn(name.p, name.n));
	}
	return array;
}

static const char *
action_of(const struct replay_outcome *outcome)
{
	if (!outcome->read)
		return "not readable";
	return outcome->correspondence ? action_names[outcome->action] : "none";
}

static json_t *
change_json(
	const struct replay *before, const struct replay *after, size_t index)
{
	const struct replay_outcome *a = &before->outcomes[index];
	const struct replay_outcome *b = &after->outcomes[index];

	return json_pack("{s:o, s:o, s:o, s:s, s:s}", "file",
		label_json(before, index), "gone", flags_only_in(a, b), "new",
		flags_only_in(b, a), "action_before", action_of(a),
		"action_after", action_of(b));
}

static void
print_change(json_t *change)
{
	const char *was =
		json_string_value(json_object_get(change, "action_before"));
	const char *is =
		json_string_value(json_object_get(change, "action_after"));
	const char *file = json_string_value(json_object_get(change, "file"));
	json_t *flag;
	size_t i;

	report_plain(stdout, str_of(file));
	putchar(':');
	json_array_foreach(json_object_get(change, "gone"), i, flag)
		printf(" -%s", json_string_value(flag));
	json_array_foreach(json_object_get(change, "new"), i, flag)
		printf(" +%s", json_string_value(flag));
	if (strcmp(was, is) != 0)
		printf(" (%s, was %s)", is, was);
	putchar('\n');
}

void
replay_print_changes(
	const struct replay *before, const struct replay *after, bool json)
{
	size_t changed = 0;

	for (size_t i = 0; i < before->count; i++) {
		json_t *change;

		if (!differ(&before->outcomes[i], &after->outcomes[i]))
			continue;
		change = change_json(before, after, i);
		if (json) {
			json_dumpf(change, stdout,
				JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
			putchar('\n');
		} else {
			print_change(change);
		}
		json_decref(change);
		changed++;
	}
	if (!json)
		printf("%zu of %zu messages change.\n", changed, before->count);
}
