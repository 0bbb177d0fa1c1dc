#include "quote_heads.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"

enum {
	/* "On … wrote:" may be wrapped over lines; longer is no such line. */
	WROTE_LINES = 5,
	WROTE_BYTES = 500,
	/* A line of dashes or underscores above old mail. */
	RULE_LEAST = 5,
	/* Markers and such lines above one header block. */
	MARKER_LINES = 4,
};

static bool
is_lead(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '>' || c == '|' ||
	       c == '*';
}

struct str
line_words(struct str line)
{
	while (line.n > 0 && is_lead(line.p[0])) {
		line.p++;
		line.n--;
	}
	return str_trim(line);
}

size_t
skip_empty_lines(struct str text, size_t at)
{
	while (at < text.n) {
		size_t next;

		if (str_trim(text_line(text, at, &next)).n > 0)
			break;
		at = next;
	}
	return at;
}

bool
line_is_quoted(struct str line)
{
	size_t i = 0;

	while (i < line.n && i < 3 && line.p[i] == ' ')
		i++;
	return i < line.n && line.p[i] == '>';
}

/* Dashes, underscores and the like at the start of the line. */
static size_t
rule_length(struct str words)
{
	size_t n = 0;

	while (n < words.n &&
		(words.p[n] == '-' || words.p[n] == '_' || words.p[n] == '='))
		n++;
	return n;
}

/* "-----Original Message-----": words between dashes. */
static enum quote_head
ruled_head(struct str words, size_t dashes)
{
	static const struct {
		struct str words;
		enum quote_head kind;
	} known[] = {
		{WORDS("original message"), HEAD_ORIGINAL},
		{WORDS("original appointment"), HEAD_ORIGINAL},
		{WORDS("original e-mail"), HEAD_ORIGINAL},
		{WORDS("original email"), HEAD_ORIGINAL},
		{WORDS("reply message"), HEAD_ORIGINAL},
		{WORDS("neges wreiddiol"), HEAD_ORIGINAL},
		{WORDS("forwarded message"), HEAD_FORWARD},
		{WORDS("forwarded by"), HEAD_FORWARD},
		{WORDS("begin forwarded message"), HEAD_FORWARD},
		{WORDS("start of forwarded message"), HEAD_FORWARD},
		{WORDS("original forwarded message"), HEAD_FORWARD},
		{WORDS("neges a anfonwyd ymlaen"), HEAD_FORWARD},
	};
	struct str rest = {words.p + dashes, words.n - dashes};

	rest = line_words(rest);
	for (size_t i = 0; rest.n > 0 && i < G_N_ELEMENTS(known); i++)
		if (str_starts_nocase(rest, known[i].words))
			return known[i].kind;
	return HEAD_NONE;
}

/* The start of the first line at or after `at` that holds words. */
static size_t
skip_wordless_lines(struct str text, size_t at)
{
	while (at < text.n) {
		size_t next;

		if (line_words(text_line(text, at, &next)).n > 0)
			break;
		at = next;
	}
	return at;
}

size_t
old_head_start(struct str text, size_t at)
{
	for (int lines = 0; lines < MARKER_LINES; lines++) {
		size_t next;
		struct str words;

		at = skip_wordless_lines(text, at);
		if (at == text.n)
			break;
		words = line_words(text_line(text, at, &next));
		if (rule_length(words) < 2 &&
			!str_starts_nocase(
				words, STR_LIT("begin forwarded message")))
			break;
		at = next;
	}
	return at;
}

static bool
has_digit(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (g_ascii_isdigit(s.p[i]))
			return true;
	return false;
}

/* "16:52" or "4.52 pm" somewhere. */
static bool
has_time(struct str s)
{
	for (size_t i = 1; i + 2 < s.n; i++)
		if ((s.p[i] == ':' || s.p[i] == '.') &&
			g_ascii_isdigit(s.p[i - 1]) &&
			g_ascii_isdigit(s.p[i + 1]) &&
			g_ascii_isdigit(s.p[i + 2]))
			return true;
	return false;
}

static bool
ends_nocase(struct str s, struct str end)
{
	return s.n >= end.n &&
	       str_eq_nocase((struct str){s.p + s.n - end.n, end.n}, end);
}

/* Do the words end as such a line does? */
static bool
ends_wrote(struct str words)
{
	if (words.n < 6 || words.p[words.n - 1] != ':')
		return false;
	return ends_nocase(words, STR_LIT(" wrote:")) ||
	       ends_nocase(words, STR_LIT("\nwrote:")) ||
	       str_eq_nocase(words, STR_LIT("wrote:")) ||
	       ends_nocase(words, STR_LIT(" writes:")) ||
	       ends_nocase(words, STR_LIT(" wrote :")) ||
	       ends_nocase(words, STR_LIT("ysgrifennodd:"));
}

static bool
has_quoted_line(struct str text, size_t at)
{
	size_t next;

	at = skip_empty_lines(text, at);
	return at < text.n && line_is_quoted(text_line(text, at, &next));
}

/*
 * Is `words` ("On … wrote:", perhaps of several lines) a program's line and
 * not a sentence of the writer's? A date with a time or an address says so,
 * or quoted lines below.
 */
static bool
is_wrote_head(struct str words, struct str text, size_t end)
{
	if (has_digit(words) &&
		(has_time(words) || memchr(words.p, '@', words.n) != NULL))
		return true;
	return has_quoted_line(text, end);
}

/* "On …" or "Ar …": looks for its end on the next lines. */
static bool
find_wrote(struct str text, size_t at, size_t *end)
{
	size_t start = at;
	bool welsh;

	welsh = g_ascii_tolower(line_words(text_line(text, at, end)).p[0]) ==
		'a';
	for (int i = 0; i < WROTE_LINES && at < text.n; i++) {
		struct str line = str_trim(text_line(text, at, &at));
		struct str words = {text.p + start,
			(size_t)(line.p + line.n - (text.p + start))};

		if (line.n == 0 || words.n > WROTE_BYTES)
			return false;
		if (!ends_wrote(line) &&
			!(welsh && line.p[line.n - 1] == ':' &&
				str_find_nocase(words, STR_LIT("ysgrifennodd"),
					0) != SIZE_MAX))
			continue;
		*end = at;
		return is_wrote_head(words, text, at);
	}
	return false;
}

/*
 * "Jenny Cope wrote:" and Gmail's older "2026-10-27 16:52 GMT Jenny Cope
 * <j@…>:" count only above quoted lines.
 */
static bool
is_short_wrote(struct str words, struct str text, size_t next)
{
	if (words.n < 4 || words.n > WROTE_BYTES || words.p[words.n - 1] != ':')
		return false;
	if (!ends_wrote(words) &&
		!(words.p[words.n - 2] == '>' && has_digit(words)))
		return false;
	return has_quoted_line(text, next);
}

bool
line_is_groupwise_head(const struct line *line)
{
	struct str words = line->words;

	return words.n > 8 && words.n < WROTE_BYTES &&
	       memcmp(words.p, ">>> ", 4) == 0 && has_digit(words) &&
	       memcmp(words.p + words.n - 4, " >>>", 4) == 0;
}

/* A line of dashes or underscores; what it opens, if anything. */
static enum quote_head
head_below_rule(struct str text, struct str words, size_t next, size_t *end)
{
	size_t dashes = rule_length(words);
	enum quote_head kind = ruled_head(words, dashes);
	struct old_head head;

	*end = next;
	if (kind != HEAD_NONE) {
		if (old_head_read(
			    text, old_head_start(text, next), true, &head))
			*end = head.end;
		return kind;
	}
	if (dashes < RULE_LEAST || dashes < words.n)
		return HEAD_NONE;
	next = skip_empty_lines(text, next);
	if (next == text.n || !old_head_read(text, next, false, &head))
		return HEAD_NONE;
	*end = head.end;
	return HEAD_BLOCK;
}

/* "Begin forwarded message:", Apple's. */
static bool
is_apple_forward(struct str text, struct str words, size_t next, size_t *end)
{
	struct old_head head;

	if (!str_starts_nocase(words, STR_LIT("begin forwarded message")))
		return false;
	*end = next;
	if (old_head_read(text, old_head_start(text, next), true, &head))
		*end = head.end;
	return true;
}

static bool
is_wrote(struct str text, struct str words, size_t at, size_t *end)
{
	return (str_starts_nocase(words, STR_LIT("on ")) ||
		       str_starts_nocase(words, STR_LIT("ar "))) &&
	       find_wrote(text, at, end);
}

static bool
is_block(struct str text, size_t at, size_t *end)
{
	struct old_head head;

	if (!old_head_read(text, at, false, &head))
		return false;
	*end = head.end;
	return true;
}

enum quote_head
quote_head_at(struct str text, const struct line *line, size_t *end)
{
	struct str words = line->words;

	if (words.n > 0 && is_lead(words.p[0]))
		words = line_words(words);
	if (words.n == 0)
		return HEAD_NONE;
	/* All but the last kind are told apart by their first letter. */
	switch (words.p[0]) {
	case '-':
	case '_':
	case '=':
		return head_below_rule(text, words, line->next, end);
	case 'b':
	case 'B':
		if (is_apple_forward(text, words, line->next, end))
			return HEAD_FORWARD;
		break;
	case 'a':
	case 'A':
		if (is_wrote(text, words, line->at, end))
			return HEAD_WROTE;
		break;
	case 'o': /* "Oddi wrth" is Welsh for "From" */
	case 'O':
		if (is_wrote(text, words, line->at, end))
			return HEAD_WROTE;
		if (is_block(text, line->at, end))
			return HEAD_BLOCK;
		break;
	case 'f':
	case 'F':
		if (is_block(text, line->at, end))
			return HEAD_BLOCK;
		break;
	default:
		break;
	}
	if (is_short_wrote(words, text, line->next)) {
		*end = line->next;
		return HEAD_WROTE;
	}
	return HEAD_NONE;
}
