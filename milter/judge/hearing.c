#include <glib.h>

#include "court.h"
#include "judge/plan.h"

bool
court_in_force(const struct subject *subject, const struct flag *flag)
{
	return subject->protocol->flag_clauses[flag->id].n > 0;
}

enum tri
court_holds(struct subject *subject, const struct condition *when)
{
	return when == NULL ? TRI_YES : ask(subject, when);
}

enum tri
court_speaks(struct court *court, const struct rule *rule)
{
	const struct plan *plan = court->subject->plan;
	struct answer *answer;

	if (court->answers == NULL)
		return court_holds(court->subject, rule->when);
	answer = &court->answers[plan->when_of[rule->index]];
	if (answer->head != TRI_UNKNOWN)
		return answer->head;
	if (!answer->asked)
		answer->full = court_holds(court->subject, rule->when);
	answer->asked = true;
	return answer->full;
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
			court_holds(subject, plan->whens[w].condition);
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

static void
hear(struct court *court, const struct rule *rule)
{
	const struct plan *plan = court->subject->plan;
	struct hearing_list *list = &court->hearings[rule->flag->id];
	struct hearing *added;

	if (!court_in_force(court->subject, rule->flag) ||
		(court->answers != NULL &&
			court->answers[plan->when_of[rule->index]].head ==
				TRI_NO))
		return;
	added = ARENA_NEW(court->arena, struct hearing);
	added->rule = rule;
	if (list->last != NULL)
		list->last->next = added;
	else
		list->first = added;
	list->last = added;
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
			hear(court,
				rules->rules[i * 64 +
					     (size_t)__builtin_ctzll(rest)]);
	return true;
}

void
hearing_open(struct court *court)
{
	const struct ruleset *rules = court->subject->rules;

	court->hearings = ARENA_ARRAY(
		court->arena, struct hearing_list, rules->flag_count);
	if (!hear_planned(court))
		for (size_t i = 0; i < rules->rule_count; i++)
			hear(court, rules->rules[i]);
}
