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

/* Neighbours in the text, by what they hash to; a word's ends are two, too. */
enum { PAIRS = 1024, WORD_BEGINS = 1, WORD_ENDS = 2 };

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

static void
add_text(uint64_t *pairs, struct str ascii)
{
	unsigned char last = ' ';

	for (size_t i = 0; i <= ascii.n; i++) {
		unsigned char next = i < ascii.n ? plain(ascii.p[i]) : ' ';

		bits_add(pairs, pair_of(last, next));
		if (!g_ascii_isalnum(last))
			bits_add(pairs, pair_of(WORD_BEGINS, next));
		if (!g_ascii_isalnum(next))
			bits_add(pairs, pair_of(last, WORD_ENDS));
		last = next;
	}
}

static bool
has_string(const uint64_t *pairs, const struct pattern_literal *string)
{
	const unsigned char *p = (const unsigned char *)string->text.p;
	size_t n = string->text.n;
	size_t i = 1;

	if (string->starts_word &&
		!bits_have(pairs, pair_of(WORD_BEGINS, p[0])))
		return false;
	if (string->ends_word &&
		!bits_have(pairs, pair_of(p[n - 1], WORD_ENDS)))
		return false;
	while (i < n && bits_have(pairs, pair_of(p[i - 1], p[i])))
		i++;
	return i >= n;
}

static bool
has_partner(const uint64_t *pairs, const struct pattern_partner *partner)
{
	for (size_t i = 0; i < partner->count; i++)
		if (has_string(pairs, &partner->strings[i]))
			return true;
	return false;
}

static bool
has_literal(const uint64_t *pairs, const struct pattern *pattern,
	const struct pattern_literal *literal)
{
	bool all = has_string(pairs, literal);

	for (int i = 0; i < PATTERN_PARTNERS && all; i++)
		all = literal->partners[i] == PATTERN_NO_PARTNER ||
		      has_partner(
			      pairs, &pattern->partners[literal->partners[i]]);
	return all;
}

bool
pattern_may_stand(const struct pattern *pattern, struct str ascii)
{
	uint64_t pairs[PAIRS / 64] = {0};
	bool any = pattern->literal_count == 0;

	if (!any)
		add_text(pairs, ascii);
	for (size_t i = 0; i < pattern->literal_count && !any; i++)
		any = has_literal(pairs, pattern, &pattern->literals[i]);
	return any;
}
