#include "compile_internal.h"

struct cursor
cursor_start(struct compiler *compiler, const struct node *node, size_t at)
{
	/* What the parser found broken says no more. */
	return (struct cursor){.compiler = compiler,
		.node = node,
		.at = at,
		.failed = node->broken};
}

const struct token *
cursor_peek(const struct cursor *cursor)
{
	return cursor->at < cursor->node->count
		       ? &cursor->node->tokens[cursor->at]
		       : NULL;
}

struct place
cursor_place(const struct cursor *cursor)
{
	const struct token *token = cursor_peek(cursor);

	return token != NULL ? token->place : node_end(cursor->node);
}

struct place
cursor_place_since(const struct cursor *cursor, size_t start)
{
	const struct token *tokens = cursor->node->tokens;

	if (cursor->at <= start)
		return cursor_place(cursor);
	return place_join(tokens[start].place, tokens[cursor->at - 1].place);
}

void
cursor_fail(struct cursor *cursor, struct place place, const char *format, ...)
{
	va_list args;
	char *message;

	if (cursor->failed)
		return;
	cursor->failed = true;
	va_start(args, format);
	message = g_strdup_vprintf(format, args);
	va_end(args);
	diag_error(cursor->compiler->diag, place, "%s", message);
	g_free(message);
}

bool
cursor_take(struct cursor *cursor, const char *word)
{
	const struct token *token = cursor_peek(cursor);

	if (token == NULL || !token_is(token, word))
		return false;
	cursor->at++;
	return true;
}

bool
cursor_take_kind(struct cursor *cursor, enum token_kind kind)
{
	const struct token *token = cursor_peek(cursor);

	if (token == NULL || token->kind != kind)
		return false;
	cursor->at++;
	return true;
}

/* Another token than `what` stands here, or none; `sign`: around `what`. */
static void
fail_expected(struct cursor *cursor, const char *what, const char *sign)
{
	const struct token *token = cursor_peek(cursor);
	struct place place = cursor_place(cursor);

	if (token == NULL)
		cursor_fail(cursor, place,
			"%s%s%s is expected; the statement ends", sign, what,
			sign);
	else if (token->kind == TOKEN_WORD)
		cursor_fail(cursor, place,
			"%s%s%s is expected; '%.*s' stands here", sign, what,
			sign, STR_ARG(token->text));
	else
		cursor_fail(cursor, place, "%s%s%s is expected; %s stands here",
			sign, what, sign, token_kind_name(token->kind));
}

const struct token *
cursor_expect(struct cursor *cursor, enum token_kind kind, const char *what)
{
	const struct token *token = cursor_peek(cursor);

	if (cursor->failed)
		return NULL;
	if (cursor_take_kind(cursor, kind))
		return token;
	fail_expected(cursor, what, "");
	return NULL;
}

bool
cursor_expect_word(struct cursor *cursor, const char *word)
{
	if (cursor->failed)
		return false;
	if (cursor_take(cursor, word))
		return true;
	fail_expected(cursor, word, "'");
	return false;
}

int
cursor_number(struct cursor *cursor, const char *what, int least, int most)
{
	const struct token *token = cursor_expect(cursor, TOKEN_NUMBER, what);

	if (token == NULL)
		return least;
	if (token->number < least || token->number > most)
		cursor_fail(cursor, token->place, "%s lies between %d and %d",
			what, least, most);
	return token->number;
}

struct str
cursor_text(struct cursor *cursor, const char *what)
{
	const struct token *token = cursor_expect(cursor, TOKEN_STRING, what);

	if (token == NULL)
		return (struct str){"", 0};
	if (str_trim(token->text).n == 0)
		cursor_fail(cursor, token->place, "this string is empty");
	return arena_str(cursor->compiler->arena, token->text);
}

static char *
join_names(const char *const *names)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; names[i] != NULL; i++) {
		if (i > 0)
			g_string_append(
				text, names[i + 1] == NULL ? " or " : ", ");
		g_string_append(text, names[i]);
	}
	return g_string_free(text, FALSE);
}

int
cursor_choice(struct cursor *cursor, const char *what, const char *const *names)
{
	const struct token *token = cursor_expect(cursor, TOKEN_WORD, what);
	const char *near;
	char *all;

	if (token == NULL)
		return 0;
	for (int i = 0; names[i] != NULL; i++)
		if (token_is(token, names[i]))
			return i;
	near = hint_nearest(cursor->compiler, token->text, names);
	all = join_names(names);
	if (near[0] != '\0')
		cursor_fail(cursor, token->place, "'%.*s' is not %s%s",
			STR_ARG(token->text), what, near);
	else
		cursor_fail(cursor, token->place,
			"'%.*s' is not %s, which is %s", STR_ARG(token->text),
			what, all);
	g_free(all);
	return 0;
}

void
cursor_end(struct cursor *cursor)
{
	if (cursor->failed || cursor_peek(cursor) == NULL)
		return;
	cursor_fail(cursor,
		place_join(cursor_place(cursor),
			cursor->node->tokens[cursor->node->count - 1].place),
		"nothing more can stand here%s",
		hint_piece(cursor_peek(cursor)));
}

const char *
hint_piece(const struct token *token)
{
	if (token->kind == TOKEN_STRING)
		return "; to go on with the string before put '+' in front";
	if (token->kind == TOKEN_PATTERN)
		return "; to go on with the pattern before put '+' in "
		       "front";
	return "";
}

const char *
hint_nearest(
	struct compiler *compiler, struct str word, const char *const *names)
{
	const char *near = diag_nearest(word, names);

	if (near == NULL)
		return "";
	return arena_printf(compiler->trees, "; did you mean '%s'?", near);
}

const char *
hint_definition(struct compiler *compiler, struct str word,
	const struct definitions *definitions)
{
	const char **names = ARENA_ARRAY(
		compiler->trees, const char *, definitions->list->len + 1);

	for (unsigned i = 0; i < definitions->list->len; i++) {
		const struct definition *definition =
			definitions->list->pdata[i];

		names[i] = definition->name.p;
	}
	return hint_nearest(compiler, word, names);
}
