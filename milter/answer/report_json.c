#include "answer/report.h"

#include <glib.h>

#include "answer/wording.h"
#include "base/calendar.h"
#include "json_internal.h"

static void
write_finding(struct writer *writer, struct arena *arena,
	const struct verdict *verdict, const struct finding *finding)
{
	write_open(writer, '{');
	write_name(writer, "flag");
	write_string(writer, finding->flag->name);
	write_name(writer, "clauses");
	write_clauses(writer, finding->clauses);
	write_name(writer, "severity");
	write_string(writer, str_of(severity_names[finding->flag->severity]));
	write_name(writer, "points");
	write_integer(writer, finding->points);
	write_name(writer, "rules");
	write_open(writer, '[');
	for (size_t i = 0; i < finding->rule_count; i++)
		write_string(writer, finding->rules[i]->id);
	write_close(writer, ']');
	write_name(writer, "warning");
	write_string(
		writer, wording_warning(arena, verdict->protocol, finding));
	write_close(writer, '}');
}

static void
write_findings(struct writer *writer, const struct verdict *verdict)
{
	const struct finding_list *findings = &verdict->findings;
	struct arena *arena = arena_new();

	write_name(writer, "findings");
	write_open(writer, '[');
	for (size_t i = 0; i < findings->raised_count; i++)
		write_finding(writer, arena, verdict, &findings->raised[i]);
	write_close(writer, ']');
	arena_free(&arena);
}

static void
write_respond_by(struct writer *writer, const struct verdict *verdict)
{
	char text[11];
	struct str day;

	if (verdict->has_respond_by)
		calendar_iso(verdict->respond_by, text);
	day = str_of(verdict->has_respond_by ? text : NULL);
	write_part(writer, "respond_by", verdict->has_respond_by ? &day : NULL);
}

/* The value as its reader sees it: unfolded. */
static void
write_value(struct writer *writer, struct str value)
{
	GString *text = g_string_sized_new(value.n + 1);

	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != '\n')
			g_string_append_c(text, value.p[i]);
	write_string(writer, str_trim((struct str){text->str, text->len}));
	g_string_free(text, TRUE);
}

static void
write_headers(struct writer *writer, const struct header_list *headers)
{
	write_name(writer, "headers");
	write_open(writer, '[');
	for (size_t i = 0; i < headers->count; i++) {
		write_open(writer, '[');
		write_string(writer, headers->items[i].name);
		write_value(writer, headers->items[i].value);
		write_close(writer, ']');
	}
	write_close(writer, ']');
}

void
report_json(FILE *out, const char *file, const struct verdict *verdict,
	const struct header_list *headers, const struct edit_list *edits)
{
	struct writer writer = {g_string_new(NULL), false};

	(void)edits;
	write_open(&writer, '{');
	write_name(&writer, "file");
	write_string(&writer, str_of(file));
	write_letter(&writer, verdict);
	write_findings(&writer, verdict);
	write_respond_by(&writer, verdict);
	write_name(&writer, "unread");
	write_bits(&writer, verdict->unread, unread_names);
	write_headers(&writer, headers);
	write_name(&writer, "action");
	write_string(&writer, answer_action(verdict));
	write_close(&writer, '}');
	fwrite(writer.text->str, 1, writer.text->len, out);
	fputc('\n', out);
	g_string_free(writer.text, TRUE);
}
