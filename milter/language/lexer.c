#include "language/lexer.h"

#include <glib.h>

struct lexer {
	struct arena *arena;
	struct diag *diag;
	const struct source *source;
	struct str text;
	size_t at;
	GArray *tokens;
};

static struct place
place_from(const struct lexer *lexer, size_t start)
{
	return (struct place){
		lexer->source, (uint32_t)start, (uint32_t)(lexer->at - start)};
}

static struct place
opening(const struct lexer *lexer, size_t start)
{
	return (struct place){lexer->source, (uint32_t)start, 1};
}

static struct token *
add_token(struct lexer *lexer, enum token_kind kind, size_t start)
{
	struct token token = {.kind = kind, .place = place_from(lexer, start)};

	token.text = (struct str){
		lexer->text.p + start, (size_t)(lexer->at - start)};
	g_array_append_val(lexer->tokens, token);
	return &g_array_index(
		lexer->tokens, struct token, lexer->tokens->len - 1);
}

static char
peek(const struct lexer *lexer)
{
	return lexer->at < lexer->text.n ? lexer->text.p[lexer->at] : '\0';
}

static bool
at_line_end(const struct lexer *lexer)
{
	return lexer->at >= lexer->text.n || peek(lexer) == '\n';
}

static bool
is_word_char(char c)
{
	return g_ascii_isalnum(c) || c == '_' || c == '-' || c == '.';
}

/*
 * After a mistake that makes the rest of the line unreliable. A '{' at its end
 * still opens a block: without it all that follows would be wrong as well.
 */
static void
skip_line(struct lexer *lexer)
{
	size_t start = lexer->at;
	size_t end;

	while (!at_line_end(lexer))
		lexer->at++;
	end = lexer->at;
	while (end > start && g_ascii_isspace(lexer->text.p[end - 1]))
		end--;
	if (end > start && lexer->text.p[end - 1] == '{')
		lexer->at = end - 1;
}

static void
read_word(struct lexer *lexer)
{
	size_t start = lexer->at;

	while (is_word_char(peek(lexer)))
		lexer->at++;
	add_token(lexer, TOKEN_WORD, start);
}

static void
read_number(struct lexer *lexer)
{
	size_t start = lexer->at++;
	bool too_large = false;
	struct token *token;
	long value = 0;

	while (g_ascii_isdigit(peek(lexer)))
		lexer->at++;
	for (size_t i = start; i < lexer->at; i++) {
		if (lexer->text.p[i] == '-')
			continue;
		value = value * 10 + (lexer->text.p[i] - '0');
		if (value > G_MAXINT) {
			too_large = true;
			value = 0;
		}
	}
	if (is_word_char(peek(lexer))) {
		while (is_word_char(peek(lexer)))
			lexer->at++;
		diag_error(lexer->diag, place_from(lexer, start),
			"a number holds digits only, and a name begins with "
			"a letter");
		add_token(lexer, TOKEN_NUMBER, start)->broken = true;
		return;
	}
	token = add_token(lexer, TOKEN_NUMBER, start);
	token->number = lexer->text.p[start] == '-' ? (int)-value : (int)value;
	token->broken = too_large;
	if (too_large)
		diag_error(
			lexer->diag, token->place, "this number is too large");
}

/* Takes one escape of a string; false where it is none of ours. */
static bool
read_escape(struct lexer *lexer, GString *text)
{
	static const char from[] = "\"\\nt";
	static const char to[] = "\"\\\n\t";
	char c = lexer->at + 1 < lexer->text.n ? lexer->text.p[lexer->at + 1]
					       : '\n';
	const char *known = c != '\0' ? strchr(from, c) : NULL;
	struct place place = {lexer->source, (uint32_t)lexer->at, 2};

	lexer->at++;
	if (c == '\n')
		return false;
	if (known == NULL) {
		diag_error(lexer->diag, place,
			"unknown escape in a string: only \\\" \\\\ \\n and "
			"\\t are known (a pattern is written between "
			"slashes)");
		return false;
	}
	g_string_append_c(text, to[known - from]);
	lexer->at++;
	return true;
}

static void
read_string(struct lexer *lexer)
{
	size_t start = lexer->at++;
	GString *text = g_string_new(NULL);
	bool good = true;
	struct token *token;

	while (!at_line_end(lexer) && peek(lexer) != '"') {
		if (peek(lexer) == '\\') {
			/* One complaint a string is enough. */
			if (good) {
				good = read_escape(lexer, text);
			} else {
				lexer->at++;
				lexer->at += !at_line_end(lexer);
			}
			continue;
		}
		g_string_append_c(text, peek(lexer));
		lexer->at++;
	}
	if (peek(lexer) == '"') {
		lexer->at++;
	} else {
		diag_error(lexer->diag, opening(lexer, start),
			"this string is not closed on its line");
		good = false;
	}
	token = add_token(lexer, TOKEN_STRING, start);
	token->text =
		arena_str(lexer->arena, (struct str){text->str, text->len});
	token->broken = !good;
	g_string_free(text, TRUE);
}

static bool
read_pattern_flags(struct lexer *lexer, bool *case_sensitive)
{
	size_t start = lexer->at;

	while (is_word_char(peek(lexer)))
		lexer->at++;
	for (size_t i = start; i < lexer->at; i++) {
		if (lexer->text.p[i] == 'c' && !*case_sensitive) {
			*case_sensitive = true;
			continue;
		}
		diag_error(lexer->diag, place_from(lexer, start),
			"unknown pattern flags '%.*s': only 'c' (case counts) "
			"is known; a slash inside a pattern is written \\/",
			(int)(lexer->at - start), lexer->text.p + start);
		return false;
	}
	return true;
}

static void
read_pattern(struct lexer *lexer)
{
	size_t start = lexer->at++;
	bool case_sensitive = false;
	bool good = false;
	size_t end;
	struct token *token;

	while (!at_line_end(lexer) && peek(lexer) != '/') {
		/* A backslash protects what follows, but no line end. */
		lexer->at += peek(lexer) == '\\';
		lexer->at += !at_line_end(lexer);
	}
	end = lexer->at;
	if (at_line_end(lexer)) {
		diag_error(lexer->diag, opening(lexer, start),
			"this pattern is not closed on its line%s",
			start > 0 && is_word_char(lexer->text.p[start - 1])
				? "; a path stands in double quotes"
				: "");
		lexer->at = start + 1;
		end = lexer->at;
		skip_line(lexer);
	} else {
		lexer->at++;
		good = read_pattern_flags(lexer, &case_sensitive);
	}
	token = add_token(lexer, TOKEN_PATTERN, start);
	token->text = (struct str){lexer->text.p + start + 1, end - start - 1};
	token->case_sensitive = case_sensitive;
	token->broken = !good;
	if (!good)
		skip_line(lexer);
}

static void
read_comment(struct lexer *lexer)
{
	size_t start = lexer->at;

	while (!at_line_end(lexer))
		lexer->at++;
	add_token(lexer, TOKEN_COMMENT, start);
}

/* Quotes and dashes that a word processor makes are the usual strangers. */
static void
read_stranger(struct lexer *lexer)
{
	size_t start = lexer->at;
	const char *p = lexer->text.p + start;
	gunichar c = g_utf8_get_char(p);
	const char *hint = NULL;

	lexer->at += g_utf8_skip[(unsigned char)*p];
	if ((c >= 0x2018 && c <= 0x201F) || c == '\'' || c == 0xAB)
		hint = "strings stand between straight double quotes (\")";
	else if (c == 0xA0)
		hint = "this is a non-breaking space; put a plain one";
	if (hint != NULL)
		diag_error(lexer->diag, place_from(lexer, start), "%s", hint);
	else if (g_unichar_isprint(c))
		diag_error(lexer->diag, place_from(lexer, start),
			"'%.*s' means nothing here", (int)(lexer->at - start),
			p);
	else
		diag_error(lexer->diag, place_from(lexer, start),
			"the character U+%04X means nothing here", c);
	skip_line(lexer);
	add_token(lexer, TOKEN_STRING, start)->broken = true;
}

static void
read_sign(struct lexer *lexer)
{
	static const char signs[] = "\n{}(),=+";
	static const enum token_kind kinds[] = {TOKEN_NEWLINE, TOKEN_BLOCK,
		TOKEN_BLOCK_END, TOKEN_PAREN, TOKEN_PAREN_END, TOKEN_COMMA,
		TOKEN_EQUALS, TOKEN_PLUS};
	const char *sign = strchr(signs, peek(lexer));

	if (sign == NULL) {
		read_stranger(lexer);
		return;
	}
	lexer->at++;
	add_token(lexer, kinds[sign - signs], lexer->at - 1);
}

static void
read_token(struct lexer *lexer)
{
	char c = peek(lexer);
	char next = lexer->at + 1 < lexer->text.n ? lexer->text.p[lexer->at + 1]
						  : '\0';

	if (c == ' ' || c == '\t' || c == '\r')
		lexer->at++;
	else if (c == '#')
		read_comment(lexer);
	else if (c == '"')
		read_string(lexer);
	else if (c == '/')
		read_pattern(lexer);
	else if (g_ascii_isdigit(c) || (c == '-' && g_ascii_isdigit(next)))
		read_number(lexer);
	else if (g_ascii_isalpha(c))
		read_word(lexer);
	else
		read_sign(lexer);
}

struct token_list
lexer_read(struct arena *arena, struct diag *diag, const struct source *source)
{
	struct lexer lexer = {.arena = arena,
		.diag = diag,
		.source = source,
		.text = source_text(source),
		.tokens = g_array_new(FALSE, FALSE, sizeof(struct token))};
	struct token_list list;
	struct token *items;

	while (lexer.at < lexer.text.n)
		read_token(&lexer);
	add_token(&lexer, TOKEN_END, lexer.at);
	list.count = lexer.tokens->len;
	items = ARENA_ARRAY(arena, struct token, list.count);
	memcpy(items, lexer.tokens->data, list.count * sizeof(*items));
	list.items = items;
	g_array_free(lexer.tokens, TRUE);
	return list;
}
