#include "tool/roster_table.h"

#include <glib.h>

const char *const roster_column_names[ROSTER_COLUMNS + 1] = {"address", "role",
	"name", "title", "party", "posts", "expands", "aliases", "ward", "from",
	"until", "source", NULL};

static void
read_names(struct roster_table *table)
{
	for (int column = 0; column < ROSTER_COLUMNS; column++) {
		struct str name = str_of(roster_column_names[column]);

		table->columns[column] = -1;
		for (size_t i = 0; i < table->header.count; i++)
			if (str_eq_nocase(table->header.cells[i].text, name))
				table->columns[column] = (int)i;
	}
}

struct roster_table *
roster_table_read(struct arena *arena, const struct source *source)
{
	struct roster_table *table = ARENA_NEW(arena, struct roster_table);
	struct diag *unheard = diag_new();
	struct csv_reader csv = csv_open(arena, unheard, source);
	GArray *rows = g_array_new(FALSE, TRUE, sizeof(struct csv_row));
	struct csv_row row;

	table->arena = arena;
	table->source = source;
	if (csv_next(&csv, &table->header))
		while (csv_next(&csv, &row))
			g_array_append_val(rows, row);
	read_names(table);
	table->count = rows->len;
	table->rows = ARENA_ARRAY(arena, struct csv_row, rows->len);
	if (rows->len > 0)
		memcpy(table->rows, rows->data, rows->len * sizeof(row));
	g_array_free(rows, TRUE);
	diag_free(&unheard);
	return table;
}

struct csv_cell
roster_table_cell(
	const struct roster_table *table, size_t row, enum roster_column column)
{
	int index = table->columns[column];

	if (index >= 0 && (size_t)index < table->rows[row].count)
		return table->rows[row].cells[index];
	return (struct csv_cell){.place = table->rows[row].place};
}

enum role
roster_table_role(const struct roster_table *table, size_t row)
{
	struct str name = roster_table_cell(table, row, ROSTER_ROLE).text;

	for (int role = ROLE_OUTSIDE + 1; role < ROLE_COUNT; role++)
		if (str_eq_nocase(name, str_of(role_names[role])))
			return (enum role)role;
	return ROLE_COUNT;
}

bool
roster_next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	while (n < rest->n && !g_ascii_isspace(rest->p[n]))
		n++;
	*word = (struct str){rest->p, n};
	*rest = (struct str){rest->p + n, rest->n - n};
	return true;
}
