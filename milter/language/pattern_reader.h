/*
 * pattern_reader: an expression while pattern_tree.c parses it.
 *
 *   pattern_tree.c    groups, sequences, repeats
 *   pattern_atom.c    escapes and classes
 *   pattern_reader.c  what both need
 */
#ifndef COMITY_LANGUAGE_PATTERN_READER_H
#define COMITY_LANGUAGE_PATTERN_READER_H

#include <string.h>

#include "pattern_tree.h"

/* What (?i) and its like set for the group they stand in. */
struct reader_options {
	bool caseless, multiline, extended;
};

struct reader {
	struct arena *arena;
	struct str text;
	size_t at;
	struct reader_options options;
	struct expr *fresh; /* the next one that nothing is in */
	size_t room;	    /* for so many of them */
	bool lost;	    /* something was not understood */
	bool tangled;	    /* one part of it speaks of another */
};

struct expr *reader_expr(struct reader *reader, enum expr_kind kind);
struct expr *reader_chars(struct reader *reader, struct char_set set);
struct expr *reader_assert(struct reader *reader, enum expr_assert assert);
/* Gives the expression up. */
struct expr *reader_lose(struct reader *reader);

/* The byte at the place; NUL behind the end. */
static inline char
expression_at(struct str expression, size_t at)
{
	return at < expression.n ? expression.p[at] : '\0';
}

/* Takes `what` if it stands at the place. */
static inline bool
expression_take(struct str expression, size_t *at, const char *what)
{
	size_t n = 0;

	while (what[n] != '\0' && expression_at(expression, *at + n) == what[n])
		n++;
	if (what[n] != '\0')
		return false;
	*at += n;
	return true;
}

static inline char
reader_peek(const struct reader *reader, size_t ahead)
{
	return expression_at(reader->text, reader->at + ahead);
}

static inline bool
reader_done(const struct reader *reader)
{
	return reader->at >= reader->text.n || reader->lost;
}

static inline bool
reader_take(struct reader *reader, const char *what)
{
	return expression_take(reader->text, &reader->at, what);
}

/* Passes over everything up to `end`, which is taken as well. */
void reader_skip_behind(struct reader *reader, char end);
/* Takes one character, all its bytes. */
void reader_add_char(struct reader *reader, struct char_set *set);

struct expr *read_literal(struct reader *reader);
/* At a backslash. */
struct expr *read_escape(struct reader *reader);
/* At a '['. */
struct expr *read_class(struct reader *reader);

#endif
