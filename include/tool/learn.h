/*
 * learn: what a text weighs that is like those with a flag.
 *
 * A logistic regression (logistic.h) over words and pairs of words, learnt from
 * the messages that could have the flag: their author and recipients have roles
 * that messages with the flag have, and their protocol has a clause for it. The
 * fewer have the flag, the more each of them counts. A word's value in a message
 * is its inverse document frequency over the root of the number of words. Once
 * all are learnt those that weigh most are kept and learnt again by themselves.
 *
 * Threads: pure. Seconds for some thousands of messages.
 */
#ifndef COMITY_TOOL_LEARN_H
#define COMITY_TOOL_LEARN_H

#include "tool/lesson.h"

/* In tenths of a logit, as the `likeness` of a rule file has them. */
struct learnt_word {
	const char *text; /* the lesson's */
	int weight;
};

struct learnt {
	const char *flag;
	int start;
	struct learnt_word *words; /* heaviest first, then by letters */
	size_t word_count;
	size_t messages, hits; /* learnt from */
};

/*
 * The lesson's flag of this index, with `most` words at most. False where every
 * message that could have the flag has it, or none: `messages` and `hits` tell.
 */
bool learn_flag(const struct lesson *lesson, size_t flag, size_t most,
	struct learnt *learnt);
void learnt_clear(struct learnt *learnt);

/* The block, as `comity fmt` prints it. */
void learnt_print(const struct learnt *learnt, GString *out);

#endif
