#include "judge/resemblance.h"

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
};

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

		if (percent > reckoning->likest[i])
			reckoning->likest[i] = percent;
		reckoning->weights[i] = 0;
	}
	memset(reckoning->met, 0,
		(rules->vocabulary->word_count / 64 + 1) * sizeof(uint64_t));
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

static const double *
find_all(struct subject *subject)
{
	const struct ruleset *rules = subject->rules;
	struct arena *arena = subject->arena;
	struct reckoning reckoning = {.rules = rules};

	reckoning.met = ARENA_ARRAY(
		arena, uint64_t, rules->vocabulary->word_count / 64 + 1);
	reckoning.weights = ARENA_ARRAY(arena, int64_t, rules->likeness_count);
	reckoning.likest = ARENA_ARRAY(arena, double, rules->likeness_count);
	weigh_zone(&reckoning, subject, ZONE_SUBJECT);
	weigh_zone(&reckoning, subject, ZONE_TEXT);
	end_stretch(&reckoning);
	return reckoning.likest;
}

double
resemblance_percent(struct subject *subject, const struct likeness *likeness)
{
	if (subject->resemblances == NULL)
		subject->resemblances = find_all(subject);
	return subject->resemblances[likeness->id];
}
