#include "answer/report.h"

#include <glib.h>

void
report_plain(FILE *out, struct str text)
{
	const char *p = text.p;
	const char *end = p + text.n;

	while (p < end) {
		gunichar c = g_utf8_get_char_validated(p, end - p);
		int length = c < 0x110000 ? g_utf8_skip[(unsigned char)*p] : 1;

		if (c >= 0x110000)
			fputs(*p == '\0' ? "" : "?", out);
		else if (c < 0x20 || c == 0x2028 || c == 0x2029)
			fputc(' ', out);
		else if (g_unichar_isprint(c) && !(c >= 0x202a && c <= 0x202e))
			fwrite(p, 1, (size_t)length, out);
		p += length;
	}
}

static void
print_flags(FILE *out, const struct finding_list *findings)
{
	for (size_t i = 0; i < findings->raised_count; i++) {
		fputs(i > 0 ? ", " : "", out);
		report_plain(out, findings->raised[i].flag->name);
	}
}

static void
print_value(FILE *out, struct str value)
{
	struct str line;

	/* The folds are ours; within a line nothing may move the cursor. */
	for (bool first = true; str_split(&value, '\n', &line); first = false) {
		fputs(first ? "" : "\n", out);
		report_plain(out, line);
	}
	fputc('\n', out);
}

static void
print_field(FILE *out, struct str name, struct str value)
{
	report_plain(out, name);
	fputs(": ", out);
	print_value(out, value);
}

static void
print_edit(FILE *out, const struct edit *edit, struct str prefix)
{
	switch (edit->kind) {
	case EDIT_REMOVE:
		fputs("removed (forged): ", out);
		report_plain(out, edit->name);
		fputc('\n', out);
		break;
	case EDIT_CHANGE:
		print_field(out, edit->name, edit->value);
		break;
	case EDIT_ADD_RCPT:
		fputs("a copy goes back to ", out);
		print_value(out, edit->value);
		break;
	case EDIT_QUARANTINE:
		fputs("held: ", out);
		print_value(out, edit->value);
		break;
	case EDIT_INSERT:
		/* Ours have been printed as the message will have them. */
		if (!headers_is_ours(edit->name, prefix))
			print_field(out, edit->name, edit->value);
		break;
	}
}

static void
print_reply(FILE *out, const struct edit_list *edits)
{
	if (edits->reply == REPLY_ACCEPT)
		return;
	fputs(edits->reply == REPLY_REJECT ? "rejected: " : "put off: ", out);
	print_value(out, edits->reply_text);
}

void
report_headers(FILE *out, const char *file, const struct verdict *verdict,
	const struct header_list *headers, const struct edit_list *edits)
{
	report_plain(out, str_of(file));
	if (!verdict->correspondence) {
		fputs(": no correspondence that the protocol speaks of\n", out);
	} else if (headers->count == 0) {
		fputs(": goes only outside the council, no headers", out);
		if (verdict->findings.raised_count > 0)
			fputs("; raised: ", out);
		print_flags(out, &verdict->findings);
		fputc('\n', out);
	} else {
		fputs(":\n", out);
	}
	for (size_t i = 0; i < headers->count; i++)
		print_field(
			out, headers->items[i].name, headers->items[i].value);
	for (size_t i = 0; i < edits->count; i++)
		print_edit(
			out, &edits->items[i], headers_prefix(verdict->rules));
	print_reply(out, edits);
	fputc('\n', out);
}
