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

/* Bytes of plain text, at least and at most; SIZE_MAX: any number. And how many
 * of them are spaces: a word of any length has none. */
struct width {
	size_t least, most;
	size_t least_spaces, most_spaces;
};

/* Sets of which one string each stands in the same match, apart. */
enum { MOST_PARTNERS = 3 };

/* The strings stand `before` further behind the start than they say: a set may
 * be the partner of several. `spread` as of the set. */
struct partner {
	const struct literal_set *strings;
	struct width before;
	size_t spread;
	const struct partner *next;
};

struct literal {
	const char *p;
	uint32_t n, hash;
	bool starts, ends;   /* a word boundary is asked for there */
	bool capital;	     /* an upper-case letter stands behind it */
	bool edge;	     /* one is before it, or it begins the match */
	double rate, found;  /* reckoned once; 0: not yet */
	struct width before; /* what of the match stands before it */
	const struct partner *partners; /* MOST_PARTNERS or fewer */
};

/* Where something is changed that they depend on. */
static inline void
literal_forget_rates(struct literal *literal)
{
	literal->rate = literal->found = 0;
}

struct literal_set {
	struct arena *arena;
	struct literal *items;
	size_t count, room;
	uint32_t *table; /* by hash: the index plus one */
	size_t table_size;
};

/* Sums that stop at SIZE_MAX. */
size_t add_bytes(size_t a, size_t b);
struct width add_widths(struct width a, struct width b);
/* What is true of texts of either width. */
struct width either_width(struct width a, struct width b);
/* How many bytes, by and large, may be more than the least. */
size_t spread_of(struct width width);

struct literal_set *literal_set_new(struct arena *arena);
/* The set of one string, and of the empty one. */
struct literal_set *literal_set_of(
	struct arena *arena, const char *p, size_t n);
struct literal_set *literal_set_empty(struct arena *arena);
/* A string that is there already with the same partners is left with what is
 * true of both. */
void literal_set_add(struct literal_set *set, struct literal literal);
void literal_set_add_text(struct literal_set *set, const char *p, size_t n);
void literal_set_add_all(
	struct literal_set *set, const struct literal_set *other);
struct literal_set *literal_set_copy(const struct literal_set *set);
/* All of its strings and their partners are `by` further behind the start. */
void literal_set_move(struct literal_set *set, struct width by);

/* Each of the one followed by each of the other. */
struct literal_set *literal_set_cross(
	const struct literal_set *left, const struct literal_set *right);
/* Of its strings one is empty, or there are none. */
bool literal_set_has_empty(const struct literal_set *set);
size_t literal_set_longest(const struct literal_set *set);
/* The most that a string's place may be off, where the start is known. */
size_t literal_set_spread(const struct literal_set *set);
/* The same strings; with each of them one of the partner's goes, whose places
 * count from the same start. Only so many are kept, those that were there
 * first. */
struct literal_set *literal_set_joined(
	const struct literal_set *set, const struct literal_set *partner);
/* The same for those strings alone that, with what goes with them, do not tell
 * the start. */
struct literal_set *literal_set_begun(
	const struct literal_set *set, const struct literal_set *head);

/* Lists of them. Those that are the same have the same strings in order. */
bool partners_same(const struct partner *a, const struct partner *b);
const struct partner *partners_moved(
	struct arena *arena, const struct partner *list, struct width by);
/* What is true of both lists, which are the same. */
const struct partner *partners_either(
	struct arena *arena, const struct partner *a, const struct partner *b);

/*
 * What the set lets through: how many starts must be tried for each byte of
 * English, by and large. INFINITY for NULL and where a string is empty.
 */
double literal_set_cost(const struct literal_set *set);
/* Does it save anything? */
bool literal_set_is_rare(const struct literal_set *set);
/* How many of the strings stand in each byte of English, by and large. */
double literal_set_rate(const struct literal_set *set);
/* How likely one of them stands at one of so many places in a sentence. */
double literal_set_chance(const struct literal_set *set, size_t places);
/* The same in all of it, whatever stands behind the string. */
double literal_set_presence(const struct literal_set *set);
double literal_presence(struct literal *literal);

#endif
