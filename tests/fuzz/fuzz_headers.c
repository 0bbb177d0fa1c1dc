/*
 * A message with any fields, judged and answered: what goes to the mail server
 * is ASCII in short lines, forged fields go from the highest index down, and
 * no report holds what a terminal or a log could obey. The inspector is used
 * again and again, as those of the daemon are.
 */
#include "fuzz.h"

#include <jansson.h>

#include "answer/audit.h"
#include "answer/edits.h"
#include "answer/report.h"
#include "base/limits.h"

enum { NOW = 1795000000, LONGEST_LINE = 998 };

static bool
has_controls(struct str text, const char *but)
{
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c < ' ' && strchr(but, c) == NULL) || c == 0x7f ||
			c == '\0')
			return true;
	}
	return false;
}

static void
check_value(struct str value, const char *controls)
{
	struct str line;
	bool first = true;

	FUZZ_CHECK(!has_controls(value, controls));
	for (size_t i = 0; i < value.n; i++)
		FUZZ_CHECK((unsigned char)value.p[i] < 0x80);
	while (str_split(&value, '\n', &line)) {
		FUZZ_CHECK(line.n <= LONGEST_LINE);
		FUZZ_CHECK(first || str_trim(line).n > 0);
		FUZZ_CHECK(first || line.p[0] == ' ' || line.p[0] == '\t');
		first = false;
	}
}

static void
check_edits(const struct edit_list *edits)
{
	for (size_t i = 0; i < edits->count; i++) {
		const struct edit *edit = &edits->items[i];
		const struct edit *before = i > 0 ? edit - 1 : NULL;

		/* A changed subject is the sender's, tabs included. */
		check_value(
			edit->value, edit->kind == EDIT_CHANGE ? "\n\t" : "\n");
		FUZZ_CHECK(edit->kind != EDIT_REMOVE || edit->index > 0);
		if (before == NULL || edit->kind != EDIT_REMOVE)
			continue;
		FUZZ_CHECK(before->kind == EDIT_REMOVE);
		FUZZ_CHECK(!str_eq_nocase(before->name, edit->name) ||
			   before->index > edit->index);
	}
	check_value(edits->reply_text, "");
}

static void
check_reports(struct arena *arena, const struct verdict *verdict,
	const struct edit_list *edits)
{
	struct audit_context context = {.queue_id = verdict->message->subject};
	struct header_list headers = headers_for(arena, verdict);
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	char *line = audit_line(verdict, &context);
	json_t *json;

	FUZZ_CHECK(line != NULL && !has_controls(str_of(line), ""));
	report_explain(out, "f.eml", verdict, NOW);
	report_headers(out, "f.eml", verdict, &headers, edits);
	fflush(out);
	FUZZ_CHECK(!has_controls((struct str){text, size}, "\n"));
	fseeko(out, 0, SEEK_SET);
	report_json(out, "f.eml", verdict, &headers, edits);
	fclose(out);
	json = json_loads(text, JSON_DISABLE_EOF_CHECK, NULL);
	FUZZ_CHECK(json != NULL);
	json_decref(json);
	free(text);
	free(line);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct inspector *inspector;
	static struct arena *arena;
	static struct raw_mail *raw;
	static const struct str rcpt = {"<cllr.j.marsh@thornbeck.example>", 32};
	struct envelope envelope = {
		.rcpts = &rcpt, .rcpt_count = 1, .known = true};
	struct policy *policy = fuzz_policy();
	struct verdict verdict;
	struct edit_list edits;
	const struct field *fields;
	size_t count;

	if (inspector == NULL) {
		inspector = inspector_new();
		arena = arena_new();
		raw = raw_mail_new();
	}
	raw_mail_parse(raw, fuzz_input(bytes, size));
	fields = raw_mail_fields(raw, &count);
	inspect_message(inspector, policy, raw, &envelope, NOW, &verdict);
	edits = edits_for(arena, &verdict, fields, count, size % 3 == 2);
	check_edits(&edits);
	/* The one or the other: they cost more than all that is above. */
	if (size % 4 == 0)
		check_reports(arena, &verdict, &edits);
	else if (size % 4 == 1)
		check_value(headers_fold(arena, STR_LIT("X-Any"),
				    fuzz_input(bytes, size)),
			"\n");
	raw_mail_reset(raw);
	arena_reset(arena);
	return 0;
}
