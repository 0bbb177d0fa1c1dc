#include "tool/commands.h"

#include <glib.h>
#include <jansson.h>

#include "answer/report.h"
#include "tool/engine.h"

/* --- In words ---------------------------------------------------------- */

static void
print_flag(const struct ruleset *rules, const struct flag *flag)
{
	const char *comma = ": ";

	fputs("      ", stdout);
	report_plain(stdout, flag->name);
	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (rule->flag != flag)
			continue;
		fputs(comma, stdout);
		report_plain(stdout, rule->id);
		fputs(rule->shadow ? " (shadow)" : "", stdout);
		comma = ", ";
	}
	puts(comma[0] == ':' ? ": no rule" : "");
}

static void
print_clause(const struct ruleset *rules, const struct clause *clause)
{
	fputs("  ", stdout);
	report_plain(stdout, clause->number);
	fputs("  ", stdout);
	report_plain(stdout, clause->title);
	fputc('\n', stdout);
	for (size_t i = 0; i < clause->flag_count; i++)
		print_flag(rules, clause->flags[i]);
	if (clause->flag_count > 0)
		return;
	fputs("      unobservable: ", stdout);
	report_plain(stdout, clause->unobservable);
	fputc('\n', stdout);
}

static void
print_protocol(const struct ruleset *rules, const struct protocol *protocol)
{
	size_t handled = 0;

	report_plain(stdout, protocol->name);
	fputs("  ", stdout);
	report_plain(stdout, protocol->title);
	fputc('\n', stdout);
	for (size_t i = 0; i < protocol->clause_count; i++) {
		print_clause(rules, &protocol->clauses[i]);
		handled += protocol->clauses[i].flag_count > 0;
	}
	printf("  %zu clauses: %zu handled by flags, %zu unobservable\n\n",
		protocol->clause_count, handled,
		protocol->clause_count - handled);
}

/* --- In JSON ----------------------------------------------------------- */

static json_t *
text_json(struct str text)
{
	return json_stringn(text.n > 0 ? text.p : "", text.n);
}

static json_t *
flag_json(const struct ruleset *rules, const struct flag *flag)
{
	json_t *object = json_object();
	json_t *names = json_array();

	for (size_t i = 0; i < rules->rule_count; i++)
		if (rules->rules[i]->flag == flag)
			json_array_append_new(
				names, text_json(rules->rules[i]->id));
	json_object_set_new(object, "flag", text_json(flag->name));
	json_object_set_new(object, "rules", names);
	return object;
}

static json_t *
clause_json(const struct ruleset *rules, const struct clause *clause)
{
	json_t *object = json_object();
	json_t *flags = json_array();

	for (size_t i = 0; i < clause->flag_count; i++)
		json_array_append_new(
			flags, flag_json(rules, clause->flags[i]));
	json_object_set_new(object, "clause", text_json(clause->number));
	json_object_set_new(object, "title", text_json(clause->title));
	json_object_set_new(object, "flags", flags);
	json_object_set_new(object, "unobservable",
		clause->flag_count > 0 ? json_null()
				       : text_json(clause->unobservable));
	return object;
}

static void
print_protocol_json(
	const struct ruleset *rules, const struct protocol *protocol)
{
	json_t *object = json_object();
	json_t *clauses = json_array();

	for (size_t i = 0; i < protocol->clause_count; i++)
		json_array_append_new(
			clauses, clause_json(rules, &protocol->clauses[i]));
	json_object_set_new(object, "protocol", text_json(protocol->name));
	json_object_set_new(object, "title", text_json(protocol->title));
	json_object_set_new(object, "clauses", clauses);
	json_dumpf(object, stdout, JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
	putchar('\n');
	json_decref(object);
}

/* --- The command ------------------------------------------------------- */

static bool
no_such_protocol(const struct ruleset *rules, struct str name)
{
	const char **names = NULL;
	const char *nearest;
	struct arena *arena = arena_new();
	char *plain = diag_plain(arena_copy(arena, name.p, name.n));

	names = ARENA_ARRAY(arena, const char *, rules->protocol_count + 1);
	for (size_t i = 0; i < rules->protocol_count; i++) {
		struct str known = rules->protocols[i]->name;

		names[i] = arena_copy(arena, known.p, known.n);
	}
	nearest = diag_nearest(name, names);
	fprintf(stderr, "comity: there is no protocol \"%s\"%s%s%s\n", plain,
		nearest != NULL ? "; did you mean \"" : "",
		nearest != NULL ? nearest : "", nearest != NULL ? "\"?" : "");
	g_free(plain);
	arena_free(&arena);
	return false;
}

static bool
print_all(const struct options *options, const struct ruleset *rules)
{
	const char *name = options->arguments[0] != NULL ? options->arguments[0]
							 : options->protocol;

	if (name != NULL && ruleset_protocol(rules, str_of(name)) == NULL)
		return no_such_protocol(rules, str_of(name));
	for (size_t i = 0; i < rules->protocol_count; i++) {
		const struct protocol *protocol = rules->protocols[i];

		if (name != NULL && !str_eq(str_of(name), protocol->name))
			continue;
		if (options->json)
			print_protocol_json(rules, protocol);
		else
			print_protocol(rules, protocol);
	}
	return true;
}

int
cmd_coverage(const struct options *options)
{
	struct options plain = *options;
	struct engine *engine;
	const struct ruleset *rules;
	int status = 1;

	plain.protocol = NULL; /* it only chooses what is printed */
	engine = engine_new(&plain);
	if (engine == NULL)
		return 1;
	rules = engine_rules(engine, NULL);
	if (rules != NULL && print_all(options, rules))
		status = 0;
	engine_free(&engine);
	return status;
}
