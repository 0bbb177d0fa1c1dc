#include <glib.h>

#include "prefilter_notes.h"

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
	uint32_t at = prefilter_new_set(notes);
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

/* Does an entry stand in the company that it needs? */
static bool
meets(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry, uint32_t company)
{
	const uint64_t *sentences;
	uint32_t n = notes->entries[entry].first;

	if (company == 0)
		return true;
	sentences = prefilter_sentences(prefilter, notes, company);
	if (sentences == NULL)
		return false;
	while (n != NONE &&
		!prefilter_is_in(sentences, notes->notes[n].sentence))
		n = notes->notes[n].next;
	return n != NONE;
}

static void
add_found(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t use, uint32_t entry)
{
	uint32_t id = prefilter->uses[use].pattern;
	struct chain *chain = &notes->patterns[id];
	uint32_t next = chain->turn == notes->turn ? chain->first : NONE;

	if (notes->found_count == notes->found_room) {
		notes->found_room = notes->found_room * 2 + 256;
		notes->found =
			g_renew(struct found, notes->found, notes->found_room);
	}
	notes->found[notes->found_count] = (struct found){use, entry, next};
	*chain = (struct chain){notes->turn, (uint32_t)notes->found_count++, 0};
	notes->candidates[id / 64] |= (uint64_t)1 << (id % 64);
}

/* The patterns that an entry is a literal of hear of it. */
void
prefilter_tell_patterns(const struct prefilter *prefilter,
	struct prefilter_notes *notes, uint32_t entry)
{
	const struct prefilter_entry *one = &prefilter->entries[entry];
	uint32_t company = 0;
	bool here = true;

	/* Those that need the same company stand together. */
	for (uint32_t use = one->first_use; use < one[1].first_use; use++) {
		if (prefilter->uses[use].company != company) {
			company = prefilter->uses[use].company;
			here = meets(prefilter, notes, entry, company);
		}
		if (here)
			add_found(prefilter, notes, use, entry);
	}
}
