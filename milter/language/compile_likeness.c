/*
 * `likeness`: words, pairs of words, and what each weighs.
 */
#include "compile_internal.h"

#include "text/plain_word.h"

/* The words of a likeness grow while it is read. */
struct likeness_draft {
	struct likeness *likeness;
	GArray *words;	   /* struct likeness_word */
	GHashTable *known; /* in lower case -> const struct token * */
};

static void
read_start(struct cursor *cursor, void *object)
{
	struct likeness_draft *draft = object;

	draft->likeness->start = cursor_number(
		cursor, "a whole number", -MOST_WEIGHT, MOST_WEIGHT);
}

static bool
has_digit(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (g_ascii_isdigit(text.p[i]))
			return true;
	return false;
}

static bool
is_word(struct str text)
{
	struct str word = {"", 0};
	size_t at = 0;

	return plain_word_next(text, &at, &word) &&
	       plain_word_bare(word).n == text.n && !has_digit(text);
}

static bool
is_word_or_pair(struct str text)
{
	struct str second = text, first;

	if (memchr(text.p, ' ', text.n) == NULL)
		return is_word(text);
	str_split(&second, ' ', &first);
	return is_word(first) && is_word(second);
}

/* False where the word stands there already, which is reported. */
static bool
is_new(struct cursor *cursor, struct likeness_draft *draft,
	const struct token *token)
{
	char *key = g_ascii_strdown(token->text.p, (gssize)token->text.n);
	const struct token *before = g_hash_table_lookup(draft->known, key);

	if (before == NULL) {
		g_hash_table_insert(
			draft->known, key, (gpointer)(uintptr_t)token);
		return true;
	}
	g_free(key);
	cursor_fail(cursor, token->place, "\"%.*s\" has a weight already",
		STR_ARG(token->text));
	diag_note(cursor->compiler->diag, before->place, "it stands here");
	return false;
}

static void
read_word(struct cursor *cursor, struct likeness_draft *draft, int weight)
{
	const struct token *token =
		cursor_expect(cursor, TOKEN_STRING, "a word in quotes");
	struct likeness_word word = {.weight = weight};

	if (token == NULL)
		return;
	if (!is_word_or_pair(token->text)) {
		cursor_fail(cursor, token->place,
			"a word stands here, or two parted by a space, of "
			"letters and apostrophes");
		return;
	}
	if (!is_new(cursor, draft, token))
		return;
	word.text = arena_str(cursor->compiler->arena, token->text);
	g_array_append_val(draft->words, word);
}

static void
read_words(struct cursor *cursor, void *object)
{
	struct likeness_draft *draft = object;
	int weight;

	cursor->at = 0;
	weight = cursor_number(
		cursor, "a word's weight", -MOST_WEIGHT, MOST_WEIGHT);
	do
		read_word(cursor, draft, weight);
	while (!cursor->failed && cursor_take_kind(cursor, TOKEN_COMMA));
}

const struct statement_kind likeness_statements[] = {
	{"start", read_start, false, true},
	{NULL, read_words, true, false},
	{0},
};

void
compile_likeness(struct compiler *compiler, struct definition *definition)
{
	struct likeness_draft draft = {definition->object,
		g_array_new(FALSE, FALSE, sizeof(struct likeness_word)),
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};

	definition->clean = read_statements(
		compiler, definition->node, likeness_statements, &draft);
	if (definition->clean && draft.words->len == 0)
		diag_error(compiler->diag, definition->place,
			"this 'likeness' has no words");
	draft.likeness->words = keep_array(
		compiler->arena, draft.words, &draft.likeness->word_count);
	g_hash_table_destroy(draft.known);
}
