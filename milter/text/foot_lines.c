#include "foot_lines.h"

#include <glib.h>

#include "base/words.h"
#include "foot_words.h"
#include "word_list.h"

enum {
	SHORTEST_DEVICE = 9, /* "sent via " */
	LONGEST_DEVICE = 100,
	SHORT_LINE = 70,
	SENTENCE_WORDS = 7, /* this many and a full stop are a sentence */
};

/* What the phrases below begin with; most lines are told by it. */
static struct word_list device_words = {
	.words = " sent get download please apologies anfonwyd on "};

static const struct str devices[] = {WORDS("sent from my "),
	WORDS("sent from mail for"), WORDS("sent from outlook"),
	WORDS("get outlook for"), WORDS("sent from yahoo"),
	WORDS("sent from proton"), WORDS("sent from samsung"),
	WORDS("sent from an android"), WORDS("sent from a mobile"),
	WORDS("sent with "), WORDS("sent via "), WORDS("sent on the go"),
	WORDS("sent using "), WORDS("sent from gmail"),
	WORDS("sent from icloud"), WORDS("download outlook"),
	WORDS("please excuse typos"), WORDS("please excuse any typos"),
	WORDS("please excuse brevity"), WORDS("please excuse the brevity"),
	WORDS("apologies for brevity"), WORDS("anfonwyd o fy"),
	WORDS("on my phone, so")};

/* Does the line start with one of the phrases, which are in lower case? */
static bool
starts_with_any(struct str line, const struct str *phrases, size_t count)
{
	if (line.n == 0)
		return false;
	/* The first letter settles most of it. */
	for (size_t i = 0; i < count; i++)
		if (phrases[i].p[0] == word_lower(line.p[0]) &&
			str_starts_nocase(line, phrases[i]))
			return true;
	return false;
}

bool
foot_is_separator(struct str raw_line)
{
	if (raw_line.n < 2 || raw_line.p[0] != '-')
		return false;
	if (raw_line.p[raw_line.n - 1] == '\r')
		raw_line.n--;
	return str_eq(raw_line, STR_LIT("-- ")) ||
	       str_eq(raw_line, STR_LIT("--")) ||
	       str_eq(raw_line, STR_LIT("--\xc2\xa0"));
}

bool
foot_is_device(struct str line)
{
	/* Two letters tell most lines. */
	if (line.n < SHORTEST_DEVICE ||
		(g_ascii_isalpha(line.p[0]) &&
			!word_list_may_begin(&device_words, line)))
		return false;
	line = bare(line);
	return line.n >= SHORTEST_DEVICE && line.n <= LONGEST_DEVICE &&
	       word_list_may_begin(&device_words, line) &&
	       starts_with_any(line, devices, G_N_ELEMENTS(devices));
}

bool
foot_is_item(struct str line)
{
	size_t i = 0;

	while (i < line.n && i < 2 && g_ascii_isdigit(line.p[i]))
		i++;
	if (i > 0 ? i < line.n && (line.p[i] == '.' || line.p[i] == ')')
		  : line.n > 0 && (line.p[0] == '-' || line.p[0] == '*'))
		i++;
	else
		return false;
	return i < line.n && line.p[i] == ' ' && has_more_words(line, 3) &&
	       !foot_is_contact(line);
}

bool
foot_is_copy(struct str line)
{
	static const struct str marks[] = {WORDS("cc"), WORDS("c.c"),
		WORDS("c c "), WORDS("bcc"), WORDS("b.c.c"), WORDS("copy"),
		WORDS("copies"), WORDS("copi"), WORDS("distribution")};
	static const struct str sentences[] = {WORDS("copy to "),
		WORDS("copies to "), WORDS("copied to "), WORDS("copy to:"),
		WORDS("copies to:"), WORDS("copied to:"), WORDS("copi i "),
		WORDS("blind cop"), WORDS("also copied"),
		WORDS("copied for information"), WORDS("cc'd to "),
		WORDS("cc to ")};
	char first = line.n > 0 ? word_lower(line.p[0]) : '\0';
	size_t n = 0;

	if (line.n < 2 ||
		(first != 'c' && first != 'b' && first != 'd' && first != 'a'))
		return false;
	if (starts_with_any(line, sentences, G_N_ELEMENTS(sentences)))
		return true;
	if (!starts_with_any(line, marks, G_N_ELEMENTS(marks)))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (str_starts_nocase(line, marks[i]))
			n = MAX(n, marks[i].n);
	if (n < line.n && line.p[n] == '.')
		n++;
	/* "Copies of the report …" is a sentence like any other. */
	if (n >= 4 && word_lower(line.p[1]) == 'o')
		return n < line.n && line.p[n] == ':';
	return n == line.n || strchr(" \t:-,", line.p[n]) != NULL;
}

bool
foot_is_postscript(struct str line)
{
	size_t letters = 0, i;

	for (i = 0; i < line.n && i < 8; i++) {
		char c = word_lower(line.p[i]);

		if (c == 'p' || c == 's')
			letters++;
		else if (c != '.')
			break;
	}
	if (letters < 2 || letters > 4)
		return false;
	return (word_lower(line.p[0]) == 'p') && i < line.n &&
	       strchr(" :,-\t", line.p[i]) != NULL &&
	       (line.p[0] == 'P' || line.p[1] == '.' || line.p[i] == ':');
}

/* A heart, a kissing face and the like somewhere in the line. */
static bool
has_heart(struct str line)
{
	static const struct str hearts[] = {WORDS("<3"), WORDS("\xe2\x9d\xa4"),
		WORDS("\xe2\x99\xa5"), WORDS("\xf0\x9f\x98\x98"),
		WORDS("\xf0\x9f\x92"), WORDS("\xf0\x9f\xa5\xb0"),
		WORDS("\xf0\x9f\x98\x8d")};

	for (size_t at = 0; at < line.n; at++) {
		if (line.p[at] != '<' && (unsigned char)line.p[at] < 0xE2)
			continue;
		for (size_t i = 0; i < G_N_ELEMENTS(hearts); i++)
			if (line.n - at >= hearts[i].n &&
				memcmp(line.p + at, hearts[i].p, hearts[i].n) ==
					0)
				return true;
	}
	return false;
}

bool
foot_has_kisses(struct str line)
{
	struct str words = bare(line);
	size_t n = words.n;

	if (has_heart(words))
		return true;
	while (n > 0 && strchr("xXoO", words.p[n - 1]) != NULL &&
		words.p[n - 1] != '\0')
		n--;
	/* "xx" behind a word or alone; "O", "oo" and "Plot X" are none. */
	if (n == words.n || (n > 0 && words.p[n - 1] != ' '))
		return false;
	return memchr(words.p + n, 'x', words.n - n) != NULL ||
	       (words.n - n > 1 &&
		       memchr(words.p + n, 'X', words.n - n) != NULL);
}

/* Does a web address begin at `at`? */
static bool
is_web_at(struct str line, size_t at)
{
	struct str rest = {line.p + at, line.n - at};

	switch (line.p[at]) {
	case 'w':
	case 'W':
		return str_starts_nocase(rest, STR_LIT("www."));
	case 'h':
	case 'H':
		return str_starts_nocase(rest, STR_LIT("http"));
	default:
		return false;
	}
}

bool
foot_is_contact(struct str line)
{
	size_t digits = 0, longest = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		if (c == '@' || is_web_at(line, i))
			return true;
		if (g_ascii_isdigit(c))
			longest = MAX(longest, ++digits);
		else if (c != ' ' && c != '(' && c != ')' && c != '+' &&
			 c != '-')
			digits = 0;
	}
	return longest >= 9;
}

bool
foot_is_short(struct str line)
{
	char last;

	if (line.n == 0 || line.n > SHORT_LINE)
		return false;
	last = line.p[line.n - 1];
	if (last == '?')
		return false;
	return !has_more_words(line, SENTENCE_WORDS - 1) ||
	       (last != '.' && last != '!' && !has_more_words(line, 10) &&
		       starts_upper(bare(line)));
}
