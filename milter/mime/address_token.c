#include "address_internal.h"

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_special(char c)
{
	switch (c) {
	case '<':
	case '>':
	case '@':
	case ',':
	case ';':
	case ':':
		return true;
	default:
		return false;
	}
}

/* What ends an atom. */
static bool
ends_atom(char c)
{
	return is_space(c) || is_special(c) || c == '"' || c == '(' || c == '[';
}

static struct token
take(struct str *rest, enum token_kind kind, size_t before, size_t length,
	size_t behind)
{
	struct token token = {kind, {rest->p + before, length}, false};
	size_t all = before + length + behind;

	rest->p += all;
	rest->n -= all;
	return token;
}

/*
 * From a quote, parenthesis or bracket to its partner. Where the partner
 * lacks, all the rest is one broken token: to guess where it should have
 * been would be to choose the address.
 */
static struct token
take_enclosed(struct str *rest, enum token_kind kind, char open, char close)
{
	size_t depth = 1;

	for (size_t i = 1; i < rest->n; i++) {
		char c = rest->p[i];

		if (c == '\\') {
			i++;
		} else if (c == close && --depth == 0) {
			if (kind == TOKEN_LITERAL)
				return take(rest, kind, 0, i + 1, 0);
			return take(rest, kind, 1, i - 1, 1);
		} else if (c == open && kind == TOKEN_COMMENT) {
			depth++;
		}
	}
	return take(rest, TOKEN_BROKEN, 0, rest->n, 0);
}

/*
 * The length of an encoded word at the start of `in`, or 0. Careless senders
 * leave commas and parentheses in it; they are no separators there.
 */
static size_t
encoded_word_length(struct str in)
{
	size_t i = 2;

	if (in.n < 2 || in.p[0] != '=' || in.p[1] != '?')
		return 0;
	while (i < in.n && i < 64 && in.p[i] != '?' && !ends_atom(in.p[i]))
		i++;
	if (in.n - i < 4 || in.p[i] != '?' || in.p[i + 2] != '?' ||
		strchr("bBqQ", in.p[i + 1]) == NULL)
		return 0;
	for (i += 3; i < in.n && !is_space(in.p[i]) && in.p[i] != '"'; i++)
		if (in.p[i] == '?' && i + 1 < in.n && in.p[i + 1] == '=')
			return i + 2;
	return 0;
}

static struct token
take_atom(struct str *rest)
{
	size_t i = encoded_word_length(*rest);

	while (i < rest->n && !ends_atom(rest->p[i]))
		i++;
	return take(rest, TOKEN_ATOM, 0, i, 0);
}

static struct token
next_token(struct str *rest)
{
	if (rest->n == 0)
		return (struct token){TOKEN_END, {NULL, 0}, false};
	switch (rest->p[0]) {
	case '"':
		return take_enclosed(rest, TOKEN_QUOTED, '"', '"');
	case '(':
		return take_enclosed(rest, TOKEN_COMMENT, '(', ')');
	case '[':
		return take_enclosed(rest, TOKEN_LITERAL, '[', ']');
	default:
		if (is_special(rest->p[0]))
			return take(rest, TOKEN_SPECIAL, 0, 1, 0);
		return take_atom(rest);
	}
}

struct token
address_token(struct str *rest)
{
	bool spaced = false;
	struct token token;

	while (rest->n > 0 && is_space(rest->p[0])) {
		rest->p++;
		rest->n--;
		spaced = true;
	}
	token = next_token(rest);
	token.spaced = spaced;
	return token;
}

bool
address_token_is(const struct token *token, char special)
{
	return token->kind == TOKEN_SPECIAL && token->text.p[0] == special;
}

char *
address_unescape(struct str text, char *out)
{
	for (size_t i = 0; i < text.n; i++) {
		if (text.p[i] == '\\' && i + 1 < text.n)
			i++;
		if (text.p[i] != '\r' && text.p[i] != '\n')
			*out++ = text.p[i];
	}
	return out;
}
