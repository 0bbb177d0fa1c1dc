/*
 * markup: HTML as text.
 *
 * Marks come from literals in our code (markup_put, markup_format); words from
 * outside go through markup_text() or markup_around() and nothing else. These
 * leave no mark, no control character and no turn of direction in them, so
 * that neither a rule's name nor a file's can become part of the page. What is
 * written is XML as well: empty elements are closed, attributes quoted.
 *
 * Threads: one at a time a page.
 */
#ifndef COMITY_TOOL_MARKUP_H
#define COMITY_TOOL_MARKUP_H

#include <glib.h>

/* A literal. */
void markup_put(GString *page, const char *marks);
/* For numbers among literals; %s for literals only. */
void markup_format(GString *page, const char *format, ...) G_GNUC_PRINTF(2, 3);
/* Words from anywhere; inside an attribute too. */
void markup_text(GString *page, const char *text);
/* Words between two literals. */
void markup_around(
	GString *page, const char *before, const char *text, const char *after);
/* "12,345" */
void markup_number(GString *page, size_t number);

#endif
