/*
 * trie: many strings looked for at one place of a text.
 *
 * A step a byte leads from the root down for as long as some string goes on
 * that way. ASCII case is ignored and all digits are one; other bytes compare
 * as they are.
 *
 * Threads: immutable.
 */
#ifndef COMITY_JUDGE_TRIE_H
#define COMITY_JUDGE_TRIE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "base/words.h"

enum { TRIE_ROOT = 0, TRIE_NOWHERE = 0 };
#define TRIE_NO_STRING UINT32_MAX

/* The children of a node stand together. Few are told apart by the classes of
 * their bytes; where there are many, a row of the table has all classes. It is
 * kept small, since what the processor has at hand counts more than steps. */
enum { TRIE_FEW = 4 };

struct trie_node {
	uint32_t first;	 /* of its children */
	uint32_t string; /* that ends here, or TRIE_NO_STRING */
	union {
		uint32_t classes; /* a byte each from the lowest on */
		uint32_t row;	  /* its place in the table */
	} by;
	uint32_t count; /* of its children */
};

/* Open for the sake of trie_step(), which all texts go through. */
struct trie {
	uint8_t class_of[256]; /* 0: in no string */
	unsigned classes;
	uint32_t node_count;
	struct trie_node *nodes; /* children have higher numbers */
	uint8_t *rows; /* by class which child it is, from 1; 0: none */
	size_t row_bytes;
};

/*
 * No string is empty; of equal ones (case ignored, all digits one) the last is
 * found. NULL where they are too many.
 */
struct trie *trie_new(const struct str *strings, size_t count);
void trie_free(struct trie **trie);

/* Bytes of memory that it takes. */
size_t trie_bytes(const struct trie *trie);

/* The byte that stands for this one in the strings. */
static inline char
trie_plain(char c)
{
	return c >= '0' && c <= '9' ? '0' : word_lower(c);
}

/* Where this byte leads, or TRIE_NOWHERE. */
static inline uint32_t
trie_step(const struct trie *trie, uint32_t node, char byte)
{
	unsigned class = trie->class_of[(unsigned char)byte];
	const struct trie_node *at = &trie->nodes[node];
	uint32_t differ, equal;

	if (at->count > TRIE_FEW) {
		unsigned rank = trie->rows[at->by.row + class];

		return rank == 0 ? (uint32_t)TRIE_NOWHERE
				 : at->first + rank - 1;
	}
	/* All four at once: a byte of zero is where they are equal. */
	differ = at->by.classes ^ class * UINT32_C(0x01010101);
	equal = (differ - UINT32_C(0x01010101)) & ~differ &
		UINT32_C(0x80808080);
	return equal == 0 ? (uint32_t)TRIE_NOWHERE
			  : at->first + (uint32_t)__builtin_ctz(equal) / 8;
}

static inline uint32_t
trie_string(const struct trie *trie, uint32_t node)
{
	return trie->nodes[node].string;
}

#endif
