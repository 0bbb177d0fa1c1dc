/*
 * pattern_run: what is known of a sequence, from what is known of its parts.
 *
 * Strings that stand one behind the other are one string, and where they are
 * too many or nothing is known of what stands between them a part is over. Of
 * each part one string stands in every match; the best of them are the
 * literals of the sequence, and the rarest of the others go with them as
 * partners.
 *
 * Lives in an arena.
 */
#ifndef COMITY_LANGUAGE_PATTERN_RUN_H
#define COMITY_LANGUAGE_PATTERN_RUN_H

#include <stdbool.h>
#include <stddef.h>

#include "literal_set.h"

enum {
	/* Strings of one set in the end, and their bytes. */
	MOST_LITERALS = 4096,
	LONGEST = 20,
	/* Strings of one set where two are crossed. */
	MOST_CROSSED = 512,
	/* Sets of one sequence that are kept until the best is known. */
	MOST_PARTS = 8,
};

/*
 * What is known of the plain text (pattern.h) that an expression matches.
 * `exact`: it is one of these strings and nothing else. `needed`: it holds
 * one of these strings. NULL where nothing is known. The empty string is in the
 * head where it may begin with anything.
 */
struct known {
	struct literal_set *exact, *needed;
	struct literal_set
		*head; /* it begins with one of these; not if exact */
	struct width width;
	bool never;
	bool empty; /* it may be */
	/* Where it is not empty it begins, or ends, with neither letter nor
	 * digit of ASCII. */
	bool opens, closes;
	bool capital; /* or it begins with an upper-case letter of ASCII */
};

/* Of each part of a sequence one string at least stands in the text. */
struct part {
	struct literal_set *strings;
	size_t spread;
	double cost, presence;
};

/* A sequence while it is read: the strings of the run that goes on. */
struct run {
	struct arena *arena;
	struct literal_set *strings;
	struct literal_set *head; /* once it is not whole any more */
	struct part parts[MOST_PARTS];
	size_t part_count;
	struct width width;  /* of all of it */
	struct width before; /* of what stands before the run */
	bool whole;	     /* the run began with the sequence */
	bool apart;  /* no letter nor digit stands right before what comes */
	bool parted; /* or what comes is the first of it */
	bool never, empty, opens, closes, capital; /* as of the whole */
};

/* What it begins with, exact or not. */
const struct literal_set *known_head(const struct known *known);

void run_begin(struct run *run, struct arena *arena);
void run_add(struct run *run, const struct known *next);
/* What stands behind the place, too; the run goes on from there all the same. */
void run_look_ahead(struct run *run, const struct known *ahead);
struct known run_end(struct run *run);

#endif
