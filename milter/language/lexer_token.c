#include "language/lexer.h"

#include <glib.h>

static const char *const kind_names[] = {
	[TOKEN_END] = "the end of the file",
	[TOKEN_NEWLINE] = "the end of the line",
	[TOKEN_COMMENT] = "a comment",
	[TOKEN_WORD] = "a word",
	[TOKEN_NUMBER] = "a number",
	[TOKEN_STRING] = "a string",
	[TOKEN_PATTERN] = "a pattern",
	[TOKEN_BLOCK] = "'{'",
	[TOKEN_BLOCK_END] = "'}'",
	[TOKEN_PAREN] = "'('",
	[TOKEN_PAREN_END] = "')'",
	[TOKEN_COMMA] = "','",
	[TOKEN_EQUALS] = "'='",
	[TOKEN_PLUS] = "'+'",
};

const char *
token_kind_name(enum token_kind kind)
{
	return kind_names[kind];
}

bool
token_is(const struct token *token, const char *word)
{
	return token->kind == TOKEN_WORD && str_eq(token->text, str_of(word));
}

struct str
token_source(const struct token *token)
{
	struct str text = source_text(token->place.source);

	if (token->piece_count > 0)
		return token->written;
	return (struct str){text.p + token->place.offset, token->place.length};
}

/* Escapes make a string's text shorter than its source: count along. */
static struct place
inside_piece(const struct token *token, size_t offset, size_t length)
{
	struct str written = token_source(token);
	struct place place = token->place;
	size_t at = 1;
	size_t start = 0;

	for (size_t seen = 0; seen < offset + length; seen++) {
		if (seen == offset)
			start = at;
		if (token->kind == TOKEN_STRING && at + 1 < written.n &&
			written.p[at] == '\\')
			at++;
		at++;
	}
	if (length == 0)
		start = at;
	/* A text that was changed since may be longer than what stands there. */
	at = MIN(at, written.n);
	start = MIN(start, at);
	place.offset = token->place.offset + (uint32_t)start;
	place.length = (uint32_t)(at - start);
	return place;
}

/* From the piece that holds the first byte to the one that holds the last. */
struct place
token_inside(const struct token *token, size_t offset, size_t length)
{
	const struct token *piece = token->pieces;
	size_t left = token->piece_count;
	struct place place;
	size_t taken;

	if (left == 0)
		return inside_piece(token, offset, length);
	for (; left > 1 && offset >= piece->text.n; left--)
		offset -= piece++->text.n;
	taken = offset < piece->text.n ? MIN(length, piece->text.n - offset)
				       : length;
	place = inside_piece(piece, offset, taken);
	for (; left > 1 && length > taken; left--) {
		length -= taken;
		piece++;
		taken = MIN(length, piece->text.n);
		place = place_join(place, inside_piece(piece, 0, taken));
	}
	return place;
}

/* What stands between a piece's quotes or slashes. */
static struct str
between_signs(const struct token *piece)
{
	struct str source = token_source(piece);
	const char *last = memrchr(source.p, source.p[0], source.n);

	return (struct str){source.p + 1, (size_t)(last - source.p) - 1};
}

static struct str
write_in_one(struct arena *arena, const struct token *pieces, size_t count)
{
	GString *whole = g_string_new(NULL);
	struct str last = token_source(&pieces[count - 1]);
	struct str end = between_signs(&pieces[count - 1]);
	struct str result;

	g_string_append_c(whole, last.p[0]);
	for (size_t i = 0; i < count; i++) {
		struct str inside = between_signs(&pieces[i]);

		g_string_append_len(whole, inside.p, (gssize)inside.n);
	}
	/* The last sign, and a pattern's flags behind it. */
	g_string_append_len(
		whole, end.p + end.n, last.p + last.n - (end.p + end.n));
	result = arena_str(arena, (struct str){whole->str, whole->len});
	g_string_free(whole, TRUE);
	return result;
}

struct token
token_join(struct arena *arena, const struct token *pieces, size_t count)
{
	struct token whole = pieces[0];
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < count; i++) {
		g_string_append_len(
			text, pieces[i].text.p, (gssize)pieces[i].text.n);
		whole.place = place_join(whole.place, pieces[i].place);
	}
	whole.text = arena_str(arena, (struct str){text->str, text->len});
	whole.written = write_in_one(arena, pieces, count);
	whole.pieces = pieces;
	whole.piece_count = count;
	g_string_free(text, TRUE);
	return whole;
}
