#include "compile_internal.h"

enum { MOST_DAYS = 365, MINUTES_A_DAY = 24 * 60 };

/* Protocols ------------------------------------------------------------ */

struct protocol_draft {
	struct protocol *protocol;
	GArray *clauses, *wordings, *routes;
};

static void
read_title(struct cursor *cursor, void *object)
{
	struct protocol_draft *draft = object;

	draft->protocol->title = cursor_text(cursor, "a title in quotes");
}

static void
read_wording(struct cursor *cursor, void *object)
{
	static const char *const keys[] = {"member", "officer", NULL};
	struct protocol_draft *draft = object;
	struct place place = cursor_place(cursor);
	struct wording wording = {0};

	wording.key = str_of(
		keys[cursor_choice(cursor, "a word of the protocols", keys)]);
	wording.singular = cursor_text(cursor, "the word for one, in quotes");
	wording.plural = cursor_text(cursor, "the word for many, in quotes");
	for (unsigned i = 0; i < draft->wordings->len; i++)
		if (str_eq(g_array_index(draft->wordings, struct wording, i)
				    .key,
			    wording.key))
			cursor_fail(
				cursor, place, "this wording is given already");
	g_array_append_val(draft->wordings, wording);
}

/* within N working days */
static int
read_days(struct cursor *cursor)
{
	int days;

	cursor_expect_word(cursor, "within");
	days = cursor_number(cursor, "a number of days", 1, MOST_DAYS);
	cursor_expect_word(cursor, "working");
	if (!cursor_take(cursor, "day"))
		cursor_expect_word(cursor, "days");
	return days;
}

static void
read_reply(struct cursor *cursor, void *object)
{
	struct protocol_draft *draft = object;

	draft->protocol->reply_days = read_days(cursor);
}

static void
read_acknowledge(struct cursor *cursor, void *object)
{
	struct protocol_draft *draft = object;

	draft->protocol->acknowledge_days = read_days(cursor);
}

static void
read_complaint(struct cursor *cursor, void *object)
{
	struct protocol_draft *draft = object;
	struct complaint_route route = {.place = node_place(cursor->node)};

	cursor_expect_word(cursor, "about");
	route.about = read_selector(cursor);
	cursor_expect_word(cursor, "to");
	route.to = read_selector(cursor);
	g_array_append_val(draft->routes, route);
}

static void
read_clause_flags(struct cursor *cursor, struct clause *clause)
{
	size_t room = cursor->node->count;
	const struct flag **flags =
		ARENA_ARRAY(cursor->compiler->arena, const struct flag *, room);

	do {
		const struct token *name =
			cursor_expect(cursor, TOKEN_WORD, "a flag's name");
		struct definition *flag;

		if (name == NULL)
			break;
		flag = find_definition(
			cursor, &cursor->compiler->flags, name, "flag");
		if (flag == NULL)
			continue;
		for (size_t i = 0; i < clause->flag_count; i++)
			if (flags[i] == flag->object)
				cursor_fail(cursor, name->place,
					"this flag is named already");
		flags[clause->flag_count++] = flag->object;
	} while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA));
	clause->flags = flags;
}

static void
check_clause_number(struct cursor *cursor, struct protocol_draft *draft,
	const struct clause *clause)
{
	for (unsigned i = 0; i < draft->clauses->len && !cursor->failed; i++) {
		const struct clause *other =
			&g_array_index(draft->clauses, struct clause, i);

		if (!str_eq(other->number, clause->number))
			continue;
		cursor_fail(cursor, clause->place,
			"clause \"%.*s\" is listed already",
			STR_ARG(clause->number));
		diag_note(cursor->compiler->diag, other->place,
			"first listed here");
	}
}

static void
read_clause(struct cursor *cursor, void *object)
{
	static const char *const ways[] = {"flags", "unobservable", NULL};
	struct protocol_draft *draft = object;
	struct clause clause = {.place = cursor_place(cursor)};

	clause.number = cursor_text(cursor, "a clause's number in quotes");
	clause.title = cursor_text(cursor, "the clause's title in quotes");
	clause.unobservable = str_of("");
	if (cursor->failed)
		return;
	check_clause_number(cursor, draft, &clause);
	if (cursor_choice(cursor, "'flags' or 'unobservable'", ways) == 0)
		read_clause_flags(cursor, &clause);
	else
		clause.unobservable =
			cursor_text(cursor, "the reason in quotes");
	g_array_append_val(draft->clauses, clause);
}

const struct statement_kind protocol_statements[] = {
	{"title", read_title, false, true},
	{"wording", read_wording, true, false},
	{"reply", read_reply, false, false},
	{"acknowledge", read_acknowledge, false, false},
	{"complaint", read_complaint, true, false},
	{"clause", read_clause, true, false},
	{0},
};

static void *
keep_array(struct arena *arena, GArray *array, size_t size, size_t *count)
{
	void *copy = arena_alloc_array(arena, array->len, size);

	if (array->len > 0)
		memcpy(copy, array->data, array->len * size);
	*count = array->len;
	g_array_free(array, TRUE);
	return copy;
}

/* By flag: the numbers of the clauses that name it. */
static const struct str *
join_clauses(struct compiler *compiler, const struct protocol *protocol)
{
	size_t count = compiler->flags.list->len;
	struct str *joined = ARENA_ARRAY(compiler->arena, struct str, count);
	GString **texts = g_new0(GString *, count + 1);

	for (size_t i = 0; i < protocol->clause_count; i++) {
		const struct clause *clause = &protocol->clauses[i];

		for (size_t k = 0; k < clause->flag_count; k++) {
			GString **text = &texts[clause->flags[k]->id];

			if (*text == NULL)
				*text = g_string_new(NULL);
			else
				g_string_append(*text, ", ");
			g_string_append_len(*text, clause->number.p,
				(gssize)clause->number.n);
		}
	}
	for (size_t i = 0; i < count; i++) {
		joined[i] = str_of("");
		if (texts[i] == NULL)
			continue;
		joined[i] = arena_str(compiler->arena,
			(struct str){texts[i]->str, texts[i]->len});
		g_string_free(texts[i], TRUE);
	}
	g_free(texts);
	return joined;
}

void
compile_protocol(struct compiler *compiler, struct definition *definition)
{
	struct protocol *protocol = definition->object;
	struct protocol_draft draft = {protocol,
		g_array_new(FALSE, TRUE, sizeof(struct clause)),
		g_array_new(FALSE, TRUE, sizeof(struct wording)),
		g_array_new(FALSE, TRUE, sizeof(struct complaint_route))};

	protocol->title = str_of("");
	read_statements(
		compiler, definition->node, protocol_statements, &draft);
	protocol->clauses = keep_array(compiler->arena, draft.clauses,
		sizeof(struct clause), &protocol->clause_count);
	protocol->wordings = keep_array(compiler->arena, draft.wordings,
		sizeof(struct wording), &protocol->wording_count);
	protocol->routes = keep_array(compiler->arena, draft.routes,
		sizeof(struct complaint_route), &protocol->route_count);
	protocol->flag_clauses = join_clauses(compiler, protocol);
}

/* Windows -------------------------------------------------------------- */

static int
digits(struct str text, size_t at, size_t count)
{
	int value = 0;

	for (size_t i = at; i < at + count; i++) {
		if (!g_ascii_isdigit(text.p[i]))
			return -1;
		value = value * 10 + (text.p[i] - '0');
	}
	return value;
}

/* "HH:MM", up to 24:00, in minutes; -1 where it is none. */
static int
parse_clock(struct str text)
{
	int hours;
	int minutes;

	if (text.n != 5 || text.p[2] != ':')
		return -1;
	hours = digits(text, 0, 2);
	minutes = digits(text, 3, 2);
	if (hours < 0 || minutes < 0 || minutes > 59 ||
		hours * 60 + minutes > MINUTES_A_DAY)
		return -1;
	return hours * 60 + minutes;
}

/* "YYYY-MM-DD HH:MM" in minutes since 1970-01-01. */
static bool
parse_minute(struct str text, int64_t *minute)
{
	const int32_t epoch = 719163; /* the Julian day of GDate for it */
	int year;
	int month;
	int day;
	int clock;
	GDate date;

	if (text.n != 16 || text.p[4] != '-' || text.p[7] != '-' ||
		text.p[10] != ' ')
		return false;
	year = digits(text, 0, 4);
	month = digits(text, 5, 2);
	day = digits(text, 8, 2);
	clock = parse_clock((struct str){text.p + 11, 5});
	if (year < 1970 || month < 1 || day < 1 || clock < 0 ||
		!g_date_valid_dmy(
			(GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	g_date_set_dmy(
		&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	*minute = ((int64_t)g_date_get_julian(&date) - epoch) * MINUTES_A_DAY +
		  clock;
	return true;
}

static int64_t
read_minute(struct cursor *cursor)
{
	struct place place = cursor_place(cursor);
	struct str text = cursor_text(cursor, "a date and time in quotes");
	int64_t minute = 0;

	if (!cursor->failed && !parse_minute(text, &minute))
		cursor_fail(cursor, place,
			"this is no date and time as in \"2027-03-22 00:00\"");
	return minute;
}

static void
read_from(struct cursor *cursor, void *object)
{
	struct window *window = object;

	window->from = read_minute(cursor);
}

static void
read_until(struct cursor *cursor, void *object)
{
	struct window *window = object;

	window->until = read_minute(cursor);
}

static void
read_ward(struct cursor *cursor, void *object)
{
	struct window *window = object;

	window->ward = cursor_text(cursor, "a ward's name in quotes");
}

const struct statement_kind window_statements[] = {
	{"from", read_from, false, true},
	{"until", read_until, false, true},
	{"ward", read_ward, false, false},
	{0},
};

void
compile_window(struct compiler *compiler, struct definition *definition)
{
	struct window *window = definition->object;

	window->ward = str_of("");
	definition->clean = read_statements(
		compiler, definition->node, window_statements, window);
}

/* Councils ------------------------------------------------------------- */

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
