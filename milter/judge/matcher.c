#include "judge/matcher.h"

#include <glib.h>

#include "judge/prefilter.h"

enum {
	HITS_KEPT = 16,
	/* Matches of one pattern between two looks at the clock. */
	CLOCK_EVERY = 64,
	/* Shorter texts are searched in full: that is as fast. */
	NOTES_FROM = 512,
};

/* What is known of one pattern in one zone. */
struct found {
	struct sentence_set set;
	bool limit; /* given up somewhere: later sentences are open */
	size_t hit_count;
	struct hit {
		size_t start, end;
	} hits[HITS_KEPT];
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
	bool scanned;
	uint64_t *candidates; /* by the prefilter */
	struct prefilter_notes *notes;
	bool noted;	     /* the notes are of this text */
	struct slot *slots;  /* by pattern id */
	struct found absent; /* of every pattern that is no candidate */
};

struct matcher {
	struct arena *arena;
	struct pattern_scratch *scratch;
	const struct prefilter *prefilter;
	int64_t deadline;
	bool limited;
	uint32_t turn;
	size_t pattern_room; /* slots and candidates are this many */
	size_t pattern_count;
	struct zone_state zones[ZONE_COUNT];
};

struct matcher *
matcher_new(void)
{
	struct matcher *matcher = g_new0(struct matcher, 1);

	matcher->arena = arena_new();
	matcher->scratch = pattern_scratch_new();
	return matcher;
}

void
matcher_free(struct matcher **matcher)
{
	struct matcher *old = *matcher;

	if (old == NULL)
		return;
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		g_free(old->zones[zone].candidates);
		g_free(old->zones[zone].slots);
		prefilter_notes_free(&old->zones[zone].notes);
	}
	pattern_scratch_free(&old->scratch);
	arena_free(&old->arena);
	g_free(old);
	*matcher = NULL;
}

static void
make_room(struct matcher *matcher, size_t patterns)
{
	if (patterns <= matcher->pattern_room && matcher->pattern_room > 0)
		return;
	matcher->pattern_room = MAX(patterns, (size_t)64);
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		struct zone_state *state = &matcher->zones[zone];

		g_free(state->slots);
		g_free(state->candidates);
		state->slots = g_new0(struct slot, matcher->pattern_room);
		state->candidates =
			g_new0(uint64_t, matcher->pattern_room / 64 + 1);
	}
}

static void
next_turn(struct matcher *matcher)
{
	if (++matcher->turn != 0)
		return;
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		memset(matcher->zones[zone].slots, 0,
			matcher->pattern_room * sizeof(struct slot));
	matcher->turn = 1;
}

static void
begin_zone(struct matcher *matcher, struct zone_state *state,
	const struct zone_text *text)
{
	state->text = text;
	state->scanned = state->noted = false;
	state->frame = set_frame_of(matcher->arena, text);
	memset(&state->absent, 0, sizeof(state->absent));
	state->absent.set = set_empty(&state->frame);
}

void
matcher_begin(struct matcher *matcher, const struct ruleset *rules,
	const struct prefilter *prefilter, const struct message *message,
	int64_t deadline)
{
	arena_reset(matcher->arena);
	make_room(matcher, rules->pattern_count);
	next_turn(matcher);
	matcher->pattern_count = rules->pattern_count;
	matcher->prefilter = prefilter;
	matcher->deadline = deadline;
	matcher->limited = false;
	pattern_scratch_deadline(matcher->scratch, deadline);
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		begin_zone(
			matcher, &matcher->zones[zone], &message->zones[zone]);
}

static bool
is_late(const struct matcher *matcher)
{
	return matcher->deadline != 0 &&
	       g_get_monotonic_time() / 1000 >= matcher->deadline;
}

static void
scan(struct matcher *matcher, struct zone_state *state)
{
	struct str text = state->text->text;

	memset(state->candidates, 0,
		(matcher->pattern_count / 64 + 1) * sizeof(uint64_t));
	state->scanned = true;
	state->noted = text.n >= NOTES_FROM;
	if (state->noted && state->notes == NULL)
		state->notes = prefilter_notes_new();
	if (state->noted)
		prefilter_scan_noting(matcher->prefilter, text, state->notes,
			state->candidates);
	else if (text.n > 0)
		prefilter_scan(matcher->prefilter, text, state->candidates);
}

static const uint64_t *
candidates_in(struct matcher *matcher, struct zone_state *state)
{
	if (!state->scanned)
		scan(matcher, state);
	return state->candidates;
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
		more = candidates_in(matcher, &matcher->zones[zone]);
		for (size_t i = 0; i < words; i++)
			patterns[i] |= more[i];
	}
	return true;
}

static bool
is_candidate(
	struct matcher *matcher, struct zone_state *state, unsigned pattern)
{
	return matcher->prefilter == NULL ||
	       (candidates_in(matcher, state)[pattern / 64] >> (pattern % 64) &
		       1);
}

/* Goes through the sentences as matches come, from the front. */
struct cursor {
	const struct zone_text *text;
	uint64_t *words;
	size_t sentence;
	size_t matches;
};

static void
advance(struct cursor *cursor, size_t offset)
{
	const struct zone_text *text = cursor->text;

	while (cursor->sentence + 1 < text->sentence_count &&
		text->sentences[cursor->sentence + 1].start <= offset)
		cursor->sentence++;
}

/* A match counts in each sentence that it touches. */
static void
mark(struct cursor *cursor, size_t start, size_t end)
{
	size_t last;

	advance(cursor, start);
	for (last = cursor->sentence;
		last + 1 < cursor->text->sentence_count &&
		cursor->text->sentences[last + 1].start < end;
		last++)
		cursor->words[last / 64] |= (uint64_t)1 << (last % 64);
	if (cursor->text->sentence_count > 0)
		cursor->words[last / 64] |= (uint64_t)1 << (last % 64);
}

/*
 * All matches that start in the stretch and behind *from, none of them empty;
 * false where a limit stopped it at *from.
 */
static bool
find_all(struct matcher *matcher, const struct pattern *pattern,
	const struct stretch *stretch, struct cursor *cursor,
	struct found *found, size_t *from)
{
	const struct zone_text *text = cursor->text;

	*from = MAX(*from, stretch->from);
	while (*from < stretch->to) {
		struct hit hit;
		enum pattern_result result = pattern_find_before(pattern,
			matcher->scratch, text->text, text->ascii, *from,
			stretch->to, &hit.start, &hit.end);

		if (result == PATTERN_NO)
			return true;
		if (result == PATTERN_LIMIT ||
			(++cursor->matches % CLOCK_EVERY == 0 &&
				is_late(matcher)))
			return false;
		mark(cursor, hit.start, hit.end);
		if (found->hit_count < HITS_KEPT)
			found->hits[found->hit_count++] = hit;
		*from = MAX(hit.end, *from + 1);
	}
	return true;
}

static size_t
stretches_for(const struct matcher *matcher, const struct zone_state *state,
	const struct pattern *pattern, struct stretch *stretches)
{
	size_t count = SIZE_MAX;

	if (matcher->prefilter != NULL && state->noted)
		count = prefilter_stretches(
			matcher->prefilter, state->notes, pattern, stretches);
	if (count != SIZE_MAX)
		return count;
	stretches[0] = (struct stretch){0, state->text->text.n};
	return 1;
}

/* What lies behind the place where matching was given up is open. */
static const uint64_t *
open_rest(struct matcher *matcher, const struct zone_state *state,
	struct cursor *cursor, size_t from)
{
	uint64_t *maybe =
		ARENA_ARRAY(matcher->arena, uint64_t, state->frame.words);

	advance(cursor, from);
	memcpy(maybe, cursor->words, state->frame.words * sizeof(*maybe));
	for (size_t i = cursor->sentence; i < state->text->sentence_count; i++)
		maybe[i / 64] |= (uint64_t)1 << (i % 64);
	return maybe;
}

static struct found *
find(struct matcher *matcher, const struct pattern *pattern, enum zone zone)
{
	struct zone_state *state = &matcher->zones[zone];
	unsigned id = pattern_id(pattern);
	struct slot *slot = &state->slots[id];
	struct cursor cursor = {.text = state->text};
	struct stretch stretches[PREFILTER_STRETCHES];
	const uint64_t *maybe;
	size_t from = 0, count;

	if (state->text->text.n == 0 || !is_candidate(matcher, state, id))
		return &state->absent;
	if (slot->turn == matcher->turn)
		return slot->found;
	slot->turn = matcher->turn;
	slot->found = ARENA_NEW(matcher->arena, struct found);
	cursor.words =
		ARENA_ARRAY(matcher->arena, uint64_t, state->frame.words);
	maybe = cursor.words;
	count = stretches_for(matcher, state, pattern, stretches);
	for (size_t i = 0; i < count && !slot->found->limit; i++)
		slot->found->limit = !find_all(matcher, pattern, &stretches[i],
			&cursor, slot->found, &from);
	if (slot->found->limit) {
		matcher->limited = true;
		maybe = open_rest(matcher, state, &cursor, from);
	}
	slot->found->set = set_of(&state->frame, cursor.words, maybe);
	return slot->found;
}

struct sentence_set
matcher_term(struct matcher *matcher, const struct term *term, enum zone zone,
	enum unit within)
{
	const struct set_frame *frame = &matcher->zones[zone].frame;
	struct sentence_set left;

	if (term->op == TERM_PATTERN)
		return set_widen(
			frame, find(matcher, term->pattern, zone)->set, within);
	left = matcher_term(matcher, term->left, zone, within);
	if (term->op == TERM_NOT)
		return set_not(frame, left);
	if (term->op == TERM_OR)
		return set_or(frame, left,
			matcher_term(matcher, term->right, zone, within));
	/* Where the left is nowhere the right need not be looked for. */
	if (set_is_void(&left))
		return left;
	return set_and(
		frame, left, matcher_term(matcher, term->right, zone, within));
}

static enum tri
pattern_in(
	struct matcher *matcher, const struct pattern *pattern, unsigned zones)
{
	enum tri answer = TRI_NO;

	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		const struct found *found;

		if (!(zones >> zone & 1))
			continue;
		found = find(matcher, pattern, (enum zone)zone);
		if (found->hit_count > 0)
			return TRI_YES;
		if (found->limit)
			answer = TRI_UNKNOWN;
	}
	return answer;
}

static enum tri
holds_in_message(
	struct matcher *matcher, const struct term *term, unsigned zones)
{
	enum tri left;

	if (term->op == TERM_PATTERN)
		return pattern_in(matcher, term->pattern, zones);
	left = holds_in_message(matcher, term->left, zones);
	if (term->op == TERM_NOT)
		return tri_not(left);
	if (left == (term->op == TERM_AND ? TRI_NO : TRI_YES))
		return left;
	return term->op == TERM_AND
		       ? tri_and(left,
				 holds_in_message(matcher, term->right, zones))
		       : tri_or(left,
				 holds_in_message(matcher, term->right, zones));
}

enum tri
matcher_holds(struct matcher *matcher, const struct term *term, unsigned zones,
	enum unit within)
{
	enum tri answer = TRI_NO;

	if (within == UNIT_MESSAGE)
		return holds_in_message(matcher, term, zones);
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		struct sentence_set set;

		if (!(zones >> zone & 1))
			continue;
		set = matcher_term(matcher, term, (enum zone)zone, within);
		if (set.any)
			return TRI_YES;
		if (set.unknown)
			answer = TRI_UNKNOWN;
	}
	return answer;
}

enum tri
matcher_starts(
	struct matcher *matcher, const struct pattern *pattern, enum zone zone)
{
	const struct found *found = find(matcher, pattern, zone);

	if (found->hit_count > 0)
		return tri_of(found->hits[0].start == 0);
	return found->limit ? TRI_UNKNOWN : TRI_NO;
}

static bool
is_ascii(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	return true;
}

enum tri
matcher_in_text(
	struct matcher *matcher, const struct pattern *pattern, struct str text)
{
	size_t start, end;
	bool ascii = is_ascii(text);

	if (!ascii && !g_utf8_validate_len(text.p, text.n, NULL))
		return TRI_UNKNOWN;
	switch (pattern_find(pattern, matcher->scratch,
		text.n ? text : STR_LIT(""), ascii, 0, &start, &end)) {
	case PATTERN_YES:
		return TRI_YES;
	case PATTERN_NO:
		return TRI_NO;
	case PATTERN_LIMIT:
		break;
	}
	matcher->limited = true;
	return TRI_UNKNOWN;
}

bool
matcher_hit(struct matcher *matcher, const struct pattern *pattern,
	enum zone zone, size_t n, size_t *start, size_t *end)
{
	const struct found *found = find(matcher, pattern, zone);

	if (n >= found->hit_count)
		return false;
	*start = found->hits[n].start;
	*end = found->hits[n].end;
	return true;
}

bool
matcher_limited(const struct matcher *matcher)
{
	return matcher->limited;
}
