#include "judge/prefilter.h"

#include <glib.h>

#include "prefilter_notes.h"

enum {
	/* Kept from text to text. */
	KEPT_NOTES = 16 * 1024,
	KEPT_WORDS = 64 * 1024,
	KEPT_SIGHTINGS = 4 * 1024,
};

struct prefilter_notes *
prefilter_notes_new(void)
{
	return g_new0(struct prefilter_notes, 1);
}

void
prefilter_notes_free(struct prefilter_notes **notes)
{
	struct prefilter_notes *old = *notes;

	if (old == NULL)
		return;
	g_free(old->walks);
	g_free(old->spots);
	g_free(old->sightings);
	g_free(old->patterns);
	g_free(old->partners);
	g_free(old->companies);
	g_free(old->candidates);
	g_free(old->words);
	g_free(old->notes);
	g_free(old->found);
	g_free(old->stretches);
	g_free(old);
	*notes = NULL;
}

/* Taking notes -------------------------------------------------------- */

static void
make_room_for_sets(
	const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	if (prefilter->partner_count > notes->partner_room) {
		notes->partner_room = prefilter->partner_count;
		g_free(notes->partners);
		notes->partners = g_new0(struct mark, notes->partner_room);
	}
	if (prefilter->company_count > notes->company_room) {
		notes->company_room = prefilter->company_count;
		g_free(notes->companies);
		notes->companies = g_new0(struct mark, notes->company_room);
	}
	if (notes->word_room > KEPT_WORDS) {
		g_free(notes->words);
		notes->words = NULL;
		notes->word_room = 0;
	}
}

static void
make_room(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	make_room_for_sets(prefilter, notes);
	if (prefilter->pattern_count + 1 > notes->pattern_room) {
		notes->pattern_room = prefilter->pattern_count + 1;
		g_free(notes->patterns);
		g_free(notes->candidates);
		notes->patterns = g_new0(struct chain, notes->pattern_room);
		notes->candidates =
			g_new0(uint64_t, notes->pattern_room / 64 + 1);
	}
	if (notes->note_room > KEPT_NOTES) {
		g_free(notes->notes);
		notes->notes = NULL;
		notes->note_room = 0;
	}
	if (notes->sighting_room > KEPT_SIGHTINGS) {
		g_free(notes->sightings);
		g_free(notes->spots);
		notes->sightings = NULL;
		notes->spots = NULL;
		notes->sighting_room = notes->spot_count = 0;
	}
}

static void
next_turn(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	make_room(prefilter, notes);
	notes->note_count = notes->found_count = 0;
	notes->sighting_count = notes->word_count = 0;
	notes->useless = false;
	memcpy(notes->candidates, prefilter->always,
		(prefilter->pattern_count / 64 + 1) * sizeof(uint64_t));
	if (++notes->turn != 0)
		return;
	if (notes->spot_count > 0)
		memset(notes->spots, 0,
			notes->spot_count * sizeof(struct spot));
	memset(notes->patterns, 0, notes->pattern_room * sizeof(struct chain));
	memset(notes->partners, 0, notes->partner_room * sizeof(struct mark));
	memset(notes->companies, 0, notes->company_room * sizeof(struct mark));
	notes->turn = 1;
}

/* Characters beyond ASCII that plain text (pattern.h) has not. */
static bool
is_strange(gunichar c)
{
	if (c < 0x660)
		return c == 0x85 || c == 0xA0 || c == 0x17F;
	return c == 0x212A || c >= 0x110000 || g_unichar_isdigit(c) ||
	       g_unichar_isspace(c) || c == 0x180E;
}

static bool
has_strangers(const struct zone_text *zone)
{
	struct str text = zone->text;

	for (size_t i = 0; i < text.n && !zone->ascii; i++)
		if ((unsigned char)text.p[i] >= 0xC2 &&
			is_strange(g_utf8_get_char_validated(
				text.p + i, (gssize)MIN(text.n - i, 6))))
			return true;
	return false;
}

void
prefilter_scan(const struct prefilter *prefilter, const struct zone_text *zone,
	struct prefilter_notes *notes)
{
	next_turn(prefilter, notes);
	notes->zone = zone;
	notes->set_words = (zone->sentence_count + 63) / 64;
	notes->useless = zone->text.n >= UINT32_MAX || has_strangers(zone);
	if (!notes->useless)
		prefilter_read(prefilter, notes);
	if (!notes->useless)
		prefilter_meet(prefilter, notes);
	if (notes->useless)
		memset(notes->candidates, 0xFF,
			(prefilter->pattern_count / 64 + 1) * sizeof(uint64_t));
}

const uint64_t *
prefilter_candidates(const struct prefilter_notes *notes)
{
	return notes->candidates;
}
