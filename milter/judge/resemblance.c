#include "judge/resemblance.h"

#include <glib.h>

#include "base/bits.h"
#include "judge/matcher.h"
#include "judge/text_words.h"
#include "text/plain_word.h"
#include "lexicon.h"

/*
 * A text is reckoned in stretches of so many words, and is as like as the likest
 * of them: nothing hides behind pages of something else. Most letters are one.
 */
enum { STRETCH_WORDS = 200 };

/* What was met of the vocabulary in the stretch in hand. */
struct reckoning {
	const struct ruleset *rules;
	uint64_t *met;	  /* a bit per word */
	int64_t *weights; /* by likeness */
	size_t words;	  /* known or not */
	size_t stretches; /* before this one */
	double *likest;	  /* by likeness, in per cent */
	/* Where somebody wants to know of one likeness: what was met of the
	 * vocabulary in the stretch that is likest it. */
	const struct likeness *told;
	uint64_t *told_met;
};

static size_t
met_bytes(const struct ruleset *rules)
{
	return (rules->vocabulary->word_count / 64 + 1) * sizeof(uint64_t);
}

static void
weigh(struct reckoning *reckoning, const struct vocabulary_word *word)
{
	const struct vocabulary *vocabulary = reckoning->rules->vocabulary;
	const struct vocabulary_weight *weight =
		&vocabulary->weights[word->first];

	if (bits_have(reckoning->met, word->id))
		return;
	bits_add(reckoning->met, word->id);
	for (uint32_t i = 0; i < word->count; i++)
		reckoning->weights[weight[i].likeness] += weight[i].weight;
}

/* What is left over behind whole stretches counts as one of their length: a few
 * words by themselves say too much. */
static void
end_stretch(struct reckoning *reckoning)
{
	const struct ruleset *rules = reckoning->rules;
	size_t words =
		reckoning->stretches > 0 ? STRETCH_WORDS : reckoning->words;

	for (size_t i = 0; i < rules->likeness_count; i++) {
		double percent = likeness_percent(
			rules->likenesses[i], reckoning->weights[i], words);

		if (percent > reckoning->likest[i]) {
			reckoning->likest[i] = percent;
			if (rules->likenesses[i] == reckoning->told)
				memcpy(reckoning->told_met, reckoning->met,
					met_bytes(rules));
		}
		reckoning->weights[i] = 0;
	}
	memset(reckoning->met, 0, met_bytes(rules));
	reckoning->words = 0;
	reckoning->stretches++;
}

static void
weigh_pair(struct reckoning *reckoning, const struct vocabulary_word *first,
	const struct vocabulary_word *second)
{
	const struct vocabulary_word *pair =
		vocabulary_pair(reckoning->rules->vocabulary, first, second);

	if (pair != NULL)
		weigh(reckoning, pair);
}

/* NULL: it weighs nothing, alone or in a pair. */
static const struct vocabulary_word *
look_up(const struct reckoning *reckoning, const struct zone_text *zone,
	const struct text_word *word)
{
	struct str text = {zone->text.p + word->start, word->end - word->start};

	return word->known != NULL
		       ? word->known->weighs
		       : vocabulary_find(reckoning->rules->vocabulary,
				 plain_word_bare(text));
}

static void
weigh_words(struct reckoning *reckoning, const struct zone_text *zone,
	const struct text_words *words)
{
	const struct vocabulary_word *before = NULL;

	for (size_t i = 0; i < words->count; i++) {
		const struct text_word *word = &words->list[i];
		const struct vocabulary_word *known =
			look_up(reckoning, zone, word);

		if (reckoning->words == STRETCH_WORDS)
			end_stretch(reckoning);
		if (known != NULL)
			weigh(reckoning, known);
		if (known != NULL && before != NULL &&
			plain_word_follows(zone->text.p + word[-1].end,
				zone->text.p + word->start))
			weigh_pair(reckoning, before, known);
		before = known;
		reckoning->words++;
	}
}

static void
weigh_zone(
	struct reckoning *reckoning, struct subject *subject, enum zone which)
{
	const struct zone_text *zone = &subject->message->zones[which];
	const struct text_words *words;

	for (size_t s = 0; s < zone->sentence_count; s = words->end_sentence) {
		words = matcher_text_words(subject->matcher, which, s);
		weigh_words(reckoning, zone, words);
	}
}

static void
reckon(struct reckoning *reckoning, struct subject *subject)
{
	const struct ruleset *rules = subject->rules;
	struct arena *arena = subject->arena;

	reckoning->rules = rules;
	reckoning->met = arena_alloc(arena, met_bytes(rules));
	reckoning->weights = ARENA_ARRAY(arena, int64_t, rules->likeness_count);
	reckoning->likest = ARENA_ARRAY(arena, double, rules->likeness_count);
	weigh_zone(reckoning, subject, ZONE_SUBJECT);
	weigh_zone(reckoning, subject, ZONE_TEXT);
	end_stretch(reckoning);
}

double
resemblance_percent(struct subject *subject, const struct likeness *likeness)
{
	if (subject->resemblances == NULL) {
		struct reckoning reckoning = {0};

		reckon(&reckoning, subject);
		subject->resemblances = reckoning.likest;
	}
	return subject->resemblances[likeness->id];
}

/* Telling ----------------------------------------------------------------- */

/* The first that is asked for and not ruled out. */
static const struct likeness *
likeness_of(const struct condition *when)
{
	const struct likeness *found;

	if (when == NULL || when->op == COND_NOT)
		return NULL;
	if (when->op == COND_ATOM)
		return when->kind == COND_RESEMBLES ? when->likeness : NULL;
	found = likeness_of(when->left);
	return found != NULL ? found : likeness_of(when->right);
}

static int
heavier_first(gconstpointer a, gconstpointer b)
{
	const struct likeness_word *x = *(const struct likeness_word *const *)a;
	const struct likeness_word *y = *(const struct likeness_word *const *)b;

	return (x->weight < y->weight) - (x->weight > y->weight);
}

static void
find_heaviest(struct likeness_told *told, const struct reckoning *reckoning)
{
	const struct likeness *likeness = told->likeness;
	GPtrArray *found = g_ptr_array_new();

	for (size_t i = 0; i < likeness->word_count; i++) {
		const struct likeness_word *word = &likeness->words[i];

		if (word->weight > 0 &&
			bits_have(reckoning->told_met,
				vocabulary_text(reckoning->rules->vocabulary,
					word->text)
					->id))
			g_ptr_array_add(found, (gpointer)(uintptr_t)word);
	}
	g_ptr_array_sort(found, heavier_first);
	for (; told->word_count < found->len &&
		told->word_count < LIKENESS_WORDS_TOLD;
		told->word_count++) {
		const struct likeness_word *word =
			g_ptr_array_index(found, told->word_count);

		told->words[told->word_count] = word->text;
	}
	g_ptr_array_free(found, TRUE);
}

const struct likeness_told *
resemblance_tell(struct arena *arena, struct subject *subject,
	const struct condition *when)
{
	struct reckoning reckoning = {.told = likeness_of(when)};
	struct likeness_told *told;

	if (reckoning.told == NULL)
		return NULL;
	reckoning.told_met =
		arena_alloc(subject->arena, met_bytes(subject->rules));
	reckon(&reckoning, subject);
	told = ARENA_NEW(arena, struct likeness_told);
	told->likeness = reckoning.told;
	told->percent = reckoning.likest[reckoning.told->id];
	find_heaviest(told, &reckoning);
	return told;
}
