#include "compile_internal.h"

static bool
is_operator(const struct token *token)
{
	return token_is(token, "and") || token_is(token, "or") ||
	       token_is(token, "with") || token_is(token, "without");
}

/* Behind `and`, `or`: does what follows belong to the term? */
static bool
term_follows(const struct cursor *cursor)
{
	const struct node *node = cursor->node;
	size_t at = cursor->at;

	while (at < node->count &&
		(token_is(&node->tokens[at], "not") ||
			node->tokens[at].kind == TOKEN_PAREN))
		at++;
	if (at >= node->count)
		return true;
	if (node->tokens[at].kind != TOKEN_WORD)
		return true;
	if (condition_word(&node->tokens[at]))
		return false;
	if (define_find(cursor->compiler, node->tokens[at].text) != NULL)
		return true;
	/* A condition that is misspelt goes on with a word. */
	return at + 1 >= node->count ||
	       node->tokens[at + 1].kind != TOKEN_WORD ||
	       is_operator(&node->tokens[at + 1]);
}

static struct term *
new_term(struct cursor *cursor, enum term_op op, size_t start)
{
	struct term *term = ARENA_NEW(cursor->compiler->arena, struct term);

	term->op = op;
	term->place = cursor_place_since(cursor, start);
	if (++cursor->operands > MOST_OPERANDS)
		cursor_fail(cursor, term->place,
			"this is too long; make a define of its patterns");
	return term;
}

static const void *
read_pattern(struct cursor *cursor)
{
	const struct token *token = cursor_peek(cursor);
	size_t start = cursor->at;
	const struct pattern *pattern;
	struct term *term;

	if (token == NULL ||
		(!pattern_token(token) && token->kind != TOKEN_WORD) ||
		is_operator(token)) {
		/* Neither can be what stands there: */
		cursor_expect(cursor,
			token != NULL && token->kind == TOKEN_WORD
				? TOKEN_PATTERN
				: TOKEN_WORD,
			"a pattern, a phrase or a define's name");
		return NULL;
	}
	pattern_check_folding(cursor->compiler, token);
	pattern = cursor_pattern(cursor);
	term = new_term(cursor, TERM_PATTERN, start);
	term->pattern = pattern;
	return term;
}

static const void *
join(struct cursor *cursor, enum logic_op op, size_t start, const void *left,
	const void *right)
{
	static const enum term_op ops[] = {[LOGIC_AND] = TERM_AND,
		[LOGIC_OR] = TERM_OR,
		[LOGIC_NOT] = TERM_NOT};
	struct term *term = new_term(cursor, ops[op], start);

	term->left = left;
	term->right = right;
	return term;
}

const struct term *
read_term(struct cursor *cursor)
{
	static const struct logic logic = {read_pattern, join, NULL};

	return read_logic(cursor, &logic);
}

const struct term *
read_term_in_condition(struct cursor *cursor)
{
	static const struct logic logic = {read_pattern, join, term_follows};

	return read_logic(cursor, &logic);
}
