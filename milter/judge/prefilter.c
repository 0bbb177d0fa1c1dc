#include "judge/prefilter.h"

#include <glib.h>

#include "prefilter_notes.h"

enum {
	/* Kept from text to text. */
	KEPT_HITS = 16 * 1024,
	KEPT_SIGHTINGS = 4 * 1024,
	KEPT_WALKS = 4 * 1024,
	KEPT_STRETCHES = 4 * 1024,
	KEPT_SPACES = 16 * 1024,
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
	g_free(old->sightings);
	g_free(old->stands);
	g_free(old->spaces);
	g_free(old->hits);
	g_free(old->patterns);
	g_free(old->candidates);
	g_free(old->stretches);
	g_free(old);
	*notes = NULL;
}

/* Taking notes -------------------------------------------------------- */

/* An array that grew beyond what is kept is let go. */
static void *
keep(void *array, size_t *room, size_t most)
{
	if (*room <= most)
		return array;
	g_free(array);
	*room = 0;
	return NULL;
}

static void
make_room(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	if (prefilter->partner_count > notes->partner_room) {
		notes->partner_room = prefilter->partner_count;
		g_free(notes->stands);
		notes->stands = g_new0(struct stand, notes->partner_room);
	}
	if (prefilter->pattern_count + 1 > notes->pattern_room) {
		notes->pattern_room = prefilter->pattern_count + 1;
		g_free(notes->patterns);
		g_free(notes->candidates);
		notes->patterns = g_new0(struct chain, notes->pattern_room);
		notes->candidates =
			g_new0(uint64_t, notes->pattern_room / 64 + 1);
	}
	notes->hits = keep(notes->hits, &notes->hit_room, KEPT_HITS);
	notes->sightings =
		keep(notes->sightings, &notes->sighting_room, KEPT_SIGHTINGS);
	notes->walks = keep(notes->walks, &notes->walk_room, KEPT_WALKS);
	notes->stretches =
		keep(notes->stretches, &notes->stretch_room, KEPT_STRETCHES);
	notes->spaces = keep(notes->spaces, &notes->space_room, KEPT_SPACES);
}

/* Those that have pieces without literals can be in any text. */
static void
begin_candidates(
	const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	size_t words = prefilter_words(prefilter);

	memset(notes->candidates, 0, words * sizeof(uint64_t));
	for (uint32_t arms = notes->armed; arms != 0; arms &= arms - 1) {
		const uint64_t *always =
			&prefilter->always[(size_t)__builtin_ctz(arms) * words];

		for (size_t i = 0; i < words; i++)
			notes->candidates[i] |= always[i];
	}
}

/* Any that is armed can be in it. */
static void
give_up(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	for (size_t id = 0; id < prefilter->pattern_count; id++)
		if (prefilter->arms[id] & notes->armed)
			bits_add(notes->candidates, id);
}

/* Nothing is cleared between texts and sentences but when turns begin anew. */
static void
next_turn(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	make_room(prefilter, notes);
	notes->hit_count = 0;
	notes->useless = false;
	begin_candidates(prefilter, notes);
	if (++notes->turn != 0)
		return;
	memset(notes->patterns, 0, notes->pattern_room * sizeof(struct chain));
	notes->turn = 1;
}

static void
next_sentence(struct prefilter_notes *notes)
{
	if (++notes->sentence_turn != 0)
		return;
	memset(notes->stands, 0, notes->partner_room * sizeof(struct stand));
	notes->sentence_turn = 1;
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

/* The first word at or behind this one that is not in the sentence. */
static size_t
next_word(const struct text_words *words, size_t at,
	const struct sentence *sentence)
{
	while (at < words->count && words->list[at].start < sentence->end)
		at++;
	return at;
}

/* The sentences of a block. */
static void
scan_block(const struct prefilter *prefilter, struct prefilter_notes *notes,
	const struct text_words *words)
{
	size_t from = 0;

	for (size_t s = words->first_sentence;
		s < words->end_sentence && !notes->useless; s++) {
		const struct sentence *sentence = &notes->zone->sentences[s];
		size_t to = next_word(words, from, sentence);

		next_sentence(notes);
		prefilter_read(prefilter, notes, sentence, &words->list[from],
			to - from);
		prefilter_meet(prefilter, notes, (uint32_t)s);
		notes->useless |= notes->hit_count > PREFILTER_MOST_HITS;
		from = to;
	}
}

static void
scan_sentences(const struct prefilter *prefilter, struct text_words *words,
	struct prefilter_notes *notes)
{
	const struct zone_text *zone = notes->zone;

	for (size_t s = 0; s < zone->sentence_count && !notes->useless;
		s = words->end_sentence) {
		text_words_read(words, zone, s, prefilter->lexicon);
		scan_block(prefilter, notes, words);
	}
}

void
prefilter_scan(const struct prefilter *prefilter, const struct zone_text *zone,
	struct text_words *words, uint32_t armed, struct prefilter_notes *notes)
{
	notes->armed = armed | PREFILTER_ARM_0;
	next_turn(prefilter, notes);
	notes->zone = zone;
	/* The root leads to all that is looked for. */
	if ((prefilter->node_arms[TRIE_ROOT] & notes->armed) == 0)
		return;
	notes->useless = zone->text.n >= UINT32_MAX || has_strangers(zone);
	scan_sentences(prefilter, words, notes);
	if (notes->useless)
		give_up(prefilter, notes);
}

struct lexicon *
prefilter_lexicon(const struct prefilter *prefilter)
{
	return prefilter->lexicon;
}

const uint64_t *
prefilter_candidates(const struct prefilter_notes *notes)
{
	return notes->candidates;
}

bool
prefilter_may_find(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, const struct pattern *pattern)
{
	unsigned id = pattern_id(pattern);

	return (prefilter->arms[id] & notes->armed) == 0 ||
	       bits_have(notes->candidates, id);
}
