/*
 * arena: memory that is freed all at once.
 *
 * What is found out about one message lives in one arena and goes with it; a
 * rule set's syntax tree likewise. Nothing in an arena is freed singly, so
 * structures in it may point at each other freely.
 *
 * Memory comes back zeroed (but for arena_room) and aligned for any type.
 * Running out of memory ends the process (as GLib does): limits.h keeps mail
 * from getting there.
 *
 * Threads: one arena, one thread at a time.
 */
#ifndef COMITY_BASE_ARENA_H
#define COMITY_BASE_ARENA_H

#include "base/str.h"

struct arena;

struct arena *arena_new(void);
/* Frees *arena and all that came from it; sets it to NULL; NULL is fine. */
void arena_free(struct arena **arena);
/*
 * Forgets all that came from it. Some of its memory, 256 KB at most, is kept for
 * what follows.
 */
void arena_reset(struct arena *arena);

void *arena_alloc(struct arena *arena, size_t size);
/* The same without zeroes, for text that is written into it at once. */
char *arena_room(struct arena *arena, size_t size);
#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count)                                        \
	((type *)arena_alloc_array((arena), (count), sizeof(type)))
void *arena_alloc_array(struct arena *arena, size_t count, size_t size);
/*
 * `items`, or a copy of them with room for more where `count` fills *room: an
 * array that grows by doubling. What it leaves behind goes with the arena.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t *room,
	size_t size);

/* Copies; each copy is NUL-terminated behind its length. */
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
struct str arena_str(struct arena *arena, struct str s);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Bytes handed out since it was made or reset. */
size_t arena_used(const struct arena *arena);

#endif
