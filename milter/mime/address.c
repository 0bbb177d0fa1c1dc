#include "mime/address.h"

#include <glib.h>

#include "address_internal.h"
#include "base/limits.h"
#include "mime/decode.h"

/* Where the item at hand stands to its angle brackets. */
enum bracket {
	BRACKET_NONE,
	BRACKET_OPENED, /* the last token was '<' */
	BRACKET_ROUTE,	/* within "<@a,@b:"; commas and colons belong to it */
	BRACKET_INSIDE,
};

/* Reading one field's value. */
struct list_reader {
	struct arena *arena;
	struct address_list *list;
	size_t room;	      /* of list->items */
	struct token *tokens; /* of the item at hand, comments left out */
	size_t token_count, token_room;
	enum bracket bracket;
	struct str comment; /* the item's last one */
	bool after_comment; /* it parts words as a blank does */
	unsigned groups;    /* open ones */
};

/* The words of a display name as they stand, one blank between. */
static struct str
join_words(struct arena *arena, const struct token *tokens, size_t count)
{
	size_t n = 0;
	char *start, *out;

	for (size_t i = 0; i < count; i++)
		n += tokens[i].text.n + 1;
	start = out = arena_alloc(arena, n + 1);
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && tokens[i].spaced)
			*out++ = ' ';
		if (tokens[i].kind == TOKEN_QUOTED) {
			out = address_unescape(tokens[i].text, out);
		} else {
			memcpy(out, tokens[i].text.p, tokens[i].text.n);
			out += tokens[i].text.n;
		}
	}
	return (struct str){start, (size_t)(out - start)};
}

static struct str
display_name(struct arena *arena, const struct token *tokens, size_t count)
{
	return str_trim(decode_header(arena, join_words(arena, tokens, count)));
}

static struct str
comment_name(struct arena *arena, struct str comment)
{
	struct token token = {TOKEN_QUOTED, comment, false};

	return display_name(arena, &token, 1);
}

static void
append_address(struct list_reader *r, const struct address *address)
{
	struct address_list *list = r->list;

	if (!address->valid)
		list->damaged = true;
	if (list->count >= LIMIT_ADDRESSES) {
		list->cut = true;
		return;
	}
	if (list->count >= r->room) {
		size_t room = MAX(4, list->count * 2);
		struct address *items =
			ARENA_ARRAY(r->arena, struct address, room);

		if (list->count > 0)
			memcpy(items, list->items,
				list->count * sizeof(*items));
		list->items = items;
		r->room = room;
	}
	list->items[list->count++] = *address;
}

static bool
find_special(const struct token *tokens, size_t count, char special, size_t *at)
{
	for (size_t i = 0; i < count; i++) {
		if (address_token_is(&tokens[i], special)) {
			*at = i;
			return true;
		}
	}
	return false;
}

/*
 * Drops an obsolete route, "@a,@b:", from what stands in angle brackets, and
 * "mailto:", which people paste there.
 */
static void
drop_route(const struct token **tokens, size_t *count)
{
	size_t colon;

	if (!find_special(*tokens, *count, ':', &colon))
		return;
	if (!address_token_is(&(*tokens)[0], '@') &&
		!(colon == 1 &&
			str_eq_nocase((*tokens)[0].text, STR_LIT("mailto"))))
		return;
	*tokens += colon + 1;
	*count -= colon + 1;
}

/* name <local@domain>; whatever stands behind '>' puts it in doubt. */
static void
read_bracketed(struct list_reader *r, const struct token *tokens, size_t count,
	size_t open, struct address *address)
{
	const struct token *inside = tokens + open + 1;
	size_t rest = count - open - 1;
	size_t n = rest;
	bool closed = find_special(inside, rest, '>', &n);

	address->name = open > 0 ? display_name(r->arena, tokens, open)
				 : comment_name(r->arena, r->comment);
	drop_route(&inside, &n);
	address->valid = address_spec_read(
		r->arena, inside, n, &address->spec, &address->key);
	if (!closed || inside + n + 1 != tokens + count) {
		address->valid = false;
		address->key = (struct str){NULL, 0};
	}
}

static void
clear_item(struct list_reader *r)
{
	r->token_count = 0;
	r->bracket = BRACKET_NONE;
	r->comment = (struct str){NULL, 0};
	r->after_comment = false;
}

static void
finish_item(struct list_reader *r)
{
	const struct token *tokens = r->tokens;
	size_t count = r->token_count;
	struct address address = {.in_group = r->groups > 0};
	size_t at;

	if (count == 0) {
		clear_item(r);
		return;
	}
	if (tokens[count - 1].kind == TOKEN_BROKEN) {
		address.name = display_name(r->arena, tokens, count);
	} else if (find_special(tokens, count, '<', &at)) {
		read_bracketed(r, tokens, count, at, &address);
	} else if (find_special(tokens, count, '@', &at)) {
		address.valid = address_spec_read(
			r->arena, tokens, count, &address.spec, &address.key);
		address.name = comment_name(r->arena, r->comment);
	} else {
		address.name = display_name(r->arena, tokens, count);
	}
	append_address(r, &address);
	clear_item(r);
}

/* What was read so far was the name of a group. */
static void
open_group(struct list_reader *r)
{
	r->list->groups = true;
	if (r->token_count == 0 || r->groups >= LIMIT_ADDRESS_NESTING)
		r->list->damaged = true;
	else
		r->groups++;
	clear_item(r);
}

static void
close_group(struct list_reader *r)
{
	finish_item(r);
	if (r->groups > 0)
		r->groups--;
}

static enum bracket
next_bracket(enum bracket now, const struct token *token)
{
	if (address_token_is(token, '<'))
		return BRACKET_OPENED;
	if (address_token_is(token, '>'))
		return BRACKET_NONE;
	if (now == BRACKET_OPENED)
		return address_token_is(token, '@') ? BRACKET_ROUTE
						    : BRACKET_INSIDE;
	return now;
}

static void
keep_token(struct list_reader *r, const struct token *token)
{
	r->tokens = arena_grow(r->arena, r->tokens, r->token_count,
		&r->token_room, sizeof(*r->tokens));
	r->tokens[r->token_count++] = *token;
}

static void
add_token(struct list_reader *r, struct token *token)
{
	bool inside = r->bracket != BRACKET_NONE;

	if (token->kind == TOKEN_COMMENT) {
		r->comment = token->text;
		r->after_comment = true;
		return;
	}
	token->spaced |= r->after_comment;
	r->after_comment = false;
	r->bracket = next_bracket(r->bracket, token);
	if (address_token_is(token, ',') && r->bracket != BRACKET_ROUTE)
		finish_item(r);
	else if (address_token_is(token, ';'))
		close_group(r);
	else if (address_token_is(token, ':') && !inside)
		open_group(r);
	else
		keep_token(r, token);
}

void
address_list_read(
	struct arena *arena, struct str value, struct address_list *list)
{
	struct list_reader r = {
		.arena = arena, .list = list, .room = list->count};
	struct token token;

	for (token = address_token(&value); token.kind != TOKEN_END;
		token = address_token(&value))
		add_token(&r, &token);
	finish_item(&r);
}

struct address
address_from_envelope(struct arena *arena, struct str argument)
{
	struct address address = {.valid = false};
	struct list_reader r = {.arena = arena};
	const struct token *tokens;
	size_t count;

	argument = str_trim(argument);
	for (struct token token = address_token(&argument);
		token.kind != TOKEN_END; token = address_token(&argument))
		keep_token(&r, &token);
	tokens = r.tokens;
	count = r.token_count;
	if (count >= 2 && address_token_is(&tokens[0], '<') &&
		address_token_is(&tokens[count - 1], '>')) {
		tokens++;
		count -= 2;
	}
	drop_route(&tokens, &count);
	if (count > 0)
		address.valid = address_spec_read(
			arena, tokens, count, &address.spec, &address.key);
	return address;
}
