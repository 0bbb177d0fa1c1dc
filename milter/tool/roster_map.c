#include "roster_map_internal.h"

#include <glib.h>

#include "language/lexer.h"

/* Columns that a source may fill, and `skip`; those not named are "". */
static const char *const statement_names[] = {"address", "role", "name",
	"title", "party", "posts", "expands", "aliases", "ward", "from",
	"until", "skip", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(statement_names) == ROSTER_COLUMNS + 1);

struct map_reader {
	struct arena *arena;
	struct diag *diag;
	const struct token *token;
	bool good;
};

static void
fail(struct map_reader *reader, const char *wanted)
{
	if (reader->good && !reader->token->broken)
		diag_error(reader->diag, reader->token->place,
			"%s was expected here, not %s", wanted,
			token_kind_name(reader->token->kind));
	reader->good = false;
}

static bool
at_line_end(const struct map_reader *reader)
{
	return reader->token->kind == TOKEN_NEWLINE ||
	       reader->token->kind == TOKEN_END ||
	       reader->token->kind == TOKEN_COMMENT;
}

/* The text of the token at hand, if it is of that kind. */
static struct str
take(struct map_reader *reader, enum token_kind kind, const char *wanted)
{
	struct str text = reader->token->text;

	if (reader->token->kind != kind || reader->token->broken) {
		fail(reader, wanted);
		return (struct str){NULL, 0};
	}
	reader->token++;
	return text;
}

static void
read_column(struct map_reader *reader, struct map_line *line)
{
	const struct token *token = reader->token;
	struct str word = take(reader, TOKEN_WORD, "a column's name");
	const char *near;

	line->column = -1;
	for (int i = 0; statement_names[i] != NULL; i++)
		if (str_eq(word, str_of(statement_names[i])))
			line->column = i < ROSTER_SOURCE ? i : ROSTER_COLUMNS;
	if (line->column >= 0 || !reader->good)
		return;
	near = diag_nearest(word, statement_names);
	diag_error(reader->diag, token->place,
		"\"%.*s\" is no column of a roster%s%s%s", STR_ARG(word),
		near != NULL ? "; did you mean \"" : "",
		near != NULL ? near : "", near != NULL ? "\"?" : "");
	reader->good = false;
}

static void
check_role(struct map_reader *reader, const struct token *token)
{
	for (int role = ROLE_OUTSIDE + 1; role < ROLE_COUNT; role++)
		if (str_eq(token->text, str_of(role_names[role])))
			return;
	diag_error(reader->diag, token->place,
		"\"%.*s\" is no role: member, officer, group, list, archive "
		"or media",
		STR_ARG(token->text));
	reader->good = false;
}

static void
read_value(struct map_reader *reader, struct map_line *line)
{
	GArray *words = g_array_new(FALSE, FALSE, sizeof(struct str));
	struct str *copy;

	if (reader->token->kind == TOKEN_STRING) {
		if (line->column == ROSTER_ROLE)
			check_role(reader, reader->token);
		line->is_text = true;
		line->text = take(reader, TOKEN_STRING, "a text");
	}
	while (!line->is_text && reader->token->kind == TOKEN_WORD &&
		!token_is(reader->token, "where")) {
		g_array_append_val(words, reader->token->text);
		reader->token++;
	}
	line->attribute_count = words->len;
	copy = ARENA_ARRAY(reader->arena, struct str, words->len);
	if (words->len > 0)
		memcpy(copy, words->data, words->len * sizeof(*copy));
	line->attributes = copy;
	g_array_free(words, TRUE);
	if (!line->is_text && line->attribute_count == 0)
		fail(reader, "an attribute's name or a text in quotes");
}

static void
read_tests(struct map_reader *reader, struct map_line *line)
{
	GArray *tests = g_array_new(FALSE, FALSE, sizeof(struct map_test));
	struct map_test *copy;

	do {
		struct map_test test = {.negated = false};

		reader->token++;
		test.negated = token_is(reader->token, "not");
		reader->token += test.negated;
		test.attribute =
			take(reader, TOKEN_WORD, "an attribute's name");
		test.pattern =
			take(reader, TOKEN_STRING, "a pattern in quotes");
		g_array_append_val(tests, test);
	} while (reader->good && token_is(reader->token, "and"));
	line->test_count = tests->len;
	copy = ARENA_ARRAY(reader->arena, struct map_test, tests->len);
	memcpy(copy, tests->data, tests->len * sizeof(*copy));
	line->tests = copy;
	g_array_free(tests, TRUE);
}

static void
read_line(struct map_reader *reader, GArray *lines)
{
	struct map_line line = {.column = -1};

	read_column(reader, &line);
	if (reader->good && line.column != ROSTER_COLUMNS)
		read_value(reader, &line);
	if (reader->good && token_is(reader->token, "where"))
		read_tests(reader, &line);
	else if (reader->good && line.column == ROSTER_COLUMNS)
		fail(reader, "\"where\"");
	if (reader->good && !at_line_end(reader))
		fail(reader, "\"where\", \"and\" or the end of the line");
	if (reader->good)
		g_array_append_val(lines, line);
}

static void
read_lines(struct map_reader *reader, GArray *lines)
{
	while (reader->token->kind != TOKEN_END) {
		reader->good = true;
		if (!at_line_end(reader))
			read_line(reader, lines);
		while (!at_line_end(reader))
			reader->token++;
		if (reader->token->kind != TOKEN_END)
			reader->token++;
	}
}

struct roster_map *
roster_map_read(
	struct arena *arena, struct diag *diag, const struct source *source)
{
	struct roster_map *map = ARENA_NEW(arena, struct roster_map);
	unsigned errors = diag_errors(diag);
	struct token_list tokens = lexer_read(arena, diag, source);
	struct map_reader reader = {arena, diag, tokens.items, true};
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct map_line));
	struct map_line *copy;
	struct place top = {source, 0, 0};

	read_lines(&reader, lines);
	map->count = lines->len;
	copy = ARENA_ARRAY(arena, struct map_line, lines->len);
	if (lines->len > 0)
		memcpy(copy, lines->data, lines->len * sizeof(*copy));
	map->lines = copy;
	g_array_free(lines, TRUE);
	if (diag_errors(diag) == errors) {
		if (!roster_map_fills(map, ROSTER_ADDRESS))
			diag_error(diag, top, "nothing here gives an address");
		if (!roster_map_fills(map, ROSTER_ROLE))
			diag_error(diag, top, "nothing here gives a role");
	}
	return diag_errors(diag) == errors ? map : NULL;
}

bool
roster_map_fills(const struct roster_map *map, enum roster_column column)
{
	for (size_t i = 0; i < map->count; i++)
		if (map->lines[i].column == (int)column)
			return true;
	return false;
}

static void
add_name(struct arena *arena, GPtrArray *names, struct str name)
{
	for (guint i = 0; i < names->len; i++)
		if (str_eq_nocase(str_of(names->pdata[i]), name))
			return;
	g_ptr_array_add(names, arena_copy(arena, name.p, name.n));
}

const char **
roster_map_attributes(struct arena *arena, const struct roster_map *map)
{
	GPtrArray *names = g_ptr_array_new();
	const char **copy;

	for (size_t i = 0; i < map->count; i++) {
		const struct map_line *line = &map->lines[i];

		for (size_t j = 0; j < line->attribute_count; j++)
			add_name(arena, names, line->attributes[j]);
		for (size_t j = 0; j < line->test_count; j++)
			add_name(arena, names, line->tests[j].attribute);
	}
	copy = ARENA_ARRAY(arena, const char *, names->len + 1);
	for (guint i = 0; i < names->len; i++)
		copy[i] = names->pdata[i];
	g_ptr_array_free(names, TRUE);
	return copy;
}
