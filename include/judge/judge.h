/*
 * judge: rules on a subject give findings.
 *
 * For each rule of a flag that the protocol in force has a clause for: does
 * its `when` hold (an open answer means the rule stays silent, and where it
 * alone kept a flag from being raised the message says unread=…), is no
 * `unless` met, which score lines hold in which sentences. The points of a
 * flag's rules add up within the flag's unit; the best unit decides.
 *
 * Threads: one subject, one thread. Findings live in the arena.
 */
#ifndef COMITY_JUDGE_JUDGE_H
#define COMITY_JUDGE_JUDGE_H

#include "base/arena.h"
#include "base/tri.h"
#include "judge/finding.h"
#include "judge/subject.h"

void judge_message(struct arena *arena, struct subject *subject,
	struct finding_list *findings);

/* Could any rule in force speak about this subject? (Early leave.) */
enum tri judge_could_apply(struct subject *subject);

/* The answer of one condition; the function table is in ask.c. */
enum tri ask(struct subject *subject, const struct condition *condition);

#endif
