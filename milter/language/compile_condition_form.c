/*
 * The forms of condition.c held against the words of a statement: which one it
 * is, and what could have stood where none goes on.
 */
#include "compile_internal.h"

/* Words of forms ------------------------------------------------------- */

/* Takes the next word off `*rest`. */
static struct str
next_word(struct str *rest)
{
	struct str word = {"", 0};

	str_split(rest, ' ', &word);
	return word;
}

static bool
is_class(struct str word)
{
	return word.n > 0 && g_ascii_isupper(word.p[0]);
}

int
word_index(const struct token *token, const char *const *names)
{
	for (int i = 0; names[i] != NULL; i++)
		if (token_is(token, names[i]))
			return i;
	return -1;
}

int
zone_of_word(const struct token *token)
{
	return word_index(token, condition_zones);
}

/* Does one word of a form, which is no argument, fit this token? */
static bool
word_fits(struct str word, const struct token *token)
{
	if (str_eq(word, str_of("SET")))
		return word_index(token, condition_sets) >= 0;
	if (str_eq(word, str_of("ZONE")))
		return word_index(token, condition_zones) >= 0;
	if (str_eq(word, str_of("STRING")))
		return token->kind == TOKEN_STRING;
	return !is_class(word) && token->kind == TOKEN_WORD &&
	       str_eq(word, token->text);
}

static bool
is_argument(struct str word)
{
	return is_class(word) && !str_eq(word, str_of("SET")) &&
	       !str_eq(word, str_of("ZONE")) && !str_eq(word, str_of("STRING"));
}

bool
condition_word(const struct token *token)
{
	for (const struct condition_form *form = condition_forms;
		form->words != NULL; form++) {
		struct str rest = str_of(form->words);

		if (word_fits(next_word(&rest), token))
			return true;
	}
	return false;
}

static struct condition_fit
fit_form(const struct cursor *cursor, const struct condition_form *form)
{
	const struct node *node = cursor->node;
	struct str rest = str_of(form->words);
	struct condition_fit fit = {form, 0, true, next_word(&rest)};

	while (fit.next.n > 0 && !is_argument(fit.next)) {
		size_t at = cursor->at + fit.words;

		if (at >= node->count ||
			!word_fits(fit.next, &node->tokens[at])) {
			fit.whole = false;
			return fit;
		}
		fit.words++;
		fit.next = next_word(&rest);
	}
	return fit;
}

struct condition_fit
condition_best_fit(const struct cursor *cursor)
{
	struct condition_fit best = {NULL, 0, false, {"", 0}};

	for (const struct condition_form *form = condition_forms;
		form->words != NULL; form++) {
		struct condition_fit fit = fit_form(cursor, form);

		if (fit.whole && (!best.whole || fit.words > best.words))
			best = fit;
	}
	return best;
}

/* Errors --------------------------------------------------------------- */

static void
add_name(GPtrArray *names, struct arena *arena, struct str name)
{
	for (unsigned i = 0; i < names->len; i++)
		if (str_eq(str_of(names->pdata[i]), name))
			return;
	g_ptr_array_add(names, arena_copy(arena, name.p, name.n));
}

static void
add_names(GPtrArray *names, struct arena *arena, struct str word)
{
	const char *const *all = NULL;

	if (str_eq(word, str_of("SET")))
		all = condition_sets;
	else if (str_eq(word, str_of("ZONE")))
		all = condition_zones;
	else if (!is_class(word))
		add_name(names, arena, word);
	for (; all != NULL && *all != NULL; all++)
		add_name(names, arena, str_of(*all));
}

/* The words that could stand where the forms that fit best part company. */
static const char *const *
possible_words(const struct cursor *cursor, size_t *fitting)
{
	struct arena *arena = cursor->compiler->trees;
	GPtrArray *names = g_ptr_array_new();
	const char **list;

	*fitting = 0;
	for (const struct condition_form *form = condition_forms;
		form->words != NULL; form++) {
		struct condition_fit fit = fit_form(cursor, form);

		if (fit.words > *fitting) {
			*fitting = fit.words;
			g_ptr_array_set_size(names, 0);
		}
		if (fit.words == *fitting && fit.next.n > 0)
			add_names(names, arena, fit.next);
	}
	list = ARENA_ARRAY(arena, const char *, names->len + 1);
	for (unsigned i = 0; i < names->len; i++)
		list[i] = names->pdata[i];
	g_ptr_array_free(names, TRUE);
	return list;
}

/* A word that begins no form may be a misspelt name, or a list of words. */
static void
fail_first_word(struct cursor *cursor, const char *const *words)
{
	struct compiler *compiler = cursor->compiler;
	const struct token *token = cursor_peek(cursor);
	const char *near = "";

	if (token != NULL && token->kind == TOKEN_WORD &&
		hint_nearest(compiler, token->text, words)[0] == '\0')
		near = hint_definition(compiler, token->text, &compiler->named);
	if (token != NULL && token->kind == TOKEN_WORD &&
		define_find(compiler, token->text) != NULL)
		cursor_fail(cursor, token->place,
			"'%.*s' is a list of words, no condition; say where "
			"they stand: 'text has %.*s'",
			STR_ARG(token->text), STR_ARG(token->text));
	else if (near[0] != '\0')
		cursor_fail(cursor, token->place,
			"no condition is called '%.*s'%s", STR_ARG(token->text),
			near);
	else
		cursor_choice(cursor, "the first word of a condition", words);
}

void
condition_fail_unknown(struct cursor *cursor)
{
	size_t fitting;
	const char *const *words = possible_words(cursor, &fitting);

	cursor->at += fitting;
	if (fitting == 0)
		fail_first_word(cursor, words);
	else
		cursor_choice(cursor,
			arena_printf(cursor->compiler->trees,
				"a word that can follow '%.*s'",
				STR_ARG(cursor->node->tokens[cursor->at - 1]
						.text)),
			words);
}
