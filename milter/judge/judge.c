#include "judge/judge.h"

#include <glib.h>

#include "judge/plan.h"
#include "judge/points.h"

/* One message before the judge. */
struct court {
	struct arena *arena;
	struct subject *subject;
	struct line_list *lines; /* by flag id */
	struct answer *answers;	 /* by the plan's conditions; NULL without */
};

/* A condition that rules share is asked once. */
struct answer {
	enum tri head; /* as far as the header tells */
	bool asked;
	enum tri full;
};

static bool
in_force(const struct subject *subject, const struct flag *flag)
{
	return subject->protocol->flag_clauses[flag->id].n > 0;
}

static enum tri
holds(struct subject *subject, const struct condition *when)
{
	return when == NULL ? TRI_YES : ask(subject, when);
}

static enum tri
speaks(struct court *court, const struct rule *rule)
{
	const struct plan *plan = court->subject->plan;
	struct answer *answer;

	if (court->answers == NULL)
		return holds(court->subject, rule->when);
	answer = &court->answers[plan->when_of[rule->index]];
	if (answer->head != TRI_UNKNOWN)
		return answer->head;
	if (!answer->asked)
		answer->full = holds(court->subject, rule->when);
	answer->asked = true;
	return answer->full;
}

static void
hear_rule(struct court *court, const struct rule *rule)
{
	struct subject *subject = court->subject;
	enum standing standing = rule->shadow ? STANDING_SHADOW : STANDING_ACTS;
	enum tri when;

	if (!in_force(subject, rule->flag))
		return;
	when = speaks(court, rule);
	if (when == TRI_NO || (when == TRI_UNKNOWN && rule->shadow))
		return;
	if (when == TRI_UNKNOWN)
		standing = STANDING_OPEN;
	points_lines(court->arena, subject->matcher, rule, standing,
		&court->lines[rule->flag->id]);
}

static struct reason
reason_of(struct court *court, const struct line *line,
	const struct unit_points *best, enum unit within)
{
	const struct subject *subject = court->subject;

	if (subject->explain)
		return points_reason(subject->matcher, subject->message, line,
			best, within);
	return (struct reason){.rule = line->rule,
		.score = line->score,
		.points = line->score->points};
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
		reasons[finding->reason_count++] = reason_of(
			court, line, best, flag->within);
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
	else if (best.found)
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

/* What the header says to each condition, and the zones that matter then. */
static unsigned
ask_heads(struct court *court)
{
	struct subject *subject = court->subject;
	const struct plan *plan = subject->plan;
	bool unread = subject->body_unread;
	unsigned zones = 0;

	court->answers =
		ARENA_ARRAY(court->arena, struct answer, plan->when_count);
	subject->body_unread = true;
	for (size_t w = 0; w < plan->when_count; w++) {
		court->answers[w].head =
			holds(subject, plan->whens[w].condition);
		if (court->answers[w].head != TRI_NO)
			zones |= plan->whens[w].zones;
	}
	subject->body_unread = unread;
	return zones;
}

static uint64_t *
triggered_rules(struct court *court, const uint64_t *patterns)
{
	const struct plan *plan = court->subject->plan;
	size_t words = court->subject->rules->pattern_count / 64 + 1;
	uint64_t *rules = ARENA_ARRAY(court->arena, uint64_t, plan->rule_words);

	memcpy(rules, plan->always, plan->rule_words * sizeof(*rules));
	for (size_t i = 0; i < words; i++) {
		for (uint64_t rest = patterns[i]; rest; rest &= rest - 1) {
			size_t id = i * 64 + (size_t)__builtin_ctzll(rest);

			if (id == court->subject->rules->pattern_count)
				break;
			for (uint32_t t = plan->first[id];
				t < plan->first[id + 1]; t++)
				rules[plan->triggers[t] / 64] |=
					(uint64_t)1 << (plan->triggers[t] % 64);
		}
	}
	return rules;
}

/* False where all rules have to be heard. */
static bool
hear_planned(struct court *court)
{
	const struct ruleset *rules = court->subject->rules;
	uint64_t *patterns, *heard;
	unsigned zones;

	if (court->subject->plan == NULL)
		return false;
	zones = ask_heads(court);
	patterns = ARENA_ARRAY(
		court->arena, uint64_t, rules->pattern_count / 64 + 1);
	if (!matcher_candidates(court->subject->matcher, zones, patterns))
		return false;
	heard = triggered_rules(court, patterns);
	for (size_t i = 0; i < court->subject->plan->rule_words; i++)
		for (uint64_t rest = heard[i]; rest; rest &= rest - 1)
			hear_rule(court,
				rules->rules[i * 64 +
					     (size_t)__builtin_ctzll(rest)]);
	return true;
}

void
judge_message(struct arena *arena, struct subject *subject,
	struct finding_list *findings)
{
	const struct ruleset *rules = subject->rules;
	struct court court = {.arena = arena, .subject = subject};

	memset(findings, 0, sizeof(*findings));
	court.lines = ARENA_ARRAY(arena, struct line_list, rules->flag_count);
	if (!hear_planned(&court))
		for (size_t i = 0; i < rules->rule_count; i++)
			hear_rule(&court, rules->rules[i]);
	findings->raised =
		ARENA_ARRAY(arena, struct finding, rules->flag_count);
	findings->below = ARENA_ARRAY(arena, struct finding, rules->flag_count);
	findings->shadow =
		ARENA_ARRAY(arena, struct finding, rules->flag_count);
	for (size_t i = 0; i < rules->flag_count; i++)
		if (in_force(subject, rules->flags[i]))
			judge_flag(&court, rules->flags[i], findings);
}

static enum tri
could_planned(struct subject *subject)
{
	const struct plan *plan = subject->plan;
	enum tri could = TRI_NO;

	for (size_t w = 0; w < plan->when_count && could != TRI_YES; w++) {
		const struct plan_when *when = &plan->whens[w];
		bool on = false;

		for (size_t i = 0; i < when->flag_count && !on; i++)
			on = in_force(
				subject, subject->rules->flags[when->flags[i]]);
		if (on)
			could = tri_or(could, holds(subject, when->condition));
	}
	return could;
}

static enum tri
could_any(struct subject *subject)
{
	const struct ruleset *rules = subject->rules;
	enum tri could = TRI_NO;

	for (size_t i = 0; i < rules->rule_count && could != TRI_YES; i++) {
		const struct rule *rule = rules->rules[i];

		if (in_force(subject, rule->flag) && rule_can_raise(rule))
			could = tri_or(could, holds(subject, rule->when));
	}
	return could;
}

enum tri
judge_could_apply(struct subject *subject)
{
	bool unread = subject->body_unread;
	enum tri could;

	subject->body_unread = true;
	could = subject->plan ? could_planned(subject) : could_any(subject);
	subject->body_unread = unread;
	return could;
}
