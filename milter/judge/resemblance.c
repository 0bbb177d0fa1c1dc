#include "judge/resemblance.h"

#include "base/bits.h"
#include "text/plain_word.h"

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
weigh(struct reckoning *reckoning, struct str word)
{
	const struct vocabulary *vocabulary = reckoning->rules->vocabulary;
	const struct vocabulary_word *known = vocabulary_find(vocabulary, word);
	const struct vocabulary_weight *weight;

	if (known == NULL || bits_have(reckoning->met, known->id))
		return;
	bits_add(reckoning->met, known->id);
	weight = &vocabulary->weights[known->first];
	for (uint32_t i = 0; i < known->count; i++)
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
weigh_text(struct reckoning *reckoning, struct str text)
{
	struct str word;
	size_t at = 0;

	while (plain_word_next(text, &at, &word)) {
		if (reckoning->words == STRETCH_WORDS)
			end_stretch(reckoning);
		weigh(reckoning, word);
		reckoning->words++;
	}
}

static const double *
find_all(struct subject *subject)
{
	const struct ruleset *rules = subject->rules;
	const struct zone_text *zones = subject->message->zones;
	struct arena *arena = subject->arena;
	struct reckoning reckoning = {.rules = rules};

	reckoning.met = ARENA_ARRAY(
		arena, uint64_t, rules->vocabulary->word_count / 64 + 1);
	reckoning.weights = ARENA_ARRAY(arena, int64_t, rules->likeness_count);
	reckoning.likest = ARENA_ARRAY(arena, double, rules->likeness_count);
	weigh_text(&reckoning, zones[ZONE_SUBJECT].text);
	weigh_text(&reckoning, zones[ZONE_TEXT].text);
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
