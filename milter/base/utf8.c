#include "base/utf8.h"

#include <stdint.h>

#include "base/bytes.h"

size_t
utf8_sequence_length(const unsigned char *p, size_t n, size_t *bad)
{
	unsigned char low = 0x80, high = 0xBF;
	size_t length;

	*bad = 1;
	if (p[0] < 0x80)
		return p[0] != 0;
	if (p[0] < 0xC2 || p[0] > 0xF4)
		return 0;
	length = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (p[0] == 0xE0)
		low = 0xA0; /* shorter forms exist */
	else if (p[0] == 0xED)
		high = 0x9F; /* surrogates */
	else if (p[0] == 0xF0)
		low = 0x90;
	else if (p[0] == 0xF4)
		high = 0x8F;
	for (size_t i = 1; i < length; i++) {
		if (i == n || p[i] < low || p[i] > high) {
			*bad = i;
			return 0;
		}
		low = 0x80;
		high = 0xBF;
	}
	return length;
}

size_t
ascii_length(const unsigned char *p, size_t n)
{
	const char *start = (const char *)p;

	return (size_t)(bytes_skip_ascii(start, start + n, 1) - start);
}

bool
str_is_ascii(struct str s)
{
	size_t at = ascii_length((const unsigned char *)s.p, s.n);

	/* Which stops at NUL, too. */
	for (; at < s.n; at++)
		if ((unsigned char)s.p[at] >= 0x80)
			return false;
	return true;
}

size_t
utf8_valid_length(struct str in)
{
	const unsigned char *p = (const unsigned char *)in.p;
	size_t i = 0;

	while (i < in.n) {
		size_t bad, length;

		i += ascii_length(p + i, in.n - i);
		if (i == in.n)
			break;
		length = utf8_sequence_length(p + i, in.n - i, &bad);
		if (length == 0)
			break;
		i += length;
	}
	return i;
}

/* Returns the length written; with `out` NULL it only measures. */
static size_t
write_valid(struct str in, char *out)
{
	size_t n = 0;

	while (in.n > 0) {
		size_t good = utf8_valid_length(in);
		size_t bad = 0;

		if (out != NULL)
			memcpy(out + n, in.p, good);
		n += good;
		in.p += good;
		in.n -= good;
		if (in.n == 0)
			break;
		utf8_sequence_length((const unsigned char *)in.p, in.n, &bad);
		if (out != NULL)
			memcpy(out + n, UTF8_REPLACEMENT, 3);
		n += 3;
		in.p += bad;
		in.n -= bad;
	}
	return n;
}

struct str
utf8_make_valid(struct arena *arena, struct str in)
{
	char *out;
	size_t n;

	if (utf8_valid_length(in) == in.n)
		return in;
	n = write_valid(in, NULL);
	out = arena_alloc(arena, n + 1);
	write_valid(in, out);
	return (struct str){out, n};
}

size_t
utf8_write(unsigned code, char *out)
{
	if (code < 0x80) {
		out[0] = (char)code;
		return 1;
	}
	if (code < 0x800) {
		out[0] = (char)(0xC0 | code >> 6);
		out[1] = (char)(0x80 | (code & 63));
		return 2;
	}
	if (code < 0x10000) {
		out[0] = (char)(0xE0 | code >> 12);
		out[1] = (char)(0x80 | (code >> 6 & 63));
		out[2] = (char)(0x80 | (code & 63));
		return 3;
	}
	out[0] = (char)(0xF0 | code >> 18);
	out[1] = (char)(0x80 | (code >> 12 & 63));
	out[2] = (char)(0x80 | (code >> 6 & 63));
	out[3] = (char)(0x80 | (code & 63));
	return 4;
}
