#include "hidden_internal.h"

/* The sets that a recipient_set is made of; ends with NULL. */
struct parts {
	const struct recipients *sets[5];
};

static struct parts
parts_of(const struct hidden *hidden, enum recipient_set set)
{
	switch (set) {
	case SET_VISIBLE:
		return (struct parts){{&hidden->to, &hidden->cc}};
	case SET_HIDDEN:
		return (struct parts){{&hidden->hidden}};
	case SET_EVERYONE:
		return (struct parts){{&hidden->to, &hidden->cc,
			&hidden->hidden, &hidden->others}};
	case SET_TO:
		return (struct parts){{&hidden->to}};
	case SET_CC:
		return (struct parts){{&hidden->cc}};
	}
	return (struct parts){{NULL}};
}

static bool
fits(const struct participants *people, const struct selector *selector,
	const struct participant *who)
{
	return selector_fits(
		selector, who->address, who->person, people->hidden->party);
}

/* What a set cut short, or visible ones cut short, leave of an answer. */
static enum tri
weigh(const struct participants *people, enum recipient_set set, bool found)
{
	if (found)
		return set == SET_HIDDEN && people->hidden->uncertain
			       ? TRI_UNKNOWN
			       : TRI_YES;
	return people->incomplete ? TRI_UNKNOWN : TRI_NO;
}

/* Somebody was hidden in an earlier transaction; who, nobody knows. */
static bool
earlier_hid_somebody(const struct participants *people, enum recipient_set set)
{
	return set == SET_HIDDEN && (people->earlier == EARLIER_TOLD ||
					    people->earlier == EARLIER_UNTOLD);
}

static bool
fits_anyone(const struct selector *selector)
{
	for (size_t i = 0; i < selector->count; i++)
		if (selector->alternatives[i].count == 1 &&
			selector->alternatives[i].traits->kind ==
				TRAIT_ANYONE &&
			!selector->alternatives[i].traits->negated)
			return true;
	return false;
}

enum tri
participants_any(const struct participants *people, enum recipient_set set,
	const struct selector *selector)
{
	struct parts parts = parts_of(people->hidden, set);

	for (size_t p = 0; parts.sets[p] != NULL; p++)
		for (size_t i = 0; i < parts.sets[p]->count; i++)
			if (fits(people, selector,
				    &parts.sets[p]->items[i].who))
				return weigh(people, set, true);
	if (earlier_hid_somebody(people, set))
		return fits_anyone(selector) ? TRI_YES : TRI_UNKNOWN;
	return weigh(people, set, false);
}

/* Such is a list that fits itself, or all of whose members do. */
static bool
all_fit(const struct participants *people, const struct selector *selector,
	const struct recipients *set)
{
	for (size_t i = 0; i < set->count; i += 1 + set->items[i].members) {
		const struct recipient *one = &set->items[i];
		size_t members = 0;

		if (fits(people, selector, &one->who))
			continue;
		while (members < one->members &&
			fits(people, selector, &one[1 + members].who))
			members++;
		if (one->members == 0 || members < one->members)
			return false;
	}
	return true;
}

enum tri
participants_only(const struct participants *people, enum recipient_set set,
	const struct selector *selector)
{
	struct parts parts = parts_of(people->hidden, set);
	size_t count = 0;

	for (size_t p = 0; parts.sets[p] != NULL; p++) {
		if (!all_fit(people, selector, parts.sets[p]))
			return TRI_NO;
		count += parts.sets[p]->count;
	}
	if (people->incomplete)
		return TRI_UNKNOWN;
	return tri_of(count > 0);
}

/* Whether the message gets to this person: to them, or to their group. */
static bool
gets_to(const struct parts *parts, const struct person *person)
{
	for (size_t p = 0; parts->sets[p] != NULL; p++)
		for (size_t i = 0; i < parts->sets[p]->count; i++) {
			const struct person *who =
				parts->sets[p]->items[i].who.person;

			if (who == person ||
				(who != NULL && group_stands_for(who, person)))
				return true;
		}
	return false;
}

/* A group is reached through each of its members, too. */
static bool
gets_to_members(const struct participants *people, const struct parts *parts,
	const struct person *group)
{
	size_t count, members = 0;
	const struct person *all = roster_people(people->roster, &count);

	for (size_t i = 0; i < count; i++) {
		if (!group_stands_for(group, &all[i]) ||
			!person_in_force(&all[i], people->day))
			continue;
		if (&all[i] != people->author.person &&
			!gets_to(parts, &all[i]))
			return false;
		members++;
	}
	return members > 0;
}

enum tri
participants_all_of(const struct participants *people, enum recipient_set set,
	const struct selector *selector)
{
	struct parts parts = parts_of(people->hidden, set);
	size_t count;
	const struct person *all = roster_people(people->roster, &count);

	for (size_t i = 0; i < count; i++) {
		const struct person *person = &all[i];

		if (person->is_default || person == people->author.person ||
			!person_in_force(person, people->day) ||
			!selector_fits(selector, person->key, person,
				people->hidden->party))
			continue;
		if (!gets_to(&parts, person) &&
			!gets_to_members(people, &parts, person))
			return weigh(people, set, false);
	}
	return weigh(people, set, true);
}

static bool
has_ward(const struct parts *parts, struct str ward)
{
	for (size_t p = 0; parts->sets[p] != NULL; p++)
		for (size_t i = 0; i < parts->sets[p]->count; i++) {
			const struct person *who =
				parts->sets[p]->items[i].who.person;

			if (who != NULL && who->role == ROLE_MEMBER &&
				label_same(who->ward, ward))
				return true;
		}
	return false;
}

enum tri
participants_whole_wards(
	const struct participants *people, enum recipient_set set)
{
	struct parts parts = parts_of(people->hidden, set);
	size_t count;
	const struct person *all = roster_people(people->roster, &count);

	if (people->incomplete)
		return TRI_UNKNOWN;
	for (size_t i = 0; i < count; i++) {
		const struct person *person = &all[i];

		if (person->is_default || person->role != ROLE_MEMBER ||
			person == people->author.person ||
			!person_in_force(person, people->day))
			continue;
		if (!gets_to(&parts, person) && has_ward(&parts, person->ward))
			return TRI_NO;
	}
	return weigh(people, set, true);
}

enum tri
participants_more_than(const struct participants *people,
	enum recipient_set set, unsigned count)
{
	struct parts parts = parts_of(people->hidden, set);
	size_t found = 0;

	/* How many are hidden must not be found out by asking. */
	if (set == SET_HIDDEN && count > 0)
		return TRI_UNKNOWN;
	for (size_t p = 0; parts.sets[p] != NULL; p++) {
		const struct recipients *part = parts.sets[p];

		for (size_t i = 0; i < part->count;
			i += 1 + part->items[i].members)
			found += part->items[i].who.role != ROLE_ARCHIVE;
	}
	if (found <= count && earlier_hid_somebody(people, set))
		return TRI_YES;
	return weigh(people, set, found > count);
}

enum tri
recipients_every(const struct participants *people, enum recipient_set set,
	hidden_question *told, void *context)
{
	struct parts parts = parts_of(people->hidden, set);
	enum tri all = TRI_YES;

	for (size_t p = 0; parts.sets[p] != NULL; p++)
		for (size_t i = 0; i < parts.sets[p]->count && all != TRI_NO;
			i += 1 + parts.sets[p]->items[i].members)
			if (parts.sets[p]->items[i].who.role != ROLE_ARCHIVE)
				all = tri_and(
					all, told(&parts.sets[p]->items[i].who,
						     context));
	return all;
}

enum tri
hidden_every(const struct hidden *hidden, hidden_question *told, void *context)
{
	const struct recipients *set = &hidden->hidden;
	enum tri all = TRI_YES;

	for (size_t i = 0; i < set->count && all != TRI_NO;
		i += 1 + set->items[i].members)
		all = tri_and(all, told(&set->items[i].who, context));
	return all;
}
