#include "answer/audit.h"

#include <glib.h>
#include <time.h>

#include "json_internal.h"

static json_t *
time_json(int64_t now)
{
	char text[32] = "";
	time_t seconds = (time_t)now;
	struct tm utc;

	if (gmtime_r(&seconds, &utc) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
	return json_string(text);
}

static json_t *
name_or_null(const struct str *name)
{
	return name != NULL ? answer_json_string(*name) : json_null();
}

static json_t *
flags_json(const struct finding *findings, size_t count)
{
	json_t *array = json_array();

	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			array, answer_json_string(findings[i].flag->name));
	return array;
}

/* What all raised flags have, each once, in the order of the flags. */
static json_t *
union_of(const struct finding_list *findings,
	json_t *(*part)(const struct finding *))
{
	json_t *all = json_array();
	GHashTable *seen =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

	for (size_t i = 0; i < findings->raised_count; i++) {
		json_t *some = part(&findings->raised[i]);
		json_t *one;
		size_t j;

		json_array_foreach(some, j,
			one) if (g_hash_table_add(seen,
					 g_strdup(json_string_value(one))))
			json_array_append(all, one);
		json_decref(some);
	}
	g_hash_table_destroy(seen);
	return all;
}

static json_t *
clauses_of(const struct finding *finding)
{
	return answer_json_clauses(finding->clauses);
}

static json_t *
severity_json(const struct verdict *verdict)
{
	if (verdict->findings.raised_count == 0)
		return json_null();
	return json_string(severity_names[verdict->severity]);
}

static void
set_findings(json_t *line, const struct verdict *verdict)
{
	const struct finding_list *findings = &verdict->findings;

	json_object_set_new(line, "flags",
		flags_json(findings->raised, findings->raised_count));
	json_object_set_new(line, "shadow",
		flags_json(findings->shadow, findings->shadow_count));
	json_object_set_new(
		line, "rules", union_of(findings, answer_json_rules));
	json_object_set_new(line, "clauses", union_of(findings, clauses_of));
	json_object_set_new(line, "severity", severity_json(verdict));
}

/* Who wrote a message is told only where the settings ask for it. */
static void
set_author(json_t *line, const struct verdict *verdict)
{
	if (verdict->rules == NULL || !verdict->rules->settings.audit_author ||
		!verdict->correspondence)
		return;
	json_object_set_new(
		line, "author", answer_json_string(verdict->author.key));
}

static void
set_context(json_t *line, const struct audit_context *context)
{
	json_object_set_new(line, "forged_removed",
		json_integer((json_int_t)context->forged_removed));
	json_object_set_new(line, "microseconds",
		json_integer((json_int_t)context->microseconds));
}

char *
audit_line(const struct verdict *verdict, const struct audit_context *context)
{
	const struct council_data *data = verdict->council;
	const struct protocol *protocol = verdict->protocol;
	const struct ruleset *rules = verdict->rules;
	json_t *line = json_object();
	char *text;

	json_object_set_new(line, "time", time_json(context->now));
	json_object_set_new(
		line, "queue_id", answer_json_string(context->queue_id));
	json_object_set_new(line, "council",
		name_or_null(data != NULL && data->council != NULL
				     ? &data->council->name
				     : NULL));
	json_object_set_new(line, "protocol",
		name_or_null(protocol != NULL ? &protocol->name : NULL));
	json_object_set_new(
		line, "correspondence", json_boolean(verdict->correspondence));
	json_object_set_new(line, "directions",
		answer_json_bits(verdict->directions, direction_names));
	json_object_set_new(line, "identity",
		json_string(answer_identity(verdict->identity)));
	set_author(line, verdict);
	set_findings(line, verdict);
	json_object_set_new(
		line, "action", json_string(answer_action(verdict)));
	json_object_set_new(
		line, "copied_later", json_boolean(verdict->copied_later));
	json_object_set_new(line, "unread",
		answer_json_bits(verdict->unread, unread_names));
	set_context(line, context);
	json_object_set_new(line, "rule_set",
		rules != NULL ? json_string(rules->digest) : json_null());
	text = json_dumps(line, JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
	json_decref(line);
	return text;
}
