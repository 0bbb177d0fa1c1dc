/*
 * account: a tally written for people, as a page or as plain text, and as JSON
 * for their spreadsheets.
 *
 * `comity replay --html` and `comity report` give the same account: what was
 * read, the correspondence by week, and by flag, clause, direction and rule;
 * the rules that never spoke; what could not be read.
 *
 * The page is one file of HTML that needs no network and no script, says so in
 * its own content security policy, and is well-formed XML. Each chart's numbers
 * stand in a table, so that it can be read without seeing it and on paper.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_ACCOUNT_H
#define COMITY_TOOL_ACCOUNT_H

#include <stdio.h>

#include "language/ruleset.h"
#include "tool/tally.h"

struct account {
	const char *title;
	const char *source; /* what was read, in words */
	const char *basis;  /* a sentence on how it was counted; may be NULL */
	const struct tally *tally;
	/* Tells what flags and clauses are about, and which rules were silent;
	 * NULL: neither is said. */
	const struct ruleset *rules;
	/* The days that the account is of; else those that have mail. */
	bool has_from, has_until;
	int32_t from, until; /* both are in it */
	bool names;	     /* authors as well */
	bool examples;	     /* the tally has some */
};

/* To be freed with g_free(). */
char *account_html(const struct account *account);
void account_text(const struct account *account, FILE *out);
/* One object on one line. */
void account_json(const struct account *account, FILE *out);

#endif
