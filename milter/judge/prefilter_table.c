#include "prefilter_table.h"

#include <glib.h>

#include "judge/prefilter.h"

enum {
	/* Longer literals are cut, and all of them where the table of the
	 * automaton would be too large. */
	LONGEST_WORD = 12,
};

/* White space that is not one space; none of them is in plain text. */
static const char *const strangers[] = {"  ", "\t", "\v", "\f", "\r"};

/* A literal of a pattern, cut. */
struct item {
	struct str text;
	bool starts_word, ends_word;
	struct prefilter_use use;
};

/* By word, boundaries and pattern. */
static int
by_word(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = memcmp(x->text.p, y->text.p, MIN(x->text.n, y->text.n));

	if (order == 0)
		order = (x->text.n > y->text.n) - (x->text.n < y->text.n);
	if (order == 0)
		order = x->starts_word - y->starts_word;
	if (order == 0)
		order = x->ends_word - y->ends_word;
	if (order == 0)
		order = (x->use.pattern > y->use.pattern) -
			(x->use.pattern < y->use.pattern);
	if (order == 0)
		order = (x->use.piece > y->use.piece) -
			(x->use.piece < y->use.piece);
	return order;
}

static void
add_piece(GArray *items, const struct pattern *piece, struct prefilter_use use,
	size_t cut)
{
	const struct pattern_literal *literals;
	size_t count = pattern_literals(piece, &literals);

	for (size_t i = 0; i < count; i++) {
		struct item item = {literals[i].text, literals[i].starts_word,
			literals[i].ends_word, use};

		item.use.lead = (uint32_t)MIN(literals[i].lead, UINT32_MAX);
		if (item.text.n > cut) {
			item.text.n = cut;
			item.ends_word = false;
		}
		g_array_append_val(items, item);
	}
}

static void
add_literals(GArray *items, const struct pattern *pattern, size_t cut)
{
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);

	for (uint32_t i = 0; i < count; i++)
		add_piece(items, pieces[i],
			(struct prefilter_use){pattern_id(pattern), i, 0}, cut);
}

static GArray *
collect(const struct ruleset *rules, size_t cut)
{
	GArray *items = g_array_new(FALSE, FALSE, sizeof(struct item));

	for (size_t i = 0; i < rules->pattern_count && cut > 0; i++)
		add_literals(items, rules->patterns[i], cut);
	g_array_sort(items, by_word);
	return items;
}

static bool
same_entry(const struct item *a, const struct item *b)
{
	return str_eq(a->text, b->text) && a->starts_word == b->starts_word &&
	       a->ends_word == b->ends_word;
}

/* Lays out what was collected; `texts` are the words for the automaton. */
static struct str *
lay_out(struct prefilter *made, const GArray *items)
{
	const struct item *all = (const struct item *)(const void *)items->data;
	size_t words = 0, entries = 0, uses = 0;
	size_t room = items->len + G_N_ELEMENTS(strangers) + 1;
	struct str *texts = g_new0(struct str, room);

	made->words = g_new0(struct prefilter_word, room);
	made->entries = g_new0(struct prefilter_entry, items->len + 1);
	made->uses = g_new0(struct prefilter_use, items->len + 1);
	for (size_t i = 0; i < items->len; i++) {
		const struct item *last = i > 0 ? &all[i - 1] : NULL;

		if (last == NULL || !str_eq(all[i].text, last->text)) {
			texts[words] = all[i].text;
			made->words[words++] = (struct prefilter_word){
				(uint32_t)all[i].text.n, (uint32_t)entries};
		}
		if (last == NULL || !same_entry(&all[i], last))
			made->entries[entries++] =
				(struct prefilter_entry){all[i].starts_word,
					all[i].ends_word, (uint32_t)uses};
		else if (all[i].use.pattern == last->use.pattern &&
			 all[i].use.piece == last->use.piece) {
			made->uses[uses - 1].lead =
				MAX(made->uses[uses - 1].lead, all[i].use.lead);
			continue;
		}
		made->uses[uses++] = all[i].use;
	}
	made->first_stranger = words;
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		texts[words] = str_of(strangers[i]);
		made->words[words++] = (struct prefilter_word){
			(uint32_t)strlen(strangers[i]), (uint32_t)entries};
	}
	made->words[words].first_entry = (uint32_t)entries;
	made->entries[entries].first_use = (uint32_t)uses;
	made->word_count = words;
	made->entry_count = entries;
	return texts;
}

static void
forget_layout(struct prefilter *made)
{
	g_free(made->words);
	g_free(made->entries);
	g_free(made->uses);
}

/* False where the words have to be cut shorter. */
static bool
build(struct prefilter *made, const struct ruleset *rules, size_t cut)
{
	GArray *items = collect(rules, cut);
	struct str *texts = lay_out(made, items);

	made->automaton = automaton_new(texts, made->word_count);
	g_free(texts);
	g_array_free(items, TRUE);
	if (made->automaton == NULL)
		forget_layout(made);
	return made->automaton != NULL;
}

/* Without literals nothing is known of where a piece can be found; with
 * `all` nothing is known of any. */
static void
find_always(struct prefilter *made, const struct ruleset *rules, bool all)
{
	GArray *list = g_array_new(FALSE, FALSE, sizeof(uint32_t));

	for (unsigned id = 0; id < rules->pattern_count; id++) {
		const struct pattern *const *pieces;
		size_t count = pattern_pieces(rules->patterns[id], &pieces);

		made->first_always[id] = list->len;
		for (uint32_t i = 0; i < count; i++) {
			const struct pattern_literal *literals;

			if (all || pattern_literals(pieces[i], &literals) == 0)
				g_array_append_val(list, i);
		}
		if (list->len > made->first_always[id])
			made->always[id / 64] |= (uint64_t)1 << (id % 64);
	}
	made->first_always[rules->pattern_count] = list->len;
	g_free(made->always_pieces);
	made->always_pieces = (uint32_t *)(void *)g_array_free(list, FALSE);
}

struct prefilter *
prefilter_new(const struct ruleset *rules)
{
	struct prefilter *made = g_new0(struct prefilter, 1);
	size_t cut = LONGEST_WORD;

	made->pattern_count = rules->pattern_count;
	made->always = g_new0(uint64_t, rules->pattern_count / 64 + 1);
	made->first_always = g_new0(uint32_t, rules->pattern_count + 1);
	find_always(made, rules, false);
	/* Without any literal there is always room. */
	while (!build(made, rules, cut))
		if (--cut == 0)
			find_always(made, rules, true);
	return made;
}

void
prefilter_free(struct prefilter **prefilter)
{
	if (*prefilter == NULL)
		return;
	automaton_free(&(*prefilter)->automaton);
	forget_layout(*prefilter);
	g_free((*prefilter)->always);
	g_free((*prefilter)->first_always);
	g_free((*prefilter)->always_pieces);
	g_free(*prefilter);
	*prefilter = NULL;
}
