/* What address.c (lists) and address_key.c (the compared form) share. */
#ifndef COMITY_MIME_ADDRESS_INTERNAL_H
#define COMITY_MIME_ADDRESS_INTERNAL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum token_kind {
	TOKEN_ATOM,    /* dots belong to it */
	TOKEN_QUOTED,  /* `text` without the quotes, escapes kept */
	TOKEN_COMMENT, /* `text` without the parentheses */
	TOKEN_LITERAL, /* [192.0.2.1], brackets kept */
	TOKEN_SPECIAL, /* one of <>@,;: */
	TOKEN_BROKEN,  /* a quote, comment or literal without end; all the rest */
	TOKEN_END,
};

struct token {
	enum token_kind kind;
	struct str text;
	bool spaced; /* white space or a comment stands before it */
};

/* Takes the next token off the front of *rest. Linear over the whole. */
struct token address_token(struct str *rest);

bool address_token_is(const struct token *token, char special);

/* Writes `text` without its backslash escapes; returns the end. */
char *address_unescape(struct str text, char *out);

/*
 * Reads local@domain from tokens without comments. Sets *spec to the text of
 * it whether it can be read or not; false and an empty *key where it is not
 * an address beyond doubt.
 */
bool address_spec_read(struct arena *arena, const struct token *tokens,
	size_t count, struct str *spec, struct str *key);

#endif
