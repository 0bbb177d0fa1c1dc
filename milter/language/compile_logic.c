#include "compile_internal.h"

static const void *read_or(
	struct cursor *cursor, const struct logic *logic, bool in_parens);

static const void *
read_factor(struct cursor *cursor, const struct logic *logic)
{
	size_t start = cursor->at;
	const void *inner;

	if (cursor->depth >= MOST_NESTING)
		cursor_fail(cursor, cursor_place(cursor),
			"this is nested too deep");
	if (cursor->failed)
		return NULL;
	cursor->depth++;
	if (cursor_take(cursor, "not")) {
		inner = read_factor(cursor, logic);
		inner = logic->join(cursor, LOGIC_NOT, start, inner, NULL);
	} else if (cursor_take_kind(cursor, TOKEN_PAREN)) {
		inner = read_or(cursor, logic, true);
		cursor_expect(cursor, TOKEN_PAREN_END, "')'");
	} else {
		inner = logic->read_one(cursor);
	}
	cursor->depth--;
	return inner;
}

/* Takes `and` or `or` unless the whole ends before it. */
static bool
take_operator(struct cursor *cursor, const struct logic *logic,
	const char *word, bool in_parens)
{
	size_t start = cursor->at;

	if (cursor->failed || !cursor_take(cursor, word))
		return false;
	if (in_parens || logic->goes_on == NULL || logic->goes_on(cursor))
		return true;
	cursor->at = start;
	return false;
}

static const void *
read_and(struct cursor *cursor, const struct logic *logic, bool in_parens)
{
	size_t start = cursor->at;
	const void *left = read_factor(cursor, logic);

	while (take_operator(cursor, logic, "and", in_parens)) {
		const void *right = read_factor(cursor, logic);

		left = logic->join(cursor, LOGIC_AND, start, left, right);
	}
	return left;
}

static const void *
read_or(struct cursor *cursor, const struct logic *logic, bool in_parens)
{
	size_t start = cursor->at;
	const void *left = read_and(cursor, logic, in_parens);

	while (take_operator(cursor, logic, "or", in_parens)) {
		const void *right = read_and(cursor, logic, in_parens);

		left = logic->join(cursor, LOGIC_OR, start, left, right);
	}
	return left;
}

const void *
read_logic(struct cursor *cursor, const struct logic *logic)
{
	return read_or(cursor, logic, false);
}
