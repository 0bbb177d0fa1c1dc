#include "parse_pieces.h"

#include <glib.h>

static bool
may_have_pieces(const struct token *token)
{
	return token->kind == TOKEN_STRING || token->kind == TOKEN_PATTERN;
}

/* What is wrong with the '+' at `at`, if anything, and where. */
static const char *
wrong_with_plus(const struct node *node, size_t at, struct place *place)
{
	const struct token *left = at > 0 ? &node->tokens[at - 1] : NULL;
	const struct token *right = &node->tokens[at] + 1;

	*place = node->tokens[at].place;
	if (left == NULL || !may_have_pieces(left))
		return "'+' joins the pieces of a string or a pattern, and "
		       "neither stands before it";
	if (at + 1 == node->count)
		return "the next piece is expected behind this '+'";
	*place = right->place;
	if (right->kind != left->kind)
		return left->kind == TOKEN_STRING
			       ? "behind '+' a string goes on with a string"
			       : "behind '+' a pattern goes on with a pattern";
	if (right->case_sensitive != left->case_sensitive)
		return "'c' stands behind each piece of a pattern or behind "
		       "none";
	return NULL;
}

static bool
check_pluses(struct diag *diag, const struct node *node, size_t *count)
{
	*count = 0;
	for (size_t at = 0; at < node->count; at++) {
		struct place place;
		const char *wrong;

		if (node->tokens[at].kind != TOKEN_PLUS)
			continue;
		wrong = wrong_with_plus(node, at, &place);
		if (wrong != NULL) {
			diag_error(diag, place, "%s", wrong);
			return false;
		}
		++*count;
	}
	return true;
}

/* The space between two pieces is easily forgotten; no word is so long. */
static void
check_space(
	struct diag *diag, const struct token *left, const struct token *right)
{
	const char *last;

	if (left->kind != TOKEN_STRING || left->text.n == 0 ||
		right->text.n == 0)
		return;
	last = g_utf8_find_prev_char(left->text.p, left->text.p + left->text.n);
	if (last != NULL && g_unichar_isalnum(g_utf8_get_char(last)) &&
		g_unichar_isalnum(g_utf8_get_char(right->text.p)))
		diag_warning(diag, token_inside(right, 0, 1),
			"no space parts this word from the one before '+'");
}

/* The word at `*at`, all its pieces, put together; `*at` is behind it. */
static struct token
take_word(struct arena *arena, struct diag *diag, const struct node *node,
	size_t *at)
{
	size_t first = *at;
	struct token *pieces;
	size_t count;

	for (*at += 1;
		*at < node->count && node->tokens[*at].kind == TOKEN_PLUS;)
		*at += 2;
	count = (*at - first) / 2 + 1;
	if (count == 1)
		return node->tokens[first];
	pieces = ARENA_ARRAY(arena, struct token, count);
	for (size_t i = 0; i < count; i++) {
		pieces[i] = node->tokens[first + 2 * i];
		if (i > 0)
			check_space(diag, &pieces[i - 1], &pieces[i]);
	}
	return token_join(arena, pieces, count);
}

void
pieces_join(struct arena *arena, struct diag *diag, struct node *node)
{
	struct token *words;
	size_t pluses;
	size_t count = 0;

	/* What is broken is reported already, and its meaning not asked for. */
	if (node->broken)
		return;
	node->broken = !check_pluses(diag, node, &pluses);
	if (node->broken || pluses == 0)
		return;
	words = ARENA_ARRAY(arena, struct token, node->count - 2 * pluses);
	for (size_t at = 0; at < node->count;)
		words[count++] = take_word(arena, diag, node, &at);
	node->tokens = words;
	node->count = count;
}
