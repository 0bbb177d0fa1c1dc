/*
 * pattern: something that is found in text, or not.
 *
 * Kinds: `/…/flags`, a PCRE2 expression (UTF, caseless unless `c`), and
 * `"…"`, a plain phrase (whole words, any white space, any case), which is
 * turned into an expression. How each is written is a row in the table of
 * compile_pattern.c; how each is found is a `struct pattern_method`
 * (pattern_internal.h), so that a kind that is no expression can join.
 *
 * Compiled with JIT where the system allows it; without it matching is slower
 * and the answers are the same. Every match runs under match, depth and heap
 * limits and a deadline. The match limit starts anew at each start offset and
 * bounds no time: with JIT matching is done in slices of start offsets with a
 * look at the clock between them (a slice is tried with a low limit first, and
 * start by start under the full one where that is hit); without JIT it is done
 * start by start. A limit that is hit is an answer of its own, never "no
 * match".
 *
 * An empty match is no match: what can match the empty string is refused by
 * the compiler of rules.
 *
 * Threads: a pattern is shared and, but for code that is made when it is first
 * needed, immutable; match data, JIT stack and match
 * context belong to a `struct pattern_scratch`, one thread at a time.
 */
#ifndef COMITY_LANGUAGE_PATTERN_H
#define COMITY_LANGUAGE_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

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
 * For looking for patterns in a few short texts: where none of their machine code
 * is there yet none is made, which would take longer. Not while other threads
 * look for the same patterns.
 */
void pattern_scratch_brief(struct pattern_scratch *scratch);

/* What is wrong with an expression, and at which of its bytes. */
struct pattern_error {
	size_t offset, length; /* length 0: a single point */
	char message[200];
};

/*
 * Compiles an expression whose {names} are expanded already. NULL with `error`
 * filled in where it is none. Freed with pattern_free.
 */
struct pattern *pattern_new(
	struct str expression, bool caseless, struct pattern_error *error);
/* Is it one? Costs little. */
bool pattern_check(
	struct str expression, bool caseless, struct pattern_error *error);
/*
 * The same, reporting into `diag`. `place` is the text between the slashes;
 * PCRE2's error offset is mapped into it.
 */
struct pattern *pattern_compile(struct diag *diag, struct place place,
	struct str expression, bool caseless);
void pattern_free(struct pattern **pattern);

/*
 * May this process have patterns compiled to machine code? Not where memory
 * may not be both written and executed.
 */
bool pattern_has_jit(void);

unsigned pattern_id(const struct pattern *pattern);
void pattern_set_id(struct pattern *pattern, unsigned id);
/* What PCRE2 was given, without the slashes. */
struct str pattern_expression(const struct pattern *pattern);
/* As its author wrote it, with slashes or quotes. */
struct str pattern_written(const struct pattern *pattern);
void pattern_set_written(struct pattern *pattern, struct str written);

/*
 * The first match in valid UTF-8 `subject` at or after `from`, never an empty
 * one. `ascii` says that the subject is plain ASCII (a faster compilation may
 * serve). `start` and `end` may be NULL.
 */
enum pattern_result pattern_find(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t *start, size_t *end);

/* The same for matches that are tried from a start before `to` only. */
enum pattern_result pattern_find_before(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t to, size_t *start, size_t *end);

/*
 * A pattern may be in pieces, so that less need be tried: it is found in a
 * text (somewhere) where one of them is. Where and how long the match is
 * the pattern as a whole says; looking for that takes longer. One piece is the
 * pattern itself.
 */
size_t pattern_pieces(const struct pattern *pattern,
	const struct pattern *const **pieces);

/*
 * Strings of which at least one stands in any plain text that matches, for
 * the prefilter, which may only skip work. ASCII case is ignored, 0 stands for
 * any digit. A match is found from a start at most `lead` (SIZE_MAX: any number)
 * and at least `least` bytes before one of them. The start is where the trial
 * begins: \K only moves what is reported. What a match looks ahead to may stand
 * behind its end.
 *
 * Plain text: one sentence of a zone, folded, each white space a single space,
 * and without the digits and white space beyond ASCII, and U+212A and U+017F,
 * which PCRE2 takes for k and s where case is ignored. On other text use no
 * prefilter.
 */
enum { PATTERN_PARTNERS = 3, PATTERN_NO_PARTNER = UINT16_MAX };
struct pattern_literal {
	struct str text;  /* in lower case, not empty */
	size_t lead, least;
	/* So many of those bytes are spaces. */
	size_t least_spaces, most_spaces;
	/* No letter nor digit stands before it, or behind it. */
	bool starts_word, ends_word;
	bool capital; /* an upper-case letter of ASCII stands right behind it */
	/* Where it is the one, a string of each of these stands in the text
	 * as well: numbers for pattern_partners(). */
	uint16_t partners[PATTERN_PARTNERS];
	/* How likely it is in a sentence of English, by and large. */
	float presence;
};

/*
 * Strings that go with a literal. What is before them counts from the start of
 * the same match; their partners say nothing. Where the literal leaves the
 * start open, what the match begins with is one of them if it is known.
 */
struct pattern_partner {
	struct pattern_literal *strings;
	size_t count;
	float presence; /* of one of them, anywhere in a sentence */
	/* How many of them stand in each byte, on average, with an upper-case
	 * letter behind them where that is asked for. */
	float rate;
};

/* 0: no such set is known, and the pattern must always be tried. A pattern in
 * several pieces has none itself. */
size_t pattern_literals(const struct pattern *pattern,
	const struct pattern_literal **literals);
size_t pattern_partners(
	const struct pattern *pattern, const struct pattern_partner **partners);

/*
 * What an expression is like, for warnings. `min_length` is in characters and
 * never more than a match has.
 */
struct pattern_nature {
	bool understood; /* otherwise the rest says nothing */
	bool never;      /* cannot match in any text */
	size_t min_length;
	bool empty; /* sure to match the empty string somewhere */
};
struct pattern_nature pattern_nature(const struct pattern *pattern);
/* Can it be found as an empty string? It would be found everywhere. */
bool pattern_matches_empty(const struct pattern *pattern);

/*
 * Measured on long texts of several kinds, for `comity lint`: does a text of
 * 60,000 letters cost more than a message should? `milliseconds` is the time
 * of the worst, or of giving up on it.
 */
bool pattern_is_slow(const struct pattern *pattern,
	struct pattern_scratch *scratch, double *milliseconds);

#endif
