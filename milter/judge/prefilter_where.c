#include "prefilter_notes.h"

/* The sentences that have what was seen, in the company that it needs. */
static void
add_found(const struct prefilter *prefilter, struct prefilter_notes *notes,
	const struct found *found, uint64_t *sentences)
{
	const struct sighting *sighting = &notes->sightings[found->sighting];
	uint32_t company = found->use->company;
	const uint64_t *worth =
		company == 0 ? NULL
			     : prefilter_sentences(prefilter, notes, company);

	if (notes->set_words == 1) {
		*sentences |=
			sighting->near & (worth != NULL ? *worth : UINT64_MAX);
		return;
	}
	for (uint32_t n = sighting->first; n != NONE;
		n = notes->notes[n].next) {
		uint32_t s = notes->notes[n].sentence;

		if (worth == NULL || bits_have(worth, s))
			bits_add(sentences, s);
	}
}

bool
prefilter_where(const struct prefilter *prefilter,
	struct prefilter_notes *notes, const struct pattern *pattern,
	uint64_t *sentences)
{
	unsigned id = pattern_id(pattern);
	const struct chain *chain = &notes->patterns[id];
	uint32_t next = chain->turn == notes->turn ? chain->first : NONE;

	if (notes->useless ||
		prefilter->first_always[id] < prefilter->first_always[id + 1])
		return false;
	for (; next != NONE; next = notes->found[next].next)
		add_found(prefilter, notes, &notes->found[next], sentences);
	return true;
}
