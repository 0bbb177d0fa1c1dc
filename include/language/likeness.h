/*
 * likeness: how much a text is like those that were once labelled.
 *
 * A `likeness` block lists words and pairs of words with weights, learnt from
 * labelled mail (`comity learn`). Each counts once, however often it stands in
 * a text, and the longer the text the less. Weights and `start` are in tenths
 * of a logit:
 *
 *   score    = start + (weights of what stands in it) / sqrt(words)
 *   per cent = 100 / (1 + e^(-score / 10))
 *
 * The vocabulary has the words and pairs of all such blocks, so that a text is
 * gone through once. Words are those of plain_word.h, bare; a pair is two of
 * them that follow each other one space apart. The case of ASCII letters is
 * ignored.
 *
 * Threads: immutable once built. Lives in the rule set's arena.
 */
#ifndef COMITY_LANGUAGE_LIKENESS_H
#define COMITY_LANGUAGE_LIKENESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

struct likeness_word {
	struct str text; /* a word, or two parted by a space */
	int weight;
};

struct likeness {
	struct str name;
	unsigned id; /* index into ruleset.likenesses */
	int start;
	const struct likeness_word *words;
	size_t word_count;
	struct place place;
};

/* What a word or pair weighs for a likeness. */
struct vocabulary_weight {
	uint32_t likeness;
	int32_t weight;
};

enum vocabulary_kind { VOCABULARY_FREE, VOCABULARY_WORD, VOCABULARY_PAIR };

/* A word, a pair, or a free place for one. */
struct vocabulary_word {
	uint64_t hash;
	uint32_t id;	/* from 0 on */
	uint32_t first; /* of the vocabulary's weights */
	uint16_t count; /* a word may weigh nothing but in pairs */
	uint8_t kind;
	bool leads, follows; /* the word is the first of a pair, the second */
};

struct vocabulary {
	const struct vocabulary_word *places; /* a hash table */
	size_t place_mask;
	size_t word_count;
	const struct vocabulary_weight *weights;
	/* A bit for the hash of each pair: most that stand in a text are none,
	 * and this is small enough to be near. */
	const uint64_t *pairs;
	size_t pair_mask;
};

struct vocabulary *vocabulary_new(struct arena *arena,
	const struct likeness *const *likenesses, size_t count);

/* NULL where no likeness lists the word, alone or in a pair. */
const struct vocabulary_word *vocabulary_find(
	const struct vocabulary *vocabulary, struct str word);
/* The same of the text of a likeness_word, which may be a pair. */
const struct vocabulary_word *vocabulary_text(
	const struct vocabulary *vocabulary, struct str text);
/* NULL where no likeness lists the pair. */
const struct vocabulary_word *vocabulary_pair(
	const struct vocabulary *vocabulary,
	const struct vocabulary_word *first,
	const struct vocabulary_word *second);

/* How like the text is, in per cent. `weight`: the sum of the weights. */
double likeness_percent(
	const struct likeness *likeness, int64_t weight, size_t words);

#endif
