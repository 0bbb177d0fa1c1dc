/*
 * The one place where text becomes the value of a header field (headers.h).
 */
#include "answer/headers.h"

#include <glib.h>

#include "base/limits.h"

/* The longest line, and the longest piece that has room behind a fold. */
enum { LINE_MOST = LIMIT_HEADER_LINE - 1, WORD_MOST = LINE_MOST - 1 };

static const char encoded_head[] = "=?UTF-8?Q?";
enum { ENCODED_FRAME = sizeof(encoded_head) - 1 + 2 };
/* RFC 2047 section 2: an encoded word has at most 75 characters. */
enum { ENCODED_MOST = 75 - ENCODED_FRAME };
/* A character of four bytes, each as =XX. */
enum { ENCODED_CHARACTER = 12 };

struct folder {
	GString *out;
	size_t column; /* of the line so far, the name included */
	bool first;    /* nothing written yet */
};

/* --- Clean text -------------------------------------------------------- */

/* White space of any kind becomes one space; other controls go. */
static bool
is_blank(gunichar c)
{
	return c == ' ' || (c >= 0x09 && c <= 0x0d) || c == 0x85 ||
	       c == 0x2028 || c == 0x2029;
}

static bool
is_control(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfeff ||
	       (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* Valid UTF-8 without controls, single spaces, none at the ends. */
static GString *
clean(struct str value, size_t most)
{
	GString *out = g_string_sized_new(value.n + 1);
	const char *p = value.p;
	const char *end = p + value.n;
	bool space = false;

	while (p < end) {
		gunichar c = g_utf8_get_char_validated(p, end - p);

		if (*p == '\0') {
			c = 0;
			p++;
		} else if (c >= 0x110000) {
			c = 0xfffd;
			p++;
		} else {
			p = p + g_utf8_skip[(unsigned char)*p];
		}
		if (is_blank(c)) {
			space = out->len > 0;
			continue;
		}
		if (is_control(c))
			continue;
		if (most != 0 && out->len + 10 > most) {
			g_string_append(out, "...");
			break;
		}
		if (space)
			g_string_append_c(out, ' ');
		space = false;
		g_string_append_unichar(out, c);
	}
	return out;
}

/* Would clean() leave it as it is? Most values are of such a kind. */
static bool
is_clean(struct str value, size_t most)
{
	bool space = true;

	if (most != 0 && value.n + 10 > most)
		return false;
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c < 0x20 || c > 0x7e || (c == ' ' && space))
			return false;
		space = c == ' ';
	}
	return value.n > 0 && !space;
}

/* --- Pieces and lines -------------------------------------------------- */

static void
new_line(struct folder *folder)
{
	g_string_append(folder->out, "\n ");
	folder->column = 1;
}

/* Writes a piece behind a space, or on a line of its own if it must. */
static void
write_piece(struct folder *folder, const char *piece, size_t length)
{
	size_t space = folder->first ? 0 : 1;

	if (folder->column + space + length > LINE_MOST)
		new_line(folder);
	else if (space)
		g_string_append_c(folder->out, ' ');
	g_string_append_len(folder->out, piece, (gssize)length);
	folder->column += space + length;
	folder->first = false;
}

/* --- Words that have to be encoded ------------------------------------- */

static bool
is_plain_in_q(char c)
{
	return g_ascii_isalnum(c) || strchr("!*+-/", c) != NULL;
}

static size_t
append_q(char *to, const char *character, size_t length)
{
	size_t n = 0;

	for (size_t i = 0; i < length; i++) {
		unsigned char byte = (unsigned char)character[i];

		if (byte == ' ') {
			to[n++] = '_';
		} else if (byte < 0x80 && is_plain_in_q((char)byte)) {
			to[n++] = (char)byte;
		} else {
			to[n++] = '=';
			to[n++] = "0123456789ABCDEF"[byte >> 4];
			to[n++] = "0123456789ABCDEF"[byte & 15];
		}
	}
	return n;
}

static void
write_encoded_word(struct folder *folder, const char *q, size_t length)
{
	char word[ENCODED_FRAME + ENCODED_MOST];
	size_t head = sizeof(encoded_head) - 1;

	memcpy(word, encoded_head, head);
	memcpy(word + head, q, length);
	memcpy(word + head + length, "?=", 2);
	write_piece(folder, word, head + length + 2);
}

/* Room for the text of an encoded word on this line; else on the next. */
static size_t
encoded_room(const struct folder *folder)
{
	size_t used = folder->column + (folder->first ? 0 : 1) + ENCODED_FRAME;

	if (used + ENCODED_CHARACTER > LINE_MOST)
		return ENCODED_MOST;
	return MIN(LINE_MOST - used, (size_t)ENCODED_MOST);
}

/* One or more encoded words; no character is cut in two. */
static void
write_encoded(struct folder *folder, const char *text, size_t length)
{
	const char *end = text + length;
	size_t room = encoded_room(folder);
	char q[ENCODED_MOST];
	size_t n = 0;

	while (text < end) {
		size_t size = g_utf8_skip[(unsigned char)*text];
		char one[ENCODED_CHARACTER];
		size_t one_length;

		size = MIN(size, (size_t)(end - text));
		size = MIN(size, sizeof(one) / 3);
		one_length = append_q(one, text, size);
		if (n + one_length > room) {
			write_encoded_word(folder, q, n);
			room = encoded_room(folder);
			n = 0;
		}
		memcpy(q + n, one, one_length);
		n += one_length;
		text += size;
	}
	if (n > 0)
		write_encoded_word(folder, q, n);
}

/* --- Words ------------------------------------------------------------- */

/*
 * How much of an over-long word can go on a line of its own: up to and with
 * its last comma. A list of flags may be broken there; the reader of the
 * unfolded field sees a space behind that comma.
 */
static size_t
part_before_comma(struct str word)
{
	for (size_t i = MIN(word.n, (size_t)WORD_MOST); i > 1; i--)
		if (word.p[i - 1] == ',')
			return i;
	return 0;
}

static bool
must_encode(struct str word)
{
	for (size_t i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];

		if (c < 0x21 || c > 0x7e)
			return true;
		/* What looks encoded would be decoded by the reader. */
		if (c == '=' && i + 1 < word.n && word.p[i + 1] == '?')
			return true;
	}
	while (word.n > WORD_MOST) {
		size_t part = part_before_comma(word);

		if (part == 0)
			return true;
		word.p += part;
		word.n -= part;
	}
	return false;
}

static void
write_plain(struct folder *folder, struct str word)
{
	while (word.n > WORD_MOST) {
		size_t part = part_before_comma(word);

		write_piece(folder, word.p, part);
		word.p += part;
		word.n -= part;
	}
	if (word.n > 0)
		write_piece(folder, word.p, word.n);
}

/*
 * Neighbouring words that must be encoded are encoded as one text: a reader
 * drops the space between two encoded words, so it has to be inside.
 */
static void
write_words(struct folder *folder, struct str text)
{
	struct str rest = text;
	struct str word;
	const char *run = NULL;
	const char *run_end = NULL;

	while (str_split(&rest, ' ', &word)) {
		if (must_encode(word)) {
			if (run == NULL)
				run = word.p;
			run_end = word.p + word.n;
			continue;
		}
		if (run != NULL)
			write_encoded(folder, run, (size_t)(run_end - run));
		run = NULL;
		write_plain(folder, word);
	}
	if (run != NULL)
		write_encoded(folder, run, (size_t)(run_end - run));
}

/* `text` is clean. */
static struct str
fold_clean(struct arena *arena, struct str name, struct str text)
{
	struct folder folder = {
		g_string_sized_new(text.n + 32), name.n + 2, true};
	struct str result;

	if (text.n > 0)
		write_words(&folder, text);
	result = arena_str(
		arena, (struct str){folder.out->str, folder.out->len});
	g_string_free(folder.out, TRUE);
	return result;
}

static struct str
fold(struct arena *arena, struct str name, struct str value, size_t most)
{
	GString *text;
	struct str result;

	if (is_clean(value, most))
		return fold_clean(arena, name, value);
	text = clean(value, most);
	result = fold_clean(arena, name, (struct str){text->str, text->len});
	g_string_free(text, TRUE);
	return result;
}

struct str
headers_fold(struct arena *arena, struct str name, struct str value)
{
	return fold(arena, name, value, LIMIT_HEADER_VALUE_BYTES);
}

struct str
headers_fold_whole(struct arena *arena, struct str name, struct str value)
{
	return fold(arena, name, value, 0);
}
