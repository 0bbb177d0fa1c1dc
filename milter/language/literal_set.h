/*
 * literal_set: strings of which one stands in whatever an expression matches.
 *
 * For pattern_literals.c and pattern_run.c, which put them together. Strings are
 * in lower case, digits are written 0, white space is one space.
 *
 * Lives in an arena.
 */
#ifndef COMITY_LANGUAGE_LITERAL_SET_H
#define COMITY_LANGUAGE_LITERAL_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct literal_set;

/* Bytes of plain text, at least and at most; SIZE_MAX: any number. */
struct width {
	size_t least, most;
};

/* Sets of which one string each stands in the same match, apart. */
enum { MOST_PARTNERS = 3 };

/* The strings stand `before` further behind the start than they say: a set may
 * be the partner of several. */
struct partner {
	const struct literal_set *strings;
	struct width before;
};

struct literal {
	const char *p;
	uint32_t n, hash;
	bool starts, ends;   /* a word boundary is asked for there */
	bool edge;	     /* one is before it, or it begins the match */
	double rate;	     /* reckoned once; 0: not yet */
	struct width before; /* what of the match stands before it */
	struct partner partners[MOST_PARTNERS]; /* NULL behind them */
};

struct literal_set {
	struct arena *arena;
	struct literal *items;
	size_t count, room;
	uint32_t *table; /* by hash: the index plus one */
	size_t table_size;
};

struct width add_widths(struct width a, struct width b);
/* What is true of texts of either width. */
struct width either_width(struct width a, struct width b);

struct literal_set *literal_set_new(struct arena *arena);
/* The set of the empty string alone. */
struct literal_set *literal_set_empty(struct arena *arena);
/* A string that is there already with the same partners is left with what is
 * true of both. */
void literal_set_add(struct literal_set *set, struct literal literal);
void literal_set_add_text(struct literal_set *set, const char *p, size_t n);
void literal_set_add_all(
	struct literal_set *set, const struct literal_set *other);
/* The same strings and their partners, `by` further behind the start. */
struct literal_set *literal_set_moved(
	const struct literal_set *set, struct width by);

/* Each of the one followed by each of the other. */
struct literal_set *literal_set_cross(
	const struct literal_set *left, const struct literal_set *right);
size_t literal_set_longest(const struct literal_set *set);
/* The same strings; with each of them one of the partner's goes, whose places
 * count from the same start. Only so many are kept, those that were there
 * first. */
struct literal_set *literal_set_joined(
	const struct literal_set *set, const struct literal_set *partner);

/*
 * What the set lets through: how many starts must be tried for each byte of
 * English, by and large. INFINITY for NULL and where a string is empty.
 */
double literal_set_cost(const struct literal_set *set);
/* How likely one of the strings is in a sentence of English, by and large. */
double literal_set_presence(const struct literal_set *set);
double literal_presence(const struct literal *literal);

#endif
