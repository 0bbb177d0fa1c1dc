#include <math.h>

#include <glib.h>

#include "language/likeness.h"
#include "text/plain_word.h"

/* While it is being made. */
struct draft {
	struct vocabulary_word *places;
	size_t mask;
	size_t words;
};

/*
 * Where the word is, or the free place that it would have. Words of one hash
 * count as one: with 64 bits nobody meets two, and whoever looks for one that
 * weighs as much as another may as well write the other.
 */
static size_t
place_of(const struct vocabulary_word *places, size_t mask, uint64_t hash)
{
	size_t at = (size_t)hash & mask;

	while (places[at].count > 0 && places[at].hash != hash)
		at = (at + 1) & mask;
	return at;
}

/* Counts what each word weighs for how many likenesses. */
static void
count_words(struct draft *draft, const struct likeness *likeness)
{
	for (size_t i = 0; i < likeness->word_count; i++) {
		uint64_t hash = plain_word_hash(likeness->words[i].text);
		struct vocabulary_word *place = &draft->places[place_of(
			draft->places, draft->mask, hash)];

		if (place->count++ == 0) {
			place->hash = hash;
			place->id = (uint32_t)draft->words++;
		}
	}
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
		const struct vocabulary_word *place =
			&draft->places[place_of(draft->places, draft->mask,
				plain_word_hash(word->text))];

		weights[place->first + filled[place->id]++] =
			(struct vocabulary_weight){likeness->id, word->weight};
	}
}

struct vocabulary *
vocabulary_new(struct arena *arena, const struct likeness *const *likenesses,
	size_t count)
{
	struct vocabulary *vocabulary = ARENA_NEW(arena, struct vocabulary);
	struct draft draft = {0};
	struct vocabulary_weight *weights;
	uint32_t *filled;
	size_t all = 0;

	for (size_t i = 0; i < count; i++)
		all += likenesses[i]->word_count;
	/* Half of the places stay free at least. */
	while (draft.mask < 2 * all)
		draft.mask = 2 * draft.mask + 1;
	draft.places =
		ARENA_ARRAY(arena, struct vocabulary_word, draft.mask + 1);
	weights = ARENA_ARRAY(arena, struct vocabulary_weight, all);
	for (size_t i = 0; i < count; i++)
		count_words(&draft, likenesses[i]);
	lay_out(&draft);
	filled = g_new0(uint32_t, draft.words + 1);
	for (size_t i = 0; i < count; i++)
		fill(&draft, likenesses[i], filled, weights);
	g_free(filled);
	*vocabulary = (struct vocabulary){
		draft.places, draft.mask, draft.words, weights};
	return vocabulary;
}

const struct vocabulary_word *
vocabulary_find(const struct vocabulary *vocabulary, struct str word)
{
	const struct vocabulary_word *place =
		&vocabulary->places[place_of(vocabulary->places,
			vocabulary->place_mask, plain_word_hash(word))];

	return place->count > 0 ? place : NULL;
}

double
likeness_percent(const struct likeness *likeness, int64_t weight, size_t words)
{
	double score =
		likeness->start + (double)weight / sqrt((double)MAX(words, 1));

	return 100 / (1 + exp(-score / 10));
}
