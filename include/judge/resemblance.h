/*
 * resemblance: what a message is like, by the likenesses of the rules.
 *
 * One pass over the words of the subject and the text, the first time that it
 * is asked. What is quoted, forwarded or signed does not count. Of a long text
 * the likest stretch counts.
 *
 * Threads: as the subject. What is found lives in its arena.
 */
#ifndef COMITY_JUDGE_RESEMBLANCE_H
#define COMITY_JUDGE_RESEMBLANCE_H

#include "judge/finding.h"
#include "judge/subject.h"

double resemblance_percent(
	struct subject *subject, const struct likeness *likeness);

/* What the condition, which may be NULL, wants the message to be like, in the
 * arena; NULL: nothing. Takes longer; for those who want to know why. */
const struct likeness_told *resemblance_tell(struct arena *arena,
	struct subject *subject, const struct condition *when);

#endif
