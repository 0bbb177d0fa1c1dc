/*
 * roster_checks: what is likely wrong with a roster that loads all the same.
 *
 * roster_load() tells of what cannot be: two lines with one address, dates
 * that overlap, roles there are none of. These are the likely slips, as
 * warnings: posts that no rule asks about, party names that nearly agree,
 * members without a party, addresses' domains without a default line, default
 * lines for public mail providers, one name in two lines, lists that hold
 * nobody today.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_ROSTER_CHECKS_H
#define COMITY_TOOL_ROSTER_CHECKS_H

#include "language/ruleset.h"
#include "tool/roster_table.h"

/* Warns from the cells alone; `rules` NULL: only the usual posts are known. */
void roster_check_table(struct diag *diag, const struct roster_table *table,
	const struct ruleset *rules);
/* Warns of what only the roster as loaded shows; `today` as in calendar.h. */
void roster_check_people(struct diag *diag, const struct roster_table *table,
	const struct roster *roster, int32_t today);

/* Calls `each` with every post that a rule or a complaint route asks about. */
typedef void roster_post_fn(struct str post, void *context);
void roster_posts_asked(const struct ruleset *rules, roster_post_fn *each,
	void *context);

#endif
