/*
 * fmt_internal: what the files that print rule files share.
 *
 *   fmt.c            the whole file, its blocks and blank lines
 *   fmt_statement.c  the words of one statement
 *
 * Threads: a printer belongs to one thread.
 */
#ifndef COMITY_LANGUAGE_FMT_INTERNAL_H
#define COMITY_LANGUAGE_FMT_INTERNAL_H

#include <glib.h>

#include "language/tree.h"

enum { WIDTH = 100, INDENT = 4 };

struct printer {
	GString *out;
	size_t column; /* characters on the line so far */
	size_t widest; /* of all lines */
};

/* How wide a statement's first two words are to be; 0: as they are. */
struct columns {
	size_t first, second;
};

void print_bytes(struct printer *printer, const char *bytes, size_t n);
void print_spaces(struct printer *printer, size_t count);
void print_line_end(struct printer *printer, size_t indent);
/* How many columns a word takes. */
size_t word_width(const struct token *token);
void print_token(struct printer *printer, const struct token *token);
/* A comment behind other words; NULL: nothing. */
void print_comment(struct printer *printer, const struct token *comment);
/* The statement without its block, with the comment behind it. */
void print_statement(struct printer *printer, const struct node *node,
	size_t indent, struct columns columns);

#endif
