/*
 * policy_load: what a policy is made of, read from its files: the rules, and for
 * each council its roster and its calendar.
 */
#ifndef COMITY_JUDGE_POLICY_LOAD_H
#define COMITY_JUDGE_POLICY_LOAD_H

#include "judge/policy.h"

/* `path` NULL: those that ship. NULL on an error, reported. */
struct ruleset *policy_load_rules(struct diag *diag, const char *path);

/* Fills `data` in; what could not be read is NULL there, reported. */
void policy_load_council(struct diag *diag, const struct ruleset *rules,
	const struct council *council, const struct policy_overrides *overrides,
	struct council_data *data);

#endif
