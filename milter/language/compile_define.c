#include "compile_internal.h"

enum define_state { DEFINE_UNREAD, DEFINE_READING, DEFINE_READ };

struct define {
	struct definition *definition; /* its name, and whether it is used */
	const struct token **alternatives; /* patterns, phrases, names */
	size_t count;
	enum define_state state;
	bool broken;
	struct str text; /* what it is expanded to, once known */
};

/* Names ---------------------------------------------------------------- */

static bool
is_name_char(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.';
}

bool
define_is_name(struct str text, size_t at)
{
	size_t i = at + 1;

	if (text.p[at] != '{' || i >= text.n || !g_ascii_isalpha(text.p[i]))
		return false;
	while (i < text.n && is_name_char(text.p[i]))
		i++;
	return i < text.n && text.p[i] == '}';
}

struct define *
define_find(const struct compiler *compiler, struct str name)
{
	const struct definition *found =
		definitions_find(&compiler->defines, name);

	return found == NULL ? NULL : found->object;
}

void
define_fail_unknown(
	struct compiler *compiler, struct str name, struct place place)
{
	const struct place *condition = named_place(compiler, name);
	const char *hint = hint_definition(compiler, name, &compiler->defines);

	/* Behind `text has "a" and` a condition may have been meant. */
	if (hint[0] == '\0')
		hint = hint_definition(compiler, name, &compiler->named);
	if (condition == NULL) {
		diag_error(compiler->diag, place,
			"no define is called '%.*s'%s", STR_ARG(name), hint);
		return;
	}
	diag_error(compiler->diag, place,
		"'%.*s' is a condition, no list of words; it stands behind "
		"'when', by itself",
		STR_ARG(name));
	diag_note(compiler->diag, *condition, "defined here");
}

/*
 * What is put in says where it comes from, but for an error in it the place
 * where the outermost name stands is the one to note.
 */
void
define_expand_name(struct compiler *compiler, struct expansion *expansion,
	const struct token *token, size_t at, size_t *after)
{
	const char *close = memchr(token->text.p + at, '}', token->text.n - at);
	struct str name = {token->text.p + at + 1, 0};
	bool outermost = expansion->user == NULL;
	struct define *define;

	name.n = (size_t)(close - name.p);
	*after = at + name.n + 2;
	define = define_find(compiler, name);
	if (define == NULL) {
		define_fail_unknown(
			compiler, name, token_inside(token, at, name.n + 2));
		expansion->failed = true;
		return;
	}
	if (outermost) {
		expansion->user = token;
		expansion->user_offset = at;
		expansion->user_length = name.n + 2;
	}
	define_expand(compiler, expansion, define);
	if (outermost)
		expansion->user = NULL;
}

/* Reading -------------------------------------------------------------- */

static void
add_define(struct compiler *compiler, const struct node *node,
	const struct token *name)
{
	struct define *define = ARENA_NEW(compiler->trees, struct define);

	define->definition = definitions_add(
		compiler, &compiler->defines, node, name, define);
}

static bool
is_reserved(const struct token *name)
{
	static const char *const words[] = {
		"and", "or", "not", "with", "without", NULL};

	for (size_t i = 0; words[i] != NULL; i++)
		if (token_is(name, words[i]))
			return true;
	return condition_word(name) || tree_is_statement_word(name);
}

bool
define_name_is_free(struct compiler *compiler, const struct token *name)
{
	const struct define *define = define_find(compiler, name->text);
	const struct place *before =
		define != NULL ? &define->definition->place
			       : named_place(compiler, name->text);

	if (before != NULL) {
		diag_error(compiler->diag, name->place,
			"'%.*s' is defined already", STR_ARG(name->text));
		diag_note(compiler->diag, *before, "first defined here");
	} else if (is_reserved(name)) {
		diag_error(compiler->diag, name->place,
			"'%.*s' is a word of the language; choose another name",
			STR_ARG(name->text));
	}
	return before == NULL;
}

void
define_collect(struct compiler *compiler, const struct node *node)
{
	struct cursor cursor = cursor_start(compiler, node, 1);
	const struct token *name;

	/* The name is known even where its patterns are broken. */
	cursor.failed = false;
	name = cursor_expect(&cursor, TOKEN_WORD, "a name for the list");
	if (name != NULL && define_name_is_free(compiler, name))
		add_define(compiler, node, name);
}

static const struct token *
read_alternative(struct cursor *cursor)
{
	const struct token *token = cursor_peek(cursor);

	if (token != NULL &&
		(pattern_token(token) || token->kind == TOKEN_WORD)) {
		cursor->at++;
		return token;
	}
	return cursor_expect(
		cursor, TOKEN_PATTERN, "a pattern, a phrase or another define");
}

static void
read_alternatives(struct compiler *compiler, struct define *define)
{
	struct cursor cursor =
		cursor_start(compiler, define->definition->node, 2);
	GPtrArray *list = g_ptr_array_new();

	if (cursor_take_kind(&cursor, TOKEN_EQUALS) || cursor.failed) {
		do {
			g_ptr_array_add(list,
				(gpointer)(uintptr_t)read_alternative(&cursor));
		} while (!cursor.failed &&
			 cursor_take_kind(&cursor, TOKEN_COMMA));
		cursor_end(&cursor);
	} else {
		cursor_expect(&cursor, TOKEN_EQUALS, "'='");
	}
	define->broken = cursor.failed;
	define->count = cursor.failed ? 0 : list->len;
	define->alternatives = ARENA_ARRAY(
		compiler->trees, const struct token *, define->count);
	for (size_t i = 0; i < define->count; i++)
		define->alternatives[i] = list->pdata[i];
	g_ptr_array_free(list, TRUE);
}

static void
expand_alternative(struct compiler *compiler, struct expansion *expansion,
	struct define *define, const struct token *token)
{
	struct define *other;
	const char *open;

	if (token->kind == TOKEN_WORD) {
		other = define_find(compiler, token->text);
		if (other != NULL) {
			define_expand(compiler, expansion, other);
			return;
		}
		if (!define->broken)
			define_fail_unknown(
				compiler, token->text, token->place);
		define->broken = true;
		return;
	}
	open = token->case_sensitive ? "(?-i:" : "(?i:";
	expansion_add(expansion, token, 0, open, strlen(open), false);
	pattern_expand(compiler, expansion, token);
	expansion_add(expansion, token, token->text.n, ")", 1, false);
}

/* Nothing of it was left out for its length. */
static void
keep_text(struct compiler *compiler, const struct expansion *expansion,
	struct define *define, size_t from)
{
	struct str text = {
		expansion->text->str + from, expansion->text->len - from};

	if (!expansion->failed && expansion->text->len <= LIMIT_PATTERN_BYTES)
		define->text = arena_str(compiler->trees, text);
}

static void
expand_alternatives(struct compiler *compiler, struct expansion *expansion,
	struct define *define)
{
	const struct token *name = &define->definition->node->tokens[1];
	size_t from = expansion->text->len;

	if (define->alternatives == NULL)
		read_alternatives(compiler, define);
	define->state = DEFINE_READING;
	expansion_add(expansion, name, 0, "(?:", 3, false);
	for (size_t i = 0; i < define->count; i++) {
		if (i > 0)
			expansion_add(expansion, name, 0, "|", 1, false);
		expand_alternative(
			compiler, expansion, define, define->alternatives[i]);
	}
	expansion_add(expansion, name, 0, ")", 1, false);
	define->state = DEFINE_READ;
	expansion->failed |= define->broken;
	keep_text(compiler, expansion, define, from);
}

void
define_expand(struct compiler *compiler, struct expansion *expansion,
	struct define *define)
{
	const struct token *name = &define->definition->node->tokens[1];

	define->definition->used = true;
	if (define->state == DEFINE_READING) {
		if (!define->broken)
			diag_error(compiler->diag, define->definition->place,
				"'%.*s' is defined by itself",
				STR_ARG(define->definition->name));
		define->broken = true;
	}
	/* Names within names could double the length at each step. */
	if (define->broken || expansion->text->len > LIMIT_PATTERN_BYTES) {
		expansion->failed |= define->broken;
		return;
	}
	if (define->text.n > 0 && expansion->pieces == NULL)
		expansion_add(expansion, name, 0, define->text.p,
			define->text.n, false);
	else
		expand_alternatives(compiler, expansion, define);
}

static bool
check_expansion(struct compiler *compiler, const struct expansion *expansion,
	bool caseless)
{
	struct str text = {expansion->text->str, expansion->text->len};
	struct pattern_error error;

	if (expansion->failed)
		return false;
	if (pattern_check(text, caseless, &error))
		return true;
	expansion_error(compiler, expansion, &error);
	return false;
}

static bool
check_alternative(struct compiler *compiler, const struct token *token)
{
	struct expansion expansion;
	bool good;

	if (token->kind == TOKEN_WORD)
		return true;
	pattern_check_folding(compiler, token);
	expansion = expansion_of(compiler, token);
	good = check_expansion(compiler, &expansion, !token->case_sensitive);
	expansion_end(&expansion);
	return good;
}

/* Whoever has put it in is broken, too, and finds out when next expanded. */
static void
break_define(struct compiler *compiler, struct define *broken)
{
	const struct str unknown = {NULL, 0};

	broken->broken = true;
	for (unsigned i = 0; i < compiler->defines.list->len; i++) {
		const struct definition *definition =
			compiler->defines.list->pdata[i];
		struct define *define = definition->object;

		define->text = unknown;
	}
}

/*
 * A define is tried by itself, so that what is wrong with it is told once and
 * where it stands, not at each use. Each alternative is tried alone before the
 * whole: what one leaves open another could close.
 */
static void
check_define(struct compiler *compiler, struct define *define)
{
	struct expansion expansion;
	bool used = define->definition->used;
	bool good = true;

	if (define->alternatives == NULL)
		read_alternatives(compiler, define);
	define->state = DEFINE_READING;
	for (size_t i = 0; i < define->count; i++)
		good &= check_alternative(compiler, define->alternatives[i]);
	define->state = DEFINE_READ;
	if (good) {
		check_alternatives(
			compiler, define->alternatives, define->count);
		expansion = expansion_of(
			compiler, &define->definition->node->tokens[1]);
		good = check_expansion(compiler, &expansion, true);
		expansion_end(&expansion);
	}
	define->definition->used = used;
	if (!good)
		break_define(compiler, define);
}

void
define_check_all(struct compiler *compiler)
{
	for (unsigned i = 0; i < compiler->defines.list->len; i++) {
		const struct definition *definition =
			compiler->defines.list->pdata[i];

		check_define(compiler, definition->object);
	}
}

void
define_each_unused(struct compiler *compiler,
	void (*call)(struct compiler *, struct str name, struct place place))
{
	for (unsigned i = 0; i < compiler->defines.list->len; i++) {
		const struct definition *definition =
			compiler->defines.list->pdata[i];
		const struct define *define = definition->object;

		if (!definition->used && !define->broken)
			call(compiler, definition->name, definition->place);
	}
}
