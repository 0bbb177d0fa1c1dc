#include "pattern_internal.h"

#include <glib.h>

#include "pattern_tree.h"

/* Beyond this a bound is of no use. */
enum {
	MOST_BYTES = 4096,
	MOST_GAPS = 64,
	WIDEST_CHARACTER = 4,
	/* Repeats of so many are counted, not taken as a gap. */
	MOST_COUNTED = 8,
};

static const struct pattern_reach no_bound = {SIZE_MAX, 0};

static struct pattern_reach
reach_sum(struct pattern_reach a, struct pattern_reach b, size_t times)
{
	if (a.bytes == SIZE_MAX || b.bytes == SIZE_MAX)
		return no_bound;
	if (times > MOST_BYTES || b.bytes * times > MOST_BYTES ||
		b.gaps * times > MOST_GAPS)
		return no_bound;
	a.bytes += b.bytes * times;
	a.gaps += b.gaps * times;
	return a.bytes > MOST_BYTES || a.gaps > MOST_GAPS ? no_bound : a;
}

static bool
is_gap(const struct expr *expr)
{
	if (expr->kind != EXPR_CHARS)
		return false;
	for (unsigned char c = 0; c < 0x80; c++)
		if (g_ascii_isalnum((char)c) && set_has(&expr->set, c))
			return false;
	return true;
}

static struct pattern_reach
reach_of_repeat(const struct expr *expr)
{
	const struct pattern_reach nothing = {0, 0};
	const struct pattern_reach gap = {0, 1};

	if (expr->max == 0)
		return nothing;
	if (is_gap(expr->child) && expr->max > MOST_COUNTED)
		return gap;
	return reach_sum(nothing, reach_of(expr->child), expr->max);
}

struct pattern_reach
reach_of(const struct expr *expr)
{
	struct pattern_reach reach = {0, 0};

	switch (expr->kind) {
	case EXPR_EMPTY:
	case EXPR_ASSERT:
	case EXPR_NEVER:
		break;
	case EXPR_CHARS:
		reach.bytes = expr->set.beyond ? WIDEST_CHARACTER : 1;
		break;
	case EXPR_CONCAT:
		for (const struct expr *child = expr->child; child != NULL;
			child = child->next)
			reach = reach_sum(reach, reach_of(child), 1);
		break;
	case EXPR_ALT:
		for (const struct expr *child = expr->child; child != NULL;
			child = child->next) {
			struct pattern_reach branch = reach_of(child);

			reach.bytes = MAX(reach.bytes, branch.bytes);
			reach.gaps = MAX(reach.gaps, branch.gaps);
		}
		break;
	case EXPR_REPEAT:
		return reach_of_repeat(expr);
	case EXPR_UNKNOWN:
		return no_bound;
	}
	return reach;
}

struct pattern_reach
pattern_reach(const struct pattern *pattern)
{
	return pattern->reach;
}

static bool
in_gap(char c)
{
	return !g_ascii_isalnum(c);
}

/*
 * A run longer than the longest so far has a byte at every `most + 1`-th
 * place, so only those are looked at.
 */
size_t
pattern_longest_gap(struct str text)
{
	size_t most = 3;

	for (size_t at = most; at < text.n;) {
		size_t start = at, end = at + 1;

		if (!in_gap(text.p[at])) {
			at += most + 1;
			continue;
		}
		while (start > 0 && in_gap(text.p[start - 1]))
			start--;
		while (end < text.n && in_gap(text.p[end]))
			end++;
		most = MAX(most, end - start);
		at = end + most;
	}
	return most;
}
