#include <string.h>

#include <glib.h>

#include "pattern_reader.h"

static struct expr *read_alternatives(struct reader *reader);

/* Groups ------------------------------------------------------------------ */

/* The inside up to the ')', options back to what they were. */
static struct expr *
read_inside(struct reader *reader)
{
	struct reader_options options = reader->options;
	struct expr *expr = read_alternatives(reader);

	reader->options = options;
	if (!reader_take(reader, ")"))
		return reader_lose(reader);
	return expr;
}

/* `(?=…)` and `(?<=…)` */
static struct expr *
read_look(struct reader *reader, enum expr_assert assert)
{
	struct expr *inside = read_inside(reader);
	struct expr *expr = reader_assert(reader, assert);

	expr->child = inside;
	return inside->kind == EXPR_NEVER ? inside : expr;
}

/* `(?!…)` and `(?<!…)` */
static struct expr *
read_negative_look(struct reader *reader)
{
	bool empty = reader_peek(reader, 0) == ')';

	read_inside(reader);
	return empty ? reader_expr(reader, EXPR_NEVER)
		     : reader_assert(reader, ASSERT_OTHER);
}

/* (?i), (?m-x: …; false where an option is not understood. */
static bool
read_options(struct reader *reader)
{
	struct reader_options *options = &reader->options;
	bool on = true;

	for (; !reader_done(reader); reader->at++) {
		char c = reader_peek(reader, 0);

		if (c == ')' || c == ':')
			return true;
		if (c == '-')
			on = false;
		else if (c == '^')
			*options = (struct reader_options){0};
		else if (c == 'i')
			options->caseless = on;
		else if (c == 'm')
			options->multiline = on;
		else if (c == 'x')
			options->extended = on;
		else if (strchr("snJU", c) == NULL)
			return false;
		/* (?xx) passes over blanks in classes as well. */
		if (c == 'x' && reader_peek(reader, 1) == 'x')
			return false;
		/* A comment would swallow what is put behind it. */
		reader->tangled |= c == 'x';
	}
	return false;
}

static struct expr *
read_option_group(struct reader *reader)
{
	struct reader_options options = reader->options;
	struct expr *expr;

	if (!read_options(reader))
		return reader_lose(reader);
	/* Set for what is left of the group we are in … */
	if (reader_take(reader, ")")) {
		reader->tangled = true;
		return reader_expr(reader, EXPR_EMPTY);
	}
	/* … or for one of its own. */
	reader->at++;
	expr = read_inside(reader);
	reader->options = options;
	return expr;
}

/* Behind "(?" */
static struct expr *
read_special_group(struct reader *reader)
{
	char c = reader_peek(reader, 0);

	if (reader_take(reader, ":") || reader_take(reader, "|"))
		return read_inside(reader);
	if (reader_take(reader, ">")) {
		struct expr *expr = read_inside(reader);

		expr->rigid = true;
		return expr;
	}
	if (reader_take(reader, "="))
		return read_look(reader, ASSERT_AHEAD);
	if (reader_take(reader, "<="))
		return read_look(reader, ASSERT_BEHIND);
	if (reader_take(reader, "!") || reader_take(reader, "<!"))
		return read_negative_look(reader);
	if (reader_take(reader, "P<") || reader_take(reader, "<")) {
		reader_skip_behind(reader, '>');
		return read_inside(reader);
	}
	if (reader_take(reader, "'")) {
		reader_skip_behind(reader, '\'');
		return read_inside(reader);
	}
	/* A call of a group, a reference by name. */
	if (c == 'R' || c == '&' || c == 'P' || c == '+' ||
		g_ascii_isdigit(c) ||
		(c == '-' && g_ascii_isdigit(reader_peek(reader, 1)))) {
		reader->tangled = true;
		reader_skip_behind(reader, ')');
		return reader_expr(reader, EXPR_UNKNOWN);
	}
	/* Conditions, (?* and what else there is. */
	if (c == '(' || c == '*' || c == 'C')
		return reader_lose(reader);
	return read_option_group(reader);
}

static struct expr *
read_group(struct reader *reader)
{
	reader->at++;
	if (reader_take(reader, "*F)") || reader_take(reader, "*FAIL)"))
		return reader_expr(reader, EXPR_NEVER);
	/* (*ACCEPT) and others change what has to follow. */
	if (reader_peek(reader, 0) == '*')
		return reader_lose(reader);
	if (reader_take(reader, "?"))
		return read_special_group(reader);
	return read_inside(reader);
}

/* Sequences --------------------------------------------------------------- */

static struct expr *
read_atom(struct reader *reader)
{
	switch (reader_peek(reader, 0)) {
	case '(':
		return read_group(reader);
	case '[':
		return read_class(reader);
	case '\\':
		return read_escape(reader);
	case '.':
		reader->at++;
		return reader_chars(reader, set_all());
	case '^':
		reader->at++;
		return reader_assert(reader, reader->options.multiline
						     ? ASSERT_LINE_START
						     : ASSERT_START);
	case '$':
		reader->at++;
		return reader_assert(reader, reader->options.multiline
						     ? ASSERT_LINE_END
						     : ASSERT_END);
	default:
		return read_literal(reader);
	}
}

static bool
read_bound(struct reader *reader, size_t *at, uint32_t *value)
{
	size_t start = *at;

	*value = 0;
	while (*at < reader->text.n && *value < 100000 &&
		g_ascii_isdigit(reader->text.p[*at]))
		*value =
			*value * 10 + (uint32_t)(reader->text.p[(*at)++] - '0');
	return *at > start;
}

/*
 * At a brace: {n} {n,} {n,m}. Newer releases of PCRE2 allow {,m} and blanks, so
 * what looks like it is given up; any other brace is a literal.
 */
static bool
read_braces(struct reader *reader, uint32_t *min, uint32_t *max)
{
	size_t at = reader->at + 1;

	if (!read_bound(reader, &at, min)) {
		reader->lost |= reader_peek(reader, 1) == ',' ||
				reader_peek(reader, 1) == ' ';
		return false;
	}
	*max = *min;
	if (at < reader->text.n && reader->text.p[at] == ',') {
		at++;
		if (!read_bound(reader, &at, max))
			*max = EXPR_NO_END;
	}
	if (at >= reader->text.n || reader->text.p[at] != '}') {
		reader->lost = true;
		return false;
	}
	reader->at = at + 1;
	return true;
}

static bool
read_quantifier(struct reader *reader, uint32_t *min, uint32_t *max)
{
	char c = reader_peek(reader, 0);

	if (c == '{')
		return read_braces(reader, min, max);
	if (c != '*' && c != '+' && c != '?')
		return false;
	*min = c == '+';
	*max = c == '?' ? 1 : EXPR_NO_END;
	reader->at++;
	return true;
}

/*
 * What means nothing: comments in brackets, in extended mode blanks and other
 * comments as well. A quantifier behind it belongs to what stands before.
 */
static bool
skip_blanks(struct reader *reader)
{
	char c = reader_peek(reader, 0);

	if (reader_done(reader))
		return false;
	if (reader_take(reader, "(?#")) {
		reader_skip_behind(reader, ')');
		return true;
	}
	if (!reader->options.extended)
		return false;
	if (c == '#') {
		reader_skip_behind(reader, '\n');
		return true;
	}
	if (!g_ascii_isspace(c) && c != '\v')
		return false;
	reader->at++;
	return true;
}

/* What stands at the place, repeated as the quantifiers behind it say. */
static struct expr *
read_repeats(struct reader *reader, struct expr *expr)
{
	uint32_t min;
	uint32_t max;

	while (skip_blanks(reader))
		;
	while (!reader_done(reader) && read_quantifier(reader, &min, &max)) {
		struct expr *repeat = reader_expr(reader, EXPR_REPEAT);

		if (!reader_take(reader, "+"))
			reader_take(reader, "?");
		repeat->child = expr;
		repeat->min = min;
		repeat->max = max;
		expr = repeat;
		while (skip_blanks(reader))
			;
	}
	return expr;
}

/* The letters of \Q…\E, into `*last`; the place of the last one, or NULL. */
static struct expr **
read_quoted(struct reader *reader, struct expr **last)
{
	struct expr **slot = NULL;

	while (!reader_done(reader) && !reader_take(reader, "\\E")) {
		*last = read_literal(reader);
		slot = last;
		last = &(*last)->next;
	}
	return slot;
}

static struct expr *
read_sequence(struct reader *reader)
{
	struct expr *list = reader_expr(reader, EXPR_CONCAT);
	struct expr **last = &list->child;
	struct expr **slot = last; /* of what a quantifier belongs to */

	list->from = reader->at;
	while (!reader_done(reader) && reader_peek(reader, 0) != '|' &&
		reader_peek(reader, 0) != ')') {
		struct expr **quoted = NULL;

		if (skip_blanks(reader))
			continue;
		if (reader_take(reader, "\\Q"))
			quoted = read_quoted(reader, last);
		else if (reader_take(reader, "\\E"))
			; /* alone it means nothing */
		else
			*(slot = last) = read_atom(reader);
		slot = quoted != NULL ? quoted : slot;
		/* \Q\E and \E leave a quantifier to what stands before. */
		if (*slot != NULL) {
			*slot = read_repeats(reader, *slot);
			last = &(*slot)->next;
		}
	}
	list->to = reader->at;
	return list;
}

static struct expr *
read_alternatives(struct reader *reader)
{
	struct expr *first = read_sequence(reader);
	struct expr *list;
	struct expr **last;

	if (reader_peek(reader, 0) != '|' || reader_done(reader))
		return first;
	list = reader_expr(reader, EXPR_ALT);
	list->child = first;
	list->from = first->from;
	last = &first->next;
	while (!reader_done(reader) && reader_take(reader, "|")) {
		*last = read_sequence(reader);
		last = &(*last)->next;
	}
	list->to = reader->at;
	return list;
}

struct expr *
expr_parse(struct arena *arena, struct str text, bool caseless)
{
	struct reader reader = {
		.arena = arena, .text = text, .options.caseless = caseless};
	struct expr *expr = read_alternatives(&reader);

	expr->rigid |= reader.tangled;
	/* A ')' that is left over would mean that we misread. */
	return reader.lost || reader.at < text.n ? NULL : expr;
}
