#include "judge/judge.h"

#include <glib.h>

#include "court.h"
#include "judge/resemblance.h"

static void
hear_rule(struct court *court, const struct rule *rule)
{
	enum standing standing = rule->shadow ? STANDING_SHADOW : STANDING_ACTS;
	enum tri when = court_speaks(court, rule);

	if (when == TRI_NO || (when == TRI_UNKNOWN && rule->shadow))
		return;
	if (when == TRI_UNKNOWN)
		standing = STANDING_OPEN;
	points_lines(court->arena, court->subject->matcher, rule, standing,
		&court->lines[rule->flag->id]);
}

static void
hear_flag(struct court *court, const struct flag *flag)
{
	const struct hearing *next = court->hearings[flag->id].first;

	for (; next != NULL; next = next->next)
		hear_rule(court, next->rule);
}

static struct reason
reason_of(struct court *court, const struct line *line,
	const struct unit_points *best, enum unit within)
{
	struct subject *subject = court->subject;
	struct reason reason = {.rule = line->rule,
		.score = line->score,
		.points = line->score->points};

	if (!subject->explain)
		return reason;
	reason = points_reason(
		subject->matcher, subject->message, line, best, within);
	if (line->score->term == NULL)
		reason.like = resemblance_tell(
			court->arena, subject, line->rule->when);
	return reason;
}

/* Lines that count become reasons; their rules are named once each. */
static void
give_reasons(struct court *court, const struct unit_points *best,
	unsigned standings, struct finding *finding)
{
	const struct message *message = court->subject->message;
	const struct flag *flag = finding->flag;
	const struct line_list *lines = &court->lines[flag->id];
	struct reason *reasons;
	size_t most = 0;

	for (const struct line *line = lines->first; line; line = line->next)
		most++;
	reasons = ARENA_ARRAY(court->arena, struct reason, most);
	finding->rules = ARENA_ARRAY(court->arena, const struct rule *, most);
	for (const struct line *line = lines->first; line; line = line->next) {
		size_t named = finding->rule_count;

		if (!(line->standing & standings) ||
			!points_counts(line, best, message, flag->within))
			continue;
		reasons[finding->reason_count++] =
			reason_of(court, line, best, flag->within);
		if (line->score->points > 0 &&
			(named == 0 || finding->rules[named - 1] != line->rule))
			finding->rules[finding->rule_count++] = line->rule;
	}
	finding->reasons = reasons;
}

static void
add_finding(struct court *court, const struct flag *flag,
	const struct unit_points *best, unsigned standings,
	struct finding *list, size_t *count)
{
	struct finding *finding = &list[(*count)++];

	finding->flag = flag;
	finding->clauses = court->subject->protocol->flag_clauses[flag->id];
	finding->points = best->points;
	give_reasons(court, best, standings, finding);
}

static struct unit_points
best_unit(struct court *court, const struct flag *flag, unsigned standings)
{
	return points_best(court->arena, court->subject->message, flag->within,
		&court->lines[flag->id], standings);
}

static bool
is_raised(const struct flag *flag, const struct unit_points *best)
{
	return best->found && best->points >= flag->threshold;
}

static unsigned
standings_of(const struct line_list *lines)
{
	unsigned standings = 0;

	for (const struct line *line = lines->first; line; line = line->next)
		standings |= line->standing;
	return standings;
}

static bool
counts_shadow(struct court *court, const struct flag *flag,
	const struct unit_points *best)
{
	const struct message *message = court->subject->message;
	const struct line *line = court->lines[flag->id].first;

	for (; line != NULL; line = line->next)
		if (line->standing == STANDING_SHADOW &&
			points_counts(line, best, message, flag->within))
			return true;
	return false;
}

static void
judge_flag(struct court *court, const struct flag *flag,
	struct finding_list *findings)
{
	unsigned there = standings_of(&court->lines[flag->id]);
	unsigned with_shadow = STANDING_ACTS | STANDING_SHADOW;
	struct unit_points best, other;

	if (there == 0)
		return;
	best = best_unit(court, flag, STANDING_ACTS);
	if (is_raised(flag, &best))
		add_finding(court, flag, &best, STANDING_ACTS, findings->raised,
			&findings->raised_count);
	else if (best.found && court->subject->explain)
		add_finding(court, flag, &best, STANDING_ACTS, findings->below,
			&findings->below_count);
	if (there & STANDING_SHADOW) {
		other = best_unit(court, flag, with_shadow);
		if (is_raised(flag, &other) &&
			counts_shadow(court, flag, &other))
			add_finding(court, flag, &other, with_shadow,
				findings->shadow, &findings->shadow_count);
	}
	if (there & STANDING_OPEN && !is_raised(flag, &best)) {
		other = best_unit(court, flag, STANDING_ACTS | STANDING_OPEN);
		findings->open |= is_raised(flag, &other);
	}
}

/* Near misses are told of only where somebody wants to know why. */
static bool
is_to_be_judged(struct court *court, const struct flag *flag)
{
	return court->subject->explain || court->subject->plan == NULL ||
	       reach_possible(court, flag);
}

void
judge_message(struct arena *arena, struct subject *subject,
	struct finding_list *findings)
{
	const struct ruleset *rules = subject->rules;
	struct court court;

	memset(findings, 0, sizeof(*findings));
	court_open(&court, arena, subject);
	court.lines = ARENA_ARRAY(arena, struct line_list, rules->flag_count);
	hearing_open(&court);
	findings->raised =
		ARENA_ARRAY(arena, struct finding, rules->flag_count);
	findings->below = ARENA_ARRAY(arena, struct finding, rules->flag_count);
	findings->shadow =
		ARENA_ARRAY(arena, struct finding, rules->flag_count);
	for (size_t i = 0; i < rules->flag_count; i++) {
		const struct flag *flag = rules->flags[i];

		if (!is_to_be_judged(&court, flag))
			continue;
		hear_flag(&court, flag);
		judge_flag(&court, flag, findings);
	}
}

/* Has the condition rules that can raise a flag in force? */
static bool
can_raise(const struct subject *subject, const struct plan_when *when)
{
	for (size_t i = 0; i < when->flag_count; i++)
		if (court_in_force(
			    subject, subject->rules->flags[when->flags[i]]))
			return true;
	return false;
}

static bool
could_planned(struct subject *subject)
{
	const struct plan *plan = subject->plan;
	struct court court;

	court_open(&court, subject->arena, subject);
	for (size_t w = 0; w < plan->when_count; w++)
		if (can_raise(subject, &plan->whens[w]) &&
			court_head(&court, &plan->whens[w]) != TRI_NO)
			return true;
	return false;
}

static bool
could_any(struct subject *subject)
{
	const struct ruleset *rules = subject->rules;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		if (court_in_force(subject, rule->flag) &&
			rule_can_raise(rule) &&
			(rule->when == NULL ||
				ask(subject, rule->when) != TRI_NO))
			return true;
	}
	return false;
}

bool
judge_could_apply(struct subject *subject)
{
	enum closed closed = subject->closed;
	bool could;

	subject->closed = CLOSED_TEXTS;
	could = subject->plan ? could_planned(subject) : could_any(subject);
	subject->closed = closed;
	return could;
}
