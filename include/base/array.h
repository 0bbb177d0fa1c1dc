/*
 * array: arrays on the heap that grow by doubling (arena.h has those of an
 * arena), and numbers in order.
 *
 * Threads: pure.
 */
#ifndef COMITY_BASE_ARRAY_H
#define COMITY_BASE_ARRAY_H

#include <glib.h>

enum { ARRAY_FIRST_ROOM = 64 };

/*
 * `items`, or where it was moved to with room for more where `count` fills
 * *room. NULL with a room of 0 begins one. Freed with g_free.
 */
static inline void *
array_grow(void *items, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return items;
	*room = MAX(count * 2, (size_t)ARRAY_FIRST_ROOM);
	return g_realloc_n(items, *room, size);
}

static inline int
array_compare(guint32 a, guint32 b)
{
	return (a > b) - (a < b);
}

/* Of guint32, for g_array_sort and qsort. */
static inline int
array_by_number(const void *a, const void *b)
{
	return array_compare(*(const guint32 *)a, *(const guint32 *)b);
}

/* Puts an array of guint32 in order, each of them once. */
void array_sort_once(GArray *numbers);

#endif
