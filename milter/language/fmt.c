#include "language/fmt.h"

#include <glib.h>

#include "language/tree.h"

enum { WIDTH = 80, INDENT = 4 };

struct printer {
	GString *out;
	size_t column; /* characters on the line so far */
};

/* How the statement in hand is laid out. */
struct layout {
	const struct token *items;
	size_t count;
	size_t indent; /* of its first line */
	size_t hang;   /* of the lines that follow */
	size_t first;  /* width of its first word, padding included */
	size_t second; /* the same of the second; 0: as it is */
	bool every;    /* break before each `and` and `or` outside () */
};

static void
put(struct printer *printer, const char *bytes, size_t n)
{
	g_string_append_len(printer->out, bytes, (gssize)n);
	printer->column += (size_t)g_utf8_strlen(bytes, (gssize)n);
}

static void
put_spaces(struct printer *printer, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put(printer, " ", 1);
}

static void
new_line(struct printer *printer, size_t indent)
{
	g_string_append_c(printer->out, '\n');
	printer->column = 0;
	put_spaces(printer, indent);
}

static size_t
token_width(const struct token *token)
{
	struct str text = token_source(token);

	return (size_t)g_utf8_strlen(text.p, (gssize)text.n);
}

static void
put_token(struct printer *printer, const struct token *token)
{
	struct str text = token_source(token);

	if (token->kind == TOKEN_COMMENT)
		while (text.n > 0 && g_ascii_isspace(text.p[text.n - 1]))
			text.n--;
	put(printer, text.p, text.n);
}

static void
put_comment(struct printer *printer, const struct token *comment)
{
	if (comment == NULL)
		return;
	put_spaces(printer, 2);
	put_token(printer, comment);
}

/* Statements ------------------------------------------------------------- */

static bool
is_joint(const struct token *token)
{
	return token_is(token, "and") || token_is(token, "or");
}

static bool
is_space_between(const struct token *left, const struct token *right)
{
	return left->kind != TOKEN_PAREN && right->kind != TOKEN_PAREN_END &&
	       right->kind != TOKEN_COMMA;
}

/* A line begins with these rather than end behind what stands before. */
static bool
begins_line(const struct token *token)
{
	return is_joint(token) || token->kind == TOKEN_PLUS ||
	       token_is(token, "flags") || token_is(token, "to") ||
	       token_is(token, "unobservable");
}

/* May the line end between the two? The parser must see that it goes on. */
static bool
can_break(const struct token *left, const struct token *right)
{
	return tree_goes_on(left, right, false) &&
	       (begins_line(right) || left->kind == TOKEN_COMMA ||
		       left->kind == TOKEN_EQUALS);
}

/* The next token that is printed as a word; `count` at the end. */
static size_t
next_word(const struct layout *layout, size_t at)
{
	while (at < layout->count &&
		(layout->items[at].kind == TOKEN_NEWLINE ||
			layout->items[at].kind == TOKEN_COMMENT))
		at++;
	return at;
}

/* What stands from `at` up to where the line can end next. */
static size_t
width_from(const struct layout *layout, size_t at)
{
	size_t width = token_width(&layout->items[at]);
	size_t next = next_word(layout, at + 1);

	while (next < layout->count &&
		!can_break(&layout->items[at], &layout->items[next])) {
		width += token_width(&layout->items[next]) +
			 is_space_between(
				 &layout->items[at], &layout->items[next]);
		at = next;
		next = next_word(layout, at + 1);
	}
	return width;
}

static size_t
depth_after(const struct token *token, size_t depth)
{
	if (token->kind == TOKEN_PAREN)
		return depth + 1;
	return depth - (token->kind == TOKEN_PAREN_END && depth > 0);
}

/* Comments between two words: each ends its line. */
static bool
put_inner_comments(struct printer *printer, const struct layout *layout,
	size_t from, size_t to, size_t indent)
{
	bool any = false;
	bool line_ended = false;

	for (size_t i = from; i < to; i++) {
		if (layout->items[i].kind == TOKEN_NEWLINE) {
			line_ended = true;
			continue;
		}
		if (line_ended || any)
			new_line(printer, indent);
		else
			put_spaces(printer, 2);
		put_token(printer, &layout->items[i]);
		any = true;
	}
	if (any)
		new_line(printer, indent);
	return any;
}

/*
 * A piece stands on a line of its own, its '+' to the left of the others, so
 * that all pieces begin in one column.
 */
static size_t
indent_of(const struct layout *layout, const struct token *word, size_t depth)
{
	size_t indent = layout->hang + INDENT * depth;

	return word->kind == TOKEN_PLUS ? indent - strlen("+ ") : indent;
}

static bool
is_line_wanted(
	const struct layout *layout, const struct token *word, size_t depth)
{
	return word->kind == TOKEN_PLUS ||
	       (layout->every && depth == 0 && is_joint(word));
}

/* The space or the line end before the word at `at`. */
static void
put_gap(struct printer *printer, const struct layout *layout, size_t before,
	size_t at, size_t depth)
{
	const struct token *left = &layout->items[before];
	const struct token *right = &layout->items[at];
	size_t space = is_space_between(left, right);
	size_t indent = indent_of(layout, right, depth);

	if (put_inner_comments(printer, layout, before + 1, at, indent))
		return;
	if (can_break(left, right) &&
		(is_line_wanted(layout, right, depth) ||
			printer->column + space + width_from(layout, at) >
				WIDTH)) {
		new_line(printer, indent);
		return;
	}
	put_spaces(printer, space);
}

static void
pad(struct printer *printer, size_t written, size_t width)
{
	if (written < width)
		put_spaces(printer, width - written);
}

static void
put_words(struct printer *printer, const struct layout *layout)
{
	size_t depth = 0;
	size_t before = 0;
	size_t number = 0;

	put_spaces(printer, layout->indent);
	put_token(printer, &layout->items[0]);
	depth = depth_after(&layout->items[0], depth);
	for (size_t at = next_word(layout, 1); at < layout->count;
		at = next_word(layout, at + 1)) {
		number++;
		if (number == 1)
			pad(printer, token_width(&layout->items[before]),
				layout->first);
		if (number == 2)
			pad(printer, token_width(&layout->items[before]),
				layout->second);
		put_gap(printer, layout, before, at, depth);
		put_token(printer, &layout->items[at]);
		depth = depth_after(&layout->items[at], depth);
		before = at;
	}
}

/* Does it all stand on one line, and without comments in between? */
static bool
fits(const struct layout *layout)
{
	struct printer trial = {g_string_new(NULL), 0};
	bool one_line;

	put_words(&trial, layout);
	one_line = strchr(trial.out->str, '\n') == NULL;
	g_string_free(trial.out, TRUE);
	return one_line;
}

static void
put_statement(
	struct printer *printer, const struct node *node, struct layout layout)
{
	layout.items = node->layout;
	layout.count = node->layout_count;
	layout.hang = layout.indent + MAX(layout.first + 1, (size_t)INDENT);
	if (layout.first == 0)
		layout.hang = layout.indent + INDENT;
	layout.every = !fits(&layout);
	put_words(printer, &layout);
	put_comment(printer, node->comment);
}

/* Blocks ----------------------------------------------------------------- */

static const struct node *
next_of(const struct node *node, enum node_kind kind)
{
	while (node != NULL && node->kind != kind)
		node = node->next;
	return node;
}

/* The widest word at `index` among the statements that go on behind it. */
static size_t
widest(const struct node *nodes, size_t index, const char *only)
{
	size_t most = 0;

	for (const struct node *node = next_of(nodes, NODE_STATEMENT);
		node != NULL; node = next_of(node->next, NODE_STATEMENT)) {
		if (node->count <= index + 1 ||
			(only != NULL && !token_is(&node->tokens[0], only)))
			continue;
		most = MAX(most, token_width(&node->tokens[index]));
	}
	return most;
}

/* Blank lines at the start and the end of a block go. */
static bool
blank_wanted(const struct node *node, bool any_before)
{
	return node->kind == NODE_BLANK && any_before && node->next != NULL;
}

static void
put_block(struct printer *printer, const struct node *owner)
{
	struct layout layout = {
		.indent = INDENT, .first = widest(owner->children, 0, NULL)};
	size_t clause = widest(owner->children, 1, "clause");
	bool any = false;

	put(printer, " {", 2);
	put_comment(printer, owner->block_comment);
	for (const struct node *node = owner->children; node != NULL;
		node = node->next) {
		if (node->kind == NODE_BLANK) {
			if (blank_wanted(node, any))
				g_string_append_c(printer->out, '\n');
			continue;
		}
		new_line(printer, 0);
		any = true;
		if (node->kind == NODE_COMMENT) {
			put_spaces(printer, INDENT);
			put_token(printer, &node->tokens[0]);
			continue;
		}
		layout.second =
			token_is(&node->tokens[0], "clause") ? clause : 0;
		put_statement(printer, node, layout);
	}
	new_line(printer, 0);
	put(printer, "}", 1);
	put_comment(printer, owner->end_comment);
}

static void
put_node(struct printer *printer, const struct node *node)
{
	struct layout layout = {0};

	if (node->kind == NODE_COMMENT) {
		put_token(printer, &node->tokens[0]);
	} else {
		put_statement(printer, node, layout);
		if (node->has_block)
			put_block(printer, node);
	}
	new_line(printer, 0);
}

/* A block has a blank line on both sides; a comment above it is part of it. */
static bool
blank_before(const struct node *before, const struct node *node, bool blank)
{
	if (before == NULL)
		return false;
	return blank || before->has_block ||
	       (node->has_block && before->kind != NODE_COMMENT);
}

static void
put_tree(struct printer *printer, const struct tree *tree)
{
	const struct node *before = NULL;
	bool blank = false;

	for (const struct node *node = tree->nodes; node != NULL;
		node = node->next) {
		if (node->kind == NODE_BLANK) {
			blank = true;
			continue;
		}
		if (blank_before(before, node, blank))
			new_line(printer, 0);
		put_node(printer, node);
		before = node;
		blank = false;
	}
}

/* Safety ----------------------------------------------------------------- */

static const struct token *
skip_lines(const struct token *token)
{
	while (token->kind == TOKEN_NEWLINE)
		token++;
	return token;
}

static struct str
plain_source(const struct token *token)
{
	struct str text = token_source(token);

	return token->kind == TOKEN_COMMENT ? str_trim(text) : text;
}

/* What was printed must read as what was read: nobody's rules get lost. */
static bool
says_the_same(struct arena *arena, struct diag *diag,
	const struct source *before, const char *after)
{
	const struct source *printed =
		diag_read_memory(diag, "formatted", str_of(after));
	const struct token *a = lexer_read(arena, diag, before).items;
	const struct token *b;

	if (printed == NULL)
		return false;
	b = lexer_read(arena, diag, printed).items;
	for (;; a++, b++) {
		a = skip_lines(a);
		b = skip_lines(b);
		if (a->kind != b->kind ||
			!str_eq(plain_source(a), plain_source(b)))
			return false;
		if (a->kind == TOKEN_END)
			return true;
	}
}

char *
fmt_source(struct diag *diag, const struct source *source)
{
	unsigned errors = diag_errors(diag);
	struct arena *arena = arena_new();
	struct tree *tree = tree_parse(arena, diag, source);
	struct printer printer = {g_string_new(NULL), 0};
	struct place start = {source, 0, 0};

	if (diag_errors(diag) == errors) {
		put_tree(&printer, tree);
		if (!says_the_same(arena, diag, source, printer.out->str))
			diag_error(diag, start,
				"'%s' cannot be printed in canonical form",
				source_name(source));
	}
	arena_free(&arena);
	return g_string_free(printer.out, diag_errors(diag) != errors);
}
