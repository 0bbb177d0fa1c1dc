#include "literal_set.h"

#include <math.h>

#include <glib.h>

/* Times that a letter stands in 1,000 of English, from a to z. */
static const unsigned char letter_rates[26] = {65, 12, 22, 32, 102, 18, 16, 50,
	57, 1, 6, 33, 20, 57, 62, 15, 1, 50, 53, 75, 23, 8, 18, 1, 16, 1};

struct literal_set *
literal_set_new(struct arena *arena)
{
	struct literal_set *set = ARENA_NEW(arena, struct literal_set);

	set->arena = arena;
	return set;
}

struct literal_set *
literal_set_empty(struct arena *arena)
{
	struct literal_set *set = literal_set_new(arena);

	literal_set_add_text(set, "", 0);
	return set;
}

static uint32_t
hash_of(const char *p, size_t n)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)p[i]) * 16777619u;
	return hash;
}

/* The place in the table where the string is, or would be. */
static uint32_t *
slot_of(const struct literal_set *set, const struct literal *wanted)
{
	uint32_t at = wanted->hash;

	for (;; at++) {
		uint32_t *slot = &set->table[at & (set->table_size - 1)];
		const struct literal *one = &set->items[*slot - 1];

		if (*slot == 0 ||
			(one->hash == wanted->hash && one->n == wanted->n &&
				memcmp(one->p, wanted->p, one->n) == 0))
			return slot;
	}
}

static void
grow(struct literal_set *set)
{
	size_t room = set->count * 2 + 4;
	struct literal *more = ARENA_ARRAY(set->arena, struct literal, room);

	if (set->count > 0)
		memcpy(more, set->items, set->count * sizeof(*more));
	set->items = more;
	set->room = room;
	for (set->table_size = 8; set->table_size < 2 * room;)
		set->table_size *= 2;
	set->table = ARENA_ARRAY(set->arena, uint32_t, set->table_size);
	for (size_t i = 0; i < set->count; i++)
		*slot_of(set, &set->items[i]) = (uint32_t)i + 1;
}

void
literal_set_add(struct literal_set *set, struct literal literal)
{
	struct literal *same;
	uint32_t *slot;

	literal.hash = hash_of(literal.p, literal.n);
	if (set->count == set->room)
		grow(set);
	slot = slot_of(set, &literal);
	if (*slot > 0) {
		same = &set->items[*slot - 1];
		same->starts &= literal.starts;
		same->ends &= literal.ends;
		same->lead = MAX(same->lead, literal.lead);
		return;
	}
	set->items[set->count++] = literal;
	*slot = (uint32_t)set->count;
}

void
literal_set_add_text(struct literal_set *set, const char *p, size_t n)
{
	literal_set_add(set, (struct literal){.p = p, .n = (uint32_t)n});
}

void
literal_set_add_all(struct literal_set *set, const struct literal_set *other)
{
	for (size_t i = 0; i < other->count; i++)
		literal_set_add(set, other->items[i]);
}

struct literal_set *
literal_set_moved(const struct literal_set *set, size_t lead)
{
	struct literal_set *moved = literal_set_new(set->arena);

	moved->count = moved->room = set->count;
	moved->items = ARENA_ARRAY(set->arena, struct literal, set->count);
	for (size_t i = 0; i < set->count; i++) {
		size_t before = set->items[i].lead;

		moved->items[i] = set->items[i];
		moved->items[i].lead =
			before > SIZE_MAX - lead ? SIZE_MAX : before + lead;
	}
	return moved;
}

/* A boundary at an empty string is one of what follows and what precedes. */
static struct literal
join(struct arena *arena, const struct literal *left,
	const struct literal *right)
{
	struct literal both = {.n = left->n + right->n};
	char *text = arena_alloc(arena, both.n + 1);

	memcpy(text, left->p, left->n);
	memcpy(text + left->n, right->p, right->n);
	both.p = text;
	both.starts = left->starts || (left->n == 0 && right->starts);
	both.ends = right->ends || (right->n == 0 && left->ends);
	return both;
}

struct literal_set *
literal_set_cross(
	const struct literal_set *left, const struct literal_set *right)
{
	struct literal_set *set = literal_set_new(left->arena);

	for (size_t i = 0; i < left->count; i++)
		for (size_t k = 0; k < right->count; k++)
			literal_set_add(set, join(set->arena, &left->items[i],
						     &right->items[k]));
	return set;
}

size_t
literal_set_longest(const struct literal_set *set)
{
	size_t longest = 0;

	for (size_t i = 0; i < set->count; i++)
		longest = MAX(longest, set->items[i].n);
	return longest;
}

static double
rate_of(char c)
{
	if (g_ascii_islower(c))
		return letter_rates[c - 'a'] / 1e3;
	if (c == ' ')
		return 0.18;
	return c == '0' || c == '.' || c == ',' ? 0.01 : 0.002;
}

static double
cost_of(const struct literal *literal)
{
	size_t starts = MIN(literal->lead, (size_t)80) + 1;
	double rate = 1;

	if (literal->n == 0)
		return INFINITY;
	for (size_t i = 0; i < literal->n; i++)
		rate *= rate_of(literal->p[i]);
	rate *= literal->starts ? 0.2 : 1;
	rate *= literal->ends ? 0.2 : 1;
	/* A call costs as much as trying a dozen starts. */
	return rate * (12 + (double)starts);
}

double
literal_set_cost(const struct literal_set *set)
{
	double cost = 0;

	if (set == NULL || set->count == 0)
		return INFINITY;
	for (size_t i = 0; i < set->count; i++)
		cost += cost_of(&set->items[i]);
	return cost;
}
