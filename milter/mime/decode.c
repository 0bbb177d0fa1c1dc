#include "mime/decode.h"

#include <stdint.h>

/* Base64 ------------------------------------------------------------------ */

enum { PAD = 64, JUNK = 128 };

/* clang-format off */
#define __ JUNK
static const unsigned char base64_values[256] = {
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, 62, __, __, __, 63,
	52, 53, 54, 55, 56, 57, 58, 59, 60, 61, __, __, __, PAD, __, __,
	__,  0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14,
	15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, __, __, __, __, __,
	__, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40,
	41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
	__, __, __, __, __, __, __, __, __, __, __, __, __, __, __, __,
};
#undef __
/* clang-format on */

/* Bits of a group of four characters that is not complete. */
struct quantum {
	uint32_t bits;
	unsigned count; /* characters */
};

/* Writes the bytes that are whole: after padding or at the end. */
static char *
finish_quantum(struct quantum *q, char *out)
{
	if (q->count == 2)
		*out++ = (char)(q->bits >> 4);
	if (q->count == 3) {
		*out++ = (char)(q->bits >> 10);
		*out++ = (char)(q->bits >> 2);
	}
	*q = (struct quantum){0, 0};
	return out;
}

static char *
add_base64_char(struct quantum *q, unsigned char value, char *out)
{
	if (value == PAD)
		return finish_quantum(q, out);
	if (value == JUNK)
		return out;
	q->bits = q->bits << 6 | value;
	if (++q->count == 4) {
		*out++ = (char)(q->bits >> 16);
		*out++ = (char)(q->bits >> 8);
		*out++ = (char)q->bits;
		*q = (struct quantum){0, 0};
	}
	return out;
}

struct str
decode_base64(struct arena *arena, struct str in)
{
	const unsigned char *p = (const unsigned char *)in.p;
	const unsigned char *end = in.n > 0 ? p + in.n : p;
	struct quantum q = {0, 0};
	char *start = arena_room(arena, in.n / 4 * 3 + 4);
	char *out = start;

	while (p < end) {
		/* Lines are groups of four without anything between. */
		while (q.count == 0 && end - p >= 4) {
			unsigned a = base64_values[p[0]];
			unsigned b = base64_values[p[1]];
			unsigned c = base64_values[p[2]];
			unsigned d = base64_values[p[3]];

			if ((a | b | c | d) >= PAD)
				break;
			*out++ = (char)(a << 2 | b >> 4);
			*out++ = (char)(b << 4 | c >> 2);
			*out++ = (char)(c << 6 | d);
			p += 4;
		}
		if (p < end)
			out = add_base64_char(&q, base64_values[*p++], out);
	}
	out = finish_quantum(&q, out);
	return (struct str){start, (size_t)(out - start)};
}

/* Quoted-printable -------------------------------------------------------- */

/* The text of one line, without its end and without a soft break. */
static char *
decode_qp_line(const char *p, const char *end, char *out)
{
	while (p < end) {
		const char *mark = memchr(p, '=', (size_t)(end - p));
		size_t plain = (size_t)((mark != NULL ? mark : end) - p);
		int high, low;

		memcpy(out, p, plain);
		out += plain;
		if (mark == NULL)
			break;
		p = mark + 1;
		high = end - p >= 2 ? hex_value(p[0]) : -1;
		low = high >= 0 ? hex_value(p[1]) : -1;
		if (low >= 0) {
			*out++ = (char)(high << 4 | low);
			p += 2;
		} else {
			*out++ = '=';
		}
	}
	return out;
}

struct str
decode_quoted_printable(struct arena *arena, struct str in)
{
	const char *p = in.p;
	const char *end = in.n > 0 ? in.p + in.n : in.p;
	char *start = arena_room(arena, in.n + 1);
	char *out = start;

	while (p < end) {
		const char *lf = memchr(p, '\n', (size_t)(end - p));
		const char *stop = lf != NULL ? lf : end;

		/* Blanks before a line end were added on the way. */
		while (stop > p && (stop[-1] == ' ' || stop[-1] == '\t' ||
					   stop[-1] == '\r'))
			stop--;
		if (stop > p && stop[-1] == '=') {
			out = decode_qp_line(p, stop - 1, out);
		} else {
			out = decode_qp_line(p, stop, out);
			if (lf != NULL)
				*out++ = '\n';
		}
		p = lf != NULL ? lf + 1 : end;
	}
	return (struct str){start, (size_t)(out - start)};
}

/* Uuencode ---------------------------------------------------------------- */

/* One line: its first character gives the count of bytes in it. */
static char *
decode_uu_line(struct str line, char *out)
{
	size_t bytes = line.n > 0 ? (line.p[0] - ' ') & 63 : 0;
	size_t have = line.n > 0 ? (line.n - 1) * 3 / 4 : 0;
	const char *p = line.p + 1;

	if (bytes > have)
		bytes = have;
	for (size_t i = 0; i < bytes; i++) {
		size_t group = i / 3 * 4 + i % 3;
		unsigned left = (unsigned)(p[group] - ' ') & 63;
		unsigned right = (unsigned)(p[group + 1] - ' ') & 63;
		unsigned shift = 2 * (unsigned)(i % 3) + 2;

		*out++ = (char)(left << shift | right >> (6 - shift));
	}
	return out;
}

struct str
decode_uu(struct arena *arena, struct str in)
{
	char *start = arena_room(arena, in.n + 1);
	char *out = start;
	struct str line;
	bool begun = false;

	while (str_split(&in, '\n', &line)) {
		if (line.n > 0 && line.p[line.n - 1] == '\r')
			line.n--;
		if (str_eq(line, STR_LIT("end")))
			break;
		if (begun)
			out = decode_uu_line(line, out);
		else
			begun = str_starts_nocase(line, STR_LIT("begin "));
	}
	return (struct str){start, (size_t)(out - start)};
}
