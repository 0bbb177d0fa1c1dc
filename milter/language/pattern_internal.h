/*
 * pattern_internal: what the files of the pattern module share.
 */
#ifndef COMITY_LANGUAGE_PATTERN_INTERNAL_H
#define COMITY_LANGUAGE_PATTERN_INTERNAL_H

/* The only width used; the header of PCRE2 asks for it. */
#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "language/pattern.h"

struct pattern_scratch {
	pcre2_match_data *data;
	pcre2_match_context *context;
	pcre2_jit_stack *stack;
	int64_t deadline;
};

/* How a kind of pattern is found and freed. */
struct pattern_method {
	enum pattern_result (*find)(const struct pattern *pattern,
		struct pattern_scratch *scratch, struct str subject,
		bool ascii, size_t from, size_t to, size_t *start,
		size_t *end);
	void (*release)(struct pattern *pattern);
};

/* A compiled expression, and the bytes that a match of it can start with. */
struct compiled {
	pcre2_code *code; /* NULL: there is none */
	bool jit;
	bool anchored; /* matches at the start offset or not at all */
	uint8_t starts[32];
};

struct pattern {
	const struct pattern_method *method;
	unsigned id;
	char *written;
	char *expression;
	size_t expression_length;
	bool caseless;
	/* Expressions only. */
	struct compiled utf;   /* for any text */
	struct compiled ascii; /* means the same on ASCII, and is faster */
	/* What pattern_literals.c found out. */
	struct pattern_literal *literals; /* one block with their bytes */
	size_t literal_count;
	struct pattern_nature nature;
};

/* pattern_match.c */
enum pattern_result expression_find(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t to, size_t *start, size_t *end);

struct arena;
struct expr;

/* Fills in what can be told of the expression without running it. */
void pattern_analyse(struct pattern *pattern);
/* The literals of a tree, as one block; NULL where there are none. */
struct pattern_literal *literals_find(
	struct arena *arena, const struct expr *tree, size_t *count);

#endif
