/*
 * policy: all that is needed to judge a message, as one immutable bundle.
 *
 * Rule set, and for each council its roster, calendar and index of names.
 * Built aside, checked, then taken into force; a message keeps the policy that
 * it began with by holding a reference. An error while building leaves what is
 * in force alone.
 *
 * Threads: a policy is immutable; references may be taken and dropped from any
 * thread. The policy in force is one pointer behind one lock (policy_store).
 */
#ifndef COMITY_JUDGE_POLICY_H
#define COMITY_JUDGE_POLICY_H

#include <stdbool.h>

#include "base/diag.h"
#include "language/ruleset.h"
#include "people/mention.h"
#include "people/roster.h"

struct prefilter; /* judge/prefilter.h */
struct plan;	  /* judge/plan.h */
struct calendar;  /* base/calendar.h */

/* A council with what its settings name, loaded. */
struct council_data {
	const struct council *council;
	const struct protocol *protocol;
	struct roster *roster;
	struct mention_index *mentions;
	struct calendar *calendar;
};

struct policy;

struct policy_overrides {
	const char *protocol; /* NULL: as configured */
	const char *roster;   /* path; NULL: as configured */
	/* For `comity lint`: a file of rules alone is in order. What comes
	 * back then judges nothing. */
	bool check_only;
};

/*
 * Loads `path` (NULL: comity.conf of the shipped rules) and all it names, and
 * runs the rules' examples (examples.h). NULL on error, all of it reported.
 * Without a council block there is one nameless council: its protocol is the
 * one of the overrides or the only one there is. Overrides hold for every
 * council. Without a roster everybody is outside.
 */
struct policy *policy_load(struct diag *diag, const char *path,
	const struct policy_overrides *overrides);
/*
 * The same rules for other people: shares what `policy` was compiled to. The
 * diag of the one that was loaded must outlive both. NULL on error.
 */
struct policy *policy_with(struct diag *diag, struct policy *policy,
	const struct policy_overrides *overrides);
struct policy *policy_ref(struct policy *policy);
void policy_unref(struct policy **policy);

/* The policy in force, for programs that reload. What comes into force is
 * prepared: no message waits for that. */
struct policy_store;

/* Takes the reference over. */
struct policy_store *policy_store_new(struct policy *first);
void policy_store_free(struct policy_store **store);
/* A new reference to what is in force. */
struct policy *policy_store_get(struct policy_store *store);
/* Takes `next` into force (and the reference over); drops the old one. */
void policy_store_swap(struct policy_store *store, struct policy *next);

const struct ruleset *policy_rules(const struct policy *policy);
/* The one that has least to look for in what an author of this role writes;
 * each finds the same. Made when it is first asked for. */
const struct prefilter *policy_prefilter(
	const struct policy *policy, enum role author);
/* Makes them all. */
void policy_prepare(const struct policy *policy);
const struct plan *policy_plan(const struct policy *policy);
/*
 * The council whose roster has a line for the author's key, else the one whose
 * domain it is in (by the roster's "@domain" or the council's settings), else
 * the first one.
 */
const struct council_data *policy_council(
	const struct policy *policy, struct str author_key, int32_t day);
const struct council_data *policy_councils(
	const struct policy *policy, size_t *count);

/*
 * The directory of the shipped rules: the build tree's where this program runs
 * from there, else the installed one; COMITY_RULES in the environment wins.
 */
const char *policy_shipped_directory(void);

#endif
