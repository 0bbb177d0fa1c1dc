/*
 * ruleset_internal: a rule set with what it owns.
 */
#ifndef COMITY_LANGUAGE_RULESET_INTERNAL_H
#define COMITY_LANGUAGE_RULESET_INTERNAL_H

#include <glib.h>

#include "base/arena.h"
#include "language/ruleset.h"

/* The rule set comes first, so that a pointer to it is one to the whole. */
struct whole_ruleset {
	struct ruleset rules;
	struct arena *arena;
	GPtrArray *sources;  /* const struct source *, a reference each */
	GPtrArray *patterns; /* struct pattern * */
};

struct ruleset *ruleset_new(void);
struct whole_ruleset *ruleset_whole(struct ruleset *rules);

#endif
