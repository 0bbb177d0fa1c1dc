#include "language/tree.h"

#include <glib.h>

#include "parse_pieces.h"

struct parser {
	struct arena *arena;
	struct diag *diag;
	const struct token *tokens;
	size_t at;
	size_t next; /* found by next_word(), as long as it is not behind us */
	GPtrArray *words; /* of the statement in hand */
};

/* A list that grows at its end. */
struct node_list {
	struct node *first;
	struct node **last;
};

static const char *const block_kinds[] = {
	"rule", "flag", "protocol", "window", "likeness", "council", NULL};

/*
 * First words of statements that cannot go on with one: where such a word
 * begins a line a statement that seems to go on was left unfinished.
 */
static const char *const statement_words[] = {"flag", "when", "in", "within",
	"points", "unless", "match", "miss", "shadow", "clause", "define",
	"condition", "include", "rule", NULL};

static bool
is_one_of(const struct token *token, const char *const *words)
{
	for (; *words != NULL; words++)
		if (token_is(token, *words))
			return true;
	return false;
}

bool
tree_is_block_kind(const struct token *token)
{
	return is_one_of(token, block_kinds);
}

bool
tree_is_statement_word(const struct token *token)
{
	return is_one_of(token, statement_words);
}

struct place
node_place(const struct node *node)
{
	return place_join(
		node->tokens[0].place, node->tokens[node->count - 1].place);
}

struct place
node_end(const struct node *node)
{
	struct place place = node->tokens[node->count - 1].place;

	place.offset += place.length;
	place.length = 0;
	return place;
}

static const struct token *
peek(const struct parser *parser)
{
	return &parser->tokens[parser->at];
}

static struct node *
add_node(struct parser *parser, struct node_list *list, enum node_kind kind)
{
	struct node *node = ARENA_NEW(parser->arena, struct node);

	node->kind = kind;
	*list->last = node;
	list->last = &node->next;
	return node;
}

/* The next token that is neither a comment nor a line end. */
static const struct token *
next_word(struct parser *parser)
{
	size_t at = MAX(parser->at, parser->next);

	while (parser->tokens[at].kind == TOKEN_NEWLINE ||
		parser->tokens[at].kind == TOKEN_COMMENT)
		at++;
	parser->next = at;
	return &parser->tokens[at];
}

static bool
asks_for_more(const struct token *token)
{
	static const char *const words[] = {
		"and", "or", "not", "with", "without", NULL};

	return token->kind == TOKEN_COMMA || token->kind == TOKEN_EQUALS ||
	       token->kind == TOKEN_PLUS || is_one_of(token, words);
}

/* `KIND NAME {` begins a block of its own, wherever it stands. */
static bool
starts_block(const struct token *token)
{
	return tree_is_block_kind(token) && token[1].kind == TOKEN_WORD &&
	       token[2].kind == TOKEN_BLOCK;
}

bool
tree_goes_on(const struct token *last, const struct token *next, bool open)
{
	/* A line that begins so belongs to the one before; no statement does. */
	static const char *const words[] = {
		"and", "or", "to", "flags", "unobservable", NULL};

	if (next->kind == TOKEN_END || next->kind == TOKEN_BLOCK ||
		next->kind == TOKEN_BLOCK_END || starts_block(next))
		return false;
	if (next->kind == TOKEN_PLUS || is_one_of(next, words))
		return true;
	if (tree_is_statement_word(next) || next->kind == TOKEN_NUMBER)
		return false;
	/* What is broken may have been anything; it is reported already. */
	return open || (!last->broken && asks_for_more(last));
}

static bool
goes_on(struct parser *parser, bool open)
{
	return tree_goes_on(parser->words->pdata[parser->words->len - 1],
		next_word(parser), open);
}

static bool
ends_statement(struct parser *parser, size_t open_parens)
{
	switch (peek(parser)->kind) {
	case TOKEN_END:
	case TOKEN_BLOCK:
	case TOKEN_BLOCK_END:
		return true;
	case TOKEN_NEWLINE:
		return !goes_on(parser, open_parens > 0);
	default:
		return false;
	}
}

static void
copy_words(struct parser *parser, struct node *node)
{
	struct token *words =
		ARENA_ARRAY(parser->arena, struct token, parser->words->len);

	for (size_t i = 0; i < parser->words->len; i++) {
		words[i] = *(const struct token *)parser->words->pdata[i];
		node->broken |= words[i].broken;
	}
	node->tokens = words;
	node->count = parser->words->len;
}

/* A comment directly behind what was read, on the same line; or NULL. */
static const struct token *
trailing_comment(struct parser *parser)
{
	if (peek(parser)->kind != TOKEN_COMMENT)
		return NULL;
	return &parser->tokens[parser->at++];
}

/*
 * Reads the words of a statement up to its line's end or a brace. A comment
 * on its last line is not part of the layout.
 */
static void
read_head(struct parser *parser, struct node *node)
{
	const struct token *open = NULL;
	size_t open_parens = 0;
	size_t start = parser->at;

	g_ptr_array_set_size(parser->words, 0);
	while (!ends_statement(parser, open_parens)) {
		const struct token *token = &parser->tokens[parser->at++];

		if (token->kind == TOKEN_PAREN && open_parens++ == 0)
			open = token;
		if (token->kind == TOKEN_PAREN_END && open_parens > 0)
			open_parens--;
		if (token->kind != TOKEN_NEWLINE &&
			token->kind != TOKEN_COMMENT)
			g_ptr_array_add(
				parser->words, (gpointer)(uintptr_t)token);
	}
	copy_words(parser, node);
	pieces_join(parser->arena, parser->diag, node);
	if (open_parens > 0 && !node->broken) {
		diag_error(parser->diag, open->place,
			"this parenthesis is not closed");
		node->broken = true;
	}
	node->layout = &parser->tokens[start];
	node->layout_count = parser->at - start;
	if (parser->tokens[parser->at - 1].kind == TOKEN_COMMENT) {
		node->layout_count--;
		node->comment = &parser->tokens[parser->at - 1];
	}
}

static void read_block(struct parser *parser, struct node *owner);

/* A '{' that stands on the line below its kind is taken, with a word on it. */
static void
accept_late_brace(struct parser *parser, const struct node *node)
{
	const struct token *next = next_word(parser);

	if (next->kind != TOKEN_BLOCK || node->broken)
		return;
	diag_error(parser->diag, next->place,
		"'{' stands on the line of its '%.*s'",
		STR_ARG(node->tokens[0].text));
	parser->at = (size_t)(next - parser->tokens);
}

/* A block's first line without '{': the block is taken as opened. */
static bool
brace_is_missing(struct parser *parser, const struct node *node)
{
	return tree_is_block_kind(&node->tokens[0]) &&
	       !starts_block(next_word(parser));
}

static void
read_top_block(struct parser *parser, struct node *node)
{
	if (peek(parser)->kind != TOKEN_BLOCK)
		accept_late_brace(parser, node);
	if (peek(parser)->kind == TOKEN_BLOCK) {
		node->block = &parser->tokens[parser->at++];
		node->has_block = true;
		node->block_comment = trailing_comment(parser);
		read_block(parser, node);
		return;
	}
	if (!brace_is_missing(parser, node))
		return;
	if (!node->broken)
		diag_error(parser->diag, node_end(node),
			"'{' is missing behind this '%.*s'",
			STR_ARG(node->tokens[0].text));
	node->has_block = true;
	read_block(parser, node);
}

/* Blocks do not nest: what stands in this one is passed over. */
static void
skip_inner_block(struct parser *parser, struct node *node)
{
	size_t depth = 0;

	if (!node->broken)
		diag_error(parser->diag, peek(parser)->place,
			"no block can stand here");
	node->broken = true;
	for (; peek(parser)->kind != TOKEN_END; parser->at++) {
		if (peek(parser)->kind == TOKEN_BLOCK)
			depth++;
		if (peek(parser)->kind == TOKEN_BLOCK_END && --depth == 0)
			break;
	}
	parser->at += peek(parser)->kind == TOKEN_BLOCK_END;
}

static void
read_statement(struct parser *parser, struct node_list *list, bool top)
{
	struct node *node = add_node(parser, list, NODE_STATEMENT);

	read_head(parser, node);
	if (top)
		read_top_block(parser, node);
	else if (peek(parser)->kind == TOKEN_BLOCK)
		skip_inner_block(parser, node);
	if (node->comment == NULL && !node->has_block)
		node->comment = trailing_comment(parser);
}

/* Two line ends in a row are a blank line; more make no more of it. */
static void
read_newlines(struct parser *parser, struct node_list *list)
{
	size_t count = 0;

	for (; peek(parser)->kind == TOKEN_NEWLINE; parser->at++)
		count++;
	if (count > 1)
		add_node(parser, list, NODE_BLANK);
}

static void
read_comment(struct parser *parser, struct node_list *list)
{
	struct node *node = add_node(parser, list, NODE_COMMENT);

	node->tokens = &parser->tokens[parser->at++];
	node->count = 1;
}

/* The nodes up to the '}' of `owner`, the end, or a block that follows. */
static void
read_block(struct parser *parser, struct node *owner)
{
	struct node_list list = {NULL, &owner->children};

	for (;;) {
		const struct token *token = peek(parser);

		if (token->kind == TOKEN_NEWLINE) {
			read_newlines(parser, &list);
		} else if (token->kind == TOKEN_COMMENT) {
			read_comment(parser, &list);
		} else if (token->kind == TOKEN_BLOCK_END) {
			parser->at++;
			owner->end_comment = trailing_comment(parser);
			return;
		} else if (token->kind == TOKEN_END || starts_block(token)) {
			break;
		} else if (token->kind == TOKEN_BLOCK) {
			diag_error(parser->diag, token->place,
				"no block can stand here");
			parser->at++;
		} else {
			read_statement(parser, &list, false);
		}
	}
	owner->is_open = true;
	if (owner->block != NULL)
		diag_error(parser->diag, owner->block->place,
			"the block of this '%.*s' is not closed",
			STR_ARG(owner->tokens[0].text));
}

static void
read_file(struct parser *parser, struct tree *tree)
{
	struct node_list list = {NULL, &tree->nodes};

	while (peek(parser)->kind != TOKEN_END) {
		const struct token *token = peek(parser);

		if (token->kind == TOKEN_NEWLINE) {
			read_newlines(parser, &list);
		} else if (token->kind == TOKEN_COMMENT) {
			read_comment(parser, &list);
		} else if (token->kind == TOKEN_BLOCK_END ||
			   token->kind == TOKEN_BLOCK) {
			diag_error(parser->diag, token->place, "%s",
				token->kind == TOKEN_BLOCK
					? "a block needs its kind and name "
					  "before '{'"
					: "no block is open here");
			parser->at++;
		} else {
			read_statement(parser, &list, true);
		}
	}
}

struct tree *
tree_parse(struct arena *arena, struct diag *diag, const struct source *source)
{
	struct parser parser = {.arena = arena, .diag = diag};
	struct tree *tree = ARENA_NEW(arena, struct tree);

	parser.tokens = lexer_read(arena, diag, source).items;
	parser.words = g_ptr_array_new();
	tree->source = source;
	read_file(&parser, tree);
	g_ptr_array_free(parser.words, TRUE);
	return tree;
}
