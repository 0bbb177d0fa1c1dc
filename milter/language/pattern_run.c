#include "pattern_run.h"

#include <math.h>
#include <stdlib.h>

/* How likely a partner is near a literal that more often than not is there. */
static const double commonplace = 0.9;

void
run_begin(struct run *run, struct arena *arena)
{
	*run = (struct run){.arena = arena,
		.whole = true,
		.empty = true,
		.opens = true,
		.closes = true,
		.capital = true,
		.parted = true};
	run->strings = literal_set_empty(arena);
}

static bool
can_cross(const struct literal_set *left, const struct literal_set *right)
{
	size_t most = left->count == 1 || right->count == 1 ? MOST_LITERALS
							    : MOST_CROSSED;

	return left->count * right->count <= most &&
	       literal_set_longest(left) + literal_set_longest(right) <=
		       LONGEST;
}

/* What can be told of both ends once `next` stands behind the rest. */
static void
run_pass(struct run *run, const struct known *next)
{
	run->never |= next->never;
	run->opens &= !run->empty || next->opens;
	run->capital &= !run->empty || next->capital;
	run->closes = next->closes && (!next->empty || run->closes);
	run->apart = next->closes && (!next->empty || run->apart);
	run->parted = next->closes && (!next->empty || run->parted);
	run->empty &= next->empty;
	run->width = add_widths(run->width, next->width);
}

/*
 * The strings of a part of the run, by what stands before it: those at its
 * edge are a word's start where no letter nor digit does.
 */
static struct literal_set *
placed(const struct run *run, const struct literal_set *set, bool boundary)
{
	bool starts = run->apart || boundary;
	bool edge = run->parted || boundary;
	struct literal_set *made;

	if (set == NULL)
		return NULL;
	made = literal_set_copy(set);
	for (size_t i = 0; i < made->count; i++) {
		struct literal *one = &made->items[i];
		bool first = one->before.most == 0 || one->edge;

		if (starts && first && !one->starts) {
			one->starts = true;
			literal_forget_rates(one);
		}
		one->edge = edge && first;
	}
	return made;
}

/* The same strings, by what stands behind each. */
static struct literal_set *
ended(struct literal_set *set, const struct known *next)
{
	struct literal_set *made;

	if (next->empty || !(next->opens || next->capital))
		return set;
	made = literal_set_copy(set);
	for (size_t i = 0; i < made->count; i++) {
		literal_forget_rates(&made->items[i]);
		made->items[i].ends |= next->opens;
		made->items[i].capital = next->capital;
	}
	return made;
}

/* A part of the sequence, with `before` before it, is over. Its strings are the
 * run's own. */
static struct literal_set *
run_keep(struct run *run, struct literal_set *strings, struct width before)
{
	struct part part = {.strings = strings};
	size_t worst = 0;

	if (strings == NULL || literal_set_has_empty(strings))
		return NULL;
	literal_set_move(strings, before);
	part.cost = literal_set_cost(strings);
	part.spread = literal_set_spread(strings);
	if (run->part_count < MOST_PARTS) {
		run->parts[run->part_count++] = part;
		return strings;
	}
	for (size_t i = 1; i < MOST_PARTS; i++)
		if (run->parts[i].cost > run->parts[worst].cost)
			worst = i;
	if (part.cost < run->parts[worst].cost)
		run->parts[worst] = part;
	return strings;
}

const struct literal_set *
known_head(const struct known *known)
{
	return known->exact != NULL ? known->exact : known->head;
}

/* What stands at the very start, up to `next`, may be empty: then that is
 * where the match begins. NULL where too little is known. */
static struct literal_set *
head_with(const struct literal_set *first, const struct known *next)
{
	const struct literal_set *second = known_head(next);
	struct literal_set *head = literal_set_new(first->arena);

	if (second == NULL || first->count + second->count > MOST_CROSSED)
		return NULL;
	for (size_t i = 0; i < first->count; i++) {
		const struct literal_set one = {.arena = first->arena,
			.items = &first->items[i],
			.count = 1};

		if (first->items[i].n > 0)
			literal_set_add(head, first->items[i]);
		else
			literal_set_add_all(
				head, literal_set_cross(&one, second));
	}
	return head;
}

/* A boundary was asked for right before what comes. */
static bool
has_boundary(const struct run *run)
{
	const struct literal_set *strings = run->strings;

	return strings->count == 1 && strings->items[0].n == 0 &&
	       strings->items[0].starts;
}

void
run_look_ahead(struct run *run, const struct known *ahead)
{
	const struct literal_set *strings =
		ahead->exact != NULL ? ahead->exact : ahead->needed;

	run_keep(run, placed(run, strings, has_boundary(run)), run->width);
}

void
run_add(struct run *run, const struct known *next)
{
	bool boundary = has_boundary(run);
	struct width width = run->width;
	struct literal_set *kept;

	if (next->exact != NULL && can_cross(run->strings, next->exact)) {
		run->strings = literal_set_cross(run->strings, next->exact);
		run_pass(run, next);
		return;
	}
	kept = run_keep(run, ended(run->strings, next), run->before);
	if (run->whole)
		run->head = kept != NULL ? kept : head_with(run->strings, next);
	run->whole = false;
	run_keep(run, placed(run, next->needed, boundary), width);
	run->strings = placed(run, next->exact, boundary);
	run->before = width;
	run_pass(run, next);
	if (next->exact == NULL) {
		run->strings =
			placed(run, literal_set_empty(run->arena), false);
		run->before = run->width;
	}
}

static int
by_presence(const void *a, const void *b)
{
	const struct part *x = a, *y = b;

	return (x->presence > y->presence) - (x->presence < y->presence);
}

/* How likely each part is where one of the best one's strings is. */
static void
weigh_parts(struct run *run, const struct part *best)
{
	for (size_t i = 0; i < run->part_count; i++) {
		struct part *part = &run->parts[i];
		size_t places = add_bytes(best->spread, part->spread);

		if (part->strings != best->strings)
			part->presence = literal_set_chance(
				part->strings, add_bytes(places, 1));
	}
}

/*
 * The best part, and with it what the match begins with, if that helps to tell
 * where, and the rarest of the others.
 */
static struct literal_set *
best_part(struct run *run)
{
	struct part first = {.cost = INFINITY};
	struct literal_set *best;

	for (size_t i = 0; i < run->part_count; i++)
		if (run->parts[i].cost < first.cost)
			first = run->parts[i];
	best = first.strings;
	if (best == NULL)
		return NULL;
	if (run->head != NULL && !literal_set_has_empty(run->head))
		best = literal_set_begun(best, run->head);
	weigh_parts(run, &first);
	qsort(run->parts, run->part_count, sizeof(*run->parts), by_presence);
	for (size_t i = 0; i < run->part_count; i++)
		if (run->parts[i].strings != first.strings &&
			run->parts[i].presence < commonplace)
			best = literal_set_joined(best, run->parts[i].strings);
	return best;
}

struct known
run_end(struct run *run)
{
	struct known known = {.width = run->width,
		.never = run->never,
		.empty = run->empty,
		.opens = run->opens,
		.closes = run->closes,
		.capital = run->capital};

	if (run->whole) {
		known.exact = run->strings;
		return known;
	}
	run_keep(run, run->strings, run->before);
	known.needed = best_part(run);
	known.head = run->head;
	return known;
}
