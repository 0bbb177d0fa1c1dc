#include "compile_internal.h"

/*
 * A warning that says "member" outright, under a protocol that says
 * "councillor". Only where the word stands by itself: the office of a "cabinet
 * member" or "Monitoring Officer" is called so everywhere, and "members of the
 * public" are others.
 */

/* Behind these (or at the start of a sentence) a noun stands by itself. */
static const char *const openers[] = {"a", "an", "the", "this", "that", "these",
	"those", "each", "every", "any", "all", "some", "no", "other",
	"another", "both", "to", "from", "by", "with", "for", "and", "or",
	"between", "towards", "of", NULL};

static const struct wording usual[] = {
	{{"member", 6}, {"member", 6}, {"members", 7}},
	{{"officer", 7}, {"officer", 7}, {"officers", 8}},
};

/*
 * Takes the next word off `*rest`; what parts words is passed over, and
 * `*begins` is set where a sentence ends in it.
 */
static struct str
take_word(struct str *rest, bool *begins)
{
	struct str word;

	while (rest->n > 0 && !g_ascii_isalpha(rest->p[0]) &&
		rest->p[0] != '{') {
		*begins |= strchr(".!?", rest->p[0]) != NULL;
		rest->p++;
		rest->n--;
	}
	word = (struct str){rest->p, 0};
	while (word.n < rest->n && (g_ascii_isalpha(rest->p[word.n]) ||
					   strchr("{}'-", rest->p[word.n])))
		word.n++;
	rest->p += word.n;
	rest->n -= word.n;
	return word;
}

static bool
is_opener(struct str word)
{
	for (size_t i = 0; openers[i] != NULL; i++)
		if (str_eq_nocase(word, str_of(openers[i])))
			return true;
	return false;
}

/* Does the usual word stand by itself in the sentence? */
static bool
has_plain_word(struct str sentence, const struct wording *usual_word)
{
	struct str before = str_of(""), word;
	bool begins = true;

	while ((word = take_word(&sentence, &begins)).n > 0) {
		struct str rest = sentence;
		bool ends = false;
		bool of = str_eq_nocase(take_word(&rest, &ends), str_of("of"));

		if ((begins || is_opener(before)) && (ends || !of) &&
			(str_eq_nocase(word, usual_word->singular) ||
				str_eq_nocase(word, usual_word->plural)))
			return true;
		before = word;
		begins = false;
	}
	return false;
}

static const struct wording *
wording_of(const struct protocol *protocol, struct str key)
{
	for (size_t i = 0; i < protocol->wording_count; i++)
		if (str_eq(protocol->wordings[i].key, key))
			return &protocol->wordings[i];
	return NULL;
}

/* Once for each flag and word: the first protocol that says otherwise. */
static void
check_word(struct compiler *compiler, const struct flag *flag,
	const struct wording *sought)
{
	if (!has_plain_word(flag->warning, sought) &&
		!has_plain_word(flag->action_text, sought))
		return;
	for (unsigned i = 0; i < compiler->protocols.list->len; i++) {
		const struct definition *definition =
			compiler->protocols.list->pdata[i];
		const struct protocol *protocol = definition->object;
		const struct wording *own = wording_of(protocol, sought->key);

		if (own == NULL || protocol->flag_clauses[flag->id].n == 0 ||
			str_eq_nocase(own->singular, sought->singular))
			continue;
		diag_warning(compiler->diag, flag->place,
			"flag '%.*s' tells of a \"%.*s\"; protocol '%.*s' says "
			"\"%.*s\": write {%.*s}",
			STR_ARG(flag->name), STR_ARG(sought->singular),
			STR_ARG(protocol->name), STR_ARG(own->singular),
			STR_ARG(sought->key));
		return;
	}
}

void
check_plain_words(struct compiler *compiler, const struct flag *flag)
{
	for (size_t i = 0; i < G_N_ELEMENTS(usual); i++)
		check_word(compiler, flag, &usual[i]);
}
