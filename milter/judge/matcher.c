#include "judge/matcher.h"

#include <glib.h>

#include "base/utf8.h"
#include "judge/prefilter.h"
#include "matcher_internal.h"

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
		g_free(old->zones[zone].slots);
		text_words_clear(&old->zones[zone].words);
		prefilter_notes_free(&old->zones[zone].notes);
	}
	g_free(old->no_pattern);
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
	g_free(matcher->no_pattern);
	matcher->no_pattern = g_new0(uint64_t, matcher->pattern_room / 64 + 1);
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		struct zone_state *state = &matcher->zones[zone];

		g_free(state->slots);
		state->slots = g_new0(struct slot, matcher->pattern_room);
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
	state->noted = false;
	text_words_begin(&state->words);
	state->candidates =
		text->sentence_count == 0 ? matcher->no_pattern : NULL;
	state->ascii = NULL;
	state->frame = set_frame_of(matcher->arena, text);
	state->nowhere = set_empty(&state->frame);
}

void
matcher_brief(struct matcher *matcher)
{
	pattern_scratch_brief(matcher->scratch);
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
	matcher->armed = PREFILTER_ALL_ARMS;
	matcher->limited = false;
	pattern_scratch_deadline(matcher->scratch, deadline);
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		begin_zone(
			matcher, &matcher->zones[zone], &message->zones[zone]);
}

const struct text_words *
matcher_text_words(
	struct matcher *matcher, enum zone zone, size_t first_sentence)
{
	struct zone_state *state = &matcher->zones[zone];

	text_words_read(&state->words, state->text, first_sentence,
		matcher->prefilter != NULL
			? prefilter_lexicon(matcher->prefilter)
			: NULL);
	return &state->words;
}

/* Terms ----------------------------------------------------------------- */

static bool
is_candidate(
	struct matcher *matcher, const struct pattern *pattern, unsigned zones)
{
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		if (zones >> zone & 1 &&
			matcher_is_candidate(
				matcher, &matcher->zones[zone], pattern))
			return true;
	return false;
}

static bool
could_hold(struct matcher *matcher, const struct term *term, unsigned zones)
{
	switch (term->op) {
	case TERM_PATTERN:
		return is_candidate(matcher, term->pattern, zones);
	case TERM_AND:
		return could_hold(matcher, term->left, zones) &&
		       could_hold(matcher, term->right, zones);
	case TERM_OR:
		return could_hold(matcher, term->left, zones) ||
		       could_hold(matcher, term->right, zones);
	case TERM_NOT:
		break;
	}
	return true;
}

static struct sentence_set
pattern_set(struct matcher *matcher, const struct pattern *pattern,
	enum zone zone, const uint64_t *wanted)
{
	const struct zone_state *state = &matcher->zones[zone];
	const struct found *found =
		matcher_find(matcher, pattern, zone, wanted, false);
	const uint64_t *in, *maybe;

	if (found == NULL || (!found->any && found->open == NULL))
		return state->nowhere;
	in = set_common(&state->frame, found->in, wanted);
	in = in != NULL ? in : state->frame.none;
	maybe = in;
	if (found->open != NULL) {
		maybe = set_common(&state->frame, found->open, wanted);
		maybe = maybe != NULL ? set_either(&state->frame, in, maybe)
				      : in;
	}
	return set_of(&state->frame, in, maybe);
}

static struct sentence_set term_set(struct matcher *matcher,
	const struct term *term, enum zone zone, enum unit within,
	const uint64_t *wanted);

/* The sentences in whose unit the term may hold, as far as is known; NULL:
 * none. */
static const uint64_t *
term_maybe(struct matcher *matcher, const struct term *term, enum zone zone,
	enum unit within)
{
	const struct set_frame *frame = &matcher->zones[zone].frame;
	const uint64_t *left, *right;

	if (term->op == TERM_PATTERN)
		return matcher_maybe(matcher, term->pattern, zone, within);
	if (term->op == TERM_NOT)
		return frame->every;
	left = term_maybe(matcher, term->left, zone, within);
	if (left == NULL && term->op == TERM_AND)
		return NULL;
	right = term_maybe(matcher, term->right, zone, within);
	if (term->op == TERM_AND)
		return right == NULL ? NULL : set_common(frame, left, right);
	return left == NULL    ? right
	       : right == NULL ? left
			       : set_either(frame, left, right);
}

/*
 * The same as term_set() in fewer sentences: where one part cannot hold the
 * others need not be looked for.
 */
static struct sentence_set
new_term_set(struct matcher *matcher, const struct term *term, enum zone zone,
	enum unit within, const uint64_t *wanted)
{
	const struct zone_state *state = &matcher->zones[zone];
	const uint64_t *maybe;

	if (term->op != TERM_AND)
		return term_set(matcher, term, zone, within, wanted);
	maybe = term_maybe(matcher, term, zone, within);
	if (maybe != NULL)
		maybe = set_common(&state->frame, wanted, maybe);
	if (maybe == NULL)
		return state->nowhere;
	return term_set(matcher, term, zone, within, maybe);
}

/* Where in the sentences of `wanted`, which is made of whole units. */
static struct sentence_set
term_set(struct matcher *matcher, const struct term *term, enum zone zone,
	enum unit within, const uint64_t *wanted)
{
	const struct set_frame *frame = &matcher->zones[zone].frame;
	struct sentence_set left;

	switch (term->op) {
	case TERM_PATTERN:
		return set_widen(frame,
			pattern_set(matcher, term->pattern, zone, wanted),
			within);
	case TERM_NOT:
		left = new_term_set(matcher, term->left, zone, within, wanted);
		return set_not(frame, left, wanted);
	case TERM_OR:
		left = new_term_set(matcher, term->left, zone, within, wanted);
		return set_or(frame, left,
			new_term_set(
				matcher, term->right, zone, within, wanted));
	case TERM_AND:
		break;
	}
	left = term_set(matcher, term->left, zone, within, wanted);
	/* Where the left is not the right need not be looked for. */
	if (set_is_void(&left))
		return left;
	return set_and(frame, left,
		term_set(matcher, term->right, zone, within, left.maybe));
}

struct sentence_set
matcher_term(struct matcher *matcher, const struct term *term, enum zone zone,
	enum unit within)
{
	return new_term_set(
		matcher, term, zone, within, matcher->zones[zone].frame.every);
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
		found = matcher_find(matcher, pattern, (enum zone)zone,
			matcher->zones[zone].frame.every, true);
		if (found != NULL && found->any)
			return TRI_YES;
		if (found != NULL && found->open != NULL)
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

/* Only what must stand together in a unit takes sets to tell. */
static enum tri
holds_in_zone(struct matcher *matcher, const struct term *term, enum zone zone,
	enum unit within)
{
	struct sentence_set set;
	enum tri left;

	if (term->op == TERM_PATTERN)
		return pattern_in(matcher, term->pattern, 1u << zone);
	if (term->op == TERM_OR) {
		left = holds_in_zone(matcher, term->left, zone, within);
		return left == TRI_YES ? left
				       : tri_or(left, holds_in_zone(matcher,
							      term->right, zone,
							      within));
	}
	set = matcher_term(matcher, term, zone, within);
	return set.any ? TRI_YES : set.unknown ? TRI_UNKNOWN : TRI_NO;
}

enum tri
matcher_holds(struct matcher *matcher, const struct term *term, unsigned zones,
	enum unit within)
{
	enum tri answer = TRI_NO;

	if (within == UNIT_MESSAGE)
		return could_hold(matcher, term, zones)
			       ? holds_in_message(matcher, term, zones)
			       : TRI_NO;
	for (int zone = 0; zone < ZONE_COUNT && answer != TRI_YES; zone++)
		if (zones >> zone & 1)
			answer = tri_or(
				answer, holds_in_zone(matcher, term,
						(enum zone)zone, within));
	return answer;
}

/* Single texts ---------------------------------------------------------- */

enum tri
matcher_in_text(
	struct matcher *matcher, const struct pattern *pattern, struct str text)
{
	size_t start, end;
	bool ascii = str_is_ascii(text);

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
matcher_limited(const struct matcher *matcher)
{
	return matcher->limited;
}
