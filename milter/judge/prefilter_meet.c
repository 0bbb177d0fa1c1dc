#include <glib.h>

#include "prefilter_notes.h"

/* An empty set of sentences; its place in `words`. */
static uint32_t
new_set(struct prefilter_notes *notes)
{
	size_t at = notes->word_count;

	notes->word_count += notes->set_words;
	notes->words = array_grow(notes->words, notes->word_count,
		&notes->word_room, sizeof(*notes->words));
	memset(notes->words + at, 0, notes->set_words * sizeof(uint64_t));
	return (uint32_t)at;
}

/* The sentences that have what was seen are added to a set. */
static void
add_sentences(const struct prefilter_notes *notes,
	const struct sighting *sighting, uint64_t *set)
{
	if (notes->set_words == 1) {
		*set |= sighting->near;
		return;
	}
	for (uint32_t n = sighting->first; n != NONE; n = notes->notes[n].next)
		bits_add(set, notes->notes[n].sentence);
}

static void
mark_partners(struct prefilter_notes *notes, const struct sighting *sighting)
{
	const struct holding *holding = &sighting->holding;

	for (uint32_t i = 0; i < holding->partner_count; i++) {
		struct mark *mark = &notes->partners[holding->partners[i]];

		if (mark->turn != notes->turn)
			*mark = (struct mark){notes->turn, new_set(notes)};
		add_sentences(notes, sighting, notes->words + mark->at);
	}
}

/* Is every partner somewhere in the text? */
static bool
all_are_here(const struct prefilter_notes *notes,
	const struct prefilter_company *company)
{
	for (int i = 0; i < PATTERN_PARTNERS; i++)
		if (company->partners[i] != PREFILTER_NOBODY &&
			notes->partners[company->partners[i]].turn !=
				notes->turn)
			return false;
	return true;
}

/* Puts the sentences that have all partners into a new set. */
static uint32_t
meet(struct prefilter_notes *notes, const struct prefilter_company *company)
{
	uint32_t at = new_set(notes);
	uint64_t *set = notes->words + at;

	memset(set, 0xFF, notes->set_words * sizeof(*set));
	for (int k = 0; k < PATTERN_PARTNERS; k++) {
		const uint64_t *other;

		if (company->partners[k] == PREFILTER_NOBODY)
			break;
		other = notes->words + notes->partners[company->partners[k]].at;
		for (size_t i = 0; i < notes->set_words; i++)
			set[i] &= other[i];
	}
	return at;
}

/* The sentences where a use is worth a trial; NULL: none of them. */
const uint64_t *
prefilter_sentences(const struct prefilter *prefilter,
	struct prefilter_notes *notes, uint32_t company)
{
	struct mark *mark = &notes->companies[company];

	if (mark->turn != notes->turn) {
		mark->turn = notes->turn;
		mark->at = NONE;
		if (all_are_here(notes, &prefilter->companies[company]))
			mark->at = meet(notes, &prefilter->companies[company]);
	}
	return mark->at == NONE ? NULL : notes->words + mark->at;
}

/* Does what was seen stand in the company that it needs? */
static bool
meets(const struct prefilter *prefilter, struct prefilter_notes *notes,
	const struct sighting *sighting, uint32_t company)
{
	const uint64_t *sentences;
	uint32_t n = sighting->first;

	if (company == 0)
		return true;
	sentences = prefilter_sentences(prefilter, notes, company);
	if (sentences == NULL)
		return false;
	if (notes->set_words == 1)
		return (*sentences & sighting->near) != 0;
	while (n != NONE && !bits_have(sentences, notes->notes[n].sentence))
		n = notes->notes[n].next;
	return n != NONE;
}

static void
add_found(struct prefilter_notes *notes, const struct prefilter_use *use,
	uint32_t sighting)
{
	uint32_t id = use->pattern;
	struct chain *chain = &notes->patterns[id];
	uint32_t next = chain->turn == notes->turn ? chain->first : NONE;

	notes->found = array_grow(notes->found, notes->found_count,
		&notes->found_room, sizeof(*notes->found));
	notes->found[notes->found_count] = (struct found){use, sighting, next};
	*chain = (struct chain){notes->turn, (uint32_t)notes->found_count++};
	bits_add(notes->candidates, id);
}

/* The patterns that have literals in what was seen hear of it. */
static void
tell_patterns(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t at)
{
	const struct sighting *sighting = &notes->sightings[at];
	const struct holding *holding = &sighting->holding;
	uint32_t company = 0;
	bool here = true;

	/* Those that need the same company stand together. */
	for (uint32_t i = 0; i < holding->use_count; i++) {
		const struct prefilter_use *use = &holding->uses[i];

		if (use->company != company) {
			company = use->company;
			here = meets(prefilter, notes, sighting, company);
		}
		if (here)
			add_found(notes, use, at);
	}
}

void
prefilter_meet(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	for (uint32_t s = 0; s < notes->sighting_count; s++)
		mark_partners(notes, &notes->sightings[s]);
	for (uint32_t s = 0; s < notes->sighting_count; s++)
		tell_patterns(prefilter, notes, s);
}
