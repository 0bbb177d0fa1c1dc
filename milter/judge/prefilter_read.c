#include <glib.h>

#include "prefilter_notes.h"

/* One sentence of a text that is being read. */
struct reader {
	const struct prefilter *prefilter;
	struct prefilter_notes *notes;
	struct str text;
};

/* Sightings ---------------------------------------------------------------- */

static void
see(struct reader *reader, const struct holding *holding, uint32_t start)
{
	struct prefilter_notes *notes = reader->notes;

	notes->sightings = array_grow(notes->sightings, notes->sighting_count,
		&notes->sighting_room, sizeof(*notes->sightings));
	notes->sightings[notes->sighting_count++] =
		(struct sighting){holding, start};
}

/* Is it for something that is armed? */
static bool
is_armed(const struct reader *reader, uint32_t arms)
{
	return (arms & reader->notes->armed) != 0;
}

static bool
is_alnum_at(const struct reader *reader, uint32_t at)
{
	return at < reader->text.n && g_ascii_isalnum(reader->text.p[at]);
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
		const struct holding *holding = &prefilter->holdings[e];

		if (is_armed(reader, holding->use_arms | holding->sign_arms) &&
			prefilter_entry_fits(&prefilter->entries[e],
				within_before, within_behind))
			see(reader, holding, start);
	}
}

/* Places ------------------------------------------------------------------- */

/* For as many of both kinds. */
static void
make_places(struct prefilter_notes *notes, size_t count)
{
	notes->space_count = 0;
	if (count <= notes->place_room)
		return;
	notes->place_room = count;
	g_free(notes->spaces_before);
	g_free(notes->spaces);
	notes->spaces_before = g_new(uint32_t, count);
	notes->spaces = g_new(uint32_t, count);
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
	const struct prefilter *prefilter = reader->prefilter;
	uint32_t node =
		trie_step(prefilter->trie, TRIE_ROOT, reader->text.p[start]);

	if (node != TRIE_NOWHERE &&
		is_armed(reader, prefilter->node_arms[node]))
		add_walk(reader,
			(struct walk){TRIE_ROOT, start, start,
				start > 0 && is_alnum_at(reader, start - 1)});
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

			if (walk.at == reader->text.n)
				continue;
			walk.node = trie_step(
				trie, walk.node, reader->text.p[walk.at++]);
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
	bool spaced = end + 1 < reader->text.n && reader->text.p[end] == ' ';
	uint32_t letter =
		spaced ? UINT32_C(1) << way_letter(reader->text.p[end + 1]) : 0;

	for (uint32_t i = 0; i < holding->way_count; i++) {
		const struct way *way = &holding->ways[i];

		if (!is_armed(reader, way->arms))
			continue;
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
	return reader->prefilter->plain[(unsigned char)reader->text.p[at]];
}

/* Up to eight characters of a word from `at` on; the next place comes back. */
static uint32_t
take_eight(const struct reader *reader, uint32_t at, uint64_t *eight)
{
	uint32_t end = (uint32_t)MIN(reader->text.n, (size_t)at + 8);
	uint64_t taken = 0;

	for (unsigned shift = 0; at < end; at++, shift += 8) {
		char c = plain_at(reader, at);

		if (c == '\0')
			break;
		taken |= (uint64_t)(unsigned char)c << shift;
	}
	*eight = taken;
	return at;
}

/* The word that starts here; where it ends comes back. Longer ones are not
 * taken in full. */
static uint32_t
take_word(const struct reader *reader, uint32_t start, struct lexicon_key *key)
{
	uint32_t at = start;

	*key = (struct lexicon_key){{0}};
	for (size_t i = 0; i < G_N_ELEMENTS(key->text); i++) {
		uint32_t from = at;

		at = take_eight(reader, from, &key->text[i]);
		if (at < from + 8)
			break;
	}
	return at;
}

static uint32_t
end_of_word(const struct reader *reader, uint32_t at)
{
	while (at < reader->text.n && plain_at(reader, at) != '\0')
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
	if (is_armed(reader, holding->use_arms | holding->sign_arms))
		see(reader, holding, start);
	if (is_armed(reader, holding->way_arms))
		follow_ways(reader, holding, start, end);
	return end;
}

/* White space that is not one space is in no plain text. */
static bool
is_strange(const struct reader *reader, uint32_t at)
{
	char c = reader->text.p[at];

	if (c == ' ')
		return at > 0 && reader->text.p[at - 1] == ' ';
	return c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

void
prefilter_read(const struct prefilter *prefilter, struct prefilter_notes *notes,
	struct str sentence)
{
	struct reader reader = {prefilter, notes, sentence};
	uint32_t at = 0;

	notes->sighting_count = 0;
	make_places(notes, sentence.n);
	while (at < sentence.n) {
		if (plain_at(&reader, at) != '\0') {
			at = read_word(&reader, at);
			continue;
		}
		if (sentence.p[at] == ' ')
			notes->spaces[notes->space_count++] = at;
		notes->useless |= is_strange(&reader, at);
		begin_at(&reader, at);
		at++;
	}
	go_on(&reader);
}
