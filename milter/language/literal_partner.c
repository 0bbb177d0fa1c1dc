/*
 * Lists of partners. They are shared by the strings of a set and never altered;
 * what differs is a list of its own.
 */
#include "literal_set.h"

#include <glib.h>

/* One more than `next` has. */
static const struct partner *
new_partner(
	struct arena *arena, struct partner made, const struct partner *next)
{
	struct partner *partner = ARENA_NEW(arena, struct partner);

	*partner = made;
	partner->next = next;
	return partner;
}

bool
partners_same(const struct partner *a, const struct partner *b)
{
	while (a != b && a != NULL && b != NULL && a->strings == b->strings) {
		a = a->next;
		b = b->next;
	}
	return a == b;
}

const struct partner *
partners_moved(struct arena *arena, const struct partner *list, struct width by)
{
	struct partner moved;

	if (list == NULL || by.most == 0)
		return list;
	moved = *list;
	moved.before = add_widths(moved.before, by);
	return new_partner(arena, moved, partners_moved(arena, list->next, by));
}

const struct partner *
partners_either(
	struct arena *arena, const struct partner *a, const struct partner *b)
{
	struct partner either;

	if (a == b)
		return a;
	either = *a;
	either.before = either_width(a->before, b->before);
	return new_partner(
		arena, either, partners_either(arena, a->next, b->next));
}

/* The list with one more; as it is where it has that one, or enough. */
static const struct partner *
partners_with(struct arena *arena, const struct partner *list,
	const struct literal_set *strings)
{
	const struct partner added = {
		strings, {0}, literal_set_spread(strings), NULL};
	int count = 0;

	for (const struct partner *one = list; one != NULL; one = one->next) {
		if (one->strings == strings)
			return list;
		count++;
	}
	return count == MOST_PARTNERS ? list : new_partner(arena, added, list);
}

size_t
literal_set_spread(const struct literal_set *set)
{
	size_t spread = 0;

	for (size_t i = 0; i < set->count; i++)
		spread = MAX(spread, spread_of(set->items[i].before));
	return spread;
}

/* Is the start known where the literal and its partners are? */
static bool
tells_start(const struct literal *literal)
{
	const struct partner *one = literal->partners;

	while (one != NULL && (one->spread > 0 || spread_of(one->before) > 0))
		one = one->next;
	return one != NULL || spread_of(literal->before) == 0;
}

/* Joins `strings` to all of the set, or where the start is not known. */
static struct literal_set *
join(const struct literal_set *set, const struct literal_set *strings, bool all)
{
	struct literal_set *joined = literal_set_copy(set);
	const struct partner *last = NULL;
	const struct partner *last_joined =
		partners_with(set->arena, NULL, strings);

	for (size_t i = 0; i < joined->count; i++) {
		struct literal *one = &joined->items[i];

		if (!all && tells_start(one))
			continue;
		if (one->partners != last) {
			last = one->partners;
			last_joined = partners_with(set->arena, last, strings);
		}
		one->partners = last_joined;
	}
	return joined;
}

struct literal_set *
literal_set_joined(
	const struct literal_set *set, const struct literal_set *partner)
{
	return join(set, partner, true);
}

struct literal_set *
literal_set_begun(const struct literal_set *set, const struct literal_set *head)
{
	return join(set, head, false);
}
