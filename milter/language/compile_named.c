/*
 * `condition`: conditions with a name. Each is read once, whether it is used
 * or not, so that what is wrong with it is told where it stands; a rule that
 * names it has its tree, as if it had been written there.
 */
#include "compile_internal.h"

enum named_state { NAMED_UNREAD, NAMED_READING, NAMED_READ };

struct named {
	struct str name;
	struct place place;
	const struct node *node;
	enum named_state state;
	const struct condition *condition; /* NULL: broken, reported */
	unsigned operands; /* of the whole, with what it names in turn */
	bool used;
};

/* Names ---------------------------------------------------------------- */

static struct named *
find(const struct compiler *compiler, struct str name)
{
	char *key = g_strndup(name.p, name.n);
	struct named *named = g_hash_table_lookup(compiler->named, key);

	g_free(key);
	return named;
}

const struct place *
named_place(const struct compiler *compiler, struct str name)
{
	const struct named *named = find(compiler, name);

	return named == NULL ? NULL : &named->place;
}

const char *
hint_named(struct compiler *compiler, struct str word)
{
	unsigned count = compiler->named_list->len;
	const char **names =
		ARENA_ARRAY(compiler->trees, const char *, count + 1);

	for (unsigned i = 0; i < count; i++) {
		const struct named *named = compiler->named_list->pdata[i];

		names[i] = named->name.p;
	}
	return hint_nearest(compiler, word, names);
}

void
named_collect(struct compiler *compiler, const struct node *node)
{
	struct cursor cursor = cursor_start(compiler, node, 1);
	const struct token *name;
	struct named *named;

	/* The name is known even where what it stands for is broken. */
	cursor.failed = false;
	name = cursor_expect(&cursor, TOKEN_WORD, "a name for the condition");
	if (name == NULL || !define_name_is_free(compiler, name))
		return;
	named = ARENA_NEW(compiler->trees, struct named);
	named->name = arena_str(compiler->trees, name->text);
	named->place = name->place;
	named->node = node;
	g_hash_table_insert(compiler->named, g_strdup(named->name.p), named);
	g_ptr_array_add(compiler->named_list, named);
}

/* Reading -------------------------------------------------------------- */

static void
resolve(struct compiler *compiler, struct named *named)
{
	struct cursor cursor = cursor_start(compiler, named->node, 2);
	const struct condition *condition = NULL;

	named->state = NAMED_READING;
	compiler->named_depth++;
	if (cursor_expect(&cursor, TOKEN_EQUALS, "'='") != NULL)
		condition = read_condition(&cursor);
	cursor_end(&cursor);
	compiler->named_depth--;
	named->state = NAMED_READ;
	named->operands = cursor.operands;
	if (!cursor.failed)
		named->condition = condition;
}

/*
 * A copy of its topmost node stands for each use, so that a warning can tell
 * where that is. Its operands count for whoever names it: names within names
 * could double their number at each step.
 */
static struct condition *
use(struct cursor *cursor, struct named *named, const struct token *token)
{
	struct compiler *compiler = cursor->compiler;
	struct condition *copy;

	named->used = true;
	cursor->operands += named->operands;
	if (cursor->operands >= MOST_OPERANDS)
		cursor_fail(cursor, token->place, "this condition is too long");
	if (named->condition == NULL)
		cursor->failed = true;
	if (cursor->failed)
		return NULL;
	cursor->operands++;
	copy = ARENA_NEW(compiler->arena, struct condition);
	*copy = *named->condition;
	g_hash_table_insert(
		compiler->named_uses, copy, (gpointer)(uintptr_t)token);
	return copy;
}

bool
named_read(struct cursor *cursor, struct condition **condition)
{
	struct compiler *compiler = cursor->compiler;
	const struct token *token = cursor_peek(cursor);
	struct named *named = NULL;

	if (token != NULL && token->kind == TOKEN_WORD)
		named = find(compiler, token->text);
	if (named == NULL)
		return false;
	if (named->state == NAMED_READING) {
		cursor_fail(cursor, named->place, "'%.*s' is defined by itself",
			STR_ARG(named->name));
		diag_note(compiler->diag, token->place, "it is named here");
		return true;
	}
	/* A chain of names is read by recursion. */
	if (compiler->named_depth >= MOST_OPERANDS)
		cursor_fail(cursor, token->place, "this condition is too long");
	else if (named->state == NAMED_UNREAD)
		resolve(compiler, named);
	*condition = use(cursor, named, token);
	cursor->at++;
	return true;
}

void
named_read_all(struct compiler *compiler)
{
	for (unsigned i = 0; i < compiler->named_list->len; i++) {
		struct named *named = compiler->named_list->pdata[i];

		if (named->state == NAMED_UNREAD)
			resolve(compiler, named);
	}
}

void
named_each_unused(struct compiler *compiler,
	void (*call)(struct compiler *, struct str name, struct place place))
{
	for (unsigned i = 0; i < compiler->named_list->len; i++) {
		const struct named *named = compiler->named_list->pdata[i];

		if (!named->used)
			call(compiler, named->name, named->place);
	}
}
