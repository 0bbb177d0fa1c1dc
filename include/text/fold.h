/*
 * fold: the plain form of text, so that a rule is written as words are read.
 *
 * Typographic quotes and dashes become ' " and -, every kind of space becomes
 * a space, zero-width characters, soft hyphens and direction marks vanish,
 * compatibility forms (full width, ligatures) become plain letters (NFKC),
 * look-alike letters of other scripts become Latin where they stand in an
 * otherwise Latin word. Case is kept: patterns decide on it.
 *
 * The offsets of what was written are kept as runs (zone.h). Text that is
 * plain ASCII comes back as it is. A letter of several signs (a fraction, a
 * ligature) begins one run, and the next run says where it ended.
 *
 * Limits: a sign that stands for a phrase stays as it is; a word written
 * wholly in look-alike letters is a word of that script.
 *
 * Threads: pure.
 */
#ifndef COMITY_TEXT_FOLD_H
#define COMITY_TEXT_FOLD_H

#include "base/arena.h"
#include "base/str.h"

/* A change of the distance between folded and original offsets. */
typedef void fold_run_fn(void *context, size_t folded, size_t original);

/*
 * The folded form of valid UTF-8 `in`: a new view in the arena, or `in` itself
 * where nothing changes. `run` (may be NULL) is called with each change of
 * distance in rising order, the first always at (0, 0).
 */
struct str fold_text(struct arena *arena, struct str in, fold_run_fn *run,
	void *context);

#endif
