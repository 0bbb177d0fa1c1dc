#include "tool/replay.h"

#include <glib.h>

#include "tool/period.h"

static void
add_bits(struct tally *tally, enum tally_kind kind, unsigned bits,
	const char *const *names)
{
	for (unsigned i = 0; names[i] != NULL; i++)
		if (bits & 1u << i)
			tally_add(tally, kind, str_of(names[i]));
}

/* "3.1(a), 3.1(e)" under "protocol 3.1(a)" and "protocol 3.1(e)". */
static void
add_clauses(struct tally *tally, const struct replay_hit *hit)
{
	struct str clauses = {NULL, 0}, clause;

	if (hit->protocol != NULL)
		clauses = hit->protocol->flag_clauses[hit->flag->id];
	while (clauses.n > 0 && str_split(&clauses, ',', &clause)) {
		char *name;

		clause = str_trim(clause);
		name = g_strdup_printf("%.*s %.*s",
			STR_ARG(hit->protocol->name), STR_ARG(clause));
		tally_add(tally, TALLY_CLAUSE, str_of(name));
		g_free(name);
	}
}

static void
add_hit(struct tally *tally, const struct replay *replay, size_t index,
	const struct replay_hit *hit)
{
	tally_add(tally, TALLY_FLAG, hit->flag->name);
	for (size_t i = 0; i < hit->rule_count; i++)
		tally_add(tally, TALLY_RULE, hit->rules[i]->id);
	add_clauses(tally, hit);
	if (tally_wants_example(tally, hit->flag->name)) {
		char *label = mailbox_label(replay->mailbox, index);

		tally_example(tally, hit->flag->name, label);
		g_free(label);
	}
}

static void
add_outcome(struct tally *tally, const struct replay *replay, size_t index)
{
	const struct replay_outcome *outcome = &replay->outcomes[index];
	struct tally_message message = {
		.read = outcome->read,
		.correspondence = outcome->correspondence,
		.flagged = outcome->hit_count > 0,
		.partly = outcome->unread != 0,
		.dated = outcome->dated,
	};

	if (outcome->dated)
		message.day = period_day(outcome->when);
	tally_begin(tally, &message);
	add_bits(tally, TALLY_UNREAD, outcome->unread, unread_names);
	if (!outcome->correspondence)
		return;
	add_bits(tally, TALLY_DIRECTION, outcome->directions, direction_names);
	if (outcome->protocol != NULL)
		tally_add(tally, TALLY_PROTOCOL, outcome->protocol->name);
	if (message.flagged)
		tally_add(tally, TALLY_ACTION,
			str_of(action_names[outcome->action]));
	for (size_t i = 0; i < outcome->hit_count; i++)
		add_hit(tally, replay, index, &outcome->hits[i]);
}

void
replay_count(const struct replay *replay, struct tally *tally)
{
	for (size_t i = 0; i < replay->count; i++)
		add_outcome(tally, replay, i);
}
