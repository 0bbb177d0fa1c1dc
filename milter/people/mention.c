#include "mention_internal.h"

#include <glib.h>

#include "base/limits.h"
#include "mention_phrases.h"
#include "roster_internal.h"
#include "tell_internal.h"
#include "word_internal.h"

/*
 * The phrases for all persons lie in one tree of words, so that a text is read
 * once however many persons there are. Words have numbers from 1 up (0: no
 * phrase has it); a step down the tree is a look into one hash table. "the" is
 * passed over between words.
 */
enum { ROOT = 0, NO_NODE = 0, LONGEST_PHRASE = 16 };

struct target {
	const struct person *person;
	enum mention_form form;
	bool bare;
};

struct mention_index {
	struct arena *arena;
	GHashTable *words;  /* struct str * to struct known_word * */
	GHashTable *steps;  /* struct step * to itself */
	GPtrArray *targets; /* by node: GArray of struct target, or NULL */
	struct tell *tell;
	guint the;
};

/* What sort of word it is, whether or not a phrase has it. */
enum word_sort {
	SORT_COURTESY = 1 << 0,	  /* "Cllr" */
	SORT_DETERMINER = 1 << 1, /* "the": an office may follow */
	SORT_DEPUTY = 1 << 2,	  /* "deputy": makes it another office */
	SORT_OF = 1 << 3,
	SORT_COMMON = 1 << 4, /* a first name that is a word, too */
};

struct known_word {
	struct str folded;
	guint number;
	unsigned sorts;
};

struct step {
	guint from, word; /* the key */
	guint to;
};

static guint
step_hash(gconstpointer p)
{
	const struct step *step = p;

	return step->from * 2654435761u + step->word;
}

static gboolean
step_equal(gconstpointer a, gconstpointer b)
{
	const struct step *x = a, *y = b;

	return x->from == y->from && x->word == y->word;
}

static const struct known_word *
word_known(const struct mention_index *index, struct str folded)
{
	static const struct known_word unknown;
	const struct known_word *known =
		g_hash_table_lookup(index->words, &folded);

	return known ? known : &unknown;
}

static guint
take_step(const struct mention_index *index, guint from, guint word)
{
	struct step wanted = {from, word, 0};
	const struct step *step = g_hash_table_lookup(index->steps, &wanted);

	return step ? step->to : NO_NODE;
}

static struct known_word *
learn_word(struct mention_index *index, struct str folded)
{
	struct known_word *known = g_hash_table_lookup(index->words, &folded);

	if (known != NULL)
		return known;
	known = ARENA_NEW(index->arena, struct known_word);
	known->folded = arena_str(index->arena, folded);
	known->number = g_hash_table_size(index->words) + 1;
	g_hash_table_insert(index->words, &known->folded, known);
	return known;
}

static guint
learn_step(struct mention_index *index, guint from, guint word)
{
	struct step *step;
	guint to = take_step(index, from, word);

	if (to != NO_NODE)
		return to;
	step = ARENA_NEW(index->arena, struct step);
	*step = (struct step){from, word, index->targets->len};
	g_ptr_array_add(index->targets, NULL);
	g_hash_table_add(index->steps, step);
	return step->to;
}

static void
learn_target(struct mention_index *index, guint node, struct target target)
{
	GArray *targets = index->targets->pdata[node];

	if (targets == NULL) {
		targets = g_array_new(FALSE, FALSE, sizeof(struct target));
		index->targets->pdata[node] = targets;
	}
	for (guint i = 0; i < targets->len; i++) {
		struct target *old = &g_array_index(targets, struct target, i);

		if (old->person != target.person)
			continue;
		/* The stricter form and the full one win. */
		old->form = MIN(old->form, target.form);
		old->bare = old->bare && target.bare;
		return;
	}
	g_array_append_val(targets, target);
}

static void
learn_phrase(const struct person *person, struct str phrase,
	enum mention_form form, bool bare, void *context)
{
	struct mention_index *index = context;
	struct word_reader reader = word_reader_new(phrase);
	struct word word;
	guint node = ROOT, count = 0;

	while (count < LONGEST_PHRASE && word_next(&reader, &word)) {
		if (str_eq(word.folded, STR_LIT("the")))
			continue;
		node = learn_step(
			index, node, learn_word(index, word.folded)->number);
		count++;
	}
	if (node != ROOT)
		learn_target(index, node, (struct target){person, form, bare});
	word_reader_clear(&reader);
}

static const char *const determiners[] = {
	"the", "our", "my", "your", "their", "his", "her", "its", "and", NULL};
/* Before an office these make it another one. */
static const char *const deputies[] = {"deputy", "assistant", "vice", "former",
	"ex", "previous", "associate", "sub", "shadow", "junior", "trainee",
	"next", "new", NULL};
/* First names that are words, too; at the start of a sentence no name. */
static const char *const common_words[] = {"will", "may", "mark", "bill",
	"grant", "rose", "grace", "hope", "faith", "joy", "dot", "sue", "pat",
	"drew", "jack", "ray", "rich", "guy", "miles", "chase", "dawn", "eve",
	"april", "june", "august", "summer", "penny", "rob", "nick", "frank",
	"dean", "earl", "don", "victor", "max", "lance", "robin", "holly",
	"ivy", "violet", "amber", "ruby", "pearl", "heather", "iris", "lily",
	"olive", "daisy", "poppy", "sandy", "gene", "wade", "cliff", "glen",
	"dale", "forest", "hunter", "mason", "cooper", "taylor", "carter",
	"porter", "parker", "warren", "archer", "page", "reed", "art", "bob",
	"jo", "lee", "kit", "sky", "star", "stew", "trinity", "verity", "ward",
	"wren", "hazel", "honor", "melody", "harmony", "christian", "norm",
	"sterling", "ford", "hall", "park", "field", "hill", "lane", "street",
	"church", "bridge", "mill", "wood", "brook", "moss", "frost", "stone",
	NULL};

static void
learn_sort(struct mention_index *index, const char *const *words,
	enum word_sort sort)
{
	for (size_t i = 0; words[i] != NULL; i++)
		learn_word(index, str_of(words[i]))->sorts |= sort;
}

static void
learn_sorts(struct mention_index *index)
{
	static const char *const of[] = {"of", "for", NULL};

	learn_sort(index, courtesy_words, SORT_COURTESY);
	learn_sort(index, determiners, SORT_DETERMINER);
	learn_sort(index, deputies, SORT_DEPUTY);
	learn_sort(index, common_words, SORT_COMMON);
	learn_sort(index, of, SORT_OF);
}

struct mention_index *
mention_index_new(const struct roster *roster)
{
	struct mention_index *index = g_new0(struct mention_index, 1);
	size_t count;
	const struct person *people = roster_people(roster, &count);

	index->arena = arena_new();
	index->words = g_hash_table_new(str_hash, str_equal);
	index->steps = g_hash_table_new(step_hash, step_equal);
	index->targets = g_ptr_array_new();
	g_ptr_array_add(index->targets, NULL); /* the root */
	index->the = learn_word(index, STR_LIT("the"))->number;
	learn_sorts(index);
	for (size_t i = 0; i < count; i++)
		person_phrases(&people[i], learn_phrase, index);
	index->tell = tell_new();
	return index;
}

void
mention_index_free(struct mention_index **index)
{
	if (*index == NULL)
		return;
	for (guint i = 0; i < (*index)->targets->len; i++)
		if ((*index)->targets->pdata[i] != NULL)
			g_array_free((*index)->targets->pdata[i], TRUE);
	g_ptr_array_free((*index)->targets, TRUE);
	g_hash_table_destroy((*index)->words);
	g_hash_table_destroy((*index)->steps);
	tell_free(&(*index)->tell);
	arena_free(&(*index)->arena);
	g_free(*index);
	*index = NULL;
}

const struct tell *
mention_index_tell(const struct mention_index *index)
{
	return index->tell;
}

/* Finding ---------------------------------------------------------------- */

/* One word of the text, as far as finding needs to know it. */
struct spot {
	uint32_t start, end;
	guint word;
	unsigned sorts;
	bool capital, possessive, adjacent, letter; /* letter: an initial */
};

struct scan {
	const struct mention_index *index;
	const struct zone_text *zone;
	int32_t day;
	GArray *spots; /* struct spot */
	GArray *found; /* struct found_mention */
};

static struct spot
spot_of(const struct scan *scan, const struct word *word)
{
	const struct known_word *known = word_known(scan->index, word->folded);

	return (struct spot){
		.start = (uint32_t)word->start,
		.end = (uint32_t)word->end,
		.word = known->number,
		.sorts = known->sorts,
		.capital = word->capital,
		.possessive = word->possessive,
		.adjacent = word->adjacent,
		.letter = word->folded.n == 1 && word->capital,
	};
}

static void
read_spots(struct scan *scan)
{
	struct word_reader reader = word_reader_new(scan->zone->text);
	struct word word;

	while (word_next(&reader, &word)) {
		struct spot spot = spot_of(scan, &word);

		g_array_append_val(scan->spots, spot);
	}
	word_reader_clear(&reader);
}

static const struct spot *
spot_at(const struct scan *scan, size_t i)
{
	return i < scan->spots->len
		       ? &g_array_index(scan->spots, struct spot, i)
		       : NULL;
}

static bool
starts_sentence(const struct scan *scan, size_t i)
{
	const struct spot *spot = spot_at(scan, i);
	size_t sentence = zone_sentence_at(scan->zone, spot->start);

	return i == 0 || sentence >= scan->zone->sentence_count ||
	       spot_at(scan, i - 1)->start <
		       scan->zone->sentences[sentence].start;
}

/* "Cllr Marsh", "Mr P. Twigg": a courtesy title, perhaps with initials. */
static bool
courtesy_before(const struct scan *scan, size_t i)
{
	const struct spot *spot;

	do {
		if (i == 0)
			return false;
		spot = spot_at(scan, --i);
	} while (spot->letter);
	return (spot->sorts & SORT_COURTESY) &&
	       !(spot->sorts & SORT_DETERMINER);
}

/* A capital word right behind a first name is the surname of another. */
static bool
capital_behind(const struct scan *scan, size_t end)
{
	const struct spot *next = spot_at(scan, end);

	return next != NULL && next->adjacent && next->capital &&
	       next->end - next->start > 1;
}

static bool
name_counts(const struct scan *scan, size_t from, size_t to)
{
	return spot_at(scan, from)->capital || to - from > 1;
}

static bool
first_name_counts(const struct scan *scan, size_t from, size_t to)
{
	const struct spot *spot = spot_at(scan, from);

	if (!spot->capital || capital_behind(scan, to))
		return false;
	if (from > 0 && courtesy_before(scan, from))
		return false;
	return !(spot->sorts & SORT_COMMON) || !starts_sentence(scan, from);
}

static bool
office_counts(const struct scan *scan, size_t from, size_t to, bool bare)
{
	const struct spot *spot = spot_at(scan, from);
	const struct spot *before = from > 0 ? spot_at(scan, from - 1) : NULL;
	const struct spot *behind = spot_at(scan, to);
	bool lone = starts_sentence(scan, from);

	if (before != NULL && (before->sorts & SORT_DEPUTY) && spot->adjacent)
		return false;
	if (bare && behind != NULL && behind->adjacent &&
		(behind->sorts & SORT_OF))
		return false;
	if (bare && !lone && before != NULL && before->capital &&
		spot->adjacent && !(before->sorts & SORT_DETERMINER))
		return false; /* "Managing Director", "Town Clerk" */
	return spot->capital ||
	       (before != NULL && (before->sorts & SORT_DETERMINER));
}

static bool
target_counts(const struct scan *scan, const struct target *target, size_t from,
	size_t to)
{
	if (!person_in_force(target->person, scan->day))
		return false;
	switch (target->form) {
	case FORM_NAME:
		return name_counts(scan, from, to);
	case FORM_SURNAME:
		return spot_at(scan, from)->capital &&
		       courtesy_before(scan, from) && !capital_behind(scan, to);
	case FORM_OFFICE:
		return office_counts(scan, from, to, target->bare);
	case FORM_FIRST_NAME:
		return first_name_counts(scan, from, to);
	case FORM_DEPARTMENT:
		return spot_at(scan, from)->capital;
	}
	return false;
}

/* How many on that day are called so by their first name? */
static bool
is_only_first_name(const struct scan *scan, const GArray *targets)
{
	size_t count = 0;

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target =
			&g_array_index(targets, struct target, i);

		count += target->form == FORM_FIRST_NAME &&
			 person_in_force(target->person, scan->day);
	}
	return count == 1;
}

/* Enters all whom the words [from, to) mean; false when they mean nobody. */
static bool
enter_targets(struct scan *scan, const GArray *targets, size_t from, size_t to)
{
	guint before = scan->found->len;

	for (guint i = 0; i < targets->len; i++) {
		const struct target *target =
			&g_array_index(targets, struct target, i);
		const struct spot *first = spot_at(scan, from);
		const struct spot *last = spot_at(scan, to - 1);
		struct found_mention found = {
			.mention = {target->person, first->start, last->end, 0},
			.form = target->form,
			.possessive = last->possessive,
		};

		if (!target_counts(scan, target, from, to) ||
			(target->form == FORM_FIRST_NAME &&
				!is_only_first_name(scan, targets)))
			continue;
		found.mention.sentence =
			(uint32_t)zone_sentence_at(scan->zone, first->start);
		g_array_append_val(scan->found, found);
	}
	return scan->found->len > before;
}

/* The longest phrase that begins at word `from`; the word behind it. */
static size_t
scan_from(struct scan *scan, size_t from)
{
	struct {
		const GArray *targets;
		size_t end;
	} ends[LONGEST_PHRASE];
	size_t count = 0, i = from;
	guint node = ROOT;

	while (count < LONGEST_PHRASE && i < scan->spots->len &&
		i < from + 2 * LONGEST_PHRASE) {
		guint word = spot_at(scan, i)->word;

		i++;
		if (word == scan->index->the && node != ROOT)
			continue;
		node = word ? take_step(scan->index, node, word) : NO_NODE;
		if (node == NO_NODE)
			break;
		if (scan->index->targets->pdata[node] != NULL) {
			ends[count].targets = scan->index->targets->pdata[node];
			ends[count++].end = i;
		}
	}
	while (count-- > 0)
		if (enter_targets(
			    scan, ends[count].targets, from, ends[count].end))
			return ends[count].end;
	return from + 1;
}

struct found_mentions
mention_scan(struct arena *arena, const struct mention_index *index,
	const struct zone_text *zone, int32_t day)
{
	struct scan scan = {
		.index = index,
		.zone = zone,
		.day = day,
		.spots = g_array_new(FALSE, FALSE, sizeof(struct spot)),
		.found =
			g_array_new(FALSE, FALSE, sizeof(struct found_mention)),
	};
	struct found_mentions found;

	read_spots(&scan);
	for (size_t i = 0; i < scan.spots->len;)
		i = scan_from(&scan, i);
	found.count = scan.found->len;
	found.items = ARENA_ARRAY(arena, struct found_mention, found.count);
	if (found.count > 0)
		memcpy(found.items, scan.found->data,
			found.count * sizeof(*found.items));
	g_array_free(scan.spots, TRUE);
	g_array_free(scan.found, TRUE);
	return found;
}

struct mention_list
mention_find(struct arena *arena, const struct mention_index *index,
	const struct zone_text *zone, int32_t day)
{
	struct found_mentions found = mention_scan(arena, index, zone, day);
	struct mention_list list = {
		ARENA_ARRAY(arena, struct mention, found.count), 0};

	for (size_t i = 0; i < found.count; i++)
		if (found.items[i].form != FORM_DEPARTMENT)
			list.items[list.count++] = found.items[i].mention;
	return list;
}

/* Display names ---------------------------------------------------------- */

/* The node that the words of `name` lead to, from the first or behind "Cllr". */
static guint
node_of_name(
	const struct mention_index *index, struct str name, bool skip_courtesy)
{
	struct word_reader reader = word_reader_new(name);
	struct word word;
	guint node = ROOT;
	bool lost = false;

	while (!lost && word_next(&reader, &word)) {
		if (skip_courtesy && node == ROOT &&
			word_is_courtesy(word.folded))
			continue;
		node = take_step(
			index, node, word_known(index, word.folded)->number);
		lost = node == NO_NODE;
	}
	word_reader_clear(&reader);
	return lost ? NO_NODE : node;
}

static const struct person *
only_person_at(const struct mention_index *index, guint node, int32_t day)
{
	const GArray *targets = index->targets->pdata[node];
	const struct person *only = NULL;

	for (guint i = 0; targets != NULL && i < targets->len; i++) {
		const struct target *target =
			&g_array_index(targets, struct target, i);

		if ((target->form != FORM_NAME &&
			    target->form != FORM_OFFICE) ||
			target->bare || !person_in_force(target->person, day))
			continue;
		if (only != NULL)
			return NULL;
		only = target->person;
	}
	return only;
}

static const struct person *
person_of_name(const struct mention_index *index, struct str name, int32_t day)
{
	const struct person *person =
		only_person_at(index, node_of_name(index, name, false), day);

	if (person != NULL)
		return person;
	return only_person_at(index, node_of_name(index, name, true), day);
}

const struct person *
mention_by_display_name(
	const struct mention_index *index, struct str name, int32_t day)
{
	const char *bracket = name.n ? memchr(name.p, '(', name.n) : NULL;
	const char *comma;
	const struct person *person;
	char *turned;

	if (bracket != NULL && bracket > name.p)
		name.n = (size_t)(bracket - name.p);
	person = person_of_name(index, name, day);
	comma = name.n ? memchr(name.p, ',', name.n) : NULL;
	if (person != NULL || comma == NULL)
		return person;
	/* "Grice, Paul" */
	turned =
		g_strdup_printf("%.*s %.*s", (int)(name.p + name.n - comma - 1),
			comma + 1, (int)(comma - name.p), name.p);
	person = person_of_name(index, str_of(turned), day);
	g_free(turned);
	return person;
}
