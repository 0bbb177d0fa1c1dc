#include "cover_internal.h"

#include <glib.h>

#include "word_internal.h"

enum { SHORTEST_PART = 3, SHORTEST_JOINED = 5 };

static struct str
local_part(struct str key)
{
	struct str domain = address_domain(key);

	return (struct str){key.p, key.n > domain.n ? key.n - domain.n - 1 : 0};
}

/* Is one of the parts of `name` (parted by dots and the like) in the words? */
static bool
part_is_named(const struct stretch *stretch, struct str name)
{
	static const char *const common[] = {"info", "office", "mail", "admin",
		"enquiries", "contact", "the", "co", "uk", "org", "com", "gov",
		"net", "example", "council", "cllr", NULL};
	struct word_reader reader;
	struct word part;
	char *spaced;
	bool named = false;

	if (name.n == 0)
		return false;
	spaced = g_strndup(name.p, name.n);
	g_strdelimit(spaced, "._-@+", ' ');
	reader = word_reader_new(str_of(spaced));
	while (!named && word_next(&reader, &part)) {
		bool plain = part.folded.n >= SHORTEST_PART;

		for (size_t i = 0; common[i] != NULL && plain; i++)
			plain = !str_eq(part.folded, str_of(common[i]));
		named = plain && stretch_has_name(stretch, part.folded, false);
	}
	word_reader_clear(&reader);
	g_free(spaced);
	return named;
}

/* "Marlowe Safety" of marlowesafety.example, "EA" of ea.example. */
static bool
domain_is_named(const struct stretch *stretch, struct str domain)
{
	struct word_reader reader = word_reader_new(stretch_text(stretch));
	struct word word;
	GString *joined = g_string_new(NULL), *initials = g_string_new(NULL);
	struct str label = domain;
	bool named = false;

	while (word_next(&reader, &word)) {
		if (!word.capital) {
			g_string_truncate(joined, 0);
			g_string_truncate(initials, 0);
			continue;
		}
		g_string_append_len(
			joined, word.folded.p, (gssize)word.folded.n);
		g_string_append_c(initials, word.folded.p[0]);
		label.n = domain.n ? strcspn(domain.p, ".") : 0;
		label.n = MIN(label.n, domain.n);
		if (joined->len >= SHORTEST_JOINED &&
			str_find_nocase(label,
				(struct str){joined->str, joined->len},
				0) != SIZE_MAX)
			named = true;
		if (initials->len > 1 &&
			str_eq(label,
				(struct str){initials->str, initials->len}))
			named = true;
	}
	word_reader_clear(&reader);
	g_string_free(joined, TRUE);
	g_string_free(initials, TRUE);
	return named;
}

/* The address says how its owner is called: "ian.pole@". */
static bool
shows_a_name(const struct participant *somebody)
{
	struct str local = local_part(somebody->key);

	if (str_trim(somebody->name).n > 0)
		return true;
	for (size_t i = 0; i < local.n; i++)
		if (local.p[i] == '.' || local.p[i] == '_')
			return true;
	return false;
}

/* A capital word that is nobody of the roster: somebody else's name. */
static bool
has_strange_name(const struct stretch *stretch)
{
	struct word_reader reader = word_reader_new(stretch_text(stretch));
	struct word word;
	bool found = false;

	while (!found && word_next(&reader, &word))
		found = word.capital && word.folded.n > 1 &&
			!stretch_mentions(stretch, stretch->start + word.start);
	word_reader_clear(&reader);
	return found;
}

bool
stretch_describes(
	const struct stretch *stretch, const struct participant *somebody)
{
	bool outside =
		somebody->role == ROLE_OUTSIDE || somebody->role == ROLE_MEDIA;

	if (part_is_named(stretch, somebody->name) ||
		part_is_named(stretch, local_part(somebody->key)))
		return true;
	if (!outside)
		return false;
	if (part_is_named(stretch, address_domain(somebody->key)) ||
		domain_is_named(stretch, address_domain(somebody->key)))
		return true;
	if (stretch->bodies & (BODY_OUTSIDERS | BODY_PRESS))
		return true;
	return !shows_a_name(somebody) && has_strange_name(stretch);
}
