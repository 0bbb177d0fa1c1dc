#include "pattern_choice.h"

#include <glib.h>

struct choice
choice_begin(struct arena *arena)
{
	return (struct choice){.sum = {.exact = literal_set_new(arena),
				       .width = {SIZE_MAX, 0, SIZE_MAX, 0},
				       .never = true,
				       .opens = true,
				       .closes = true,
				       .capital = true},
		.rare = true};
}

static bool
stays_exact(const struct known *sum, const struct known *branch)
{
	return sum->exact != NULL && branch->exact != NULL &&
	       sum->exact->count + branch->exact->count <= MOST_LITERALS;
}

/* What was exact is what it begins with and what it needs, so far. */
static void
end_exact(struct choice *choice)
{
	struct known *sum = &choice->sum;

	if (choice->rare)
		sum->needed = literal_set_copy(sum->exact);
	sum->head = sum->exact;
	sum->exact = NULL;
}

static void
add_head(struct known *sum, const struct known *branch)
{
	const struct literal_set *head = known_head(branch);

	if (sum->head != NULL && head != NULL &&
		sum->head->count + head->count <= MOST_CROSSED)
		literal_set_add_all(sum->head, head);
	else
		sum->head = NULL;
}

/* One branch of which nothing is known leaves nothing known of the whole. */
static void
add_strings(struct choice *choice, const struct known *branch)
{
	struct known *sum = &choice->sum;
	const struct literal_set *needed =
		branch->needed != NULL ? branch->needed : branch->exact;
	bool rare = literal_set_is_rare(needed);

	if (stays_exact(sum, branch)) {
		literal_set_add_all(sum->exact, branch->exact);
		choice->rare &= rare;
		return;
	}
	if (sum->exact != NULL)
		end_exact(choice);
	add_head(sum, branch);
	if (sum->needed != NULL && rare &&
		sum->needed->count + needed->count <= MOST_LITERALS)
		literal_set_add_all(sum->needed, needed);
	else
		sum->needed = NULL;
}

void
choice_add(struct choice *choice, const struct known *branch)
{
	struct known *sum = &choice->sum;

	if (branch->never)
		return;
	sum->never = false;
	sum->empty |= branch->empty;
	sum->opens &= branch->opens;
	sum->closes &= branch->closes;
	sum->capital &= branch->capital;
	sum->width = either_width(sum->width, branch->width);
	add_strings(choice, branch);
}

struct known
choice_end(struct choice *choice)
{
	if (choice->sum.never) {
		choice->sum.exact = NULL;
		choice->sum.width.least = choice->sum.width.least_spaces = 0;
	}
	return choice->sum;
}
