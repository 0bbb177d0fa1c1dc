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

/* A part of a sequence that is split, within another that is, or NULL. */
struct level {
	const struct expr *sequence, *inner;
	const struct level *outer;
};

/* Branches that stand between the same texts and are of one kind. */
struct piece {
	struct str prefix, suffix;
	const struct level *level;
	enum distance distance;
	GString *branches;
	struct expr *first, **end; /* the same as trees */
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
distance_of(struct arena *arena, struct expr *leaf, size_t before)
{
	bool none;
	size_t lead = literals_lead(arena, leaf, &none);

	if (none)
		return DISTANCE_NONE;
	if (lead == SIZE_MAX || before == SIZE_MAX)
		return DISTANCE_ANY;
	return lead + before <= NEAR ? DISTANCE_NEAR : DISTANCE_FAR;
}

/* Where we are: between what texts, and how far behind the start. */
struct surroundings {
	struct str prefix, suffix;
	const struct level *level;
	size_t before;
};

/* The piece that a branch goes into, an open one or a new one. */
static struct piece *
piece_for(struct splitter *splitter, const struct surroundings *around,
	enum distance distance)
{
	struct piece made = {around->prefix, around->suffix, around->level,
		distance, NULL, NULL, NULL};

	for (unsigned i = splitter->pieces->len; i-- > 0;) {
		struct piece *piece =
			&g_array_index(splitter->pieces, struct piece, i);

		if (piece->distance == distance &&
			piece->branches->len < PIECE_BYTES &&
			str_eq(piece->prefix, around->prefix) &&
			str_eq(piece->suffix, around->suffix))
			return piece;
	}
	made.branches = g_string_new(NULL);
	g_array_append_val(splitter->pieces, made);
	splitter->bytes += around->prefix.n + around->suffix.n;
	return &g_array_index(
		splitter->pieces, struct piece, splitter->pieces->len - 1);
}

/* By itself, to stand among others. */
static struct expr *
copy_of(struct arena *arena, const struct expr *expr)
{
	struct expr *copy = ARENA_NEW(arena, struct expr);

	*copy = *expr;
	copy->next = NULL;
	return copy;
}

static void
add_leaf(struct splitter *splitter, struct expr *leaf,
	const struct surroundings *around)
{
	struct str text = slice(splitter->text, leaf->from, leaf->to);
	struct piece *piece = piece_for(splitter, around,
		distance_of(splitter->arena, leaf, around->before));
	struct expr *copy = copy_of(splitter->arena, leaf);

	if (piece->first == NULL) {
		piece->first = copy;
	} else {
		g_string_append_c(piece->branches, '|');
		*piece->end = copy;
	}
	piece->end = &copy->next;
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
static struct expr *
inner_of(const struct expr *sequence)
{
	struct expr *best = NULL;

	for (struct expr *child = sequence->child; child != NULL;
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

	for (struct expr *child = sequence->child; child != inner;
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

static void split(struct splitter *splitter, struct expr *expr,
	const struct surroundings *around);

static void
split_sequence(struct splitter *splitter, struct expr *sequence,
	const struct surroundings *around)
{
	struct expr *inner = inner_of(sequence);
	size_t whole = around->prefix.n + around->suffix.n + sequence->to -
		       sequence->from;
	struct level *level;
	struct surroundings within;
	size_t width;

	if (inner == NULL || is_dear(whole, inner->to - inner->from)) {
		add_leaf(splitter, sequence, around);
		return;
	}
	width = width_before(splitter, sequence, inner);
	within.before = width > SIZE_MAX - around->before
				? SIZE_MAX
				: width + around->before;
	within.prefix = joined(splitter->arena, around->prefix,
		slice(splitter->text, sequence->from, inner->from));
	within.suffix = joined(splitter->arena,
		slice(splitter->text, inner->to, sequence->to), around->suffix);
	level = ARENA_NEW(splitter->arena, struct level);
	*level = (struct level){sequence, inner, around->level};
	within.level = level;
	split(splitter, inner, &within);
}

static void
split(struct splitter *splitter, struct expr *expr,
	const struct surroundings *around)
{
	if (expr->kind != EXPR_ALT) {
		split_sequence(splitter, expr, around);
		return;
	}
	for (struct expr *branch = expr->child; branch != NULL;
		branch = branch->next)
		split_sequence(splitter, branch, around);
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

static struct str
text_of(const struct splitter *splitter, const struct piece *piece)
{
	struct str branches = {piece->branches->str, piece->branches->len};

	return joined(splitter->arena,
		joined(splitter->arena, piece->prefix, branches),
		piece->suffix);
}

/* The sequence with something else in it. */
static struct expr *
sequence_with(
	struct arena *arena, const struct level *level, struct expr *instead)
{
	struct expr *made = ARENA_NEW(arena, struct expr);
	struct expr **last = &made->child;

	made->kind = EXPR_CONCAT;
	for (const struct expr *child = level->sequence->child; child != NULL;
		child = child->next) {
		*last = child == level->inner ? instead : copy_of(arena, child);
		last = &(*last)->next;
	}
	return made;
}

/* What its text would be parsed to. */
static struct expr *
tree_of(struct arena *arena, const struct piece *piece)
{
	struct expr *tree = piece->first;

	if (tree->next != NULL) {
		tree = ARENA_NEW(arena, struct expr);
		tree->kind = EXPR_ALT;
		tree->child = piece->first;
	}
	for (const struct level *level = piece->level; level != NULL;
		level = level->outer)
		tree = sequence_with(arena, level, tree);
	return tree;
}

static struct split_piece *
keep(const struct splitter *splitter, size_t *count)
{
	struct split_piece *kept = ARENA_ARRAY(
		splitter->arena, struct split_piece, splitter->pieces->len);

	*count = splitter->pieces->len;
	for (unsigned i = 0; i < splitter->pieces->len; i++) {
		const struct piece *piece =
			&g_array_index(splitter->pieces, struct piece, i);

		kept[i].text = text_of(splitter, piece);
		kept[i].tree = tree_of(splitter->arena, piece);
	}
	return kept;
}

struct split_piece *
pattern_split(
	struct arena *arena, struct str text, struct expr *tree, size_t *count)
{
	struct splitter splitter = {.arena = arena, .text = text};
	const struct surroundings nothing = {{"", 0}, {"", 0}, NULL, 0};
	struct split_piece *kept = NULL;

	*count = 1;
	if (!is_list(tree))
		return NULL;
	splitter.pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	split(&splitter, tree, &nothing);
	if (is_worth_it(&splitter))
		kept = keep(&splitter, count);
	for (unsigned i = 0; i < splitter.pieces->len; i++)
		g_string_free(g_array_index(splitter.pieces, struct piece, i)
				      .branches,
			TRUE);
	g_array_free(splitter.pieces, TRUE);
	return kept;
}
