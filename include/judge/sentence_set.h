/*
 * sentence_set: sets of the sentences of one zone, with three values.
 *
 * A sentence is in a set, is not, or could not be told, since a pattern hit a
 * limit before it came there. The operations are Kleene's, sentence by
 * sentence.
 *
 * Threads: pure. Sets live in the arena.
 */
#ifndef COMITY_JUDGE_SENTENCE_SET_H
#define COMITY_JUDGE_SENTENCE_SET_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "language/ruleset.h"
#include "text/zone.h"

/* (count + 63) / 64 words each. */
struct sentence_set {
	const uint64_t *words; /* those in it for certain */
	const uint64_t *maybe; /* these and those that could not be told; the
				* same as words where there are none such */
	size_t count;
	bool any;     /* a bit of words is set */
	bool unknown; /* a bit of maybe is set that words has not */
};

/* What all sets of a zone have in common. */
struct set_frame {
	struct arena *arena;
	const struct zone_text *text;
	size_t words;
	const uint64_t *none, *every;
};

struct set_frame set_frame_of(
	struct arena *arena, const struct zone_text *text);

struct sentence_set set_of(const struct set_frame *frame, const uint64_t *words,
	const uint64_t *maybe);
struct sentence_set set_empty(const struct set_frame *frame);
/* Words for a set, to be written at once. */
uint64_t *set_room(const struct set_frame *frame);
/* Sentences of both; NULL: there is none. */
const uint64_t *set_common(
	const struct set_frame *frame, const uint64_t *a, const uint64_t *b);
/* Sentences of either. */
const uint64_t *set_either(
	const struct set_frame *frame, const uint64_t *a, const uint64_t *b);
/* All sentences of their paragraphs. */
const uint64_t *set_paragraphs(
	const struct set_frame *frame, const uint64_t *words);
/* Each sentence stands for all of its unit. */
struct sentence_set set_widen(const struct set_frame *frame,
	struct sentence_set set, enum unit within);
struct sentence_set set_and(const struct set_frame *frame,
	struct sentence_set a, struct sentence_set b);
struct sentence_set set_or(const struct set_frame *frame, struct sentence_set a,
	struct sentence_set b);
/* The others among these sentences. */
struct sentence_set set_not(const struct set_frame *frame,
	struct sentence_set a, const uint64_t *among);

/* The first sentence for certain in the set at or after `from`, or count. */
size_t set_next(const struct sentence_set *set, size_t from);

static inline bool
set_is_void(const struct sentence_set *set)
{
	return !set->any && !set->unknown;
}

#endif
