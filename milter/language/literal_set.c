#include "literal_set.h"

#include <glib.h>

/* With the space behind it, by and large. */
enum { WORD_BYTES = 6 };

size_t
add_bytes(size_t a, size_t b)
{
	return a > SIZE_MAX - b ? SIZE_MAX : a + b;
}

struct width
add_widths(struct width a, struct width b)
{
	return (struct width){.least = add_bytes(a.least, b.least),
		.most = add_bytes(a.most, b.most),
		.least_spaces = add_bytes(a.least_spaces, b.least_spaces),
		.most_spaces = add_bytes(a.most_spaces, b.most_spaces)};
}

struct width
either_width(struct width a, struct width b)
{
	return (struct width){.least = MIN(a.least, b.least),
		.most = MAX(a.most, b.most),
		.least_spaces = MIN(a.least_spaces, b.least_spaces),
		.most_spaces = MAX(a.most_spaces, b.most_spaces)};
}

size_t
spread_of(struct width width)
{
	size_t bytes = width.most - width.least;
	size_t words = width.most_spaces - width.least_spaces;

	return words < bytes / WORD_BYTES ? (words + 1) * WORD_BYTES : bytes;
}

struct literal_set *
literal_set_new(struct arena *arena)
{
	struct literal_set *set = ARENA_NEW(arena, struct literal_set);

	set->arena = arena;
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

/* Each is written as a whole before it is read. */
static struct literal *
room_for(struct arena *arena, size_t count)
{
	return (struct literal *)(void *)arena_room(
		arena, count * sizeof(struct literal));
}

/* With room for so many, which are added without a look for equal ones. */
static struct literal_set *
set_for(struct arena *arena, size_t count)
{
	struct literal_set *set = literal_set_new(arena);

	set->items = room_for(arena, count);
	set->room = count;
	return set;
}

struct literal_set *
literal_set_of(struct arena *arena, const char *p, size_t n)
{
	struct literal_set *set = set_for(arena, 1);

	set->items[set->count++] = (struct literal){
		.p = p, .n = (uint32_t)n, .hash = hash_of(p, n)};
	return set;
}

struct literal_set *
literal_set_empty(struct arena *arena)
{
	return literal_set_of(arena, "", 0);
}

static bool
same(const struct literal *a, const struct literal *b)
{
	return a->n == b->n && memcmp(a->p, b->p, a->n) == 0 &&
	       partners_same(a->partners, b->partners);
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
			(one->hash == wanted->hash && same(one, wanted)))
			return slot;
	}
}

static void
grow(struct literal_set *set)
{
	size_t room = set->count * 2 + 4;
	struct literal *more = room_for(set->arena, room);

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

static bool
is_at_edge(const struct literal *literal)
{
	return literal->before.most == 0 || literal->starts || literal->edge;
}

/* What is true of both. */
static void
merge(struct arena *arena, struct literal *one, const struct literal *other)
{
	if (one->starts != other->starts || one->ends != other->ends)
		literal_forget_rates(one);
	one->edge = is_at_edge(one) && is_at_edge(other);
	one->starts &= other->starts;
	one->ends &= other->ends;
	one->capital &= other->capital;
	one->before = either_width(one->before, other->before);
	one->partners = partners_either(arena, one->partners, other->partners);
}

void
literal_set_add(struct literal_set *set, struct literal literal)
{
	uint32_t *slot;

	literal.hash = hash_of(literal.p, literal.n);
	if (set->count == set->room || set->table == NULL)
		grow(set);
	slot = slot_of(set, &literal);
	if (*slot > 0) {
		merge(set->arena, &set->items[*slot - 1], &literal);
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
literal_set_copy(const struct literal_set *set)
{
	struct literal_set *copy = set_for(set->arena, set->count);

	copy->count = set->count;
	if (set->count > 0)
		memcpy(copy->items, set->items,
			set->count * sizeof(*copy->items));
	return copy;
}

void
literal_set_move(struct literal_set *set, struct width by)
{
	const struct partner *last = NULL;
	const struct partner *last_moved = NULL;

	if (by.most == 0)
		return;
	for (size_t i = 0; i < set->count; i++) {
		struct literal *one = &set->items[i];

		one->before = add_widths(one->before, by);
		/* Most have the same ones. */
		if (one->partners != last) {
			last = one->partners;
			last_moved = partners_moved(set->arena, last, by);
		}
		one->partners = last_moved;
	}
}

static const char *
join_texts(struct arena *arena, const struct literal *left,
	const struct literal *right)
{
	char *text;

	if (left->n == 0)
		return right->p;
	if (right->n == 0)
		return left->p;
	text = arena_room(arena, left->n + right->n);
	memcpy(text, left->p, left->n);
	memcpy(text + left->n, right->p, right->n);
	return text;
}

/* A boundary at an empty string is one of what follows and what precedes. */
static struct literal
join(struct arena *arena, const struct literal *left,
	const struct literal *right)
{
	return (struct literal){
		.p = join_texts(arena, left, right),
		.n = left->n + right->n,
		.starts = left->starts || (left->n == 0 && right->starts),
		.edge = left->edge,
		.ends = right->ends || (right->n == 0 && left->ends),
	};
}

/* Different strings of the one set are so behind one of the other. */
static struct literal_set *
cross_one(const struct literal_set *left, const struct literal_set *right)
{
	struct literal_set *set =
		set_for(left->arena, left->count * right->count);

	for (size_t i = 0; i < left->count; i++)
		for (size_t k = 0; k < right->count; k++) {
			struct literal *one = &set->items[set->count++];

			*one = join(
				set->arena, &left->items[i], &right->items[k]);
			one->hash = hash_of(one->p, one->n);
		}
	return set;
}

struct literal_set *
literal_set_cross(
	const struct literal_set *left, const struct literal_set *right)
{
	struct literal_set *set;

	if (left->count == 1 || right->count == 1)
		return cross_one(left, right);
	set = literal_set_new(left->arena);
	for (size_t i = 0; i < left->count; i++)
		for (size_t k = 0; k < right->count; k++)
			literal_set_add(set, join(set->arena, &left->items[i],
						     &right->items[k]));
	return set;
}

bool
literal_set_has_empty(const struct literal_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		if (set->items[i].n == 0)
			return true;
	return set->count == 0;
}

size_t
literal_set_longest(const struct literal_set *set)
{
	size_t longest = 0;

	for (size_t i = 0; i < set->count; i++)
		longest = MAX(longest, set->items[i].n);
	return longest;
}
