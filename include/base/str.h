/*
 * str: a view of bytes that somebody else owns.
 *
 * Mail holds NUL bytes, so text from outside travels as pointer and length and
 * never as a C string. A view owns nothing and is passed by value; whoever
 * hands one out says how long the bytes live (usually: as long as the arena
 * of the message). A view is not NUL-terminated unless its giver says so.
 *
 * Threads: pure functions.
 */
#ifndef COMITY_BASE_STR_H
#define COMITY_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct str {
	const char *p; /* may be NULL only where n is 0 */
	size_t n;      /* bytes */
};

#define STR_LIT(literal)                                                       \
	((struct str){(literal), sizeof(literal) - 1})
/* For printf: printf("%.*s", STR_ARG(s)). Not for text from outside. */
#define STR_ARG(s) (int)(s).n, (s).n ? (s).p : ""

/* The view of a C string; NULL gives the empty view. */
static inline struct str
str_of(const char *cstring)
{
	return (struct str){cstring, cstring ? strlen(cstring) : 0};
}

static inline bool
str_eq(struct str a, struct str b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

/* Equal but for the case of ASCII letters, as header names compare. */
bool str_eq_nocase(struct str a, struct str b);
bool str_starts_nocase(struct str s, struct str prefix);

/* Without spaces, tabs, CR and LF at both ends. */
struct str str_trim(struct str s);

/*
 * The offset of the first occurrence of `needle` (ASCII case ignored) at or
 * after `from`, or SIZE_MAX.
 */
size_t str_find_nocase(struct str s, struct str needle, size_t from);

/*
 * Takes the text up to the next `separator` off the front of *rest (the
 * separator is dropped). False when *rest is used up.
 */
bool str_split(struct str *rest, char separator, struct str *piece);

/* The value of a hexadecimal digit, -1 for another character. */
int hex_value(char c);

/* The first place before `end` where `a` is followed by `b`, or NULL. */
const char *find_pair(const char *p, const char *end, char a, char b);

#endif
