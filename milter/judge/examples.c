#include "judge/examples.h"

#include <glib.h>

#include "judge/matcher.h"
#include "judge/points.h"

/* What serves for one example after the other. */
struct trial {
	struct diag *diag;
	const struct ruleset *rules;
	struct arena *arena;
	struct matcher *matcher;
	struct message message;
};

/* The zone that an example stands in: the text, or else the rule's first. */
static enum zone
zone_for(const struct rule *rule)
{
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		if (rule->zones >> zone & 1 && !(rule->zones >> ZONE_TEXT & 1))
			return (enum zone)zone;
	return ZONE_TEXT;
}

static void
set_text(struct trial *trial, enum zone zone, struct str text)
{
	struct zone_builder *builder;

	arena_reset(trial->arena);
	memset(&trial->message, 0, sizeof(trial->message));
	builder = zone_builder_new(trial->arena);
	zone_builder_add(builder, text, 0, text.n, -1, zone == ZONE_TEXT);
	trial->message.zones[zone] = zone_builder_finish(builder);
	matcher_begin(trial->matcher, trial->rules, NULL, &trial->message, 0);
}

static void
tell_reason(struct trial *trial, const struct reason *reason)
{
	const struct zone_text *zone = &trial->message.zones[reason->zone];
	char *words;

	if (!reason->has_words) {
		diag_note(trial->diag, reason->score->place,
			"%+d: this line holds", reason->points);
		return;
	}
	words = g_strndup(
		zone->text.p + reason->start, reason->end - reason->start);
	diag_note(trial->diag, reason->score->place,
		"%+d: found \"%s\" at %s:%zu", reason->points, words,
		zone_names[reason->zone], reason->start);
	g_free(words);
}

static void
tell_unless(struct trial *trial, const struct rule *rule)
{
	for (size_t i = 0; i < rule->unless_count; i++)
		if (matcher_holds(trial->matcher, rule->unless[i], rule->zones,
			    rule->within) == TRI_YES)
			diag_note(trial->diag, rule->unless[i]->place,
				"silent: this `unless` holds");
}

static void
tell(struct trial *trial, const struct rule *rule,
	const struct example *example, const struct line_list *lines,
	const struct unit_points *best)
{
	enum unit within = rule->flag->within;

	diag_error(trial->diag, example->place,
		example->match ? "this example should match: rule %.*s gives "
				 "it %d points"
			       : "this example should not match: rule %.*s "
				 "gives it %d points",
		STR_ARG(rule->id), best->points);
	for (const struct line *line = lines->first; line; line = line->next) {
		struct reason reason;

		if (best->found &&
			!points_counts(line, best, &trial->message, within))
			continue;
		reason = points_reason(
			trial->matcher, &trial->message, line, best, within);
		tell_reason(trial, &reason);
	}
	tell_unless(trial, rule);
}

static void
run(struct trial *trial, const struct rule *rule, const struct example *example)
{
	struct line_list lines = {NULL, NULL};
	struct unit_points best;

	set_text(trial, zone_for(rule), example->text);
	points_lines(trial->arena, trial->matcher, rule, STANDING_ACTS, &lines);
	best = points_best(trial->arena, &trial->message, rule->flag->within,
		&lines, STANDING_ACTS);
	if ((best.found && best.points > 0) != example->match)
		tell(trial, rule, example, &lines, &best);
}

void
examples_run(struct diag *diag, const struct ruleset *rules)
{
	struct trial trial = {.diag = diag, .rules = rules};

	trial.arena = arena_new();
	trial.matcher = matcher_new();
	matcher_brief(trial.matcher);
	for (size_t i = 0; i < rules->rule_count; i++)
		for (size_t e = 0; e < rules->rules[i]->example_count; e++)
			run(&trial, rules->rules[i],
				&rules->rules[i]->examples[e]);
	matcher_free(&trial.matcher);
	arena_free(&trial.arena);
}
