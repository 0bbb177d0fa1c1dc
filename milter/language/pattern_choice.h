/*
 * pattern_choice: what is known of alternatives, from what is known of each.
 *
 * Their strings are put together: whatever matches has one of them.
 *
 * Lives in an arena.
 */
#ifndef COMITY_LANGUAGE_PATTERN_CHOICE_H
#define COMITY_LANGUAGE_PATTERN_CHOICE_H

#include "pattern_run.h"

/* Alternatives while they are read. */
struct choice {
	struct known sum;
	bool rare; /* as long as it is exact: all its branches are */
};

struct choice choice_begin(struct arena *arena);
void choice_add(struct choice *choice, const struct known *branch);
struct known choice_end(struct choice *choice);

#endif
