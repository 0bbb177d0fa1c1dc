/*
 * account_page: the parts of the page of an account.
 */
#ifndef COMITY_TOOL_ACCOUNT_PAGE_H
#define COMITY_TOOL_ACCOUNT_PAGE_H

#include "account_internal.h"

/* Opens a section; id and heading are literals. */
void page_begin_section(GString *page, const char *id, const char *heading);
/* A cell with a number. */
void page_put_cell(GString *page, size_t number);

/* Messages that raised a flag in one period. */
size_t page_flag_in(const struct account *account,
	const struct periods *periods, size_t index, const char *flag);

/* Over time: the chart, and at the end its numbers. */
void page_put_weeks(GString *page, const struct account *account);
void page_put_tables(GString *page, const struct account *account);

/* By flag, by clause, ... */
void page_put_section(GString *page, const struct account *account,
	const struct account_section *section);
void page_put_silent(GString *page, const struct account *account);

#endif
