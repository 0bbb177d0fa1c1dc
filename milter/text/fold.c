#include "text/fold.h"

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "fold_table.h"

enum {
	/* One sign may stand for a phrase of 18 letters (U+FDFA). Such signs
	 * stay as they are, so that text grows by a fixed factor at most. */
	MOST_LETTERS = 4,
	/* No form of more parts than this is joined to so few letters. */
	MOST_PARTS = 7,
	/* Behind all alphabets: of the characters beyond, those that stay
	 * come in few stretches. */
	KNOWN_CODES = 0x3400,
};

struct folder {
	struct arena *arena;
	struct str in;
	char *out;
	size_t out_n, out_room;
	fold_run_fn *run;
	void *context;
	size_t distance; /* original minus folded offset; may wrap round */
	size_t word_end; /* of the last word whose letters were looked at */
	bool word_latin;
};

/* The end of the ASCII text that starts at `from`. */
static size_t
ascii_end(struct str s, size_t from)
{
	return (size_t)(bytes_skip_ascii(s.p + from, s.p + s.n, 0) - s.p);
}

/* The character at `at`; a broken one counts as one byte of U+FFFD. */
static gunichar
char_at(struct str s, size_t at, size_t *bytes)
{
	const unsigned char *p = (const unsigned char *)s.p + at;
	size_t bad;
	gunichar c;

	*bytes = utf8_sequence_length(p, s.n - at, &bad);
	if (*bytes == 0) {
		*bytes = 1;
		return 0xFFFD;
	}
	if (*bytes == 1)
		return p[0];
	c = p[0] & (0x7Fu >> *bytes);
	for (size_t i = 1; i < *bytes; i++)
		c = c << 6 | (p[i] & 0x3Fu);
	return c;
}

static void
put(struct folder *f, const char *bytes, size_t n, size_t original)
{
	if (original - f->out_n != f->distance) {
		f->distance = original - f->out_n;
		if (f->run != NULL)
			f->run(f->context, f->out_n, original);
	}
	if (f->out_room - f->out_n < n) {
		char *more;

		f->out_room = f->out_room * 2 + n;
		more = arena_room(f->arena, f->out_room + 1);
		memcpy(more, f->out, f->out_n);
		f->out = more;
	}
	memcpy(f->out + f->out_n, bytes, n);
	f->out_n += n;
}

static void
put_char(struct folder *f, gunichar c, size_t original)
{
	char bytes[6];
	int n = g_unichar_to_utf8(c, bytes);

	put(f, bytes, (size_t)n, original);
}

static const struct fold_sign *
find_sign(const struct fold_sign *table, size_t count, gunichar c)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (table[middle].code == c)
			return &table[middle];
		if (table[middle].code < c)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/* A letter of another script that looks like a Latin one. */
static const struct fold_sign *
find_look_alike(gunichar c)
{
	if (c < 0x0391 || c > 0x13E7)
		return NULL;
	return find_sign(fold_look_alikes, G_N_ELEMENTS(fold_look_alikes), c);
}

/* Signs without width, which a sender can put anywhere inside a word. */
static bool
is_invisible(gunichar c)
{
	return c == 0x00AD || c == 0x034F || c == 0x061C ||
	       (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
	       (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) ||
	       c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

/* Marks that combine with Latin letters. */
static bool
is_mark(gunichar c)
{
	return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
	       (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
	       (c >= 0xFE20 && c <= 0xFE2F);
}

static bool
is_latin(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalpha((char)c);
	return (c >= 0x00C0 && c <= 0x024F && c != 0x00D7 && c != 0x00F7) ||
	       (c >= 0x1E00 && c <= 0x1EFF) || (c >= 0xFF21 && c <= 0xFF5A) ||
	       (c >= 0x1D400 && c <= 0x1D6A3);
}

static bool
in_word(gunichar c)
{
	if (c < 0x80)
		return g_ascii_isalnum((char)c);
	return is_invisible(c) || is_mark(c) || g_unichar_isalnum(c);
}

/*
 * Does the word around `at` hold a Latin letter? Looks at each byte at most
 * twice over the whole text: backwards no further than the word before.
 */
static bool
word_is_latin(struct folder *f, size_t at)
{
	size_t i = at, bytes;
	bool latin = false;

	if (at < f->word_end)
		return f->word_latin;
	while (i > f->word_end) {
		size_t before = i - 1;
		gunichar c;

		while (before > f->word_end &&
			((unsigned char)f->in.p[before] & 0xC0) == 0x80)
			before--;
		c = char_at(f->in, before, &bytes);
		if (!in_word(c))
			break;
		latin |= is_latin(c);
		i = before;
	}
	for (i = at; i < f->in.n; i += bytes) {
		gunichar c = char_at(f->in, i, &bytes);

		if (!in_word(c))
			break;
		latin |= is_latin(c);
	}
	f->word_end = i;
	f->word_latin = latin;
	return latin;
}

/* One character that is no compatibility form any more. */
static void
put_plain(struct folder *f, gunichar c, size_t original)
{
	const struct fold_sign *sign;

	if (is_invisible(c))
		return;
	if (c >= 0x2000 && c <= 0x200A)
		c = ' ';
	sign = find_sign(fold_signs, G_N_ELEMENTS(fold_signs), c);
	if (sign == NULL) {
		sign = find_look_alike(c);
		if (sign != NULL && !word_is_latin(f, original))
			sign = NULL;
	}
	if (sign != NULL)
		put(f, sign->as, strlen(sign->as), original);
	else
		put_char(f, c, original);
}

/* Stretches of scripts and signs that have no compatibility forms. */
static bool
has_no_other_form(gunichar c)
{
	if (c < 0x0180)
		return c >= 0x00C0 && c != 0x0132 && c != 0x0133 &&
		       c != 0x013F && c != 0x0140 && c != 0x0149 && c != 0x017F;
	return (c >= 0x0400 && c <= 0x0481) || (c >= 0x05D0 && c <= 0x05EA) ||
	       (c >= 0x0621 && c <= 0x0652) || (c >= 0x3041 && c <= 0x3096) ||
	       (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x4E00 && c <= 0x9FFF) ||
	       (c >= 0xAC00 && c <= 0xD7A3) || c == 0xFFFD ||
	       (c >= 0x1F300 && c <= 0x1FAFF);
}

/*
 * The NFKC form of one character in `chars`; their number. A form that
 * begins with a space (accents that stand alone) or is a whole phrase does
 * not help a reader of rules: then the character stays.
 */
static size_t
plain_form(gunichar c, gunichar chars[MOST_PARTS])
{
	gsize n = MOST_PARTS + 1, made = 0;

	if (!has_no_other_form(c))
		n = g_unichar_fully_decompose(c, TRUE, chars, MOST_PARTS);
	if (n > MOST_PARTS) {
		chars[0] = c;
		return 1;
	}
	for (gsize i = 0; i < n; i++) {
		gunichar joined;

		if (made > 0 &&
			g_unichar_compose(chars[made - 1], chars[i], &joined))
			chars[made - 1] = joined;
		else
			chars[made++] = chars[i];
	}
	if (made > MOST_LETTERS || (made > 1 && chars[0] == ' ')) {
		chars[0] = c;
		return 1;
	}
	return made;
}

/* White letters on a dark disc or square have no form of their own; wide ones
 * have it a fixed distance away. */
static gunichar
undecorated(gunichar c)
{
	if (c >= 0xFF01 && c <= 0xFF5E)
		return '!' + (c - 0xFF01);
	if (c >= 0x1F150 && c <= 0x1F169)
		return 'A' + (c - 0x1F150);
	if (c >= 0x1F170 && c <= 0x1F189)
		return 'A' + (c - 0x1F170);
	return c;
}

/* Does the character stay what it is wherever it stands? */
static bool
stays(gunichar c)
{
	gunichar chars[MOST_PARTS];

	return !is_mark(c) && !is_invisible(c) && (c < 0x2000 || c > 0x200A) &&
	       find_sign(fold_signs, G_N_ELEMENTS(fold_signs), c) == NULL &&
	       find_look_alike(c) == NULL && plain_form(c, chars) == 1 &&
	       chars[0] == c;
}

/*
 * The characters that stay, a bit each: made once, so that a text in another
 * script is passed over nearly as fast as ASCII.
 */
static const unsigned char *
staying_codes(void)
{
	static unsigned char codes[KNOWN_CODES / 8];
	static gsize made;

	if (g_once_init_enter(&made)) {
		for (gunichar c = 0; c < KNOWN_CODES; c++)
			codes[c / 8] |= (unsigned char)(stays(c) << c % 8);
		g_once_init_leave(&made, 1);
	}
	return codes;
}

/* Does a mark that belongs to the character before it stand at `at`? */
static bool
mark_follows(struct str s, size_t at)
{
	size_t bytes;

	/* Marks begin with such a byte. */
	return at < s.n && (unsigned char)s.p[at] >= 0xCC &&
	       is_mark(char_at(s, at, &bytes));
}

/*
 * One character and the marks on it. Marks with which it makes one letter
 * are joined to it; on a Latin letter the others (strokes, dots and worse)
 * vanish, since the reader still sees the letter.
 */
static size_t
fold_marked(struct folder *f, size_t at, gunichar c, size_t end)
{
	gunichar chars[MOST_PARTS];
	size_t n = plain_form(undecorated(c), chars), bytes;
	bool latin = is_latin(chars[n - 1]);

	for (; mark_follows(f->in, end); end += bytes) {
		gunichar joined;

		c = char_at(f->in, end, &bytes);
		if (g_unichar_compose(chars[n - 1], c, &joined))
			chars[n - 1] = joined;
		else if (!latin)
			break;
	}
	for (size_t i = 0; i < n; i++)
		put_plain(f, chars[i], at);
	return end;
}

/* Folds the character at `at`; the offset behind it and its marks. */
static size_t
fold_char(struct folder *f, size_t at)
{
	size_t bytes;
	gunichar c = char_at(f->in, at, &bytes);
	const struct fold_sign *sign;

	/* Most of what is not ASCII in letters is punctuation. */
	if (mark_follows(f->in, at + bytes))
		return fold_marked(f, at, c, at + bytes);
	sign = find_sign(fold_signs, G_N_ELEMENTS(fold_signs), c);
	if (sign == NULL)
		return fold_marked(f, at, c, at + bytes);
	put(f, sign->as, strlen(sign->as), at);
	return at + bytes;
}

/* Does the character at `at` stay where it stands? */
static bool
stays_at(struct folder *f, const unsigned char *staying, size_t at, gunichar c)
{
	if (c < KNOWN_CODES ? (staying[c / 8] >> c % 8 & 1) != 0
			    : has_no_other_form(c))
		return true;
	return find_look_alike(c) != NULL && !word_is_latin(f, at);
}

/* The end of what stays as it is from `at` on. */
static size_t
staying_end(struct folder *f, const unsigned char *staying, size_t at)
{
	struct str s = f->in;
	size_t last = at, bytes;

	while ((at = ascii_end(s, at)) < s.n) {
		gunichar c = char_at(s, at, &bytes);

		/* One byte alone is a broken character. */
		if (bytes == 1 || !stays_at(f, staying, at, c))
			break;
		last = at;
		at += bytes;
	}
	/* A mark belongs to the character before it. */
	if (mark_follows(s, at) && at > last)
		at = (unsigned char)s.p[at - 1] < 0x80 ? at - 1 : last;
	return at;
}

struct str
fold_text(struct arena *arena, struct str in, fold_run_fn *run, void *context)
{
	struct folder f = {
		.arena = arena, .in = in, .run = run, .context = context};
	const unsigned char *staying;
	size_t i = ascii_end(in, 0);

	if (run != NULL)
		run(context, 0, 0);
	if (i == in.n)
		return in;
	staying = staying_codes();
	f.out_room = in.n + in.n / 8 + 16;
	f.out = arena_room(arena, f.out_room + 1);
	for (i = 0; i < in.n;) {
		size_t end = staying_end(&f, staying, i);

		if (end > i)
			put(&f, in.p + i, end - i, i);
		i = end < in.n ? fold_char(&f, end) : end;
	}
	put(&f, "", 0, in.n);
	return (struct str){f.out, f.out_n};
}
