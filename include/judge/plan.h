/*
 * plan: what can be known of a rule set before any message comes, so that the
 * work on a message hardly grows with the number of rules.
 *
 * Rules share few conditions: equal ones are one `when`, answered once a
 * message, and so are equal parts of different ones. And a rule whose patterns
 * cannot match (prefilter.h) need not be looked at: `triggers` leads from a
 * pattern to the rules that hang on it. Rules that may hold without any pattern
 * (points, `not`) are always heard. And what each line needs lies flat, so that
 * most lines are out of question before anything of their rules is looked at.
 *
 * A plan may only skip work: the judge finds the same without one.
 *
 * Threads: immutable once built; shared by all.
 */
#ifndef COMITY_JUDGE_PLAN_H
#define COMITY_JUDGE_PLAN_H

#include <limits.h>
#include <stdint.h>

#include "language/ruleset.h"

/*
 * A condition or a part of one. Parts that are written the same are one node,
 * in whatever conditions they stand.
 */
struct plan_node {
	enum condition_op op;
	unsigned left, right;	      /* its parts; COND_NOT: left only */
	const struct condition *atom; /* COND_ATOM */
};

/* A condition that some rules have in common. */
#define PLAN_ALWAYS UINT_MAX
struct plan_when {
	unsigned node; /* PLAN_ALWAYS: no condition */
	/* Flags that its rules can raise: positive lines, not shadow. */
	const unsigned *flags;
	size_t flag_count;
	unsigned zones; /* of all its rules' texts, as bits */
	uint32_t arms;	/* of the flags that its rules raise, or shadow */
};

/*
 * A line that adds points, and what it needs: groups of patterns, of which one
 * of each group is found wherever its term holds. There may be none.
 */
struct plan_line {
	uint32_t score; /* of its rule's */
	int points;
	uint32_t needs;	     /* where its groups begin in the plan's `needs` */
	unsigned char zones; /* its rule's */
	bool in_any_unit;    /* its groups may be found in different zones */
};

struct plan {
	const struct plan_node *nodes;
	size_t node_count;
	const struct plan_when *whens;
	size_t when_count;
	const unsigned *when_of; /* by rule index */
	/* Rules by pattern: triggers[first[id]] to [first[id + 1]]. */
	const uint32_t *first;
	const uint32_t *triggers;
	const uint64_t *always; /* a bit per rule index */
	/* By rule: lines[first_line[index]] to [first_line[index + 1]]. */
	const uint32_t *first_line;
	const struct plan_line *lines;
	/* Group by group: how many patterns, and their ids; behind a line's
	 * last group is a 0. */
	const uint32_t *needs;
	size_t rule_words; /* of such a set */
};

struct plan *plan_new(const struct ruleset *rules);
void plan_free(struct plan **plan);

#endif
