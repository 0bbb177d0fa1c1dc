/*
 * matcher: which sentences of a message each pattern is found in.
 *
 * A pattern is looked for in each sentence by itself: no match reaches from
 * one into the next, and ^ and $ are the sentence's ends. What is known of a
 * pattern and a sentence is kept for the rest of the message; terms are worked
 * out on sets of sentences, and only where they still matter: in "request and
 * resource" the request is looked for where both may be, as far as prefilter
 * and earlier finds tell, and the resource where a request was found.
 *
 * One matcher serves one message at a time and is kept for the next.
 *
 * The prefilter (prefilter.h) names the patterns that can match at all; the
 * answer never depends on it.
 *
 * Threads: a matcher belongs to one thread at a time (take one from a pool).
 */
#ifndef COMITY_JUDGE_MATCHER_H
#define COMITY_JUDGE_MATCHER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/tri.h"
#include "judge/sentence_set.h"
#include "language/ruleset.h"
#include "message/message.h"

struct matcher;
struct prefilter;
struct text_words;

struct matcher *matcher_new(void);
void matcher_free(struct matcher **matcher);
/* It serves a few short texts, before the rules are shared (pattern.h). */
void matcher_brief(struct matcher *matcher);

/*
 * `prefilter` may be NULL. `deadline`: CLOCK_MONOTONIC ms, 0 for none. The
 * message and the sets handed out live until the next begin.
 */
void matcher_begin(struct matcher *matcher, const struct ruleset *rules,
	const struct prefilter *prefilter, const struct message *message,
	int64_t deadline);

/*
 * Only patterns of these arms (arms.h) need be looked for in the message. Said
 * before anything else is asked; without it all are.
 */
void matcher_arm(struct matcher *matcher, uint32_t armed);

/* The words of a zone from a sentence on (text_words.h); they live until the
 * next call, or the next begin. */
const struct text_words *matcher_text_words(
	struct matcher *matcher, enum zone zone, size_t first_sentence);

/*
 * Or-s into `patterns` (pattern_count / 64 + 1 words) those that may match in
 * these zones (bits). False without a prefilter: all of them may.
 */
bool matcher_candidates(
	struct matcher *matcher, unsigned zones, uint64_t *patterns);

/* The sentences of `zone` in whose unit the term holds. */
struct sentence_set matcher_term(struct matcher *matcher,
	const struct term *term, enum zone zone, enum unit within);
/*
 * Does the term hold anywhere in these zones (bits)? Within the message the
 * zones count as one text: parts of the term may hold in different zones.
 */
enum tri matcher_holds(struct matcher *matcher, const struct term *term,
	unsigned zones, enum unit within);
/*
 * Could one of each group of patterns (plan.h) be found, as far as the
 * prefilter tells, with these zones as one text?
 */
bool matcher_could_find(
	struct matcher *matcher, const uint32_t *needs, unsigned zones);
/* Is the pattern found at the very start of the zone? */
enum tri matcher_starts(
	struct matcher *matcher, const struct pattern *pattern, enum zone zone);
/* A match outside zones: header values, attachment types. */
enum tri matcher_in_text(struct matcher *matcher, const struct pattern *pattern,
	struct str text);

/* The first words of a sentence that the pattern is found in; offsets of the
 * zone's text. */
bool matcher_words(struct matcher *matcher, const struct pattern *pattern,
	enum zone zone, size_t sentence, size_t *start, size_t *end);

/* Some pattern hit a limit on this message. */
bool matcher_limited(const struct matcher *matcher);

#endif
