#include "cover_internal.h"

#include <glib.h>

#include "mention_phrases.h"
#include "word_internal.h"

/* Behind "Labour group" these make it a person. */
static const char *const group_officers[] = {"leader", "leaders", "whip",
	"secretary", "deputy", "spokesman", "spokesperson", "office", NULL};

static struct str
text_between(const struct stretch *stretch, size_t start, size_t end)
{
	return (struct str){stretch->zone->text.p + start, end - start};
}

struct str
stretch_text(const struct stretch *stretch)
{
	return text_between(stretch, stretch->start, stretch->end);
}

/* Persons ---------------------------------------------------------------- */

/* The word right behind `at`; false at the end of the text. */
static bool
word_behind(const struct stretch *stretch, size_t at, struct word *word,
	struct word_reader *reader)
{
	*reader = word_reader_new(
		text_between(stretch, at, stretch->zone->text.n));
	return word_next(reader, word) && word->adjacent;
}

static bool
next_word_is(const struct stretch *stretch, size_t at, const char *const *words)
{
	struct word_reader reader;
	struct word word;
	bool found = false;

	if (word_behind(stretch, at, &word, &reader))
		for (size_t i = 0; words[i] != NULL && !found; i++)
			found = str_eq(word.folded, str_of(words[i]));
	word_reader_clear(&reader);
	return found;
}

static bool
nothing_behind(const struct stretch *stretch, size_t at)
{
	struct word_reader reader;
	struct word word;
	bool adjacent = word_behind(stretch, at, &word, &reader);

	word_reader_clear(&reader);
	return !adjacent;
}

/*
 * "Gareth's deputy" is somebody else, "Gareth's office" is Gareth; where
 * the stretch ends in the middle of "Gareth's", it means "Gareth is".
 */
static bool
owner_is_meant(const struct stretch *stretch, const struct found_mention *found)
{
	static const char *const own[] = {"office", "team", "department",
		"staff", "people", "section", "side", "desk", NULL};

	if (!found->possessive || found->mention.end > stretch->end)
		return true;
	return nothing_behind(stretch, found->mention.end) ||
	       next_word_is(stretch, found->mention.end, own);
}

/* "…to Priya, and Gareth will ring you": Gareth gets no copy. */
static bool
begins_clause(const struct stretch *stretch, const struct found_mention *found)
{
	static const char *const verbs[] = {"will", "is", "has", "can", "could",
		"would", "was", "had", "may", "might", "should", "does", "did",
		"are", "have", "ll", NULL};

	/* A verb behind the stretch is the frame's own: "let X have this". */
	return stretch->side != SIDE_BEFORE &&
	       found->mention.end + 1 < stretch->end &&
	       found->mention.start > stretch->start + 1 &&
	       next_word_is(stretch, found->mention.end, verbs) &&
	       str_find_nocase(text_between(stretch, stretch->start,
				       found->mention.start),
		       STR_LIT(" and "), 0) != SIZE_MAX;
}

/* "the Labour group leader" is one person. */
static bool
names_officer_of_group(
	const struct stretch *stretch, const struct found_mention *found)
{
	return found->mention.person->role == ROLE_GROUP &&
	       next_word_is(stretch, found->mention.end, group_officers);
}

static bool
mention_is_within(
	const struct stretch *stretch, const struct found_mention *found)
{
	return !names_officer_of_group(stretch, found) &&
	       found->mention.start >= stretch->start &&
	       found->mention.start < stretch->end &&
	       owner_is_meant(stretch, found) && !begins_clause(stretch, found);
}

static bool
is_name(enum mention_form form)
{
	return form == FORM_NAME || form == FORM_SURNAME ||
	       form == FORM_FIRST_NAME;
}

/* The first that begins at `offset` or later, of those before the end. */
static const struct found_mention *
mention_from(const struct stretch *stretch, size_t offset)
{
	const struct found_mentions *all = stretch->mentions;
	size_t low = 0, high = all->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (all->items[middle].mention.start < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low < all->count && all->items[low].mention.start < stretch->end
		       ? &all->items[low]
		       : NULL;
}

static const struct found_mention *
next_mention(const struct stretch *stretch, const struct found_mention *found)
{
	const struct found_mentions *all = stretch->mentions;

	found++;
	return found < all->items + all->count &&
			       found->mention.start < stretch->end
		       ? found
		       : NULL;
}

static bool
person_is_mentioned(const struct stretch *stretch, const struct person *person)
{
	for (const struct found_mention *found =
			mention_from(stretch, stretch->start);
		found != NULL; found = next_mention(stretch, found)) {
		if (found->mention.person == person &&
			mention_is_within(stretch, found) &&
			(stretch->side != SIDE_GREETING ||
				is_name(found->form)))
			return true;
	}
	return false;
}

/* The last one named in the sentence, or in the one before it. */
static bool
pronoun_means(const struct stretch *stretch, const struct person *person)
{
	size_t from = stretch->sentence_start, last = 0;
	bool meant = false;

	if (from > 0)
		from = stretch->zone
			       ->sentences[zone_sentence_at(
				       stretch->zone, from - 1)]
			       .start;
	for (const struct found_mention *found = mention_from(stretch, from);
		found != NULL; found = next_mention(stretch, found)) {
		if (found->mention.start != last)
			meant = false;
		last = found->mention.start;
		meant = meant || found->mention.person == person;
	}
	return meant;
}

/* Words of names --------------------------------------------------------- */

/* Bytes of the longest way in which anybody is called. */
enum { LONGEST_NAME = 512 };

bool
stretch_mentions(const struct stretch *stretch, size_t at)
{
	size_t from = at > LONGEST_NAME ? at - LONGEST_NAME : 0;

	for (const struct found_mention *found = mention_from(stretch, from);
		found != NULL && found->mention.start <= at;
		found = next_mention(stretch, found))
		if (at < found->mention.end)
			return true;
	return false;
}

/* A capital word right behind a first name is another's surname. */
static bool
surname_follows(const struct stretch *stretch, size_t at)
{
	struct word_reader reader;
	struct word word;
	bool follows = word_behind(stretch, at, &word, &reader) &&
		       word.capital && word.folded.n > 1;

	word_reader_clear(&reader);
	return follows;
}

/*
 * Does the word stand in the stretch, as a name: with a capital, and not as
 * part of what the index of names knows, which has been looked at already?
 */
bool
stretch_has_name(
	const struct stretch *stretch, struct str wanted, bool is_first)
{
	struct word_reader names = word_reader_new(wanted);
	struct word_reader reader = word_reader_new(stretch_text(stretch));
	struct word name, word;
	bool found = false;

	if (word_next(&names, &name) && name.folded.n > 1)
		while (!found && word_next(&reader, &word))
			found = word.capital && !word.possessive &&
				str_eq(word.folded, name.folded) &&
				!stretch_mentions(
					stretch, stretch->start + word.start) &&
				!(is_first &&
					surname_follows(stretch,
						stretch->start + word.end));
	word_reader_clear(&names);
	word_reader_clear(&reader);
	return found;
}

static bool
shares_first_name(const struct participant *other, struct str first)
{
	return other->person != NULL && !other->person->is_default &&
	       str_eq_nocase(name_first(other->person->name), first);
}

/* Another of the letter's people has that first name and is meant, perhaps. */
static bool
first_name_is_shared(const struct participants *people, struct str first)
{
	for (size_t i = 0; i < people->to_count; i++)
		if (shares_first_name(&people->to[i], first))
			return true;
	for (size_t i = 0; i < people->cc_count; i++)
		if (shares_first_name(&people->cc[i], first))
			return true;
	return false;
}

static bool
person_is_named(const struct stretch *stretch,
	const struct participants *people, const struct person *person)
{
	struct str first = name_first(person->name);
	struct str last = name_surname(person->name);

	if (person->role == ROLE_GROUP || person->role == ROLE_LIST)
		return false;
	if (last.p != first.p && stretch_has_name(stretch, last, false))
		return true;
	return first.n > 1 && last.p != first.p &&
	       !first_name_is_shared(people, first) &&
	       stretch_has_name(stretch, first, true);
}

/* Parties ---------------------------------------------------------------- */

/* What members of a party are called besides the party's own first word. */
static const struct {
	const char *party, *called;
} party_words[] = {
	{"labour", "labour"},
	{"conservative", "conservatives"},
	{"conservative", "tory"},
	{"conservative", "tories"},
	{"conservatives", "conservative"},
	{"liberal", "lib"},
	{"liberal", "libdem"},
	{"liberal", "libdems"},
	{"green", "greens"},
	{"greens", "green"},
	{"independent", "independents"},
	{"independents", "independent"},
	{"plaid", "plaid"},
};

static bool
word_names_party(struct str folded, struct str party)
{
	struct word_reader reader = word_reader_new(party);
	struct word first;
	bool names = word_next(&reader, &first) && str_eq(folded, first.folded);

	for (size_t i = 0; i < G_N_ELEMENTS(party_words) && !names; i++)
		names = str_eq(first.folded, str_of(party_words[i].party)) &&
			str_eq(folded, str_of(party_words[i].called));
	word_reader_clear(&reader);
	return names;
}

/* "Labour group", "Labour members", "the Conservatives", not its leader. */
static bool
party_is_named(const struct stretch *stretch, struct str party)
{
	static const char *const bodies[] = {"group", "groups", "members",
		"member", "councillors", "cllrs", "colleagues", "side", "team",
		NULL};
	struct word_reader reader = word_reader_new(stretch_text(stretch));
	struct word word;
	bool named = false;
	int since = 99; /* lesser words since the party's */

	while (!named && word_next(&reader, &word)) {
		size_t end = stretch->start + word.end;

		if (word.capital && word_names_party(word.folded, party))
			since = 0;
		else if (!word.capital && !str_eq(word.folded, STR_LIT("and")))
			since++;
		for (size_t i = 0; bodies[i] != NULL && since <= 2; i++)
			named = named || str_eq(word.folded, str_of(bodies[i]));
		if (since == 0 && word.folded.n > 2)
			named = word.folded.p[word.folded.n - 1] == 's';
		named = named && !next_word_is(stretch, end, group_officers);
	}
	word_reader_clear(&reader);
	return named;
}

/* Bodies ----------------------------------------------------------------- */

static bool
title_has(const struct person *person, const char *word)
{
	return str_find_nocase(person->title, str_of(word), 0) != SIZE_MAX;
}

static bool
is_manager(const struct person *person)
{
	return person_has_post(person, STR_LIT("director")) ||
	       person_has_post(person, STR_LIT("chief-executive")) ||
	       person_has_post(person, STR_LIT("section-151")) ||
	       person_has_post(person, STR_LIT("monitoring-officer")) ||
	       title_has(person, "director") || title_has(person, "head of") ||
	       title_has(person, "chief");
}

static bool
is_director(const struct person *person)
{
	return person_has_post(person, STR_LIT("director")) ||
	       title_has(person, "director");
}

static bool
is_statutory(const struct person *person)
{
	return person_has_post(person, STR_LIT("chief-executive")) ||
	       person_has_post(person, STR_LIT("section-151")) ||
	       person_has_post(person, STR_LIT("monitoring-officer"));
}

static bool
bodies_hold_member(unsigned bodies, const struct person *person)
{
	if ((bodies & (BODY_MEMBERS | BODY_WARD)) && !(bodies & BODY_ONE_PARTY))
		return true;
	if ((bodies & BODY_GROUP_LEADERS) && title_has(person, "leader"))
		return true;
	if ((bodies & BODY_CABINET) &&
		(person_has_post(person, STR_LIT("cabinet")) ||
			title_has(person, "cabinet")))
		return true;
	return (bodies & BODY_CHAIRS) &&
	       (person_has_post(person, STR_LIT("chair")) ||
		       title_has(person, "chair"));
}

static bool
bodies_hold(unsigned bodies, const struct person *person)
{
	switch (person->role) {
	case ROLE_MEMBER:
		return bodies_hold_member(bodies, person);
	case ROLE_GROUP:
		return (bodies & (BODY_MEMBERS | BODY_GROUP_LEADERS |
					 BODY_GROUPS)) &&
		       !(bodies & BODY_ONE_PARTY);
	case ROLE_OFFICER:
		return (bodies & BODY_OFFICERS) ||
		       ((bodies & BODY_MANAGERS) && is_manager(person)) ||
		       ((bodies & BODY_STATUTORY) && is_statutory(person)) ||
		       ((bodies & BODY_DIRECTOR) && is_director(person));
	case ROLE_MEDIA:
		return (bodies & BODY_PRESS) != 0;
	case ROLE_OUTSIDE:
	case ROLE_LIST:
	case ROLE_ARCHIVE:
	case ROLE_COUNT:
		break;
	}
	return false;
}

/* All together ----------------------------------------------------------- */

static bool
one_is_covered(const struct stretch *stretch, const struct participants *people,
	const struct participant *somebody)
{
	const struct person *person = somebody->person;

	if (str_find_nocase(stretch_text(stretch), somebody->key, 0) !=
		SIZE_MAX)
		return true;
	if (person != NULL && !person->is_default &&
		(person_is_mentioned(stretch, person) ||
			person_is_named(stretch, people, person)))
		return true;
	if (stretch->side == SIDE_GREETING)
		return false;
	if (stretch->bodies & BODY_EVERYONE)
		return true;
	if (person != NULL && bodies_hold(stretch->bodies, person))
		return true;
	if (person != NULL && person->party.n > 0 &&
		party_is_named(stretch, person->party))
		return true;
	if (person == NULL || person->is_default || person->name.n == 0)
		return stretch_describes(stretch, somebody);
	return (stretch->bodies & BODY_PRONOUN) &&
	       pronoun_means(stretch, person);
}

struct membership {
	const struct stretch *stretch;
	const struct participants *people;
	bool any;
};

static bool
member_is_not_covered(
	struct str key, const struct person *person, void *context)
{
	struct membership *membership = context;
	struct participant member = {.key = key, .person = person};

	member.role = person ? person->role : ROLE_OUTSIDE;
	membership->any = true;
	return !one_is_covered(
		membership->stretch, membership->people, &member);
}

bool
stretch_covers(const struct stretch *stretch, const struct participants *people,
	const struct participant *somebody)
{
	struct membership membership = {stretch, people, false};

	if (somebody->key.n > 0 && one_is_covered(stretch, people, somebody))
		return true;
	/* A list is told of where all whom it stands for are. */
	return somebody->role == ROLE_LIST &&
	       !roster_list_find(people->roster, somebody->person, people->day,
		       member_is_not_covered, &membership) &&
	       membership.any;
}
