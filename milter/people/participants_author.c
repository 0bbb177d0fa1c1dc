#include "finder_internal.h"

#include "mime/address.h"

struct participant
participant_of(const struct roster *roster, int32_t day, struct str key,
	struct str name)
{
	const struct person *person = roster_find(roster, key, day);
	struct participant somebody = {
		.key = key, .address = key, .name = name};

	somebody.person = person;
	if (person != NULL) {
		somebody.role = person->role;
		if (!person->is_default)
			somebody.key = person->key;
	}
	return somebody;
}

bool
group_stands_for(const struct person *group, const struct person *person)
{
	return group->role == ROLE_GROUP && person->role == ROLE_MEMBER &&
	       label_same(group->party, person->party);
}

struct participant
participant_of_address(
	const struct finder *finder, const struct address *address)
{
	struct str key = address->valid ? address->key : address->spec;

	return participant_of(finder->people->roster, finder->people->day, key,
		address->name);
}

bool
key_set_has(GHashTable *set, struct str key)
{
	return g_hash_table_contains(set, &key);
}

void
key_set_add(struct finder *finder, GHashTable *set, struct str key)
{
	struct str *kept = ARENA_NEW(finder->arena, struct str);

	*kept = key;
	g_hash_table_add(set, kept);
}

static bool
writes_for_the_council(enum role role)
{
	return role == ROLE_MEMBER || role == ROLE_OFFICER ||
	       role == ROLE_GROUP;
}

/*
 * Of several addresses in From the first that is the council's counts: to take
 * the first whoever it is would let a stranger's address hide the author.
 */
void
finder_author(struct finder *finder)
{
	struct participants *people = finder->people;
	const struct address_list *from = &finder->message->from;

	for (size_t i = 0; i < from->count; i++) {
		struct participant somebody =
			participant_of_address(finder, &from->items[i]);

		if (somebody.key.n == 0)
			continue;
		key_set_add(finder, finder->senders, somebody.key);
		if (people->author.key.n == 0) {
			people->author = somebody;
			continue;
		}
		if (str_eq(people->author.key, somebody.key))
			continue;
		people->several_authors = true;
		if (!writes_for_the_council(people->author.role) &&
			writes_for_the_council(somebody.role))
			people->author = somebody;
	}
}

static struct handed_in
handed_in_by(const struct finder *finder, struct str text)
{
	struct address address = address_from_envelope(finder->arena, text);

	return (struct handed_in){
		address.valid, participant_of_address(finder, &address)};
}

static bool
is_author(const struct finder *finder, const struct handed_in *by)
{
	return by->valid && str_eq(by->who.key, finder->people->author.key);
}

/* A login may be a name without a domain: the author's local part. */
static bool
login_names_author(const struct finder *finder)
{
	const struct participants *people = finder->people;
	struct str login = str_trim(finder->envelope->login);
	size_t local =
		people->author.key.n - address_domain(people->author.key).n;

	return !finder->login.valid && people->author.person != NULL &&
	       login.n > 0 && local == login.n + 1 &&
	       str_starts_nocase(people->author.key, login);
}

void
finder_identity(struct finder *finder)
{
	struct participants *people = finder->people;
	const struct envelope *envelope = finder->envelope;

	finder->sender = handed_in_by(finder, envelope->from);
	finder->login = str_eq(envelope->login, envelope->from)
				? finder->sender
				: handed_in_by(finder, envelope->login);
	if (people->author.key.n == 0)
		return;
	if (is_author(finder, &finder->login) ||
		is_author(finder, &finder->sender) ||
		login_names_author(finder))
		people->identity = IDENTITY_VERIFIED;
	if (finder->sender.valid)
		key_set_add(finder, finder->senders, finder->sender.who.key);
}

void
finder_senders(struct finder *finder)
{
	const struct address_list *sender = &finder->message->sender;

	for (size_t i = 0; i < sender->count; i++)
		key_set_add(finder, finder->senders,
			participant_of_address(finder, &sender->items[i]).key);
}
