#include "prefilter_table.h"

#include <glib.h>

#include "judge/prefilter.h"
#include "lexicon.h"
#include "prefilter_gather.h"

/* Longer literals are cut, and all of them further where there would be too
 * many for the trie. */
enum { LONGEST_STRING = 12 };

static bool
same_entry(const struct item *a, const struct item *b)
{
	return str_eq(a->text, b->text) && a->starts_word == b->starts_word &&
	       a->ends_word == b->ends_word;
}

/* How far the lists are filled. */
struct filled {
	size_t strings, entries, uses, signs;
};

static void
add_sign(struct prefilter *made, struct filled *filled, uint32_t partner,
	bool first)
{
	if (first || made->signs[filled->signs - 1].partner != partner)
		made->signs[filled->signs++] =
			(struct prefilter_sign){.partner = partner};
}

/* Equal uses are one, with the wider reach. */
static void
add_use(struct prefilter *made, struct filled *filled,
	const struct prefilter_use *use, bool first)
{
	struct prefilter_use *next = &made->uses[filled->uses];

	if (!first && next[-1].pattern == use->pattern &&
		next[-1].piece == use->piece &&
		next[-1].company == use->company) {
		prefilter_widen(&next[-1].reach, use->reach);
		if (use->capital != next[-1].capital)
			next[-1].capital = 0;
	} else {
		made->uses[filled->uses++] = *use;
	}
}

static void
lay_out_item(struct prefilter *made, struct filled *filled,
	const struct item *item, const struct item *last, struct str *texts)
{
	bool first = last == NULL || !same_entry(item, last);

	if (last == NULL || !str_eq(item->text, last->text)) {
		texts[filled->strings] = item->text;
		made->first_entry[filled->strings++] =
			(uint32_t)filled->entries;
	}
	if (first)
		made->entries[filled->entries++] = (struct prefilter_entry){
			.starts_word = item->starts_word,
			.ends_word = item->ends_word,
			.first_use = (uint32_t)filled->uses,
			.first_sign = (uint32_t)filled->signs};
	if (item->partner != PREFILTER_NOBODY)
		add_sign(made, filled, item->partner, first);
	else
		add_use(made, filled, &item->use,
			first || last->partner != PREFILTER_NOBODY);
}

/* Items of one string, from `first` to before `end`. */
struct group {
	unsigned first, end;
	float presence;
};

/* What is often met stands together, for the sake of the processor's cache. */
static int
by_presence(const void *a, const void *b)
{
	const struct group *x = a, *y = b;

	if (x->presence != y->presence)
		return x->presence < y->presence ? 1 : -1;
	return array_compare(x->first, y->first);
}

static GArray *
group_strings(const struct item *items, unsigned count)
{
	GArray *groups = g_array_new(FALSE, FALSE, sizeof(struct group));

	for (unsigned i = 0; i < count;) {
		struct group group = {i, i, 0};

		for (; i < count &&
			str_eq(items[i].text, items[group.first].text);
			i++)
			group.presence = MAX(group.presence, items[i].presence);
		group.end = i;
		g_array_append_val(groups, group);
	}
	g_array_sort(groups, by_presence);
	return groups;
}

/* What stands behind the last of each list. */
static void
end_lists(struct prefilter *made, const struct filled *filled)
{
	made->first_entry[filled->strings] = (uint32_t)filled->entries;
	made->entries[filled->entries].first_use = (uint32_t)filled->uses;
	made->entries[filled->entries].first_sign = (uint32_t)filled->signs;
	made->string_count = filled->strings;
	made->entry_count = filled->entries;
}

/* Lays out what was gathered; what comes back are strings for the trie. */
static struct str *
lay_out(struct prefilter *made, const GArray *items)
{
	const struct item *all = (const struct item *)(const void *)items->data;
	struct filled filled = {0, 0, 0, 0};
	struct str *texts = g_new0(struct str, items->len + 1);
	GArray *groups;

	made->first_entry = g_new0(uint32_t, items->len + 1);
	made->entries = g_new0(struct prefilter_entry, items->len + 1);
	made->uses = g_new0(struct prefilter_use, items->len + 1);
	made->signs = g_new0(struct prefilter_sign, items->len + 1);
	groups = group_strings(all, items->len);
	for (unsigned g = 0; g < groups->len; g++) {
		struct group group = g_array_index(groups, struct group, g);

		for (unsigned i = group.first; i < group.end; i++)
			lay_out_item(made, &filled, &all[i],
				i > group.first ? &all[i - 1] : NULL, texts);
	}
	g_array_free(groups, TRUE);
	end_lists(made, &filled);
	return texts;
}

static void
forget_layout(struct prefilter *made)
{
	g_free(made->first_entry);
	g_free(made->entries);
	g_free(made->uses);
	g_free(made->signs);
	g_free(made->companies);
}

/* False where the strings have to be cut shorter. */
static bool
build(struct prefilter *made, const struct ruleset *rules,
	const uint64_t *patterns, size_t cut)
{
	struct gathering all;
	struct str *texts;

	prefilter_gather(&all, rules, patterns, cut);
	texts = lay_out(made, all.items);
	made->partner_count = all.weighed->len;
	made->company_count = all.companies->len;
	made->companies = g_memdup2(all.companies->data,
		all.companies->len * sizeof(struct prefilter_company));
	made->trie = trie_new(texts, made->string_count);
	g_free(texts);
	prefilter_disperse(&all);
	if (made->trie == NULL)
		forget_layout(made);
	return made->trie != NULL;
}

/* Without literals nothing is known of where a piece can be found; with
 * `all` nothing is known of any. */
static void
find_always(struct prefilter *made, const struct ruleset *rules,
	const uint64_t *patterns, bool all)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (unsigned id = 0; id < rules->pattern_count; id++) {
		const struct pattern *const *pieces;
		size_t count = pattern_pieces(rules->patterns[id], &pieces);

		made->first_always[id] = list->len;
		for (uint32_t i = 0; i < count; i++) {
			const struct pattern_literal *literals;

			if (all || !prefilter_has_pattern(patterns, id) ||
				pattern_literals(pieces[i], &literals) == 0)
				g_array_append_val(list, i);
		}
	}
	made->first_always[rules->pattern_count] = list->len;
	g_free(made->always_pieces);
	made->always_pieces = (uint32_t *)(void *)g_array_free(list, FALSE);
}

static void
set_arms(struct prefilter *made, const uint32_t *arms)
{
	made->arms = g_new(uint32_t, made->pattern_count + 1);
	for (size_t id = 0; id < made->pattern_count; id++)
		made->arms[id] = arms == NULL ? PREFILTER_ARM_0 : arms[id];
}

static void
note_always(struct prefilter *made)
{
	size_t words = prefilter_words(made);

	made->always = g_new0(uint64_t, PREFILTER_ARMS * words);
	for (unsigned id = 0; id < made->pattern_count; id++)
		for (unsigned arm = 0; arm < PREFILTER_ARMS; arm++)
			if (prefilter_is_always(made, id) &&
				made->arms[id] >> arm & 1)
				bits_add(&made->always[arm * words], id);
}

struct prefilter *
prefilter_new(const struct ruleset *rules, const uint64_t *patterns,
	const uint32_t *arms)
{
	struct prefilter *made = g_new0(struct prefilter, 1);
	size_t cut = LONGEST_STRING;

	made->pattern_count = rules->pattern_count;
	made->first_always = g_new0(uint32_t, rules->pattern_count + 1);
	set_arms(made, arms);
	find_always(made, rules, patterns, false);
	/* Without any literal there is always room. */
	while (!build(made, rules, patterns, cut))
		if (--cut == 0)
			find_always(made, rules, patterns, true);
	note_always(made);
	prefilter_arm(made);
	made->lexicon = lexicon_new(made, rules->vocabulary);
	return made;
}

void
prefilter_free(struct prefilter **prefilter)
{
	if (*prefilter == NULL)
		return;
	lexicon_free(&(*prefilter)->lexicon);
	trie_free(&(*prefilter)->trie);
	forget_layout(*prefilter);
	g_free((*prefilter)->arms);
	g_free((*prefilter)->node_arms);
	g_free((*prefilter)->holdings);
	g_free((*prefilter)->always);
	g_free((*prefilter)->first_always);
	g_free((*prefilter)->always_pieces);
	g_free(*prefilter);
	*prefilter = NULL;
}
