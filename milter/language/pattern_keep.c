/*
 * The literals of a pattern and their partners, out of the arena in which they
 * were found and into blocks of the pattern's own.
 */
#include "pattern_internal.h"

#include <glib.h>

#include "literal_set.h"

/* The strings and their bytes in one block. */
static struct pattern_literal *
keep_strings(const struct literal_set *set)
{
	size_t room = set->count * sizeof(struct pattern_literal);
	struct pattern_literal *kept;
	char *bytes;

	for (size_t i = 0; i < set->count; i++)
		room += set->items[i].n;
	kept = g_malloc(room);
	bytes = (char *)(kept + set->count);
	for (size_t i = 0; i < set->count; i++) {
		const struct literal *one = &set->items[i];

		memcpy(bytes, one->p, one->n);
		kept[i] = (struct pattern_literal){
			.text = {bytes, one->n},
			.lead = one->lead,
			.starts_word = one->starts && g_ascii_isalnum(*one->p),
			.ends_word = one->ends &&
				     g_ascii_isalnum(one->p[one->n - 1]),
			.presence = (float)literal_presence(one),
		};
		bytes += one->n;
	}
	return kept;
}

_Static_assert((int)PATTERN_PARTNERS == (int)MOST_PARTNERS,
	"literals have the same partners in both forms");

/* The set's number among those known, as a partner. */
static uint16_t
number_of(GPtrArray *sets, const struct literal_set *set)
{
	unsigned at;

	if (!g_ptr_array_find(sets, set, &at)) {
		at = sets->len;
		if (at >= PATTERN_NO_PARTNER)
			return PATTERN_NO_PARTNER;
		g_ptr_array_add(sets, (gpointer)(uintptr_t)set);
	}
	return (uint16_t)at;
}

static void
keep_partners(struct pattern *pattern, const GPtrArray *sets)
{
	pattern->partners = g_new0(struct pattern_partner, sets->len + 1);
	pattern->partner_count = sets->len;
	for (unsigned i = 0; i < sets->len; i++) {
		const struct literal_set *set = sets->pdata[i];

		pattern->partners[i] =
			(struct pattern_partner){keep_strings(set), set->count,
				(float)literal_set_presence(set)};
	}
}

void
pattern_keep_literals(struct pattern *pattern, const struct literal_set *set)
{
	GPtrArray *sets;

	if (set == NULL)
		return;
	sets = g_ptr_array_new();
	pattern->literals = keep_strings(set);
	pattern->literal_count = set->count;
	for (size_t i = 0; i < set->count; i++)
		for (int k = 0; k < MOST_PARTNERS; k++)
			pattern->literals[i].partners[k] =
				set->items[i].partners[k] == NULL
					? PATTERN_NO_PARTNER
					: number_of(sets,
						  set->items[i].partners[k]);
	keep_partners(pattern, sets);
	g_ptr_array_free(sets, TRUE);
}

void
pattern_drop_literals(struct pattern *pattern)
{
	for (size_t i = 0; i < pattern->partner_count; i++)
		g_free(pattern->partners[i].strings);
	g_free(pattern->partners);
	g_free(pattern->literals);
}
