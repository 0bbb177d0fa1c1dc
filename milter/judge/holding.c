#include "holding.h"

#include "base/array.h"
#include "text/plain_word.h"

void
holding_arm(struct holding *holding)
{
	for (uint32_t i = 0; i < holding->use_count; i++)
		holding->use_arms |= holding->uses[i].arms;
	for (uint32_t i = 0; i < holding->sign_count; i++)
		holding->sign_arms |= holding->signs[i].arms;
	for (uint32_t i = 0; i < holding->way_count; i++)
		holding->way_arms |= holding->ways[i].arms;
}

/* May the string begin behind a letter or digit? */
static bool
begins_anywhere(const struct prefilter *prefilter, uint32_t string)
{
	const uint32_t *first = &prefilter->first_entry[string];

	for (uint32_t e = first[0]; e < first[1]; e++)
		if (!prefilter->entries[e].starts_word)
			return true;
	return false;
}

bool *
holding_in_words(const struct prefilter *prefilter)
{
	const struct trie *trie = prefilter->trie;
	bool *in_words = g_new0(bool, trie->node_count);

	/* What a node leads to has higher numbers. */
	for (uint32_t n = trie->node_count; n-- > 0;) {
		uint32_t string = trie_string(trie, n);

		in_words[n] = string != TRIE_NO_STRING &&
			      begins_anywhere(prefilter, string);
		for (uint32_t i = 0; i < trie->nodes[n].count; i++)
			in_words[n] |= in_words[trie->nodes[n].first + i];
	}
	return in_words;
}

static void
gather_entry(struct gathered *all, const struct holding *entry, size_t offset)
{
	for (uint32_t i = 0; i < entry->sign_count; i++) {
		struct prefilter_sign sign = entry->signs[i];

		sign.offset = (uint32_t)offset;
		g_array_append_val(all->signs, sign);
	}
	for (uint32_t u = 0; u < entry->use_count; u++) {
		struct prefilter_use use = entry->uses[u];

		use.offset = (uint8_t)offset;
		g_array_append_val(all->uses, use);
	}
}

static bool
is_alnum_at(struct str text, size_t at)
{
	return at < text.n && g_ascii_isalnum(text.p[at]);
}

static void
gather_string(struct gathered *all, const struct prefilter *prefilter,
	uint32_t string, bool within_before, bool within_behind, size_t offset)
{
	const uint32_t *first = &prefilter->first_entry[string];

	for (uint32_t e = first[0]; e < first[1]; e++) {
		if (prefilter_entry_fits(&prefilter->entries[e], within_before,
			    within_behind))
			gather_entry(all, &prefilter->holdings[e], offset);
	}
}

/* Behind a word comes none of its characters. */
static bool
goes_on(const struct trie *trie, const bool *in_words, uint32_t node,
	bool within)
{
	for (int c = 0; c < 256; c++) {
		uint32_t child = trie_step(trie, node, (char)c);

		if (child != TRIE_NOWHERE && !plain_word_has((char)c) &&
			(!within || in_words[child]))
			return true;
	}
	return false;
}

/* All strings that begin at `from`. */
static void
gather_from(struct gathered *all, const struct prefilter *prefilter,
	const bool *in_words, struct str word, size_t from)
{
	const struct trie *trie = prefilter->trie;
	bool within = from > 0 && is_alnum_at(word, from - 1);
	struct way way = {
		.node = TRIE_ROOT, .offset = (uint16_t)from, .within = within};

	for (size_t at = from; at < word.n; at++) {
		uint32_t string;

		way.node = trie_step(trie, way.node, word.p[at]);
		if (way.node == TRIE_NOWHERE || (within && !in_words[way.node]))
			return;
		string = trie_string(trie, way.node);
		if (string != TRIE_NO_STRING)
			gather_string(all, prefilter, string, within,
				is_alnum_at(word, at + 1), from);
	}
	if (!goes_on(trie, in_words, way.node, within))
		return;
	way.spaced = trie_step(trie, way.node, ' ');
	for (int c = 0; c < 256 && way.spaced != TRIE_NOWHERE; c++)
		if (trie_step(trie, way.spaced, (char)c) != TRIE_NOWHERE)
			way.letters |= UINT32_C(1) << way_letter((char)c);
	way.arms = prefilter->node_arms[way.node];
	g_array_append_val(all->ways, way);
}

static int
by_company(gconstpointer a, gconstpointer b)
{
	const struct prefilter_use *x = a, *y = b;

	return x->company != y->company ? array_compare(x->company, y->company)
					: array_compare(x->pattern, y->pattern);
}

void
holding_gather(struct gathered *all, const struct prefilter *prefilter,
	const bool *in_words, struct str word)
{
	all->uses = g_array_new(FALSE, FALSE, sizeof(struct prefilter_use));
	all->signs = g_array_new(FALSE, FALSE, sizeof(struct prefilter_sign));
	all->ways = g_array_new(FALSE, FALSE, sizeof(struct way));
	for (size_t from = 0; from < word.n; from++)
		gather_from(all, prefilter, in_words, word, from);
	g_array_sort(all->uses, by_company);
}

void
holding_disperse(struct gathered *all)
{
	g_array_free(all->uses, TRUE);
	g_array_free(all->signs, TRUE);
	g_array_free(all->ways, TRUE);
}
