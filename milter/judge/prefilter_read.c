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
see(struct reader *reader, const struct holding *holding, struct spot start)
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

/* A string stands from where the walk began to where it is: the entries whose
 * boundaries are there. */
static void
see_string(struct reader *reader, uint32_t string, const struct walk *walk)
{
	const struct prefilter *prefilter = reader->prefilter;
	const uint32_t *first = &prefilter->first_entry[string];
	bool within_behind = is_alnum_at(reader, walk->at);

	for (uint32_t e = first[0]; e < first[1]; e++) {
		const struct holding *holding = &prefilter->holdings[e];

		if (is_armed(reader, holding->use_arms | holding->sign_arms) &&
			prefilter_entry_fits(&prefilter->entries[e],
				walk->within, within_behind))
			see(reader, holding, walk->start);
	}
}

/* Walks ------------------------------------------------------------------- */

/* Strings may go on from a node, which the text from a start leads to. */
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
begin_at(struct reader *reader, uint32_t at)
{
	const struct prefilter *prefilter = reader->prefilter;
	unsigned char byte = (unsigned char)reader->text.p[at];
	struct spot start = {at, reader->notes->space_count};

	if (is_armed(reader, prefilter->begin_arms[byte]))
		add_walk(
			reader, (struct walk){TRIE_ROOT, at, start,
					at > 0 && is_alnum_at(reader, at - 1)});
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
				see_string(reader, string, &walk);
			walks[left] = walk;
			left += walk.node != TRIE_NOWHERE;
		}
		count = left;
	}
	reader->notes->walk_count = 0;
}

/* Words -------------------------------------------------------------------- */

/* Does something that is armed go on behind the space with this byte? */
static bool
leads_on(const struct reader *reader, const struct way *way, char byte)
{
	const struct prefilter *prefilter = reader->prefilter;
	uint32_t node;

	if ((way->letters >> way_letter(byte) & 1) == 0)
		return false;
	node = trie_step(prefilter->trie, way->spaced, byte);
	return node != TRIE_NOWHERE &&
	       is_armed(reader, prefilter->node_arms[node]);
}

/* Strings that begin in the word, which ends at `end`, and end behind it. */
static void
follow_ways(struct reader *reader, const struct holding *holding,
	struct spot start, uint32_t end)
{
	bool spaced = end + 1 < reader->text.n && reader->text.p[end] == ' ';

	for (uint32_t i = 0; i < holding->way_count; i++) {
		const struct way *way = &holding->ways[i];
		struct spot from = {start.at + way->offset, start.spaces};

		if (!is_armed(reader, way->arms))
			continue;
		if (!spaced)
			add_walk(reader, (struct walk){way->node, end, from,
						 way->within});
		else if (leads_on(reader, way, reader->text.p[end + 1]))
			add_walk(reader, (struct walk){way->spaced, end + 1,
						 from, way->within});
	}
}

static void
read_word(struct reader *reader, const struct lexicon_word *known,
	uint32_t start, uint32_t end)
{
	struct spot spot = {start, reader->notes->space_count};
	const struct holding *holding;

	if (known == NULL || known->too_much) {
		for (uint32_t at = start; at < end; at++)
			begin_at(reader, at);
		return;
	}
	holding = &known->holding;
	if (is_armed(reader, holding->use_arms | holding->sign_arms))
		see(reader, holding, spot);
	if (is_armed(reader, holding->way_arms))
		follow_ways(reader, holding, spot, end);
}

/* Between words ------------------------------------------------------------ */

/* White space that is not one space is in no plain text. */
static bool
is_strange(const struct reader *reader, uint32_t at)
{
	char c = reader->text.p[at];

	if (c == ' ')
		return at > 0 && reader->text.p[at - 1] == ' ';
	return c == '\t' || c == '\v' || c == '\f' || c == '\r';
}

static void
note_space(struct prefilter_notes *notes, uint32_t at)
{
	notes->spaces[notes->space_count++] = at;
}

static void
read_between(struct reader *reader, uint32_t from, uint32_t to)
{
	struct prefilter_notes *notes = reader->notes;

	for (uint32_t at = from; at < to; at++) {
		begin_at(reader, at);
		notes->useless |= is_strange(reader, at);
		if (reader->text.p[at] == ' ')
			note_space(notes, at);
	}
}

/* Is there no more than one space? Then hardly any string begins there. */
static bool
is_one_space(const struct reader *reader, uint32_t from, uint32_t to)
{
	return to - from == 1 && reader->text.p[from] == ' ' &&
	       !is_armed(reader, reader->prefilter->begin_arms[' ']);
}

/* A sentence ------------------------------------------------------------- */

/* For a space at each place. */
static void
make_room(struct prefilter_notes *notes, size_t count)
{
	notes->sighting_count = 0;
	notes->space_count = 0;
	if (count <= notes->space_room)
		return;
	notes->space_room = count;
	g_free(notes->spaces);
	notes->spaces = g_new(uint32_t, count);
}

void
prefilter_read(const struct prefilter *prefilter, struct prefilter_notes *notes,
	const struct sentence *sentence, const struct text_word *words,
	size_t word_count)
{
	struct reader reader = {prefilter, notes,
		{notes->zone->text.p + sentence->start,
			sentence->end - sentence->start}};
	uint32_t at = 0;

	make_room(notes, reader.text.n);
	for (size_t i = 0; i < word_count; i++) {
		uint32_t start = words[i].start - sentence->start;

		if (is_one_space(&reader, at, start))
			note_space(notes, at);
		else
			read_between(&reader, at, start);
		at = words[i].end - sentence->start;
		read_word(&reader, words[i].known, start, at);
	}
	read_between(&reader, at, (uint32_t)reader.text.n);
	go_on(&reader);
}
