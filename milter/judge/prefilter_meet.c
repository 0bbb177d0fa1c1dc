#include <glib.h>

#include "prefilter_notes.h"

/* Partners ----------------------------------------------------------------- */

/* Words have no spaces in them. */
static struct spot
behind(struct spot start, uint32_t offset)
{
	return (struct spot){start.at + offset, start.spaces};
}

static void
note_sign(struct prefilter_notes *notes, uint32_t partner, struct spot start)
{
	struct stand *stand = &notes->stands[partner];

	if (stand->turn != notes->sentence_turn) {
		*stand = (struct stand){notes->sentence_turn, start, start};
		return;
	}
	if (start.at < stand->first.at)
		stand->first = start;
	if (start.at > stand->last.at)
		stand->last = start;
}

static void
note_signs(struct prefilter_notes *notes, const struct sighting *sighting)
{
	const struct holding *holding = sighting->holding;

	for (uint32_t i = 0; i < holding->sign_count; i++)
		if (holding->signs[i].arms & notes->armed)
			note_sign(notes, holding->signs[i].partner,
				behind(sighting->start,
					holding->signs[i].offset));
}

/* Starts ------------------------------------------------------------------- */

/* The first place that has this one within reach. */
static uint32_t
first_start(const struct prefilter_notes *notes, struct spot spot,
	struct prefilter_reach reach)
{
	uint32_t first = 0;

	if (reach.most != PREFILTER_FAR && reach.most < spot.at)
		first = spot.at - reach.most;
	if (reach.most_spaces != PREFILTER_FAR &&
		reach.most_spaces < spot.spaces)
		first = MAX(first,
			notes->spaces[spot.spaces - reach.most_spaces - 1] + 1);
	return first;
}

/* The last one; false: there is none. */
static bool
last_start(const struct prefilter_notes *notes, struct spot spot,
	struct prefilter_reach reach, uint32_t *last)
{
	if (spot.at < reach.least || spot.spaces < reach.least_spaces)
		return false;
	*last = spot.at - reach.least;
	if (reach.least_spaces > 0)
		*last = MIN(
			*last, notes->spaces[spot.spaces - reach.least_spaces]);
	return true;
}

/* Leaves the starts that have something within reach which stands between
 * `first` and `last`; false where there are none. */
static bool
narrow(const struct prefilter_notes *notes, struct span *starts,
	struct spot first, struct spot last, struct prefilter_reach reach)
{
	uint32_t end;

	if (!last_start(notes, last, reach, &end))
		return false;
	starts->first = MAX(starts->first, first_start(notes, first, reach));
	starts->last = MIN(starts->last, end);
	return starts->first <= starts->last;
}

/* The starts that have all partners within reach; false: none. */
static bool
meets(const struct prefilter *prefilter, const struct prefilter_notes *notes,
	uint32_t company, struct span *starts)
{
	const struct prefilter_need *needs =
		prefilter->companies[company].needs;

	*starts = (struct span){0, UINT32_MAX};
	for (int i = 0; i < PATTERN_PARTNERS; i++) {
		const struct stand *stand;

		if (needs[i].partner == PREFILTER_NOBODY)
			break;
		stand = &notes->stands[needs[i].partner];
		if (stand->turn != notes->sentence_turn ||
			!narrow(notes, starts, stand->first, stand->last,
				needs[i].reach))
			return false;
	}
	return true;
}

/* Hits --------------------------------------------------------------------- */

static void
append_hit(struct prefilter_notes *notes, struct chain *chain, struct hit hit)
{
	uint32_t added = (uint32_t)notes->hit_count;

	notes->hits = array_grow(notes->hits, notes->hit_count,
		&notes->hit_room, sizeof(*notes->hits));
	notes->hits[notes->hit_count++] = hit;
	if (chain->turn == notes->turn)
		notes->hits[chain->last].next = added;
	else
		*chain = (struct chain){notes->turn, added, added};
	chain->last = added;
}

/* Does the hit go on where another of the same piece has starts already? */
static bool
join_hits(struct hit *last, const struct hit *hit)
{
	if (last->sentence != hit->sentence || last->piece != hit->piece ||
		last->starts.first > hit->starts.last ||
		last->starts.last < hit->starts.first)
		return false;
	last->starts.first = MIN(last->starts.first, hit->starts.first);
	last->starts.last = MAX(last->starts.last, hit->starts.last);
	return true;
}

static void
add_hit(struct prefilter_notes *notes, uint32_t pattern, struct hit hit)
{
	struct chain *chain = &notes->patterns[pattern];

	if (chain->turn == notes->turn &&
		join_hits(&notes->hits[chain->last], &hit))
		return;
	bits_add(notes->candidates, pattern);
	append_hit(notes, chain, hit);
}

/* Is a capital where the literal needs one? */
static bool
has_capital(struct str sentence, const struct prefilter_use *use, uint32_t at)
{
	size_t behind = (size_t)at + use->capital;

	return use->capital == 0 ||
	       (behind < sentence.n && g_ascii_isupper(sentence.p[behind]));
}

/* The patterns that have literals in what was seen hear of it. */
static void
tell_patterns(const struct prefilter *prefilter, struct prefilter_notes *notes,
	const struct sighting *sighting, uint32_t sentence)
{
	struct str text = zone_sentence(notes->zone, sentence);
	const struct holding *holding = sighting->holding;
	struct span all = {0, UINT32_MAX};
	uint32_t company = 0;
	bool here = true;

	/* Those that need the same company stand together. */
	for (uint32_t i = 0; i < holding->use_count; i++) {
		const struct prefilter_use *use = &holding->uses[i];
		struct spot at = behind(sighting->start, use->offset);
		struct span starts;

		if (use->company != company) {
			company = use->company;
			here = meets(prefilter, notes, company, &all);
		}
		starts = all;
		if (here && (use->arms & notes->armed) &&
			has_capital(text, use, at.at) &&
			narrow(notes, &starts, at, at, use->reach))
			add_hit(notes, use->pattern,
				(struct hit){
					sentence, use->piece, starts, NONE});
	}
}

void
prefilter_meet(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t sentence)
{
	for (size_t i = 0; i < notes->sighting_count; i++)
		note_signs(notes, &notes->sightings[i]);
	for (size_t i = 0; i < notes->sighting_count; i++)
		tell_patterns(prefilter, notes, &notes->sightings[i], sentence);
}
