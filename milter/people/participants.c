#include "hidden_internal.h"

#include <glib.h>

#include "roster_internal.h"

const char *const direction_names[] = {"member-to-officer", "member-to-member",
	"member-to-group", "member-to-outside", "officer-to-member",
	"officer-to-officer", "officer-to-group", "officer-to-outside",
	"group-to-officer", "group-to-member", "group-to-group",
	"group-to-outside", NULL};

/*
 * The sets while they are found. `visible` and `reached` hold keys: those of
 * To and Cc, and those who get the message through a list or a group's mailbox
 * that stands there.
 */
struct finder {
	struct arena *arena;
	const struct message *message;
	const struct envelope *envelope;
	struct participants *people;
	struct hidden *hidden;
	GHashTable *senders; /* From, Sender, the envelope's sender */
	GHashTable *visible;
	GHashTable *reached;
};

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

/* What cannot be read as an address is still the same as itself. */
static struct participant
participant_of_address(
	const struct finder *finder, const struct address *address)
{
	struct str key = address->valid ? address->key : address->spec;

	return participant_of(finder->people->roster, finder->people->day, key,
		address->name);
}

static bool
set_has(GHashTable *set, struct str key)
{
	return g_hash_table_contains(set, &key);
}

static void
set_add(struct finder *finder, GHashTable *set, struct str key)
{
	struct str *kept = ARENA_NEW(finder->arena, struct str);

	*kept = key;
	g_hash_table_add(set, kept);
}

/* The author ---------------------------------------------------------- */

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
static void
find_author(struct finder *finder)
{
	struct participants *people = finder->people;
	const struct address_list *from = &finder->message->from;

	for (size_t i = 0; i < from->count; i++) {
		struct participant somebody =
			participant_of_address(finder, &from->items[i]);

		if (somebody.key.n == 0)
			continue;
		set_add(finder, finder->senders, somebody.key);
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

/* A login may be a name without a domain: the author's local part. */
static bool
login_is_author(const struct finder *finder)
{
	const struct participants *people = finder->people;
	struct str login = str_trim(finder->envelope->login);
	struct str key = address_key(finder->arena, login);
	size_t local =
		people->author.key.n - address_domain(people->author.key).n;

	if (key.n > 0)
		return str_eq(people->author.key,
			participant_of(people->roster, people->day, key, login)
				.key);
	return people->author.person != NULL && login.n > 0 &&
	       local == login.n + 1 &&
	       str_starts_nocase(people->author.key, login);
}

static void
find_identity(struct finder *finder)
{
	struct participants *people = finder->people;
	struct address from =
		address_from_envelope(finder->arena, finder->envelope->from);
	struct participant sender = participant_of_address(finder, &from);

	if (people->author.key.n == 0)
		return;
	if (login_is_author(finder) ||
		(from.valid && str_eq(sender.key, people->author.key)))
		people->identity = IDENTITY_VERIFIED;
	if (from.valid)
		set_add(finder, finder->senders, sender.key);
}

static void
find_senders(struct finder *finder)
{
	const struct address_list *sender = &finder->message->sender;

	for (size_t i = 0; i < sender->count; i++)
		set_add(finder, finder->senders,
			participant_of_address(finder, &sender->items[i]).key);
}

/* The sets ------------------------------------------------------------ */

struct set_builder {
	struct finder *finder;
	GArray *items; /* struct recipient */
	size_t list;   /* index of the list whose members are being added */
};

static bool
add_list_member(struct str key, const struct person *person, void *context)
{
	struct set_builder *builder = context;
	const struct participants *people = builder->finder->people;
	struct recipient member = {
		.who = {.key = key, .address = key, .person = person}};

	if (person != NULL) {
		member.who = participant_of(people->roster, people->day, key,
			(struct str){NULL, 0});
		/* The list's line counts, should the key be another's too. */
		member.who.person = person;
		member.who.role = person->role;
	}
	g_array_append_val(builder->items, member);
	return builder->items->len >= LIST_RECIPIENTS;
}

static void
add_recipient(struct set_builder *builder, struct participant who)
{
	const struct participants *people = builder->finder->people;
	struct recipient recipient = {.who = who};
	size_t at = builder->items->len;

	g_array_append_val(builder->items, recipient);
	if (who.role != ROLE_LIST)
		return;
	if (roster_list_find(people->roster, who.person, people->day,
		    add_list_member, builder))
		builder->finder->people->incomplete = true;
	g_array_index(builder->items, struct recipient, at).members =
		builder->items->len - at - 1;
}

static struct set_builder
builder_new(struct finder *finder)
{
	return (struct set_builder){
		.finder = finder,
		.items = g_array_new(FALSE, TRUE, sizeof(struct recipient)),
	};
}

static struct recipients
builder_finish(struct set_builder *builder)
{
	struct recipients set = {.count = builder->items->len};

	set.items = ARENA_ARRAY(
		builder->finder->arena, struct recipient, set.count);
	if (set.count > 0)
		memcpy(set.items, builder->items->data,
			set.count * sizeof(*set.items));
	g_array_free(builder->items, TRUE);
	return set;
}

/* The author's own copy is nobody's business and stands in no set. */
static void
add_field(struct set_builder *builder, const struct address_list *list)
{
	struct finder *finder = builder->finder;

	if (list->cut)
		finder->people->incomplete = finder->hidden->uncertain = true;
	for (size_t i = 0; i < list->count; i++) {
		struct participant who =
			participant_of_address(finder, &list->items[i]);

		if (who.key.n == 0 || set_has(finder->visible, who.key) ||
			str_eq(who.key, finder->people->author.key))
			continue;
		set_add(finder, finder->visible, who.key);
		add_recipient(builder, who);
	}
}

/* The recipients themselves, without those whom lists stand for. */
static struct participant *
plain_copy(struct finder *finder, const struct recipients *set, size_t *count)
{
	struct participant *copy =
		ARENA_ARRAY(finder->arena, struct participant, set->count);

	*count = 0;
	for (size_t i = 0; i < set->count; i += 1 + set->items[i].members)
		copy[(*count)++] = set->items[i].who;
	return copy;
}

static void
find_visible(struct finder *finder)
{
	const struct message *message = finder->message;
	struct participants *people = finder->people;
	struct set_builder to = builder_new(finder);
	struct set_builder cc = builder_new(finder);

	add_field(&to, &message->to);
	add_field(&cc, &message->cc);
	add_field(&cc, &message->resent_to);
	add_field(&cc, &message->resent_cc);
	finder->hidden->to = builder_finish(&to);
	finder->hidden->cc = builder_finish(&cc);
	people->to = plain_copy(finder, &finder->hidden->to, &people->to_count);
	people->cc = plain_copy(finder, &finder->hidden->cc, &people->cc_count);
}

/* Who gets the message by way of the lists and groups that are visible. */
static void
reach_through(struct finder *finder, const struct recipients *set)
{
	const struct participants *people = finder->people;
	size_t count;
	const struct person *all = roster_people(people->roster, &count);

	for (size_t i = 0; i < set->count; i++) {
		const struct participant *who = &set->items[i].who;

		set_add(finder, finder->reached, who->key);
		if (who->role != ROLE_GROUP)
			continue;
		for (size_t j = 0; j < count; j++)
			if (group_stands_for(who->person, &all[j]))
				set_add(finder, finder->reached, all[j].key);
	}
}

static bool
key_is_not_reached(struct str key, const struct person *person, void *context)
{
	struct finder *finder = context;

	if (person != NULL && !person->is_default)
		key = person->key;
	return !set_has(finder->reached, key);
}

/* Do all those whom a list or a group's mailbox stands for get it anyway? */
static bool
stands_for_reached(struct finder *finder, const struct person *person)
{
	const struct participants *people = finder->people;
	size_t count, members = 0;
	const struct person *all = roster_people(people->roster, &count);

	if (person->role == ROLE_LIST)
		return person->expand_count > 0 &&
		       !roster_list_find(people->roster, person, people->day,
			       key_is_not_reached, finder);
	if (person->role != ROLE_GROUP)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!group_stands_for(person, &all[i]) ||
			!person_in_force(&all[i], people->day))
			continue;
		if (!set_has(finder->reached, all[i].key))
			return false;
		members++;
	}
	return members > 0;
}

static bool
is_reached(struct finder *finder, const struct participant *who)
{
	return set_has(finder->reached, who->key) ||
	       (who->person != NULL && stands_for_reached(finder, who->person));
}

/* Hidden recipients --------------------------------------------------- */

struct unseen {
	struct set_builder hidden, others;
	GHashTable *seen;
	bool redirected; /* the envelope is not the author's */
};

static void
add_unseen(struct unseen *unseen, struct participant who, bool of_envelope)
{
	struct finder *finder = unseen->hidden.finder;
	bool hides = who.role != ROLE_ARCHIVE &&
		     !set_has(finder->senders, who.key) &&
		     !(of_envelope && unseen->redirected);

	if (who.key.n == 0 || set_has(finder->visible, who.key) ||
		set_has(unseen->seen, who.key) ||
		str_eq(who.key, finder->people->author.key))
		return;
	set_add(finder, unseen->seen, who.key);
	if (hides && !is_reached(finder, &who))
		add_recipient(&unseen->hidden, who);
	else
		add_recipient(&unseen->others, who);
}

/* One of the addressees hands the message in: their mailbox passes it on. */
static bool
is_passed_on_by(struct finder *finder, struct address by)
{
	struct participant who = participant_of_address(finder, &by);

	return by.valid && set_has(finder->visible, who.key);
}

/*
 * Resent-From, a mailbox rule's mark, or a sender that is an addressee: whoever
 * redirects a message, not its author, chose where this copy of it goes. Unless
 * the author resends it.
 */
static bool
is_redirected(struct finder *finder)
{
	const struct address_list *resent = &finder->message->resent_from;
	const struct envelope *envelope = finder->envelope;

	for (size_t i = 0; i < resent->count; i++)
		if (str_eq(participant_of_address(finder, &resent->items[i])
				    .key,
			    finder->people->author.key))
			return false;
	return finder->message->is_redirected ||
	       is_passed_on_by(finder,
		       address_from_envelope(finder->arena, envelope->from)) ||
	       is_passed_on_by(finder,
		       address_from_envelope(finder->arena, envelope->login));
}

static void
collect_unseen(struct finder *finder, struct unseen *unseen)
{
	const struct message *message = finder->message;
	const struct envelope *envelope = finder->envelope;

	if (envelope->known) {
		finder->people->incomplete |= envelope->rcpts_cut;
		for (size_t i = 0; i < envelope->rcpt_count; i++) {
			struct address address = address_from_envelope(
				finder->arena, envelope->rcpts[i]);

			add_unseen(unseen,
				participant_of_address(finder, &address), true);
		}
	}
	finder->people->incomplete |= message->bcc.cut;
	for (size_t i = 0; i < message->bcc.count; i++)
		add_unseen(unseen,
			participant_of_address(finder, &message->bcc.items[i]),
			false);
}

static size_t
count_plain(const struct recipients *set)
{
	size_t count = 0;

	for (size_t i = 0; i < set->count; i += 1 + set->items[i].members)
		count += set->items[i].who.role != ROLE_ARCHIVE;
	return count;
}

/* A list of one is one. */
static bool
is_one_alone(const struct recipients *set)
{
	return set->count == 1 ||
	       (set->count == 2 && set->items[0].members == 1);
}

static void
move_to_others(struct finder *finder)
{
	struct hidden *hidden = finder->hidden;
	struct recipients *others = &hidden->others;
	struct recipients *moved = &hidden->hidden;
	struct recipient *both = ARENA_ARRAY(
		finder->arena, struct recipient, others->count + moved->count);

	memcpy(both, moved->items, moved->count * sizeof(*both));
	if (others->count > 0)
		memcpy(both + moved->count, others->items,
			others->count * sizeof(*both));
	*others = (struct recipients){both, others->count + moved->count};
	*moved = (struct recipients){NULL, 0};
}

static void
find_hidden(struct finder *finder)
{
	struct hidden *hidden = finder->hidden;
	struct unseen unseen = {
		.hidden = builder_new(finder),
		.others = builder_new(finder),
		.seen = g_hash_table_new(str_hash, str_equal),
		.redirected = is_redirected(finder),
	};

	reach_through(finder, &hidden->to);
	reach_through(finder, &hidden->cc);
	collect_unseen(finder, &unseen);
	g_hash_table_destroy(unseen.seen);
	hidden->hidden = builder_finish(&unseen.hidden);
	hidden->others = builder_finish(&unseen.others);
	hidden->undisclosed =
		count_plain(&hidden->to) + count_plain(&hidden->cc) == 0;
	/* One alone, and nobody visible: from whom should they be hidden? */
	if (hidden->undisclosed && is_one_alone(&hidden->hidden))
		move_to_others(finder);
}

/* What follows from the sets ------------------------------------------ */

static unsigned
direction_of(enum role author, enum role recipient)
{
	/* As the bits of enum direction: member, officer, group. */
	static const int rows[ROLE_COUNT] = {
		[ROLE_MEMBER] = 1, [ROLE_OFFICER] = 2, [ROLE_GROUP] = 3};
	static const unsigned bits[3][4] = {
		{DIR_MEMBER_TO_OUTSIDE, DIR_MEMBER_TO_MEMBER,
			DIR_MEMBER_TO_OFFICER, DIR_MEMBER_TO_GROUP},
		{DIR_OFFICER_TO_OUTSIDE, DIR_OFFICER_TO_MEMBER,
			DIR_OFFICER_TO_OFFICER, DIR_OFFICER_TO_GROUP},
		{DIR_GROUP_TO_OUTSIDE, DIR_GROUP_TO_MEMBER,
			DIR_GROUP_TO_OFFICER, DIR_GROUP_TO_GROUP},
	};

	if (rows[author] == 0 || recipient == ROLE_LIST ||
		recipient == ROLE_ARCHIVE)
		return 0;
	return bits[rows[author] - 1][rows[recipient]];
}

static unsigned
directions_to(const struct participants *people, const struct recipients *set)
{
	unsigned directions = 0;

	for (size_t i = 0; i < set->count; i++)
		directions |= direction_of(
			people->author.role, set->items[i].who.role);
	return directions;
}

static unsigned
lowest_bit(unsigned bits)
{
	return bits & -bits;
}

static struct str
first_party(const struct recipients *set, enum role role)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].who.role == role &&
			set->items[i].who.person->party.n > 0)
			return set->items[i].who.person->party;
	return (struct str){NULL, 0};
}

static struct str
party_of_sets(struct str own, const struct recipients *const *sets)
{
	static const enum role order[] = {ROLE_GROUP, ROLE_MEMBER};

	for (size_t r = 0; own.n == 0 && r < G_N_ELEMENTS(order); r++)
		for (size_t i = 0; own.n == 0 && sets[i] != NULL; i++)
			own = first_party(sets[i], order[r]);
	return own;
}

static struct str
own_party(const struct participants *people)
{
	return people->author.person ? people->author.person->party
				     : (struct str){NULL, 0};
}

struct str
participants_party(const struct participants *people)
{
	const struct recipients *sets[] = {
		&people->hidden->to, &people->hidden->cc, NULL};

	return party_of_sets(own_party(people), sets);
}

static void
find_consequences(struct finder *finder)
{
	struct participants *people = finder->people;
	struct hidden *hidden = finder->hidden;
	const struct recipients *sets[] = {&hidden->to, &hidden->cc,
		&hidden->hidden, &hidden->others, NULL};

	people->directions = directions_to(people, &hidden->to) |
			     directions_to(people, &hidden->cc);
	if (people->directions == 0)
		people->directions = lowest_bit(
			directions_to(people, &hidden->others) |
			directions_to(people, &hidden->hidden));
	hidden->party = party_of_sets(own_party(people), sets);
	people->hidden = hidden;
}

void
participants_find(struct arena *arena, const struct roster *roster,
	const struct mention_index *mentions, int32_t day,
	const struct message *message, const struct envelope *envelope,
	struct participants *people)
{
	struct finder finder = {
		.arena = arena,
		.message = message,
		.envelope = envelope,
		.people = people,
		.hidden = ARENA_NEW(arena, struct hidden),
		.senders = g_hash_table_new(str_hash, str_equal),
		.visible = g_hash_table_new(str_hash, str_equal),
		.reached = g_hash_table_new(str_hash, str_equal),
	};

	*people = (struct participants){
		.roster = roster, .mentions = mentions, .day = day};
	find_author(&finder);
	find_identity(&finder);
	find_senders(&finder);
	find_visible(&finder);
	find_hidden(&finder);
	find_consequences(&finder);
	g_hash_table_destroy(finder.senders);
	g_hash_table_destroy(finder.visible);
	g_hash_table_destroy(finder.reached);
}
