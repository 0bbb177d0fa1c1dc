#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib.h>

#include "poison.h"

enum {
	FIRST_BLOCK = 16 * 1024,
	LARGEST_BLOCK = 1024 * 1024,
	/* The largest that is kept over arena_reset(). */
	KEPT_BLOCK = 256 * 1024,
};

/*
 * Blocks form a list, newest first. Each is twice the last one's size up to a
 * bound; what is larger than the room left gets a block to measure.
 */
struct block {
	struct block *next;
	size_t size; /* of bytes[] */
	size_t used;
	_Alignas(max_align_t) char bytes[];
};

struct arena {
	struct block *newest;
	size_t total;
};

static struct block *
block_new(size_t size)
{
	struct block *block = g_malloc(sizeof(*block) + size);

	block->next = NULL;
	block->size = size;
	block->used = 0;
	POISON(block->bytes, size);
	return block;
}

struct arena *
arena_new(void)
{
	struct arena *arena = g_new0(struct arena, 1);

	arena->newest = block_new(FIRST_BLOCK);
	return arena;
}

static void
free_blocks(struct block *block)
{
	while (block != NULL) {
		struct block *next = block->next;

		g_free(block);
		block = next;
	}
}

void
arena_free(struct arena **arena)
{
	if (*arena == NULL)
		return;
	free_blocks((*arena)->newest);
	g_free(*arena);
	*arena = NULL;
}

/*
 * The largest block is kept: after a few messages it holds a usual one whole,
 * in the same memory as the last. The first block is never too large for it.
 */
void
arena_reset(struct arena *arena)
{
	struct block *kept = NULL;
	struct block *block = arena->newest;

	while (block != NULL) {
		struct block *next = block->next;
		struct block *worse = block;

		if (block->size <= KEPT_BLOCK &&
			(kept == NULL || block->size > kept->size)) {
			worse = kept;
			kept = block;
		}
		g_free(worse);
		block = next;
	}
	kept->next = NULL;
	kept->used = 0;
	POISON(kept->bytes, kept->size);
	arena->newest = kept;
	arena->total = 0;
}

char *
arena_room(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	struct block *block = arena->newest;
	size_t room;
	char *memory;

	if (size > SIZE_MAX / 4)
		g_error("arena: impossible size %zu", size);
	room = (size + POISON_GAP + align - 1) / align * align;
	if (room > block->size - block->used) {
		size_t wanted = MIN(block->size * 2, (size_t)LARGEST_BLOCK);

		block = block_new(MAX(wanted, room));
		block->next = arena->newest;
		arena->newest = block;
	}
	memory = block->bytes + block->used;
	block->used += room;
	arena->total += room;
	UNPOISON(memory, size);
	return memory;
}

void *
arena_alloc(struct arena *arena, size_t size)
{
	return memset(arena_room(arena, size), 0, size);
}

void *
arena_alloc_array(struct arena *arena, size_t count, size_t size)
{
	if (size != 0 && count > SIZE_MAX / 4 / size)
		g_error("arena: impossible array of %zu", count);
	return arena_alloc(arena, count * size);
}

void *
arena_grow(struct arena *arena, void *items, size_t count, size_t *room,
	size_t size)
{
	void *more;

	if (count < *room)
		return items;
	*room = *room * 2 + 4;
	more = arena_alloc_array(arena, *room, size);
	if (count > 0)
		memcpy(more, items, count * size);
	return more;
}

char *
arena_copy(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = arena_room(arena, length + 1);

	if (length > 0)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

struct str
arena_str(struct arena *arena, struct str s)
{
	return (struct str){arena_copy(arena, s.p, s.n), s.n};
}

char *
arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	char *made;
	char *copy;

	va_start(args, format);
	made = g_strdup_vprintf(format, args);
	va_end(args);
	copy = arena_copy(arena, made, strlen(made));
	g_free(made);
	return copy;
}

size_t
arena_used(const struct arena *arena)
{
	return arena->total;
}
