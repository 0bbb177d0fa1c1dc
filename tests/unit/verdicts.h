/*
 * Verdicts made by hand, for the tests of what a message gets.
 */
#ifndef COMITY_TESTS_VERDICTS_H
#define COMITY_TESTS_VERDICTS_H

#include <stdlib.h>
#include <string.h>

#include "judge/inspect.h"

static const struct flag flag_copy = {
	.name = {"copy-notice", 11},
	.id = 0,
	.severity = SEVERITY_WARNING,
	.threshold = 5,
	.warning = {"Someone the addressee cannot see gets a copy of this "
		    "message. Tell the addressee.",
		81},
};

static const struct flag flag_political = {
	.name = {"political-wording", 17},
	.id = 1,
	.severity = SEVERITY_NOTICE,
	.threshold = 5,
};

static const struct rule rule_copy = {
	.id = {"hidden-copy", 11}, .flag = &flag_copy};
static const struct rule rule_vote = {
	.id = {"vote-appeal", 11}, .index = 1, .flag = &flag_political};
static const struct rule *const rules_copy[] = {&rule_copy};
static const struct rule *const rules_vote[] = {&rule_vote, &rule_copy};

static const struct score score_any = {.points = 5};

struct fixture {
	struct ruleset rules;
	struct protocol protocol;
	struct finding findings[2];
	struct reason reasons[2];
	struct verdict verdict;
};

/* An officer to a member; the first `count` findings are raised. */
static inline void
fixture_make(struct fixture *fixture, size_t count)
{
	struct verdict *verdict = &fixture->verdict;

	memset(fixture, 0, sizeof(*fixture));
	fixture->rules.settings.header_prefix = STR_LIT("X-Council-Protocol");
	strcpy(fixture->rules.digest, "3f9a1c20");
	fixture->protocol.name = STR_LIT("broxtowe-borough");
	fixture->reasons[0] = (struct reason){
		.rule = &rule_copy, .score = &score_any, .points = 5};
	fixture->findings[0] = (struct finding){
		.flag = &flag_copy,
		.clauses = STR_LIT("4.4"),
		.points = 5,
		.rules = (const struct rule **)(void *)(uintptr_t)rules_copy,
		.rule_count = 1,
		.reasons = fixture->reasons,
		.reason_count = 1,
	};
	fixture->findings[1] = (struct finding){
		.flag = &flag_political,
		.clauses = STR_LIT("3.1(a), 3.1(e)"),
		.points = 7,
		.rules = (const struct rule **)(void *)(uintptr_t)rules_vote,
		.rule_count = 2,
	};
	verdict->correspondence = true;
	verdict->rules = &fixture->rules;
	verdict->protocol = &fixture->protocol;
	verdict->directions = DIR_OFFICER_TO_MEMBER;
	verdict->identity = IDENTITY_VERIFIED;
	verdict->findings.raised = fixture->findings;
	verdict->findings.raised_count = count;
	verdict->severity = count > 0 ? SEVERITY_WARNING : SEVERITY_INFO;
}

/* A copy of exactly that length, so that a read beyond it is seen. */
static inline struct str
exact(const char *bytes, size_t length)
{
	char *copy = malloc(length > 0 ? length : 1);

	if (copy == NULL)
		abort();
	memcpy(copy, bytes, length);
	return (struct str){copy, length};
}

#endif
