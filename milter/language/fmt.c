#include "language/fmt.h"

#include "fmt_internal.h"

/* Blocks ----------------------------------------------------------------- */

/* The widest word at `index` among the statements up to a blank line. */
static size_t
widest(const struct node *nodes, size_t index, const char *only)
{
	size_t most = 0;

	for (; nodes != NULL && nodes->kind != NODE_BLANK;
		nodes = nodes->next) {
		if (nodes->kind != NODE_STATEMENT ||
			nodes->count <= index + 1 ||
			(only != NULL && !token_is(&nodes->tokens[0], only)))
			continue;
		most = MAX(most, word_width(&nodes->tokens[index]));
	}
	return most;
}

/* The columns of a stretch of statements without a blank line. */
struct stretch {
	size_t first, clause, wording;
};

static struct stretch
stretch_from(const struct node *nodes)
{
	return (struct stretch){widest(nodes, 0, NULL),
		widest(nodes, 1, "clause"), widest(nodes, 1, "wording")};
}

static struct columns
columns_of(const struct stretch *stretch, const struct node *node)
{
	struct columns columns = {stretch->first, 0};

	if (token_is(&node->tokens[0], "clause"))
		columns.second = stretch->clause;
	if (token_is(&node->tokens[0], "wording"))
		columns.second = stretch->wording;
	return columns;
}

/* Blank lines at the start and the end of a block go. */
static bool
blank_wanted(const struct node *node, bool any_before)
{
	return any_before && node->next != NULL;
}

static void
put_block(struct printer *printer, const struct node *owner)
{
	struct stretch stretch = stretch_from(owner->children);
	bool any = false;

	print_bytes(printer, " {", 2);
	print_comment(printer, owner->block_comment);
	for (const struct node *node = owner->children; node != NULL;
		node = node->next) {
		if (node->kind == NODE_BLANK) {
			if (blank_wanted(node, any))
				g_string_append_c(printer->out, '\n');
			stretch = stretch_from(node->next);
			continue;
		}
		print_line_end(printer, 0);
		any = true;
		if (node->kind == NODE_COMMENT) {
			print_spaces(printer, INDENT);
			print_token(printer, &node->tokens[0]);
			continue;
		}
		print_statement(
			printer, node, INDENT, columns_of(&stretch, node));
	}
	print_line_end(printer, 0);
	print_bytes(printer, "}", 1);
	print_comment(printer, owner->end_comment);
}

static void
put_node(struct printer *printer, const struct node *node)
{
	struct columns as_they_are = {0, 0};

	if (node->kind == NODE_COMMENT) {
		print_token(printer, &node->tokens[0]);
	} else {
		print_statement(printer, node, 0, as_they_are);
		if (node->has_block)
			put_block(printer, node);
	}
	print_line_end(printer, 0);
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
			print_line_end(printer, 0);
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
	struct printer printer = {g_string_new(NULL), 0, 0};
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
