/*
 * JSON, written as it goes: for the audit line, of which every message has
 * one, and for the report's.
 *
 * A writer puts the commas; whoever uses it opens, names and closes. All that
 * is written is ASCII and one line.
 */
#ifndef COMITY_ANSWER_JSON_INTERNAL_H
#define COMITY_ANSWER_JSON_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/str.h"
#include "judge/inspect.h"

struct writer {
	GString *text;
	bool comma; /* something stands before what comes next */
};

/* '{' or '[', and its counterpart. */
void write_open(struct writer *writer, char bracket);
void write_close(struct writer *writer, char bracket);
/* The name of the value that comes next, plain ASCII of our own. */
void write_name(struct writer *writer, const char *name);

/* What is not UTF-8 becomes U+FFFD, NUL too. */
void write_string(struct writer *writer, struct str s);
void write_integer(struct writer *writer, int64_t number);
void write_boolean(struct writer *writer, bool value);
void write_null(struct writer *writer);

/* A name and its string, or null. */
void write_part(
	struct writer *writer, const char *name, const struct str *value);
/* The names of the set bits as an array, in bit order. */
void write_bits(struct writer *writer, unsigned bits, const char *const *names);
/* "3.1(a), 3.1(e)" as ["3.1(a)", "3.1(e)"]. */
void write_clauses(struct writer *writer, struct str clauses);

/* By which protocol, and from whom to whom. */
void write_letter(struct writer *writer, const struct verdict *verdict);

/* Takes the next piece that is no blank off a list parted by commas. */
bool next_clause(struct str *clauses, struct str *clause);

/* What is done with the message: an action's name, or "none". */
struct str answer_action(const struct verdict *verdict);

#endif
