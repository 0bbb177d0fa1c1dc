#include "people/notice.h"

#include <glib.h>

#include "cover_internal.h"
#include "hidden_internal.h"

/* A letter takes a millisecond; this is for what is made to take longer. */
enum { LONGEST_READING_MS = 1000, MOST_STRETCHES = 1000 };

/* What the sender's own text tells of copies. */
struct telling {
	const struct participants *people;
	struct arena *arena;
	GArray *stretches; /* struct stretch */
	gint64 deadline;   /* of the monotonic clock */
	bool limit;	   /* something could not be looked at to its end */
};

/* The sentence that is being searched. */
struct sentence_search {
	struct telling *telling;
	const struct zone_text *zone;
	const struct found_mentions *mentions;
	size_t start;
};

static void
add_stretch(struct told told, void *context)
{
	struct sentence_search *search = context;
	struct stretch stretch = {
		.zone = search->zone,
		.mentions = search->mentions,
		.start = search->start + told.start,
		.end = search->start + told.end,
		.sentence_start = search->start,
		.side = told.side,
		.bodies = told.bodies,
	};

	g_array_append_val(search->telling->stretches, stretch);
}

static bool
is_out_of_time(struct telling *telling)
{
	bool out = g_get_monotonic_time() > telling->deadline ||
		   telling->stretches->len > MOST_STRETCHES;

	telling->limit = telling->limit || out;
	return out;
}

static void
read_zone(struct telling *telling, const struct zone_text *zone, bool foot)
{
	const struct participants *people = telling->people;
	const struct tell *tell = mention_index_tell(people->mentions);
	struct found_mentions *mentions =
		ARENA_NEW(telling->arena, struct found_mentions);
	guint before = telling->stretches->len;
	unsigned places = foot ? TELL_FOOT : 0;

	for (size_t i = 0; i < zone->sentence_count && !is_out_of_time(telling);
		i++) {
		struct sentence_search search = {
			telling, zone, mentions, zone->sentences[i].start};
		enum tri tells = tell_find(tell, zone_sentence(zone, i), places,
			add_stretch, &search);

		if (tells == TRI_UNKNOWN)
			telling->limit = true;
		if (!foot)
			places = tells == TRI_YES ? TELL_NEXT : 0;
	}
	/* Names are sought only where somebody is told of. */
	if (telling->stretches->len > before)
		*mentions = mention_scan(
			telling->arena, people->mentions, zone, people->day);
}

static enum tri
is_told_of(const struct participant *somebody, void *context)
{
	const struct telling *telling = context;

	if (g_get_monotonic_time() > telling->deadline)
		return TRI_UNKNOWN;
	for (guint i = 0; i < telling->stretches->len; i++)
		if (stretch_covers(&g_array_index(telling->stretches,
					   struct stretch, i),
			    telling->people, somebody))
			return TRI_YES;
	return TRI_NO;
}

static enum tri
nobody_is_there(const struct participant *somebody, void *context)
{
	(void)somebody;
	(void)context;
	return TRI_NO;
}

/* The notice may stand in what was not read. */
static bool
text_is_unread(const struct message *message)
{
	const struct zone_text *text = &message->zones[ZONE_TEXT];

	return text->cut || (text->text.n == 0 &&
				    (message->unread & ~UNREAD_ADDRESSES) != 0);
}

static enum tri
given_in_this(const struct message *message, const struct participants *people,
	enum recipient_set set)
{
	struct telling telling = {.people = people};
	enum tri given;

	if (recipients_every(people, set, nobody_is_there, NULL) == TRI_YES)
		return people->incomplete ? TRI_UNKNOWN : TRI_YES;
	if (people->mentions == NULL)
		return TRI_UNKNOWN;
	telling.deadline = g_get_monotonic_time() +
			   LONGEST_READING_MS * G_TIME_SPAN_MILLISECOND;
	telling.arena = arena_new();
	telling.stretches = g_array_new(FALSE, FALSE, sizeof(struct stretch));
	read_zone(&telling, &message->zones[ZONE_TEXT], false);
	read_zone(&telling, &message->zones[ZONE_SIGNATURE], true);
	given = recipients_every(people, set, is_told_of, &telling);
	if (given == TRI_NO && (telling.limit || text_is_unread(message)))
		given = TRI_UNKNOWN;
	g_array_free(telling.stretches, TRUE);
	arena_free(&telling.arena);
	return given;
}

enum tri
notice_tells_of(const struct message *message,
	const struct participants *people, enum recipient_set set)
{
	/* The text is the same; who was hidden is known no more. */
	if (set == SET_HIDDEN && people->earlier == EARLIER_UNTOLD)
		return TRI_NO;
	return given_in_this(message, people, set);
}

enum tri
notice_given(const struct message *message, const struct participants *people)
{
	return notice_tells_of(message, people, SET_HIDDEN);
}

enum earlier_copies
notice_to_remember(
	const struct message *message, const struct participants *people)
{
	if (participants_more_than(people, SET_HIDDEN, 0) == TRI_NO)
		return EARLIER_VISIBLE;
	if (notice_given(message, people) == TRI_NO)
		return EARLIER_UNTOLD;
	return EARLIER_TOLD;
}
