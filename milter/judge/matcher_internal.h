/*
 * matcher_internal: what the two files of the matcher share.
 *
 *   matcher_find.c  which sentences a pattern is found in
 *   matcher.c       terms, made of that
 */
#ifndef COMITY_JUDGE_MATCHER_INTERNAL_H
#define COMITY_JUDGE_MATCHER_INTERNAL_H

#include "base/bits.h"
#include "judge/matcher.h"
#include "judge/prefilter.h"
#include "judge/text_words.h"

/* What is known of one pattern in one zone, a bit a sentence. */
struct found {
	uint64_t *known;      /* it was looked for here, or need not be */
	uint64_t *in;	      /* it is */
	uint64_t *open;	      /* a limit was hit; NULL: none was */
	uint64_t *maybe;      /* it may be, as far as is known */
	const uint64_t *near; /* and their paragraphs; NULL: not asked for */
	bool any;
};

/* A slot counts only where its turn is the present one: nothing is cleared
 * between messages, however many patterns there are. */
struct slot {
	uint32_t turn;
	struct found *found;
};

struct zone_state {
	const struct zone_text *text;
	struct set_frame frame;
	bool noted; /* the notes are of this text */
	/* A bit per pattern id; NULL: the prefilter was not asked yet. */
	const uint64_t *candidates;
	uint64_t *ascii; /* the sentences that are; NULL: not looked yet */
	struct text_words words;
	struct prefilter_notes *notes;
	struct slot *slots;	     /* by pattern id */
	struct sentence_set nowhere; /* of every pattern that is no candidate */
};

struct matcher {
	struct arena *arena;
	struct pattern_scratch *scratch;
	const struct prefilter *prefilter;
	uint32_t armed; /* arms.h */
	bool limited;
	uint32_t turn;
	size_t pattern_room; /* slots are this many */
	size_t pattern_count;
	uint64_t *no_pattern; /* is a candidate where there is no text */
	struct zone_state zones[ZONE_COUNT];
};

/* The sentences in whose unit it may be, as far as is known; NULL: nowhere. */
const uint64_t *matcher_maybe(struct matcher *matcher,
	const struct pattern *pattern, enum zone zone, enum unit within);

/*
 * What is known once the sentences of `wanted` were looked at; with
 * `first_only` no more of them than up to the first that has it. NULL: it is
 * nowhere in the zone.
 */
const struct found *matcher_find(struct matcher *matcher,
	const struct pattern *pattern, enum zone zone, const uint64_t *wanted,
	bool first_only);

/* The same where the prefilter was not asked yet. */
bool matcher_ask_prefilter(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern);

/* May the pattern be anywhere in the zone? */
static inline bool
matcher_is_candidate(struct matcher *matcher, struct zone_state *state,
	const struct pattern *pattern)
{
	if (state->candidates == NULL)
		return matcher_ask_prefilter(matcher, state, pattern);
	/* It is no candidate, but may be there, where it is not armed. */
	return bits_have(state->candidates, pattern_id(pattern)) ||
	       (state->noted && prefilter_may_find(matcher->prefilter,
					state->notes, pattern));
}

#endif
