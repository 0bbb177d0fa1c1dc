#include "word_internal.h"

#include "base/words.h"

static size_t
find_at_sign(struct str text, size_t from)
{
	const char *found = from < text.n
				    ? memchr(text.p + from, '@', text.n - from)
				    : NULL;

	return found != NULL ? (size_t)(found - text.p) : text.n;
}

struct word_reader
word_reader_new(struct str text)
{
	return (struct word_reader){.text = text,
		.at_sign = find_at_sign(text, 0),
		.buffer = g_string_new(NULL)};
}

void
word_reader_clear(struct word_reader *reader)
{
	g_string_free(reader->buffer, TRUE);
	reader->buffer = NULL;
}

/* The character at `at` and its length; bad bytes stand for themselves. */
static gunichar
char_at(struct str text, size_t at, size_t *length)
{
	unsigned char byte = (unsigned char)text.p[at];
	gunichar c;

	*length = 1;
	if (byte < 0x80)
		return byte;
	c = g_utf8_get_char_validated(text.p + at, (gssize)(text.n - at));
	if (c == (gunichar)-1 || c == (gunichar)-2)
		return ' ';
	*length = (size_t)g_unichar_to_utf8(c, NULL);
	return c;
}

static bool
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

static bool
is_address_char(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '_' || c == '+' ||
	       c == '-' || c == '@';
}

/*
 * The end of an address that begins at `start`, or `start`. What was looked at
 * in vain is not looked at again, or "a.a.a.a" would take for ever.
 */
static size_t
address_end(struct word_reader *reader, size_t start)
{
	struct str text = reader->text;
	size_t end = start;
	bool at_sign = false;

	if (start > reader->at_sign)
		reader->at_sign = find_at_sign(text, start);
	if (start < reader->plain_until || reader->at_sign == text.n)
		return start;
	while (end < text.n && is_address_char(text.p[end]))
		at_sign |= text.p[end++] == '@';
	reader->plain_until = end;
	while (end > start && !g_ascii_isalnum(text.p[end - 1]))
		end--;
	return at_sign ? end : start;
}

static size_t
skip_to_word(struct word_reader *reader, bool *adjacent)
{
	size_t length;

	*adjacent = true;
	while (reader->at < reader->text.n) {
		gunichar c = char_at(reader->text, reader->at, &length);

		if (is_word_char(c))
			break;
		*adjacent = *adjacent && c == ' ';
		reader->at += length;
	}
	return reader->at;
}

/* Without accents and without case, by way of the decomposed form. */
static void
append_folded(GString *buffer, gunichar c)
{
	gunichar parts[G_UNICHAR_MAX_DECOMPOSITION_LENGTH];
	gsize count;

	if (c < 0x80) {
		g_string_append_c(buffer, g_ascii_tolower((gchar)c));
		return;
	}
	count = g_unichar_fully_decompose(c, FALSE, parts, G_N_ELEMENTS(parts));
	for (gsize i = 0; i < count; i++)
		if (!g_unichar_ismark(parts[i]))
			g_string_append_unichar(
				buffer, g_unichar_tolower(parts[i]));
}

/* Letters and digits of ASCII, which is all that most words are, at once. */
static void
read_plain_letters(struct word_reader *reader)
{
	GString *buffer = reader->buffer;
	const char *from = reader->text.p + reader->at;
	size_t most = reader->text.n - reader->at;
	size_t before = buffer->len;
	size_t n = 0;

	while (n < most && g_ascii_isalnum(from[n]))
		n++;
	g_string_set_size(buffer, before + n);
	for (size_t i = 0; i < n; i++)
		buffer->str[before + i] = word_lower(from[i]);
	reader->at += n;
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
		append_folded(reader->buffer, c);
		reader->at += length;
	}
}

static void
cut_genitive(struct word_reader *reader, struct word *word)
{
	struct str text = reader->text;
	size_t n = reader->at - word->start;

	if (n > 2 && g_ascii_tolower(text.p[reader->at - 1]) == 's' &&
		text.p[reader->at - 2] == '\'') {
		word->possessive = true;
		g_string_truncate(reader->buffer, reader->buffer->len - 1);
	} else if (n > 1 && reader->at < text.n && text.p[reader->at] == '\'' &&
		   g_ascii_tolower(text.p[reader->at - 1]) == 's') {
		word->possessive = true;
	}
}

bool
word_next(struct word_reader *reader, struct word *word)
{
	size_t end, length;

	*word = (struct word){0};
	word->start = skip_to_word(reader, &word->adjacent);
	if (word->start >= reader->text.n)
		return false;
	g_string_truncate(reader->buffer, 0);
	end = address_end(reader, word->start);
	if (end > word->start) {
		word->address = true;
		for (; reader->at < end; reader->at++)
			append_folded(reader->buffer,
				(guchar)reader->text.p[reader->at]);
	} else {
		word->capital =
			is_capital(char_at(reader->text, word->start, &length));
		read_letters(reader, word);
		cut_genitive(reader, word);
	}
	word->end = reader->at;
	word->folded = (struct str){reader->buffer->str, reader->buffer->len};
	return true;
}
