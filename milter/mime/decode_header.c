#include "mime/decode.h"

#include <glib.h>

#include "base/bytes.h"

/* An encoded word of RFC 2047: =?charset*language?encoding?text?= */
struct word {
	struct str charset;
	bool base64;
	struct str text;
	size_t length; /* of all of it */
};

/* Reading one value. */
struct reader {
	struct arena *arena;
	GString *out;
	GString *bytes;	    /* of the words of one charset in a row */
	struct str charset; /* theirs */
	bool no_end;	    /* no "?=" comes any more: keeps this linear */
};

/* Where the text of a word ends, or NULL. A '?' may stand in it. */
static const char *
find_word_end(struct reader *r, const char *p, const char *end)
{
	const char *found = NULL;

	if (!r->no_end)
		found = find_pair(p, end, '?', '=');
	r->no_end = found == NULL;
	return found;
}

static bool
is_blank_char(char c)
{
	return c == ' ' || c == '\t';
}

/* Reads the word at the start of `in`, which begins with "=?". */
static bool
read_word(struct reader *r, struct str in, struct word *word)
{
	const char *end = in.p + in.n;
	const char *p = in.p + 2;
	const char *stop;
	char encoding;

	word->charset.p = p;
	while (p < end && *p != '?' && *p != '*' && (unsigned char)*p > ' ' &&
		p - in.p < 64)
		p++;
	word->charset.n = (size_t)(p - word->charset.p);
	while (p < end && *p != '?' && !is_blank_char(*p) && p - in.p < 96)
		p++; /* a language, RFC 2231 section 5 */
	if (end - p < 3 || p[0] != '?' || p[2] != '?')
		return false;
	encoding = g_ascii_tolower(p[1]);
	if (encoding != 'b' && encoding != 'q')
		return false;
	word->base64 = encoding == 'b';
	p += 3;
	stop = find_word_end(r, p, end);
	if (stop == NULL)
		return false;
	word->text = (struct str){p, (size_t)(stop - p)};
	word->length = (size_t)(stop + 2 - in.p);
	return true;
}

static void
append_q(GString *out, struct str text)
{
	for (size_t i = 0; i < text.n; i++) {
		char c = text.p[i];

		if (c == '=' && text.n - i > 2 &&
			hex_value(text.p[i + 1]) >= 0 &&
			hex_value(text.p[i + 2]) >= 0) {
			c = (char)(hex_value(text.p[i + 1]) << 4 |
				   hex_value(text.p[i + 2]));
			i += 2;
		} else if (c == '_') {
			c = ' ';
		}
		g_string_append_c(out, c);
	}
}

/* Ends a run of words: only now may their bytes be read as characters. */
static void
flush_words(struct reader *r)
{
	struct str bytes = {r->bytes->str, r->bytes->len};
	struct str text;

	if (bytes.n == 0)
		return;
	text = decode_charset(r->arena, bytes, r->charset, NULL);
	g_string_append_len(r->out, text.p, (gssize)text.n);
	g_string_truncate(r->bytes, 0);
}

static void
add_word(struct reader *r, const struct word *word)
{
	if (!str_eq_nocase(word->charset, r->charset))
		flush_words(r);
	r->charset = word->charset;
	if (word->base64) {
		struct str bytes = decode_base64(r->arena, word->text);

		g_string_append_len(r->bytes, bytes.p, (gssize)bytes.n);
	} else {
		append_q(r->bytes, word->text);
	}
}

static void
add_plain(struct reader *r, struct str plain)
{
	struct str text = decode_charset(r->arena, plain, STR_LIT(""), NULL);

	flush_words(r);
	g_string_append_len(r->out, text.p, (gssize)text.n);
}

static void
decode_words(struct reader *r, struct str in)
{
	struct str plain = {in.p, 0}; /* text not yet added */
	bool after_word = false;

	while (in.n > 0) {
		const char *mark = find_pair(in.p, in.p + in.n, '=', '?');
		struct word word;
		size_t skip = mark != NULL ? (size_t)(mark - in.p) : in.n;

		in.p += skip;
		in.n -= skip;
		plain.n = (size_t)(in.p - plain.p);
		if (in.n == 0)
			break;
		if (!read_word(r, in, &word)) {
			in.p += 2;
			in.n -= 2;
			plain.n += 2;
			continue;
		}
		/* White space between two words is not text. */
		if (!after_word || str_trim(plain).n > 0)
			add_plain(r, plain);
		add_word(r, &word);
		after_word = true;
		in.p += word.length;
		in.n -= word.length;
		plain = (struct str){in.p, 0};
	}
	add_plain(r, plain);
}

/* Line ends of folding go, the blank behind them stays. */
static struct str
unfold(struct arena *arena, struct str in)
{
	char *out;
	size_t n = 0;

	if (in.n == 0 || (memchr(in.p, '\n', in.n) == NULL &&
				 memchr(in.p, '\r', in.n) == NULL))
		return in;
	out = arena_alloc(arena, in.n + 1);
	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] != '\r' && in.p[i] != '\n')
			out[n++] = in.p[i];
		else if (i + 1 < in.n &&
			 memchr(" \t\r\n", in.p[i + 1], 4) == NULL)
			out[n++] = ' ';
	}
	return (struct str){out, n};
}

/* Control characters, those of U+0080 to U+009F too, become spaces. */
static struct str
without_controls(struct arena *arena, struct str in)
{
	char *out = arena_alloc(arena, in.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (c == 0xC2 && i + 1 < in.n &&
			(unsigned char)in.p[i + 1] < 0xA0) {
			c = ' ';
			i++;
		} else if (c < ' ' || c == 0x7F) {
			c = ' ';
		}
		out[n++] = (char)c;
	}
	return (struct str){out, n};
}

/* What there is to do for a value; most of them are one of the first two. */
enum { PLAIN, FOLDED, ODD };

/* Printing ASCII without an encoded word, in several lines perhaps? */
static int
look_at(struct str in)
{
	int looks = PLAIN;

	for (size_t i = 0; i < in.n; i++) {
		unsigned char c = (unsigned char)in.p[i];

		if (in.n - i >= BYTES_STEP) {
			uint64_t eight = bytes_load(in.p + i);

			if (!bytes_any_high(eight) &&
				!bytes_any_below(eight, ' ') &&
				!bytes_any_is(eight, '=') &&
				!bytes_any_is(eight, 0x7F)) {
				i += BYTES_STEP - 1;
				continue;
			}
		}
		if (c >= 0x80 || c == '\0' ||
			(c == '=' && i + 1 < in.n && in.p[i + 1] == '?'))
			return ODD;
		if (c < ' ' || c == 0x7F)
			looks = FOLDED;
	}
	return looks;
}

struct str
decode_header(struct arena *arena, struct str value)
{
	struct reader r = {.arena = arena};
	struct str made;

	value = str_trim(value);
	switch (look_at(value)) {
	case PLAIN:
		return value;
	case FOLDED:
		return without_controls(arena, unfold(arena, value));
	default:
		break;
	}
	r.out = g_string_sized_new(value.n + 16);
	r.bytes = g_string_new(NULL);
	decode_words(&r, unfold(arena, value));
	flush_words(&r);
	made = without_controls(arena, (struct str){r.out->str, r.out->len});
	g_string_free(r.out, TRUE);
	g_string_free(r.bytes, TRUE);
	return made;
}
