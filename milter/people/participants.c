#include "finder_internal.h"

#include "roster_internal.h"

struct set_builder {
	struct finder *finder;
	GArray *items; /* struct recipient */
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

		if (who.key.n == 0 || key_set_has(finder->visible, who.key) ||
			str_eq(who.key, finder->people->author.key))
			continue;
		key_set_add(finder, finder->visible, who.key);
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

		key_set_add(finder, finder->reached, who->key);
		if (who->role != ROLE_GROUP)
			continue;
		for (size_t j = 0; j < count; j++)
			if (group_stands_for(who->person, &all[j]))
				key_set_add(
					finder, finder->reached, all[j].key);
	}
}

static bool
key_is_not_reached(struct str key, const struct person *person, void *context)
{
	struct finder *finder = context;

	if (person != NULL && !person->is_default)
		key = person->key;
	return !key_set_has(finder->reached, key);
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
		if (!key_set_has(finder->reached, all[i].key))
			return false;
		members++;
	}
	return members > 0;
}

static bool
is_reached(struct finder *finder, const struct participant *who)
{
	return key_set_has(finder->reached, who->key) ||
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
		     !key_set_has(finder->senders, who.key) &&
		     !(of_envelope && unseen->redirected);

	if (who.key.n == 0 || key_set_has(finder->visible, who.key) ||
		key_set_has(unseen->seen, who.key) ||
		str_eq(who.key, finder->people->author.key))
		return;
	key_set_add(finder, unseen->seen, who.key);
	if (hides && !is_reached(finder, &who))
		add_recipient(&unseen->hidden, who);
	else
		add_recipient(&unseen->others, who);
}

/* One of the addressees hands the message in: their mailbox passes it on. */
static bool
is_passed_on_by(const struct finder *finder, const struct handed_in *by)
{
	return by->valid && key_set_has(finder->visible, by->who.key);
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

	for (size_t i = 0; i < resent->count; i++)
		if (str_eq(participant_of_address(finder, &resent->items[i])
				    .key,
			    finder->people->author.key))
			return false;
	return finder->message->is_redirected ||
	       is_passed_on_by(finder, &finder->sender) ||
	       is_passed_on_by(finder, &finder->login);
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
	finder_author(&finder);
	finder_identity(&finder);
	finder_senders(&finder);
	find_visible(&finder);
	find_hidden(&finder);
	finder_consequences(&finder);
	g_hash_table_destroy(finder.senders);
	g_hash_table_destroy(finder.visible);
	g_hash_table_destroy(finder.reached);
}
