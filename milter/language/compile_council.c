#include "compile_internal.h"

/* The strings up to the end of the statement, behind those of `before`. */
static const struct str *
read_strings(struct cursor *cursor, const struct str *before, size_t *count,
	const char *what)
{
	size_t room = *count + cursor->node->count;
	struct str *list =
		ARENA_ARRAY(cursor->compiler->arena, struct str, room);

	if (*count > 0)
		memcpy(list, before, *count * sizeof(*list));
	do {
		list[(*count)++] = cursor_text(cursor, what);
	} while (!cursor->failed && cursor_peek(cursor) != NULL);
	return list;
}

static struct str
read_domain(struct cursor *cursor)
{
	struct place place = cursor_place(cursor);
	struct str text = cursor_text(cursor, "a domain in quotes");
	char *lower = g_utf8_strdown(text.p, (gssize)text.n);
	struct str domain = arena_str(cursor->compiler->arena, str_of(lower));

	if (strpbrk(lower, "@ ") != NULL)
		cursor_fail(cursor, place, "'%s' is no domain", lower);
	g_free(lower);
	return domain;
}

static void
read_domains(struct cursor *cursor, void *object)
{
	struct council *council = object;
	size_t room = cursor->node->count;
	struct str *domains =
		ARENA_ARRAY(cursor->compiler->arena, struct str, room);

	do {
		domains[council->domain_count++] = read_domain(cursor);
	} while (!cursor->failed && cursor_peek(cursor) != NULL);
	council->domains = domains;
}

static void
read_council_protocol(struct cursor *cursor, void *object)
{
	struct council *council = object;
	const struct token *name =
		cursor_expect(cursor, TOKEN_WORD, "a protocol's name");
	struct definition *protocol;

	if (name == NULL)
		return;
	council->protocol_name = arena_str(cursor->compiler->arena, name->text);
	protocol = find_definition(
		cursor, &cursor->compiler->protocols, name, "protocol");
	if (protocol != NULL) {
		protocol->used = true;
		council->protocol = protocol->object;
	}
}

static struct str
read_file_name(struct cursor *cursor)
{
	const struct token *token = cursor_peek(cursor);
	struct str text = cursor_text(cursor, "a file's name in quotes");

	return cursor->failed ? text : resolve_path(cursor->compiler, token);
}

static void
read_roster(struct cursor *cursor, void *object)
{
	struct council *council = object;

	council->roster_path = read_file_name(cursor);
}

static void
read_time_zone(struct cursor *cursor, void *object)
{
	struct council *council = object;

	council->time_zone = cursor_text(cursor, "a time zone in quotes");
}

static void
read_holidays(struct cursor *cursor, void *object)
{
	struct council *council = object;
	const struct token *division;

	council->holidays_path = read_file_name(cursor);
	division = cursor_peek(cursor);
	if (division == NULL || cursor->failed)
		return;
	council->holidays_division = cursor_text(cursor, "a division");
	if (!str_eq(council->holidays_division, str_of("england-and-wales")) &&
		!str_eq(council->holidays_division, str_of("scotland")) &&
		!str_eq(council->holidays_division, str_of("northern-ireland")))
		cursor_fail(cursor, division->place,
			"a division is \"england-and-wales\", \"scotland\" or "
			"\"northern-ireland\"");
}

static int
read_clock(struct cursor *cursor)
{
	struct place place = cursor_place(cursor);
	int clock = parse_clock(cursor_text(cursor, "a time in quotes"));

	if (!cursor->failed && clock < 0)
		cursor_fail(cursor, place, "this is no time as in \"08:30\"");
	return clock;
}

static void
read_hours(struct cursor *cursor, void *object)
{
	struct council *council = object;
	struct place place = cursor_place(cursor);

	council->work_from = read_clock(cursor);
	council->work_until = read_clock(cursor);
	if (!cursor->failed && council->work_until <= council->work_from)
		cursor_fail(cursor, place, "work ends before it begins");
}

static void
read_disclaimer(struct cursor *cursor, void *object)
{
	struct council *council = object;

	council->disclaimers = read_strings(cursor, council->disclaimers,
		&council->disclaimer_count, "a disclaimer's text in quotes");
}

const struct statement_kind council_statements[] = {
	{"domains", read_domains, false, true},
	{"protocol", read_council_protocol, false, true},
	{"roster", read_roster, false, true},
	{"time-zone", read_time_zone, false, false},
	{"holidays", read_holidays, false, false},
	{"working-hours", read_hours, false, false},
	{"disclaimer", read_disclaimer, true, false},
	{0},
};

void
compile_council(struct compiler *compiler, struct definition *definition)
{
	struct council *council = definition->object;

	council->protocol_name = council->roster_path = str_of("");
	council->holidays_path = str_of("");
	council->time_zone = str_of("Europe/London");
	council->holidays_division = str_of("england-and-wales");
	council->work_from = 9 * 60;
	council->work_until = 17 * 60;
	read_statements(
		compiler, definition->node, council_statements, council);
}
