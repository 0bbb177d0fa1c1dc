#include "compile_internal.h"
#include "text/fold.h"

static void expand_expression(struct compiler *compiler,
	struct expansion *expansion, const struct token *token);
static void expand_phrase(struct compiler *compiler,
	struct expansion *expansion, const struct token *token);

/*
 * The kinds of pattern. A kind that is turned into an expression has `expand`;
 * one that is found by other means would make its pattern itself.
 */
static const struct pattern_form {
	enum token_kind token;
	void (*expand)(
		struct compiler *, struct expansion *, const struct token *);
} pattern_forms[] = {
	{TOKEN_PATTERN, expand_expression},
	{TOKEN_STRING, expand_phrase},
};

static const struct pattern_form *
form_of(const struct token *token)
{
	for (size_t i = 0; i < G_N_ELEMENTS(pattern_forms); i++)
		if (pattern_forms[i].token == token->kind)
			return &pattern_forms[i];
	return NULL;
}

bool
pattern_token(const struct token *token)
{
	return form_of(token) != NULL;
}

void
pattern_expand(struct compiler *compiler, struct expansion *expansion,
	const struct token *token)
{
	form_of(token)->expand(compiler, expansion, token);
}

/* Expressions ---------------------------------------------------------- */

/* Where in an expression we are, as far as braces matter. */
struct scan {
	struct str text;
	size_t at;
	bool in_class;
	bool quoted; /* \Q…\E */
};

/* The length of an escape; \p{…} and its like take their braces along. */
static size_t
escape_length(struct str text, size_t at)
{
	const char *close;

	if (at + 1 >= text.n)
		return 1;
	if (at + 2 < text.n && text.p[at + 2] == '{' &&
		strchr("pPxNgko", text.p[at + 1]) != NULL) {
		close = memchr(text.p + at, '}', text.n - at);
		if (close != NULL)
			return (size_t)(close - text.p) - at + 1;
	}
	return 2;
}

/* How many bytes at the scan's place belong together; keeps the state. */
static size_t
scan_step(struct scan *scan)
{
	const char *p = scan->text.p + scan->at;
	size_t left = scan->text.n - scan->at;

	if (scan->quoted) {
		scan->quoted = !(left >= 2 && p[0] == '\\' && p[1] == 'E');
		return scan->quoted ? 1 : 2;
	}
	if (p[0] == '\\') {
		scan->quoted = left >= 2 && p[1] == 'Q';
		return escape_length(scan->text, scan->at);
	}
	if (scan->in_class) {
		scan->in_class = p[0] != ']';
		return 1;
	}
	if (p[0] == '[') {
		size_t length = left >= 2 && p[1] == '^' ? 2 : 1;

		scan->in_class = true;
		return length + (left > length && p[length] == ']');
	}
	return 1;
}

/* A part of the token as it stands. */
static void
add_copied(struct expansion *expansion, const struct token *token, size_t from,
	size_t to)
{
	if (to > from)
		expansion_add(expansion, token, from, token->text.p + from,
			to - from, true);
}

static bool
is_our_slash(struct str text, size_t at)
{
	return text.p[at] == '\\' && at + 1 < text.n && text.p[at + 1] == '/';
}

/* `\/` is ours: the slash alone goes on. All else is left as it stands. */
static void
expand_expression(struct compiler *compiler, struct expansion *expansion,
	const struct token *token)
{
	struct scan scan = {.text = token->text};
	size_t from = 0; /* up to there it is put in */

	while (scan.at < scan.text.n && !expansion->failed) {
		if (!scan.in_class && !scan.quoted &&
			define_is_name(scan.text, scan.at)) {
			add_copied(expansion, token, from, scan.at);
			define_expand_name(
				compiler, expansion, token, scan.at, &scan.at);
			from = scan.at;
		} else if (is_our_slash(scan.text, scan.at)) {
			add_copied(expansion, token, from, scan.at);
			from = scan.at + 1;
			scan.at += 2;
		} else {
			scan.at += scan_step(&scan);
		}
	}
	add_copied(expansion, token, from, scan.at);
}

/* Phrases -------------------------------------------------------------- */

/* Not in the middle of a word, whichever side the word is on. */
#define BETWEEN_WORDS "(?!(?<=\\w)\\w)"

static bool
is_word_char(const char *p)
{
	gunichar c = g_utf8_get_char(p);

	return c == '_' || g_unichar_isalnum(c) || g_unichar_ismark(c);
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

static void
add_fixed(struct expansion *expansion, const struct token *token, size_t at,
	const char *text)
{
	expansion_add(expansion, token, at, text, strlen(text), false);
}

/* A phrase ends with a whole word where it ends with a letter or digit. */
static void
add_boundary(struct expansion *expansion, const struct token *token, size_t at,
	bool name)
{
	if (name)
		add_fixed(expansion, token, at, BETWEEN_WORDS);
	else if (is_word_char(token->text.p + at))
		add_fixed(expansion, token, at, "\\b");
}

static void
add_quoted(struct expansion *expansion, const struct token *token, size_t at)
{
	char c = g_ascii_tolower(token->text.p[at]);

	/* Case does not count, so that spellings share one pattern. */
	if ((unsigned char)c < 0x80 && !g_ascii_isalnum(c))
		expansion_add(expansion, token, at, "\\", 1, false);
	expansion_add(expansion, token, at, &c, 1, true);
}

/* The start of the character that ends before `at`. */
static size_t
char_before(struct str text, size_t at)
{
	do {
		at--;
	} while (at > 0 && ((unsigned char)text.p[at] & 0xC0) == 0x80);
	return at;
}

/*
 * Rules look at folded text, so a phrase that was pasted with typographic
 * quotes is folded as well. Its places are then right but for what was folded.
 */
static const struct token *
folded_phrase(struct compiler *compiler, const struct token *token)
{
	struct str text = fold_text(compiler->trees, token->text, NULL, NULL);
	struct token *copy;

	if (str_eq(text, token->text))
		return token;
	copy = ARENA_NEW(compiler->trees, struct token);
	*copy = *token;
	copy->text = arena_str(compiler->trees, text);
	return copy;
}

static void
expand_phrase(struct compiler *compiler, struct expansion *expansion,
	const struct token *written)
{
	const struct token *token = folded_phrase(compiler, written);
	struct str text = str_trim(token->text);
	size_t start = (size_t)(text.p - token->text.p);
	size_t end = start + text.n;
	bool ends_with_name = false;

	if (text.n == 0) {
		diag_error(
			compiler->diag, token->place, "this phrase is empty");
		expansion->failed = true;
		return;
	}
	add_boundary(
		expansion, token, start, define_is_name(token->text, start));
	for (size_t at = start; at < end && !expansion->failed;) {
		ends_with_name = define_is_name(token->text, at);
		if (ends_with_name) {
			define_expand_name(compiler, expansion, token, at, &at);
		} else if (is_white(token->text.p[at])) {
			add_fixed(expansion, token, at, "\\s+");
			while (is_white(token->text.p[at]))
				at++;
		} else {
			add_quoted(expansion, token, at++);
		}
	}
	add_boundary(expansion, token, char_before(token->text, end),
		ends_with_name);
}

/* Patterns ------------------------------------------------------------- */

/* An expression with a character that folding leaves in no text. */
void
pattern_check_folding(struct compiler *compiler, const struct token *token)
{
	const char *p = token->text.p;
	const char *end = p + token->text.n;

	if (token->kind != TOKEN_PATTERN)
		return;
	for (; p < end; p += g_utf8_skip[(unsigned char)*p]) {
		struct str one = {p, g_utf8_skip[(unsigned char)*p]};
		struct str folded;

		if ((unsigned char)*p < 0x80 ||
			g_unichar_ismark(g_utf8_get_char(p)))
			continue;
		folded = fold_text(compiler->trees, one, NULL, NULL);
		if (str_eq(folded, one))
			continue;
		diag_warning(compiler->diag,
			token_inside(token, (size_t)(p - token->text.p), one.n),
			"no text that rules see holds this character; there "
			"it is '%.*s'",
			STR_ARG(folded));
		return;
	}
}

/* A pattern that can match the empty string is found everywhere. */
static bool
check_nature(struct cursor *cursor, const struct token *token,
	const struct pattern *pattern)
{
	struct pattern_nature nature = pattern_nature(pattern);

	if (pattern_matches_empty(pattern)) {
		cursor_fail(cursor, token->place,
			"this pattern can match the empty string, so it "
			"would be found everywhere");
		return false;
	}
	if (nature.understood && nature.never)
		diag_warning(cursor->compiler->diag, token->place,
			"this pattern can never match");
	return true;
}

static const struct pattern *
intern_pattern(struct cursor *cursor, const struct expansion *expansion,
	bool caseless, const struct token *token)
{
	struct compiler *compiler = cursor->compiler;
	struct str text = {expansion->text->str, expansion->text->len};
	char *key = g_strdup_printf("%c%s", caseless ? 'i' : 'c', text.p);
	struct pattern *pattern = g_hash_table_lookup(compiler->patterns, key);
	struct pattern_error error;

	if (pattern != NULL) {
		g_free(key);
		return pattern;
	}
	pattern = pattern_new(text, caseless, &error);
	if (pattern == NULL) {
		if (!cursor->failed)
			expansion_error(compiler, expansion, &error);
		cursor->failed = true;
		g_free(key);
		return NULL;
	}
	if (!check_nature(cursor, token, pattern)) {
		pattern_free(&pattern);
		g_free(key);
		return NULL;
	}
	pattern_set_written(pattern, token_source(token));
	pattern_set_id(pattern, compiler->pattern_list->len);
	g_ptr_array_add(compiler->pattern_list, pattern);
	g_hash_table_insert(compiler->patterns, key, pattern);
	return pattern;
}

const struct pattern *
pattern_of_token(struct cursor *cursor, const struct token *token)
{
	struct expansion expansion;
	const struct pattern *pattern = NULL;

	if (cursor->failed)
		return NULL;
	expansion = expansion_of(cursor->compiler, token);
	if (expansion.failed)
		cursor->failed = true;
	else
		pattern = intern_pattern(
			cursor, &expansion, !token->case_sensitive, token);
	expansion_end(&expansion);
	return pattern;
}

const struct pattern *
pattern_of_define(struct cursor *cursor, const struct token *name)
{
	struct compiler *compiler = cursor->compiler;
	struct expansion expansion;
	const struct pattern *pattern = NULL;

	if (cursor->failed)
		return NULL;
	if (define_find(compiler, name->text) == NULL) {
		define_fail_unknown(compiler, name->text, name->place);
		cursor->failed = true;
		return NULL;
	}
	expansion = expansion_of(compiler, name);
	if (expansion.failed)
		cursor->failed = true;
	else
		pattern = intern_pattern(cursor, &expansion, true, name);
	expansion_end(&expansion);
	return pattern;
}

const struct pattern *
cursor_pattern(struct cursor *cursor)
{
	const struct token *token = cursor_peek(cursor);

	if (token != NULL && pattern_token(token)) {
		cursor->at++;
		return pattern_of_token(cursor, token);
	}
	if (token != NULL && token->kind == TOKEN_WORD) {
		cursor->at++;
		return pattern_of_define(cursor, token);
	}
	cursor_expect(cursor, TOKEN_PATTERN, "a pattern or a phrase");
	return NULL;
}
