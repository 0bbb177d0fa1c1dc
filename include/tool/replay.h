/*
 * replay: what the rules say of stored messages, kept small.
 *
 * cmd_replay.c fills one outcome a message from several threads; what is
 * printed is reckoned from them afterwards in the order of the messages, so
 * that the number of threads never shows.
 *
 * Threads: an outcome is written by one thread.
 */
#ifndef COMITY_TOOL_REPLAY_H
#define COMITY_TOOL_REPLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "judge/inspect.h"
#include "tool/mailbox.h"
#include "tool/tally.h"

/* A raised flag and the rules that raised it; names outlive the policies. */
struct replay_hit {
	const struct flag *flag;
	const struct protocol *protocol;
	const struct rule **rules;
	size_t rule_count;
};

struct replay_outcome {
	bool read; /* the message could be read and judged */
	bool correspondence;
	unsigned unread;
	unsigned directions;
	enum action action;
	const struct protocol *protocol; /* NULL: none */
	bool dated;
	int64_t when; /* seconds UTC; where it is dated */
	struct replay_hit *hits;
	size_t hit_count;
};

struct replay {
	const struct mailbox *mailbox;
	struct replay_outcome *outcomes; /* one a message */
	size_t count;
	const struct ruleset *rules;
	double seconds;
};

void replay_keep(struct replay_outcome *outcome, const struct verdict *verdict);
void replay_clear(struct replay *replay);

/* Hits by flag, rule and clause, with examples; rules that never spoke. */
void replay_print(const struct replay *replay);
void replay_print_json(const struct replay *replay);
/* Counts it all, with examples, for an account (account.h). */
void replay_count(const struct replay *replay, struct tally *tally);
/* Only the messages of which the two say different things. */
void replay_print_changes(
	const struct replay *before, const struct replay *after, bool json);

#endif
