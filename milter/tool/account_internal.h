/*
 * account_internal: what the page and the plain text of an account share.
 */
#ifndef COMITY_TOOL_ACCOUNT_INTERNAL_H
#define COMITY_TOOL_ACCOUNT_INTERNAL_H

#include <glib.h>

#include "tool/account.h"
#include "tool/period.h"

/* A table of one kind of name. */
struct account_section {
	enum tally_kind kind;
	const char *id;
	const char *heading;
	const char *column;  /* heading of the column of names */
	const char *counted; /* heading of the column of numbers */
	bool of_all;	     /* flagged out of all that have the name */
	bool always;	     /* stands there even where it is empty */
	bool on_request;     /* names of people */
};

extern const struct account_section account_sections[];
extern const size_t account_section_count;

bool account_shows(
	const struct account *account, const struct account_section *section);
/* The number that a section is about. */
size_t account_value(
	const struct account_section *section, const struct tally_row *row);
size_t account_most(
	const struct account_section *section, const struct tally_row **rows);

/* The name as people read it; to be freed with g_free(). */
char *account_label(
	const struct account *account, enum tally_kind kind, const char *name);
/* What it is about, or NULL; to be freed with g_free(). */
char *account_about(
	const struct account *account, enum tally_kind kind, const char *name);

/* "3 August 2026 to 29 November 2026", or what there is instead. */
char *account_days(const struct account *account);
/* False where no correspondence has a date. */
bool account_periods(const struct account *account, struct periods *periods);
/* "week", "month", "year" */
const char *account_grain(const struct periods *periods);

/* Rules that could have spoken and did not, in file order; NULL at the end;
 * to be freed with g_free(). NULL where the rules are not known. */
const struct rule **account_silent(const struct account *account);

/* The style of the page. */
extern const char account_style[], account_style_narrow[];

#endif
