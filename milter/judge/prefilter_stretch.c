#include <glib.h>

#include "prefilter_notes.h"

static void
add_stretch(struct prefilter_notes *notes, struct stretch added)
{
	notes->stretches = array_grow(notes->stretches, notes->stretch_count,
		&notes->stretch_room, sizeof(*notes->stretches));
	notes->stretches[notes->stretch_count++] = added;
}

/* Starts are at characters, not within one. */
static uint32_t
to_character(const struct zone_text *zone, uint32_t at)
{
	while (at > 0 && ((unsigned char)zone->text.p[at] & 0xC0) == 0x80)
		at--;
	return at;
}

static void
add_hit(struct prefilter_notes *notes, const struct hit *hit)
{
	uint32_t start = notes->zone->sentences[hit->sentence].start;
	uint32_t first = to_character(notes->zone, start + hit->starts.first);

	add_stretch(notes, (struct stretch){hit->sentence, hit->piece, first,
				   start + hit->starts.last + 1});
}

/* Pieces without literals are tried everywhere. */
static void
add_always(const struct prefilter *prefilter, struct prefilter_notes *notes,
	unsigned id, const uint64_t *wanted)
{
	const struct zone_text *zone = notes->zone;

	for (uint32_t i = prefilter->first_always[id];
		i < prefilter->first_always[id + 1]; i++)
		for (uint32_t s = 0; s < zone->sentence_count; s++)
			if (bits_have(wanted, s))
				add_stretch(notes,
					(struct stretch){s,
						prefilter->always_pieces[i],
						zone->sentences[s].start,
						zone->sentences[s].end});
}

static int
by_place(const void *a, const void *b)
{
	const struct stretch *x = a, *y = b;

	if (x->sentence != y->sentence)
		return x->sentence > y->sentence ? 1 : -1;
	if (x->piece != y->piece)
		return x->piece > y->piece ? 1 : -1;
	return (x->from > y->from) - (x->from < y->from);
}

/* Few are in order already, or nearly so. */
static void
sort_stretches(struct stretch *stretches, size_t count)
{
	if (count > 16) {
		qsort(stretches, count, sizeof(*stretches), by_place);
		return;
	}
	for (size_t i = 1; i < count; i++) {
		struct stretch moved = stretches[i];
		size_t at = i;

		for (; at > 0 && by_place(&stretches[at - 1], &moved) > 0; at--)
			stretches[at] = stretches[at - 1];
		stretches[at] = moved;
	}
}

/* Those that meet become one. */
static size_t
join_stretches(struct stretch *stretches, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		struct stretch *last = kept > 0 ? &stretches[kept - 1] : NULL;

		if (last != NULL && last->sentence == stretches[i].sentence &&
			last->piece == stretches[i].piece &&
			last->to >= stretches[i].from)
			last->to = MAX(last->to, stretches[i].to);
		else
			stretches[kept++] = stretches[i];
	}
	return kept;
}

/* The first hit of the pattern in this text. */
static uint32_t
first_hit(const struct prefilter_notes *notes, unsigned id)
{
	const struct chain *chain = &notes->patterns[id];

	return chain->turn == notes->turn ? chain->first : NONE;
}

/* Is anything known of where the pattern is? */
static bool
is_known(const struct prefilter *prefilter, const struct prefilter_notes *notes,
	unsigned id)
{
	return !notes->useless && (prefilter->arms[id] & notes->armed) != 0;
}

bool
prefilter_where(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, const struct pattern *pattern,
	uint64_t *sentences)
{
	unsigned id = pattern_id(pattern);

	if (!is_known(prefilter, notes, id) ||
		prefilter_is_always(prefilter, id))
		return false;
	for (uint32_t h = first_hit(notes, id); h != NONE;
		h = notes->hits[h].next)
		bits_add(sentences, notes->hits[h].sentence);
	return true;
}

size_t
prefilter_stretches(const struct prefilter *prefilter,
	struct prefilter_notes *notes, const struct pattern *pattern,
	const uint64_t *wanted, const struct stretch **stretches)
{
	unsigned id = pattern_id(pattern);

	if (!is_known(prefilter, notes, id))
		return SIZE_MAX;
	notes->stretch_count = 0;
	add_always(prefilter, notes, id, wanted);
	for (uint32_t h = first_hit(notes, id); h != NONE;
		h = notes->hits[h].next)
		if (bits_have(wanted, notes->hits[h].sentence))
			add_hit(notes, &notes->hits[h]);
	*stretches = notes->stretches;
	sort_stretches(notes->stretches, notes->stretch_count);
	return join_stretches(notes->stretches, notes->stretch_count);
}
