#include <glib.h>

#include "holding.h"
#include "prefilter_table.h"

static void
arm_uses(struct prefilter *made, size_t count)
{
	for (size_t i = 0; i < count; i++)
		made->uses[i].arms = made->arms[made->uses[i].pattern];
}

/* By partner; freed with g_free. */
static uint32_t *
partner_arms(const struct prefilter *made, size_t use_count)
{
	uint32_t *arms = g_new0(uint32_t, made->partner_count + 1);

	for (size_t u = 0; u < use_count; u++) {
		const struct prefilter_use *use = &made->uses[u];
		const struct prefilter_need *needs =
			made->companies[use->company].needs;

		for (int i = 0; i < PATTERN_PARTNERS; i++)
			if (needs[i].partner != PREFILTER_NOBODY)
				arms[needs[i].partner] |= use->arms;
	}
	return arms;
}

static void
arm_signs(struct prefilter *made, size_t count, const uint32_t *arms)
{
	for (size_t i = 0; i < count; i++)
		made->signs[i].arms = arms[made->signs[i].partner];
}

static void
arm_entries(struct prefilter *made)
{
	made->holdings = g_new0(struct holding, made->entry_count + 1);
	for (size_t i = 0; i < made->entry_count; i++) {
		const struct prefilter_entry *entry = &made->entries[i];

		made->holdings[i] = (struct holding){
			.use_count = entry[1].first_use - entry->first_use,
			.sign_count = entry[1].first_sign - entry->first_sign,
			.uses = &made->uses[entry->first_use],
			.signs = &made->signs[entry->first_sign],
		};
		holding_arm(&made->holdings[i]);
	}
}

static uint32_t
string_arms(const struct prefilter *made, uint32_t string)
{
	uint32_t arms = 0;

	for (uint32_t e = made->first_entry[string];
		e < made->first_entry[string + 1]; e++)
		arms |= made->holdings[e].use_arms |
			made->holdings[e].sign_arms;
	return arms;
}

static void
arm_nodes(struct prefilter *made)
{
	const struct trie *trie = made->trie;

	made->node_arms = g_new0(uint32_t, trie->node_count);
	/* What a node leads to has higher numbers. */
	for (uint32_t n = trie->node_count; n-- > 0;) {
		uint32_t string = trie_string(trie, n);

		if (string != TRIE_NO_STRING)
			made->node_arms[n] = string_arms(made, string);
		for (uint32_t i = 0; i < trie->nodes[n].count; i++)
			made->node_arms[n] |=
				made->node_arms[trie->nodes[n].first + i];
	}
	for (int c = 0; c < 256; c++) {
		uint32_t node = trie_step(trie, TRIE_ROOT, (char)c);

		if (node != TRIE_NOWHERE)
			made->begin_arms[c] = made->node_arms[node];
	}
}

void
prefilter_arm(struct prefilter *made)
{
	const struct prefilter_entry *end = &made->entries[made->entry_count];
	uint32_t *arms;

	arm_uses(made, end->first_use);
	arms = partner_arms(made, end->first_use);
	arm_signs(made, end->first_sign, arms);
	g_free(arms);
	arm_entries(made);
	arm_nodes(made);
}
