/*
 * desk: what a message is laid out on while it comes in.
 *
 * A mail server keeps connections open on which nothing is said, and each of
 * its connections says a few messages only. Desks go from message to message
 * instead: the last one left is the next one taken, its memory still in the
 * processor's cache, and a silent connection has none.
 *
 * Threads: desk_take() and desk_leave() may be called from any thread; a desk
 * is one thread's at a time.
 */
#ifndef COMITY_DAEMON_DESK_H
#define COMITY_DAEMON_DESK_H

#include <stdbool.h>

#include <glib.h>

#include "base/arena.h"
#include "mime/raw.h"

struct desk {
	struct arena *arena;
	struct raw_mail *raw;
	GArray *recipients; /* struct str */
	/*
	 * All fields with our prefix, also those that are too long for `raw`:
	 * the mail server counts them all when one is to be removed.
	 */
	GArray *ours; /* struct field */
};

struct desk_room;

struct desk_room *desk_room_new(void);
/* No desk of it may be in use. */
void desk_room_free(struct desk_room **room);

/* Empty. */
struct desk *desk_take(struct desk_room *room);
/* All that lies on it is forgotten; nothing is kept of a `large` one. */
void desk_leave(struct desk_room *room, struct desk *desk, bool large);

#endif
