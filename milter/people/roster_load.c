#include "roster_loader.h"

#include "base/calendar.h"
#include "mime/address.h"

static const char *const column_names[COLUMN_COUNT + 1] = {"address", "role",
	"name", "title", "party", "posts", "expands", "aliases", "ward", "from",
	"until", "source", NULL};

static void
report_unknown_column(struct diag *diag, const struct csv_cell *cell)
{
	const char *near = diag_nearest(cell->text, column_names);

	if (near != NULL)
		diag_warning(diag, cell->place,
			"column \"%.*s\" is not read; did you mean \"%s\"?",
			STR_ARG(cell->text), near);
	else
		diag_warning(diag, cell->place, "column \"%.*s\" is not read",
			STR_ARG(cell->text));
}

static void
read_column_name(struct loader *loader, const struct csv_cell *cell, int index)
{
	for (int column = 0; column < COLUMN_COUNT; column++) {
		if (!str_eq_nocase(cell->text, str_of(column_names[column])))
			continue;
		if (loader->columns[column] >= 0)
			diag_error(loader->diag, cell->place,
				"column \"%s\" stands here a second time",
				column_names[column]);
		loader->columns[column] = index;
		return;
	}
	if (cell->text.n > 0)
		report_unknown_column(loader->diag, cell);
}

/* A spreadsheet set to other habits parts cells by ';' or a tab. */
static bool
has_other_separator(const struct csv_row *row)
{
	struct str only = row->cells[0].text;

	return row->count == 1 && only.n > 0 &&
	       (memchr(only.p, ';', only.n) || memchr(only.p, '\t', only.n));
}

static bool
read_header_line(struct loader *loader)
{
	struct csv_row row;
	bool complete = true;

	for (int column = 0; column < COLUMN_COUNT; column++)
		loader->columns[column] = -1;
	if (!csv_next(&loader->csv, &row)) {
		loader->top.source = loader->csv.source;
		diag_error(loader->diag, loader->top, "the roster is empty");
		return false;
	}
	if (has_other_separator(&row)) {
		diag_error(loader->diag, row.place,
			"the columns of a roster are parted by commas");
		return false;
	}
	loader->top = row.place;
	loader->width = row.count;
	for (size_t i = 0; i < row.count; i++)
		read_column_name(loader, &row.cells[i], (int)i);
	for (int column = 0; column < COLUMNS_NEEDED; column++) {
		if (loader->columns[column] >= 0)
			continue;
		diag_error(loader->diag, row.place, "column \"%s\" is missing",
			column_names[column]);
		complete = false;
	}
	return complete;
}

static struct str
lower_word(struct arena *arena, struct str word)
{
	char *copy = arena_copy(arena, word.p, word.n);

	for (size_t i = 0; i < word.n; i++)
		copy[i] = g_ascii_tolower(copy[i]);
	return (struct str){copy, word.n};
}

/* The next word of a cell, parted by blanks or line ends. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n > 0 && g_ascii_isspace(rest->p[0])) {
		rest->p++;
		rest->n--;
	}
	if (rest->n == 0)
		return false;
	while (n < rest->n && !g_ascii_isspace(rest->p[n]))
		n++;
	*word = (struct str){rest->p, n};
	*rest = (struct str){rest->p + n, rest->n - n};
	return true;
}

typedef bool word_reader(struct loader *loader, struct person *person,
	struct place place, struct str word, struct str *read);

static const struct str *
read_words(struct loader *loader, struct person *person, struct csv_cell cell,
	word_reader *reader, size_t *count)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(struct str));
	struct str rest = cell.text, word, read;
	struct str *copy;

	while (next_word(&rest, &word))
		if (reader(loader, person, cell.place, word, &read))
			g_array_append_val(words, read);
	*count = words->len;
	copy = ARENA_ARRAY(loader->roster->arena, struct str, words->len);
	if (words->len > 0)
		memcpy(copy, words->data, words->len * sizeof(*copy));
	g_array_free(words, TRUE);
	return copy;
}

static bool
read_post(struct loader *loader, struct person *person, struct place place,
	struct str word, struct str *read)
{
	(void)person;
	(void)place;
	*read = lower_word(loader->roster->arena, word);
	return true;
}

static bool
read_alias(struct loader *loader, struct person *person, struct place place,
	struct str word, struct str *read)
{
	(void)person;
	*read = address_key(loader->roster->arena, word);
	if (read->n > 0)
		return true;
	diag_error(loader->diag, place, "alias \"%.*s\" is no address",
		STR_ARG(word));
	return false;
}

/* `_` stands for a space, since words are parted by spaces. */
static struct str
spaces_for_underscores(struct arena *arena, struct str word)
{
	char *copy = arena_copy(arena, word.p, word.n);

	for (size_t i = 0; i < word.n; i++)
		if (copy[i] == '_')
			copy[i] = ' ';
	return (struct str){copy, word.n};
}

static bool
read_list_word(struct loader *loader, struct person *person, struct place place,
	struct str word, struct str *read)
{
	struct arena *arena = loader->roster->arena;
	struct str value;
	enum list_word kind = list_word_read(word, &value);

	(void)person;
	if (kind == WORD_ROLE && role_of(value) == ROLE_COUNT) {
		diag_error(loader->diag, place, "\"%.*s\" is no role",
			STR_ARG(value));
		return false;
	}
	if (kind == WORD_ADDRESS) {
		*read = address_key(arena, word);
		if (read->n > 0)
			return true;
		diag_error(loader->diag, place,
			"\"%.*s\" is no address, nor role:, post:, party: "
			"or ward:",
			STR_ARG(word));
		return false;
	}
	*read = kind == WORD_PARTY || kind == WORD_WARD
			? spaces_for_underscores(arena, word)
			: lower_word(arena, word);
	return true;
}

static void
read_address(
	struct loader *loader, const struct csv_row *row, struct person *person)
{
	struct arena *arena = loader->roster->arena;
	struct csv_cell cell = loader_cell(loader, row, COLUMN_ADDRESS);
	struct str text = cell.text;

	if (text.n == 0) {
		diag_error(
			loader->diag, row->place, "a line without an address");
		return;
	}
	if (text.p[0] == '@') {
		/* Read as an address, so that the domain compares alike. */
		char *with_local = arena_printf(arena, "x%.*s", STR_ARG(text));

		person->is_default = true;
		person->key = address_key(arena, str_of(with_local));
		if (person->key.n > 0) {
			person->key.p++;
			person->key.n--;
		}
	} else {
		person->key = address_key(arena, text);
	}
	if (person->key.n == 0)
		diag_error(loader->diag, cell.place, "\"%.*s\" is no address",
			STR_ARG(text));
}

static void
read_role(
	struct loader *loader, const struct csv_row *row, struct person *person)
{
	struct csv_cell cell = loader_cell(loader, row, COLUMN_ROLE);
	const char *near;

	person->role = role_of(cell.text);
	if (person->role != ROLE_COUNT && person->role != ROLE_OUTSIDE)
		return;
	person->role = ROLE_OUTSIDE;
	if (cell.text.n == 0) {
		diag_error(loader->diag, row->place, "a line without a role");
		return;
	}
	near = diag_nearest(cell.text, role_names + 1);
	if (near != NULL)
		diag_error(loader->diag, cell.place,
			"\"%.*s\" is no role; did you mean \"%s\"?",
			STR_ARG(cell.text), near);
	else
		diag_error(loader->diag, cell.place,
			"\"%.*s\" is no role: member, officer, group, list, "
			"archive or media",
			STR_ARG(cell.text));
}

static int32_t
read_day(struct loader *loader, const struct csv_row *row, enum column column,
	int32_t otherwise)
{
	struct csv_cell cell = loader_cell(loader, row, column);
	int32_t day;

	if (cell.text.n == 0)
		return otherwise;
	if (calendar_parse_day(cell.text, &day))
		return day;
	diag_error(loader->diag, cell.place,
		"\"%.*s\" is no date; write YYYY-MM-DD", STR_ARG(cell.text));
	return otherwise;
}

static void
read_dates(
	struct loader *loader, const struct csv_row *row, struct person *person)
{
	person->from = read_day(loader, row, COLUMN_FROM, INT32_MIN);
	person->until = read_day(loader, row, COLUMN_UNTIL, INT32_MAX);
	if (person->from > person->until)
		diag_error(loader->diag,
			loader_cell(loader, row, COLUMN_UNTIL).place,
			"ends before it begins");
}

static void
check_person(struct loader *loader, const struct csv_row *row,
	const struct person *person)
{
	bool is_list = person->role == ROLE_LIST;

	if (is_list && person->expand_count == 0)
		diag_warning(loader->diag, row->place,
			"a list that expands to nobody");
	if (!is_list && person->expand_count > 0)
		diag_warning(loader->diag,
			loader_cell(loader, row, COLUMN_EXPANDS).place,
			"only a list expands; this is read for nothing");
	if (person->role == ROLE_GROUP && person->party.n == 0)
		diag_warning(loader->diag, row->place,
			"a group's mailbox without a party");
	if (person->is_default && person->alias_count > 0)
		diag_error(loader->diag,
			loader_cell(loader, row, COLUMN_ALIASES).place,
			"the default of a domain has no aliases");
}

static struct str
text_of(struct loader *loader, const struct csv_row *row, enum column column)
{
	/* Cells lie in the roster's arena already. */
	return loader_cell(loader, row, column).text;
}

static void
read_person(struct loader *loader, const struct csv_row *row)
{
	struct person person = {.line = row->line};

	if (row->count != loader->width)
		diag_error(loader->diag, row->place,
			"%zu cells in this line, %zu columns in the first",
			row->count, loader->width);
	read_address(loader, row, &person);
	read_role(loader, row, &person);
	read_dates(loader, row, &person);
	person.name = text_of(loader, row, COLUMN_NAME);
	person.title = text_of(loader, row, COLUMN_TITLE);
	person.party = text_of(loader, row, COLUMN_PARTY);
	person.ward = text_of(loader, row, COLUMN_WARD);
	person.posts = read_words(loader, &person,
		loader_cell(loader, row, COLUMN_POSTS), read_post,
		&person.post_count);
	person.aliases = read_words(loader, &person,
		loader_cell(loader, row, COLUMN_ALIASES), read_alias,
		&person.alias_count);
	person.expands = read_words(loader, &person,
		loader_cell(loader, row, COLUMN_EXPANDS), read_list_word,
		&person.expand_count);
	check_person(loader, row, &person);
	g_array_append_val(loader->people, person);
	g_array_append_val(loader->rows, *row);
}

static void
read_lines(struct loader *loader)
{
	struct roster *roster = loader->roster;
	struct csv_row row;

	while (csv_next(&loader->csv, &row))
		read_person(loader, &row);
	if (loader->people->len == 0)
		diag_error(
			loader->diag, loader->top, "the roster names nobody");
	roster->count = loader->people->len;
	roster->people =
		ARENA_ARRAY(roster->arena, struct person, roster->count);
	if (roster->count > 0)
		memcpy(roster->people, loader->people->data,
			roster->count * sizeof(*roster->people));
	loader_write_keys(loader);
	loader_check_lists(loader);
}

struct roster *
roster_load(struct diag *diag, const struct source *source)
{
	struct roster *roster = g_new0(struct roster, 1);
	struct loader loader = {.diag = diag, .roster = roster};
	unsigned errors = diag_errors(diag);

	roster->arena = arena_new();
	roster->holders = g_hash_table_new(str_hash, str_equal);
	loader.csv = csv_open(roster->arena, diag, source);
	loader.people = g_array_new(FALSE, TRUE, sizeof(struct person));
	loader.rows = g_array_new(FALSE, TRUE, sizeof(struct csv_row));
	loader.written = g_hash_table_new(str_hash, str_equal);
	if (read_header_line(&loader))
		read_lines(&loader);
	g_array_free(loader.people, TRUE);
	g_array_free(loader.rows, TRUE);
	g_hash_table_destroy(loader.written);
	if (diag_errors(diag) > errors)
		roster_free(&roster);
	return roster;
}
