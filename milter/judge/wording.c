#include "judge/wording.h"

#include <glib.h>

static void
append_word(GString *out, struct str word, bool capital)
{
	size_t at = out->len;

	g_string_append_len(out, word.p, (gssize)word.n);
	if (capital && at < out->len)
		out->str[at] = g_ascii_toupper(out->str[at]);
}

/* The protocol's word for {member}, {Members} …; false: no such key. */
static bool
append_wording(GString *out, const struct protocol *protocol, struct str key)
{
	bool capital = key.n > 0 && g_ascii_isupper(key.p[0]);

	for (size_t i = 0; i < protocol->wording_count; i++) {
		const struct wording *wording = &protocol->wordings[i];
		struct str one = wording->key;

		if (str_eq_nocase(key, one)) {
			append_word(out, wording->singular, capital);
			return true;
		}
		if (key.n == one.n + 1 && key.p[one.n] == 's' &&
			str_starts_nocase(key, one)) {
			append_word(out, wording->plural, capital);
			return true;
		}
	}
	for (size_t i = 0; i < 4; i++) {
		static const char *const own[] = {
			"member", "members", "officer", "officers"};

		if (!str_eq_nocase(key, str_of(own[i])))
			continue;
		append_word(out, str_of(own[i]), capital);
		return true;
	}
	return false;
}

struct str
wording_expand(struct arena *arena, struct str warning,
	const struct protocol *protocol, struct str clauses)
{
	struct str rest = warning;
	GString *out = g_string_sized_new(rest.n + 32);
	struct str made;

	while (rest.n > 0) {
		const char *brace = memchr(rest.p, '{', rest.n);
		size_t plain = brace ? (size_t)(brace - rest.p) : rest.n;
		const char *close =
			brace ? memchr(brace, '}', rest.n - plain) : NULL;
		struct str key;

		g_string_append_len(out, rest.p, (gssize)plain);
		rest.p += plain;
		rest.n -= plain;
		if (close == NULL) {
			g_string_append_len(out, rest.p, (gssize)rest.n);
			break;
		}
		key = (struct str){rest.p + 1, (size_t)(close - rest.p) - 1};
		if (str_eq(key, STR_LIT("clause")))
			append_word(out, clauses, false);
		else if (!append_wording(out, protocol, key))
			g_string_append_len(out, rest.p, close + 1 - rest.p);
		rest.n -= (size_t)(close + 1 - rest.p);
		rest.p = close + 1;
	}
	made = arena_str(arena, (struct str){out->str, out->len});
	g_string_free(out, TRUE);
	return made;
}
