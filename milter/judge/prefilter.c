#include "judge/prefilter.h"

#include <glib.h>

#include "judge/automaton.h"

struct prefilter {
	struct automaton *automaton;
	size_t pattern_count;
	uint64_t *always; /* patterns without literals */
	/* The words of a pattern: from first_word[id] to the next one's. */
	uint32_t *first_word;
};

struct prefilter_notes {
	struct automaton_places *places;
	size_t room;
	uint32_t turn;
	bool useless; /* a stranger is in the text */
	struct str text;
	size_t longest_gap;
};

/*
 * Two characters beyond ASCII that are a letter of ASCII where case is
 * ignored: the long s and the Kelvin sign. Folded text has neither; should a
 * text have one all the same, all patterns are tried.
 */
static const struct str strangers[] = {
	{"\xc5\xbf", 2},
	{"\xe2\x84\xaa", 3},
};

static bool
add_literals(GArray *words, const struct pattern *pattern, unsigned id)
{
	const struct str *literals = NULL;
	size_t count = pattern_literals(pattern, &literals);

	for (size_t i = 0; i < count; i++)
		if (literals[i].n == 0)
			return false;
	for (size_t i = 0; i < count; i++) {
		struct automaton_word word = {literals[i], id};

		g_array_append_val(words, word);
	}
	return count > 0;
}

struct prefilter *
prefilter_new(const struct ruleset *rules)
{
	struct prefilter *prefilter = g_new0(struct prefilter, 1);
	GArray *words =
		g_array_new(FALSE, FALSE, sizeof(struct automaton_word));

	prefilter->pattern_count = rules->pattern_count;
	prefilter->always = g_new0(uint64_t, rules->pattern_count / 64 + 1);
	prefilter->first_word = g_new0(uint32_t, rules->pattern_count + 1);
	for (unsigned id = 0; id < rules->pattern_count; id++) {
		if (!add_literals(words, rules->patterns[id], id))
			prefilter->always[id / 64] |= (uint64_t)1 << (id % 64);
		prefilter->first_word[id + 1] = words->len;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		struct automaton_word word = {
			strangers[i], (unsigned)rules->pattern_count};

		g_array_append_val(words, word);
	}
	prefilter->automaton = automaton_new(
		(const struct automaton_word *)(const void *)words->data,
		words->len);
	g_array_free(words, TRUE);
	return prefilter;
}

void
prefilter_free(struct prefilter **prefilter)
{
	if (*prefilter == NULL)
		return;
	automaton_free(&(*prefilter)->automaton);
	g_free((*prefilter)->always);
	g_free((*prefilter)->first_word);
	g_free(*prefilter);
	*prefilter = NULL;
}

/* Adds the patterns that are tried always, and after a stranger all. */
static bool
complete(const struct prefilter *prefilter, uint64_t *patterns)
{
	size_t words = prefilter->pattern_count / 64 + 1;
	size_t stranger = prefilter->pattern_count;
	bool strange = patterns[stranger / 64] >> (stranger % 64) & 1;

	for (size_t i = 0; i < words; i++)
		patterns[i] |= strange ? UINT64_MAX : prefilter->always[i];
	return strange;
}

void
prefilter_scan(
	const struct prefilter *prefilter, struct str text, uint64_t *patterns)
{
	automaton_scan(prefilter->automaton, text, patterns);
	complete(prefilter, patterns);
}

struct prefilter_notes *
prefilter_notes_new(void)
{
	return g_new0(struct prefilter_notes, 1);
}

void
prefilter_notes_free(struct prefilter_notes **notes)
{
	if (*notes == NULL)
		return;
	g_free((*notes)->places);
	g_free(*notes);
	*notes = NULL;
}

static void
next_turn(const struct prefilter *prefilter, struct prefilter_notes *notes)
{
	size_t count = automaton_place_count(prefilter->automaton);

	if (count > notes->room) {
		g_free(notes->places);
		notes->places = g_new0(struct automaton_places, count);
		notes->room = count;
		notes->turn = 0;
	}
	if (++notes->turn != 0)
		return;
	memset(notes->places, 0, notes->room * sizeof(*notes->places));
	notes->turn = 1;
}

void
prefilter_scan_noting(const struct prefilter *prefilter, struct str text,
	struct prefilter_notes *notes, uint64_t *patterns)
{
	next_turn(prefilter, notes);
	automaton_scan_places(prefilter->automaton, text, patterns,
		notes->places, notes->turn);
	notes->useless = complete(prefilter, patterns) || text.n > UINT32_MAX;
	notes->text = text;
	notes->longest_gap = pattern_longest_gap(text);
}

/* Starts are at characters, not within one. */
static size_t
to_character(struct str text, size_t at)
{
	while (at > 0 && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* Windows stay sorted and apart: one that meets another is joined with it. */
static size_t
add_stretch(struct stretch *stretches, size_t count, struct stretch added)
{
	size_t at = count;

	while (at > 0 && stretches[at - 1].to >= added.from)
		at--;
	for (size_t i = at; i < count; i++) {
		if (stretches[i].from > added.to)
			continue;
		added.from = MIN(added.from, stretches[i].from);
		added.to = MAX(added.to, stretches[i].to);
	}
	while (at < count && stretches[at].from <= added.to) {
		memmove(&stretches[at], &stretches[at + 1],
			(count - at - 1) * sizeof(*stretches));
		count--;
	}
	if (count == PREFILTER_STRETCHES)
		return SIZE_MAX;
	memmove(&stretches[at + 1], &stretches[at],
		(count - at) * sizeof(*stretches));
	stretches[at] = added;
	return count + 1;
}

static size_t
add_places(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, size_t word, size_t reach,
	struct stretch *stretches, size_t count)
{
	size_t index = automaton_place_of(prefilter->automaton, word);
	size_t length = automaton_place_length(prefilter->automaton, index);
	const struct automaton_places *places = &notes->places[index];
	size_t back = reach > length ? reach - length : 0;

	if (places->turn != notes->turn)
		return count;
	if (places->count > PLACES_KEPT)
		return SIZE_MAX;
	for (uint32_t i = 0; i < places->count && count != SIZE_MAX; i++) {
		size_t start = places->end[i] - length;
		struct stretch added = {
			start > back ? start - back : 0, start + 1};

		added.from = to_character(notes->text, added.from);
		count = add_stretch(stretches, count, added);
	}
	return count;
}

size_t
prefilter_stretches(const struct prefilter *prefilter,
	const struct prefilter_notes *notes, const struct pattern *pattern,
	struct stretch *stretches)
{
	struct pattern_reach reach = pattern_reach(pattern);
	unsigned id = pattern_id(pattern);
	size_t count = 0;

	if (notes->useless || reach.bytes == SIZE_MAX ||
		prefilter->always[id / 64] >> (id % 64) & 1)
		return SIZE_MAX;
	reach.bytes += reach.gaps * notes->longest_gap;
	if (reach.bytes > notes->text.n / 4)
		return SIZE_MAX;
	for (uint32_t w = prefilter->first_word[id];
		w < prefilter->first_word[id + 1] && count != SIZE_MAX; w++)
		count = add_places(
			prefilter, notes, w, reach.bytes, stretches, count);
	return count;
}
