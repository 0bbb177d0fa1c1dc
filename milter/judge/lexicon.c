#include "lexicon.h"

#include <pthread.h>
#include <stdatomic.h>

#include <glib.h>

#include "base/arena.h"
#include "base/bytes.h"
#include "text/plain_word.h"

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

struct lexicon {
	const struct prefilter *prefilter;
	const struct vocabulary *vocabulary;
	bool *in_words; /* as holding_in_words() says */
	/* Hashes of words that were met once. */
	_Atomic uint32_t marks[MARKS];
	_Atomic(const struct lexicon_word *) slots[SLOTS];
	_Atomic bool full;
	pthread_mutex_t lock; /* of what follows */
	struct arena *arena;
	uint32_t count;
};

struct lexicon *
lexicon_new(
	const struct prefilter *prefilter, const struct vocabulary *vocabulary)
{
	struct lexicon *made = g_new0(struct lexicon, 1);

	made->prefilter = prefilter;
	made->vocabulary = vocabulary;
	made->arena = arena_new();
	made->in_words = holding_in_words(prefilter);
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
	struct holding kept = {
		.use_count = all->uses->len,
		.sign_count = all->signs->len,
		.way_count = all->ways->len,
		.uses = keep(arena, all->uses, sizeof(struct prefilter_use)),
		.signs = keep(arena, all->signs, sizeof(struct prefilter_sign)),
		.ways = keep(arena, all->ways, sizeof(struct way)),
	};

	holding_arm(&kept);
	return kept;
}

static size_t
length_of(const struct lexicon_key *key)
{
	const char *end = memchr(key->bytes, '\0', sizeof(key->bytes));

	return end != NULL ? (size_t)(end - key->bytes) : sizeof(key->bytes);
}

static const struct lexicon_word *
keep_word(struct lexicon *lexicon, const struct gathered *all,
	const struct lexicon_key *key)
{
	struct lexicon_word *word =
		ARENA_NEW(lexicon->arena, struct lexicon_word);
	struct str text = {word->key.bytes, length_of(key)};

	word->key = *key;
	word->weighs =
		vocabulary_find(lexicon->vocabulary, plain_word_bare(text));
	word->too_much =
		all->uses->len > MOST_USES || all->signs->len > MOST_USES;
	if (!word->too_much)
		word->holding = keep_holding(lexicon, all);
	lexicon->count++;
	atomic_store_explicit(&lexicon->full,
		lexicon->count >= SLOTS / 4 * 3 ||
			arena_used(lexicon->arena) >= MOST_BYTES,
		memory_order_relaxed);
	return word;
}

/* The key in words of the machine, to compare and hash. */
static inline uint64_t
eight_of(const struct lexicon_key *key, size_t index)
{
	return bytes_load(key->bytes + index * BYTES_STEP);
}

enum { KEY_EIGHTS = LEXICON_LONGEST / BYTES_STEP };

static bool
same_key(const struct lexicon_key *a, const struct lexicon_key *b)
{
	uint64_t differ = 0;

	for (size_t i = 0; i < KEY_EIGHTS; i++)
		differ |= eight_of(a, i) ^ eight_of(b, i);
	return differ == 0;
}

/* Equal hashes need not be of equal words. */
static uint64_t
hash_of(const struct lexicon_key *key)
{
	uint64_t hash = 0;

	/* Most words are short, and nothing comes behind them. */
	for (size_t i = 0; i < KEY_EIGHTS; i++) {
		uint64_t eight = eight_of(key, i);

		if (eight == 0)
			break;
		hash = (hash ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
		hash ^= hash >> 32;
	}
	return hash;
}

/* The slot that has the word, or the first free one; SLOTS where neither is
 * near. */
static inline size_t
find_slot(struct lexicon *lexicon, const struct lexicon_key *key, uint64_t hash,
	const struct lexicon_word **word)
{
	for (size_t i = 0; i < PROBES; i++) {
		size_t slot = ((hash >> 32) + i) % SLOTS;

		*word = atomic_load_explicit(
			&lexicon->slots[slot], memory_order_acquire);
		if (*word == NULL || same_key(&(*word)->key, key))
			return slot;
	}
	*word = NULL;
	return SLOTS;
}

/* Another thread may have been faster. */
static const struct lexicon_word *
add(struct lexicon *lexicon, const struct gathered *all,
	const struct lexicon_key *key, uint64_t hash)
{
	const struct lexicon_word *word = NULL;
	size_t slot;

	pthread_mutex_lock(&lexicon->lock);
	slot = find_slot(lexicon, key, hash, &word);
	if (word == NULL && slot < SLOTS) {
		word = keep_word(lexicon, all, key);
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

/* Finds out what the word holds. */
static const struct lexicon_word *
learn(struct lexicon *lexicon, const struct lexicon_key *key, uint64_t hash)
{
	struct gathered all;
	const struct lexicon_word *word;

	holding_gather(&all, lexicon->prefilter, lexicon->in_words,
		(struct str){key->bytes, length_of(key)});
	word = add(lexicon, &all, key, hash);
	holding_disperse(&all);
	return word;
}

/* A function of its own, that looking up be a short one. */
static __attribute__((noinline)) const struct lexicon_word *
meet(struct lexicon *lexicon, const struct lexicon_key *key, uint64_t hash)
{
	return !is_full(lexicon) && was_met(lexicon, hash)
		       ? learn(lexicon, key, hash)
		       : NULL;
}

const struct lexicon_word *
lexicon_look_up(struct lexicon *lexicon, const struct lexicon_key *key)
{
	uint64_t hash = hash_of(key);
	const struct lexicon_word *word;
	size_t slot = find_slot(lexicon, key, hash, &word);

	return word != NULL || slot == SLOTS ? word : meet(lexicon, key, hash);
}
