/*
 * court: what the files that judge a message share.
 *
 *   hearing.c  which rules are heard at all, and whether one speaks
 *   reach.c    which flags can be raised at all
 *   judge.c    the rules of those, heard in full; findings
 */
#ifndef COMITY_JUDGE_COURT_H
#define COMITY_JUDGE_COURT_H

#include "judge/judge.h"
#include "judge/plan.h"
#include "judge/points.h"

/* A rule that is heard. */
struct hearing {
	const struct hearing *next;
	const struct rule *rule;
};

/* In the order of the rules. */
struct hearing_list {
	struct hearing *first, *last;
};

/* What was said to a node of the plan, and what was closed then. */
struct answer {
	bool asked;
	signed char said; /* a tri */
	unsigned char closed;
};

/* One message before the judge. */
struct court {
	struct arena *arena;
	struct subject *subject;
	struct hearing_list *hearings; /* by flag id */
	struct line_list *lines;       /* by flag id */
	struct answer *answers;	       /* by the plan's nodes; NULL without */
};

bool court_in_force(const struct subject *subject, const struct flag *flag);

/* Room for the answers to the plan's conditions, if there is a plan. */
void court_open(
	struct court *court, struct arena *arena, struct subject *subject);
/* Does a condition of the plan hold, as far as the header tells? */
enum tri court_head(struct court *court, const struct plan_when *when);

/* Fills in the hearings: rules in force that may have something to say. */
void hearing_open(struct court *court);
/* Do the rule's conditions hold? */
enum tri court_speaks(struct court *court, const struct rule *rule);

/*
 * With a plan: could the flag be raised, by whatever rules and with whatever is
 * open, or would it be with its shadow rules? "No" is certain.
 */
bool reach_possible(struct court *court, const struct flag *flag);

#endif
