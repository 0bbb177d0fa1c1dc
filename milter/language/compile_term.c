#include "compile_internal.h"

static const struct term *read_or(struct cursor *cursor, bool in_condition);

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

static const struct term *
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

static const struct term *
read_factor(struct cursor *cursor)
{
	size_t start = cursor->at;
	const struct token *token = cursor_peek(cursor);
	const struct term *inner;
	struct term *term;

	if (cursor->depth >= MOST_NESTING)
		cursor_fail(cursor, cursor_place(cursor),
			"this is nested too deep");
	if (cursor->failed)
		return NULL;
	cursor->depth++;
	if (cursor_take(cursor, "not")) {
		inner = read_factor(cursor);
		term = new_term(cursor, TERM_NOT, start);
		term->left = inner;
		inner = term;
	} else if (token != NULL && token->kind == TOKEN_PAREN) {
		cursor->at++;
		inner = read_or(cursor, false);
		cursor_expect(cursor, TOKEN_PAREN_END, "')'");
	} else {
		inner = read_pattern(cursor);
	}
	cursor->depth--;
	return inner;
}

/* Takes `and` or `or` unless the term ends before it. */
static bool
take_operator(struct cursor *cursor, const char *word, bool in_condition)
{
	size_t start = cursor->at;

	if (cursor->failed || !cursor_take(cursor, word))
		return false;
	if (!in_condition || term_follows(cursor))
		return true;
	cursor->at = start;
	return false;
}

static const struct term *
join_terms(struct cursor *cursor, enum term_op op, size_t start,
	const struct term *left, const struct term *right)
{
	struct term *term = new_term(cursor, op, start);

	term->left = left;
	term->right = right;
	return term;
}

static const struct term *
read_and(struct cursor *cursor, bool in_condition)
{
	size_t start = cursor->at;
	const struct term *term = read_factor(cursor);

	while (take_operator(cursor, "and", in_condition))
		term = join_terms(
			cursor, TERM_AND, start, term, read_factor(cursor));
	return term;
}

static const struct term *
read_or(struct cursor *cursor, bool in_condition)
{
	size_t start = cursor->at;
	const struct term *term = read_and(cursor, in_condition);

	while (take_operator(cursor, "or", in_condition))
		term = join_terms(cursor, TERM_OR, start, term,
			read_and(cursor, in_condition));
	return term;
}

const struct term *
read_term(struct cursor *cursor)
{
	return read_or(cursor, false);
}

const struct term *
read_term_in_condition(struct cursor *cursor)
{
	return read_or(cursor, true);
}
