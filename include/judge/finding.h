/*
 * finding: what was found, as data; nothing is done about it here.
 *
 * Open structures, made by judge.c, read by the answer modules (headers,
 * action, audit, explain). They hold no recipient of any kind.
 */
#ifndef COMITY_JUDGE_FINDING_H
#define COMITY_JUDGE_FINDING_H

#include "language/ruleset.h"

/* What a message is like, and what weighs most of all that makes it so. */
enum { LIKENESS_WORDS_TOLD = 6 };
struct likeness_told {
	const struct likeness *likeness;
	double percent;
	struct str words[LIKENESS_WORDS_TOLD]; /* heaviest first */
	size_t word_count;
};

/* One score line that counted. */
struct reason {
	const struct rule *rule;
	const struct score *score;
	int points;
	/* The words, where there are any and somebody wants them (subject.h):
	 * zone and folded offsets. */
	bool has_words;
	enum zone zone;
	size_t start, end;
	/* Points that come of what the message is like, where somebody wants to
	 * know; else NULL. */
	const struct likeness_told *like;
};

struct finding {
	const struct flag *flag;
	struct str clauses; /* "3.1(a), 3.1(e)" */
	int points;
	const struct rule **rules; /* those that added points, in file order */
	size_t rule_count;
	const struct reason *reasons; /* all lines that counted, for explain */
	size_t reason_count;
};

struct finding_list {
	struct finding *raised; /* in the order of the flags' definition */
	size_t raised_count;
	struct finding *below;  /* some points, under the threshold; only where
				 * reasons are explained (subject.h) */
	size_t below_count;
	struct finding *shadow; /* raised with shadow rules counted as well, and
				 * one of them counts in it */
	size_t shadow_count;
	bool open; /* a rule whose conditions could not be told would have
		    * raised a flag that is not raised */
};

#endif
