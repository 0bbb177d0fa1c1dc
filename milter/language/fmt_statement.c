#include "fmt_internal.h"

/* Output ------------------------------------------------------------------ */

void
print_bytes(struct printer *printer, const char *bytes, size_t n)
{
	g_string_append_len(printer->out, bytes, (gssize)n);
	printer->column += (size_t)g_utf8_strlen(bytes, (gssize)n);
	printer->widest = MAX(printer->widest, printer->column);
}

void
print_spaces(struct printer *printer, size_t count)
{
	for (size_t i = 0; i < count; i++)
		print_bytes(printer, " ", 1);
}

void
print_line_end(struct printer *printer, size_t indent)
{
	g_string_append_c(printer->out, '\n');
	printer->column = 0;
	print_spaces(printer, indent);
}

size_t
word_width(const struct token *token)
{
	struct str text = token_source(token);

	return (size_t)g_utf8_strlen(text.p, (gssize)text.n);
}

void
print_token(struct printer *printer, const struct token *token)
{
	struct str text = token_source(token);

	if (token->kind == TOKEN_COMMENT)
		text = str_trim(text);
	print_bytes(printer, text.p, text.n);
}

void
print_comment(struct printer *printer, const struct token *comment)
{
	if (comment == NULL)
		return;
	print_spaces(printer, 2);
	print_token(printer, comment);
}

/* Statements ------------------------------------------------------------- */

/* How the statement in hand is laid out. */
struct layout {
	const struct token *items;
	size_t count;
	size_t indent; /* of its first line */
	size_t hang;   /* of the lines that follow */
	size_t list;   /* of those that go on with a list */
	struct columns columns;
	/* A line is too long as its author has it: a new one begins before
	 * each `and` and `or` outside (), and wherever else one is too long. */
	bool fill;
};

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

/* The second half of a `clause` or a `complaint about`. */
static bool
is_tail(const struct token *token)
{
	return token_is(token, "flags") || token_is(token, "to") ||
	       token_is(token, "unobservable");
}

/* A line begins with these rather than end behind what stands before. */
static bool
begins_line(const struct token *token)
{
	return is_joint(token) || token->kind == TOKEN_PLUS || is_tail(token);
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
	size_t width = word_width(&layout->items[at]);
	size_t next = next_word(layout, at + 1);

	while (next < layout->count &&
		!can_break(&layout->items[at], &layout->items[next])) {
		width += word_width(&layout->items[next]) +
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
			print_line_end(printer, indent);
		else
			print_spaces(printer, 2);
		print_token(printer, &layout->items[i]);
		any = true;
	}
	if (any)
		print_line_end(printer, indent);
	return any;
}

/*
 * A piece stands on a line of its own, its '+' to the left of the others, so
 * that all pieces begin in one column.
 */
static size_t
indent_of(const struct layout *layout, const struct token *left,
	const struct token *word, size_t depth)
{
	size_t indent =
		INDENT * depth +
		(left->kind == TOKEN_COMMA ? layout->list : layout->hang);

	if (is_tail(word))
		return layout->indent + INDENT;
	return word->kind == TOKEN_PLUS ? indent - strlen("+ ") : indent;
}

/* Did its author begin a line with the word at `at`? */
static bool
began_line(const struct layout *layout, size_t at)
{
	return layout->items[at - 1].kind == TOKEN_NEWLINE;
}

static bool
is_line_wanted(const struct layout *layout, size_t at, size_t depth)
{
	const struct token *word = &layout->items[at];

	return word->kind == TOKEN_PLUS || began_line(layout, at) ||
	       (layout->fill && depth == 0 && is_joint(word));
}

/* The space or the line end before the word at `at`. */
static void
put_gap(struct printer *printer, const struct layout *layout, size_t before,
	size_t at, size_t depth)
{
	const struct token *left = &layout->items[before];
	const struct token *right = &layout->items[at];
	size_t space = is_space_between(left, right);
	size_t indent = indent_of(layout, left, right, depth);

	if (put_inner_comments(printer, layout, before + 1, at, indent))
		return;
	if (can_break(left, right) &&
		(is_line_wanted(layout, at, depth) ||
			(layout->fill &&
				printer->column + space +
						width_from(layout, at) >
					WIDTH))) {
		print_line_end(printer, indent);
		return;
	}
	print_spaces(printer, space);
}

static void
pad(struct printer *printer, size_t written, size_t width)
{
	if (written < width)
		print_spaces(printer, width - written);
}

/* What follows a tail on lines of its own stands below its first word. */
static void
hang_behind(struct layout *layout, const struct printer *printer,
	const struct token *word)
{
	if (is_tail(word) &&
		printer->column == layout->indent + INDENT + word_width(word))
		layout->list = layout->hang = printer->column + 1;
}

static void
put_words(struct printer *printer, struct layout *layout)
{
	size_t depth = 0;
	size_t before = 0;
	size_t number = 0;

	print_spaces(printer, layout->indent);
	print_token(printer, &layout->items[0]);
	depth = depth_after(&layout->items[0], depth);
	for (size_t at = next_word(layout, 1); at < layout->count;
		at = next_word(layout, at + 1)) {
		number++;
		if (number == 1)
			pad(printer, word_width(&layout->items[before]),
				layout->columns.first);
		if (number == 2)
			pad(printer, word_width(&layout->items[before]),
				layout->columns.second);
		put_gap(printer, layout, before, at, depth);
		print_token(printer, &layout->items[at]);
		hang_behind(layout, printer, &layout->items[at]);
		depth = depth_after(&layout->items[at], depth);
		before = at;
	}
}

/* Is no line too long, left as they are? */
static bool
fits(struct layout layout)
{
	struct printer trial = {g_string_new(NULL), 0, 0};

	put_words(&trial, &layout);
	g_string_free(trial.out, TRUE);
	return trial.widest <= WIDTH;
}

void
print_statement(struct printer *printer, const struct node *node, size_t indent,
	struct columns columns)
{
	struct layout layout = {.items = node->layout,
		.count = node->layout_count,
		.indent = indent,
		.hang = indent + MAX(columns.first + 1, (size_t)INDENT),
		.columns = columns};

	if (columns.first == 0)
		layout.hang = indent + INDENT;
	/* A define is a list; elsewhere a list is a part of what is said. */
	layout.list = layout.hang + (columns.first > 0 ? INDENT : 0);
	layout.fill = !fits(layout);
	put_words(printer, &layout);
	print_comment(printer, node->comment);
}
