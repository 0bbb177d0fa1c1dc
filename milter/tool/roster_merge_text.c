#include "roster_merge_internal.h"

/* --- The file ---------------------------------------------------------- */

static void
append(GString *text, struct str s)
{
	g_string_append_len(text, s.p, (gssize)s.n);
}

/* Quoted only where it has to be (RFC 4180 2.6, 2.7). */
static void
append_cell(GString *text, struct str cell)
{
	bool quote = false;

	for (size_t i = 0; i < cell.n && !quote; i++)
		quote = strchr(",\"\n\r", cell.p[i]) != NULL;
	if (!quote) {
		append(text, cell);
		return;
	}
	g_string_append_c(text, '"');
	for (size_t i = 0; i < cell.n; i++) {
		if (cell.p[i] == '"')
			g_string_append_c(text, '"');
		g_string_append_c(text, cell.p[i]);
	}
	g_string_append_c(text, '"');
}

/* What an entry has for a column of the new file. */
static struct str
entry_cell(const struct merging *merging, const struct roster_entry *entry,
	enum roster_column column)
{
	if (column == ROSTER_SOURCE)
		return str_of(merging->merge->source);
	if (!roster_map_fills(merging->merge->map, column))
		return (struct str){NULL, 0};
	return entry->cells[column];
}

static void
append_new_cells(struct merging *merging, const struct roster_entry *entry)
{
	GString *text = merging->merge->text;

	for (size_t i = 0; i < merging->new_column_count; i++) {
		g_string_append_c(text, ',');
		if (entry != NULL)
			append_cell(text, entry_cell(merging, entry,
						  merging->new_columns[i]));
	}
}

/* The column that stands at that index of the old file, or -1. */
static int
column_at(const struct roster_table *table, size_t index)
{
	for (int column = 0; column < ROSTER_COLUMNS; column++)
		if (table->columns[column] == (int)index)
			return column;
	return -1;
}

static void
append_altered(struct merging *merging, size_t row)
{
	const struct roster_table *table = merging->merge->table;
	const struct csv_row *cells = &table->rows[row];
	const struct roster_entry *entry = merging->lines[row].entry;

	for (size_t i = 0; i < cells->count; i++) {
		int column = column_at(table, i);
		struct str cell = cells->cells[i].text;

		if (column >= 0 && merge_governs(merging, row, column))
			cell = entry->cells[column];
		if (i > 0)
			g_string_append_c(merging->merge->text, ',');
		append_cell(merging->merge->text, cell);
	}
	append_new_cells(merging, entry);
}

static void
append_added(struct merging *merging, const struct roster_entry *entry)
{
	const struct roster_table *table = merging->merge->table;

	g_string_append_c(merging->merge->text, '\n');
	for (size_t i = 0; i < table->header.count; i++) {
		int column = column_at(table, i);

		if (i > 0)
			g_string_append_c(merging->merge->text, ',');
		if (column >= 0)
			append_cell(merging->merge->text,
				entry_cell(merging, entry, column));
	}
	append_new_cells(merging, entry);
}

/* A row as it stands in the file. */
static struct str
row_source(const struct roster_table *table, const struct csv_row *row)
{
	struct place place =
		place_join(row->place, row->cells[row->count - 1].place);

	return (struct str){
		source_text(table->source).p + place.offset, place.length};
}

static void
append_header(struct merging *merging)
{
	const struct roster_table *table = merging->merge->table;
	GString *text = merging->merge->text;
	bool first = table->header.count == 0;

	if (!first)
		append(text, row_source(table, &table->header));
	for (size_t i = 0; i < merging->new_column_count; i++) {
		if (!first)
			g_string_append_c(text, ',');
		first = false;
		g_string_append(
			text, roster_column_names[merging->new_columns[i]]);
	}
}

/* New columns of a new file have no comma before the first. */
static void
append_first_line(struct merging *merging, const struct roster_entry *entry)
{
	GString *text = merging->merge->text;
	gsize start;

	g_string_append_c(text, '\n');
	start = text->len;
	append_new_cells(merging, entry);
	g_string_erase(text, (gssize)start, 1);
}

static void
append_all_added(struct merging *merging)
{
	for (guint i = 0; i < merging->added->len; i++) {
		if (merging->merge->table->header.count == 0)
			append_first_line(merging, merging->added->pdata[i]);
		else
			append_added(merging, merging->added->pdata[i]);
	}
}

/* New lines follow the source's last one, else the last of all. */
static size_t
last_before_added(const struct merging *merging)
{
	size_t count = merging->merge->table->count;

	for (size_t i = count; i > 0; i--)
		if (merging->lines[i - 1].owned)
			return i - 1;
	return count > 0 ? count - 1 : 0;
}

static void
write_text(struct merging *merging)
{
	const struct roster_table *table = merging->merge->table;
	GString *text = merging->merge->text;
	struct str all = source_text(table->source);
	const char *at = all.p;
	size_t last = last_before_added(merging);

	append_header(merging);
	if (table->header.count > 0) {
		struct str header = row_source(table, &table->header);

		at = header.p + header.n;
	}
	for (size_t i = 0; i < table->count; i++) {
		struct str row = row_source(table, &table->rows[i]);

		if (merging->lines[i].fate != FATE_REMOVE)
			append(text, (struct str){at, (size_t)(row.p - at)});
		if (merging->lines[i].fate == FATE_ALTER)
			append_altered(merging, i);
		if (merging->lines[i].fate == FATE_KEEP) {
			append(text, row);
			append_new_cells(merging, merging->lines[i].entry);
		}
		at = row.p + row.n;
		if (i == last)
			append_all_added(merging);
	}
	if (table->count == 0)
		append_all_added(merging);
	append(text, (struct str){at, all.n - (size_t)(at - all.p)});
	if (text->str[text->len - 1] != '\n')
		g_string_append_c(text, '\n');
}

/* --- The changes ------------------------------------------------------- */

static void
say(GString *out, const char *before, struct str value, const char *behind)
{
	char *text = g_strndup(value.p != NULL ? value.p : "", value.n);
	char *plain = diag_plain(text);

	g_string_append_printf(out, "%s%s%s", before, plain, behind);
	g_free(plain);
	g_free(text);
}

static void
say_cells(GString *out, const char *mark, const struct str *cells)
{
	static const enum roster_column shown[] = {ROSTER_ROLE, ROSTER_NAME,
		ROSTER_TITLE, ROSTER_PARTY, ROSTER_WARD, ROSTER_POSTS};
	const char *before = "  ";

	g_string_append_printf(out, "%s ", mark);
	say(out, "", cells[ROSTER_ADDRESS], "");
	for (size_t i = 0; i < G_N_ELEMENTS(shown); i++) {
		if (cells[shown[i]].n == 0)
			continue;
		say(out, before, cells[shown[i]], "");
		before = ", ";
	}
	g_string_append_c(out, '\n');
}

static void
say_altered(struct merging *merging, size_t row)
{
	const struct roster_table *table = merging->merge->table;
	const struct roster_entry *entry = merging->lines[row].entry;
	GString *out = merging->merge->changes;

	say(out, "~ ", roster_table_cell(table, row, ROSTER_ADDRESS).text, "");
	say(out, "  ", roster_table_cell(table, row, ROSTER_NAME).text, "\n");
	for (int column = 0; column < ROSTER_COLUMNS; column++) {
		struct str old = roster_table_cell(table, row, column).text;

		if (!merge_governs(merging, row, column) ||
			str_eq(old, entry->cells[column]))
			continue;
		g_string_append_printf(
			out, "    %-8s", roster_column_names[column]);
		say(out, " \"", old, "\"");
		say(out, " -> \"", entry->cells[column], "\"\n");
	}
}

static void
write_changes(struct merging *merging)
{
	const struct roster_table *table = merging->merge->table;
	GString *out = merging->merge->changes;

	for (guint i = 0; i < merging->added->len; i++) {
		const struct roster_entry *entry = merging->added->pdata[i];

		say_cells(out, "+", entry->cells);
	}
	for (size_t i = 0; i < table->count; i++) {
		struct str cells[ROSTER_COLUMNS];

		for (int column = 0; column < ROSTER_COLUMNS; column++)
			cells[column] =
				roster_table_cell(table, i, column).text;
		if (merging->lines[i].fate == FATE_REMOVE)
			say_cells(out, "-", cells);
		if (merging->lines[i].fate == FATE_ALTER)
			say_altered(merging, i);
	}
}

void
merge_write(struct merging *merging)
{
	write_text(merging);
	write_changes(merging);
}
