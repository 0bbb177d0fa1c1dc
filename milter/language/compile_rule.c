#include "compile_internal.h"

/* The rule's own `within` may stand below the line, so it is put in later. */
struct score_draft {
	struct score score;
	bool has_within;
};

/* The lists of a rule grow while it is read. */
struct rule_draft {
	struct rule *rule;
	GArray *scores; /* struct score_draft */
	GPtrArray *unless;
	GArray *examples;
};

static void
read_rule_flag(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;
	const struct token *name =
		cursor_expect(cursor, TOKEN_WORD, "a flag's name");
	struct definition *flag;

	if (name == NULL)
		return;
	flag = find_definition(cursor, &cursor->compiler->flags, name, "flag");
	if (flag != NULL) {
		flag->used = true;
		draft->rule->flag = flag->object;
	}
}

static void
read_when(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;

	draft->rule->when = read_condition(cursor);
}

static void
read_zones(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;

	draft->rule->zones = 0;
	do {
		struct place place = cursor_place(cursor);
		unsigned bit = 1u << (unsigned)cursor_choice(
				       cursor, "a zone", condition_zones);

		if (draft->rule->zones & bit)
			cursor_fail(
				cursor, place, "this zone is named already");
		draft->rule->zones |= bit;
	} while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA));
}

static void
read_rule_within(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;

	draft->rule->within = read_unit(cursor);
}

static int
read_points_number(struct cursor *cursor)
{
	struct place place = cursor_place(cursor);
	int points = cursor_number(
		cursor, "a number of points", -MOST_POINTS, MOST_POINTS);

	if (points == 0)
		cursor_fail(cursor, place, "0 points change nothing");
	return points;
}

static void
read_points(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;
	struct score_draft line = {0};

	line.score.points = read_points_number(cursor);
	line.score.place = node_place(cursor->node);
	g_array_append_val(draft->scores, line);
}

static void
read_score(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;
	struct score_draft line = {0};

	cursor->at = 0;
	line.score.points = read_points_number(cursor);
	line.has_within = cursor_take(cursor, "within");
	if (line.has_within)
		line.score.within = read_unit(cursor);
	line.score.term = read_term(cursor);
	if (cursor_peek(cursor) != NULL &&
		token_is(cursor_peek(cursor), "within"))
		cursor_fail(cursor, cursor_place(cursor),
			"'within' stands between the points and the words");
	line.score.place = node_place(cursor->node);
	g_array_append_val(draft->scores, line);
}

static void
read_unless(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;
	const struct term *term = read_term(cursor);

	if (!cursor->failed)
		g_ptr_array_add(draft->unless, (gpointer)(uintptr_t)term);
}

static void
read_example(struct cursor *cursor, struct rule_draft *draft, bool match)
{
	struct example example = {.match = match};

	example.place = cursor_place(cursor);
	example.text = cursor_text(cursor, "a sentence in quotes");
	g_array_append_val(draft->examples, example);
}

static void
read_match(struct cursor *cursor, void *object)
{
	read_example(cursor, object, true);
}

static void
read_miss(struct cursor *cursor, void *object)
{
	read_example(cursor, object, false);
}

static void
read_shadow(struct cursor *cursor, void *object)
{
	struct rule_draft *draft = object;

	(void)cursor;
	draft->rule->shadow = true;
}

const struct statement_kind rule_statements[] = {
	{"flag", read_rule_flag, false, true},
	{"when", read_when, false, false},
	{"in", read_zones, false, false},
	{"within", read_rule_within, false, false},
	{"points", read_points, false, false},
	{NULL, read_score, true, false},
	{"unless", read_unless, true, false},
	{"match", read_match, true, false},
	{"miss", read_miss, true, false},
	{"shadow", read_shadow, false, false},
	{0},
};

static void
keep_draft(struct compiler *compiler, struct rule_draft *draft)
{
	struct arena *arena = compiler->arena;
	struct rule *rule = draft->rule;
	struct score *scores =
		ARENA_ARRAY(arena, struct score, draft->scores->len);
	size_t unless = draft->unless->len;

	rule->scores = scores;
	rule->score_count = draft->scores->len;
	for (size_t i = 0; i < rule->score_count; i++) {
		const struct score_draft *line =
			&g_array_index(draft->scores, struct score_draft, i);

		scores[i] = line->score;
		if (!line->has_within)
			scores[i].within = rule->within;
	}
	rule->examples =
		keep_array(arena, draft->examples, &rule->example_count);
	rule->unless = ARENA_ARRAY(arena, const struct term *, unless);
	rule->unless_count = unless;
	for (size_t i = 0; i < unless; i++)
		rule->unless[i] = draft->unless->pdata[i];
}

void
compile_rule(struct compiler *compiler, struct definition *definition)
{
	struct rule_draft draft = {.rule = definition->object};

	draft.scores = g_array_new(FALSE, TRUE, sizeof(struct score_draft));
	draft.examples = g_array_new(FALSE, TRUE, sizeof(struct example));
	draft.unless = g_ptr_array_new();
	draft.rule->zones = 1u << ZONE_SUBJECT | 1u << ZONE_TEXT;
	draft.rule->within = UNIT_SENTENCE;
	definition->clean = read_statements(
		compiler, definition->node, rule_statements, &draft);
	if (draft.scores->len == 0 && definition->clean)
		diag_error(compiler->diag, definition->place,
			"rule '%.*s' gives no points",
			STR_ARG(definition->name));
	keep_draft(compiler, &draft);
	g_array_free(draft.scores, TRUE);
	g_ptr_array_free(draft.unless, TRUE);
}
