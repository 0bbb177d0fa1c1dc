#include "quote_heads.h"

#include <stdint.h>

#include <glib.h>

#include "words.h"

enum {
	/* "On … wrote:" may be wrapped over lines; longer is no such line. */
	WROTE_LINES = 5,
	WROTE_BYTES = 500,
	LONGEST_LABEL = 16,
	/* A line of dashes or underscores above old mail. */
	RULE_LEAST = 5,
	/* Markers and such lines above one header block. */
	MARKER_LINES = 4,
	/* Yahoo writes marker and header on one line. */
	ONE_LINE_HEAD = 1000,
};

struct str
text_line(struct str text, size_t at, size_t *next)
{
	const char *lf = memchr(text.p + at, '\n', text.n - at);
	struct str line = {text.p + at, text.n - at};

	*next = text.n;
	if (lf != NULL) {
		line.n = (size_t)(lf - line.p);
		*next = at + line.n + 1;
	}
	return line;
}

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

/* The labels of old header blocks, as clients write them in English and
 * Welsh. */
static const struct {
	struct str name;
	enum old_field field;
} labels[] = {
	{WORDS("From"), OLD_FROM},
	{WORDS("Sent"), OLD_DATE},
	{WORDS("Date"), OLD_DATE},
	{WORDS("To"), OLD_TO},
	{WORDS("Cc"), OLD_CC},
	{WORDS("Subject"), OLD_SUBJECT},
	{WORDS("Reply-To"), OLD_OTHER},
	{WORDS("Importance"), OLD_OTHER},
	{WORDS("Bcc"), OLD_OTHER},
	{WORDS("When"), OLD_OTHER},
	{WORDS("Attachments"), OLD_OTHER},
	{WORDS("Where"), OLD_OTHER},
	{WORDS("Sensitivity"), OLD_OTHER},
	{WORDS("Priority"), OLD_OTHER},
	{WORDS("Oddi wrth"), OLD_FROM},
	{WORDS("O"), OLD_FROM},
	{WORDS("Anfonwyd"), OLD_DATE},
	{WORDS("Dyddiad"), OLD_DATE},
	{WORDS("At"), OLD_TO},
	{WORDS("Copi"), OLD_CC},
	{WORDS("Pwnc"), OLD_SUBJECT},
};

/* The field that a line opens, and its value; OLD_FIELDS when none. */
static enum old_field
read_label(struct str line, struct str *value)
{
	struct str words = line_words(line), name;
	size_t colon = 0;

	while (colon < words.n && colon < LONGEST_LABEL &&
		words.p[colon] != ':')
		colon++;
	if (colon == words.n || words.p[colon] != ':')
		return OLD_FIELDS;
	name = (struct str){words.p, colon};
	while (name.n > 0 && strchr(" \t*_", name.p[name.n - 1]) != NULL)
		name.n--;
	*value = line_words(
		(struct str){words.p + colon + 1, words.n - colon - 1});
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++)
		if (str_eq_nocase(name, labels[i].name))
			return labels[i].field;
	return OLD_FIELDS;
}

/* Is the line at `at`, or the one below it, another field? */
static bool
label_is_near(struct str text, size_t at)
{
	struct str value;

	for (int i = 0; i < 2 && at < text.n; i++) {
		struct str line = text_line(text, at, &at);

		if (read_label(line, &value) != OLD_FIELDS)
			return true;
		if (line_words(line).n == 0)
			return false;
	}
	return false;
}

/*
 * Does an unlabelled line go on with the field before it? Lists of recipients
 * are wrapped over many lines; a long subject over two.
 */
static bool
goes_on(enum old_field last, struct str value, struct str line, struct str text,
	size_t next)
{
	struct str words = line_words(line);
	char end = value.n > 0 ? value.p[value.n - 1] : ' ';

	if (words.n == 0)
		return false;
	if (last == OLD_TO || last == OLD_CC)
		if (end == ';' || end == ',' || value.n == 0 ||
			words.p[words.n - 1] == ';' ||
			memchr(words.p, '@', words.n) != NULL)
			return true;
	return label_is_near(text, next);
}

static bool
is_complete(const struct old_head *head, unsigned count, bool below_marker)
{
	const struct str *fields = head->fields;

	if (below_marker)
		return count >= 2 && fields[OLD_FROM].p != NULL;
	return count >= 3 && fields[OLD_FROM].p != NULL &&
	       (fields[OLD_DATE].p != NULL || fields[OLD_SUBJECT].p != NULL);
}

bool
old_head_read(
	struct str text, size_t at, bool below_marker, struct old_head *head)
{
	enum old_field last = OLD_FIELDS;
	unsigned count = 0;

	*head = (struct old_head){.end = at};
	while (at < text.n) {
		size_t next;
		struct str line = text_line(text, at, &next), value;
		enum old_field field = read_label(line, &value);

		if (field != OLD_FIELDS) {
			if (field != OLD_OTHER && head->fields[field].p != NULL)
				break; /* the next block */
			head->fields[field] = value;
			count += field != OLD_OTHER;
			last = field;
		} else if (last == OLD_FIELDS) {
			return false;
		} else if (line_words(line).n == 0) {
			/* One empty line between fields is let through. */
			if (!label_is_near(text, next))
				break;
			at = next;
			continue;
		} else if (goes_on(last, head->fields[last], line, text,
				   next)) {
			line = str_trim(line);
			head->fields[last].n = (size_t)(line.p + line.n -
							head->fields[last].p);
		} else {
			break;
		}
		at = next;
		head->end = at;
	}
	return is_complete(head, count, below_marker);
}

/* The label that starts at `at` within a line, its colon included, or 0. */
static size_t
label_at(struct str line, size_t at, enum old_field *field)
{
	struct str rest = {line.p + at, line.n - at};

	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
		size_t n = labels[i].name.n;

		if (n < 2 || !str_starts_nocase(rest, labels[i].name) ||
			n == rest.n || rest.p[n] != ':')
			continue;
		*field = labels[i].field;
		return n + 1;
	}
	return 0;
}

bool
old_head_read_line(struct str line, struct old_head *head)
{
	enum old_field field = OLD_FIELDS, found = OLD_FIELDS;
	size_t start = 0;

	*head = (struct old_head){.end = 0};
	if (line.n > ONE_LINE_HEAD)
		return false;
	for (size_t at = 0; at <= line.n; at++) {
		size_t behind = at < line.n ? label_at(line, at, &found) : 0;

		if (behind == 0 && at < line.n)
			continue;
		if (field != OLD_FIELDS)
			head->fields[field] = str_trim(
				(struct str){line.p + start, at - start});
		if (at == line.n)
			break;
		field = found;
		start = at + behind;
		at = start - 1;
	}
	return head->fields[OLD_FROM].p != NULL &&
	       head->fields[OLD_TO].p != NULL;
}

/* Dashes, underscores and the like at the start of the line. */
static size_t
rule_length(struct str words)
{
	size_t n = 0;

	while (n < words.n && strchr("-_=", words.p[n]) != NULL &&
		words.p[n] != '\0')
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
	for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
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
line_is_groupwise_head(struct str line)
{
	line = str_trim(line);
	return line.n > 8 && line.n < WROTE_BYTES &&
	       memcmp(line.p, ">>> ", 4) == 0 && has_digit(line) &&
	       memcmp(line.p + line.n - 4, " >>>", 4) == 0;
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

enum quote_head
quote_head_at(struct str text, size_t at, size_t *end)
{
	size_t next;
	struct str words = line_words(text_line(text, at, &next));
	struct old_head head;

	if (words.n == 0)
		return HEAD_NONE;
	if (strchr("-_=", words.p[0]) != NULL)
		return head_below_rule(text, words, next, end);
	if (str_starts_nocase(words, STR_LIT("begin forwarded message"))) {
		*end = next;
		if (old_head_read(
			    text, old_head_start(text, next), true, &head))
			*end = head.end;
		return HEAD_FORWARD;
	}
	if (str_starts_nocase(words, STR_LIT("on ")) ||
		str_starts_nocase(words, STR_LIT("ar ")))
		if (find_wrote(text, at, end))
			return HEAD_WROTE;
	if (strchr("FfOo", words.p[0]) != NULL &&
		old_head_read(text, at, false, &head)) {
		*end = head.end;
		return HEAD_BLOCK;
	}
	if (is_short_wrote(words, text, next)) {
		*end = next;
		return HEAD_WROTE;
	}
	return HEAD_NONE;
}
