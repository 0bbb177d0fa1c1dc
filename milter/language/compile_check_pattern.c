#include "compile_internal.h"

/* One of several patterns of which any will do. */
struct choice {
	const struct pattern *pattern; /* NULL: an alternative of a define */
	struct str written;
	struct place place;
	char *words; /* of a phrase, or NULL */
};

/* Phrases ---------------------------------------------------------------- */

/* The words of "…" with single spaces between and around; NULL: no phrase. */
static char *
phrase_words(struct str written)
{
	GString *words;

	if (written.n < 2 || written.p[0] != '"' ||
		memchr(written.p, '{', written.n) != NULL)
		return NULL;
	words = g_string_new(" ");
	for (size_t i = 1; i + 1 < written.n; i++) {
		char c = written.p[i];

		if (c != ' ' && c != '\t')
			g_string_append_c(words, g_ascii_tolower(c));
		else if (words->str[words->len - 1] != ' ')
			g_string_append_c(words, ' ');
	}
	if (words->str[words->len - 1] != ' ')
		g_string_append_c(words, ' ');
	return g_string_free(words, FALSE);
}

/* Wherever the longer phrase stands, the shorter stands as well. */
static bool
contains_phrase(const struct choice *longer, const struct choice *shorter)
{
	return longer->words != NULL && shorter->words != NULL &&
	       strstr(longer->words, shorter->words) != NULL;
}

static struct choice
choice_of(const struct term *term)
{
	struct str written = pattern_written(term->pattern);

	return (struct choice){
		term->pattern, written, term->place, phrase_words(written)};
}

static void
choice_clear(gpointer data)
{
	struct choice *choice = data;

	g_free(choice->words);
}

static GArray *
choices_new(void)
{
	GArray *choices = g_array_new(FALSE, FALSE, sizeof(struct choice));

	g_array_set_clear_func(choices, choice_clear);
	return choices;
}

static bool
is_same(const struct choice *a, const struct choice *b)
{
	if (a->pattern != NULL && a->pattern == b->pattern)
		return true;
	if (a->words != NULL && b->words != NULL)
		return strcmp(a->words, b->words) == 0;
	return str_eq(a->written, b->written);
}

/* Choices ---------------------------------------------------------------- */

static void
warn_choice(struct compiler *compiler, const struct choice *vain,
	const struct choice *other, bool same)
{
	diag_warning(compiler->diag, vain->place,
		same ? "this pattern is here already"
		     : "this adds nothing: wherever it is found, the shorter "
		       "phrase is found");
	diag_note(compiler->diag, other->place,
		same ? "it stands here first" : "namely this one");
}

static void
check_choices(struct compiler *compiler, const GArray *choices)
{
	for (unsigned i = 0; i < choices->len; i++) {
		const struct choice *one =
			&g_array_index(choices, struct choice, i);

		for (unsigned k = 0; k < choices->len; k++) {
			const struct choice *other =
				&g_array_index(choices, struct choice, k);
			bool same = is_same(one, other);

			if (k == i || (same && k > i))
				continue;
			if (!same && !contains_phrase(one, other))
				continue;
			warn_choice(compiler, one, other, same);
			break;
		}
	}
}

void
check_alternatives(struct compiler *compiler,
	const struct token *const *alternatives, size_t count)
{
	GArray *choices = choices_new();

	for (size_t i = 0; i < count; i++) {
		struct str written = token_source(alternatives[i]);
		struct choice choice = {NULL, written, alternatives[i]->place,
			phrase_words(written)};

		g_array_append_val(choices, choice);
	}
	check_choices(compiler, choices);
	g_array_free(choices, TRUE);
}

static void
collect_choices(const struct term *term, GArray *choices)
{
	if (term->op == TERM_OR) {
		collect_choices(term->left, choices);
		collect_choices(term->right, choices);
	} else if (term->op == TERM_PATTERN) {
		struct choice choice = choice_of(term);

		g_array_append_val(choices, choice);
	}
}

static void
check_term(struct compiler *compiler, const struct term *term)
{
	GArray *choices = choices_new();

	if (term->op == TERM_OR) {
		collect_choices(term, choices);
		check_choices(compiler, choices);
	} else if (term->op != TERM_PATTERN) {
		check_term(compiler, term->left);
		if (term->right != NULL)
			check_term(compiler, term->right);
	}
	g_array_free(choices, TRUE);
}

/* Lines of a rule -------------------------------------------------------- */

static void
check_same_line(struct compiler *compiler, const struct rule *rule, size_t at)
{
	const struct term *term = rule->scores[at].term;

	for (size_t i = 0; i < at; i++) {
		const struct term *other = rule->scores[i].term;

		if (other == NULL || other->op != TERM_PATTERN ||
			other->pattern != term->pattern)
			continue;
		diag_warning(compiler->diag, term->place,
			"rule '%.*s' has this pattern already",
			STR_ARG(rule->id));
		diag_note(compiler->diag, other->place, "it stands here first");
		return;
	}
}

static bool
is_silenced(const struct term *term, const struct term *unless)
{
	struct choice line;
	struct choice silent;
	bool silenced;

	if (unless->op != TERM_PATTERN)
		return false;
	line = choice_of(term);
	silent = choice_of(unless);
	silenced = is_same(&line, &silent) || contains_phrase(&line, &silent);
	choice_clear(&line);
	choice_clear(&silent);
	return silenced;
}

/* A line that the rule's own `unless` silences wherever it would hold. */
static void
check_silenced(struct compiler *compiler, const struct rule *rule, size_t at)
{
	const struct term *term = rule->scores[at].term;

	for (size_t i = 0; i < rule->unless_count; i++) {
		if (!is_silenced(term, rule->unless[i]))
			continue;
		diag_warning(compiler->diag, term->place,
			"this line never counts: the rule is silent wherever "
			"it holds");
		diag_note(compiler->diag, rule->unless[i]->place,
			"because of this");
		return;
	}
}

void
check_patterns(struct compiler *compiler, const struct definition *definition)
{
	const struct rule *rule = definition->object;

	for (size_t i = 0; i < rule->score_count; i++) {
		const struct term *term = rule->scores[i].term;

		if (term == NULL)
			continue;
		if (term->op == TERM_PATTERN) {
			check_same_line(compiler, rule, i);
			check_silenced(compiler, rule, i);
		} else {
			check_term(compiler, term);
		}
	}
	for (size_t i = 0; i < rule->unless_count; i++)
		check_term(compiler, rule->unless[i]);
}
