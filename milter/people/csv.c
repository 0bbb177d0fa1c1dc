#include "people/csv.h"

#include <glib.h>

struct csv_reader
csv_open(struct arena *arena, struct diag *diag, const struct source *source)
{
	return (struct csv_reader){
		.arena = arena, .diag = diag, .source = source, .line = 1};
}

static struct place
place_of(const struct csv_reader *reader, size_t start, size_t end)
{
	return (struct place){
		reader->source, (uint32_t)start, (uint32_t)(end - start)};
}

static bool
ends_cell(struct str text, size_t at)
{
	return at >= text.n || text.p[at] == ',' || text.p[at] == '\n';
}

static void
read_plain(struct csv_reader *reader, struct str text, struct csv_cell *cell)
{
	size_t start = reader->at;
	struct str written;

	while (!ends_cell(text, reader->at))
		reader->at++;
	written = str_trim((struct str){text.p + start, reader->at - start});
	cell->text = arena_str(reader->arena, written);
	start = (size_t)(written.p - text.p);
	cell->place = place_of(reader, start, start + written.n);
}

/* What stands between a closing quote and the end of its cell. */
static void
skip_to_end_of_cell(struct csv_reader *reader, struct str text)
{
	size_t start = reader->at;
	struct str rest;

	while (!ends_cell(text, reader->at))
		reader->at++;
	rest = str_trim((struct str){text.p + start, reader->at - start});
	if (rest.n == 0)
		return;
	start = (size_t)(rest.p - text.p);
	diag_error(reader->diag, place_of(reader, start, start + rest.n),
		"text behind the closing quote of a cell");
}

static void
read_quoted(struct csv_reader *reader, struct str text, struct csv_cell *cell)
{
	size_t start = reader->at++;
	GString *value = g_string_new(NULL);
	bool closed = false;

	while (reader->at < text.n && !closed) {
		char c = text.p[reader->at++];

		if (c == '\n')
			reader->line++;
		if (c != '"') {
			g_string_append_c(value, c);
		} else if (reader->at < text.n && text.p[reader->at] == '"') {
			g_string_append_c(value, c);
			reader->at++;
		} else {
			closed = true;
		}
	}
	cell->place = place_of(reader, start, reader->at);
	cell->text = str_trim(
		arena_str(reader->arena, (struct str){value->str, value->len}));
	g_string_free(value, TRUE);
	if (closed)
		skip_to_end_of_cell(reader, text);
	else
		diag_error(reader->diag, place_of(reader, start, start + 1),
			"this quote is never closed");
}

static void
skip_blanks(struct csv_reader *reader, struct str text)
{
	while (reader->at < text.n &&
		(text.p[reader->at] == ' ' || text.p[reader->at] == '\t'))
		reader->at++;
}

/* Reads one line's cells; true when one of them holds something. */
static bool
read_row(struct csv_reader *reader, struct str text, GArray *cells)
{
	bool holds_text = false;

	for (;;) {
		struct csv_cell cell;

		skip_blanks(reader, text);
		if (reader->at < text.n && text.p[reader->at] == '"')
			read_quoted(reader, text, &cell);
		else
			read_plain(reader, text, &cell);
		g_array_append_val(cells, cell);
		holds_text = holds_text || cell.text.n > 0;
		if (reader->at >= text.n || text.p[reader->at] == '\n')
			return holds_text;
		reader->at++;
	}
}

bool
csv_next(struct csv_reader *reader, struct csv_row *row)
{
	struct str text = source_text(reader->source);
	GArray *cells = g_array_new(FALSE, FALSE, sizeof(struct csv_cell));
	bool found = false;

	while (!found && reader->at < text.n) {
		g_array_set_size(cells, 0);
		row->line = reader->line;
		found = read_row(reader, text, cells);
		if (reader->at < text.n) {
			reader->at++;
			reader->line++;
		}
	}
	if (found) {
		row->count = cells->len;
		row->cells =
			ARENA_ARRAY(reader->arena, struct csv_cell, cells->len);
		memcpy(row->cells, cells->data,
			cells->len * sizeof(*row->cells));
		row->place = row->cells[0].place;
	}
	g_array_free(cells, TRUE);
	return found;
}
