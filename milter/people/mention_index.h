/*
 * The inside of the index of names: mention_index.c builds it, mention.c finds
 * names by it.
 *
 * The phrases for all persons lie in one tree of words, so that a text is read
 * once however many persons there are. Words have numbers from 1 up (0: no
 * phrase has it); a step down the tree is a look into one hash table. "the" is
 * passed over between words.
 */
#ifndef COMITY_PEOPLE_MENTION_INDEX_H
#define COMITY_PEOPLE_MENTION_INDEX_H

#include <glib.h>

#include "mention_internal.h"

enum { ROOT = 0, NO_NODE = 0, LONGEST_PHRASE = 16 };

struct target {
	const struct person *person;
	enum mention_form form;
	bool bare;
};

/* For each two letters that a word begins with, by and large. */
enum {
	START_LETTERS = 32,
	WORD_STARTS = START_LETTERS * START_LETTERS,
	LONGEST_TOLD = 31,
};

struct mention_index {
	struct arena *arena;
	GHashTable *words; /* struct str * to struct known_word * */
	/* How long the known words are that begin so, a bit each: most words
	 * of a text are known to be none of them by that. */
	uint32_t lengths[WORD_STARTS];
	GHashTable *steps;  /* struct step * to itself */
	GPtrArray *targets; /* by node: GArray of struct target, or NULL */
	struct tell *tell;
	guint the;
};

/* What sort of word it is, whether or not a phrase has it. */
enum word_sort {
	SORT_COURTESY = 1 << 0,	  /* "Cllr" */
	SORT_DETERMINER = 1 << 1, /* "the": an office may follow */
	SORT_DEPUTY = 1 << 2,	  /* "deputy": makes it another office */
	SORT_OF = 1 << 3,
	SORT_COMMON = 1 << 4, /* a first name that is a word, too */
};

struct known_word {
	struct str folded;
	guint number;
	unsigned sorts;
	bool begins; /* a phrase */
};

struct step {
	guint from, word; /* the key */
	guint to;
};

/* What is known of a word; number 0 where nothing is. */
const struct known_word *mention_word(
	const struct mention_index *index, struct str folded);
/* The node that `word` leads to, or NO_NODE. */
guint mention_step(const struct mention_index *index, guint from, guint word);

#endif
