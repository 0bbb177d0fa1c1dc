#include "daemon/desk.h"

#include <pthread.h>

/* Kept for the next message. */
enum { MOST_IDLE = 16 };

struct desk_room {
	pthread_mutex_t lock;
	struct desk *idle[MOST_IDLE];
	unsigned idle_count;
};

static struct desk *
desk_new(void)
{
	struct desk *desk = g_new0(struct desk, 1);

	desk->arena = arena_new();
	desk->raw = raw_mail_new();
	desk->recipients = g_array_new(FALSE, FALSE, sizeof(struct str));
	desk->ours = g_array_new(FALSE, FALSE, sizeof(struct field));
	return desk;
}

static void
desk_free(struct desk *desk)
{
	raw_mail_free(&desk->raw);
	arena_free(&desk->arena);
	g_array_free(desk->recipients, TRUE);
	g_array_free(desk->ours, TRUE);
	g_free(desk);
}

static void
clear(struct desk *desk)
{
	raw_mail_reset(desk->raw);
	arena_reset(desk->arena);
	g_array_set_size(desk->recipients, 0);
	g_array_set_size(desk->ours, 0);
}

struct desk_room *
desk_room_new(void)
{
	struct desk_room *room = g_new0(struct desk_room, 1);

	pthread_mutex_init(&room->lock, NULL);
	return room;
}

void
desk_room_free(struct desk_room **room)
{
	struct desk_room *old = *room;

	if (old == NULL)
		return;
	while (old->idle_count > 0)
		desk_free(old->idle[--old->idle_count]);
	pthread_mutex_destroy(&old->lock);
	g_free(old);
	*room = NULL;
}

struct desk *
desk_take(struct desk_room *room)
{
	struct desk *desk = NULL;

	pthread_mutex_lock(&room->lock);
	if (room->idle_count > 0)
		desk = room->idle[--room->idle_count];
	pthread_mutex_unlock(&room->lock);
	return desk != NULL ? desk : desk_new();
}

void
desk_leave(struct desk_room *room, struct desk *desk, bool large)
{
	bool kept = false;

	if (!large) {
		clear(desk);
		pthread_mutex_lock(&room->lock);
		kept = room->idle_count < MOST_IDLE;
		if (kept)
			room->idle[room->idle_count++] = desk;
		pthread_mutex_unlock(&room->lock);
	}
	if (!kept)
		desk_free(desk);
}
