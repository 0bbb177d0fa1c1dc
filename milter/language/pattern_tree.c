#include "pattern_tree.h"

#include <glib.h>

/* Sets ------------------------------------------------------------------ */

static void
set_add(struct char_set *set, unsigned char c)
{
	if (c >= 0x80) {
		set->beyond = true;
		return;
	}
	c = (unsigned char)g_ascii_tolower((char)c);
	set->ascii[c / 64] |= (uint64_t)1 << (c % 64);
}

bool
set_has(const struct char_set *set, unsigned char c)
{
	return c < 0x80 && (set->ascii[c / 64] >> (c % 64) & 1) != 0;
}

struct char_set
set_union(struct char_set a, struct char_set b)
{
	a.ascii[0] |= b.ascii[0];
	a.ascii[1] |= b.ascii[1];
	a.beyond |= b.beyond;
	return a;
}

bool
set_meet(struct char_set a, struct char_set b)
{
	return (a.ascii[0] & b.ascii[0]) != 0 ||
	       (a.ascii[1] & b.ascii[1]) != 0 || (a.beyond && b.beyond);
}

struct char_set
set_all(void)
{
	return (struct char_set){{UINT64_MAX, UINT64_MAX}, true};
}

/* The set of a type such as \d; upper case is its complement. */
static struct char_set
set_of_type(char type)
{
	char lower = g_ascii_tolower(type);
	struct char_set set = {{0, 0}, true};

	for (unsigned char c = 0; c < 0x80; c++) {
		bool in = true;

		if (lower == 'd')
			in = g_ascii_isdigit((char)c);
		else if (lower == 'w')
			in = g_ascii_isalnum((char)c) || c == '_';
		else if (lower == 's')
			in = g_ascii_isspace((char)c) || c == '\v';
		else if (lower == 'h')
			in = c == ' ' || c == '\t';
		else if (lower == 'v')
			in = c >= '\n' && c <= '\r';
		else
			return set_all();
		if (in != (type != lower))
			set_add(&set, c);
	}
	return set;
}

struct char_set
set_word(void)
{
	return set_of_type('w');
}

struct char_set
set_not_word(void)
{
	return set_of_type('W');
}

/* Parser ---------------------------------------------------------------- */

struct reader {
	struct arena *arena;
	struct str text;
	size_t at;
	bool multiline, extended;
	bool lost; /* something was not understood */
};

static struct expr *read_alternatives(struct reader *reader);

static struct expr *
new_expr(struct reader *reader, enum expr_kind kind)
{
	struct expr *expr = ARENA_NEW(reader->arena, struct expr);

	expr->kind = kind;
	return expr;
}

static struct expr *
new_chars(struct reader *reader, struct char_set set)
{
	struct expr *expr = new_expr(reader, EXPR_CHARS);

	expr->set = set;
	return expr;
}

static struct expr *
new_assert(struct reader *reader, enum expr_assert assert)
{
	struct expr *expr = new_expr(reader, EXPR_ASSERT);

	expr->assert = assert;
	return expr;
}

static struct expr *
lose(struct reader *reader)
{
	reader->lost = true;
	return new_expr(reader, EXPR_UNKNOWN);
}

static char
peek(const struct reader *reader, size_t ahead)
{
	size_t at = reader->at + ahead;

	return at < reader->text.n ? reader->text.p[at] : '\0';
}

static bool
done(const struct reader *reader)
{
	return reader->at >= reader->text.n || reader->lost;
}

static bool
take(struct reader *reader, const char *what)
{
	size_t n = strlen(what);

	if (reader->text.n - reader->at < n ||
		memcmp(reader->text.p + reader->at, what, n) != 0)
		return false;
	reader->at += n;
	return true;
}

/* Passes over everything up to `end`, which is taken as well. */
static void
skip_behind(struct reader *reader, char end)
{
	while (!done(reader) && peek(reader, 0) != end)
		reader->at++;
	reader->at += !done(reader);
}

/* One character, all its bytes. */
static void
add_char(struct reader *reader, struct char_set *set)
{
	unsigned char c = (unsigned char)peek(reader, 0);

	set_add(set, c);
	reader->at++;
	while (c >= 0xC0 && ((unsigned char)peek(reader, 0) & 0xC0) == 0x80)
		reader->at++;
}

static struct expr *
read_literal(struct reader *reader)
{
	struct char_set set = {{0, 0}, false};

	add_char(reader, &set);
	return new_chars(reader, set);
}

/* Escapes ----------------------------------------------------------------- */

/* Behind \p \P \x \o \N \g \k: what belongs to it, braces or not. */
static void
skip_argument(struct reader *reader, char letter)
{
	if (peek(reader, 0) == '{') {
		skip_behind(reader, '}');
	} else if (peek(reader, 0) == '<') {
		skip_behind(reader, '>');
	} else if (peek(reader, 0) == '\'') {
		reader->at++;
		skip_behind(reader, '\'');
	} else if (letter == 'x') {
		for (int i = 0; i < 2 && g_ascii_isxdigit(peek(reader, 0)); i++)
			reader->at++;
	} else if (letter == 'p' || letter == 'P') {
		reader->at += !done(reader);
	} else if (letter == 'g') {
		while (strchr("+-0123456789", peek(reader, 0)) != NULL &&
			!done(reader))
			reader->at++;
	}
}

static struct expr *
read_letter_escape(struct reader *reader, char letter)
{
	switch (letter) {
	case 'b':
		return new_assert(reader, ASSERT_WORD);
	case 'B':
	case 'G':
		return new_assert(reader, ASSERT_OTHER);
	case 'A':
		return new_assert(reader, ASSERT_START);
	case 'Z':
		return new_assert(reader, ASSERT_END);
	case 'z':
		return new_assert(reader, ASSERT_VERY_END);
	case 'K':
		return new_assert(reader, ASSERT_RESET);
	case 'N':
	case 'p':
	case 'P':
	case 'x':
	case 'o':
		skip_argument(reader, letter);
		return new_chars(reader, set_all());
	case 'c':
		reader->at += !done(reader);
		return new_chars(reader, set_all());
	case 'g':
	case 'k':
		skip_argument(reader, letter);
		return new_expr(reader, EXPR_UNKNOWN);
	default:
		/* \d \w and their like; \R \X and any other are one or more
		 * characters at least, but what follows is not sure. */
		if (strchr("dDwWsShHvV", letter) != NULL)
			return new_chars(reader, set_of_type(letter));
		if (strchr("aefnrt", letter) != NULL)
			return new_chars(reader, set_all());
		return new_expr(reader, EXPR_UNKNOWN);
	}
}

/* At a backslash. */
static struct expr *
read_escape(struct reader *reader)
{
	char letter = peek(reader, 1);

	reader->at++;
	if (done(reader))
		return lose(reader);
	if (g_ascii_isdigit(letter)) {
		/* A back reference or a character by its octal number. */
		while (g_ascii_isdigit(peek(reader, 0)))
			reader->at++;
		return new_expr(reader, EXPR_UNKNOWN);
	}
	if (!g_ascii_isalpha(letter))
		return read_literal(reader);
	reader->at++;
	return read_letter_escape(reader, letter);
}

/* Classes ----------------------------------------------------------------- */

/* An escape within a class; false where it may be anything. */
static bool
add_class_escape(struct reader *reader, struct char_set *set)
{
	char letter = peek(reader, 1);

	reader->at++;
	if (!g_ascii_isalnum(letter)) {
		add_char(reader, set);
		/* It may be where a range begins. */
		return peek(reader, 0) != '-';
	}
	reader->at++;
	if (letter == '\0' || strchr("dDwWsShHvV", letter) == NULL) {
		if (letter == 'Q')
			reader->lost = true;
		skip_argument(reader, letter);
		return false;
	}
	*set = set_union(*set, set_of_type(letter));
	return true;
}

/* `a-z` at the place; anything else is one character. */
static void
add_class_range(struct reader *reader, struct char_set *set)
{
	unsigned char from = (unsigned char)peek(reader, 0);
	unsigned char to = (unsigned char)peek(reader, 2);

	if (peek(reader, 1) != '-' || to == ']') {
		add_char(reader, set);
		return;
	}
	if (from >= 0x80 || to >= 0x80 || to == '\\' || to == '[') {
		/* The end of the range is several bytes: read it as all. */
		*set = set_all();
		add_char(reader, set);
		return;
	}
	for (unsigned c = from; c <= to; c++)
		set_add(set, (unsigned char)c);
	reader->at += 3;
}

/* [:alpha:] and its like, at the place. What only looks so is given up. */
static bool
skip_posix(struct reader *reader)
{
	size_t at = 2;

	if (peek(reader, 0) != '[' || peek(reader, 1) == '\0' ||
		strchr(":.=", peek(reader, 1)) == NULL)
		return false;
	at += peek(reader, at) == '^';
	while (g_ascii_islower(peek(reader, at)))
		at++;
	if (peek(reader, at) == ':' && peek(reader, at + 1) == ']')
		reader->at += at + 2;
	else
		reader->lost = true;
	return true;
}

/*
 * A class. What it excludes is not reckoned with: letters stand for both cases
 * here, and the complement would leave out what the class may match.
 */
static struct expr *
read_class(struct reader *reader)
{
	struct char_set set = {{0, 0}, false};
	bool exact = true;

	reader->at++;
	if (take(reader, "^"))
		exact = false;
	if (peek(reader, 0) == ']')
		add_char(reader, &set);
	while (!done(reader) && peek(reader, 0) != ']') {
		if (peek(reader, 0) == '\\') {
			exact &= add_class_escape(reader, &set);
		} else if (skip_posix(reader)) {
			exact = false;
		} else {
			add_class_range(reader, &set);
		}
	}
	reader->at += !done(reader);
	return new_chars(reader, exact ? set : set_all());
}

/* Groups ------------------------------------------------------------------ */

/* The inside up to the ')', options back to what they were. */
static struct expr *
read_inside(struct reader *reader)
{
	bool multiline = reader->multiline;
	bool extended = reader->extended;
	struct expr *expr = read_alternatives(reader);

	reader->multiline = multiline;
	reader->extended = extended;
	if (!take(reader, ")"))
		return lose(reader);
	return expr;
}

static struct expr *
read_look_around(struct reader *reader, bool negative)
{
	bool empty = peek(reader, 0) == ')';
	struct expr *inside = read_inside(reader);

	if ((negative && empty) || (!negative && inside->kind == EXPR_NEVER))
		return new_expr(reader, EXPR_NEVER);
	return new_assert(reader, ASSERT_OTHER);
}

/* (?i), (?m-x: …; false where an option is not understood. */
static bool
read_options(struct reader *reader)
{
	bool on = true;

	for (; !done(reader); reader->at++) {
		char c = peek(reader, 0);

		if (c == ')' || c == ':')
			return true;
		if (c == '-')
			on = false;
		else if (c == '^')
			reader->multiline = reader->extended = false;
		else if (c == 'm')
			reader->multiline = on;
		else if (c == 'x')
			reader->extended = on;
		else if (strchr("isnJU", c) == NULL)
			return false;
		/* (?xx) passes over blanks in classes as well. */
		if (c == 'x' && peek(reader, 1) == 'x')
			return false;
	}
	return false;
}

static struct expr *
read_option_group(struct reader *reader)
{
	bool multiline = reader->multiline;
	bool extended = reader->extended;
	struct expr *expr;

	if (!read_options(reader))
		return lose(reader);
	/* Set for what is left of the group we are in … */
	if (take(reader, ")"))
		return new_expr(reader, EXPR_EMPTY);
	/* … or for one of its own. */
	reader->at++;
	expr = read_inside(reader);
	reader->multiline = multiline;
	reader->extended = extended;
	return expr;
}

/* Behind "(?" */
static struct expr *
read_special_group(struct reader *reader)
{
	char c = peek(reader, 0);

	if (take(reader, "#")) {
		skip_behind(reader, ')');
		return new_expr(reader, EXPR_EMPTY);
	}
	if (take(reader, ":") || take(reader, ">") || take(reader, "|"))
		return read_inside(reader);
	if (take(reader, "=") || take(reader, "<="))
		return read_look_around(reader, false);
	if (take(reader, "!") || take(reader, "<!"))
		return read_look_around(reader, true);
	if (take(reader, "P<") || take(reader, "<")) {
		skip_behind(reader, '>');
		return read_inside(reader);
	}
	if (take(reader, "'")) {
		skip_behind(reader, '\'');
		return read_inside(reader);
	}
	/* A call of a group, a reference by name. */
	if (c == 'R' || c == '&' || c == 'P' || c == '+' ||
		g_ascii_isdigit(c) ||
		(c == '-' && g_ascii_isdigit(peek(reader, 1)))) {
		skip_behind(reader, ')');
		return new_expr(reader, EXPR_UNKNOWN);
	}
	/* Conditions, (?* and what else there is. */
	if (c == '(' || c == '*' || c == 'C')
		return lose(reader);
	return read_option_group(reader);
}

static struct expr *
read_group(struct reader *reader)
{
	reader->at++;
	if (take(reader, "*F)") || take(reader, "*FAIL)"))
		return new_expr(reader, EXPR_NEVER);
	/* (*ACCEPT) and others change what has to follow. */
	if (peek(reader, 0) == '*')
		return lose(reader);
	if (take(reader, "?"))
		return read_special_group(reader);
	return read_inside(reader);
}

/* Sequences --------------------------------------------------------------- */

static struct expr *
read_atom(struct reader *reader)
{
	switch (peek(reader, 0)) {
	case '(':
		return read_group(reader);
	case '[':
		return read_class(reader);
	case '\\':
		return read_escape(reader);
	case '.':
		reader->at++;
		return new_chars(reader, set_all());
	case '^':
		reader->at++;
		return new_assert(reader,
			reader->multiline ? ASSERT_LINE_START : ASSERT_START);
	case '$':
		reader->at++;
		return new_assert(reader,
			reader->multiline ? ASSERT_LINE_END : ASSERT_END);
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
 * {n} {n,} {n,m}. Newer releases of PCRE2 allow {,m} and blanks, so what looks
 * like it is given up; any other brace is a literal.
 */
static bool
read_braces(struct reader *reader, uint32_t *min, uint32_t *max)
{
	size_t at = reader->at + 1;

	if (peek(reader, 0) != '{')
		return false;
	if (!read_bound(reader, &at, min)) {
		reader->lost |=
			peek(reader, 1) == ',' || peek(reader, 1) == ' ';
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
	*min = 0;
	*max = EXPR_NO_END;
	if (take(reader, "*"))
		return true;
	if (take(reader, "+")) {
		*min = 1;
		return true;
	}
	if (take(reader, "?")) {
		*max = 1;
		return true;
	}
	return read_braces(reader, min, max);
}

/* In extended mode blanks and comments mean nothing. */
static bool
skip_blanks(struct reader *reader)
{
	char c = peek(reader, 0);

	if (!reader->extended || done(reader))
		return false;
	if (c == '#') {
		skip_behind(reader, '\n');
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
	while (!done(reader) && read_quantifier(reader, &min, &max)) {
		struct expr *repeat = new_expr(reader, EXPR_REPEAT);

		if (!take(reader, "+"))
			take(reader, "?");
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

	while (!done(reader) && !take(reader, "\\E")) {
		*last = read_literal(reader);
		slot = last;
		last = &(*last)->next;
	}
	return slot;
}

static struct expr *
read_sequence(struct reader *reader)
{
	struct expr *list = new_expr(reader, EXPR_CONCAT);
	struct expr **last = &list->child;
	struct expr **slot = last; /* of what a quantifier belongs to */

	while (!done(reader) && peek(reader, 0) != '|' &&
		peek(reader, 0) != ')') {
		struct expr **quoted = NULL;

		if (skip_blanks(reader))
			continue;
		if (take(reader, "\\Q"))
			quoted = read_quoted(reader, last);
		else if (take(reader, "\\E"))
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
	return list;
}

static struct expr *
read_alternatives(struct reader *reader)
{
	struct expr *first = read_sequence(reader);
	struct expr *list;
	struct expr **last;

	if (peek(reader, 0) != '|' || done(reader))
		return first;
	list = new_expr(reader, EXPR_ALT);
	list->child = first;
	last = &first->next;
	while (!done(reader) && take(reader, "|")) {
		*last = read_sequence(reader);
		last = &(*last)->next;
	}
	return list;
}

const struct expr *
expr_parse(struct arena *arena, struct str text)
{
	struct reader reader = {.arena = arena, .text = text};
	struct expr *expr = read_alternatives(&reader);

	/* A ')' that is left over would mean that we misread. */
	return reader.lost || reader.at < text.n ? NULL : expr;
}
