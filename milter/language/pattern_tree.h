/*
 * pattern_tree: an expression as a tree, as far as it can be told.
 *
 * Only what PCRE2 has compiled is parsed, so there are no errors here, only
 * things that are not understood: then there is no tree at all. Where the tree
 * is not exact it allows more than the expression does, never less.
 */
#ifndef COMITY_LANGUAGE_PATTERN_TREE_H
#define COMITY_LANGUAGE_PATTERN_TREE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Where case is ignored PCRE2 takes them for s and k, and s and k for them. */
#define LONG_S "\xC5\xBF"
#define KELVIN_SIGN "\xE2\x84\xAA"

enum expr_kind {
	EXPR_EMPTY,
	EXPR_CHARS,  /* one character of a set */
	EXPR_CONCAT, /* children one after the other */
	EXPR_ALT,    /* one of the children */
	EXPR_REPEAT, /* the child, min to max times */
	EXPR_ASSERT, /* something about the place, no width */
	EXPR_NEVER,
	EXPR_UNKNOWN, /* any text, perhaps none */
};

enum expr_assert {
	ASSERT_OTHER, /* look-around, \G: nothing is concluded from it */
	ASSERT_AHEAD, /* (?=…): the child stands behind the place */
	ASSERT_BEHIND, /* (?<=…): and here before it */
	ASSERT_START,
	ASSERT_LINE_START,
	ASSERT_END, /* before a last line feed, too */
	ASSERT_VERY_END,
	ASSERT_LINE_END,
	ASSERT_WORD,  /* \b */
	ASSERT_RESET, /* \K: the match starts here */
};

/* Letters stand for both cases and are kept as lower case. */
struct char_set {
	uint64_t ascii[2];
	bool beyond;  /* characters beyond ASCII may be in it */
	bool strange; /* only such as do not stand in plain text (pattern.h) */
};

enum { EXPR_NO_END = 0x7FFFFFFF };

struct expr {
	enum expr_kind kind;
	struct expr *child, *next;
	struct char_set set;
	struct str sign; /* one beyond ASCII that is the same in any case */
	bool capital;	 /* only letters of ASCII in upper case */
	uint32_t min, max;
	enum expr_assert assert;
	/* Sequences and alternatives: their bytes of the text, and whether they
	 * stand or fall as a whole (an atomic group). */
	size_t from, to;
	bool rigid;
	struct known *known; /* what pattern_literals.c found out */
};

/*
 * NULL where something is not understood. The whole is rigid where one part
 * of it speaks of another (back references, options set on the way).
 */
struct expr *expr_parse(
	struct arena *arena, struct str text, bool caseless);

void set_add(struct char_set *set, unsigned char c);
bool set_has(const struct char_set *set, unsigned char c);
struct char_set set_union(struct char_set a, struct char_set b);
/* Do the sets have a character in common? */
bool set_meet(struct char_set a, struct char_set b);
struct char_set set_all(void);
/* The set of a type such as \d; upper case is its complement. */
struct char_set set_of_type(char type);
/* Letters, digits and the underscore, and what is beyond ASCII. */
struct char_set set_word(void);
/* All but those of ASCII. */
struct char_set set_not_word(void);

#endif
