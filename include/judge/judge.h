/*
 * judge: rules on a subject give findings.
 *
 * For each rule of a flag that the protocol in force has a clause for: does
 * its `when` hold, which score lines hold in which sentences, is no `unless`
 * met. The points of a flag's rules add up within the flag's unit; the best
 * unit in which a positive line holds decides. Sentences and paragraphs of
 * each zone are units of their own. A line of a rule whose unit is the message,
 * and one without a term, counts in every unit.
 *
 * An open answer (what it asks about could not be read, a limit was hit)
 * leaves the rule silent; where it alone kept a flag from being raised the
 * list is marked `open`. Conditions answer "unknown", not "no", where a text
 * was not read in full; score lines and `unless` look at what there is.
 *
 * Shadow rules are reckoned apart. They make no message correspondence.
 *
 * Where nobody wants reasons explained only flags that can come to their
 * threshold are looked into: near misses are not told then.
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

/*
 * Could any rule in force speak about this subject, as far as its header
 * tells? Only rules that can add points count. (Early leave.)
 */
bool judge_could_apply(struct subject *subject);

/*
 * The answer of a condition; the function table is in ask.c. Texts are looked
 * at only where the rest leaves the answer open, and last what takes a reading
 * of its own (subject.h).
 */
enum tri ask(struct subject *subject, const struct condition *condition);

#endif
