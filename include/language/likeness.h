/*
 * likeness: how much a text is like those that were once labelled.
 *
 * A `likeness` block lists single words with weights, learnt from labelled mail
 * (`comity learn`). Each word counts once, however often it stands in a text,
 * and the longer the text the less. Weights and `start` are in tenths of a
 * logit:
 *
 *   score    = start + (weights of the words that stand in it) / sqrt(words)
 *   per cent = 100 / (1 + e^(-score / 10))
 *
 * The vocabulary has the words of all such blocks, so that a text is gone
 * through once. Words are those of plain_word.h; the case of ASCII letters is
 * ignored.
 *
 * Threads: immutable once built. Lives in the rule set's arena.
 */
#ifndef COMITY_LANGUAGE_LIKENESS_H
#define COMITY_LANGUAGE_LIKENESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

struct likeness_word {
	struct str text;
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

/* What a word weighs for a likeness. */
struct vocabulary_weight {
	uint32_t likeness;
	int32_t weight;
};

struct vocabulary_word {
	uint64_t hash; /* plain_word_hash() */
	uint32_t id; /* from 0 on */
	uint32_t first, count; /* of the vocabulary's weights; 0: a free place */
};

struct vocabulary {
	const struct vocabulary_word *places; /* a hash table */
	size_t place_mask;
	size_t word_count;
	const struct vocabulary_weight *weights;
};

struct vocabulary *vocabulary_new(struct arena *arena,
	const struct likeness *const *likenesses, size_t count);

/* NULL where no likeness lists the word. */
const struct vocabulary_word *vocabulary_find(
	const struct vocabulary *vocabulary, struct str word);

/* How like the text is, in per cent. `weight`: the sum of the weights. */
double likeness_percent(
	const struct likeness *likeness, int64_t weight, size_t words);

#endif
