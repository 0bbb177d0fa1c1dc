#include <glib.h>

#include "prefilter_notes.h"

enum { FIRST_SPOTS = 1024 };

/* One sentence of a text that is being read. */
struct reader {
	const struct prefilter *prefilter;
	struct prefilter_notes *notes;
	const char *text;
	uint32_t sentence, start, end;
};

/* Sightings ---------------------------------------------------------------- */

/* The place of what has this number, or that where it belongs. */
static struct spot *
spot_of(const struct prefilter_notes *notes, uint32_t id)
{
	size_t mask = notes->spot_count - 1;
	size_t at = (id * UINT32_C(0x9E3779B1) >> 7) & mask;

	while (notes->spots[at].turn == notes->turn &&
		notes->spots[at].id != id)
		at = (at + 1) & mask;
	return &notes->spots[at];
}

/* Twice the spots, with all sightings in them. */
static void
more_spots(struct prefilter_notes *notes)
{
	g_free(notes->spots);
	notes->spot_count = MAX(notes->spot_count * 2, (size_t)FIRST_SPOTS);
	notes->spots = g_new0(struct spot, notes->spot_count);
	for (uint32_t s = 0; s < notes->sighting_count; s++) {
		uint32_t id = notes->sightings[s].holding.id;

		*spot_of(notes, id) = (struct spot){notes->turn, id, s};
	}
}

static struct sighting *
new_sighting(struct prefilter_notes *notes, const struct holding *holding)
{
	struct sighting *made;

	notes->sightings = array_grow(notes->sightings, notes->sighting_count,
		&notes->sighting_room, sizeof(*notes->sightings));
	made = &notes->sightings[notes->sighting_count++];
	*made = (struct sighting){*holding, 0, NONE, NONE};
	return made;
}

static struct sighting *
sighting_of(struct prefilter_notes *notes, const struct holding *holding)
{
	struct spot *spot;

	if (notes->sighting_count * 2 >= notes->spot_count)
		more_spots(notes);
	spot = spot_of(notes, holding->id);
	if (spot->turn == notes->turn)
		return &notes->sightings[spot->sighting];
	*spot = (struct spot){
		notes->turn, holding->id, (uint32_t)notes->sighting_count};
	return new_sighting(notes, holding);
}

static void
add_note(struct prefilter_notes *notes, struct sighting *sighting,
	uint32_t sentence, uint32_t start)
{
	uint32_t added = (uint32_t)notes->note_count;

	notes->notes = array_grow(notes->notes, notes->note_count,
		&notes->note_room, sizeof(*notes->notes));
	notes->notes[notes->note_count++] =
		(struct note){sentence, start, start, NONE};
	if (sighting->last == NONE)
		sighting->first = added;
	else
		notes->notes[sighting->last].next = added;
	sighting->last = added;
}

/* Within a sentence in any order: some walks take longer than others. */
static void
see(struct reader *reader, const struct holding *holding, uint32_t start)
{
	struct prefilter_notes *notes = reader->notes;
	struct sighting *sighting = sighting_of(notes, holding);
	struct note *note =
		sighting->last == NONE ? NULL : &notes->notes[sighting->last];

	if (note != NULL && note->sentence == reader->sentence) {
		note->first = MIN(note->first, start);
		note->last = MAX(note->last, start);
		return;
	}
	if (reader->sentence < 64)
		sighting->near |= UINT64_C(1) << reader->sentence;
	add_note(notes, sighting, reader->sentence, start);
}

/* Strings ------------------------------------------------------------------ */

static bool
is_alnum_at(const struct reader *reader, uint32_t at)
{
	return at < reader->end && g_ascii_isalnum(reader->text[at]);
}

/* A string stands in [start, end): the entries whose boundaries are there. */
static void
see_string(struct reader *reader, uint32_t string, bool within_before,
	uint32_t start, uint32_t end)
{
	const struct prefilter *prefilter = reader->prefilter;
	const uint32_t *first = &prefilter->first_entry[string];
	bool within_behind = is_alnum_at(reader, end);

	for (uint32_t e = first[0]; e < first[1]; e++) {
		struct holding entry;

		if (!prefilter_entry_fits(&prefilter->entries[e], within_before,
			    within_behind))
			continue;
		entry = holding_of_entry(prefilter, e);
		see(reader, &entry, start);
	}
}

/* Walks ------------------------------------------------------------------- */

/* Strings may go on from a node, which the text from `start` leads to. */
static void
add_walk(struct reader *reader, struct walk walk)
{
	struct prefilter_notes *notes = reader->notes;

	notes->walks = array_grow(notes->walks, notes->walk_count,
		&notes->walk_room, sizeof(*notes->walks));
	notes->walks[notes->walk_count++] = walk;
}

/* All strings that begin at this byte. */
static void
begin_at(struct reader *reader, uint32_t start)
{
	bool within = start > reader->start && is_alnum_at(reader, start - 1);

	add_walk(reader, (struct walk){TRIE_ROOT, start, start, within});
}

/*
 * All walks of a sentence go on together, a byte each in turn: while one waits
 * for its node to come from memory the others do, too, and the processor need
 * not guess where each of them ends.
 */
static void
go_on(struct reader *reader)
{
	const struct trie *trie = reader->prefilter->trie;
	struct walk *walks = reader->notes->walks;
	size_t count = reader->notes->walk_count;

	while (count > 0) {
		size_t left = 0;

		for (size_t i = 0; i < count; i++) {
			struct walk walk = walks[i];
			uint32_t string;

			if (walk.at == reader->end)
				continue;
			walk.node = trie_step(
				trie, walk.node, reader->text[walk.at++]);
			string = trie_string(trie, walk.node);
			if (string != TRIE_NO_STRING)
				see_string(reader, string, walk.within,
					walk.start, walk.at);
			walks[left] = walk;
			left += walk.node != TRIE_NOWHERE;
		}
		count = left;
	}
	reader->notes->walk_count = 0;
}

/* Words -------------------------------------------------------------------- */

/* Strings that begin in the word and end behind it. */
static void
follow_ways(struct reader *reader, const struct holding *holding,
	uint32_t start, uint32_t end)
{
	bool spaced = end + 1 < reader->end && reader->text[end] == ' ';
	uint32_t letter =
		spaced ? UINT32_C(1) << way_letter(reader->text[end + 1]) : 0;

	for (uint32_t i = 0; i < holding->way_count; i++) {
		const struct way *way = &holding->ways[i];

		if (!spaced)
			add_walk(reader,
				(struct walk){way->node, start + way->offset,
					end, way->within});
		else if (way->letters & letter)
			add_walk(reader,
				(struct walk){way->spaced, start + way->offset,
					end + 1, way->within});
	}
}

/* The character of a word in plain form; NUL: it is none. */
static char
plain_at(const struct reader *reader, uint32_t at)
{
	return reader->prefilter->plain[(unsigned char)reader->text[at]];
}

/* The word that starts here; where it ends comes back. Longer ones are not
 * taken in full. */
static uint32_t
take_word(const struct reader *reader, uint32_t start, struct lexicon_key *key)
{
	uint32_t end = MIN(reader->end, start + LEXICON_LONGEST);
	uint32_t at = start;

	memset(key->text, 0, sizeof(key->text));
	key->hash = LEXICON_HASH_START;
	for (; at < end; at++) {
		char c = plain_at(reader, at);

		if (c == '\0')
			break;
		key->text[at - start] = c;
		key->hash = lexicon_hash(key->hash, c);
	}
	return at;
}

static uint32_t
end_of_word(const struct reader *reader, uint32_t at)
{
	while (at < reader->end && plain_at(reader, at) != '\0')
		at++;
	return at;
}

/* Reads the word that starts here; where it ends comes back. */
static uint32_t
read_word(struct reader *reader, uint32_t start)
{
	const struct holding *holding = NULL;
	struct lexicon_key key;
	uint32_t at = take_word(reader, start, &key);
	uint32_t end = end_of_word(reader, at);

	if (at == end)
		holding = lexicon_look_up(reader->prefilter->lexicon, &key);
	if (holding == NULL) {
		for (at = start; at < end; at++)
			begin_at(reader, at);
		return end;
	}
	if (holding->use_count > 0 || holding->partner_count > 0)
		see(reader, holding, start);
	if (holding->way_count > 0)
		follow_ways(reader, holding, start, end);
	return end;
}

/* White space that is not one space is in no plain text. */
static bool
is_strange(const struct reader *reader, uint32_t at)
{
	char c = reader->text[at];

	if (c == ' ')
		return at > reader->start && reader->text[at - 1] == ' ';
	return c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

static void
read_sentence(struct reader *reader)
{
	const struct trie *trie = reader->prefilter->trie;
	uint32_t at = reader->start;

	while (at < reader->end) {
		if (plain_at(reader, at) != '\0') {
			at = read_word(reader, at);
			continue;
		}
		reader->notes->useless |= is_strange(reader, at);
		if (trie_step(trie, TRIE_ROOT, reader->text[at]) !=
			TRIE_NOWHERE)
			begin_at(reader, at);
		at++;
	}
	go_on(reader);
}

void
prefilter_read(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	const struct zone_text *zone = notes->zone;
	struct reader reader = {prefilter, notes, zone->text.p, 0, 0, 0};

	for (; reader.sentence < zone->sentence_count && !notes->useless;
		reader.sentence++) {
		reader.start = zone->sentences[reader.sentence].start;
		reader.end = zone->sentences[reader.sentence].end;
		read_sentence(&reader);
		notes->useless |= notes->note_count > PREFILTER_MOST_NOTES;
	}
}
