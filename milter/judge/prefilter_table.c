#include "prefilter_table.h"

#include <glib.h>

#include "judge/prefilter.h"

enum {
	/* Longer literals are cut, and all of them where the table of the
	 * automaton would be too large. */
	LONGEST_WORD = 12,
	/* Partners only have to be rare. */
	LONGEST_PARTNER = 8,
	/* A trial costs as much as so many notes. */
	TRIAL = 12,
};

/* White space that is not one space; none of them is in plain text. */
static const char *const strangers[] = {"  ", "\t", "\v", "\f", "\r"};

/* A string of a pattern, cut: a literal with its use, or one of a partner. */
struct item {
	struct str text;
	bool starts_word, ends_word;
	uint32_t partner; /* PREFILTER_NOBODY: a literal */
	float presence;
	struct prefilter_use use;
};

/* A partner of any pattern, and whether it is worth its notes. */
struct weighed {
	const struct pattern_partner *partner;
	double saves; /* trials in a sentence */
	bool worth;
};

/* What is gathered from the patterns. */
struct gathering {
	size_t cut;
	GArray *items;
	GHashTable *partner_numbers; /* what is in one: its number plus 1 */
	GArray *weighed;	     /* by number */
	GArray *numbers; /* of the partners of all pieces, in order */
	size_t at;	 /* those of the next piece */
	GHashTable *company_numbers;
	GArray *companies;
};

static int
by_number(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

/* By word, boundaries and what it is for. */
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
		order = by_number(x->partner, y->partner);
	if (order == 0)
		order = by_number(x->use.company, y->use.company);
	if (order == 0)
		order = by_number(x->use.pattern, y->use.pattern);
	if (order == 0)
		order = by_number(x->use.piece, y->use.piece);
	return order;
}

/* Gathering ------------------------------------------------------------- */

/* A word with a space beside it is that word with a boundary there. */
static void
trim(struct item *item)
{
	struct str *text = &item->text;

	if (text->n > 1 && text->p[0] == ' ' && g_ascii_isalnum(text->p[1])) {
		text->p++;
		text->n--;
		item->starts_word = true;
		if (item->use.lead < UINT32_MAX)
			item->use.lead++;
	}
	if (text->n > 1 && text->p[text->n - 1] == ' ' &&
		g_ascii_isalnum(text->p[text->n - 2])) {
		text->n--;
		item->ends_word = true;
	}
}

static void
add_item(struct gathering *all, const struct pattern_literal *literal,
	uint32_t partner, struct prefilter_use use)
{
	struct item item = {literal->text, literal->starts_word,
		literal->ends_word, partner, literal->presence, use};
	size_t cut = partner == PREFILTER_NOBODY
			     ? all->cut
			     : MIN(all->cut, (size_t)LONGEST_PARTNER);

	trim(&item);
	if (item.text.n > cut) {
		item.text.n = cut;
		item.ends_word = false;
	}
	g_array_append_val(all->items, item);
}

/* Partners of equal strings are one. */
static uint32_t
partner_number(struct gathering *all, const struct pattern_partner *partner)
{
	const struct weighed weighed = {partner, 0, false};
	GString *key = g_string_new(NULL);
	uint32_t number;

	for (size_t i = 0; i < partner->count; i++) {
		const struct pattern_literal *one = &partner->strings[i];

		g_string_append_c(key, one->starts_word ? '<' : ' ');
		g_string_append_len(key, one->text.p, (gssize)one->text.n);
		g_string_append_c(key, one->ends_word ? '>' : '\n');
	}
	number = GPOINTER_TO_UINT(
		g_hash_table_lookup(all->partner_numbers, key->str));
	if (number > 0) {
		g_string_free(key, TRUE);
		return number - 1;
	}
	number = all->weighed->len;
	g_array_append_val(all->weighed, weighed);
	g_hash_table_insert(all->partner_numbers, g_string_free(key, FALSE),
		GUINT_TO_POINTER(number + 1));
	return number;
}

static struct weighed *
weighed_at(const struct gathering *all, uint32_t number)
{
	return &g_array_index(all->weighed, struct weighed, number);
}

/* What the partners of a piece save. */
static void
weigh_piece(struct gathering *all, const struct pattern *piece)
{
	const struct pattern_partner *partners;
	size_t partner_count = pattern_partners(piece, &partners);
	const struct pattern_literal *literals;
	size_t count = pattern_literals(piece, &literals);
	size_t first = all->numbers->len;

	for (size_t i = 0; i < partner_count; i++) {
		uint32_t number = partner_number(all, &partners[i]);

		g_array_append_val(all->numbers, number);
	}
	for (size_t i = 0; i < count; i++) {
		for (int k = 0; k < PATTERN_PARTNERS; k++) {
			uint16_t p = literals[i].partners[k];

			if (p == PATTERN_NO_PARTNER)
				continue;
			weighed_at(all, g_array_index(all->numbers, uint32_t,
						first + p))
				->saves += literals[i].presence *
					   (1 - partners[p].presence);
		}
	}
}

/* Those that are worth it are looked for. */
static void
choose_partners(struct gathering *all)
{
	const struct prefilter_use none = {0, 0, 0, 0};

	for (uint32_t n = 0; n < all->weighed->len; n++) {
		struct weighed *one = weighed_at(all, n);
		double notes = 0;

		for (size_t i = 0; i < one->partner->count; i++)
			notes += one->partner->strings[i].presence;
		one->worth = one->saves * TRIAL > notes;
		for (size_t i = 0; i < one->partner->count && one->worth; i++)
			add_item(all, &one->partner->strings[i], n, none);
	}
}

static int
compare_numbers(const void *a, const void *b)
{
	return by_number(*(const uint32_t *)a, *(const uint32_t *)b);
}

/* `numbers` are those of the piece's partners. */
static uint32_t
company_of(struct gathering *all, const struct pattern_literal *literal,
	const uint32_t *numbers)
{
	struct prefilter_company company;
	uint32_t at;
	char *key;

	for (int i = 0; i < PATTERN_PARTNERS; i++) {
		uint16_t p = literal->partners[i];
		bool counts = p != PATTERN_NO_PARTNER &&
			      weighed_at(all, numbers[p])->worth;

		company.partners[i] = counts ? numbers[p] : PREFILTER_NOBODY;
	}
	qsort(company.partners, PATTERN_PARTNERS, sizeof(uint32_t),
		compare_numbers);
	if (company.partners[0] == PREFILTER_NOBODY)
		return 0;
	key = g_strdup_printf("%x %x %x", company.partners[0],
		company.partners[1], company.partners[2]);
	at = GPOINTER_TO_UINT(g_hash_table_lookup(all->company_numbers, key));
	if (at > 0) {
		g_free(key);
		return at;
	}
	at = all->companies->len;
	g_array_append_val(all->companies, company);
	g_hash_table_insert(all->company_numbers, key, GUINT_TO_POINTER(at));
	return at;
}

static void
add_piece(struct gathering *all, const struct pattern *piece,
	struct prefilter_use use)
{
	const struct pattern_partner *partners;
	const struct pattern_literal *literals;
	size_t count = pattern_literals(piece, &literals);
	const uint32_t *numbers =
		&g_array_index(all->numbers, uint32_t, all->at);

	for (size_t i = 0; i < count; i++) {
		use.lead = (uint32_t)MIN(literals[i].lead, UINT32_MAX);
		use.company = company_of(all, &literals[i], numbers);
		add_item(all, &literals[i], PREFILTER_NOBODY, use);
	}
	all->at += pattern_partners(piece, &partners);
}

static void
gather_partners(struct gathering *all, const struct ruleset *rules)
{
	for (size_t i = 0; i < rules->pattern_count; i++) {
		const struct pattern *const *pieces;
		size_t count = pattern_pieces(rules->patterns[i], &pieces);

		for (size_t p = 0; p < count; p++)
			weigh_piece(all, pieces[p]);
	}
	choose_partners(all);
}

static void
gather_literals(struct gathering *all, const struct ruleset *rules)
{
	for (size_t i = 0; i < rules->pattern_count; i++) {
		const struct pattern *const *pieces;
		size_t count = pattern_pieces(rules->patterns[i], &pieces);
		unsigned id = pattern_id(rules->patterns[i]);

		for (uint32_t p = 0; p < count; p++)
			add_piece(all, pieces[p],
				(struct prefilter_use){id, p, 0, 0});
	}
}

static void
gather(struct gathering *all, const struct ruleset *rules, size_t cut)
{
	const struct prefilter_company nobody = {
		{PREFILTER_NOBODY, PREFILTER_NOBODY, PREFILTER_NOBODY}};

	all->cut = cut;
	all->at = 0;
	all->items = g_array_new(FALSE, FALSE, sizeof(struct item));
	all->partner_numbers =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	all->weighed = g_array_new(FALSE, FALSE, sizeof(struct weighed));
	all->numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	all->company_numbers =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	all->companies =
		g_array_new(FALSE, FALSE, sizeof(struct prefilter_company));
	g_array_append_val(all->companies, nobody);
	if (cut > 0) {
		gather_partners(all, rules);
		gather_literals(all, rules);
	}
	g_array_sort(all->items, by_word);
}

static void
disperse(struct gathering *all)
{
	g_hash_table_destroy(all->partner_numbers);
	g_array_free(all->weighed, TRUE);
	g_array_free(all->numbers, TRUE);
	g_hash_table_destroy(all->company_numbers);
	g_array_free(all->companies, TRUE);
	g_array_free(all->items, TRUE);
}

/* Laying out ------------------------------------------------------------ */

static bool
same_entry(const struct item *a, const struct item *b)
{
	return str_eq(a->text, b->text) && a->starts_word == b->starts_word &&
	       a->ends_word == b->ends_word;
}

/* How far the lists are filled. */
struct filled {
	size_t words, entries, uses, partners;
};

static void
add_partner(struct prefilter *made, struct filled *filled, uint32_t partner,
	bool first)
{
	if (first || made->partners[filled->partners - 1] != partner)
		made->partners[filled->partners++] = partner;
}

/* Equal uses are one, with the larger lead. */
static void
add_use(struct prefilter *made, struct filled *filled,
	const struct prefilter_use *use, bool first)
{
	struct prefilter_use *next = &made->uses[filled->uses];

	if (!first && next[-1].pattern == use->pattern &&
		next[-1].piece == use->piece &&
		next[-1].company == use->company)
		next[-1].lead = MAX(next[-1].lead, use->lead);
	else
		made->uses[filled->uses++] = *use;
}

static void
lay_out_item(struct prefilter *made, struct filled *filled,
	const struct item *item, const struct item *last, struct str *texts)
{
	bool first = last == NULL || !same_entry(item, last);

	if (last == NULL || !str_eq(item->text, last->text)) {
		texts[filled->words] = item->text;
		made->words[filled->words++] = (struct prefilter_word){
			(uint32_t)item->text.n, (uint32_t)filled->entries};
	}
	if (first)
		made->entries[filled->entries++] = (struct prefilter_entry){
			item->starts_word, item->ends_word,
			(uint32_t)filled->uses, (uint32_t)filled->partners};
	if (item->partner != PREFILTER_NOBODY)
		add_partner(made, filled, item->partner, first);
	else
		add_use(made, filled, &item->use,
			first || last->partner != PREFILTER_NOBODY);
}

/* Items of one word, from `first` to before `end`. */
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
	return by_number(x->first, y->first);
}

static GArray *
group_words(const struct item *items, unsigned count)
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
	made->words[filled->words].first_entry = (uint32_t)filled->entries;
	made->entries[filled->entries].first_use = (uint32_t)filled->uses;
	made->entries[filled->entries].first_partner =
		(uint32_t)filled->partners;
	made->word_count = filled->words;
	made->entry_count = filled->entries;
}

/* Lays out what was gathered; what comes back are words for the automaton. */
static struct str *
lay_out(struct prefilter *made, const GArray *items)
{
	const struct item *all = (const struct item *)(const void *)items->data;
	struct filled filled = {0, 0, 0, 0};
	size_t room = items->len + G_N_ELEMENTS(strangers) + 1;
	struct str *texts = g_new0(struct str, room);
	GArray *groups;

	made->words = g_new0(struct prefilter_word, room);
	made->entries = g_new0(struct prefilter_entry, items->len + 1);
	made->uses = g_new0(struct prefilter_use, items->len + 1);
	made->partners = g_new0(uint32_t, items->len + 1);
	groups = group_words(all, items->len);
	for (unsigned g = 0; g < groups->len; g++) {
		struct group group = g_array_index(groups, struct group, g);

		for (unsigned i = group.first; i < group.end; i++)
			lay_out_item(made, &filled, &all[i],
				i > group.first ? &all[i - 1] : NULL, texts);
	}
	g_array_free(groups, TRUE);
	made->first_stranger = filled.words;
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		texts[filled.words] = str_of(strangers[i]);
		made->words[filled.words++] =
			(struct prefilter_word){(uint32_t)strlen(strangers[i]),
				(uint32_t)filled.entries};
	}
	end_lists(made, &filled);
	return texts;
}

static void
forget_layout(struct prefilter *made)
{
	g_free(made->words);
	g_free(made->entries);
	g_free(made->uses);
	g_free(made->partners);
	g_free(made->companies);
}

/* False where the words have to be cut shorter. */
static bool
build(struct prefilter *made, const struct ruleset *rules, size_t cut)
{
	struct gathering all;
	struct str *texts;

	gather(&all, rules, cut);
	texts = lay_out(made, all.items);
	made->partner_count = all.weighed->len;
	made->company_count = all.companies->len;
	made->companies = g_memdup2(all.companies->data,
		all.companies->len * sizeof(struct prefilter_company));
	made->automaton = automaton_new(texts, made->word_count);
	g_free(texts);
	disperse(&all);
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
