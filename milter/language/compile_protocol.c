#include "compile_internal.h"

enum { MOST_DAYS = 365 };

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
	protocol->clauses = keep_array(
		compiler->arena, draft.clauses, &protocol->clause_count);
	protocol->wordings = keep_array(
		compiler->arena, draft.wordings, &protocol->wording_count);
	protocol->routes = keep_array(
		compiler->arena, draft.routes, &protocol->route_count);
	protocol->flag_clauses = join_clauses(compiler, protocol);
}
