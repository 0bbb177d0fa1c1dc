#include "word_internal.h"

#include "base/bytes.h"
#include "base/words.h"

enum { FIRST_ROOM = 64, LONGEST_UTF8 = 6 };

static bool
is_address_char(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '_' || c == '+' ||
	       c == '-' || c == '@';
}

/* Finds the next "@" from `from` on, and where the run of characters begins,
 * `from` at the earliest, in which it stands. */
static void
find_at_sign(struct word_reader *reader, size_t from)
{
	struct str text = reader->text;
	const char *found = from < text.n
				    ? memchr(text.p + from, '@', text.n - from)
				    : NULL;

	reader->at_sign = found != NULL ? (size_t)(found - text.p) : text.n;
	reader->at_run = reader->at_sign;
	while (reader->at_run > from &&
		is_address_char(text.p[reader->at_run - 1]))
		reader->at_run--;
}

struct word_reader
word_reader_new(struct str text)
{
	struct word_reader reader = {.text = text,
		.folded = g_malloc(FIRST_ROOM),
		.folded_room = FIRST_ROOM};

	find_at_sign(&reader, 0);
	return reader;
}

void
word_reader_clear(struct word_reader *reader)
{
	g_free(reader->folded);
	reader->folded = NULL;
}

/* Where n further bytes of the folded word can be written. */
static char *
folded_end(struct word_reader *reader, size_t n)
{
	if (reader->folded_room - reader->folded_n < n) {
		reader->folded_room = reader->folded_room * 2 + n;
		reader->folded = g_realloc(reader->folded, reader->folded_room);
	}
	return reader->folded + reader->folded_n;
}

/* The same as char_at() where it is no ASCII. */
static gunichar
wide_char_at(struct str text, size_t at, size_t *length)
{
	gunichar c =
		g_utf8_get_char_validated(text.p + at, (gssize)(text.n - at));

	*length = 1;
	if (c == (gunichar)-1 || c == (gunichar)-2)
		return ' ';
	*length = (size_t)g_unichar_to_utf8(c, NULL);
	return c;
}

/* The character at `at` and its length; bad bytes stand for a blank. */
static inline gunichar
char_at(struct str text, size_t at, size_t *length)
{
	unsigned char byte = (unsigned char)text.p[at];

	*length = 1;
	return byte < 0x80 ? byte : wide_char_at(text, at, length);
}

static inline bool
is_word_char(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalnum((gchar)c);
	return g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool
is_capital(gunichar c)
{
	return c < 0x80 ? c >= 'A' && c <= 'Z' : g_unichar_isupper(c);
}

static bool
word_char_at(struct str text, size_t at)
{
	size_t length;

	return at < text.n && is_word_char(char_at(text, at, &length));
}

/*
 * The end of an address that begins at `start`, or `start`. All characters up
 * to its "@" are such as stand in an address.
 */
static inline size_t
address_end(struct word_reader *reader, size_t start)
{
	struct str text = reader->text;
	size_t end;

	if (start > reader->at_sign)
		find_at_sign(reader, start);
	if (start < reader->at_run || reader->at_sign == text.n)
		return start;
	end = reader->at_sign;
	while (end < text.n && is_address_char(text.p[end]))
		end++;
	while (end > start && !g_ascii_isalnum(text.p[end - 1]))
		end--;
	return end;
}

static size_t
skip_to_word(struct word_reader *reader, bool *adjacent)
{
	size_t at = reader->at, length;

	*adjacent = true;
	for (; at < reader->text.n; at += length) {
		gunichar c = char_at(reader->text, at, &length);

		if (is_word_char(c))
			break;
		*adjacent = *adjacent && c == ' ';
	}
	reader->at = at;
	return at;
}

/* Without accents and without case, by way of the decomposed form. Seldom. */
static __attribute__((noinline)) void
append_folded(struct word_reader *reader, gunichar c)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize count =
		g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));

	for (gsize i = 0; i < count; i++)
		if (!g_unichar_ismark(parts[i]))
			reader->folded_n += (size_t)g_unichar_to_utf8(
				g_unichar_tolower(parts[i]),
				folded_end(reader, LONGEST_UTF8));
}

static void
append_plain(struct word_reader *reader, char c)
{
	*folded_end(reader, 1) = word_lower(c);
	reader->folded_n++;
}

/* Letters and digits of ASCII, which is all that most words are, at once. */
static void
read_plain_letters(struct word_reader *reader)
{
	const char *end = reader->text.p + reader->text.n;
	const char *from = reader->text.p + reader->at;
	const char *p = from;

	while (end - p >= BYTES_STEP) {
		uint64_t eight = GUINT64_FROM_LE(bytes_load(p));
		uint64_t letters = bytes_letters(eight);
		uint64_t behind =
			~(letters | bytes_digits(eight)) & BYTES_EACH(0x80);
		size_t n = behind != 0 ? bytes_first(behind) : BYTES_STEP;

		/* A capital becomes small by one bit. */
		bytes_store(folded_end(reader, BYTES_STEP),
			GUINT64_TO_LE(eight | letters >> 2));
		reader->folded_n += n;
		p += n;
		if (behind != 0) {
			reader->at += (size_t)(p - from);
			return;
		}
	}
	for (; p < end && g_ascii_isalnum(*p); p++)
		append_plain(reader, *p);
	reader->at += (size_t)(p - from);
}

static void
read_letters(struct word_reader *reader, struct word *word)
{
	struct str text = reader->text;
	size_t length;

	for (;;) {
		gunichar c;

		read_plain_letters(reader);
		if (reader->at == text.n)
			break;
		c = char_at(text, reader->at, &length);
		if (c == '\'' && reader->at > word->start &&
			word_char_at(text, reader->at + 1)) {
			reader->at += length;
			continue;
		}
		if (!is_word_char(c))
			break;
		append_folded(reader, c);
		reader->at += length;
	}
}

static void
cut_genitive(struct word_reader *reader, struct word *word)
{
	struct str text = reader->text;
	size_t n = reader->at - word->start;

	if (word_lower(text.p[reader->at - 1]) != 's')
		return;
	if (n > 2 && text.p[reader->at - 2] == '\'') {
		word->possessive = true;
		reader->folded_n--;
	} else if (n > 1 && reader->at < text.n && text.p[reader->at] == '\'') {
		word->possessive = true;
	}
}

static void
read_address(struct word_reader *reader, struct word *word, size_t end)
{
	word->address = true;
	for (; reader->at < end; reader->at++)
		append_plain(reader, reader->text.p[reader->at]);
}

static void
read_word(struct word_reader *reader, struct word *word)
{
	size_t length;

	word->capital = is_capital(char_at(reader->text, word->start, &length));
	read_letters(reader, word);
	cut_genitive(reader, word);
}

bool
word_next(struct word_reader *reader, struct word *word)
{
	size_t end;

	*word = (struct word){0};
	word->start = skip_to_word(reader, &word->adjacent);
	if (word->start >= reader->text.n)
		return false;
	reader->folded_n = 0;
	end = address_end(reader, word->start);
	if (end > word->start)
		read_address(reader, word, end);
	else
		read_word(reader, word);
	word->end = reader->at;
	word->folded = (struct str){reader->folded, reader->folded_n};
	return true;
}
