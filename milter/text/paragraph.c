#include "text/paragraph.h"

#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/bytes.h"

enum {
	WIDTH_LEAST = 60, /* nobody sets narrower lines than this */
	WIDTH_MOST = 90,  /* nor wider ones, except by not breaking at all */
	LONG_LINE = 110,
	FULL_BLOCK_LINES = 3,
	FULL_BLOCK_LEAST = 45,
	/* One such line, and the text is known to be broken. */
	CERTAIN_LEAST = 55,
	/* A line this long that stops in mid-sentence goes on below. */
	UNFINISHED_LEAST = 40,
	LONGEST_WORD = 40, /* what is longer is an address */
};

static bool
is_blank_byte(char c)
{
	if ((unsigned char)c > ' ')
		return false;
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

/* Characters, not bytes: bytes of the form 10xxxxxx go on with one. */
static size_t
count_characters(const char *p, const char *end)
{
	size_t characters = (size_t)(end - p);

	p = bytes_skip_ascii(p, end, 0);
	for (; end - p >= BYTES_STEP; p += BYTES_STEP) {
		uint64_t eight = bytes_load(p);

		eight = (eight >> 7) & ~(eight >> 6) & BYTES_EACH(1);
		characters -= (size_t)((eight * BYTES_EACH(1)) >> 56);
	}
	for (; p < end; p++)
		characters -= ((unsigned char)*p & 0xC0) == 0x80;
	return characters;
}

/* The characters of text[start, end). */
static inline size_t
width_of(const struct paragraph_reader *reader, size_t start, size_t end)
{
	const char *text = reader->text.p;

	return reader->ascii ? end - start
			     : count_characters(text + start, text + end);
}

static size_t
line_end(struct str s, size_t at)
{
	return (size_t)(bytes_line_end(s.p + at, s.p + s.n) - s.p);
}

/* Reads the line text[at, end), where its LF stands. */
static inline void
read_line(const struct paragraph_reader *reader, size_t at, size_t end,
	struct paragraph_line *line)
{
	const char *text = reader->text.p;
	size_t start = at;

	while (end > at && is_blank_byte(text[end - 1]))
		end--;
	line->depth = 0;
	for (; start < end; start++) {
		if (text[start] == '>')
			line->depth++;
		else if (!is_blank_byte(text[start]))
			break;
	}
	line->start = start;
	line->end = end;
	line->width = width_of(reader, at, end);
}

/* The same for the line at *at, which moves behind it. */
static inline void
next_line(const struct paragraph_reader *reader, size_t *at,
	struct paragraph_line *line)
{
	size_t start = *at, end = line_end(reader->text, start);

	*at = MIN(end + 1, reader->text.n);
	read_line(reader, start, end, line);
}

/* The bytes of the word at `at` if it is an ASCII word of fifteen at most,
 * with a blank or the end of the line behind it. */
static size_t
short_word(struct str s, size_t at)
{
	bytes_block block;
	unsigned behind;
	size_t n;

	if (s.n - at < BYTES_BLOCK)
		return 0;
	block = bytes_load_block(s.p + at);
	behind = bytes_true_bits((block <= ' ') | (block > 0x7F));
	if (behind == 0)
		return 0;
	n = (size_t)__builtin_ctz(behind);
	return s.p[at + n] == '\n' || is_blank_byte(s.p[at + n]) ? n : 0;
}

static size_t
first_word_width(struct str s, const struct paragraph_line *line)
{
	size_t width = short_word(s, line->start);

	if (width > 0)
		return width;
	/* Bytes of the form 10xxxxxx go on with a character. */
	for (size_t i = line->start; i < line->end && !is_blank_byte(s.p[i]);
		i++)
		width += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return width;
}

/* Did the word `next` begins with find no room on `line`? */
static bool
is_full(struct str s, const struct paragraph_line *line,
	const struct paragraph_line *next, size_t width)
{
	/* Its first word is as wide as the line at most. */
	return line->width + 1 + next->width > width &&
	       line->width + 1 + first_word_width(s, next) > width;
}

/* A long web address makes a long line out of a broken one. */
static bool
has_long_word(struct str s, const struct paragraph_line *line)
{
	size_t start = line->start;

	while (line->end - start > LONGEST_WORD) {
		size_t at = start + LONGEST_WORD + 1;

		/* Back to the last blank that such a word would span. */
		while (at > start && !is_blank_byte(s.p[at - 1]))
			at--;
		if (at == start)
			return true;
		start = at;
	}
	return false;
}

/* The sentence stops in the middle at the end of this line. */
static bool
is_unfinished(struct str s, const struct paragraph_line *line)
{
	char c = s.p[line->end - 1];

	return g_ascii_isalnum(c) || c == ',' || c == '-' || c == '&' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_finished(struct str s, const struct paragraph_line *line)
{
	char c = s.p[line->end - 1];

	return c == '.' || c == '!' || c == '?' || c == ':';
}

/* The width at which the text is broken, and whether it is for certain. */
static void
find_text_width(struct paragraph_reader *reader)
{
	struct str s = reader->text;
	struct paragraph_line last = {0};
	size_t at = 0, end;

	reader->text_width = WIDTH_LEAST;
	for (; at < s.n; at = MIN(end + 1, s.n)) {
		struct paragraph_line line;

		end = line_end(s, at);
		/* Short lines below each other say nothing, nor do lines that
		 * are no wider once it is known that the text is broken. */
		if ((end - at < CERTAIN_LEAST && last.width < CERTAIN_LEAST) ||
			(reader->is_broken && end - at <= reader->text_width))
			continue;
		read_line(reader, at, end, &line);
		if (line.width <= WIDTH_MOST) {
			reader->text_width =
				MAX(reader->text_width, line.width);
		} else if (line.width > LONG_LINE && !has_long_word(s, &line)) {
			reader->text_width = 0;
			return;
		}
		if (line.start < line.end && last.width >= CERTAIN_LEAST &&
			is_unfinished(s, &last) &&
			g_ascii_islower(s.p[line.start]))
			reader->is_broken = true;
		last = line;
	}
}

static struct paragraph_line *
line_number(struct paragraph_reader *reader, size_t number)
{
	return &reader->lines[number % PARAGRAPH_LINES];
}

/* Reads the line behind those that were read. */
static struct paragraph_line *
read_ahead(struct paragraph_reader *reader)
{
	struct paragraph_line *line = line_number(reader, reader->read++);

	next_line(reader, &reader->at, line);
	return line;
}

/* The next line, empty or not; NULL at the end. */
static inline struct paragraph_line *
take_line(struct paragraph_reader *reader)
{
	if (reader->taken == reader->read) {
		if (reader->at == reader->text.n)
			return NULL;
		read_ahead(reader);
	}
	return line_number(reader, reader->taken++);
}

/*
 * The width of the block of lines of one depth that starts with the line taken
 * last, where every line but the last one is full at it, or 0. No line below
 * it is kept yet: a block ends with the last line that was read for the one
 * before.
 */
static size_t
find_block_width(struct paragraph_reader *reader)
{
	const struct paragraph_line *last =
		line_number(reader, reader->taken - 1);
	struct str s = reader->text;
	struct paragraph_line more[2]; /* lines that there is no room to keep */
	size_t widest = last->width, narrowest = SIZE_MAX, lines = 1;
	size_t at = reader->at;

	while (at < s.n) {
		const struct paragraph_line *line;

		if (lines < PARAGRAPH_LINES - 1) {
			line = read_ahead(reader);
			at = reader->at;
		} else {
			next_line(reader, &at, &more[lines % 2]);
			line = &more[lines % 2];
		}
		if (line->start == line->end || line->depth != last->depth)
			break;
		narrowest = MIN(
			narrowest, last->width + 1 + first_word_width(s, line));
		widest = MAX(widest, line->width);
		if (narrowest <= MAX(widest, (size_t)FULL_BLOCK_LEAST))
			return 0; /* there was room on some line */
		last = line;
		lines++;
	}
	return lines >= FULL_BLOCK_LINES && widest >= FULL_BLOCK_LEAST ? widest
								       : 0;
}

/* "(a)", "(iv)", "(12)": the bytes up to and with the bracket, or 0. */
static size_t
bracketed(const char *p, size_t n)
{
	size_t i = 1;

	while (i < n && i < 6 && g_ascii_isalnum(p[i]))
		i++;
	return i > 1 && i < n && i < 6 && p[i] == ')' ? i + 1 : 0;
}

/* A letter that counts entries: "a" to "h", or a digit of "iv". */
static bool
is_counting(char c)
{
	return (c >= 'a' && c <= 'i') || c == 'v' || c == 'x';
}

/* "1.", "12)", "a)", "iv.": the bytes with the mark behind, or 0. */
static size_t
numbered(const char *p, size_t n)
{
	size_t digits = 0, letters = 0;

	while (digits < n && g_ascii_isdigit(p[digits]))
		digits++;
	if (digits == 0)
		while (letters < n && is_counting(p[letters]))
			letters++;
	if (digits > 2 || letters > 3 || digits + letters == 0 ||
		digits + letters >= n)
		return 0;
	if (letters > 1 && strspn(p, "ivx") < letters)
		return 0;
	return p[digits + letters] == '.' || p[digits + letters] == ')'
		       ? digits + letters + 1
		       : 0;
}

/* "Sent: …", "Note: …": does the line, with a capital first, begin so? */
static bool
is_labelled(struct str s, const struct paragraph_line *line)
{
	size_t i = line->start + 1;

	while (i < line->end && i < line->start + 12 && g_ascii_islower(s.p[i]))
		i++;
	return i > line->start + 1 && i < line->end && s.p[i] == ':' &&
	       (i + 1 == line->end || is_blank_byte(s.p[i + 1]));
}

/* Does the line begin like an entry of a list? */
static bool
is_item(struct str s, const struct paragraph_line *line)
{
	const char *p = s.p + line->start;
	size_t n = line->end - line->start, mark = 0;

	/* Nothing but a label begins with a capital. */
	if (g_ascii_isupper(*p))
		return is_labelled(s, line);
	if (n < 3)
		return false;
	if (*p == '-' || *p == '*' || *p == '+' || *p == '~')
		mark = 1;
	else if (*p == 'o' && is_blank_byte(p[2])) /* Outlook's hollow bullet */
		mark = 1;
	else if (n > 4 && memcmp(p, "\xe2\x80\xa2", 3) == 0) /* bullet */
		mark = 3;
	else if (n > 4 && memcmp(p, "\xe2\x96\xaa", 3) == 0) /* square */
		mark = 3;
	else if (n > 3 && memcmp(p, "\xc2\xb7", 2) == 0) /* middle dot */
		mark = 2;
	else if (*p == '(')
		mark = bracketed(p, n);
	else
		mark = numbered(p, n);
	return mark > 0 && mark < n && is_blank_byte(p[mark]);
}

/* A number that the break brought to the front is no list entry. */
static bool
is_false_item(struct str s, const struct paragraph_line *last,
	const struct paragraph_line *line, bool full)
{
	return full && is_unfinished(s, last) &&
	       g_ascii_isdigit(s.p[line->start]);
}

static bool
continues(struct paragraph_reader *reader, const struct paragraph_line *last,
	const struct paragraph_line *line, bool item)
{
	struct str s = reader->text;
	size_t width = reader->block_width > 0 ? reader->block_width
					       : reader->text_width;
	bool full = width > 0 && is_full(s, last, line, width);

	if (item &&
		!(is_false_item(s, last, line, full) && !reader->last_is_item))
		return false;
	/* Where a sentence ends at a line's end, the paragraph may, too:
	 * then lines must be known to be broken at a width. */
	if (full && (reader->block_width > 0 || reader->is_broken ||
			    !is_finished(s, last)))
		return s.p[last->end - 1] != ':';
	if (!is_unfinished(s, last) || last->width < UNFINISHED_LEAST)
		return false;
	return !g_ascii_isupper(s.p[line->start]) ||
	       (width > 0 && last->width >= WIDTH_LEAST);
}

void
paragraph_reader_init(
	struct paragraph_reader *reader, struct str text, bool ascii)
{
	/* The lines are set as they are read. */
	memset(reader, 0, offsetof(struct paragraph_reader, lines));
	reader->text = text;
	reader->ascii = ascii;
	find_text_width(reader);
}

const struct paragraph_line *
paragraph_next_line(struct paragraph_reader *reader)
{
	struct paragraph_line *line;

	while ((line = take_line(reader)) != NULL) {
		/* Within a block, the line before. */
		const struct paragraph_line *last =
			line_number(reader, reader->taken - 2);
		bool item;

		if (line->start == line->end) {
			reader->in_block = false;
			continue;
		}
		if (!reader->in_block || line->depth != last->depth) {
			reader->block_width = find_block_width(reader);
			reader->in_block = false;
		}
		item = is_item(reader->text, line);
		line->continues =
			reader->in_block && continues(reader, last, line, item);
		if (!line->continues)
			reader->last_is_item = item;
		reader->in_block = true;
		return line;
	}
	return NULL;
}
