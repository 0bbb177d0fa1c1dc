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

/* A condition that rules share is asked once. */
struct answer {
	enum tri head; /* as far as the header tells */
	bool asked;
	enum tri full;
};

/* One message before the judge. */
struct court {
	struct arena *arena;
	struct subject *subject;
	struct hearing_list *hearings; /* by flag id */
	struct line_list *lines;       /* by flag id */
	struct answer *answers; /* by the plan's conditions; NULL without */
};

bool court_in_force(const struct subject *subject, const struct flag *flag);
/* NULL holds always. */
enum tri court_holds(struct subject *subject, const struct condition *when);

/* Fills in the hearings: rules in force that may have something to say. */
void hearing_open(struct court *court);
/* Do the rule's conditions hold? */
enum tri court_speaks(struct court *court, const struct rule *rule);

/*
 * Could the flag be raised, by whatever rules and with whatever is open, or
 * would it be with its shadow rules? "No" is certain.
 */
bool reach_possible(struct court *court, const struct flag *flag);

#endif
