#include "prefilter_gather.h"

#include <glib.h>

enum {
	/* Partners only have to be rare. */
	LONGEST_PARTNER = 8,
	/* A trial costs as much as so many notes. */
	TRIAL = 20,
	/* Bytes of one, by and large. */
	SENTENCE = 80,
};

/* A partner of any pattern, and whether it is worth its notes. */
struct weighed {
	const struct pattern_partner *partner;
	double saves; /* trials in a sentence */
	bool worth;
};

/* Numbers that are in order as the first bytes of texts are. */
static uint64_t
order_of(struct str text)
{
	uint64_t order = 0;

	for (size_t i = 0; i < sizeof(order); i++)
		order = order << 8 |
			(i < text.n ? (unsigned char)text.p[i] : 0);
	return order;
}

static int
compare_texts(struct str a, struct str b)
{
	int order = memcmp(a.p, b.p, MIN(a.n, b.n));

	return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

/* By string, boundaries and what it is for. */
static int
by_string(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int order = (x->order > y->order) - (x->order < y->order);

	if (order == 0)
		order = compare_texts(x->text, y->text);
	if (order == 0)
		order = x->starts_word - y->starts_word;
	if (order == 0)
		order = x->ends_word - y->ends_word;
	if (order == 0)
		order = array_compare(x->partner, y->partner);
	if (order == 0)
		order = array_compare(x->use.company, y->use.company);
	if (order == 0)
		order = array_compare(x->use.pattern, y->use.pattern);
	if (order == 0)
		order = array_compare(x->use.piece, y->use.piece);
	return order;
}

static void
cut(struct item *item, size_t longest)
{
	if (item->text.n <= longest)
		return;
	item->text.n = longest;
	item->ends_word = false;
}

/* Does trim() take the space that it begins with? */
static bool
loses_first(struct str text)
{
	return text.n > 1 && text.p[0] == ' ';
}

/*
 * A word with a space beside it is that word with a boundary there; beside
 * anything else a space only costs looks. No string ends with one then, which
 * lexicon.c counts on, nor begins with one, but for the space itself.
 */
static void
trim(struct item *item)
{
	struct str *text = &item->text;

	if (loses_first(*text)) {
		text->p++;
		text->n--;
		item->starts_word = g_ascii_isalnum(text->p[0]);
	}
	if (text->n > 1 && text->p[text->n - 1] == ' ') {
		text->n--;
		item->ends_word = g_ascii_isalnum(text->p[text->n - 1]);
	}
}

static void
add_item(struct gathering *all, const struct pattern_literal *literal,
	uint32_t partner, struct prefilter_use use)
{
	struct item item = {literal->text, 0, literal->starts_word,
		literal->ends_word, partner, literal->presence, use};

	/* No plain text has it. */
	if (str_find_nocase(item.text, STR_LIT("  "), 0) != SIZE_MAX)
		return;
	cut(&item, partner == PREFILTER_NOBODY
			   ? all->cut
			   : MIN(all->cut, (size_t)LONGEST_PARTNER));
	trim(&item);
	item.order = order_of(item.text);
	g_array_append_val(all->items, item);
}

/* The same for equal strings alone: any byte may stand in them, so their lengths
 * are told. */
static GBytes *
partner_key(const struct pattern_partner *partner)
{
	GString *key = g_string_new(NULL);

	for (size_t i = 0; i < partner->count; i++) {
		const struct pattern_literal *one = &partner->strings[i];

		g_string_append_printf(key, "%c%zu%c",
			one->starts_word ? '<' : ' ', one->text.n,
			one->ends_word ? '>' : ' ');
		g_string_append_len(key, one->text.p, (gssize)one->text.n);
	}
	return g_string_free_to_bytes(key);
}

/* Partners of equal strings are one. */
static uint32_t
partner_number(struct gathering *all, const struct pattern_partner *partner)
{
	const struct weighed weighed = {partner, 0, false};
	GBytes *key = partner_key(partner);
	uint32_t number = GPOINTER_TO_UINT(
		g_hash_table_lookup(all->partner_numbers, key));

	if (number > 0) {
		g_bytes_unref(key);
		return number - 1;
	}
	number = all->weighed->len;
	g_array_append_val(all->weighed, weighed);
	g_hash_table_insert(
		all->partner_numbers, key, GUINT_TO_POINTER(number + 1));
	return number;
}

static struct weighed *
weighed_at(const struct gathering *all, uint32_t number)
{
	return &g_array_index(all->weighed, struct weighed, number);
}

/* How likely a partner is within reach of a match that has the literal. */
static double
chance_of(const struct pattern_literal *literal,
	const struct pattern_partner *partner)
{
	double places = 0;

	for (size_t i = 0; i < partner->count; i++) {
		const struct pattern_literal *one = &partner->strings[i];
		double here = (double)literal->lead - (double)literal->least +
			      (double)one->lead - (double)one->least + 1;

		places = MAX(places, here);
	}
	return MIN((double)partner->presence, (double)partner->rate * places);
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
				->saves +=
				literals[i].presence *
				(1 - chance_of(&literals[i], &partners[p]));
		}
	}
}

/* Those that are worth it are looked for. */
static void
choose_partners(struct gathering *all)
{
	const struct prefilter_use none = {0};

	for (uint32_t n = 0; n < all->weighed->len; n++) {
		struct weighed *one = weighed_at(all, n);

		one->worth = one->saves * TRIAL >
			     (double)one->partner->rate * SENTENCE;
		for (size_t i = 0; i < one->partner->count && one->worth; i++)
			add_item(all, &one->partner->strings[i], n, none);
	}
}

static uint16_t
add_far(size_t distance, size_t more)
{
	return (uint16_t)MIN(MIN(distance, (size_t)PREFILTER_FAR) + more,
		(size_t)PREFILTER_FAR);
}

/* Of the string as trim() leaves it. */
static struct prefilter_reach
reach_of(const struct pattern_literal *literal)
{
	size_t moved = loses_first(literal->text);

	return (struct prefilter_reach){
		.most = add_far(literal->lead, moved),
		.least = add_far(literal->least, moved),
		.most_spaces = add_far(literal->most_spaces, moved),
		.least_spaces = add_far(literal->least_spaces, moved),
	};
}

/* Where it needs a capital behind it. */
static uint8_t
capital_of(const struct pattern_literal *literal)
{
	size_t behind = literal->text.n - loses_first(literal->text);

	return literal->capital && behind <= UINT8_MAX ? (uint8_t)behind : 0;
}

static struct prefilter_reach
partner_reach(const struct pattern_partner *partner)
{
	struct prefilter_reach widest = {0, PREFILTER_FAR, 0, PREFILTER_FAR};

	for (size_t i = 0; i < partner->count; i++)
		prefilter_widen(&widest, reach_of(&partner->strings[i]));
	return widest;
}

static int
by_presence(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct prefilter_need *x = a, *y = b;
	const struct gathering *all = data;
	float first = weighed_at(all, x->partner)->partner->presence;
	float second = weighed_at(all, y->partner)->partner->presence;

	return first != second ? (first > second ? 1 : -1)
			       : array_compare(x->partner, y->partner);
}

static struct prefilter_company
nobody(void)
{
	struct prefilter_company company = {0};

	for (int i = 0; i < PATTERN_PARTNERS; i++)
		company.needs[i].partner = PREFILTER_NOBODY;
	return company;
}

/* The number of a company of which there is one of each kind. */
static uint32_t
company_number(struct gathering *all, const struct prefilter_company *company)
{
	GBytes *key = g_bytes_new(company, sizeof(*company));
	uint32_t number = GPOINTER_TO_UINT(
		g_hash_table_lookup(all->company_numbers, key));

	if (number > 0) {
		g_bytes_unref(key);
		return number;
	}
	number = all->companies->len;
	g_array_append_val(all->companies, *company);
	g_hash_table_insert(
		all->company_numbers, key, GUINT_TO_POINTER(number));
	return number;
}

/* `needs` are those of the piece's partners. */
static uint32_t
company_of(struct gathering *all, const struct pattern_literal *literal,
	const struct prefilter_need *needs)
{
	struct prefilter_company company = nobody();
	size_t count = 0;

	for (int i = 0; i < PATTERN_PARTNERS; i++) {
		uint16_t p = literal->partners[i];

		if (p != PATTERN_NO_PARTNER &&
			weighed_at(all, needs[p].partner)->worth)
			company.needs[count++] = needs[p];
	}
	if (count == 0)
		return 0;
	g_qsort_with_data(company.needs, (int)count, sizeof(company.needs[0]),
		by_presence, all);
	return company_number(all, &company);
}

static void
add_piece(struct gathering *all, const struct pattern *piece,
	struct prefilter_use use)
{
	const struct pattern_partner *partners;
	const struct pattern_literal *literals;
	size_t count = pattern_literals(piece, &literals);
	size_t partner_count = pattern_partners(piece, &partners);
	struct prefilter_need *needs =
		g_new(struct prefilter_need, partner_count);

	for (size_t i = 0; i < partner_count; i++)
		needs[i] = (struct prefilter_need){
			g_array_index(all->numbers, uint32_t, all->at++),
			partner_reach(&partners[i])};
	for (size_t i = 0; i < count; i++) {
		use.reach = reach_of(&literals[i]);
		use.capital = capital_of(&literals[i]);
		use.company = company_of(all, &literals[i], needs);
		add_item(all, &literals[i], PREFILTER_NOBODY, use);
	}
	g_free(needs);
}

static void
gather_partners(struct gathering *all, const struct ruleset *rules,
	const uint64_t *patterns)
{
	for (size_t i = 0; i < rules->pattern_count; i++) {
		const struct pattern *const *pieces;
		size_t count = pattern_pieces(rules->patterns[i], &pieces);

		if (!prefilter_has_pattern(
			    patterns, pattern_id(rules->patterns[i])))
			continue;
		for (size_t p = 0; p < count; p++)
			weigh_piece(all, pieces[p]);
	}
	choose_partners(all);
}

static void
gather_literals(struct gathering *all, const struct ruleset *rules,
	const uint64_t *patterns)
{
	for (size_t i = 0; i < rules->pattern_count; i++) {
		const struct pattern *const *pieces;
		size_t count = pattern_pieces(rules->patterns[i], &pieces);
		unsigned id = pattern_id(rules->patterns[i]);

		if (!prefilter_has_pattern(patterns, id))
			continue;
		for (uint32_t p = 0; p < count; p++)
			add_piece(all, pieces[p],
				(struct prefilter_use){
					.pattern = id, .piece = (uint16_t)p});
	}
}

void
prefilter_gather(struct gathering *all, const struct ruleset *rules,
	const uint64_t *patterns, size_t cut)
{
	const struct prefilter_company none = nobody();

	all->cut = cut;
	all->at = 0;
	all->items = g_array_new(FALSE, FALSE, sizeof(struct item));
	all->partner_numbers = g_hash_table_new_full(g_bytes_hash,
		g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	all->weighed = g_array_new(FALSE, FALSE, sizeof(struct weighed));
	all->numbers = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	all->company_numbers = g_hash_table_new_full(g_bytes_hash,
		g_bytes_equal, (GDestroyNotify)g_bytes_unref, NULL);
	all->companies =
		g_array_new(FALSE, FALSE, sizeof(struct prefilter_company));
	g_array_append_val(all->companies, none);
	if (cut > 0) {
		gather_partners(all, rules, patterns);
		gather_literals(all, rules, patterns);
	}
	g_array_sort(all->items, by_string);
}

void
prefilter_disperse(struct gathering *all)
{
	g_hash_table_destroy(all->partner_numbers);
	g_array_free(all->weighed, TRUE);
	g_array_free(all->numbers, TRUE);
	g_hash_table_destroy(all->company_numbers);
	g_array_free(all->companies, TRUE);
	g_array_free(all->items, TRUE);
}
