/*
 * report: a verdict for `comity scan`: the JSON object of the design
 * (section 6) and the account for people (`--explain`).
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
/* Some lines of plain English. */
void report_explain(FILE *out, const char *file, const struct verdict *verdict);
/* The headers that the message would get. */
void report_headers(FILE *out, const char *file,
	const struct verdict *verdict, const struct header_list *headers);

#endif
