#include "pattern_internal.h"

#include <glib.h>

#include "literal_set.h"
#include "pattern_choice.h"
#include "pattern_run.h"
#include "pattern_tree.h"

enum {
	/* A class of more characters breaks a literal. */
	MOST_CLASS = 6,
	WIDEST_CHARACTER = 4,
};

static struct known known_of(struct arena *arena, struct expr *expr);

static size_t
times_bytes(size_t bytes, uint32_t times)
{
	if (bytes == 0 || times == 0)
		return 0;
	if (times == EXPR_NO_END || bytes > SIZE_MAX / times)
		return SIZE_MAX;
	return bytes * times;
}

static struct width
times_width(struct width width, const struct expr *repeat)
{
	return (struct width){.least = times_bytes(width.least, repeat->min),
		.most = times_bytes(width.most, repeat->max),
		.least_spaces = times_bytes(width.least_spaces, repeat->min),
		.most_spaces = times_bytes(width.most_spaces, repeat->max)};
}

/* Of the whole, behind a part. */
static struct width
width_left(struct width whole, struct width part)
{
	whole.least -= part.least;
	whole.least_spaces -= part.least_spaces;
	if (whole.most < SIZE_MAX)
		whole.most -= part.most;
	if (whole.most_spaces < SIZE_MAX)
		whole.most_spaces -= part.most_spaces;
	return whole;
}

/* Characters ------------------------------------------------------------- */

/* White space and nothing else: in plain text a space, once. */
static bool
is_blank(const struct expr *expr)
{
	const struct char_set *set = &expr->set;
	uint64_t blanks = UINT64_C(1) << ' ' | UINT64_C(0x3E00);

	return expr->kind == EXPR_CHARS && set_has(set, ' ') &&
	       set->ascii[1] == 0 && (set->ascii[0] & ~blanks) == 0 &&
	       (!set->beyond || set->strange);
}

/* In plain text all digits are one, and white space is the space. */
static struct char_set
plain_set(struct char_set set)
{
	const uint64_t digits = UINT64_C(0x3FF) << '0';

	if (set.ascii[0] & digits) {
		set.ascii[0] &= ~digits;
		set.ascii[0] |= UINT64_C(1) << '0';
	}
	set.ascii[0] &= ~UINT64_C(0x3E00);
	return set;
}

static bool
has_alnum(const struct char_set *set)
{
	for (unsigned char c = '0'; c <= 'z'; c++)
		if (g_ascii_isalnum(c) && set_has(set, c))
			return true;
	return false;
}

static int
set_size(const struct char_set *set)
{
	return __builtin_popcountll(set->ascii[0]) +
	       __builtin_popcountll(set->ascii[1]);
}

static struct known
known_of_chars(struct arena *arena, const struct expr *expr)
{
	struct char_set set = plain_set(expr->set);
	bool beyond = set.beyond && !set.strange;
	struct known known = {.width = {1, 1, 0, 0}};

	known.opens = known.closes = !has_alnum(&set);
	known.capital = expr->capital;
	if (expr->sign.n > 0) {
		known.exact = literal_set_of(arena, expr->sign.p, expr->sign.n);
		known.width.least = known.width.most = expr->sign.n;
		return known;
	}
	known.width.most = beyond ? WIDEST_CHARACTER : 1;
	known.width.most_spaces = set_has(&set, ' ');
	known.width.least_spaces =
		set_has(&set, ' ') && !beyond && set_size(&set) == 1;
	if (beyond || set_size(&set) == 0 || set_size(&set) > MOST_CLASS)
		return known;
	known.exact = literal_set_new(arena);
	for (unsigned char c = 0; c < 0x80; c++)
		if (set_has(&set, c))
			literal_set_add_text(known.exact,
				arena_copy(arena, (const char *)&c, 1), 1);
	return known;
}

/* Sequences -------------------------------------------------------------- */

static void run_add_repeat(struct run *run, const struct expr *expr);

/* The one character that stands there in plain text, or NUL. */
static char
only_letter(const struct expr *expr)
{
	struct char_set set;
	uint64_t bits;

	if (expr->kind != EXPR_CHARS || expr->set.beyond)
		return '\0';
	set = plain_set(expr->set);
	bits = set.ascii[0] | set.ascii[1];
	if ((set.ascii[0] != 0) == (set.ascii[1] != 0) ||
		(bits & (bits - 1)) != 0)
		return '\0';
	return (char)(__builtin_ctzll(bits) + (set.ascii[1] != 0 ? 64 : 0));
}

/* Letters one after the other are taken as one string: there are many. */
static struct expr *
run_add_letters(struct run *run, struct expr *child)
{
	struct known next = {.capital = child->capital};
	char text[LONGEST];
	size_t n = 0;

	while (child != NULL && n < LONGEST && only_letter(child) != '\0') {
		text[n++] = only_letter(child);
		next.width.least_spaces += text[n - 1] == ' ';
		child = child->next;
	}
	next.exact =
		literal_set_of(run->arena, arena_copy(run->arena, text, n), n);
	next.width.least = next.width.most = n;
	next.width.most_spaces = next.width.least_spaces;
	next.opens = !g_ascii_isalnum(text[0]);
	next.closes = !g_ascii_isalnum(text[n - 1]);
	run_add(run, &next);
	return child;
}

static struct known
known_of_sequence(struct arena *arena, struct expr *expr)
{
	struct expr *child = expr->child;
	struct run run;

	run_begin(&run, arena);
	while (child != NULL) {
		if (only_letter(child) != '\0') {
			child = run_add_letters(&run, child);
			continue;
		}
		if (child->kind == EXPR_REPEAT) {
			run_add_repeat(&run, child);
		} else if (child->kind == EXPR_ASSERT &&
			   child->assert == ASSERT_AHEAD) {
			struct known ahead = known_of(arena, child->child);

			run_look_ahead(&run, &ahead);
		} else {
			struct known next = known_of(arena, child);

			run_add(&run, &next);
		}
		child = child->next;
	}
	return run_end(&run);
}

/* Alternatives ----------------------------------------------------------- */

static struct known
known_of_alternatives(struct arena *arena, struct expr *expr)
{
	struct choice choice = choice_begin(arena);

	for (struct expr *child = expr->child; child != NULL;
		child = child->next) {
		struct known branch = known_of(arena, child);

		choice_add(&choice, &branch);
	}
	return choice_end(&choice);
}

/* Repeats ---------------------------------------------------------------- */

static struct known
known_of_optional(struct arena *arena, const struct expr *expr)
{
	struct known known = known_of(arena, expr->child);

	known.needed = NULL;
	if (known.head != NULL) {
		known.head = literal_set_copy(known.head);
		literal_set_add_text(known.head, "", 0);
	}
	if (known.exact != NULL) {
		known.exact = literal_set_copy(known.exact);
		literal_set_add_text(known.exact, "", 0);
	}
	known.width.least = known.width.least_spaces = 0;
	known.never = false;
	known.empty = true;
	return known;
}

static struct known
known_of_blanks(struct arena *arena, const struct expr *expr)
{
	struct known known = {.exact = literal_set_of(arena, " ", 1),
		.width = {expr->min > 0, 1, expr->min > 0, 1},
		.empty = expr->min == 0,
		.opens = true,
		.closes = true};

	if (known.empty)
		literal_set_add_text(known.exact, "", 0);
	return known;
}

/*
 * x{2,} is xx and then anything, and xx may go on what stands before. Once
 * the run breaks, more of the same tells nothing new.
 */
static void
run_add_times(struct run *run, const struct expr *expr)
{
	struct known once = known_of(run->arena, expr->child);
	struct width width =
		add_widths(run->width, times_width(once.width, expr));
	uint32_t times = MIN(expr->min, (uint32_t)LONGEST);
	struct known rest = {.empty = true,
		.opens = once.opens,
		.closes = once.closes,
		.capital = once.capital};

	for (uint32_t i = 0; i < times; i++) {
		run_add(run, &once);
		if (once.exact == NULL)
			break;
	}
	rest.width = width_left(width, run->width);
	if (rest.width.most > 0)
		run_add(run, &rest);
}

static void
run_add_repeat(struct run *run, const struct expr *expr)
{
	struct known known;

	if (expr->max > 0 && is_blank(expr->child)) {
		known = known_of_blanks(run->arena, expr);
		run_add(run, &known);
	} else if (expr->min == 0 && expr->max == 1) {
		known = known_of_optional(run->arena, expr);
		run_add(run, &known);
	} else {
		run_add_times(run, expr);
	}
}

static struct known
known_of_repeat(struct arena *arena, const struct expr *expr)
{
	struct run run;

	run_begin(&run, arena);
	run_add_repeat(&run, expr);
	return run_end(&run);
}

static struct known
known_of_place(struct arena *arena, const struct expr *expr)
{
	struct known known = {.exact = literal_set_empty(arena),
		.empty = true,
		.opens = true,
		.closes = true,
		.capital = true};

	if (expr->kind == EXPR_ASSERT && expr->assert == ASSERT_WORD)
		known.exact->items[0].starts = known.exact->items[0].ends =
			true;
	return known;
}

static struct known
work_out(struct arena *arena, struct expr *expr)
{
	struct known known = {
		.width = {0, SIZE_MAX, 0, SIZE_MAX}, .empty = true};

	switch (expr->kind) {
	case EXPR_EMPTY:
	case EXPR_ASSERT:
		return known_of_place(arena, expr);
	case EXPR_CHARS:
		return known_of_chars(arena, expr);
	case EXPR_CONCAT:
		return known_of_sequence(arena, expr);
	case EXPR_ALT:
		return known_of_alternatives(arena, expr);
	case EXPR_REPEAT:
		return known_of_repeat(arena, expr);
	case EXPR_NEVER:
		known.never = true;
		break;
	case EXPR_UNKNOWN:
		break;
	}
	return known;
}

/* The sets that are known of an expression are not changed any more. */
static struct known
known_of(struct arena *arena, struct expr *expr)
{
	if (expr->child == NULL)
		return work_out(arena, expr);
	if (expr->known == NULL) {
		expr->known = ARENA_NEW(arena, struct known);
		*expr->known = work_out(arena, expr);
	}
	return *expr->known;
}

struct literal_set *
literals_known(struct arena *arena, struct expr *tree)
{
	struct known known = known_of(arena, tree);
	struct literal_set *best =
		known.exact != NULL ? known.exact : known.needed;

	return literal_set_is_rare(best) ? best : NULL;
}

size_t
literals_lead(struct arena *arena, struct expr *tree, bool *none)
{
	const struct literal_set *best = literals_known(arena, tree);
	size_t lead = 0;

	*none = best == NULL;
	for (size_t i = 0; !*none && i < best->count; i++)
		lead = MAX(lead, best->items[i].before.most);
	return *none ? SIZE_MAX : lead;
}

size_t
literals_width(struct arena *arena, struct expr *tree)
{
	return known_of(arena, tree).width.most;
}
