#include "compile_internal.h"

const struct block_kind *
home_of(const struct token *word)
{
	for (size_t i = 0; i < BLOCK_KINDS; i++)
		for (const struct statement_kind *kind =
				block_kinds[i].statements;
			kind->read != NULL; kind++)
			if (kind->word != NULL && token_is(word, kind->word))
				return &block_kinds[i];
	return NULL;
}

static const struct statement_kind *
statement_kind_of(const struct statement_kind *kinds, const struct token *token)
{
	for (; kinds->read != NULL; kinds++) {
		if (kinds->word == NULL && token->kind == TOKEN_NUMBER)
			return kinds;
		if (kinds->word != NULL && token_is(token, kinds->word))
			return kinds;
	}
	return NULL;
}

static const char *const *
words_of(struct compiler *compiler, const struct statement_kind *kinds)
{
	size_t count = 0;
	size_t used = 0;
	const char **words;

	while (kinds[count].read != NULL)
		count++;
	words = ARENA_ARRAY(compiler->trees, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (kinds[i].word != NULL)
			words[used++] = kinds[i].word;
	return words;
}

static void
fail_unknown(struct compiler *compiler, const struct node *owner,
	const struct token *token, const struct statement_kind *kinds)
{
	const struct block_kind *home = home_of(token);
	struct str block = owner->tokens[0].text;
	const char *near;

	if (kinds == rule_statements &&
		(pattern_token(token) || token->kind == TOKEN_PAREN)) {
		diag_error(compiler->diag, token->place,
			"points are missing before this pattern%s",
			hint_piece(token));
		return;
	}
	if (token->kind != TOKEN_WORD) {
		diag_error(compiler->diag, token->place,
			"a statement of this '%.*s' begins with a word%s",
			STR_ARG(block), hint_piece(token));
		return;
	}
	near = hint_nearest(compiler, token->text, words_of(compiler, kinds));
	if (near[0] == '\0' && home != NULL)
		near = arena_printf(
			compiler->trees, "; it belongs in a '%s'", home->word);
	diag_error(compiler->diag, token->place,
		"unknown statement '%.*s' in this '%.*s'%s",
		STR_ARG(token->text), STR_ARG(block), near);
}

/* The statements of one block that were met so far. */
struct met {
	const struct statement_kind *kinds;
	const struct node *nodes[16];
	bool clean; /* no statement was unknown or broken */
};

static void
read_one(struct compiler *compiler, const struct node *owner,
	const struct node *node, struct met *met, void *object)
{
	const struct token *first = &node->tokens[0];
	const struct statement_kind *kind =
		statement_kind_of(met->kinds, first);
	struct cursor cursor = cursor_start(compiler, node, 1);
	const struct node **before;

	if (kind == NULL) {
		met->clean = false;
		if (!node->broken)
			fail_unknown(compiler, owner, first, met->kinds);
		return;
	}
	before = &met->nodes[kind - met->kinds];
	if (*before != NULL && !kind->many) {
		diag_error(compiler->diag, first->place,
			"this '%.*s' has '%s' already",
			STR_ARG(owner->tokens[0].text), kind->word);
		diag_note(compiler->diag, (*before)->tokens[0].place,
			"first given here");
		return;
	}
	*before = node;
	if (!node->broken) {
		kind->read(&cursor, object);
		cursor_end(&cursor);
	}
	met->clean &= !cursor.failed;
}

static struct place
name_place(const struct node *node)
{
	return node->tokens[node->count > 1 ? 1 : 0].place;
}

bool
read_statements(struct compiler *compiler, const struct node *owner,
	const struct statement_kind *kinds, void *object)
{
	/* Of a block without its end some may be missing. */
	struct met met = {kinds, {NULL}, !owner->is_open};
	bool clean;

	for (const struct node *node = owner->children; node != NULL;
		node = node->next)
		if (node->kind == NODE_STATEMENT)
			read_one(compiler, owner, node, &met, object);
	/* What is missing may be the word that was misspelt. */
	clean = met.clean;
	for (size_t i = 0; kinds[i].read != NULL && met.clean; i++) {
		if (!kinds[i].required || met.nodes[i] != NULL)
			continue;
		clean = false;
		diag_error(compiler->diag, name_place(owner),
			"this '%.*s' has no '%s'",
			STR_ARG(owner->tokens[0].text), kinds[i].word);
	}
	return clean;
}

void *
keep_array(struct arena *arena, GArray *array, size_t *count)
{
	size_t size = g_array_get_element_size(array);
	void *copy = arena_alloc_array(arena, array->len, size);

	if (array->len > 0)
		memcpy(copy, array->data, array->len * size);
	*count = array->len;
	g_array_free(array, TRUE);
	return copy;
}
