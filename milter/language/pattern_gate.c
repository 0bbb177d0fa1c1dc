#include "pattern_gate.h"

#include <string.h>

#include <glib.h>

#include "pattern_tree.h"

enum {
	CO = GATE_COMMA,
	DI = GATE_DIGIT,
	SP = GATE_SPACE,
	ST = GATE_STOP,
	OT = GATE_OTHER,
	NO = GATE_NOTHING,
};

const uint8_t gate_class[128] = {
	OT, OT, OT, OT, OT, OT, OT, OT, OT, SP, NO, SP, SP, SP, OT, OT, /**/
	OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, OT, /**/
	SP, ST, ST, OT, OT, OT, OT, OT, OT, OT, OT, OT, CO, OT, ST, OT, /* !"#… */
	DI, DI, DI, DI, DI, DI, DI, DI, DI, DI, ST, ST, OT, OT, OT, ST, /* 0… */
	OT, 1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15, /* @A… */
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, OT, OT, OT, OT, DI, /* P… */
	OT, 1,	2,  3,	4,  5,	6,  7,	8,  9,	10, 11, 12, 13, 14, 15, /* `a… */
	16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, OT, OT, OT, OT, OT, /* p… */
};

#define ALL UINT32_MAX
/* Classes of word characters. */
#define WORD ((UINT32_C(2) << GATE_DIGIT) - (UINT32_C(1) << GATE_LETTERS))

/* Pairs -------------------------------------------------------------------- */

static struct gate_pairs
all_pairs(void)
{
	struct gate_pairs pairs;

	memset(&pairs, 0xFF, sizeof(pairs));
	return pairs;
}

/* Each of the one with each of the other. */
static void
add_pairs(struct gate_pairs *pairs, uint32_t ones, uint32_t others)
{
	for (; ones != 0; ones &= ones - 1)
		pairs->with[__builtin_ctz(ones)] |= others;
}

static void
unite(struct gate_pairs *pairs, const struct gate_pairs *others)
{
	for (int i = 0; i < GATE_CLASSES; i++)
		pairs->with[i] |= others->with[i];
}

static void
intersect(struct gate_pairs *pairs, const struct gate_pairs *others)
{
	for (int i = 0; i < GATE_CLASSES; i++)
		pairs->with[i] &= others->with[i];
}

static uint32_t
ones_of(const struct gate_pairs *pairs)
{
	uint32_t ones = 0;

	for (int i = 0; i < GATE_CLASSES; i++)
		ones |= (uint32_t)(pairs->with[i] != 0) << i;
	return ones;
}

/* The classes of a set's characters of ASCII. */
static uint32_t
classes_of(const struct char_set *set)
{
	uint32_t letters = (uint32_t)(set->ascii['a' / 64] >> 'a' % 64);
	uint32_t classes = (letters & 0x3FFFFFF) << GATE_LETTERS;

	for (int half = 0; half < 2; half++) {
		const uint8_t *class = &gate_class[half * 64];
		uint64_t left = set->ascii[half];

		for (; left != 0; left &= left - 1)
			classes |= UINT32_C(1) << class[__builtin_ctzll(left)];
	}
	return classes;
}

/* Behind the place --------------------------------------------------------- */

/* What a text may begin with: two characters, or one that is all of it, or
 * none. */
struct heads {
	struct gate_pairs pairs;
	uint32_t single;
	bool empty;
};

static struct heads heads_of(const struct expr *expr);

static const struct heads no_text = {.empty = true};

static void
add_heads(struct heads *heads, const struct heads *others)
{
	unite(&heads->pairs, &others->pairs);
	heads->single |= others->single;
	heads->empty |= others->empty;
}

/* The one and then the other. */
static void
follow(struct heads *heads, const struct heads *next)
{
	uint32_t first = next->single | ones_of(&next->pairs);

	add_pairs(&heads->pairs, heads->single, first);
	heads->single = next->empty ? heads->single : 0;
	if (heads->empty) {
		unite(&heads->pairs, &next->pairs);
		heads->single |= next->single;
	}
	heads->empty &= next->empty;
}

static bool
is_settled(const struct heads *heads)
{
	return heads->single == 0 && !heads->empty;
}

static bool
has_no_width(const struct heads *heads)
{
	return heads->empty && heads->single == 0 &&
	       ones_of(&heads->pairs) == 0;
}

/* Of this part of a sequence and those behind it. */
static struct heads
heads_from(const struct expr *part)
{
	struct heads heads = no_text;

	for (; part != NULL && !is_settled(&heads); part = part->next) {
		struct heads next = heads_of(part);

		follow(&heads, &next);
	}
	return heads;
}

static struct heads
heads_of_alternatives(const struct expr *expr)
{
	struct heads heads = {.empty = false};

	for (const struct expr *child = expr->child; child != NULL;
		child = child->next) {
		struct heads one = heads_of(child);

		add_heads(&heads, &one);
	}
	return heads;
}

static struct heads
heads_of_repeat(const struct expr *expr)
{
	struct heads once = heads_of(expr->child);
	struct heads more = once;

	if (expr->max == 0)
		return no_text;
	/* A third time makes no difference to two characters. */
	more.empty |= expr->min < 2;
	if (expr->max > 1)
		follow(&once, &more);
	once.empty |= expr->min == 0;
	return once;
}

static struct heads
heads_of(const struct expr *expr)
{
	struct heads heads = {.empty = false};

	switch (expr->kind) {
	case EXPR_CHARS:
		heads.single = classes_of(&expr->set);
		return heads;
	case EXPR_CONCAT:
		return heads_from(expr->child);
	case EXPR_ALT:
		return heads_of_alternatives(expr);
	case EXPR_REPEAT:
		return heads_of_repeat(expr);
	case EXPR_NEVER:
		return heads;
	case EXPR_EMPTY:
	case EXPR_ASSERT:
		return no_text;
	case EXPR_UNKNOWN:
		break;
	}
	return (struct heads){all_pairs(), ALL, true};
}

/* Before the place --------------------------------------------------------- */

static struct gate_pairs before(const struct expr *expr);

/* What is said of any of the alternatives. */
static struct gate_pairs
of_alternatives(const struct expr *expr,
	struct gate_pairs (*of)(const struct expr *alternative))
{
	struct gate_pairs pairs = {{0}};

	for (const struct expr *one = expr->child; one != NULL;
		one = one->next) {
		struct gate_pairs more = of(one);

		unite(&pairs, &more);
	}
	return pairs;
}

/* `(?<=…)` of characters only. */
static struct gate_pairs
before_sequence(const struct expr *sequence)
{
	struct gate_pairs pairs = {{0}};
	uint32_t last = 0;
	uint32_t second = ALL;

	for (const struct expr *part = sequence->child; part != NULL;
		part = part->next) {
		if (part->kind != EXPR_CHARS)
			return all_pairs();
		second = last == 0 ? ALL : last;
		last = classes_of(&part->set);
		if (last == 0)
			return pairs;
	}
	add_pairs(&pairs, last == 0 ? ALL : last, second);
	return pairs;
}

static struct gate_pairs
look_behind(const struct expr *inside)
{
	if (inside->kind == EXPR_CONCAT)
		return before_sequence(inside);
	if (inside->kind == EXPR_ALT)
		return of_alternatives(inside, look_behind);
	return all_pairs();
}

/* \b, and then the parts from `behind` on. */
static struct gate_pairs
before_boundary(const struct expr *behind)
{
	struct gate_pairs pairs = {{0}};
	struct heads heads = heads_from(behind);
	uint32_t first = heads.single | ones_of(&heads.pairs);

	if (heads.empty || ((first & WORD) != 0 && (first & ~WORD) != 0))
		return all_pairs();
	add_pairs(&pairs, (first & WORD) != 0 ? ~WORD : WORD, ALL);
	return pairs;
}

static struct gate_pairs
before_assertion(const struct expr *expr)
{
	struct gate_pairs pairs = {{0}};

	switch (expr->assert) {
	case ASSERT_LINE_START:
	case ASSERT_START:
		pairs.with[GATE_NOTHING] = ALL;
		return pairs;
	case ASSERT_WORD:
		return before_boundary(expr->next);
	case ASSERT_BEHIND:
		return look_behind(expr->child);
	default:
		return all_pairs();
	}
}

/* May it not be there at all? */
static bool
is_left_out(const struct expr *part)
{
	return part->kind == EXPR_REPEAT && part->min == 0;
}

static struct gate_pairs
before_parts(const struct expr *part)
{
	struct gate_pairs pairs = {{0}};
	struct gate_pairs asked = all_pairs(); /* by parts without width */

	for (; part != NULL; part = part->next) {
		struct gate_pairs more = before(part);
		struct heads heads = heads_of(part);

		intersect(&more, &asked);
		if (has_no_width(&heads)) {
			asked = is_left_out(part) ? asked : more;
			continue;
		}
		unite(&pairs, &more);
		if (!heads.empty)
			return pairs;
	}
	unite(&pairs, &asked);
	return pairs;
}

/* What may stand before a text of the expression. */
static struct gate_pairs
before(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_CONCAT:
		return before_parts(expr->child);
	case EXPR_REPEAT:
		return expr->max == 0 ? all_pairs() : before(expr->child);
	case EXPR_ASSERT:
		return before_assertion(expr);
	case EXPR_ALT:
		return of_alternatives(expr, before);
	case EXPR_NEVER:
		return (struct gate_pairs){{0}};
	default:
		return all_pairs();
	}
}

struct gate *
gate_new(const struct expr *tree)
{
	struct gate *gate = g_new(struct gate, 1);
	struct heads heads = heads_of(tree);

	gate->before = before(tree);
	gate->behind = heads.pairs;
	add_pairs(&gate->behind, heads.single, ALL);
	return gate;
}
