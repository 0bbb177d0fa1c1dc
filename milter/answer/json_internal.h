/*
 * The pieces that the audit line and the report's JSON share.
 */
#ifndef COMITY_ANSWER_JSON_INTERNAL_H
#define COMITY_ANSWER_JSON_INTERNAL_H

#include <jansson.h>

#include "base/str.h"
#include "judge/inspect.h"

/* A JSON string; what is not UTF-8 becomes U+FFFD, NUL too. */
json_t *answer_json_string(struct str s);
/* The names of the set bits, in bit order. */
json_t *answer_json_bits(unsigned bits, const char *const *names);
/* "3.1(a), 3.1(e)" as ["3.1(a)", "3.1(e)"]. */
json_t *answer_json_clauses(struct str clauses);
json_t *answer_json_rules(const struct finding *finding);

const char *answer_identity(enum identity identity);
/* What is done with the message: an action's name, or "none". */
const char *answer_action(const struct verdict *verdict);

#endif
