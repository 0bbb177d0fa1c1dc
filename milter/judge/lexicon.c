#include "lexicon.h"

#include <pthread.h>
#include <stdatomic.h>

#include <glib.h>

#include "base/arena.h"

enum {
	/* Powers of two. Three quarters of the slots are filled at most. */
	SLOTS = 32 * 1024,
	MARKS = 8 * 1024,
	/* Looked at before a word counts as not there. */
	PROBES = 16,
	MOST_BYTES = 8 * 1024 * 1024,
	/* A word that is in more patterns than this is no bargain to keep. */
	MOST_USES = 4096,
};

struct word {
	struct holding holding;
	bool too_much; /* to keep what it holds */
	uint64_t hash;
	struct str text;
};

struct lexicon {
	const struct prefilter *prefilter;
	bool *in_words; /* by node: some string that it leads to may begin
			 * within a word */
	/* Hashes of words that were met once. */
	_Atomic uint32_t marks[MARKS];
	_Atomic(const struct word *) slots[SLOTS];
	_Atomic bool full;
	pthread_mutex_t lock; /* of what follows */
	struct arena *arena;
	uint32_t count;
};

/* May the string begin behind a letter or digit? */
static bool
begins_anywhere(const struct prefilter *prefilter, uint32_t string)
{
	const struct prefilter_string *one = &prefilter->strings[string];

	for (uint32_t e = one->first_entry; e < one[1].first_entry; e++)
		if (!prefilter->entries[e].starts_word)
			return true;
	return false;
}

/* What a node leads to has higher numbers. */
static bool *
find_in_words(const struct prefilter *prefilter)
{
	const struct trie *trie = prefilter->trie;
	bool *in_words = g_new0(bool, trie->node_count);

	for (uint32_t n = trie->node_count; n-- > 0;) {
		uint32_t string = trie_string(trie, n);

		in_words[n] = string != TRIE_NO_STRING &&
			      begins_anywhere(prefilter, string);
		for (uint32_t i = 0; i < trie->nodes[n].count; i++)
			in_words[n] |= in_words[trie->nodes[n].first + i];
	}
	return in_words;
}

struct lexicon *
lexicon_new(const struct prefilter *prefilter)
{
	struct lexicon *made = g_new0(struct lexicon, 1);

	made->prefilter = prefilter;
	made->arena = arena_new();
	made->in_words = find_in_words(prefilter);
	pthread_mutex_init(&made->lock, NULL);
	return made;
}

void
lexicon_free(struct lexicon **lexicon)
{
	if (*lexicon == NULL)
		return;
	pthread_mutex_destroy(&(*lexicon)->lock);
	arena_free(&(*lexicon)->arena);
	g_free((*lexicon)->in_words);
	g_free(*lexicon);
	*lexicon = NULL;
}

struct holding
lexicon_entry(const struct prefilter *prefilter, uint32_t entry)
{
	const struct prefilter_entry *one = &prefilter->entries[entry];

	return (struct holding){
		.id = entry,
		.use_count = one[1].first_use - one->first_use,
		.partner_count = one[1].first_partner - one->first_partner,
		.uses = &prefilter->uses[one->first_use],
		.partners = &prefilter->partners[one->first_partner],
	};
}

/* Finding out -------------------------------------------------------------- */

/* What is gathered of a word. */
struct gathered {
	GArray *uses, *partners, *ways;
};

static void
gather_entry(struct gathered *all, const struct holding *entry, size_t offset)
{
	g_array_append_vals(
		all->partners, entry->partners, entry->partner_count);
	for (uint32_t u = 0; u < entry->use_count; u++) {
		struct prefilter_use use = entry->uses[u];

		use.offset = (uint16_t)offset;
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
	const struct prefilter_string *one = &prefilter->strings[string];

	for (uint32_t e = one->first_entry; e < one[1].first_entry; e++) {
		struct holding entry = lexicon_entry(prefilter, e);

		if (!(prefilter->entries[e].starts_word && within_before) &&
			!(prefilter->entries[e].ends_word && within_behind))
			gather_entry(all, &entry, offset);
	}
}

/* Behind a word comes none of its characters. */
static bool
goes_on(const struct lexicon *lexicon, uint32_t node, bool within)
{
	const struct trie *trie = lexicon->prefilter->trie;

	for (int c = 0; c < 256; c++) {
		uint32_t child = trie_step(trie, node, (char)c);

		if (child != TRIE_NOWHERE && !lexicon_is_word((char)c) &&
			(!within || lexicon->in_words[child]))
			return true;
	}
	return false;
}

/* All strings that begin at `from`. */
static void
gather_from(struct gathered *all, const struct lexicon *lexicon,
	struct str word, size_t from)
{
	const struct prefilter *prefilter = lexicon->prefilter;
	const struct trie *trie = prefilter->trie;
	bool within = from > 0 && is_alnum_at(word, from - 1);
	struct lexicon_way way = {
		.node = TRIE_ROOT, .offset = (uint16_t)from, .within = within};

	for (size_t at = from; at < word.n; at++) {
		uint32_t string;

		way.node = trie_step(trie, way.node, word.p[at]);
		if (way.node == TRIE_NOWHERE ||
			(within && !lexicon->in_words[way.node]))
			return;
		string = trie_string(trie, way.node);
		if (string != TRIE_NO_STRING)
			gather_string(all, prefilter, string, within,
				is_alnum_at(word, at + 1), from);
	}
	if (!goes_on(lexicon, way.node, within))
		return;
	way.spaced = trie_step(trie, way.node, ' ');
	for (int c = 0; c < 256 && way.spaced != TRIE_NOWHERE; c++)
		if (trie_step(trie, way.spaced, (char)c) != TRIE_NOWHERE)
			way.letters |= UINT32_C(1) << lexicon_letter((char)c);
	g_array_append_val(all->ways, way);
}

static int
by_company(gconstpointer a, gconstpointer b)
{
	const struct prefilter_use *x = a, *y = b;

	if (x->company != y->company)
		return x->company > y->company ? 1 : -1;
	return (x->pattern > y->pattern) - (x->pattern < y->pattern);
}

static int
by_number(gconstpointer a, gconstpointer b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
gather(struct gathered *all, const struct lexicon *lexicon, struct str word)
{
	uint32_t *partners;
	unsigned kept = 0;

	all->uses = g_array_new(FALSE, FALSE, sizeof(struct prefilter_use));
	all->partners = g_array_new(FALSE, FALSE, sizeof(uint32_t));
	all->ways = g_array_new(FALSE, FALSE, sizeof(struct lexicon_way));
	for (size_t from = 0; from < word.n; from++)
		gather_from(all, lexicon, word, from);
	g_array_sort(all->uses, by_company);
	g_array_sort(all->partners, by_number);
	partners = (uint32_t *)(void *)all->partners->data;
	for (unsigned i = 0; i < all->partners->len; i++)
		if (kept == 0 || partners[kept - 1] != partners[i])
			partners[kept++] = partners[i];
	g_array_set_size(all->partners, kept);
}

static void
disperse(struct gathered *all)
{
	g_array_free(all->uses, TRUE);
	g_array_free(all->partners, TRUE);
	g_array_free(all->ways, TRUE);
}

/* Keeping ------------------------------------------------------------------ */

/* Copies an array into the arena. */
static void *
keep(struct arena *arena, const GArray *array, size_t size)
{
	void *kept = arena_alloc_array(arena, array->len, size);

	if (array->len > 0)
		memcpy(kept, array->data, array->len * size);
	return kept;
}

static struct holding
keep_holding(struct lexicon *lexicon, const struct gathered *all)
{
	struct arena *arena = lexicon->arena;

	return (struct holding){
		.id = (uint32_t)lexicon->prefilter->entry_count +
		      lexicon->count,
		.use_count = all->uses->len,
		.partner_count = all->partners->len,
		.way_count = all->ways->len,
		.uses = keep(arena, all->uses, sizeof(struct prefilter_use)),
		.partners = keep(arena, all->partners, sizeof(uint32_t)),
		.ways = keep(arena, all->ways, sizeof(struct lexicon_way)),
	};
}

static const struct word *
keep_word(struct lexicon *lexicon, const struct gathered *all, struct str text,
	uint64_t hash)
{
	struct word *word = ARENA_NEW(lexicon->arena, struct word);

	word->text = arena_str(lexicon->arena, text);
	word->hash = hash;
	word->too_much =
		all->uses->len > MOST_USES || all->partners->len > MOST_USES;
	if (!word->too_much)
		word->holding = keep_holding(lexicon, all);
	lexicon->count++;
	atomic_store_explicit(&lexicon->full,
		lexicon->count >= SLOTS / 4 * 3 ||
			arena_used(lexicon->arena) >= MOST_BYTES,
		memory_order_relaxed);
	return word;
}

/* The slot that has the word, or the first free one; SLOTS where neither is
 * near. */
static size_t
find_slot(struct lexicon *lexicon, struct str text, uint64_t hash,
	const struct word **word)
{
	for (size_t i = 0; i < PROBES; i++) {
		size_t slot = ((hash >> 32) + i) % SLOTS;

		*word = atomic_load_explicit(
			&lexicon->slots[slot], memory_order_acquire);
		if (*word == NULL ||
			((*word)->hash == hash && str_eq((*word)->text, text)))
			return slot;
	}
	*word = NULL;
	return SLOTS;
}

/* Another thread may have been faster. */
static const struct word *
add(struct lexicon *lexicon, const struct gathered *all, struct str text,
	uint64_t hash)
{
	const struct word *word = NULL;
	size_t slot;

	pthread_mutex_lock(&lexicon->lock);
	slot = find_slot(lexicon, text, hash, &word);
	if (word == NULL && slot < SLOTS) {
		word = keep_word(lexicon, all, text, hash);
		atomic_store_explicit(
			&lexicon->slots[slot], word, memory_order_release);
	}
	pthread_mutex_unlock(&lexicon->lock);
	return word;
}

static bool
is_full(struct lexicon *lexicon)
{
	return atomic_load_explicit(&lexicon->full, memory_order_relaxed);
}

/* Was the word met before? It is from then on. */
static bool
was_met(struct lexicon *lexicon, uint64_t hash)
{
	_Atomic uint32_t *mark = &lexicon->marks[hash % MARKS];
	uint32_t wanted = (uint32_t)(hash >> 32) | 1;

	if (atomic_load_explicit(mark, memory_order_relaxed) == wanted)
		return true;
	atomic_store_explicit(mark, wanted, memory_order_relaxed);
	return false;
}

const struct holding *
lexicon_look_up(struct lexicon *lexicon, struct str word, uint64_t hash)
{
	const struct word *found;
	struct gathered all;

	if (find_slot(lexicon, word, hash, &found) == SLOTS)
		return NULL;
	if (found == NULL && !is_full(lexicon) && was_met(lexicon, hash)) {
		gather(&all, lexicon, word);
		found = add(lexicon, &all, word, hash);
		disperse(&all);
	}
	return found == NULL || found->too_much ? NULL : &found->holding;
}
