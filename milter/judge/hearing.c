#include <glib.h>

#include "ask_internal.h"
#include "base/bits.h"
#include "judge/arms.h"
#include "court.h"

bool
court_in_force(const struct subject *subject, const struct flag *flag)
{
	return subject->protocol->flag_clauses[flag->id].n > 0;
}

void
court_open(struct court *court, struct arena *arena, struct subject *subject)
{
	*court = (struct court){.arena = arena, .subject = subject};
	if (subject->plan != NULL)
		court->answers = ARENA_ARRAY(
			arena, struct answer, subject->plan->node_count);
}

/* Conditions ------------------------------------------------------------ */

static enum tri answer_node(struct court *court, unsigned at);

static enum tri
join_parts(struct court *court, const struct plan_node *node)
{
	enum tri left = answer_node(court, node->left);

	if (node->op == COND_NOT)
		return tri_not(left);
	if (condition_is_settled(node->op, left))
		return left;
	return condition_join(node->op, left, answer_node(court, node->right));
}

/*
 * With something closed an answer is either final or unknown: then it is asked
 * once more with less closed.
 */
static enum tri
answer_node(struct court *court, unsigned at)
{
	const struct plan_node *node = &court->subject->plan->nodes[at];
	struct answer *known = &court->answers[at];
	enum closed closed = court->subject->closed;

	if (!known->asked ||
		(known->said == TRI_UNKNOWN && known->closed > closed)) {
		known->said = (signed char)(node->op == COND_ATOM
						    ? ask_atom(court->subject,
							      node->atom)
						    : join_parts(court, node));
		known->closed = (unsigned char)closed;
		known->asked = true;
	}
	return (enum tri)known->said;
}

static enum tri
answer_closed(
	struct court *court, const struct plan_when *when, enum closed closed)
{
	enum closed before = court->subject->closed;
	enum tri said;

	if (when->node == PLAN_ALWAYS)
		return TRI_YES;
	court->subject->closed = closed;
	said = answer_node(court, when->node);
	court->subject->closed = before;
	return said;
}

enum tri
court_head(struct court *court, const struct plan_when *when)
{
	return answer_closed(court, when, CLOSED_TEXTS);
}

/* Does it, as far as what is known without any pattern tells? */
static enum tri
answer_without_patterns(struct court *court, const struct plan_when *when)
{
	return answer_closed(court, when, CLOSED_PATTERNS);
}

/* What is long is opened only where nothing else tells. */
enum tri
court_speaks(struct court *court, const struct rule *rule)
{
	struct subject *subject = court->subject;
	const struct plan_when *when;
	enum tri said;

	if (subject->plan == NULL)
		return rule->when == NULL ? TRI_YES : ask(subject, rule->when);
	when = &subject->plan->whens[subject->plan->when_of[rule->index]];
	said = court_head(court, when);
	if (said == TRI_UNKNOWN)
		said = answer_closed(court, when, CLOSED_READING);
	if (said == TRI_UNKNOWN)
		said = answer_closed(court, when, CLOSED_NOTHING);
	return said;
}

/* Which rules ------------------------------------------------------------ */

static uint32_t
arms_in_force(const struct subject *subject)
{
	uint32_t arms = 0;

	for (size_t i = 0; i < subject->rules->flag_count; i++)
		if (court_in_force(subject, subject->rules->flags[i]))
			arms |= arm_of(subject->rules->flags[i]);
	return arms;
}

/*
 * The zones that matter to the rules that may speak by what is known without
 * any pattern, and the arms of the flags that they may raise.
 */
static unsigned
zones_that_matter(struct court *court, uint32_t *armed)
{
	const struct plan *plan = court->subject->plan;
	uint32_t in_force = arms_in_force(court->subject);
	unsigned zones = 0;

	*armed = 0;
	for (size_t w = 0; w < plan->when_count; w++) {
		const struct plan_when *when = &plan->whens[w];
		uint32_t arms = when->arms & in_force;

		/* Nothing need be asked for what matters already. */
		if (((when->zones & ~zones) != 0 || (arms & ~*armed) != 0) &&
			answer_without_patterns(court, when) != TRI_NO) {
			zones |= when->zones;
			*armed |= arms;
		}
	}
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
				bits_add(rules, plan->triggers[t]);
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
		(plan != NULL &&
			answer_without_patterns(court,
				&plan->whens[plan->when_of[rule->index]]) ==
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
	uint32_t armed;
	unsigned zones;

	if (court->subject->plan == NULL)
		return false;
	zones = zones_that_matter(court, &armed);
	matcher_arm(court->subject->matcher, armed);
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
