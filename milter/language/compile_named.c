/*
 * `condition`: conditions with a name. Each is read once, whether it is used
 * or not, so that what is wrong with it is told where it stands; a rule that
 * names it has its tree, as if it had been written there.
 */
#include "compile_internal.h"

enum named_state { NAMED_UNREAD, NAMED_READING, NAMED_READ };

struct named {
	struct definition *definition; /* its name, and whether it is used */
	enum named_state state;
	const struct condition *condition; /* NULL: broken, reported */
	unsigned operands; /* of the whole, with what it names in turn */
};

/* Names ---------------------------------------------------------------- */

static struct named *
find(const struct compiler *compiler, struct str name)
{
	const struct definition *found =
		definitions_find(&compiler->named, name);

	return found == NULL ? NULL : found->object;
}

const struct place *
named_place(const struct compiler *compiler, struct str name)
{
	const struct definition *found =
		definitions_find(&compiler->named, name);

	return found == NULL ? NULL : &found->place;
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
	named->definition =
		definitions_add(compiler, &compiler->named, node, name, named);
}

/* Reading -------------------------------------------------------------- */

static void
resolve(struct compiler *compiler, struct named *named)
{
	struct cursor cursor =
		cursor_start(compiler, named->definition->node, 2);
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

	named->definition->used = true;
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
		cursor_fail(cursor, named->definition->place,
			"'%.*s' is defined by itself",
			STR_ARG(named->definition->name));
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
	for (unsigned i = 0; i < compiler->named.list->len; i++) {
		const struct definition *definition =
			compiler->named.list->pdata[i];
		struct named *named = definition->object;

		if (named->state == NAMED_UNREAD)
			resolve(compiler, named);
	}
}

void
named_each_unused(struct compiler *compiler,
	void (*call)(struct compiler *, struct str name, struct place place))
{
	for (unsigned i = 0; i < compiler->named.list->len; i++) {
		const struct definition *definition =
			compiler->named.list->pdata[i];

		if (!definition->used)
			call(compiler, definition->name, definition->place);
	}
}
