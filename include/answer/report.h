/*
 * report: a verdict for `comity scan`: the JSON object of the design
 * (section 6), what the daemon would do, and the account for people
 * (`--explain`).
 *
 * The account names the people of To and Cc and never anybody else: a verdict
 * holds no hidden recipient. Text from the message is printed without control
 * bytes, so that it cannot move a terminal's cursor.
 *
 * Threads: pure.
 */
#ifndef COMITY_ANSWER_REPORT_H
#define COMITY_ANSWER_REPORT_H

#include <stdio.h>

#include "answer/edits.h"
#include "judge/inspect.h"

/* One line of JSON with a newline. */
void report_json(FILE *out, const char *file, const struct verdict *verdict,
	const struct header_list *headers, const struct edit_list *edits);
/* Some lines of plain English; `now` as it was given to the inspection. */
void report_explain(FILE *out, const char *file, const struct verdict *verdict,
	int64_t now);
/* What the daemon would do: headers and action. */
void report_headers(FILE *out, const char *file, const struct verdict *verdict,
	const struct header_list *headers, const struct edit_list *edits);

/* Text from outside, without what a terminal could obey. */
void report_plain(FILE *out, struct str text);

#endif
