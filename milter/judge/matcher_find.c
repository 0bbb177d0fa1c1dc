#include <glib.h>

#include "base/bits.h"
#include "base/utf8.h"
#include "judge/matcher.h"
#include "matcher_internal.h"

static const uint64_t *
candidates_in(struct matcher *matcher, struct zone_state *state)
{
	if (state->notes == NULL)
		state->notes = prefilter_notes_new();
	if (!state->noted)
		prefilter_scan(matcher->prefilter, state->text, &state->words,
			matcher->armed, state->notes);
	state->noted = true;
	state->candidates = prefilter_candidates(state->notes);
	return state->candidates;
}

static const uint64_t *
candidates_of(struct matcher *matcher, struct zone_state *state)
{
	return state->candidates != NULL ? state->candidates
					 : candidates_in(matcher, state);
}

void
matcher_arm(struct matcher *matcher, uint32_t armed)
{
	matcher->armed = armed;
}

bool
matcher_candidates(struct matcher *matcher, unsigned zones, uint64_t *patterns)
{
	size_t words = matcher->pattern_count / 64 + 1;

	if (matcher->prefilter == NULL)
		return false;
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		const uint64_t *more;

		if (!(zones >> zone & 1))
			continue;
		more = candidates_of(matcher, &matcher->zones[zone]);
		for (size_t i = 0; i < words; i++)
			patterns[i] |= more[i];
	}
	return true;
}

static bool
is_one_found(struct matcher *matcher, const uint32_t *group, unsigned zones)
{
	for (; zones != 0; zones &= zones - 1) {
		const uint64_t *there = candidates_of(
			matcher, &matcher->zones[__builtin_ctz(zones)]);

		for (uint32_t i = 1; i <= group[0]; i++)
			if (bits_have(there, group[i]))
				return true;
	}
	return false;
}

bool
matcher_could_find(
	struct matcher *matcher, const uint32_t *needs, unsigned zones)
{
	if (matcher->prefilter == NULL)
		return true;
	for (; *needs != 0; needs += *needs + 1)
		if (!is_one_found(matcher, needs, zones))
			return false;
	return true;
}

/* It has no literals: the prefilter knows nothing of it. */
static bool
is_tried_anywhere(const struct pattern *pattern)
{
	const struct pattern *const *pieces;
	const struct pattern_literal *literals;

	return pattern_pieces(pattern, &pieces) == 1 &&
	       pattern_literals(pieces[0], &literals) == 0;
}

/*
 * Zones that nobody but such patterns asks about are not read for the
 * prefilter: a quoted letter, to see whether there is one.
 */
bool
matcher_ask_prefilter(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern)
{
	if (matcher->prefilter == NULL || is_tried_anywhere(pattern))
		return true;
	candidates_in(matcher, state);
	return prefilter_may_find(matcher->prefilter, state->notes, pattern);
}

/* Most sentences are, in a text that is not. */
static bool
sentence_is_ascii(
	struct matcher *matcher, struct zone_state *state, size_t sentence)
{
	const struct zone_text *zone = state->text;

	if (zone->ascii)
		return true;
	if (state->ascii == NULL) {
		state->ascii = ARENA_ARRAY(
			matcher->arena, uint64_t, state->frame.words);
		for (size_t i = 0; i < zone->sentence_count; i++)
			if (str_is_ascii(zone_sentence(zone, i)))
				bits_add(state->ascii, i);
	}
	return bits_have(state->ascii, sentence);
}

/* Looks for a piece of the pattern, or all of it, in a sentence. */
static enum pattern_result
look(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern, const struct stretch *stretch,
	size_t *start, size_t *end)
{
	const struct zone_text *zone = state->text;
	const struct sentence *sentence = &zone->sentences[stretch->sentence];
	struct str text = zone_sentence(zone, stretch->sentence);
	bool ascii = sentence_is_ascii(matcher, state, stretch->sentence);
	enum pattern_result result = pattern_find_before(pattern,
		matcher->scratch, text, ascii, stretch->from - sentence->start,
		stretch->to - sentence->start, start, end);

	matcher->limited |= result == PATTERN_LIMIT;
	return result;
}

static struct stretch
whole_sentence(const struct zone_text *zone, size_t sentence)
{
	return (struct stretch){(uint32_t)sentence, 0,
		zone->sentences[sentence].start, zone->sentences[sentence].end};
}

/* True where the pattern is known to be in the sentence from then on. */
static bool
look_and_note(struct matcher *matcher, struct zone_state *state,
	const struct pattern *piece, const struct stretch *stretch,
	struct found *found)
{
	size_t start, end;

	if (bits_have(found->in, stretch->sentence))
		return true;
	switch (look(matcher, state, piece, stretch, &start, &end)) {
	case PATTERN_NO:
		return false;
	case PATTERN_YES:
		bits_add(found->in, stretch->sentence);
		found->any = true;
		return true;
	case PATTERN_LIMIT:
		break;
	}
	if (found->open == NULL)
		found->open = ARENA_ARRAY(
			matcher->arena, uint64_t, state->frame.words);
	bits_add(found->open, stretch->sentence);
	return false;
}

static bool
look_in_sentence(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern, size_t sentence, struct found *found)
{
	struct stretch all = whole_sentence(state->text, sentence);
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);

	for (size_t i = 0; i < count; i++)
		if (look_and_note(matcher, state, pieces[i], &all, found))
			return true;
	return false;
}

/* Looks everywhere in these sentences, or up to the first that has it. The
 * last sentence looked at comes back. */
static size_t
look_everywhere(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern, const uint64_t *wanted, bool first_only,
	struct found *found)
{
	size_t count = state->text->sentence_count;

	for (size_t s = 0; s < count; s++)
		if (bits_have(wanted, s) &&
			look_in_sentence(matcher, state, pattern, s, found) &&
			first_only)
			return s;
	return count;
}

static size_t
look_in_stretches(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern, const uint64_t *wanted, bool first_only,
	struct found *found)
{
	const struct stretch *stretches = NULL;
	const struct pattern *const *pieces;
	size_t count = SIZE_MAX;

	if (matcher->prefilter != NULL && state->noted)
		count = prefilter_stretches(matcher->prefilter, state->notes,
			pattern, wanted, &stretches);
	if (count == SIZE_MAX)
		return look_everywhere(
			matcher, state, pattern, wanted, first_only, found);
	pattern_pieces(pattern, &pieces);
	for (size_t i = 0; i < count; i++)
		if (look_and_note(matcher, state, pieces[stretches[i].piece],
			    &stretches[i], found) &&
			first_only)
			return stretches[i].sentence;
	return state->text->sentence_count;
}

/* Where the prefilter says that it cannot be it need not be looked for. */
static void
rule_out(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern, struct found *found)
{
	bool somewhere = matcher->prefilter != NULL && state->noted &&
			 prefilter_where(matcher->prefilter, state->notes,
				 pattern, found->maybe);

	for (size_t i = 0; i < state->frame.words; i++) {
		if (!somewhere)
			found->maybe[i] = state->frame.every[i];
		found->known[i] = ~found->maybe[i];
	}
}

static struct found *
found_of(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern)
{
	struct slot *slot = &state->slots[pattern_id(pattern)];
	size_t words = state->frame.words;
	uint64_t *sets;

	if (slot->turn == matcher->turn)
		return slot->found;
	slot->turn = matcher->turn;
	slot->found = ARENA_NEW(matcher->arena, struct found);
	sets = ARENA_ARRAY(matcher->arena, uint64_t, 3 * words);
	slot->found->known = sets;
	slot->found->in = sets + words;
	slot->found->maybe = sets + 2 * words;
	rule_out(matcher, state, pattern, slot->found);
	return slot->found;
}

/* Many terms ask about paragraphs. */
const uint64_t *
matcher_maybe(struct matcher *matcher, const struct pattern *pattern,
	enum zone zone, enum unit within)
{
	struct zone_state *state = &matcher->zones[zone];
	struct found *found;

	if (!matcher_is_candidate(matcher, state, pattern))
		return NULL;
	found = found_of(matcher, state, pattern);
	if (within == UNIT_SENTENCE)
		return found->maybe;
	if (within == UNIT_MESSAGE)
		return state->frame.every;
	if (found->near == NULL)
		found->near = set_paragraphs(&state->frame, found->maybe);
	return found->near;
}

/* The sentences that are asked about and not known yet; false: there are none. */
static bool
still_unknown(const struct zone_state *state, const struct found *found,
	const uint64_t *wanted, uint64_t *unknown)
{
	uint64_t any = 0;

	for (size_t i = 0; i < state->frame.words; i++) {
		unknown[i] = wanted[i] & ~found->known[i];
		any |= unknown[i];
	}
	return any != 0;
}

/* Sentences up to the last one looked at are known. */
static void
note_known(const struct zone_state *state, struct found *found,
	const uint64_t *looked_for, size_t last)
{
	for (size_t i = 0; i < state->frame.words; i++) {
		uint64_t mask = UINT64_MAX;

		if (i > last / 64)
			break;
		if (i == last / 64 && last % 64 < 63)
			mask = ((uint64_t)2 << (last % 64)) - 1;
		found->known[i] |= looked_for[i] & mask;
		found->maybe[i] = ~found->known[i] | found->in[i] |
				  (found->open != NULL ? found->open[i] : 0);
	}
	found->near = NULL;
}

const struct found *
matcher_find(struct matcher *matcher, const struct pattern *pattern,
	enum zone zone, const uint64_t *wanted, bool first_only)
{
	struct zone_state *state = &matcher->zones[zone];
	struct found *found;
	uint64_t *unknown;
	size_t last;

	if (!matcher_is_candidate(matcher, state, pattern))
		return NULL;
	found = found_of(matcher, state, pattern);
	unknown = set_room(&state->frame);
	if ((first_only && found->any) ||
		!still_unknown(state, found, wanted, unknown))
		return found;
	last = look_in_stretches(
		matcher, state, pattern, unknown, first_only, found);
	note_known(state, found, unknown, last);
	return found;
}

enum tri
matcher_starts(
	struct matcher *matcher, const struct pattern *pattern, enum zone zone)
{
	struct zone_state *state = &matcher->zones[zone];
	struct stretch stretch = {0, 0, 0, 1};
	size_t start = 0, end;

	if (!matcher_is_candidate(matcher, state, pattern) ||
		state->text->sentences[0].start > 0)
		return TRI_NO;
	switch (look(matcher, state, pattern, &stretch, &start, &end)) {
	case PATTERN_YES:
		return tri_of(start == 0);
	case PATTERN_NO:
		return TRI_NO;
	case PATTERN_LIMIT:
		break;
	}
	return TRI_UNKNOWN;
}

bool
matcher_words(struct matcher *matcher, const struct pattern *pattern,
	enum zone zone, size_t sentence, size_t *start, size_t *end)
{
	struct zone_state *state = &matcher->zones[zone];
	struct stretch stretch = whole_sentence(state->text, sentence);

	if (look(matcher, state, pattern, &stretch, start, end) != PATTERN_YES)
		return false;
	*start += stretch.from;
	*end += stretch.from;
	return true;
}
