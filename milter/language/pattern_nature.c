#include "pattern_internal.h"

#include <glib.h>

#include "base/limits.h"
#include "pattern_tree.h"

/*
 * What an expression's text is like: its shortest length, the characters it
 * may begin and end with, and whether there is such a text at all. The sets
 * hold more than they must, so that `never` is never said in vain.
 */
struct shape {
	size_t length;
	struct char_set first, last;
	bool never;
	bool resets; /* \K: what stood before does not count */
	/* Sure to match the empty string somewhere: all of it, or what stands
	 * behind a \K in it. */
	bool empty, empty_behind_reset;
};

static struct shape shape_of(const struct expr *expr);

static const struct char_set no_chars;
static const struct char_set line_feed = {{1 << '\n', 0}, false, false};

/* Only characters of the one kind on both sides of \b. */
static bool
no_boundary(struct char_set before, struct char_set after)
{
	struct char_set word = set_word();
	struct char_set other = set_not_word();

	word.beyond = other.beyond = true;
	return (!set_meet(before, word) && !set_meet(after, word)) ||
	       (!set_meet(before, other) && !set_meet(after, other));
}

/* Is the place impossible, given what must stand on both sides of it? */
static bool
is_impossible(enum expr_assert assert, const struct shape *before,
	const struct shape *after)
{
	bool something_before = before->length > 0 && !before->resets;
	bool something_after = after->length > 0;

	switch (assert) {
	case ASSERT_START:
		return something_before;
	case ASSERT_LINE_START:
		return something_before && !set_meet(before->last, line_feed);
	case ASSERT_VERY_END:
		return something_after;
	case ASSERT_END:
		return after->length > 1 ||
		       (something_after && !set_meet(after->first, line_feed));
	case ASSERT_LINE_END:
		return something_after && !set_meet(after->first, line_feed);
	case ASSERT_WORD:
		return something_before && something_after &&
		       no_boundary(before->last, after->first);
	default:
		return false;
	}
}

static void
add_shape(struct shape *shape, const struct shape *after)
{
	if (shape->length == 0)
		shape->first = set_union(shape->first, after->first);
	shape->last = after->length == 0 ? set_union(shape->last, after->last)
					 : after->last;
	shape->never |= after->never;
	shape->empty_behind_reset = after->empty_behind_reset ||
				    (shape->empty_behind_reset && after->empty);
	shape->empty &= after->empty;
	shape->length = after->length + (after->resets ? 0 : shape->length);
	shape->resets |= after->resets;
}

/* The same of one character, of which most are made. */
static void
add_char(struct shape *shape, const struct char_set *set)
{
	if (shape->length == 0)
		shape->first = set_union(shape->first, *set);
	shape->last = *set;
	shape->empty = shape->empty_behind_reset = false;
	shape->length++;
}

static void
add_part(struct shape *shape, const struct expr *part)
{
	struct shape one;

	if (part->kind == EXPR_CHARS) {
		add_char(shape, &part->set);
		return;
	}
	one = shape_of(part);
	add_shape(shape, &one);
}

/* As far as it matters to a place. */
static struct shape
shape_behind(const struct expr *place)
{
	struct shape after = {.empty = true};

	for (const struct expr *next = place->next;
		next != NULL && after.length < 2; next = next->next)
		add_part(&after, next);
	return after;
}

static struct shape
shape_of_sequence(const struct expr *expr)
{
	struct shape before = {.empty = true};

	for (const struct expr *child = expr->child; child != NULL;
		child = child->next) {
		if (child->kind == EXPR_ASSERT) {
			struct shape after = shape_behind(child);

			before.never |=
				is_impossible(child->assert, &before, &after);
		}
		add_part(&before, child);
	}
	return before;
}

static struct shape
shape_of_alternatives(const struct expr *expr)
{
	struct shape all = {.length = SIZE_MAX, .never = true};

	for (const struct expr *child = expr->child; child != NULL;
		child = child->next) {
		struct shape one = shape_of(child);

		if (one.never)
			continue;
		all.never = false;
		all.resets |= one.resets;
		all.empty |= one.empty;
		all.empty_behind_reset |= one.empty_behind_reset;
		all.length = MIN(all.length, one.length);
		all.first = set_union(all.first, one.first);
		all.last = set_union(all.last, one.last);
	}
	if (all.never)
		all.length = 0;
	return all;
}

static struct shape
shape_of_repeat(const struct expr *expr)
{
	struct shape shape = shape_of(expr->child);

	if (expr->min == 0 && shape.never)
		return (struct shape){.empty = true};
	if (shape.length > LIMIT_PATTERN_BYTES)
		shape.length = LIMIT_PATTERN_BYTES;
	if (!shape.resets || expr->min == 0)
		shape.length *= expr->min;
	shape.empty |= expr->min == 0;
	return shape;
}

static struct shape
shape_of(const struct expr *expr)
{
	struct shape shape = {0, no_chars, no_chars, false, false, true, false};

	switch (expr->kind) {
	case EXPR_EMPTY:
		break;
	case EXPR_ASSERT:
		shape.resets = expr->assert == ASSERT_RESET;
		shape.empty_behind_reset = shape.resets;
		shape.empty = !shape.resets;
		break;
	case EXPR_CHARS:
		shape.length = 1;
		shape.empty = false;
		shape.first = shape.last = expr->set;
		break;
	case EXPR_CONCAT:
		return shape_of_sequence(expr);
	case EXPR_ALT:
		return shape_of_alternatives(expr);
	case EXPR_REPEAT:
		return shape_of_repeat(expr);
	case EXPR_NEVER:
		shape.never = true;
		break;
	case EXPR_UNKNOWN:
		shape.first = shape.last = set_all();
		shape.empty = false;
		break;
	}
	return shape;
}

struct pattern_nature
nature_of(const struct expr *tree)
{
	struct shape shape = shape_of(tree);

	return (struct pattern_nature){.understood = true,
		.never = shape.never,
		.min_length = shape.length,
		.empty = shape.empty || shape.empty_behind_reset};
}

/* Short texts that an expression with nothing to it matches emptily. */
static bool
matches_empty_somewhere(const struct pattern *pattern)
{
	static const char *const samples[] = {"", "a", "A", " ", "a b", "1",
		".", "\n", "a\nb", "a.b", "\xC3\xA9"};
	const struct compiled *compiled =
		pattern_compiled(pattern, false, true);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	bool found = false;

	for (size_t i = 0; i < G_N_ELEMENTS(samples) && !found; i++) {
		const PCRE2_SIZE *at = pcre2_get_ovector_pointer(data);

		if (pcre2_match(compiled->code, (PCRE2_SPTR)samples[i],
			    PCRE2_ZERO_TERMINATED, 0, 0, data, NULL) >= 0)
			found = at[0] == at[1];
	}
	pcre2_match_data_free(data);
	return found;
}

bool
pattern_matches_empty(const struct pattern *pattern)
{
	const struct pattern_nature *nature = &pattern->nature;

	if (nature->understood && (nature->never || nature->min_length > 0))
		return false;
	/* Behind a back reference, say, only a trial can tell. */
	return (nature->understood && nature->empty) ||
	       matches_empty_somewhere(pattern);
}
