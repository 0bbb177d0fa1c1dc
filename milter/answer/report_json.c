#include "answer/report.h"

#include <glib.h>

#include "answer/wording.h"
#include "base/calendar.h"
#include "json_internal.h"

static json_t *
finding_json(struct arena *arena, const struct verdict *verdict,
	const struct finding *finding)
{
	json_t *object = json_object();

	json_object_set_new(
		object, "flag", answer_json_string(finding->flag->name));
	json_object_set_new(
		object, "clauses", answer_json_clauses(finding->clauses));
	json_object_set_new(object, "severity",
		json_string(severity_names[finding->flag->severity]));
	json_object_set_new(object, "points", json_integer(finding->points));
	json_object_set_new(object, "rules", answer_json_rules(finding));
	json_object_set_new(object, "warning",
		answer_json_string(
			wording_warning(arena, verdict->protocol, finding)));
	return object;
}

static json_t *
findings_json(const struct verdict *verdict)
{
	const struct finding_list *findings = &verdict->findings;
	struct arena *arena = arena_new();
	json_t *array = json_array();

	for (size_t i = 0; i < findings->raised_count; i++)
		json_array_append_new(array,
			finding_json(arena, verdict, &findings->raised[i]));
	arena_free(&arena);
	return array;
}

static json_t *
respond_by_json(const struct verdict *verdict)
{
	char text[11];

	if (!verdict->has_respond_by)
		return json_null();
	calendar_iso(verdict->respond_by, text);
	return json_string(text);
}

/* The value as its reader sees it: unfolded. */
static json_t *
value_json(struct str value)
{
	GString *text = g_string_sized_new(value.n + 1);
	json_t *string;

	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != '\n')
			g_string_append_c(text, value.p[i]);
	string = answer_json_string(
		str_trim((struct str){text->str, text->len}));
	g_string_free(text, TRUE);
	return string;
}

static json_t *
headers_json(const struct header_list *headers)
{
	json_t *array = json_array();

	for (size_t i = 0; i < headers->count; i++) {
		const struct header *header = &headers->items[i];
		json_t *pair = json_array();

		json_array_append_new(pair, answer_json_string(header->name));
		json_array_append_new(pair, value_json(header->value));
		json_array_append_new(array, pair);
	}
	return array;
}

void
report_json(FILE *out, const char *file, const struct verdict *verdict,
	const struct header_list *headers, const struct edit_list *edits)
{
	const struct protocol *protocol = verdict->protocol;
	json_t *object = json_object();

	(void)edits;
	json_object_set_new(object, "file", answer_json_string(str_of(file)));
	json_object_set_new(object, "protocol",
		protocol != NULL ? answer_json_string(protocol->name)
				 : json_null());
	json_object_set_new(object, "correspondence",
		json_boolean(verdict->correspondence));
	json_object_set_new(object, "directions",
		answer_json_bits(verdict->directions, direction_names));
	json_object_set_new(object, "identity",
		json_string(answer_identity(verdict->identity)));
	json_object_set_new(object, "findings", findings_json(verdict));
	json_object_set_new(object, "respond_by", respond_by_json(verdict));
	json_object_set_new(object, "unread",
		answer_json_bits(verdict->unread, unread_names));
	json_object_set_new(object, "headers", headers_json(headers));
	json_object_set_new(
		object, "action", json_string(answer_action(verdict)));
	json_dumpf(object, out, JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII);
	fputc('\n', out);
	json_decref(object);
}
