#include "mime/decode.h"

#include <stdint.h>

#include "base/bytes.h"

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

/* Which of sixteen bytes are none that stand for themselves? */
static inline unsigned
qp_signs_in(bytes_block block)
{
	return bytes_true_bits((block == '=') | (block == '\n'));
}

/* Behind a soft break, at whose '=' `p` is, or NULL where none is there: blanks
 * may have been added to it on the way. */
static const char *
behind_soft_break(const char *p, const char *end)
{
	p++;
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
		p++;
	if (p == end)
		return end;
	return *p == '\n' ? p + 1 : NULL;
}

/* The byte of which the '=' at p and two digits tell, or -1. */
static int
escaped_byte(const char *p, const char *end)
{
	int high = end - p > 2 ? hex_value(p[1]) : -1;
	int low = high >= 0 ? hex_value(p[2]) : -1;

	return low >= 0 ? high << 4 | low : -1;
}

/* Without blanks at the end, but for those before `keep`. */
static char *
without_blanks(const char *keep, char *end)
{
	while (end > keep &&
		(end[-1] == ' ' || end[-1] == '\t' || end[-1] == '\r'))
		end--;
	return end;
}

struct str
decode_quoted_printable(struct arena *arena, struct str in)
{
	const char *p = in.p;
	const char *end = in.n > 0 ? in.p + in.n : in.p;
	char *start = arena_room(arena, in.n + 1);
	char *out = start;
	/* Blanks before a line end were added on the way, but not those before
	 * this: the line begins here, or an escaped byte stands before. */
	char *keep = start;

	while (p < end) {
		const char *behind;
		int byte;

		/* What is written is never more than what was read. */
		if (end - p >= BYTES_BLOCK) {
			bytes_block block = bytes_load_block(p);
			unsigned signs = qp_signs_in(block);
			int plain =
				signs != 0 ? __builtin_ctz(signs) : BYTES_BLOCK;

			memcpy(out, &block, sizeof(block));
			out += plain;
			p += plain;
			if (signs == 0)
				continue;
		} else if (*p != '=' && *p != '\n') {
			*out++ = *p++;
			continue;
		}
		if (*p == '\n') {
			out = without_blanks(keep, out);
			*out++ = *p++;
		} else if ((byte = escaped_byte(p, end)) >= 0) {
			*out++ = (char)byte;
			p += 3;
		} else if ((behind = behind_soft_break(p, end)) != NULL) {
			p = behind;
		} else {
			*out++ = *p++;
		}
		keep = out;
	}
	out = without_blanks(keep, out);
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
