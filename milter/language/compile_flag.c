#include "compile_internal.h"

static void
read_severity(struct cursor *cursor, void *object)
{
	struct flag *flag = object;

	flag->severity = (enum severity)cursor_choice(
		cursor, "a severity", severity_names);
}

static void
read_threshold(struct cursor *cursor, void *object)
{
	struct flag *flag = object;

	flag->threshold = cursor_number(cursor, "a threshold", 1, MOST_POINTS);
}

enum unit
read_unit(struct cursor *cursor)
{
	static const char *const units[] = {
		"sentence", "paragraph", "message", NULL};

	return (enum unit)cursor_choice(cursor, "a stretch of text", units);
}

static void
read_flag_within(struct cursor *cursor, void *object)
{
	struct flag *flag = object;

	flag->within = read_unit(cursor);
}

/* The words that a protocol puts its own for. */
static const char *const wording_words[] = {"member", "members", "Member",
	"Members", "officer", "officers", "Officer", "Officers", "clause",
	"clauses", NULL};

static void
check_wording(struct cursor *cursor, const struct token *token)
{
	struct str text = token->text;

	for (size_t i = 0; i < text.n && !cursor->failed; i++) {
		const char *end;
		struct str word;
		bool known = false;

		if (text.p[i] != '{')
			continue;
		end = memchr(text.p + i, '}', text.n - i);
		word = (struct str){text.p + i + 1, 0};
		word.n = end != NULL ? (size_t)(end - word.p) : 0;
		for (size_t k = 0; wording_words[k] != NULL; k++)
			known |= str_eq(word, str_of(wording_words[k]));
		if (!known)
			cursor_fail(cursor,
				token_inside(
					token, i, end != NULL ? word.n + 2 : 1),
				"no wording is called '%.*s'%s", STR_ARG(word),
				hint_nearest(
					cursor->compiler, word, wording_words));
	}
}

static void
read_warning(struct cursor *cursor, void *object)
{
	struct flag *flag = object;
	const struct token *token = cursor_peek(cursor);

	flag->warning = cursor_text(cursor, "a sentence in quotes");
	if (!cursor->failed)
		check_wording(cursor, token);
}

static void
read_action(struct cursor *cursor, void *object)
{
	struct flag *flag = object;
	const struct token *token;

	flag->action =
		(enum action)cursor_choice(cursor, "an action", action_names);
	token = cursor_peek(cursor);
	if (flag->action == ACTION_SUBJECT)
		flag->action_text =
			cursor_text(cursor, "what to put before the subject");
	else if (flag->action == ACTION_REJECT)
		flag->action_text =
			cursor_text(cursor, "the text of the refusal");
	else
		return;
	if (!cursor->failed)
		check_wording(cursor, token);
}

static void
read_asks_reply(struct cursor *cursor, void *object)
{
	struct flag *flag = object;

	(void)cursor;
	flag->asks_reply = true;
}

/*
 * `action FLAG …` outside all blocks: what a council does about a flag that
 * shipped, without a change to the file that it shipped in. Once a flag.
 */
static void
compile_action(
	struct compiler *compiler, const struct node *node, GHashTable *places)
{
	struct cursor cursor = cursor_start(compiler, node, 1);
	const struct token *name =
		cursor_expect(&cursor, TOKEN_WORD, "a flag's name");
	struct definition *found =
		name == NULL ? NULL
			     : find_definition(
				       &cursor, &compiler->flags, name, "flag");
	const struct token *before;
	struct flag *flag;

	if (found == NULL)
		return;
	flag = found->object;
	flag->action_text = str_of("");
	read_action(&cursor, flag);
	cursor_end(&cursor);
	if (cursor.failed)
		return;
	before = g_hash_table_lookup(places, flag);
	if (before != NULL) {
		diag_error(compiler->diag, name->place,
			"the action of '%.*s' is set already",
			STR_ARG(flag->name));
		diag_note(compiler->diag, before->place, "first set here");
	}
	g_hash_table_insert(places, flag, (void *)(uintptr_t)name);
}

void
compile_actions(struct compiler *compiler)
{
	GHashTable *places = g_hash_table_new(NULL, NULL);

	for (unsigned i = 0; i < compiler->actions->len; i++)
		compile_action(compiler, compiler->actions->pdata[i], places);
	g_hash_table_destroy(places);
}

const struct statement_kind flag_statements[] = {
	{"severity", read_severity, false, true},
	{"threshold", read_threshold, false, true},
	{"within", read_flag_within, false, false},
	{"warning", read_warning, false, true},
	{"action", read_action, false, false},
	{"asks-reply", read_asks_reply, false, false},
	{0},
};

void
compile_flag(struct compiler *compiler, struct definition *definition)
{
	struct flag *flag = definition->object;

	flag->within = UNIT_MESSAGE;
	flag->action = ACTION_TAG;
	flag->threshold = 1;
	flag->action_text = flag->warning = str_of("");
	definition->clean = read_statements(
		compiler, definition->node, flag_statements, flag);
}
