/*
 * lexer: the words, numbers, strings and patterns of a rule file.
 *
 * Reads a whole source into an array of tokens that ends with TOKEN_END. Line
 * ends and comments are tokens too: a statement ends with its line, and
 * `comity fmt` prints comments back. An error leaves a token with `broken` set
 * (a string that is not closed ends with its line, say), so that the parser
 * goes on and nobody complains twice.
 *
 * Words [A-Za-z][A-Za-z0-9_.-]*, numbers -?[0-9]+, strings "…" with \" \\ \n
 * \t only, patterns /…/flags in which only `\/` is ours, and { } ( ) , = +.
 *
 * A string or pattern that is too long for a line is written in pieces with a
 * `+` between them, each closed on its own line: token_join() makes one token
 * of them, and what is asked of that one still knows where each piece stands.
 *
 * Threads: pure but for the diag it reports into.
 */
#ifndef COMITY_LANGUAGE_LEXER_H
#define COMITY_LANGUAGE_LEXER_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"

enum token_kind {
	TOKEN_END,
	TOKEN_NEWLINE,
	TOKEN_COMMENT, /* text: from '#' to the end of the line */
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_STRING,  /* text: without quotes, escapes replaced */
	TOKEN_PATTERN, /* text: between the slashes, as it stands */
	TOKEN_BLOCK,   /* { */
	TOKEN_BLOCK_END,
	TOKEN_PAREN, /* ( */
	TOKEN_PAREN_END,
	TOKEN_COMMA,
	TOKEN_EQUALS,
	TOKEN_PLUS, /* between the pieces of a string or pattern */
};

struct token {
	enum token_kind kind;
	bool case_sensitive; /* TOKEN_PATTERN: flag c */
	bool broken;         /* reported already */
	int number;          /* TOKEN_NUMBER */
	struct place place;  /* quotes, slashes and flags included */
	struct str text;     /* in the source or the arena */
	/* A string or pattern in several pieces: the pieces, and how it would
	 * be written in one; text is theirs put together. */
	const struct token *pieces;
	size_t piece_count; /* 0: it is in one */
	struct str written;
};

struct token_list {
	const struct token *items;
	size_t count; /* TOKEN_END included */
};

struct token_list lexer_read(
	struct arena *arena, struct diag *diag, const struct source *source);

/*
 * The strings or patterns `pieces`, of one kind and with the same flags, put
 * together as they stand, nothing between them.
 */
struct token token_join(
	struct arena *arena, const struct token *pieces, size_t count);

/* What a token is called in a message: "a word", "a string"... */
const char *token_kind_name(enum token_kind kind);
bool token_is(const struct token *token, const char *word);
/* As it stands in the source; pieces as if they stood in one. */
struct str token_source(const struct token *token);
/* The place of `length` bytes at `offset` of a string's or pattern's text. */
struct place token_inside(
	const struct token *token, size_t offset, size_t length);

#endif
