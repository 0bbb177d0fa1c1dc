#include "court.h"

/*
 * From what costs little to what costs more: the positive lines that could
 * hold by the prefilter alone, those that do hold, and those whose rules
 * speak. As soon as they cannot come to the threshold the flag is out of
 * reach: negative lines and exceptions only take away.
 */

/* A positive line that could hold. */
struct prospect {
	struct prospect *next;
	const struct rule *rule;
	const struct score *score;
	unsigned zones; /* where it could */
};

struct reach {
	struct court *court;
	const struct flag *flag;
	struct prospect *prospects;
	int64_t prospective; /* points of those not looked into yet */
	/* Those that hold; where its rule is silent a line has no standing. */
	struct line_list lines;
	int64_t sure; /* points of the lines */
};

/* The zones in which the line could hold, each by itself or all as one. */
static unsigned
zones_of(const struct court *court, const struct plan_line *line)
{
	struct matcher *matcher = court->subject->matcher;
	const uint32_t *needs = court->subject->plan->needs + line->needs;
	unsigned zones = 0;

	if (line->in_any_unit)
		return matcher_could_find(matcher, needs, line->zones)
			       ? line->zones
			       : 0;
	for (unsigned rest = line->zones; rest != 0; rest &= rest - 1)
		if (matcher_could_find(matcher, needs, rest & -rest))
			zones |= rest & -rest;
	return zones;
}

/* Appends the rule's lines that could hold; the end of the list comes back. */
static struct prospect **
add_prospects(
	struct reach *reach, const struct rule *rule, struct prospect **end)
{
	const struct plan *plan = reach->court->subject->plan;
	const uint32_t *first = &plan->first_line[rule->index];

	for (uint32_t i = first[0]; i < first[1]; i++) {
		const struct plan_line *line = &plan->lines[i];
		unsigned zones = zones_of(reach->court, line);

		if (zones == 0)
			continue;
		*end = ARENA_NEW(reach->court->arena, struct prospect);
		(*end)->rule = rule;
		(*end)->score = &rule->scores[line->score];
		(*end)->zones = zones;
		end = &(*end)->next;
		reach->prospective += line->points;
	}
	return end;
}

static void
gather_prospects(struct reach *reach)
{
	const struct hearing *hearing =
		reach->court->hearings[reach->flag->id].first;
	struct prospect **end = &reach->prospects;

	for (; hearing != NULL; hearing = hearing->next)
		end = add_prospects(reach, hearing->rule, end);
}

/* What the lines that hold come to in the best unit. */
static void
add_up(struct reach *reach)
{
	const struct court *court = reach->court;
	struct unit_points best =
		points_best(court->arena, court->subject->message,
			reach->flag->within, &reach->lines, STANDING_ACTS);

	reach->sure = best.found ? best.points : 0;
}

static bool
is_within(const struct reach *reach)
{
	return reach->sure + reach->prospective > 0 &&
	       reach->sure + reach->prospective >= reach->flag->threshold;
}

static bool
look_into_prospects(struct reach *reach)
{
	struct court *court = reach->court;
	const struct prospect *next = reach->prospects;

	for (; next != NULL && is_within(reach); next = next->next) {
		if (points_line(court->arena, court->subject->matcher,
			    next->rule, next->score, next->zones,
			    &reach->lines))
			add_up(reach);
		reach->prospective -= next->score->points;
	}
	return is_within(reach);
}

static bool
ask_rules(struct reach *reach)
{
	bool silenced = false;

	for (struct line *line = reach->lines.first; line; line = line->next)
		if (court_speaks(reach->court, line->rule) == TRI_NO) {
			line->standing = 0;
			silenced = true;
		}
	if (silenced)
		add_up(reach);
	return is_within(reach);
}

bool
reach_possible(struct court *court, const struct flag *flag)
{
	struct reach reach = {.court = court, .flag = flag};

	gather_prospects(&reach);
	return look_into_prospects(&reach) && ask_rules(&reach);
}
