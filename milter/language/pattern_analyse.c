/*
 * What can be told of a pattern without running it: of the whole when it is made,
 * of where a piece can begin when that is first asked, since most never are.
 */
#include "pattern_internal.h"

#include "base/arena.h"
#include "pattern_tree.h"

static void
add_pieces(struct pattern *pattern, struct arena *arena,
	const struct split_piece *pieces, size_t count)
{
	pattern->pieces = g_new0(struct pattern *, count);
	pattern->piece_count = count;
	for (size_t i = 0; i < count; i++) {
		struct pattern *piece = pattern_bare(
			pieces[i].text, pattern->caseless, pattern);

		pattern_keep_literals(
			piece, literals_known(arena, pieces[i].tree));
		pattern->pieces[i] = piece;
	}
}

static void
analyse_tree(struct pattern *pattern, struct arena *arena, struct expr *tree)
{
	size_t count;
	struct split_piece *pieces =
		pattern_split(arena, pattern_expression(pattern), tree, &count);

	pattern->nature = nature_of(tree);
	if (pieces != NULL)
		add_pieces(pattern, arena, pieces, count);
	else
		pattern_keep_literals(pattern, literals_known(arena, tree));
}

void
pattern_analyse(struct pattern *pattern)
{
	struct arena *arena = arena_new();
	struct expr *tree = expr_parse(
		arena, pattern_expression(pattern), pattern->caseless);

	if (tree != NULL)
		analyse_tree(pattern, arena, tree);
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
