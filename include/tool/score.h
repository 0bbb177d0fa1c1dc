/*
 * score: how far the flags that were raised are those that were expected.
 *
 * For each flag: right (raised and expected), false (raised, not expected) and
 * missed (expected, not raised); precision, recall and F1 of those by flag and
 * over all; and a list of everything that was not right.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_SCORE_H
#define COMITY_TOOL_SCORE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

struct score_sheet;

/* What was judged, for the list of misses; texts are copied. */
struct score_case {
	struct str file, protocol, note;
};

struct score_sheet *score_new(void);
void score_free(struct score_sheet **sheet);

/* A flag's line stands in the order of the first mention. */
void score_mention(struct score_sheet *sheet, struct str flag);
void score_flag(struct score_sheet *sheet, const struct score_case *judged,
	struct str flag, bool expected, bool raised);
/* To be called once for each message after its flags. */
void score_end(struct score_sheet *sheet, bool all_right);

void score_print(const struct score_sheet *sheet, FILE *out);
/* One JSON object on one line. */
void score_print_json(const struct score_sheet *sheet, FILE *out);

#endif
