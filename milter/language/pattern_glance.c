/*
 * A glance at a short text, before anything is made that a pattern is found with:
 * may one of its literals and that one's partners stand there? All neighbours in
 * a string must then stand side by side in the text, too.
 *
 * Unlike the prefilter it asks each pattern by itself, which is no way to read
 * mail, but soon done for the one sentence of an example.
 */
#include "pattern_internal.h"

#include "base/bits.h"

/* Neighbours in the text, by what they hash to. */
enum { PAIRS = 1024 };

/* As literals have it. */
static unsigned char
plain(char c)
{
	if (g_ascii_isspace(c) || c == '\v')
		return ' ';
	return (unsigned char)(g_ascii_isdigit(c) ? '0' : g_ascii_tolower(c));
}

static unsigned
pair_of(unsigned char first, unsigned char second)
{
	return (first * 31u + second) % PAIRS;
}

static bool
has_pairs(const uint64_t *pairs, struct str literal)
{
	const unsigned char *p = (const unsigned char *)literal.p;
	size_t i = 1;

	while (i < literal.n && bits_have(pairs, pair_of(p[i - 1], p[i])))
		i++;
	return i >= literal.n;
}

static bool
has_partner(const uint64_t *pairs, const struct pattern_partner *partner)
{
	for (size_t i = 0; i < partner->count; i++)
		if (has_pairs(pairs, partner->strings[i].text))
			return true;
	return false;
}

static bool
has_literal(const uint64_t *pairs, const struct pattern *pattern,
	const struct pattern_literal *literal)
{
	bool all = has_pairs(pairs, literal->text);

	for (int i = 0; i < PATTERN_PARTNERS && all; i++)
		all = literal->partners[i] == PATTERN_NO_PARTNER ||
		      has_partner(pairs,
			      &pattern->partners[literal->partners[i]]);
	return all;
}

bool
pattern_may_stand(const struct pattern *pattern, struct str ascii)
{
	uint64_t pairs[PAIRS / 64] = {0};
	bool any = pattern->literal_count == 0;

	for (size_t i = 1; i < ascii.n; i++)
		bits_add(pairs,
			pair_of(plain(ascii.p[i - 1]), plain(ascii.p[i])));
	for (size_t i = 0; i < pattern->literal_count && !any; i++)
		any = has_literal(pairs, pattern, &pattern->literals[i]);
	return any;
}
