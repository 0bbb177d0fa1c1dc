/*
 * The parts of rules in words, for the account of report_explain.c.
 */
#ifndef COMITY_ANSWER_EXPLAIN_INTERNAL_H
#define COMITY_ANSWER_EXPLAIN_INTERNAL_H

#include <stdbool.h>
#include <stdio.h>

#include "language/ruleset.h"

/* A term as it stands in the rule file. */
void explain_term(FILE *out, const struct term *term);
/* A line for each condition that the rule could not speak without. */
bool explain_conditions(FILE *out, const struct condition *when);
/* A line for each `unless` of the rule. */
bool explain_unless(FILE *out, const struct rule *rule);

#endif
