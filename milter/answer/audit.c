#include "answer/audit.h"

#include <glib.h>
#include <time.h>

#include "json_internal.h"

/* A line with a few flags; more makes it grow. */
enum { USUAL_BYTES = 800 };

static void
write_time(struct writer *writer, int64_t now)
{
	char text[32] = "";
	time_t seconds = (time_t)now;
	struct tm utc;

	if (gmtime_r(&seconds, &utc) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
	write_name(writer, "time");
	write_string(writer, str_of(text));
}

static void
write_flags(struct writer *writer, const char *name,
	const struct finding *findings, size_t count)
{
	write_name(writer, name);
	write_open(writer, '[');
	for (size_t i = 0; i < count; i++)
		write_string(writer, findings[i].flag->name);
	write_close(writer, ']');
}

/* What all raised flags have, each once, in the order of the flags --------- */

/* Of rules and clauses there are as many as the rule files make, not more. */
static void
write_once(struct writer *writer, GArray *written, struct str s)
{
	for (guint i = 0; i < written->len; i++)
		if (str_eq(g_array_index(written, struct str, i), s))
			return;
	g_array_append_val(written, s);
	write_string(writer, s);
}

static void
write_rules(struct writer *writer, GArray *written,
	const struct finding_list *findings)
{
	write_name(writer, "rules");
	write_open(writer, '[');
	for (size_t i = 0; i < findings->raised_count; i++)
		for (size_t j = 0; j < findings->raised[i].rule_count; j++)
			write_once(writer, written,
				findings->raised[i].rules[j]->id);
	write_close(writer, ']');
}

static void
write_all_clauses(struct writer *writer, GArray *written,
	const struct finding_list *findings)
{
	write_name(writer, "clauses");
	write_open(writer, '[');
	for (size_t i = 0; i < findings->raised_count; i++) {
		struct str clauses = findings->raised[i].clauses;
		struct str clause;

		while (next_clause(&clauses, &clause))
			write_once(writer, written, clause);
	}
	write_close(writer, ']');
}

static void
write_findings(struct writer *writer, const struct verdict *verdict)
{
	const struct finding_list *findings = &verdict->findings;
	GArray *written = g_array_new(FALSE, FALSE, sizeof(struct str));
	struct str severity = str_of(severity_names[verdict->severity]);

	write_flags(writer, "flags", findings->raised, findings->raised_count);
	write_flags(writer, "shadow", findings->shadow, findings->shadow_count);
	write_rules(writer, written, findings);
	g_array_set_size(written, 0);
	write_all_clauses(writer, written, findings);
	write_part(writer, "severity",
		findings->raised_count > 0 ? &severity : NULL);
	g_array_free(written, TRUE);
}

/* -------------------------------------------------------------------------- */

/* Who wrote a message is told only where the settings ask for it. */
static void
write_author(struct writer *writer, const struct verdict *verdict)
{
	if (verdict->rules != NULL && verdict->rules->settings.audit_author &&
		verdict->correspondence)
		write_part(writer, "author", &verdict->author.key);
}

static void
write_council(struct writer *writer, const struct council_data *data)
{
	write_part(writer, "council",
		data != NULL && data->council != NULL ? &data->council->name
						      : NULL);
}

static void
write_outcome(struct writer *writer, const struct verdict *verdict,
	const struct audit_context *context)
{
	const struct ruleset *rules = verdict->rules;
	struct str action = answer_action(verdict);
	struct str digest = str_of(rules != NULL ? rules->digest : NULL);

	write_part(writer, "action", &action);
	write_name(writer, "copied_later");
	write_boolean(writer, verdict->copied_later);
	write_name(writer, "unread");
	write_bits(writer, verdict->unread, unread_names);
	write_name(writer, "forged_removed");
	write_integer(writer, context->forged_removed);
	write_name(writer, "microseconds");
	write_integer(writer, context->microseconds);
	write_part(writer, "rule_set", rules != NULL ? &digest : NULL);
}

char *
audit_line(const struct verdict *verdict, const struct audit_context *context)
{
	struct writer writer = {g_string_sized_new(USUAL_BYTES), false};

	write_open(&writer, '{');
	write_time(&writer, context->now);
	write_part(&writer, "queue_id", &context->queue_id);
	write_council(&writer, verdict->council);
	write_letter(&writer, verdict);
	write_author(&writer, verdict);
	write_findings(&writer, verdict);
	write_outcome(&writer, verdict, context);
	write_close(&writer, '}');
	return g_string_free(writer.text, FALSE);
}
