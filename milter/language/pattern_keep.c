/*
 * The literals of a pattern and their partners, out of the arena in which they
 * were found and into blocks of the pattern's own.
 */
#include "pattern_internal.h"

#include <glib.h>

#include "literal_set.h"

/* The strings and their bytes in one block; they stand `by` further behind the
 * start than they say. */
static struct pattern_literal *
keep_strings(const struct literal_set *set, struct width by)
{
	size_t room = set->count * sizeof(struct pattern_literal);
	struct pattern_literal *kept;
	char *bytes;

	for (size_t i = 0; i < set->count; i++)
		room += set->items[i].n;
	kept = g_malloc(room);
	bytes = (char *)(kept + set->count);
	for (size_t i = 0; i < set->count; i++) {
		struct literal *one = &set->items[i];
		struct width before = add_widths(one->before, by);

		memcpy(bytes, one->p, one->n);
		kept[i] = (struct pattern_literal){
			.text = {bytes, one->n},
			.lead = before.most,
			.least = before.least,
			.least_spaces = before.least_spaces,
			.most_spaces = before.most_spaces,
			.starts_word = one->starts && g_ascii_isalnum(*one->p),
			.ends_word = one->ends &&
				     g_ascii_isalnum(one->p[one->n - 1]),
			.capital = one->capital,
			.presence = (float)literal_presence(one),
		};
		bytes += one->n;
	}
	return kept;
}

_Static_assert((int)PATTERN_PARTNERS == (int)MOST_PARTNERS,
	"literals have the same partners in both forms");

static bool
same_partner(const struct partner *a, const struct partner *b)
{
	return a->strings == b->strings &&
	       memcmp(&a->before, &b->before, sizeof(a->before)) == 0;
}

/* Its number among those known. A set in two places is two partners. */
static uint16_t
number_of(GArray *partners, const struct partner *partner)
{
	unsigned at = 0;

	while (at < partners->len &&
		!same_partner(
			&g_array_index(partners, struct partner, at), partner))
		at++;
	if (at >= PATTERN_NO_PARTNER)
		return PATTERN_NO_PARTNER;
	if (at == partners->len)
		g_array_append_val(partners, *partner);
	return (uint16_t)at;
}

static void
number_partners(struct pattern_literal *literal, const struct partner *list,
	GArray *partners)
{
	int at = 0;

	for (; list != NULL; list = list->next)
		literal->partners[at++] = number_of(partners, list);
	while (at < PATTERN_PARTNERS)
		literal->partners[at++] = PATTERN_NO_PARTNER;
}

static void
keep_partners(struct pattern *pattern, const GArray *partners)
{
	pattern->partners = g_new0(struct pattern_partner, partners->len + 1);
	pattern->partner_count = partners->len;
	for (unsigned i = 0; i < partners->len; i++) {
		const struct partner *one =
			&g_array_index(partners, struct partner, i);

		pattern->partners[i] = (struct pattern_partner){
			.strings = keep_strings(one->strings, one->before),
			.count = one->strings->count,
			.presence = (float)literal_set_presence(one->strings),
			.rate = (float)literal_set_rate(one->strings)};
	}
}

void
pattern_keep_literals(struct pattern *pattern, const struct literal_set *set)
{
	const struct width nothing = {0};
	GArray *partners;

	if (set == NULL)
		return;
	partners = g_array_new(FALSE, FALSE, sizeof(struct partner));
	pattern->literals = keep_strings(set, nothing);
	pattern->literal_count = set->count;
	for (size_t i = 0; i < set->count; i++)
		number_partners(&pattern->literals[i], set->items[i].partners,
			partners);
	keep_partners(pattern, partners);
	g_array_free(partners, TRUE);
}

void
pattern_drop_literals(struct pattern *pattern)
{
	for (size_t i = 0; i < pattern->partner_count; i++)
		g_free(pattern->partners[i].strings);
	g_free(pattern->partners);
	g_free(pattern->literals);
}
