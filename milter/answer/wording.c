#include "answer/wording.h"

#include <glib.h>

static const struct wording usual_words[] = {
	{{"member", 6}, {"member", 6}, {"members", 7}},
	{{"officer", 7}, {"officer", 7}, {"officers", 8}},
};

/* The singular for KEY, the plural for KEYs. */
static bool
word_of(const struct wording *words, size_t count, struct str name,
	struct str *word)
{
	for (size_t i = 0; i < count; i++) {
		struct str key = words[i].key;

		if (str_eq_nocase(name, key)) {
			*word = words[i].singular;
			return true;
		}
		if (name.n == key.n + 1 && str_starts_nocase(name, key) &&
			g_ascii_tolower(name.p[key.n]) == 's') {
			*word = words[i].plural;
			return true;
		}
	}
	return false;
}

static void
append_word(GString *out, struct str word, bool capital)
{
	const char *p = word.p;
	const char *end = p + word.n;
	gunichar first;

	if (word.n == 0)
		return;
	first = g_utf8_get_char_validated(p, (gssize)word.n);
	if (capital && first < 0x110000) {
		g_string_append_unichar(out, g_unichar_toupper(first));
		p = g_utf8_find_next_char(p, end);
		if (p == NULL)
			return;
	}
	g_string_append_len(out, p, end - p);
}

struct put {
	GString *out;
	const struct protocol *protocol;
	struct str clauses;
	bool clauses_said;
};

/* What stands between the braces; false where it means nothing to us. */
static bool
put_name(struct put *put, struct str name)
{
	const struct protocol *protocol = put->protocol;
	struct str word;

	if (str_eq_nocase(name, STR_LIT("clause")) ||
		str_eq_nocase(name, STR_LIT("clauses"))) {
		append_word(put->out, put->clauses, false);
		put->clauses_said = true;
		return true;
	}
	if ((protocol == NULL ||
		    !word_of(protocol->wordings, protocol->wording_count, name,
			    &word)) &&
		!word_of(usual_words, G_N_ELEMENTS(usual_words), name, &word))
		return false;
	append_word(put->out, word, g_ascii_isupper(name.p[0]));
	return true;
}

static void
put_text(struct put *put, struct str text)
{
	size_t i = 0;

	while (i < text.n) {
		const char *open = text.p + i;
		const char *close;

		close = *open == '{' ? memchr(open, '}', text.n - i) : NULL;
		if (close == NULL || close == open + 1 ||
			!put_name(put, (struct str){open + 1,
					       (size_t)(close - open - 1)})) {
			g_string_append_c(put->out, *open);
			i++;
			continue;
		}
		i = (size_t)(close - text.p) + 1;
	}
}

static struct str
word(struct arena *arena, const struct protocol *protocol, struct str text,
	struct str clauses, bool names_clauses)
{
	struct put put = {NULL, protocol, clauses, false};
	struct str result;

	text = str_trim(text);
	if (text.n == 0)
		return text;
	put.out = g_string_sized_new(text.n + 64);
	put_text(&put, text);
	if (names_clauses && !put.clauses_said && clauses.n > 0)
		g_string_append_printf(put.out, " (%.*s)", STR_ARG(clauses));
	result = arena_str(arena, (struct str){put.out->str, put.out->len});
	g_string_free(put.out, TRUE);
	return result;
}

struct str
wording_put(struct arena *arena, const struct protocol *protocol,
	struct str text, struct str clauses)
{
	return word(arena, protocol, text, clauses, true);
}

struct str
wording_plain(struct arena *arena, const struct protocol *protocol,
	struct str text, struct str clauses)
{
	return word(arena, protocol, text, clauses, false);
}

struct str
wording_warning(struct arena *arena, const struct protocol *protocol,
	const struct finding *finding)
{
	return wording_put(
		arena, protocol, finding->flag->warning, finding->clauses);
}
