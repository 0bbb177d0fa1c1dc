#include "judge/points.h"

#include <glib.h>

static bool
hold_line(struct matcher *matcher, unsigned zones, struct line *line)
{
	const struct term *term = line->score->term;
	bool any = false;

	line->everywhere = term == NULL || line->score->within == UNIT_MESSAGE;
	if (term == NULL)
		return true;
	if (line->everywhere)
		return matcher_holds(matcher, term, zones, UNIT_MESSAGE) ==
		       TRI_YES;
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		if (!(zones >> zone & 1))
			continue;
		line->sets[zone] = matcher_term(
			matcher, term, (enum zone)zone, line->score->within);
		any |= line->sets[zone].any;
	}
	return any;
}

static enum tri
silenced(struct matcher *matcher, const struct rule *rule)
{
	enum tri answer = TRI_NO;

	for (size_t i = 0; i < rule->unless_count && answer != TRI_YES; i++)
		answer = tri_or(answer, matcher_holds(matcher, rule->unless[i],
						rule->zones, rule->within));
	return answer;
}

static void
append(struct line_list *lines, struct line_list *more)
{
	if (more->first == NULL)
		return;
	if (lines->last != NULL)
		lines->last->next = more->first;
	else
		lines->first = more->first;
	lines->last = more->last;
}

/* The line with this standing, if it holds. */
static bool
add_line(struct arena *arena, struct matcher *matcher, const struct rule *rule,
	const struct score *score, unsigned zones, enum standing standing,
	struct line_list *lines)
{
	struct line line = {.rule = rule, .score = score, .standing = standing};
	struct line *kept;

	if (!hold_line(matcher, zones, &line))
		return false;
	kept = ARENA_NEW(arena, struct line);
	*kept = line;
	append(lines, &(struct line_list){kept, kept});
	return true;
}

bool
points_line(struct arena *arena, struct matcher *matcher,
	const struct rule *rule, const struct score *score, unsigned zones,
	struct line_list *lines)
{
	return add_line(
		arena, matcher, rule, score, zones, STANDING_ACTS, lines);
}

enum tri
points_lines(struct arena *arena, struct matcher *matcher,
	const struct rule *rule, enum standing standing,
	struct line_list *lines)
{
	struct line_list made = {NULL, NULL};
	enum tri silent;

	for (size_t i = 0; i < rule->score_count; i++)
		add_line(arena, matcher, rule, &rule->scores[i], rule->zones,
			standing, &made);
	if (made.first == NULL)
		return TRI_NO;
	silent = silenced(matcher, rule);
	if (silent == TRI_YES ||
		(silent == TRI_UNKNOWN && standing == STANDING_SHADOW))
		return TRI_NO;
	for (struct line *line = made.first; line != NULL; line = line->next)
		if (silent == TRI_UNKNOWN)
			line->standing = STANDING_OPEN;
	append(lines, &made);
	return tri_not(silent);
}

static size_t
unit_of(const struct zone_text *text, size_t sentence, enum unit within)
{
	return within == UNIT_PARAGRAPH ? text->sentences[sentence].paragraph
					: sentence;
}

/* Points of the units of one zone. */
struct tally {
	int *points;
	bool *positive;
	size_t count;
};

static void
tally_line(struct tally *tally, const struct zone_text *text,
	const struct line *line, enum zone zone, enum unit within)
{
	const struct sentence_set *set = &line->sets[zone];
	size_t last = SIZE_MAX;

	for (size_t s = set_next(set, 0); s < set->count;
		s = set_next(set, s + 1)) {
		size_t unit = unit_of(text, s, within);

		if (unit == last)
			continue;
		last = unit;
		tally->points[unit] += line->score->points;
		tally->positive[unit] |= line->score->points > 0;
	}
}

static void
best_of_zone(struct arena *arena, const struct zone_text *text, enum zone zone,
	enum unit within, const struct line_list *lines, unsigned standings,
	const struct unit_points *base, struct unit_points *best)
{
	struct tally tally;

	if (text->sentence_count == 0)
		return;
	tally.count = unit_of(text, text->sentence_count - 1, within) + 1;
	tally.points = ARENA_ARRAY(arena, int, tally.count);
	tally.positive = ARENA_ARRAY(arena, bool, tally.count);
	for (const struct line *line = lines->first; line; line = line->next)
		if (line->standing & standings && line->sets[zone].any)
			tally_line(&tally, text, line, zone, within);
	for (size_t unit = 0; unit < tally.count; unit++) {
		int points = tally.points[unit] + base->points;

		if (!tally.positive[unit] && !base->found)
			continue;
		if (!best->found || points > best->points)
			*best = (struct unit_points){
				true, points, false, zone, unit};
	}
}

struct unit_points
points_best(struct arena *arena, const struct message *message,
	enum unit within, const struct line_list *lines, unsigned standings)
{
	struct unit_points base = {.whole = true};
	struct unit_points best = {.whole = true};
	unsigned zones = 0;

	for (const struct line *line = lines->first; line; line = line->next) {
		if (!(line->standing & standings))
			continue;
		if (line->everywhere || within == UNIT_MESSAGE) {
			base.points += line->score->points;
			base.found |= line->score->points > 0;
		} else {
			zones |= line->rule->zones;
		}
	}
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		if (zones >> zone & 1)
			best_of_zone(arena, &message->zones[zone],
				(enum zone)zone, within, lines, standings,
				&base, &best);
	return best.found ? best : base;
}

bool
points_counts(const struct line *line, const struct unit_points *best,
	const struct message *message, enum unit within)
{
	const struct zone_text *text = &message->zones[best->zone];
	const struct sentence_set *set = &line->sets[best->zone];

	if (line->everywhere || best->whole)
		return line->everywhere || within == UNIT_MESSAGE;
	for (size_t s = set_next(set, 0); s < set->count;
		s = set_next(set, s + 1))
		if (unit_of(text, s, within) == best->unit)
			return true;
	return false;
}

/* A hit of the term in the zone, in that unit if there is one there. */
static bool
find_words(struct matcher *matcher, const struct message *message,
	const struct term *term, const struct unit_points *best,
	enum unit within, struct reason *reason)
{
	const struct zone_text *text = &message->zones[reason->zone];
	struct sentence_set set;

	if (term->op == TERM_NOT)
		return false;
	if (term->op != TERM_PATTERN)
		return find_words(matcher, message, term->left, best, within,
			       reason) ||
		       find_words(matcher, message, term->right, best, within,
			       reason);
	set = matcher_term(matcher, term, reason->zone, UNIT_SENTENCE);
	for (size_t s = set_next(&set, 0); s < set.count;
		s = set_next(&set, s + 1)) {
		if (best != NULL && unit_of(text, s, within) != best->unit)
			continue;
		reason->has_words = matcher_words(matcher, term->pattern,
			reason->zone, s, &reason->start, &reason->end);
		return reason->has_words;
	}
	return false;
}

struct reason
points_reason(struct matcher *matcher, const struct message *message,
	const struct line *line, const struct unit_points *best,
	enum unit within)
{
	const struct term *term = line->score->term;
	struct reason reason = {.rule = line->rule,
		.score = line->score,
		.points = line->score->points};

	if (term == NULL)
		return reason;
	reason.zone = best->zone;
	if (!best->whole && !line->everywhere &&
		find_words(matcher, message, term, best, within, &reason))
		return reason;
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		reason.zone = (enum zone)zone;
		if (line->rule->zones >> zone & 1 &&
			find_words(
				matcher, message, term, NULL, within, &reason))
			return reason;
	}
	return reason;
}
