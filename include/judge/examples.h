/*
 * examples: the `match` and `miss` sentences inside rules, run.
 *
 * A rule's example is put in the place of the text zone of a message that
 * meets the rule's conditions (conditions are taken as met): a `match` must
 * bring the rule points above zero by itself, a `miss` must not bring the
 * rule to the flag's threshold nor above zero. A failing example is an error
 * at its place and says which patterns were found where.
 */
#ifndef COMITY_JUDGE_EXAMPLES_H
#define COMITY_JUDGE_EXAMPLES_H

#include "base/diag.h"
#include "language/ruleset.h"

void examples_run(struct diag *diag, const struct ruleset *rules);

#endif
