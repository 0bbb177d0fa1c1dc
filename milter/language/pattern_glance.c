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

enum {
	/* Neighbours in the text, and a letter and the end of a word, are
	 * pairs. */
	PAIRS = 128 * 128,
	WORD_BEGINS = 1,
	WORD_ENDS = 2,
	/* Longer texts are looked at anew for each pattern. */
	LONGEST_KEPT = 512,
};

/* What was last looked at: all patterns of a rule ask about the same example. */
struct glance {
	char text[LONGEST_KEPT];
	size_t length;
	uint64_t pairs[PAIRS / 64];
};

struct glance *
glance_new(void)
{
	return g_new0(struct glance, 1);
}

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
	return (first * 128u + second) % PAIRS;
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

static void
look_at(struct glance *glance, struct str ascii)
{
	if (ascii.n == glance->length && ascii.n <= LONGEST_KEPT &&
		memcmp(ascii.p, glance->text, ascii.n) == 0)
		return;
	glance->length = ascii.n;
	if (ascii.n <= LONGEST_KEPT)
		memcpy(glance->text, ascii.p, ascii.n);
	memset(glance->pairs, 0, sizeof(glance->pairs));
	add_text(glance->pairs, ascii);
}

bool
pattern_may_stand(
	const struct pattern *pattern, struct glance *glance, struct str ascii)
{
	bool any = pattern->literal_count == 0;

	if (!any)
		look_at(glance, ascii);
	for (size_t i = 0; i < pattern->literal_count && !any; i++)
		any = has_literal(
			glance->pairs, pattern, &pattern->literals[i]);
	return any;
}
