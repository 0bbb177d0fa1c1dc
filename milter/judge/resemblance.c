#include "judge/resemblance.h"

#include "base/bits.h"
#include "text/plain_word.h"

/* What was met of the vocabulary so far. */
struct reckoning {
	const struct vocabulary *vocabulary;
	uint64_t *met;	  /* a bit per word */
	int64_t *weights; /* by likeness */
	size_t words;	  /* of the text, known or not */
};

static void
weigh(struct reckoning *reckoning, struct str word)
{
	const struct vocabulary_word *known =
		vocabulary_find(reckoning->vocabulary, word);
	const struct vocabulary_weight *weight;

	if (known == NULL || bits_have(reckoning->met, known->id))
		return;
	bits_add(reckoning->met, known->id);
	weight = &reckoning->vocabulary->weights[known->first];
	for (uint32_t i = 0; i < known->count; i++)
		reckoning->weights[weight[i].likeness] += weight[i].weight;
}

static void
weigh_text(struct reckoning *reckoning, struct str text)
{
	struct str word;
	size_t at = 0;

	for (; plain_word_next(text, &at, &word); reckoning->words++)
		weigh(reckoning, word);
}

static const double *
find_all(struct subject *subject)
{
	const struct ruleset *rules = subject->rules;
	const struct zone_text *zones = subject->message->zones;
	double *found =
		ARENA_ARRAY(subject->arena, double, rules->likeness_count);
	struct reckoning reckoning = {.vocabulary = rules->vocabulary};

	reckoning.met = ARENA_ARRAY(subject->arena, uint64_t,
		rules->vocabulary->word_count / 64 + 1);
	reckoning.weights =
		ARENA_ARRAY(subject->arena, int64_t, rules->likeness_count);
	weigh_text(&reckoning, zones[ZONE_SUBJECT].text);
	weigh_text(&reckoning, zones[ZONE_TEXT].text);
	for (size_t i = 0; i < rules->likeness_count; i++)
		found[i] = likeness_percent(rules->likenesses[i],
			reckoning.weights[i], reckoning.words);
	return found;
}

double
resemblance_percent(struct subject *subject, const struct likeness *likeness)
{
	if (subject->resemblances == NULL)
		subject->resemblances = find_all(subject);
	return subject->resemblances[likeness->id];
}
