/*
 * pattern_windows: what pattern.h promises of literals and their partners, asked
 * of a match. For the unit tests and the fuzz target of patterns.
 */
#ifndef COMITY_TESTS_PATTERN_WINDOWS_H
#define COMITY_TESTS_PATTERN_WINDOWS_H

#include <glib.h>

#include "language/pattern.h"

static inline bool
windows_alnum_at(struct str text, size_t at)
{
	return at < text.n && g_ascii_isalnum(text.p[at]);
}

static inline bool
windows_capital_at(struct str text, size_t at)
{
	return at < text.n && g_ascii_isupper(text.p[at]);
}

/* Does the string stand at `at`? */
static inline bool
windows_stands_at(
	const struct pattern_literal *string, struct str text, size_t at)
{
	size_t n = string->text.n;

	for (size_t i = 0; i < n; i++) {
		char c = text.p[at + i];

		c = g_ascii_isdigit(c) ? '0' : g_ascii_tolower(c);
		if (c != string->text.p[i])
			return false;
	}
	return !(string->starts_word && at > 0 &&
		       windows_alnum_at(text, at - 1)) &&
	       !(string->ends_word && windows_alnum_at(text, at + n)) &&
	       !(string->capital && !windows_capital_at(text, at + n));
}

static inline size_t
windows_spaces(struct str text, size_t from, size_t to)
{
	size_t count = 0;

	for (size_t at = from; at < to; at++)
		count += text.p[at] == ' ';
	return count;
}

/* As many spaces behind `start` as it says? */
static inline bool
windows_fits(const struct pattern_literal *string, struct str text,
	size_t start, size_t at)
{
	size_t spaces = windows_spaces(text, start, at);

	return spaces >= string->least_spaces && spaces <= string->most_spaces;
}

/* So far from `start` as it says? */
static inline bool
windows_stands(
	const struct pattern_literal *string, struct str text, size_t start)
{
	size_t n = string->text.n;

	if (n > text.n || string->least > text.n)
		return false;
	for (size_t at = start + string->least;
		at <= text.n - n && at - start <= string->lead; at++)
		if (windows_stands_at(string, text, at) &&
			windows_fits(string, text, start, at))
			return true;
	return false;
}

static inline bool
windows_have_partner(
	const struct pattern_partner *partner, struct str text, size_t start)
{
	for (size_t i = 0; i < partner->count; i++)
		if (windows_stands(&partner->strings[i], text, start))
			return true;
	return false;
}

/*
 * The piece is found in plain `text` where it is tried from `start`: one of its
 * literals stands where it must, and so does a string of each of its partners.
 */
static inline bool
windows_hold(const struct pattern *piece, struct str text, size_t start)
{
	const struct pattern_literal *literals;
	const struct pattern_partner *partners;
	size_t count = pattern_literals(piece, &literals);
	size_t partner_count = pattern_partners(piece, &partners);

	for (size_t i = 0; i < count; i++) {
		bool here = windows_stands(&literals[i], text, start);

		for (int k = 0; k < PATTERN_PARTNERS && here; k++) {
			size_t number = literals[i].partners[k];

			if (number != PATTERN_NO_PARTNER)
				here = number < partner_count &&
				       windows_have_partner(
					       &partners[number], text, start);
		}
		if (here)
			return true;
	}
	return count == 0;
}

/* Digits, white space and letters beyond ASCII that stand for some of ASCII. */
static inline bool
windows_strange(gunichar c)
{
	return c >= 0x80 && (c == 0x17F || c == 0x212A || c == 0x85 ||
				    g_unichar_isdigit(c) ||
				    g_unichar_isspace(c) || c == 0x180E);
}

/* Is it one sentence as pattern.h has it, of valid UTF-8? */
static inline bool
windows_plain(struct str text)
{
	bool space = false;

	for (size_t i = 0; i < text.n;) {
		gunichar c = g_utf8_get_char(text.p + i);

		if ((c < ' ' && g_ascii_isspace((char)c)) || c == '\v' ||
			windows_strange(c) || (c == ' ' && space))
			return false;
		space = c == ' ';
		i += (size_t)g_utf8_skip[(unsigned char)text.p[i]];
	}
	return true;
}

/*
 * Tries the piece from each start in plain text, so that \K hides none. How often
 * it is found comes back, and the first of the starts where the promise is
 * broken, SIZE_MAX for none.
 */
static inline size_t
windows_try_all(const struct pattern *piece, struct pattern_scratch *scratch,
	struct str text, size_t *broken)
{
	size_t found = 0;

	*broken = SIZE_MAX;
	for (size_t at = 0; at < text.n && *broken == SIZE_MAX; at++) {
		if (((unsigned char)text.p[at] & 0xC0) == 0x80 ||
			pattern_find_before(piece, scratch, text, false, at,
				at + 1, NULL, NULL) != PATTERN_YES)
			continue;
		found++;
		if (!windows_hold(piece, text, at))
			*broken = at;
	}
	return found;
}

#endif
