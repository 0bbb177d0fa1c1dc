#include <string.h>

#include <glib.h>

#include "pattern_reader.h"

/* Escapes ----------------------------------------------------------------- */

/* Behind \p \P \x \o \N \g \k: what belongs to it, braces or not. Only names
 * of groups stand in other brackets and in quotes. */
static void
skip_argument(struct reader *reader, char letter)
{
	bool names = letter == 'g' || letter == 'k';

	if (reader_peek(reader, 0) == '{') {
		reader_skip_behind(reader, '}');
	} else if (names && reader_peek(reader, 0) == '<') {
		reader_skip_behind(reader, '>');
	} else if (names && reader_peek(reader, 0) == '\'') {
		reader->at++;
		reader_skip_behind(reader, '\'');
	} else if (letter == 'x') {
		for (int i = 0;
			i < 2 && g_ascii_isxdigit(reader_peek(reader, 0)); i++)
			reader->at++;
	} else if (letter == 'p' || letter == 'P') {
		reader->at += !reader_done(reader);
	} else if (letter == 'g') {
		while (strchr("+-0123456789", reader_peek(reader, 0)) != NULL &&
			!reader_done(reader))
			reader->at++;
	}
}

static struct expr *
read_letter_escape(struct reader *reader, char letter)
{
	switch (letter) {
	case 'b':
		return reader_assert(reader, ASSERT_WORD);
	case 'B':
	case 'G':
		return reader_assert(reader, ASSERT_OTHER);
	case 'A':
		return reader_assert(reader, ASSERT_START);
	case 'Z':
		return reader_assert(reader, ASSERT_END);
	case 'z':
		return reader_assert(reader, ASSERT_VERY_END);
	case 'K':
		return reader_assert(reader, ASSERT_RESET);
	case 'N':
	case 'p':
	case 'P':
	case 'x':
	case 'o':
		skip_argument(reader, letter);
		return reader_chars(reader, set_all());
	case 'c':
		reader->at += !reader_done(reader);
		return reader_chars(reader, set_all());
	case 'g':
	case 'k':
		reader->tangled = true;
		skip_argument(reader, letter);
		return reader_expr(reader, EXPR_UNKNOWN);
	default:
		/* \d \w and their like; \R \X and any other are one or more
		 * characters at least, but what follows is not sure. */
		if (strchr("dDwWsShHvV", letter) != NULL)
			return reader_chars(reader, set_of_type(letter));
		if (strchr("aefnrt", letter) != NULL)
			return reader_chars(reader, set_all());
		return reader_expr(reader, EXPR_UNKNOWN);
	}
}

struct expr *
read_escape(struct reader *reader)
{
	char letter = reader_peek(reader, 1);

	reader->at++;
	if (reader_done(reader))
		return reader_lose(reader);
	if (g_ascii_isdigit(letter)) {
		/* A back reference or a character by its octal number. */
		reader->tangled = true;
		while (g_ascii_isdigit(reader_peek(reader, 0)))
			reader->at++;
		return reader_expr(reader, EXPR_UNKNOWN);
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
	char letter = reader_peek(reader, 1);

	reader->at++;
	if (!g_ascii_isalnum(letter)) {
		reader_add_char(reader, set);
		/* It may be where a range begins. */
		return reader_peek(reader, 0) != '-';
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
	unsigned char from = (unsigned char)reader_peek(reader, 0);
	unsigned char to = (unsigned char)reader_peek(reader, 2);

	if (reader_peek(reader, 1) != '-' || to == ']') {
		reader_add_char(reader, set);
		/* From one of several bytes: who knows what lies between? */
		if (from >= 0x80 && reader_peek(reader, 0) == '-' &&
			reader_peek(reader, 1) != ']')
			*set = set_all();
		return;
	}
	if (from >= 0x80 || to >= 0x80 || to == '\\' || to == '[') {
		/* The end of the range is several bytes: read it as all. */
		*set = set_all();
		reader_add_char(reader, set);
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

	if (reader_peek(reader, 0) != '[' || reader_peek(reader, 1) == '\0' ||
		strchr(":.=", reader_peek(reader, 1)) == NULL)
		return false;
	at += reader_peek(reader, at) == '^';
	while (g_ascii_islower(reader_peek(reader, at)))
		at++;
	if (reader_peek(reader, at) == ':' &&
		reader_peek(reader, at + 1) == ']')
		reader->at += at + 2;
	else
		reader->lost = true;
	return true;
}

/* A-Z or some of them. */
static bool is_of_capitals(struct str class)
{
	size_t at = 0;

	while (at < class.n && g_ascii_isupper(class.p[at])) {
		at++;
		if (at + 1 < class.n && class.p[at] == '-' &&
			g_ascii_isupper(class.p[at + 1]))
			at += 2;
	}
	return class.n > 0 && at == class.n;
}

/*
 * A class. What it excludes is not reckoned with: letters stand for both cases
 * here, and the complement would leave out what the class may match.
 */
struct expr *
read_class(struct reader *reader)
{
	struct char_set set = {{0, 0}, false, false};
	struct str text = {reader->text.p + reader->at + 1, 0};
	struct expr *expr;
	bool exact = true;

	reader->at++;
	if (reader_take(reader, "^"))
		exact = false;
	/* The first of all is a member, and a range may begin with it. */
	if (reader_peek(reader, 0) == ']')
		add_class_range(reader, &set);
	while (!reader_done(reader) && reader_peek(reader, 0) != ']') {
		if (reader_peek(reader, 0) == '\\') {
			exact &= add_class_escape(reader, &set);
		} else if (skip_posix(reader)) {
			exact = false;
		} else {
			add_class_range(reader, &set);
		}
	}
	text.n = (size_t)(reader->text.p + reader->at - text.p);
	reader->at += !reader_done(reader);
	expr = reader_chars(reader, exact ? set : set_all());
	expr->capital = !reader->options.caseless && is_of_capitals(text);
	return expr;
}
