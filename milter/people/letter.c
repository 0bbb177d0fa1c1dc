#include "people/notice.h"

#include <glib.h>

#include "cover_internal.h"
#include "hidden_internal.h"

/*
 * Forwarded letters. A client may have written display names without their
 * addresses; the roster knows some of them, and "Cllr" says enough of others.
 */

/* One of those named at the head of a letter. */
struct correspondent {
	struct participant who; /* key empty: only a name is known */
	bool known;		/* we can tell who it is */
};

static struct correspondent
correspondent_of(
	const struct participants *people, const struct address *address)
{
	struct correspondent one = {.known = address->valid};
	const struct person *person = NULL;

	if (address->valid) {
		one.who = participant_of(people->roster, people->day,
			address->key, address->name);
		return one;
	}
	one.who.name = address->name.n > 0 ? address->name : address->spec;
	if (people->mentions != NULL)
		person = mention_by_display_name(
			people->mentions, one.who.name, people->day);
	if (person != NULL) {
		one.known = true;
		one.who.person = person;
		one.who.key = person->key;
		one.who.role = person->role;
	} else if (str_starts_nocase(one.who.name, STR_LIT("Cllr ")) ||
		   str_starts_nocase(one.who.name, STR_LIT("Councillor "))) {
		one.known = true;
		one.who.role = ROLE_MEMBER;
	}
	return one;
}

typedef bool correspondent_fn(
	const struct correspondent *correspondent, void *context);

/* Calls `each` with those in To and Cc of the letter until it returns true. */
static bool
addressees_any(const struct participants *people,
	const struct forwarded *letter, correspondent_fn *each, void *context)
{
	const struct address_list *lists[] = {&letter->to, &letter->cc};

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++)
		for (size_t j = 0; j < lists[i]->count; j++) {
			struct correspondent one =
				correspondent_of(people, &lists[i]->items[j]);

			if (each(&one, context))
				return true;
		}
	return false;
}

static bool
list_member_is_member(
	struct str key, const struct person *person, void *context)
{
	(void)key;
	(void)context;
	return person != NULL && person->role == ROLE_MEMBER;
}

struct addressee_search {
	const struct participants *people;
	bool unknown; /* somebody could not be told */
};

static bool
is_member(const struct correspondent *one, void *context)
{
	struct addressee_search *search = context;
	const struct participants *people = search->people;

	if (!one->known)
		search->unknown = true;
	if (one->who.role == ROLE_LIST)
		return roster_list_find(people->roster, one->who.person,
			people->day, list_member_is_member, NULL);
	return one->who.role == ROLE_MEMBER || one->who.role == ROLE_GROUP;
}

/* Is it an officer's letter to a member? */
static enum tri
is_officers_letter(
	const struct participants *people, const struct forwarded *letter)
{
	struct addressee_search search = {people, false};
	struct correspondent writer;

	if (letter->from.count == 0)
		return TRI_UNKNOWN;
	writer = correspondent_of(people, &letter->from.items[0]);
	if (writer.known && writer.who.role != ROLE_OFFICER)
		return TRI_NO;
	if (addressees_any(people, letter, is_member, &search))
		return writer.known ? TRI_YES : TRI_UNKNOWN;
	if (letter->to.count + letter->cc.count == 0 || search.unknown)
		return TRI_UNKNOWN;
	return TRI_NO;
}

/* Who was on it ---------------------------------------------------------- */

struct presence {
	const struct participants *people;
	const struct participant *somebody;
};

static bool
is_same(const struct participant *a, const struct participant *b)
{
	if (a->key.n > 0 && str_eq(a->key, b->key))
		return true;
	/* Where either is a bare name, that has to do. */
	return (a->key.n == 0 || b->key.n == 0) && a->name.n > 0 &&
	       str_eq_nocase(a->name, b->name);
}

static bool
list_member_is_same(struct str key, const struct person *person, void *context)
{
	const struct presence *presence = context;

	if (person != NULL && !person->is_default)
		key = person->key;
	return str_eq(key, presence->somebody->key);
}

static bool
is_present(const struct correspondent *one, void *context)
{
	struct presence *presence = context;
	const struct participants *people = presence->people;

	if (is_same(&one->who, presence->somebody))
		return true;
	if (one->who.role == ROLE_GROUP && one->who.person != NULL &&
		presence->somebody->person != NULL)
		return group_stands_for(
			one->who.person, presence->somebody->person);
	return one->who.role == ROLE_LIST && one->who.person != NULL &&
	       roster_list_find(people->roster, one->who.person, people->day,
		       list_member_is_same, presence);
}

static bool
was_on(const struct participants *people, const struct forwarded *letter,
	const struct participant *somebody)
{
	struct presence presence = {people, somebody};

	for (size_t i = 0; i < letter->from.count; i++) {
		struct correspondent writer =
			correspondent_of(people, &letter->from.items[i]);

		if (is_same(&writer.who, somebody))
			return true;
	}
	return addressees_any(people, letter, is_present, &presence);
}

/* Does this set hold somebody who was not on the letter? */
static bool
holds_a_new_one(const struct participants *people,
	const struct forwarded *letter, const struct recipients *set)
{
	for (size_t i = 0; i < set->count; i += 1 + set->items[i].members) {
		const struct recipient *one = &set->items[i];
		size_t members = 0;

		if (one->who.role == ROLE_ARCHIVE ||
			was_on(people, letter, &one->who))
			continue;
		while (members < one->members &&
			was_on(people, letter, &one[1 + members].who))
			members++;
		if (one->members == 0 || members < one->members)
			return true;
	}
	return false;
}

static bool
goes_to_a_new_one(
	const struct participants *people, const struct forwarded *letter)
{
	const struct hidden *hidden = people->hidden;

	return holds_a_new_one(people, letter, &hidden->to) ||
	       holds_a_new_one(people, letter, &hidden->cc) ||
	       holds_a_new_one(people, letter, &hidden->hidden) ||
	       holds_a_new_one(people, letter, &hidden->others);
}

static enum tri
is_carried_on(const struct participants *people, const struct forwarded *letter)
{
	enum tri letter_counts = is_officers_letter(people, letter);

	if (letter_counts == TRI_NO || !goes_to_a_new_one(people, letter))
		return TRI_NO;
	return letter_counts;
}

enum tri
notice_forwards_letter(
	const struct message *message, const struct participants *people)
{
	enum tri forwards = TRI_NO;

	if (people->author.role != ROLE_OFFICER)
		return TRI_NO;
	for (size_t i = 0; i < message->forward_count; i++)
		forwards = tri_or(
			forwards, is_carried_on(people, &message->forwards[i]));
	return forwards;
}

/* Who knows -------------------------------------------------------------- */

/* As in notice.c: for what is made to take longer than a letter does. */
enum { LONGEST_READING_MS = 1000 };

struct knowledge {
	const struct participants *people;
	const struct zone_text *text;
	struct found_mentions mentions;
	struct arena *arena;
	enum tri *knows; /* by sentence: somebody knows of this */
};

static void
read_knowledge(struct knowledge *knowledge)
{
	const struct participants *people = knowledge->people;
	const struct zone_text *text = knowledge->text;
	const struct tell *tell = mention_index_tell(people->mentions);
	gint64 deadline = g_get_monotonic_time() +
			  LONGEST_READING_MS * G_TIME_SPAN_MILLISECOND;

	knowledge->knows =
		ARENA_ARRAY(knowledge->arena, enum tri, text->sentence_count);
	for (size_t i = 0; i < text->sentence_count; i++)
		knowledge->knows[i] =
			g_get_monotonic_time() > deadline
				? TRI_UNKNOWN
				: tell_knows(tell, zone_sentence(text, i));
	knowledge->mentions = mention_scan(
		knowledge->arena, people->mentions, text, people->day);
}

/* Whom does the sentence speak of: this member, another, or just "she"? */
static bool
speaks_of(const struct knowledge *knowledge, size_t sentence,
	const struct participant *member)
{
	bool another = false;

	for (size_t i = 0; i < knowledge->mentions.count; i++) {
		const struct mention *mention =
			&knowledge->mentions.items[i].mention;

		if (mention->sentence != sentence ||
			mention->person->role != ROLE_MEMBER)
			continue;
		if (mention->person == member->person)
			return true;
		another = true;
	}
	return !another &&
	       tell_of_member(mention_index_tell(knowledge->people->mentions),
		       zone_sentence(knowledge->text, sentence));
}

static enum tri
text_says_known(
	const struct knowledge *knowledge, const struct participant *member)
{
	enum tri known = TRI_NO;

	for (size_t i = 0; i < knowledge->text->sentence_count; i++)
		if (knowledge->knows[i] != TRI_NO &&
			speaks_of(knowledge, i, member))
			known = tri_or(known, knowledge->knows[i]);
	return known;
}

static bool
holds(const struct recipients *set, const struct participant *somebody)
{
	for (size_t i = 0; i < set->count; i++)
		if (is_same(&set->items[i].who, somebody))
			return true;
	return false;
}

/* Whoever gets this message, too, knows. */
static bool
is_recipient(const struct participants *people, const struct participant *who)
{
	const struct hidden *hidden = people->hidden;

	return holds(&hidden->to, who) || holds(&hidden->cc, who) ||
	       holds(&hidden->hidden, who) || holds(&hidden->others, who);
}

struct ignorance {
	const struct knowledge *knowledge;
	enum tri known; /* by all members so far */
};

static bool
member_is_ignorant(const struct correspondent *one, void *context)
{
	struct ignorance *ignorance = context;
	const struct knowledge *knowledge = ignorance->knowledge;
	struct addressee_search search = {knowledge->people, false};

	if (!is_member(one, &search) ||
		is_recipient(knowledge->people, &one->who))
		return false;
	ignorance->known = tri_and(
		ignorance->known, text_says_known(knowledge, &one->who));
	return ignorance->known == TRI_NO;
}

enum tri
notice_member_knows(
	const struct message *message, const struct participants *people)
{
	struct knowledge knowledge = {
		.people = people, .text = &message->zones[ZONE_TEXT]};
	struct ignorance ignorance = {&knowledge, TRI_YES};

	if (people->mentions == NULL)
		return TRI_UNKNOWN;
	knowledge.arena = arena_new();
	read_knowledge(&knowledge);
	for (size_t i = 0; i < message->forward_count; i++)
		if (is_carried_on(people, &message->forwards[i]) != TRI_NO)
			addressees_any(people, &message->forwards[i],
				member_is_ignorant, &ignorance);
	arena_free(&knowledge.arena);
	return ignorance.known;
}
