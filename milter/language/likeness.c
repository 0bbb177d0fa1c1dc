#include "language/likeness.h"

#include <math.h>

#include <glib.h>

#include "base/bits.h"
#include "text/plain_word.h"

enum {
	FIRST_PLACES = 64,
	/* For each pair, that most of what is none finds its bit not set. */
	BITS_OF_PAIR = 8,
};

/* While it is being made. */
struct draft {
	struct vocabulary_word *places;
	size_t mask;
	size_t words;
	size_t pairs;
};

/* Places ------------------------------------------------------------------ */

static uint64_t
pair_hash(uint64_t first, uint64_t second)
{
	const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
	uint64_t hash = (first * odd + second) * odd;

	return hash ^ hash >> 32;
}

/* Of a word, or of two parted by a space. */
static uint64_t
text_hash(struct str text)
{
	struct str second = text, first;

	str_split(&second, ' ', &first);
	return second.n == 0 ? plain_word_hash(first)
			     : pair_hash(plain_word_hash(first),
				       plain_word_hash(second));
}

/*
 * Where the word or pair is, or the free place that it would have. What has one
 * hash counts as one: with 64 bits nobody meets two, and whoever looks for one
 * that weighs as much as another may as well write the other.
 */
static size_t
place_of(const struct vocabulary_word *places, size_t mask, uint64_t hash)
{
	size_t at = (size_t)hash & mask;

	while (places[at].kind != VOCABULARY_FREE && places[at].hash != hash)
		at = (at + 1) & mask;
	return at;
}

static const struct vocabulary_word *
find(const struct vocabulary *vocabulary, uint64_t hash)
{
	const struct vocabulary_word *place = &vocabulary->places[place_of(
		vocabulary->places, vocabulary->place_mask, hash)];

	return place->kind != VOCABULARY_FREE ? place : NULL;
}

/* Making ------------------------------------------------------------------ */

/* Half of the places stay free at least. */
static void
make_room(struct draft *draft)
{
	struct vocabulary_word *old = draft->places;
	size_t count = draft->mask + 1;

	if (old != NULL && 2 * draft->words < count)
		return;
	draft->mask = old == NULL ? FIRST_PLACES - 1 : 2 * count - 1;
	draft->places = g_new0(struct vocabulary_word, draft->mask + 1);
	for (size_t i = 0; old != NULL && i < count; i++)
		if (old[i].kind != VOCABULARY_FREE)
			draft->places[place_of(draft->places, draft->mask,
				old[i].hash)] = old[i];
	g_free(old);
}

static struct vocabulary_word *
take_place(struct draft *draft, uint64_t hash, enum vocabulary_kind kind)
{
	struct vocabulary_word *place;

	make_room(draft);
	place = &draft->places[place_of(draft->places, draft->mask, hash)];
	if (place->kind == VOCABULARY_FREE) {
		place->hash = hash;
		place->kind = (uint8_t)kind;
		place->id = (uint32_t)draft->words++;
		draft->pairs += kind == VOCABULARY_PAIR;
	}
	return place;
}

/* Of a word, or of a pair, whose words are taken in along with it. */
static struct vocabulary_word *
take_text(struct draft *draft, struct str text)
{
	struct str second = text, first;

	str_split(&second, ' ', &first);
	if (second.n == 0)
		return take_place(draft, text_hash(text), VOCABULARY_WORD);
	take_place(draft, plain_word_hash(first), VOCABULARY_WORD)->leads =
		true;
	take_place(draft, plain_word_hash(second), VOCABULARY_WORD)->follows =
		true;
	return take_place(draft, text_hash(text), VOCABULARY_PAIR);
}

/* Counts for how many likenesses each weighs something. */
static void
count_words(struct draft *draft, const struct likeness *likeness)
{
	for (size_t i = 0; i < likeness->word_count; i++)
		take_text(draft, likeness->words[i].text)->count++;
}

static void
lay_out(struct draft *draft)
{
	uint32_t first = 0;

	for (size_t i = 0; i <= draft->mask; i++) {
		draft->places[i].first = first;
		first += draft->places[i].count;
	}
}

static void
fill(const struct draft *draft, const struct likeness *likeness,
	uint32_t *filled, struct vocabulary_weight *weights)
{
	for (size_t i = 0; i < likeness->word_count; i++) {
		const struct likeness_word *word = &likeness->words[i];
		const struct vocabulary_word *place = &draft->places[place_of(
			draft->places, draft->mask, text_hash(word->text))];

		weights[place->first + filled[place->id]++] =
			(struct vocabulary_weight){likeness->id, word->weight};
	}
}

static const struct vocabulary_weight *
make_weights(struct arena *arena, struct draft *draft,
	const struct likeness *const *likenesses, size_t count)
{
	struct vocabulary_weight *weights;
	uint32_t *filled;
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += likenesses[i]->word_count;
	weights = ARENA_ARRAY(arena, struct vocabulary_weight, all);
	lay_out(draft);
	filled = g_new0(uint32_t, draft->words + 1);
	for (size_t i = 0; i < count; i++)
		fill(draft, likenesses[i], filled, weights);
	g_free(filled);
	return weights;
}

static void
mark_pairs(struct vocabulary *vocabulary, struct arena *arena,
	const struct draft *draft)
{
	uint64_t *bits;

	vocabulary->pair_mask = 63;
	while (vocabulary->pair_mask < BITS_OF_PAIR * draft->pairs)
		vocabulary->pair_mask = 2 * vocabulary->pair_mask + 1;
	bits = ARENA_ARRAY(arena, uint64_t, vocabulary->pair_mask / 64 + 1);
	for (size_t i = 0; i <= draft->mask; i++)
		if (draft->places[i].kind == VOCABULARY_PAIR)
			bits_add(bits,
				draft->places[i].hash & vocabulary->pair_mask);
	vocabulary->pairs = bits;
}

struct vocabulary *
vocabulary_new(struct arena *arena, const struct likeness *const *likenesses,
	size_t count)
{
	struct vocabulary *vocabulary = ARENA_NEW(arena, struct vocabulary);
	struct draft draft = {0};
	struct vocabulary_word *places;

	make_room(&draft);
	for (size_t i = 0; i < count; i++)
		count_words(&draft, likenesses[i]);
	vocabulary->weights = make_weights(arena, &draft, likenesses, count);
	mark_pairs(vocabulary, arena, &draft);
	places = ARENA_ARRAY(arena, struct vocabulary_word, draft.mask + 1);
	memcpy(places, draft.places, (draft.mask + 1) * sizeof(*places));
	vocabulary->places = places;
	vocabulary->place_mask = draft.mask;
	vocabulary->word_count = draft.words;
	g_free(draft.places);
	return vocabulary;
}

/* Asking ------------------------------------------------------------------ */

const struct vocabulary_word *
vocabulary_find(const struct vocabulary *vocabulary, struct str word)
{
	return find(vocabulary, plain_word_hash(word));
}

const struct vocabulary_word *
vocabulary_text(const struct vocabulary *vocabulary, struct str text)
{
	return find(vocabulary, text_hash(text));
}

const struct vocabulary_word *
vocabulary_pair(const struct vocabulary *vocabulary,
	const struct vocabulary_word *first,
	const struct vocabulary_word *second)
{
	uint64_t hash;

	if (!first->leads || !second->follows)
		return NULL;
	hash = pair_hash(first->hash, second->hash);
	return bits_have(vocabulary->pairs, hash & vocabulary->pair_mask)
		       ? find(vocabulary, hash)
		       : NULL;
}

double
likeness_percent(const struct likeness *likeness, int64_t weight, size_t words)
{
	double score =
		likeness->start + (double)weight / sqrt((double)MAX(words, 1));

	return 100 / (1 + exp(-score / 10));
}
