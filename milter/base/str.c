#include "base/str.h"

#include <stdint.h>

static unsigned char
lower(char c)
{
	unsigned char u = (unsigned char)c;

	return u >= 'A' && u <= 'Z' ? u + ('a' - 'A') : u;
}

static bool
eq_nocase(const char *a, const char *b, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (lower(a[i]) != lower(b[i]))
			return false;
	return true;
}

bool
str_eq_nocase(struct str a, struct str b)
{
	return a.n == b.n && eq_nocase(a.p, b.p, a.n);
}

bool
str_starts_nocase(struct str s, struct str prefix)
{
	return s.n >= prefix.n && eq_nocase(s.p, prefix.p, prefix.n);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct str
str_trim(struct str s)
{
	while (s.n > 0 && is_space(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_space(s.p[s.n - 1]))
		s.n--;
	return s;
}

size_t
str_find_nocase(struct str s, struct str needle, size_t from)
{
	for (size_t i = from; i + needle.n <= s.n; i++)
		if (eq_nocase(s.p + i, needle.p, needle.n))
			return i;
	return SIZE_MAX;
}

bool
str_split(struct str *rest, char separator, struct str *piece)
{
	const char *end;

	if (rest->p == NULL)
		return false;
	end = rest->n ? memchr(rest->p, separator, rest->n) : NULL;
	if (end == NULL) {
		*piece = *rest;
		*rest = (struct str){NULL, 0};
		return true;
	}
	*piece = (struct str){rest->p, (size_t)(end - rest->p)};
	rest->p = end + 1;
	rest->n -= piece->n + 1;
	return true;
}

int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

const char *
find_pair(const char *p, const char *end, char a, char b)
{
	while (end - p >= 2) {
		p = memchr(p, a, (size_t)(end - p - 1));
		if (p == NULL || p[1] == b)
			return p;
		p++;
	}
	return NULL;
}
