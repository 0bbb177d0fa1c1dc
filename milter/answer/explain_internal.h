/*
 * The parts of the account of report_explain.c:
 *
 *   explain.c         rules in words
 *   explain_reason.c  what they found
 */
#ifndef COMITY_ANSWER_EXPLAIN_INTERNAL_H
#define COMITY_ANSWER_EXPLAIN_INTERNAL_H

#include <stdbool.h>
#include <stdio.h>

#include "judge/finding.h"
#include "language/ruleset.h"
#include "message/message.h"

/* A term as it stands in the rule file. */
void explain_term(FILE *out, const struct term *term);
/* A line for what counted; `message` may be NULL. */
void explain_reason(FILE *out, const struct message *message,
	const struct reason *reason);
/* A line for the words without which it would not have counted; false: none. */
bool explain_without(FILE *out, const struct message *message,
	const struct reason *reason);
/* A line for each condition that the rule could not speak without. */
bool explain_conditions(FILE *out, const struct condition *when);
/* A line for each `unless` of the rule. */
bool explain_unless(FILE *out, const struct rule *rule);

#endif
