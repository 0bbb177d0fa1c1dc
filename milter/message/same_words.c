#include "part_reading.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"
#include "base/bytes.h"

enum { SHORTEST_ADDRESS = 4 }; /* "tel:" */

/* Reads the letters of a text one after the other. */
struct letters {
	struct str s;
	size_t at;
	bool in_word;
	size_t compared; /* up to here skip_common() has looked already */
};

static bool
starts(struct str s, size_t at, const char *word)
{
	struct str wanted = str_of(word);

	return str_starts_nocase((struct str){s.p + at, s.n - at}, wanted);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Most of a text is told apart by its first letters. */
static bool
may_start_address(struct str s, size_t at)
{
	char second;

	if (s.n - at < SHORTEST_ADDRESS)
		return false;
	second = word_lower(s.p[at + 1]);
	switch (word_lower(s.p[at])) {
	case 'h':
		return second == 't';
	case 'w':
		return second == 'w';
	case 'm':
		return second == 'a';
	case 'c':
		return second == 'i';
	case 't':
		return second == 'e';
	case 'i':
		return second == 'm';
	default:
		return false;
	}
}

/*
 * Addresses and pictures, which one alternative writes out and the other
 * does not: "<https://…>", "[cid:…]", "https://…". The offset behind, or 0.
 */
static size_t
skip_address(const struct letters *l)
{
	struct str s = l->s;
	size_t at = l->at;
	bool bracket = s.p[at] == '<' || s.p[at] == '[' || s.p[at] == '(';

	if (bracket)
		at++;
	else if (l->in_word)
		return 0;
	if (!may_start_address(s, at))
		return 0;
	if (!starts(s, at, "http://") && !starts(s, at, "https://") &&
		!starts(s, at, "www.") && !starts(s, at, "mailto:") &&
		!starts(s, at, "cid:") && !starts(s, at, "tel:") &&
		!(bracket && starts(s, at, "image:")))
		return 0;
	while (at < s.n && !is_blank(s.p[at]))
		at++;
	return at;
}

/* The character at *at, moved behind it, if it is a letter or digit. */
static gunichar
take_letter(struct str s, size_t *at)
{
	unsigned char byte = (unsigned char)s.p[*at];
	gunichar c;

	if (byte < 0x80) {
		(*at)++;
		return g_ascii_isalnum(byte) ? (gunichar)word_lower((char)byte)
					     : 0;
	}
	c = g_utf8_get_char_validated(s.p + *at, (gssize)MIN(s.n - *at, 6));
	if (c >= 0x110000) {
		(*at)++;
		return 0;
	}
	*at += (size_t)g_utf8_skip[byte];
	return g_unichar_isalnum(c) ? g_unichar_tolower(c) : 0;
}

/* The next letter or digit in lower case; 0 at the end. */
static gunichar
next_letter(struct letters *l)
{
	while (l->at < l->s.n) {
		unsigned char byte = (unsigned char)l->s.p[l->at];
		size_t behind = 0;
		gunichar c;

		if (l->in_word && g_ascii_isalnum((char)byte)) {
			l->at++;
			return (gunichar)word_lower((char)byte);
		}
		if (!l->in_word || byte == '<' || byte == '[' || byte == '(')
			behind = skip_address(l);
		if (behind > 0) {
			l->at = behind;
			l->in_word = false;
			continue;
		}
		c = take_letter(l->s, &l->at);
		l->in_word = c != 0 || (l->in_word && !is_blank((char)byte));
		if (c != 0)
			return c;
	}
	return 0;
}

/* At the start of an entry's number ("1.", "12)"): skips it. */
static bool
skip_number(struct letters *l, gunichar c)
{
	size_t at = l->at;

	if (c < '0' || c > '9' || at < 1)
		return false;
	if (at >= 2 && l->s.p[at - 2] != '\n' && l->s.p[at - 2] != '\t' &&
		l->s.p[at - 2] != ' ')
		return false;
	while (at < l->s.n && g_ascii_isdigit(l->s.p[at]))
		at++;
	if (at >= l->s.n || (l->s.p[at] != '.' && l->s.p[at] != ')'))
		return false;
	l->at = at;
	return true;
}

/* The same letters within a word of both. */
static void
skip_word(struct letters *a, struct letters *b)
{
	while (a->in_word && b->in_word && a->at < a->s.n && b->at < b->s.n &&
		a->s.p[a->at] == b->s.p[b->at] &&
		g_ascii_isalnum(a->s.p[a->at])) {
		a->at++;
		b->at++;
	}
}

/*
 * How many bytes of both, `most` at most, are the same but for which
 * blanks stand between words.
 */
static size_t
common_length(const char *a, const char *b, size_t most)
{
	size_t n = 0;

	while (most - n >= BYTES_STEP) {
		uint64_t differ =
			GUINT64_FROM_LE(bytes_load(a + n) ^ bytes_load(b + n));

		if (differ == 0) {
			n += BYTES_STEP;
			continue;
		}
		n += bytes_first(differ);
		if (!is_blank(a[n]) || !is_blank(b[n]))
			break;
		n++;
	}
	return n;
}

/*
 * Where both go on with the same bytes, up to a blank, they have the same
 * letters. Alternatives differ in little more than where their lines end.
 */
static void
skip_common(struct letters *a, struct letters *b)
{
	size_t n;

	if (a->in_word != b->in_word || a->at < a->compared) {
		skip_word(a, b);
		return;
	}
	n = common_length(a->s.p + a->at, b->s.p + b->at,
		MIN(a->s.n - a->at, b->s.n - b->at));
	a->compared = a->at + n;
	while (n > 0 && !is_blank(a->s.p[a->at + n - 1]))
		n--;
	if (n == 0) {
		skip_word(a, b);
		return;
	}
	a->at += n;
	b->at += n;
	a->in_word = b->in_word = false;
}

bool
same_words(struct str a, struct str b)
{
	struct letters la = {.s = a}, lb = {.s = b};

	for (;;) {
		gunichar ca, cb;

		skip_common(&la, &lb);
		ca = next_letter(&la);
		cb = next_letter(&lb);
		while (ca != cb && skip_number(&la, ca))
			ca = next_letter(&la);
		while (ca != cb && skip_number(&lb, cb))
			cb = next_letter(&lb);
		if (ca != cb)
			return false;
		if (ca == 0)
			return true;
	}
}
