/*
 * tree: a rule file as statements, before anybody asks what they mean.
 *
 * A file is a list of nodes: statements, comments on lines of their own, and
 * blank lines. A statement is its tokens and, where a '{' follows them, the
 * nodes of its block; blocks do not nest. What the tokens mean is decided by
 * compile.c, statement by statement, so that a mistake in one cannot spoil the
 * next. Comments and line ends inside a statement are kept in `layout`, so
 * that `comity fmt` prints all that its author wrote.
 *
 * The parser reports blocks and parentheses that are not closed (at their
 * opening) and goes on as if they were.
 *
 * Threads: read-only once made; lives in the arena given.
 */
#ifndef COMITY_LANGUAGE_TREE_H
#define COMITY_LANGUAGE_TREE_H

#include "language/lexer.h"

enum node_kind { NODE_STATEMENT, NODE_COMMENT, NODE_BLANK };

struct node {
	enum node_kind kind;
	struct node *next;
	/* NODE_COMMENT: the comment. NODE_STATEMENT: its words, without
	 * comments and line ends; never empty. */
	const struct token *tokens;
	size_t count;
	/* The same with comments and line ends, '{' not included. */
	const struct token *layout;
	size_t layout_count;
	bool has_block;
	const struct token *block; /* the '{'; NULL where it was missing */
	struct node *children;
	/* Comments behind the statement, its '{' and its '}'; or NULL. */
	const struct token *comment, *block_comment, *end_comment;
	bool broken;  /* reported already; the meaning is not asked for */
	bool is_open; /* the block's end is missing, reported */
};

struct tree {
	const struct source *source;
	struct node *nodes;
};

struct tree *tree_parse(
	struct arena *arena, struct diag *diag, const struct source *source);

/* Is `word` the first word of a block (rule, flag, …)? */
bool tree_is_block_kind(const struct token *token);

/* A word that begins statements, so that no define can be called so. */
bool tree_is_statement_word(const struct token *token);

/*
 * Does a statement go on where its line ends behind `last` and `next` begins
 * another? `open`: within parentheses. Both lie in one token list.
 */
bool tree_goes_on(
	const struct token *last, const struct token *next, bool open);

/* The whole of a statement's words. */
struct place node_place(const struct node *node);
/* The point behind its last word. */
struct place node_end(const struct node *node);

#endif
