/*
 * Expressions that PCRE2 is sure to take, told without compiling them.
 *
 * Most of what rules say is made of words, groups, alternatives and plain
 * repeats, and what each of them may be is soon checked; only where it is
 * anything else must PCRE2 be asked. What it compiles to may not take more than
 * 64 KB, so the bytes of its code are reckoned here as well, more than there
 * will be.
 */
#include "pattern_internal.h"

#include "base/limits.h"
#include "base/utf8.h"
#include "pattern_reader.h"

enum {
	/* PCRE2 allows 65,536 bytes, groups 250 deep, and 2,000 branches of
	 * look backs. */
	MOST_CODE = 60 * 1000,
	MOST_DEPTH = 100,
	MOST_BEHIND = 500,
	/* Bytes of the code of a thing, at most. */
	CODE_CHAR = 2,
	CODE_CASES = 3, /* of k, s and kinds of characters */
	CODE_WIDE_CHAR = 5,
	CODE_GROUP = 8,
	CODE_BRANCH = 3,
	CODE_BEHIND = 3, /* a branch of a look back has more */
	CODE_CLASS = 40,
	CODE_CLASS_LETTER = 8,
	CODE_CLASS_OTHER = 24, /* kinds, and what is beyond ASCII */
	/* What a repeat adds, and one with numbers. */
	CODE_REPEAT = 8,
	CODE_TIMES = 20,
};

struct group {
	size_t before; /* bytes of code */
	bool looks;    /* a look-around: not to be repeated */
};

struct checker {
	struct str text;
	size_t at;
	size_t code; /* bytes so far */
	size_t item; /* those of what may be repeated now; 0: nothing may */
	bool single; /* it is a character, not a group */
	bool behind; /* within a look back, which must know its length */
	unsigned branches_behind;
	unsigned depth;
	struct group groups[MOST_DEPTH];
};

static char
peek(const struct checker *checker, size_t ahead)
{
	return expression_at(checker->text, checker->at + ahead);
}

static bool
take(struct checker *checker, const char *what)
{
	return expression_take(checker->text, &checker->at, what);
}

static bool
add_item(struct checker *checker, size_t code)
{
	checker->code += code;
	checker->item = code;
	checker->single = true;
	return true;
}

/* A place, such as \b. */
static bool
add_place(struct checker *checker)
{
	checker->code++;
	checker->item = 0;
	return true;
}

/* Groups ------------------------------------------------------------------ */

static bool
open_group(struct checker *checker, bool looks)
{
	if (checker->depth == MOST_DEPTH || checker->behind)
		return false;
	checker->groups[checker->depth++] =
		(struct group){checker->code, looks};
	checker->code += CODE_GROUP;
	checker->item = 0;
	return true;
}

static bool
check_open(struct checker *checker)
{
	checker->at++;
	if (peek(checker, 0) == '*')
		return false;
	if (!take(checker, "?") || take(checker, ":") || take(checker, "i:") ||
		take(checker, "-i:") || take(checker, "m:") ||
		take(checker, ">"))
		return open_group(checker, false);
	if (take(checker, "=") || take(checker, "!"))
		return open_group(checker, true);
	if (!take(checker, "<=") && !take(checker, "<!"))
		return false;
	if (!open_group(checker, true))
		return false;
	checker->behind = true;
	checker->code += CODE_BEHIND;
	return ++checker->branches_behind <= MOST_BEHIND;
}

static bool
check_branch(struct checker *checker)
{
	checker->at++;
	checker->code += CODE_BRANCH + CODE_BEHIND * checker->behind;
	checker->item = 0;
	checker->branches_behind += checker->behind;
	return checker->branches_behind <= MOST_BEHIND;
}

static bool
check_close(struct checker *checker)
{
	const struct group *group;

	if (checker->depth == 0)
		return false;
	group = &checker->groups[--checker->depth];
	checker->at++;
	checker->behind = false;
	checker->item = group->looks ? 0 : checker->code - group->before;
	checker->single = false;
	return true;
}

/* Repeats ----------------------------------------------------------------- */

/* A number of three digits at most; false: there is none. */
static bool
take_number(struct checker *checker, size_t *number)
{
	size_t digits = 0;

	*number = 0;
	while (digits < 3 && g_ascii_isdigit(peek(checker, 0))) {
		*number = *number * 10 + (size_t)(peek(checker, 0) - '0');
		checker->at++;
		digits++;
	}
	return digits > 0;
}

/* {n} {n,} {n,m}; any other brace is left to PCRE2. `times`: how often what is
 * repeated may stand in the code. */
static bool
take_braces(struct checker *checker, size_t *times)
{
	size_t least;
	size_t most;

	checker->at++;
	if (!take_number(checker, &least))
		return false;
	most = least;
	if (take(checker, ",") && !take_number(checker, &most))
		most = least + 1;
	*times = most;
	return most >= MAX(least, (size_t)1) && take(checker, "}");
}

static bool
check_repeat(struct checker *checker)
{
	size_t times = 0;

	if (checker->item == 0 || checker->behind)
		return false;
	if (peek(checker, 0) != '{')
		checker->at++;
	else if (!take_braces(checker, &times))
		return false;
	if (!take(checker, "+"))
		take(checker, "?");
	checker->code += times == 0 ? CODE_REPEAT : CODE_TIMES;
	/* A group with a number is there so many times. */
	if (!checker->single)
		checker->code += (checker->item + CODE_TIMES) * times;
	checker->item = 0;
	return true;
}

/* Characters --------------------------------------------------------------- */

static bool
check_char(struct checker *checker)
{
	unsigned char c = (unsigned char)peek(checker, 0);
	unsigned char letter = c | 0x20;

	checker->at++;
	if (c < 0x80)
		return add_item(checker, letter == 'k' || letter == 's'
						 ? CODE_CASES
						 : CODE_CHAR);
	while (((unsigned char)peek(checker, 0) & 0xC0) == 0x80)
		checker->at++;
	return add_item(checker, CODE_WIDE_CHAR);
}

/* An escape that stands for one character, of a kind or itself. */
static bool
is_char_escape(char c)
{
	return g_ascii_isalpha(c) ? strchr("wWdDsShHnrt", c) != NULL
				  : g_ascii_ispunct(c) || c == ' ';
}

static bool
check_escape(struct checker *checker)
{
	char c = peek(checker, 1);

	checker->at += 2;
	if (is_char_escape(c))
		return add_item(checker, CODE_CASES);
	return c != '\0' && strchr("bBAZz", c) != NULL && add_place(checker);
}

/* a-z or 0-9, at the place; any other range is left to PCRE2. */
static bool
check_range(struct checker *checker)
{
	char from = peek(checker, 0);
	char to = peek(checker, 2);

	if (!g_ascii_isalnum(from) || !g_ascii_isalnum(to) || from > to)
		return false;
	checker->at += 3;
	return true;
}

/* What stands in a class, but for the hyphens at its ends. */
static bool
check_class_item(struct checker *checker)
{
	char c = peek(checker, 0);
	size_t length = c == '\\' ? 2 : 1;

	if (c == '\\' || (unsigned char)c >= 0x80)
		checker->code += CODE_CLASS_OTHER;
	else if (g_ascii_isalpha(c))
		checker->code += CODE_CLASS_LETTER;
	if (c == '[' || c == '-' ||
		(c == '\\' && !is_char_escape(peek(checker, 1))))
		return false;
	if (peek(checker, length) == '-' && peek(checker, length + 1) != ']')
		return check_range(checker);
	checker->at += length;
	return true;
}

/* [:a:] and its like, which PCRE2 does not take for a class. */
static bool
looks_posix(struct str text)
{
	return text.n > 3 && strchr(":.=", text.p[1]) != NULL &&
	       text.p[text.n - 2] == text.p[1];
}

static bool
check_class(struct checker *checker)
{
	size_t before = checker->code;
	size_t from = checker->at;

	checker->at++;
	take(checker, "^");
	/* One that comes first is no end. */
	if (peek(checker, 0) == ']')
		return false;
	checker->code += CODE_CLASS;
	take(checker, "-");
	while (!take(checker, "]")) {
		if (take(checker, "-]"))
			break;
		if (checker->at >= checker->text.n ||
			!check_class_item(checker))
			return false;
	}
	checker->item = checker->code - before;
	checker->single = true;
	return !looks_posix(
		(struct str){checker->text.p + from, checker->at - from});
}

/* The whole ---------------------------------------------------------------- */

static bool
check_next(struct checker *checker)
{
	switch (peek(checker, 0)) {
	case '(':
		return check_open(checker);
	case ')':
		return check_close(checker);
	case '[':
		return check_class(checker);
	case '\\':
		return check_escape(checker);
	case '*':
	case '+':
	case '?':
	case '{':
		return check_repeat(checker);
	case '|':
		return check_branch(checker);
	case '^':
	case '$':
		checker->at++;
		return add_place(checker);
	default:
		return check_char(checker);
	}
}

bool
pattern_is_sound(struct str expression)
{
	struct checker checker = {.text = expression};

	if (expression.n > LIMIT_PATTERN_BYTES ||
		(!str_is_ascii(expression) &&
			!g_utf8_validate_len(expression.p, expression.n, NULL)))
		return false;
	while (checker.at < expression.n)
		if (!check_next(&checker) || checker.code > MOST_CODE)
			return false;
	return checker.depth == 0;
}
