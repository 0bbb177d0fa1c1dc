/*
 * Long alternations cost a look at every branch at every start. Split into
 * pieces, only those are tried whose literals stand in the text, and branches
 * without literals, or with literals far behind their start, do not make the
 * others be tried everywhere.
 *
 *     \b(?:ape|bag of wind|\w+ goat)s?\b
 *     \b(?:ape|bag of wind)s?\b   and   \b(?:\w+ goat)s?\b
 */
#include "pattern_internal.h"

#include <glib.h>

#include "pattern_tree.h"

enum {
	/* Shorter ones are left whole unless their branches differ in kind. */
	SMALL_BYTES = 500,
	/* Of branches in one piece. */
	PIECE_BYTES = 300,
	/* Alternations of fewer bytes are not looked into. */
	LEAST_BYTES = 48,
	MOST_PIECES = 400,
	/* All pieces together, in times of the whole. */
	MOST_TIMES = 4,
	NEAR = 12,
};

/* How far behind the start of a match its literals are. */
enum distance { DISTANCE_NEAR, DISTANCE_FAR, DISTANCE_ANY, DISTANCE_NONE };

/* Branches that stand between the same texts and are of one kind. */
struct piece {
	struct str prefix, suffix;
	enum distance distance;
	GString *branches;
	bool begun; /* the first one may be empty */
};

struct splitter {
	struct arena *arena;
	struct str text;
	GArray *pieces; /* of struct piece */
	size_t bytes;
};

static struct str
slice(struct str text, size_t from, size_t to)
{
	return (struct str){text.p + from, to - from};
}

static struct str
joined(struct arena *arena, struct str a, struct str b)
{
	char *text = arena_alloc(arena, a.n + b.n + 1);

	if (a.n > 0)
		memcpy(text, a.p, a.n);
	if (b.n > 0)
		memcpy(text + a.n, b.p, b.n);
	return (struct str){text, a.n + b.n};
}

/* Leaves -------------------------------------------------------------- */

static enum distance
distance_of(struct arena *arena, const struct expr *leaf, size_t before)
{
	bool none;
	size_t lead = literals_lead(arena, leaf, &none);

	if (none)
		return DISTANCE_NONE;
	if (lead == SIZE_MAX || before == SIZE_MAX)
		return DISTANCE_ANY;
	return lead + before <= NEAR ? DISTANCE_NEAR : DISTANCE_FAR;
}

/* The piece that a branch goes into, an open one or a new one. */
static struct piece *
piece_for(struct splitter *splitter, struct str prefix, struct str suffix,
	enum distance distance)
{
	struct piece made = {prefix, suffix, distance, NULL, false};

	for (unsigned i = splitter->pieces->len; i-- > 0;) {
		struct piece *piece =
			&g_array_index(splitter->pieces, struct piece, i);

		if (piece->distance == distance &&
			piece->branches->len < PIECE_BYTES &&
			str_eq(piece->prefix, prefix) &&
			str_eq(piece->suffix, suffix))
			return piece;
	}
	made.branches = g_string_new(NULL);
	g_array_append_val(splitter->pieces, made);
	splitter->bytes += prefix.n + suffix.n;
	return &g_array_index(
		splitter->pieces, struct piece, splitter->pieces->len - 1);
}

static void
add_leaf(struct splitter *splitter, const struct expr *leaf, struct str prefix,
	struct str suffix, size_t before)
{
	struct str text = slice(splitter->text, leaf->from, leaf->to);
	struct piece *piece = piece_for(splitter, prefix, suffix,
		distance_of(splitter->arena, leaf, before));

	if (piece->begun)
		g_string_append_c(piece->branches, '|');
	piece->begun = true;
	g_string_append_len(piece->branches, text.p, (gssize)text.n);
	splitter->bytes += text.n + 1;
}

/* Going down ---------------------------------------------------------- */

static bool
is_list(const struct expr *expr)
{
	return (expr->kind == EXPR_ALT || expr->kind == EXPR_CONCAT) &&
	       !expr->rigid && expr->to - expr->from >= LEAST_BYTES;
}

/* The longest part of a sequence that may be split; NULL: none. */
static const struct expr *
inner_of(const struct expr *sequence)
{
	const struct expr *best = NULL;

	for (const struct expr *child = sequence->child; child != NULL;
		child = child->next)
		if (is_list(child) &&
			(best == NULL || child->to - child->from >
						 best->to - best->from))
			best = child;
	return best;
}

/* Of what stands before `inner` in the sequence. */
static size_t
width_before(struct splitter *splitter, const struct expr *sequence,
	const struct expr *inner)
{
	size_t width = 0;

	for (const struct expr *child = sequence->child; child != inner;
		child = child->next) {
		size_t more = literals_width(splitter->arena, child);

		width = more > SIZE_MAX - width ? SIZE_MAX : width + more;
	}
	return width;
}

/* What stands around the branches is there once more for each piece. */
static bool
is_dear(size_t whole, size_t inner)
{
	return (whole - inner) * (inner / PIECE_BYTES + 1) > 2 * whole;
}

static void split(struct splitter *splitter, const struct expr *expr,
	struct str prefix, struct str suffix, size_t before);

static void
split_sequence(struct splitter *splitter, const struct expr *sequence,
	struct str prefix, struct str suffix, size_t before)
{
	const struct expr *inner = inner_of(sequence);
	size_t whole = prefix.n + suffix.n + sequence->to - sequence->from;
	size_t width;

	if (inner == NULL || is_dear(whole, inner->to - inner->from)) {
		add_leaf(splitter, sequence, prefix, suffix, before);
		return;
	}
	width = width_before(splitter, sequence, inner);
	prefix = joined(splitter->arena, prefix,
		slice(splitter->text, sequence->from, inner->from));
	suffix = joined(splitter->arena,
		slice(splitter->text, inner->to, sequence->to), suffix);
	split(splitter, inner, prefix, suffix,
		width > SIZE_MAX - before ? SIZE_MAX : width + before);
}

static void
split(struct splitter *splitter, const struct expr *expr, struct str prefix,
	struct str suffix, size_t before)
{
	if (expr->kind != EXPR_ALT) {
		split_sequence(splitter, expr, prefix, suffix, before);
		return;
	}
	for (const struct expr *branch = expr->child; branch != NULL;
		branch = branch->next)
		split_sequence(splitter, branch, prefix, suffix, before);
}

/* ---------------------------------------------------------------------- */

static bool
is_worth_it(const struct splitter *splitter)
{
	const struct piece *first =
		&g_array_index(splitter->pieces, struct piece, 0);
	bool differ = false;

	for (unsigned i = 1; i < splitter->pieces->len; i++)
		differ |= g_array_index(splitter->pieces, struct piece, i)
				  .distance != first->distance;
	return splitter->pieces->len > 1 &&
	       splitter->pieces->len <= MOST_PIECES &&
	       splitter->bytes <= splitter->text.n * MOST_TIMES &&
	       (differ || splitter->text.n > SMALL_BYTES);
}

static struct str *
keep(const struct splitter *splitter, size_t *count)
{
	struct str *texts =
		ARENA_ARRAY(splitter->arena, struct str, splitter->pieces->len);

	*count = splitter->pieces->len;
	for (unsigned i = 0; i < splitter->pieces->len; i++) {
		const struct piece *piece =
			&g_array_index(splitter->pieces, struct piece, i);
		struct str branches = {
			piece->branches->str, piece->branches->len};

		texts[i] = joined(splitter->arena,
			joined(splitter->arena, piece->prefix, branches),
			piece->suffix);
	}
	return texts;
}

struct str *
pattern_split(struct arena *arena, struct str text, const struct expr *tree,
	size_t *count)
{
	struct splitter splitter = {.arena = arena, .text = text};
	const struct str nothing = {"", 0};
	struct str *texts = NULL;

	*count = 1;
	if (!is_list(tree))
		return NULL;
	splitter.pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	split(&splitter, tree, nothing, nothing, 0);
	if (is_worth_it(&splitter))
		texts = keep(&splitter, count);
	for (unsigned i = 0; i < splitter.pieces->len; i++)
		g_string_free(g_array_index(splitter.pieces, struct piece, i)
				      .branches,
			TRUE);
	g_array_free(splitter.pieces, TRUE);
	return texts;
}
