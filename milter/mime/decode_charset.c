#include "mime/decode.h"

#include "base/utf8.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>

#include <glib.h>

/* Windows-1252 ------------------------------------------------------------ */

const unsigned short windows_1252[32] = {0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E,
	0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD,
	0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
	0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178};

static struct str
from_windows_1252(struct arena *arena, struct str in)
{
	const unsigned char *p = (const unsigned char *)in.p;
	size_t high = 0, n = 0;
	char *out;

	for (size_t i = 0; i < in.n; i++)
		high += p[i] >= 0x80 || p[i] == 0;
	out = arena_room(arena, in.n + 2 * high + 1);
	for (size_t i = 0; i < in.n;) {
		size_t plain = ascii_length(p + i, in.n - i);
		unsigned c;

		memcpy(out + n, p + i, plain);
		n += plain;
		i += plain;
		if (i == in.n)
			break;
		c = p[i++];
		if (c == 0)
			c = 0xFFFD;
		else if (c >= 0x80 && c < 0xA0)
			c = windows_1252[c - 0x80];
		n += utf8_write(c, out + n);
	}
	return (struct str){out, n};
}

/* Only ASCII is sure: each run of other bytes is one replacement each. */
static struct str
from_unknown(struct arena *arena, struct str in)
{
	const unsigned char *p = (const unsigned char *)in.p;
	size_t high = 0, n = 0;
	char *out;

	for (size_t i = 0; i < in.n; i++)
		high += p[i] >= 0x80 || p[i] == 0;
	out = arena_room(arena, in.n + 2 * high + 1);
	for (size_t i = 0; i < in.n; i++) {
		if (p[i] < 0x80 && p[i] != 0) {
			out[n++] = in.p[i];
			continue;
		}
		memcpy(out + n, UTF8_REPLACEMENT, 3);
		n += 3;
	}
	return (struct str){out, n};
}

/* Charset names ----------------------------------------------------------- */

enum charset_kind {
	CHARSET_UNKNOWN,
	CHARSET_UTF8,
	CHARSET_1252,  /* and what is read as it */
	CHARSET_BYTES, /* ASCII in its lower half; iconv for the rest */
	CHARSET_SHIFT, /* seven bits with shifts: looks like ASCII */
	CHARSET_WIDE,  /* two or four bytes a character */
	CHARSET_UTF7,  /* never converted: it hides text from filters */
	CHARSET_HZ,    /* unknown to the C library */
};

struct charset {
	const char *name; /* lower case */
	enum charset_kind kind;
	const char *iconv; /* NULL: as `name` */
};

/* Sorted by name. Only what stands here reaches iconv. */
static const struct charset charsets[] = {
	{"ansi", CHARSET_1252, NULL},
	{"ansi_x3.4-1968", CHARSET_1252, NULL},
	{"ascii", CHARSET_1252, NULL},
	{"big5", CHARSET_BYTES, "BIG5-HKSCS"},
	{"big5-hkscs", CHARSET_BYTES, NULL},
	{"cp1250", CHARSET_BYTES, "WINDOWS-1250"},
	{"cp1251", CHARSET_BYTES, "WINDOWS-1251"},
	{"cp1252", CHARSET_1252, NULL},
	{"cp437", CHARSET_BYTES, NULL},
	{"cp850", CHARSET_BYTES, NULL},
	{"cp932", CHARSET_BYTES, NULL},
	{"cp936", CHARSET_BYTES, NULL},
	{"cp949", CHARSET_BYTES, NULL},
	{"euc-jp", CHARSET_BYTES, NULL},
	{"euc-kr", CHARSET_BYTES, "CP949"},
	{"euc-tw", CHARSET_BYTES, NULL},
	{"gb18030", CHARSET_BYTES, NULL},
	{"gb2312", CHARSET_BYTES, "GB18030"},
	{"gbk", CHARSET_BYTES, "GB18030"},
	{"hz-gb-2312", CHARSET_HZ, NULL},
	{"ibm437", CHARSET_BYTES, NULL},
	{"ibm850", CHARSET_BYTES, NULL},
	{"iso-2022-jp", CHARSET_SHIFT, NULL},
	{"iso-2022-jp-2", CHARSET_SHIFT, NULL},
	{"iso-2022-kr", CHARSET_SHIFT, NULL},
	{"iso-8859-1", CHARSET_1252, NULL},
	{"iso-8859-10", CHARSET_BYTES, NULL},
	{"iso-8859-11", CHARSET_BYTES, "TIS-620"},
	{"iso-8859-13", CHARSET_BYTES, NULL},
	{"iso-8859-14", CHARSET_BYTES, NULL},
	{"iso-8859-15", CHARSET_BYTES, NULL},
	{"iso-8859-16", CHARSET_BYTES, NULL},
	{"iso-8859-2", CHARSET_BYTES, NULL},
	{"iso-8859-3", CHARSET_BYTES, NULL},
	{"iso-8859-4", CHARSET_BYTES, NULL},
	{"iso-8859-5", CHARSET_BYTES, NULL},
	{"iso-8859-6", CHARSET_BYTES, NULL},
	{"iso-8859-7", CHARSET_BYTES, NULL},
	{"iso-8859-8", CHARSET_BYTES, NULL},
	{"iso-8859-8-i", CHARSET_BYTES, "ISO-8859-8"},
	{"iso-8859-9", CHARSET_BYTES, NULL},
	{"iso8859-1", CHARSET_1252, NULL},
	{"iso_8859-1", CHARSET_1252, NULL},
	{"koi8-r", CHARSET_BYTES, NULL},
	{"koi8-u", CHARSET_BYTES, NULL},
	{"ks_c_5601-1987", CHARSET_BYTES, "CP949"},
	{"latin-1", CHARSET_1252, NULL},
	{"latin1", CHARSET_1252, NULL},
	{"mac", CHARSET_BYTES, "MACINTOSH"},
	{"macintosh", CHARSET_BYTES, NULL},
	{"shift-jis", CHARSET_BYTES, "CP932"},
	{"shift_jis", CHARSET_BYTES, "CP932"},
	{"tis-620", CHARSET_BYTES, NULL},
	{"unicode-1-1-utf-7", CHARSET_UTF7, NULL},
	{"unknown-8bit", CHARSET_1252, NULL},
	{"us-ascii", CHARSET_1252, NULL},
	{"utf-16", CHARSET_WIDE, NULL},
	{"utf-16be", CHARSET_WIDE, NULL},
	{"utf-16le", CHARSET_WIDE, NULL},
	{"utf-32", CHARSET_WIDE, NULL},
	{"utf-32be", CHARSET_WIDE, NULL},
	{"utf-32le", CHARSET_WIDE, NULL},
	{"utf-7", CHARSET_UTF7, NULL},
	{"utf-8", CHARSET_UTF8, NULL},
	{"utf7", CHARSET_UTF7, NULL},
	{"utf8", CHARSET_UTF8, NULL},
	{"windows-1250", CHARSET_BYTES, NULL},
	{"windows-1251", CHARSET_BYTES, NULL},
	{"windows-1252", CHARSET_1252, NULL},
	{"windows-1253", CHARSET_BYTES, NULL},
	{"windows-1254", CHARSET_BYTES, NULL},
	{"windows-1255", CHARSET_BYTES, NULL},
	{"windows-1256", CHARSET_BYTES, NULL},
	{"windows-1257", CHARSET_BYTES, NULL},
	{"windows-1258", CHARSET_BYTES, NULL},
	{"windows-31j", CHARSET_BYTES, "CP932"},
	{"windows-874", CHARSET_BYTES, "CP874"},
	{"x-gbk", CHARSET_BYTES, "GB18030"},
	{"x-mac-roman", CHARSET_BYTES, "MACINTOSH"},
	{"x-sjis", CHARSET_BYTES, "CP932"},
	{"x-unknown", CHARSET_1252, NULL},
};

static int
compare_charset(const void *key, const void *row)
{
	return strcmp(key, ((const struct charset *)row)->name);
}

static const struct charset *
find_charset(struct str name)
{
	static const struct charset none = {"", CHARSET_1252, NULL};
	static const struct charset unknown = {"", CHARSET_UNKNOWN, NULL};
	const struct charset *found = NULL;
	char key[24];

	name = str_trim(name);
	if (name.n == 0)
		return &none;
	if (name.n < sizeof(key)) {
		for (size_t i = 0; i < name.n; i++)
			key[i] = g_ascii_tolower(name.p[i]);
		key[name.n] = '\0';
		found = bsearch(key, charsets, G_N_ELEMENTS(charsets),
			sizeof(charsets[0]), compare_charset);
	}
	return found != NULL ? found : &unknown;
}

/* Conversion -------------------------------------------------------------- */

/* Text that is being converted; `buffer` goes into `made` when it is full. */
struct conversion {
	GString *made;
	char buffer[4096];
	char *at;
	size_t room;
};

static void
empty_buffer(struct conversion *c)
{
	g_string_append_len(c->made, c->buffer, c->at - c->buffer);
	c->at = c->buffer;
	c->room = sizeof(c->buffer);
}

static void
add_replacement(struct conversion *c)
{
	if (c->room < strlen(UTF8_REPLACEMENT))
		empty_buffer(c);
	memcpy(c->at, UTF8_REPLACEMENT, strlen(UTF8_REPLACEMENT));
	c->at += strlen(UTF8_REPLACEMENT);
	c->room -= strlen(UTF8_REPLACEMENT);
}

/* What cannot be converted becomes one replacement a byte. */
static void
convert(struct conversion *c, iconv_t handle, struct str in)
{
	char *p = (char *)(uintptr_t)in.p;
	size_t left = in.n;

	empty_buffer(c);
	while (left > 0 &&
		iconv(handle, &p, &left, &c->at, &c->room) == (size_t)-1) {
		int error = errno;

		if (error == E2BIG) {
			empty_buffer(c);
			continue;
		}
		add_replacement(c);
		if (error == EINVAL)
			break; /* the text ends within a character */
		p++;
		left--;
	}
	empty_buffer(c);
}

static struct str
from_iconv(struct arena *arena, struct str in, const struct charset *charset,
	bool *unknown)
{
	const char *name =
		charset->iconv != NULL ? charset->iconv : charset->name;
	iconv_t handle = iconv_open("UTF-8", name);
	struct conversion conversion;
	struct str out;

	if (handle == (iconv_t)-1) {
		*unknown = true;
		return from_unknown(arena, in);
	}
	conversion.made = g_string_sized_new(in.n + in.n / 2 + 16);
	conversion.at = conversion.buffer;
	convert(&conversion, handle, in);
	iconv_close(handle);
	out = arena_str(arena,
		(struct str){conversion.made->str, conversion.made->len});
	g_string_free(conversion.made, TRUE);
	return utf8_make_valid(arena, out);
}

/* What the bytes themselves say. */
struct look {
	bool valid; /* UTF-8, NUL allowed */
	bool ascii;
	bool nul;
	bool multibyte; /* a valid sequence of several bytes occurs */
};

static struct look
look_at(struct str in)
{
	struct look look = {true, true, false, false};

	while (in.n > 0) {
		const unsigned char *p = (const unsigned char *)in.p;
		size_t good = ascii_length(p, in.n);
		size_t bad;

		if (good == 0 && p[0] == 0) {
			look.nul = true;
			good = 1;
		} else if (good == 0) {
			look.ascii = false;
			good = utf8_sequence_length(p, in.n, &bad);
			look.multibyte |= good > 0;
			look.valid &= good > 0;
			good = good > 0 ? good : bad;
		}
		in.p += good;
		in.n -= good;
	}
	return look;
}

static bool
has_byte(struct str in, char byte)
{
	return in.n > 0 && memchr(in.p, byte, in.n) != NULL;
}

/* Text that is ASCII to the eye but says otherwise by shift sequences. */
static bool
is_shifted(struct str in, const struct charset *charset)
{
	switch (charset->kind) {
	case CHARSET_SHIFT:
		return has_byte(in, 0x1B) || has_byte(in, 0x0E) ||
		       has_byte(in, '~');
	case CHARSET_UTF7:
		return has_byte(in, '+');
	case CHARSET_HZ:
		return has_byte(in, '~');
	default:
		return false;
	}
}

/* CR and CRLF become LF. */
static struct str
with_plain_lines(struct arena *arena, struct str in)
{
	const char *p = in.p, *end;
	char *out, *o;

	if (!has_byte(in, '\r'))
		return in;
	end = in.p + in.n;
	o = out = arena_room(arena, in.n + 1);
	while (p < end) {
		const char *cr = memchr(p, '\r', (size_t)(end - p));
		size_t plain = (size_t)((cr != NULL ? cr : end) - p);

		memcpy(o, p, plain);
		o += plain;
		if (cr == NULL)
			break;
		*o++ = '\n';
		p = cr + 1;
		if (p < end && *p == '\n')
			p++;
	}
	return (struct str){out, (size_t)(o - out)};
}

static struct str
to_utf8(struct arena *arena, struct str in, const struct charset *charset,
	bool *unknown)
{
	struct look look;

	if (is_shifted(in, charset)) {
		if (charset->kind == CHARSET_SHIFT)
			return from_iconv(arena, in, charset, unknown);
		*unknown = true;
		return from_unknown(arena, in);
	}
	if (charset->kind != CHARSET_WIDE && utf8_valid_length(in) == in.n)
		return in;
	look = look_at(in);
	if (charset->kind == CHARSET_WIDE && (look.nul || !look.valid))
		return from_iconv(arena, in, charset, unknown);
	if (look.valid)
		return utf8_make_valid(arena, in);
	switch (charset->kind) {
	case CHARSET_BYTES:
	case CHARSET_SHIFT:
		return from_iconv(arena, in, charset, unknown);
	case CHARSET_UTF8:
		/* Broken here and there, or no UTF-8 at all? */
		return look.multibyte ? utf8_make_valid(arena, in)
				      : from_windows_1252(arena, in);
	case CHARSET_1252:
		return from_windows_1252(arena, in);
	default:
		*unknown = true;
		return from_unknown(arena, in);
	}
}

struct str
decode_charset(
	struct arena *arena, struct str in, struct str charset, bool *unknown)
{
	bool ignored;

	if (unknown == NULL)
		unknown = &ignored;
	return with_plain_lines(
		arena, to_utf8(arena, in, find_charset(charset), unknown));
}
