/*
 * Expressions in the making, and where each of their bytes was written: what
 * PCRE2 says of one is told where its author can mend it.
 */
#include "compile_internal.h"

static void
fill(struct compiler *compiler, struct expansion *expansion)
{
	expansion->text = g_string_new(NULL);
	if (expansion->of->kind == TOKEN_WORD)
		define_expand(compiler, expansion,
			define_find(compiler, expansion->of->text));
	else
		pattern_expand(compiler, expansion, expansion->of);
}

struct expansion
expansion_of(struct compiler *compiler, const struct token *token)
{
	struct expansion expansion = {.of = token};

	fill(compiler, &expansion);
	return expansion;
}

/* The same with its pieces. */
static struct expansion
in_pieces(struct compiler *compiler, const struct expansion *expansion)
{
	struct expansion again = {.of = expansion->of};

	again.pieces = g_array_new(FALSE, FALSE, sizeof(struct piece));
	fill(compiler, &again);
	return again;
}

void
expansion_end(struct expansion *expansion)
{
	g_string_free(expansion->text, TRUE);
	if (expansion->pieces != NULL)
		g_array_free(expansion->pieces, TRUE);
}

static struct piece *
piece_at(const struct expansion *expansion, unsigned index)
{
	return &g_array_index(expansion->pieces, struct piece, index);
}

/* The bytes that are put in next. */
static void
add_piece(struct expansion *expansion, const struct token *token, size_t offset,
	bool copied)
{
	struct piece piece = {expansion->text->len, token, offset, copied,
		expansion->user, expansion->user_offset,
		expansion->user_length};

	if (expansion->pieces->len > 0) {
		const struct piece *last =
			piece_at(expansion, expansion->pieces->len - 1);

		/* Bytes copied one after the other are one piece. */
		if (copied && last->copied && last->token == token &&
			last->user == piece.user &&
			last->user_offset == piece.user_offset &&
			last->offset + (piece.at - last->at) == offset)
			return;
	}
	g_array_append_val(expansion->pieces, piece);
}

void
expansion_add(struct expansion *expansion, const struct token *token,
	size_t offset, const char *bytes, size_t length, bool copied)
{
	if (expansion->pieces != NULL)
		add_piece(expansion, token, offset, copied);
	g_string_append_len(expansion->text, bytes, (gssize)length);
}

static const struct piece *
piece_of(const struct expansion *expansion, size_t offset)
{
	unsigned low = 0;
	unsigned high = expansion->pieces->len;

	while (high - low > 1) {
		unsigned middle = low + (high - low) / 2;

		if (piece_at(expansion, middle)->at <= offset)
			low = middle;
		else
			high = middle;
	}
	return piece_at(expansion, low);
}

void
expansion_error(struct compiler *compiler, const struct expansion *expansion,
	const struct pattern_error *error)
{
	struct expansion again = in_pieces(compiler, expansion);
	const struct piece *first = piece_at(&again, 0);
	const struct piece *piece = piece_of(&again, error->offset);
	size_t offset;
	size_t length;

	/* What we put in ourselves is never wrong: what stands before is. */
	while (piece > first && !piece->copied)
		piece--;
	offset = piece->offset + (error->offset - piece->at);
	offset = MIN(offset, piece->token->text.n);
	length = MIN(error->length, piece->token->text.n - offset);
	diag_error(compiler->diag, token_inside(piece->token, offset, length),
		"in this pattern: %s", error->message);
	if (piece->user != NULL)
		diag_note(compiler->diag,
			token_inside(piece->user, piece->user_offset,
				piece->user_length),
			"it is put in here");
	expansion_end(&again);
}
