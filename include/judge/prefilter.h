/*
 * prefilter: which patterns can be found in which sentences, and where.
 *
 * The literals of all patterns (pattern_literals) are looked for in a zone,
 * sentence by sentence and word by word. A pattern need only be tried where one
 * of its literals stands and, for each partner of that one, a string of it, and
 * only from starts that have all of them within reach. It may skip work, never
 * change a result.
 *
 * Whoever knows that most patterns cannot matter to a text says so by arms: each
 * pattern has a mask of them, and a text is scanned with some of them armed. What
 * has none of those is not looked for, at next to no cost, and then nothing is
 * known of it. Arm 0 is armed for every text.
 *
 * Threads: a prefilter is shared by all; what it learns of words it locks for
 * itself (lexicon.h). Notes belong to one thread at a time and are kept from
 * text to text.
 */
#ifndef COMITY_JUDGE_PREFILTER_H
#define COMITY_JUDGE_PREFILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "language/ruleset.h"
#include "text/zone.h"

struct lexicon;
struct prefilter;
struct prefilter_notes;
struct text_words;

/* Masks of arms. */
#define PREFILTER_ARM_0 UINT32_C(1)
#define PREFILTER_ALL_ARMS UINT32_MAX

/*
 * For texts to which these patterns may matter: a bit per pattern id, NULL for
 * all of them. Others are tried everywhere when they are asked for all the
 * same. `arms`: a mask by pattern id, NULL: all have arm 0. The rules must live
 * as long.
 */
struct prefilter *prefilter_new(const struct ruleset *rules,
	const uint64_t *patterns, const uint32_t *arms);
void prefilter_free(struct prefilter **prefilter);

struct prefilter_notes *prefilter_notes_new(void);
void prefilter_notes_free(struct prefilter_notes **notes);

/* What is known of the words of texts, for text_words_read(). */
struct lexicon *prefilter_lexicon(const struct prefilter *prefilter);

/* Takes notes of a zone, anew, for the patterns with some arm that is armed.
 * The zone must live as long as they are used. `words`: of the zone. */
void prefilter_scan(const struct prefilter *prefilter,
	const struct zone_text *zone, struct text_words *words, uint32_t armed,
	struct prefilter_notes *notes);

/*
 * The armed patterns that can be found in the zone: a bit per pattern id, in
 * pattern_count / 64 + 1 words. Those of the others are not set, though they
 * may be in it.
 */
const uint64_t *prefilter_candidates(const struct prefilter_notes *notes);

/* May the pattern be found in the zone? One that is not armed always may. */
bool prefilter_may_find(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, const struct pattern *pattern);

/*
 * Adds the sentences in which the pattern may be found to a set; false: it may
 * be in any, or it is not armed.
 */
bool prefilter_where(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, const struct pattern *pattern,
	uint64_t *sentences);

/* Starts in [from, to) of the zone's text, within one sentence, at which a
 * piece of a pattern is to be tried. */
struct stretch {
	uint32_t sentence, piece, from, to;
};

/*
 * Where the pattern may be found in the sentences of the set `wanted`, sentence
 * by sentence; those of a piece are in order and apart from each other.
 * SIZE_MAX: anywhere, or it is not armed. They are the notes' own until the next
 * call.
 */
size_t prefilter_stretches(const struct prefilter *prefilter,
	struct prefilter_notes *notes, const struct pattern *pattern,
	const uint64_t *wanted, const struct stretch **stretches);

#endif
