/*
 * What can be told of a pattern without running it: of the whole when it is made,
 * of where a piece can begin when that is first asked, since most never are.
 */
#include "pattern_internal.h"

#include "base/arena.h"
#include "pattern_tree.h"

static void
analyse_tree(struct pattern *pattern, struct arena *arena,
	const struct expr *tree, bool may_split)
{
	struct str *pieces = NULL;
	size_t count = 0;

	/* Nobody asks what a piece is like. */
	if (may_split) {
		pattern->nature = nature_of(tree);
		pieces = pattern_split(
			arena, pattern_expression(pattern), tree, &count);
	}
	if (pieces != NULL)
		pattern_add_pieces(pattern, pieces, count);
	else
		pattern_keep_literals(pattern, literals_known(arena, tree));
}

void
pattern_analyse(struct pattern *pattern, bool may_split)
{
	struct arena *arena = arena_new();
	const struct expr *tree = expr_parse(
		arena, pattern_expression(pattern), pattern->caseless);

	if (tree != NULL)
		analyse_tree(pattern, arena, tree, may_split);
	arena_free(&arena);
}

static struct gate *
make_gate(const struct pattern *pattern)
{
	struct arena *arena = arena_new();
	const struct expr *tree = expr_parse(
		arena, pattern_expression(pattern), pattern->caseless);
	struct gate *gate = tree != NULL ? gate_new(tree) : NULL;

	arena_free(&arena);
	return gate;
}

const struct gate *
pattern_gate(const struct pattern *pattern)
{
	struct compiled *ascii = pattern->ascii;

	/* What is looked for in pieces is rarely looked for as a whole. */
	if (pattern->piece_count == 1 && g_once_init_enter(&ascii->gated)) {
		ascii->gate = make_gate(pattern);
		g_once_init_leave(&ascii->gated, 1);
	}
	return ascii->gate;
}
