/*
 * foot_words: small looks at the words of a line, for foot_lines.c and
 * foot_names.c.
 */
#ifndef COMITY_TEXT_FOOT_WORDS_H
#define COMITY_TEXT_FOOT_WORDS_H

#include <stdbool.h>

#include <glib.h>

#include "base/str.h"

/* Marks, blanks and bold signs. */
static inline bool
is_trimming(char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '\r':
	case '*':
	case '_':
	case '-':
	case ',':
	case '.':
	case ';':
	case '!':
	case '~':
		return true;
	default:
		return false;
	}
}

/* Without such at both ends. */
static inline struct str
bare(struct str s)
{
	while (s.n > 0 && is_trimming(s.p[0]) && s.p[0] != '\r') {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_trimming(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Has it more words than so many? */
static inline bool
has_more_words(struct str s, size_t than)
{
	size_t words = 0;
	bool inside = false;

	for (size_t i = 0; i < s.n && words <= than; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\t';

		words += !blank && !inside;
		inside = !blank;
	}
	return words > than;
}

static inline bool
starts_upper(struct str word)
{
	return word.n > 0 &&
	       (g_ascii_isupper(word.p[0]) || (unsigned char)word.p[0] >= 0x80);
}

#endif
