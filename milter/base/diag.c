#include "base/diag.h"

#include <stdbool.h>

#include <glib.h>

#include "diag_internal.h"

/* Columns of a source line that are shown; more is cut at both ends. */
enum { LINE_SHOWN = 160, LINE_BEFORE = 60 };

struct diag_entry {
	enum diag_level level;
	unsigned order; /* in which it was reported */
	struct place place;
	char *message;
};

static const char *const level_words[] = {"error", "warning", "note"};

static void
entry_clear(gpointer data)
{
	struct diag_entry *entry = data;

	g_free(entry->message);
}

static void
drop_source(gpointer source)
{
	source_unref(source);
}

struct diag *
diag_new(void)
{
	struct diag *diag = g_new0(struct diag, 1);

	diag->sources = g_ptr_array_new_with_free_func(drop_source);
	diag->entries = g_array_new(FALSE, TRUE, sizeof(struct diag_entry));
	g_array_set_clear_func(diag->entries, entry_clear);
	return diag;
}

void
diag_free(struct diag **diag)
{
	if (*diag == NULL)
		return;
	g_array_free((*diag)->entries, TRUE);
	g_ptr_array_free((*diag)->sources, TRUE);
	g_free(*diag);
	*diag = NULL;
}

static struct diag_entry *
entry_at(const struct diag *diag, unsigned index)
{
	return &g_array_index(diag->entries, struct diag_entry, index);
}

void
diag_report(struct diag *diag, enum diag_level level, struct place place,
	const char *format, ...)
{
	struct diag_entry entry = {level, diag->entries->len, place, NULL};
	va_list args;

	diag->counts[level]++;
	if (level != DIAG_NOTE)
		diag->note_dropped = diag->entries->len >= DIAG_SHOWN;
	if (diag->note_dropped)
		return;
	va_start(args, format);
	entry.message = g_strdup_vprintf(format, args);
	va_end(args);
	g_array_append_val(diag->entries, entry);
}

unsigned
diag_errors(const struct diag *diag)
{
	return diag->counts[DIAG_ERROR];
}

unsigned
diag_warnings(const struct diag *diag)
{
	return diag->counts[DIAG_WARNING];
}

/* Errors and warnings by file, place and order of report; notes stay out. */
static int
compare_entries(const void *left, const void *right)
{
	const struct diag_entry *a = *(struct diag_entry *const *)left;
	const struct diag_entry *b = *(struct diag_entry *const *)right;
	int64_t a_file = a->place.source ? (int64_t)a->place.source->order : -1;
	int64_t b_file = b->place.source ? (int64_t)b->place.source->order : -1;

	if (a_file != b_file)
		return a_file < b_file ? -1 : 1;
	if (a->place.offset != b->place.offset)
		return a->place.offset < b->place.offset ? -1 : 1;
	return a->order < b->order ? -1 : 1;
}

static bool
same_entry(const struct diag_entry *a, const struct diag_entry *b)
{
	return a->level == b->level && a->place.source == b->place.source &&
	       a->place.offset == b->place.offset &&
	       strcmp(a->message, b->message) == 0;
}

static GPtrArray *
sorted_entries(const struct diag *diag)
{
	GPtrArray *sorted = g_ptr_array_new();

	for (unsigned i = 0; i < diag->entries->len; i++)
		if (entry_at(diag, i)->level != DIAG_NOTE)
			g_ptr_array_add(sorted, entry_at(diag, i));
	if (sorted->len > 0)
		qsort(sorted->pdata, sorted->len, sizeof(gpointer),
			compare_entries);
	return sorted;
}

/* Calls `show` with each entry once, its notes behind it. */
static void
each_entry(const struct diag *diag,
	void (*show)(const struct diag_entry *, void *), void *context)
{
	GPtrArray *sorted = sorted_entries(diag);
	const struct diag_entry *last = NULL;

	for (unsigned i = 0; i < sorted->len; i++) {
		const struct diag_entry *entry = sorted->pdata[i];

		if (last != NULL && same_entry(last, entry))
			continue;
		last = entry;
		show(entry, context);
		for (unsigned n = entry->order + 1;
			n < diag->entries->len &&
			entry_at(diag, n)->level == DIAG_NOTE;
			n++)
			show(entry_at(diag, n), context);
	}
	g_ptr_array_free(sorted, TRUE);
}

char *
diag_plain(const char *text)
{
	GString *plain = g_string_new(NULL);
	size_t left = strlen(text);

	while (left > 0) {
		gunichar c = g_utf8_get_char_validated(text, (gssize)left);
		size_t length = 1;

		if (c < 0x110000)
			length = g_utf8_skip[(unsigned char)*text];
		if (c < 0x110000 && g_unichar_isprint(c))
			g_string_append_len(plain, text, (gssize)length);
		else
			g_string_append_c(plain, '?');
		text += length;
		left -= length;
	}
	return g_string_free(plain, FALSE);
}

static char *
format_entry(const struct diag_entry *entry)
{
	unsigned line;
	unsigned column;
	char *text, *plain;

	if (entry->place.source == NULL) {
		text = g_strdup_printf("comity: %s: %s",
			level_words[entry->level], entry->message);
	} else {
		place_position(entry->place, &line, &column);
		text = g_strdup_printf("%s:%u:%u: %s: %s",
			source_name(entry->place.source), line, column,
			level_words[entry->level], entry->message);
	}
	plain = diag_plain(text);
	g_free(text);
	return plain;
}

/*
 * Prints characters [from, to) of a line; what a terminal would obey, or not
 * show, becomes a '?'. With `blank` only the tabs are kept.
 */
static void
print_characters(FILE *out, struct str line, size_t from, size_t to, bool blank)
{
	const char *p = line.p;
	const char *end = line.p + line.n;

	for (size_t i = 0; i < to && p < end; i++) {
		const char *next = p + g_utf8_skip[(unsigned char)*p];

		if (i >= from && *p == '\t')
			fputc('\t', out);
		else if (i >= from && blank)
			fputc(' ', out);
		else if (i >= from && !g_unichar_isprint(g_utf8_get_char(p)))
			fputc('?', out);
		else if (i >= from)
			fwrite(p, 1, (size_t)(next - p), out);
		p = next;
	}
}

/* How many characters of its line a place covers; at least one. */
static size_t
place_width(struct place place, struct str line)
{
	const char *start = place.source->bytes + place.offset;
	const char *end = start + place.length;

	if (end > line.p + line.n)
		end = line.p + line.n;
	return end <= start ? 1 : (size_t)g_utf8_strlen(start, end - start);
}

static void
print_source_line(struct place place, FILE *out)
{
	size_t number;
	struct str line = source_line_at(place.source, place.offset, &number);
	size_t all;
	size_t from = 0;
	size_t to;
	size_t width;
	unsigned row;
	unsigned column;

	/* A byte that is no UTF-8 is an error of its own, without its line. */
	if (!g_utf8_validate(line.p, (gssize)line.n, NULL))
		return;
	place_position(place, &row, &column);
	all = (size_t)g_utf8_strlen(line.p, (gssize)line.n);
	if (all > LINE_SHOWN && column > LINE_BEFORE)
		from = column - LINE_BEFORE;
	to = MIN(all, from + LINE_SHOWN);
	width = MAX((size_t)1,
		MIN(place_width(place, line), to - MIN(to, column - 1)));
	fputs(from > 0 ? "..." : "", out);
	print_characters(out, line, from, to, false);
	fputs(to < all ? "...\n" : "\n", out);
	fputs(from > 0 ? "   " : "", out);
	print_characters(out, line, from, column - 1, true);
	fputc('^', out);
	for (size_t i = 1; i < width; i++)
		fputc('~', out);
	fputc('\n', out);
}

static void
print_includes(const struct source *source, FILE *out)
{
	for (struct place at = source_included_at(source); at.source != NULL;
		at = source_included_at(at.source)) {
		unsigned line;
		unsigned column;

		char *name = diag_plain(source_name(at.source));

		place_position(at, &line, &column);
		fprintf(out, "    included from %s:%u\n", name, line);
		g_free(name);
	}
}

static void
print_entry(const struct diag_entry *entry, void *context)
{
	FILE *out = context;
	char *head = format_entry(entry);

	fprintf(out, "%s\n", head);
	g_free(head);
	if (entry->place.source == NULL)
		return;
	print_source_line(entry->place, out);
	if (entry->level != DIAG_NOTE)
		print_includes(entry->place.source, out);
}

static const char *
plural(unsigned count)
{
	return count == 1 ? "" : "s";
}

void
diag_print(const struct diag *diag, FILE *out)
{
	unsigned errors = diag_errors(diag);
	unsigned warnings = diag_warnings(diag);

	each_entry(diag, print_entry, out);
	if (diag->entries->len >= DIAG_SHOWN)
		fprintf(out, "Only the first %u are shown.\n", DIAG_SHOWN);
	if (errors > 0 && warnings > 0)
		fprintf(out, "%u error%s, %u warning%s\n", errors,
			plural(errors), warnings, plural(warnings));
	else if (errors > 0)
		fprintf(out, "%u error%s\n", errors, plural(errors));
	else if (warnings > 0)
		fprintf(out, "%u warning%s\n", warnings, plural(warnings));
}

struct line_call {
	void (*line)(enum diag_level, const char *, void *);
	void *context;
};

static void
call_line(const struct diag_entry *entry, void *context)
{
	struct line_call *call = context;
	char *text = format_entry(entry);

	call->line(entry->level, text, call->context);
	g_free(text);
}

void
diag_each_line(const struct diag *diag,
	void (*line)(enum diag_level, const char *text, void *context),
	void *context)
{
	struct line_call call = {line, context};

	each_entry(diag, call_line, &call);
}
