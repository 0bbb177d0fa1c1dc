/*
 * pattern: something that is found in text, or not.
 *
 * Kinds: `/…/flags`, a PCRE2 expression (UTF, caseless unless `c`), and
 * `"…"`, a plain phrase (whole words, any white space, any case), which is
 * turned into an expression. A kind is a row in pattern.c's table.
 *
 * Compiled with JIT where the system allows it; without it matching is slower
 * and the answers are the same. Every match runs under match, depth and heap
 * limits and a deadline: the match limit starts anew at each start offset, so
 * matching is done in slices of start offsets with a look at the clock between
 * them. A limit that is hit is an answer of its own, never "no match".
 *
 * Threads: a pattern is immutable and shared; match data, JIT stack and match
 * context belong to a `struct pattern_scratch`, one thread at a time.
 */
#ifndef COMITY_LANGUAGE_PATTERN_H
#define COMITY_LANGUAGE_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/str.h"

/* A literal that must stand (ASCII case folded) wherever a pattern matches. */
struct pattern;

enum pattern_result {
	PATTERN_NO,
	PATTERN_YES,
	PATTERN_LIMIT, /* a limit or the deadline: could not tell */
};

struct pattern_scratch;

struct pattern_scratch *pattern_scratch_new(void);
void pattern_scratch_free(struct pattern_scratch **scratch);
/* CLOCK_MONOTONIC milliseconds after which matching gives up; 0: never. */
void pattern_scratch_deadline(struct pattern_scratch *scratch, int64_t at);

/*
 * Compiles an expression whose {names} are expanded already. `place` is the
 * text between the slashes; PCRE2's error offset is mapped into it. NULL on
 * error. Freed with pattern_free.
 */
struct pattern *pattern_compile(struct diag *diag, struct place place,
	struct str expression, bool caseless);
void pattern_free(struct pattern **pattern);

unsigned pattern_id(const struct pattern *pattern);
void pattern_set_id(struct pattern *pattern, unsigned id);
/* As its author wrote it, with slashes or quotes. */
struct str pattern_written(const struct pattern *pattern);
void pattern_set_written(struct pattern *pattern, struct str written);

/*
 * The first match in valid UTF-8 `subject` at or after `from`. `ascii` says
 * that the subject is plain ASCII (a faster compilation may serve).
 */
enum pattern_result pattern_find(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t *start, size_t *end);

/*
 * Literals of which at least one stands (ASCII case ignored) in any subject
 * that matches; 0 when no such set is known and the pattern must always be
 * tried. Used by the prefilter, which may only skip work.
 */
size_t pattern_literals(
	const struct pattern *pattern, const struct str **literals);

#endif
