#include "judge/prefilter.h"

#include <glib.h>

#include "prefilter_notes.h"

enum {
	/* Read at a time, so that the list of hits stays small. */
	BLOCK_BYTES = 16 * 1024,
	/* More notes than this of one text: all of it is tried. */
	MOST_NOTES = 512 * 1024,
	/* Kept from text to text. */
	KEPT_NOTES = 16 * 1024,
	KEPT_WORDS = 64 * 1024,
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
	automaton_hits_clear(&old->hits);
	g_free(old->entries);
	g_free(old->patterns);
	g_free(old->partners);
	g_free(old->companies);
	g_free(old->candidates);
	g_free(old->seen);
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
	if (prefilter->entry_count > notes->entry_room) {
		notes->entry_room = prefilter->entry_count;
		g_free(notes->entries);
		g_free(notes->seen);
		notes->entries = g_new0(struct chain, notes->entry_room);
		notes->seen = g_new(uint32_t, notes->entry_room);
	}
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
		automaton_hits_clear(&notes->hits);
	}
}

static void
next_turn(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	make_room(prefilter, notes);
	notes->note_count = notes->found_count = 0;
	notes->seen_count = notes->word_count = 0;
	notes->useless = false;
	memcpy(notes->candidates, prefilter->always,
		(prefilter->pattern_count / 64 + 1) * sizeof(uint64_t));
	if (++notes->turn != 0)
		return;
	memset(notes->entries, 0, notes->entry_room * sizeof(struct chain));
	memset(notes->patterns, 0, notes->pattern_room * sizeof(struct chain));
	memset(notes->partners, 0, notes->partner_room * sizeof(struct mark));
	memset(notes->companies, 0, notes->company_room * sizeof(struct mark));
	notes->turn = 1;
}

uint32_t
prefilter_new_set(struct prefilter_notes *notes)
{
	size_t at = notes->word_count;

	notes->word_count += notes->set_words;
	if (notes->word_count > notes->word_room) {
		notes->word_room = notes->word_count * 2 + 256;
		notes->words =
			g_renew(uint64_t, notes->words, notes->word_room);
	}
	memset(notes->words + at, 0, notes->set_words * sizeof(uint64_t));
	return (uint32_t)at;
}

/* The partners that the entry is a string of are in the sentence. */
static void
mark_partners(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry, uint32_t sentence)
{
	const struct prefilter_entry *one = &prefilter->entries[entry];

	for (uint32_t i = one->first_partner; i < one[1].first_partner; i++) {
		struct mark *mark = &notes->partners[prefilter->partners[i]];

		if (mark->turn != notes->turn)
			*mark = (struct mark){
				notes->turn, prefilter_new_set(notes)};
		notes->words[mark->at + sentence / 64] |= (uint64_t)1
							  << (sentence % 64);
	}
}

static void
note(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t entry, uint32_t sentence, uint32_t start)
{
	struct chain *chain = &notes->entries[entry];
	uint32_t added = (uint32_t)notes->note_count;

	if (chain->turn == notes->turn &&
		notes->notes[chain->last].sentence == sentence) {
		notes->notes[chain->last].last = start;
		return;
	}
	if (notes->note_count == notes->note_room) {
		notes->note_room = notes->note_room * 2 + 256;
		notes->notes =
			g_renew(struct note, notes->notes, notes->note_room);
	}
	notes->notes[notes->note_count++] =
		(struct note){sentence, start, start, NONE};
	mark_partners(prefilter, notes, entry, sentence);
	if (chain->turn == notes->turn) {
		notes->notes[chain->last].next = added;
		chain->last = added;
	} else {
		*chain = (struct chain){notes->turn, added, added};
		notes->seen[notes->seen_count++] = entry;
	}
}

static bool
is_alnum_at(struct str text, size_t at)
{
	return at < text.n && g_ascii_isalnum(text.p[at]);
}

/* A word in one sentence: the entries whose boundaries are there. */
static void
take_hit(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t word, uint32_t end, uint32_t sentence)
{
	struct str text = notes->zone->text;
	const struct prefilter_word *found = &prefilter->words[word];
	uint32_t start = end - found->length;
	bool within_before = start > 0 && is_alnum_at(text, start - 1);
	bool within_behind = is_alnum_at(text, end);

	if ((found->starts_word && within_before) ||
		(found->ends_word && within_behind))
		return;
	for (uint32_t e = found->first_entry; e < found[1].first_entry; e++) {
		const struct prefilter_entry *entry = &prefilter->entries[e];

		if (!(entry->starts_word && within_before) &&
			!(entry->ends_word && within_behind))
			note(prefilter, notes, e, sentence, start);
	}
}

/* Goes through the hits of a block together with the sentences. */
static void
take_hits(const struct prefilter *prefilter, struct prefilter_notes *notes,
	uint32_t *sentence)
{
	const struct zone_text *zone = notes->zone;

	for (size_t i = 0; i < notes->hits.count; i++) {
		uint32_t word = notes->hits.items[i].word;
		uint32_t end = notes->hits.items[i].end;

		notes->useless |= word >= prefilter->first_stranger;
		while (*sentence < zone->sentence_count &&
			zone->sentences[*sentence].end < end)
			++*sentence;
		if (*sentence < zone->sentence_count &&
			zone->sentences[*sentence].start +
					prefilter->words[word].length <=
				end)
			take_hit(prefilter, notes, word, end, *sentence);
	}
	notes->useless |= notes->note_count > MOST_NOTES;
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
	struct str text = zone->text;
	uint32_t sentence = 0;

	next_turn(prefilter, notes);
	notes->zone = zone;
	notes->set_words = (zone->sentence_count + 63) / 64;
	notes->useless = text.n >= UINT32_MAX || has_strangers(zone);
	for (size_t from = 0; from < text.n && !notes->useless;
		from += BLOCK_BYTES) {
		automaton_scan(prefilter->automaton, text, from,
			MIN(from + BLOCK_BYTES, text.n), &notes->hits);
		take_hits(prefilter, notes, &sentence);
	}
	for (size_t i = 0; i < notes->seen_count && !notes->useless; i++)
		prefilter_tell_patterns(prefilter, notes, notes->seen[i]);
	if (notes->useless)
		memset(notes->candidates, 0xFF,
			(prefilter->pattern_count / 64 + 1) * sizeof(uint64_t));
}

const uint64_t *
prefilter_candidates(const struct prefilter_notes *notes)
{
	return notes->candidates;
}
