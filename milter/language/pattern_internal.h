/*
 * pattern_internal: what the files of the pattern module share.
 *
 *   pattern.c           a pattern, made, asked and freed
 *   pattern_sound.c     is it an expression at all? Often that is soon told
 *   pattern_code.c      expressions -> PCRE2's code, in two forms
 *   pattern_match.c     that code run under limits and a deadline
 *   pattern_glance.c    what need not be run on a short text
 *   pattern_slow.c      how long it runs on long texts, for warnings
 *
 * and, to know what a text must hold before it is worth the running:
 *
 *   pattern_tree.c      expressions as trees
 *   pattern_reader.c    where in one its reader is
 *   pattern_atom.c      their escapes and classes
 *   pattern_set.c       sets of characters
 *   pattern_analyse.c   what follows, of a pattern
 *   pattern_nature.c    lengths; can it match at all, or an empty string?
 *   pattern_literals.c  strings of which one is in every match
 *   pattern_run.c       the same of what stands in a row
 *   pattern_choice.c    and of what stands instead of each other
 *   literal_set.c       sets of strings, put together
 *   literal_partner.c   what stands in the same match
 *   literal_rate.c      how often they stand in English, and what that costs
 *   pattern_keep.c      what was found, kept with the pattern
 *   pattern_split.c     long alternations in pieces
 *   pattern_gate.c      where in a text a match can begin
 */
#ifndef COMITY_LANGUAGE_PATTERN_INTERNAL_H
#define COMITY_LANGUAGE_PATTERN_INTERNAL_H

/* The only width used; the header of PCRE2 asks for it. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <glib.h>

#include "language/pattern.h"
#include "pattern_gate.h"

struct pattern_scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	int64_t deadline;
	bool late;	 /* it has passed */
	unsigned slices; /* that were searched */
	struct glance *glance; /* for texts that are few and short, or NULL */
};

/* How a kind of pattern is found and freed. */
struct pattern_method {
	enum pattern_result (*find)(const struct pattern *pattern,
		struct pattern_scratch *scratch, struct str subject, bool ascii,
		size_t from, size_t to, size_t *start, size_t *end);
	void (*release)(struct pattern *pattern);
};

/*
 * An expression in one of its forms, and the bytes that a match of it can start
 * with. Most pieces of most patterns are never tried, so all of this is made when
 * it is first needed, by the first thread that needs it (g_once); machine code,
 * which costs most, only where the trials are not brief.
 */
struct compiled {
	gsize ready, fast, gated;
	pcre2_code *code; /* NULL: there is none */
	bool jit;
	bool anchored; /* matches at the start offset or not at all */
	uint8_t starts[32];
	struct gate *gate; /* of the ASCII form; NULL: open everywhere */
};

struct pattern {
	const struct pattern_method *method;
	unsigned id;
	char *written;
	char *expression;
	size_t expression_length;
	bool caseless;
	/* Expressions only. */
	struct compiled *utf;	/* for any text */
	struct compiled *ascii; /* means the same on ASCII, and is faster */
	const struct pattern *whole; /* that it is a piece of, or NULL */
	/* Found in a text where one of these is; one: the pattern itself. */
	struct pattern **pieces;
	size_t piece_count;
	struct pattern *self;
	/* What pattern_literals.c found out. */
	struct pattern_literal *literals; /* one block with their bytes */
	size_t literal_count;
	struct pattern_partner *partners;
	size_t partner_count;
	struct pattern_nature nature;
};

/* pattern_sound.c: PCRE2 is sure to compile it; false: it must be asked. */
bool pattern_is_sound(struct str expression);
/* pattern_code.c: the form for such a subject, ready to be matched, as machine
 * code where that is worth it and may be. */
const struct compiled *pattern_compiled(
	const struct pattern *pattern, bool ascii, bool brief);

/* pattern_match.c */
enum pattern_result expression_find(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t to, size_t *start, size_t *end);

/* pattern_glance.c: false: it is not found in this text, of ASCII. What was seen
 * of the text is kept for the next pattern. Freed with g_free. */
struct glance *glance_new(void);
bool pattern_may_stand(
	const struct pattern *pattern, struct glance *glance, struct str ascii);

struct arena;
struct expr;
struct literal_set;

/* pattern_analyse.c: fills in what can be told of the expression without running
 * it, and makes its pieces. */
void pattern_analyse(struct pattern *pattern);
/* pattern_analyse.c: in ASCII texts; NULL: a match can begin anywhere. */
const struct gate *pattern_gate(const struct pattern *pattern);
/* pattern_nature.c */
struct pattern_nature nature_of(const struct expr *tree);
/* pattern.c: an expression that is one, of which nothing is known yet. */
struct pattern *pattern_bare(
	struct str expression, bool caseless, const struct pattern *whole);

/* pattern_literals.c: the literals of a tree; NULL where there are none. What is
 * known of a part is noted in it, so that it is worked out once. */
struct literal_set *literals_known(struct arena *arena, struct expr *tree);
/* pattern_keep.c: the set may be NULL. */
void pattern_keep_literals(
	struct pattern *pattern, const struct literal_set *set);
void pattern_drop_literals(struct pattern *pattern);
/* Their largest lead; SIZE_MAX also where there are none. */
size_t literals_lead(struct arena *arena, struct expr *tree, bool *none);
/* How many bytes of plain text it takes at most, or SIZE_MAX. */
size_t literals_width(struct arena *arena, struct expr *tree);

/*
 * pattern_split.c: expressions that together are found in the texts in which
 * the one is found, and their trees, which share parts with its own. NULL: it is
 * best left whole.
 */
struct split_piece {
	struct str text;
	struct expr *tree;
};
struct split_piece *pattern_split(
	struct arena *arena, struct str text, struct expr *tree, size_t *count);

#endif
