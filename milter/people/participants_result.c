#include "finder_internal.h"

const char *const direction_names[] = {"member-to-officer", "member-to-member",
	"member-to-group", "member-to-outside", "officer-to-member",
	"officer-to-officer", "officer-to-group", "officer-to-outside",
	"group-to-officer", "group-to-member", "group-to-group",
	"group-to-outside", NULL};

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

void
finder_consequences(struct finder *finder)
{
	struct participants *people = finder->people;
	struct hidden *hidden = finder->hidden;
	const struct recipients *sets[] = {&hidden->to, &hidden->cc,
		&hidden->hidden, &hidden->others, NULL};

	people->directions = directions_to(people, &hidden->to) |
			     directions_to(people, &hidden->cc);
	if (people->directions == 0)
		people->directions =
			lowest_bit(directions_to(people, &hidden->others) |
				   directions_to(people, &hidden->hidden));
	hidden->party = party_of_sets(own_party(people), sets);
	people->hidden = hidden;
}
