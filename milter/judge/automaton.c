#include "judge/automaton.h"

#include <stdbool.h>

#include <glib.h>

enum {
	/* Of the table; beyond it words are cut shorter. */
	TABLE_BYTES = 16 * 1024 * 1024,
	LONGEST_WORD = 24,
	SHORTEST_CUT = 3,
	LANES = 4,
	/* Below this a text is read in one go. */
	LANES_FROM = 512,
	/* Outputs told apart as "seen in this scan" (bits on the stack). */
	SEEN_WORDS = 256,
};

#define NO_OUTPUT UINT32_MAX

/*
 * A state is an offset into `next`: the index of its row times the number of
 * classes. States that report words have the highest numbers, so that one
 * comparison tells them.
 */
struct automaton {
	uint8_t class_of[256]; /* 0: in no word, leads to the root */
	unsigned classes;
	uint32_t state_count;
	uint32_t *next;
	uint32_t reporting; /* the first state that reports */
	size_t longest;
	/* By output (reporting state): ids from first[o] to first[o + 1],
	 * and the output of the longest suffix that reports. */
	uint32_t output_count;
	uint32_t *first;
	uint32_t *ids;
	uint32_t *suffix;
	uint8_t *length;     /* of the longest word that ends there */
	uint32_t *output_of; /* by word */
};

/* What is needed while it grows; rows are in order of insertion. */
struct trie {
	const struct automaton *made;
	uint32_t *next; /* rows of indices; 0: none (nothing leads to root) */
	uint32_t count, room;
	uint32_t *fail;
	uint32_t *order;  /* breadth first */
	uint32_t *end_of; /* by word: the row where it ends */
	size_t cut;	  /* bytes of each word that count */
};

static unsigned char
lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

static void
find_classes(struct automaton *made, const struct automaton_word *words,
	size_t count)
{
	made->classes = 1;
	for (size_t w = 0; w < count; w++) {
		for (size_t i = 0; i < words[w].text.n; i++) {
			uint8_t *class =
				&made->class_of[lower(words[w].text.p[i])];

			if (*class == 0)
				*class = (uint8_t)made->classes++;
		}
	}
	for (int c = 'A'; c <= 'Z'; c++)
		made->class_of[c] = made->class_of[lower(c)];
}

static uint32_t
trie_child(struct trie *trie, uint32_t row, unsigned char byte)
{
	unsigned classes = trie->made->classes;
	uint32_t *slot =
		&trie->next[row * classes + trie->made->class_of[byte]];

	if (*slot != 0)
		return *slot;
	if (trie->count == trie->room) {
		size_t at = (size_t)(slot - trie->next);
		size_t half = (size_t)trie->room * classes;

		trie->next = g_renew(uint32_t, trie->next, half * 2);
		memset(trie->next + half, 0, half * sizeof(*trie->next));
		trie->room *= 2;
		slot = trie->next + at;
	}
	*slot = trie->count;
	return trie->count++;
}

/* False when the words, cut to `cut` bytes, take too many states. */
static bool
trie_fill(struct trie *trie, const struct automaton_word *words, size_t count)
{
	size_t cut = trie->cut;
	size_t most = TABLE_BYTES / sizeof(uint32_t) / trie->made->classes;

	memset(trie->next, 0,
		sizeof(uint32_t) * trie->room * trie->made->classes);
	trie->count = 1;
	for (size_t w = 0; w < count; w++) {
		uint32_t row = 0;

		for (size_t i = 0; i < MIN(words[w].text.n, cut); i++)
			row = trie_child(
				trie, row, (unsigned char)words[w].text.p[i]);
		trie->end_of[w] = row;
		if (trie->count > most && cut > SHORTEST_CUT)
			return false;
	}
	return true;
}

/*
 * Turns the tree into an automaton: breadth first, so that a state's longest
 * proper suffix has its whole row before the state itself is looked at.
 */
static void
trie_link(struct trie *trie)
{
	unsigned classes = trie->made->classes;
	uint32_t filled = 1;

	trie->fail = g_new0(uint32_t, trie->count);
	trie->order = g_new0(uint32_t, trie->count);
	for (uint32_t at = 0; at < filled; at++) {
		uint32_t row = trie->order[at];
		uint32_t *own = trie->next + (size_t)row * classes;
		const uint32_t *suffix =
			trie->next + (size_t)trie->fail[row] * classes;

		for (unsigned c = 1; c < classes; c++) {
			if (own[c] == 0) {
				own[c] = row == 0 ? 0 : suffix[c];
				continue;
			}
			trie->fail[own[c]] = row == 0 ? 0 : suffix[c];
			trie->order[filled++] = own[c];
		}
	}
}

/* Numbers rows anew: silent ones first, then those that report. */
static uint32_t *
number_rows(const struct trie *trie, const bool *reports, uint32_t *silent)
{
	uint32_t *number = g_new0(uint32_t, trie->count);
	uint32_t given = 0;

	for (uint32_t at = 0; at < trie->count; at++)
		if (!reports[trie->order[at]])
			number[trie->order[at]] = given++;
	*silent = given;
	for (uint32_t at = 0; at < trie->count; at++)
		if (reports[trie->order[at]])
			number[trie->order[at]] = given++;
	return number;
}

static void
copy_rows(
	struct automaton *made, const struct trie *trie, const uint32_t *number)
{
	unsigned classes = made->classes;

	made->state_count = trie->count;
	made->next = g_new(uint32_t, (size_t)trie->count * classes);
	for (uint32_t row = 0; row < trie->count; row++) {
		const uint32_t *from = trie->next + (size_t)row * classes;
		uint32_t *to = made->next + (size_t)number[row] * classes;

		for (unsigned c = 0; c < classes; c++)
			to[c] = number[from[c]] * classes;
	}
}

static void
copy_outputs(struct automaton *made, const struct trie *trie,
	const uint32_t *number, const struct automaton_word *words,
	size_t count)
{
	uint32_t silent = made->reporting / made->classes;
	uint32_t *filled;

	made->output_count = made->state_count - silent;
	made->first = g_new0(uint32_t, made->output_count + 1);
	made->suffix = g_new0(uint32_t, made->output_count);
	made->ids = g_new0(uint32_t, count);
	made->length = g_new0(uint8_t, made->output_count);
	made->output_of = g_new0(uint32_t, count);
	for (size_t w = 0; w < count; w++)
		made->first[number[trie->end_of[w]] - silent + 1]++;
	for (uint32_t o = 0; o < made->output_count; o++)
		made->first[o + 1] += made->first[o];
	filled = g_memdup2(
		made->first, sizeof(*filled) * (made->output_count + 1));
	for (size_t w = 0; w < count; w++) {
		uint32_t o = number[trie->end_of[w]] - silent;

		made->ids[filled[o]++] = words[w].pattern;
		made->output_of[w] = o;
		made->length[o] =
			(uint8_t)MIN(words[w].text.n, (size_t)trie->cut);
	}
	g_free(filled);
	for (uint32_t row = 0; row < trie->count; row++) {
		uint32_t shorter = number[trie->fail[row]];

		if (number[row] >= silent)
			made->suffix[number[row] - silent] =
				shorter < silent ? NO_OUTPUT : shorter - silent;
	}
}

static void
build(struct automaton *made, struct trie *trie,
	const struct automaton_word *words, size_t count)
{
	bool *reports = g_new0(bool, trie->count);
	uint32_t *number;
	uint32_t silent;

	trie_link(trie);
	for (size_t w = 0; w < count; w++)
		reports[trie->end_of[w]] = true;
	for (uint32_t at = 0; at < trie->count; at++)
		if (reports[trie->fail[trie->order[at]]])
			reports[trie->order[at]] = true;
	number = number_rows(trie, reports, &silent);
	made->reporting = silent * made->classes;
	copy_rows(made, trie, number);
	copy_outputs(made, trie, number, words, count);
	g_free(number);
	g_free(reports);
}

struct automaton *
automaton_new(const struct automaton_word *words, size_t count)
{
	struct automaton *made = g_new0(struct automaton, 1);
	struct trie trie = {.made = made, .room = 256, .cut = LONGEST_WORD};

	find_classes(made, words, count);
	trie.next = g_new(uint32_t, (size_t)trie.room * made->classes);
	trie.end_of = g_new0(uint32_t, count);
	while (!trie_fill(&trie, words, count))
		trie.cut -= trie.cut / 4;
	for (size_t w = 0; w < count; w++)
		made->longest =
			MAX(made->longest, MIN(words[w].text.n, trie.cut));
	build(made, &trie, words, count);
	g_free(trie.next);
	g_free(trie.end_of);
	g_free(trie.fail);
	g_free(trie.order);
	return made;
}

void
automaton_free(struct automaton **automaton)
{
	struct automaton *made = *automaton;

	if (made == NULL)
		return;
	g_free(made->next);
	g_free(made->first);
	g_free(made->ids);
	g_free(made->suffix);
	g_free(made->length);
	g_free(made->output_of);
	g_free(made);
	*automaton = NULL;
}

size_t
automaton_bytes(const struct automaton *made)
{
	size_t outputs = (size_t)made->output_count * 2 + 1;
	size_t ids = made->output_count ? made->first[made->output_count] : 0;

	return sizeof(*made) +
	       sizeof(uint32_t) * ((size_t)made->state_count * made->classes +
					  outputs + ids);
}

/* Where the scan puts what it finds. */
struct sink {
	const struct automaton *made;
	uint64_t *patterns;
	struct automaton_places *places; /* NULL: not asked for */
	uint32_t turn;
	/* Outputs reported already, so that a word that stands a hundred
	 * times is looked up once. */
	uint64_t seen[SEEN_WORDS];
};

static void
set_patterns(struct sink *sink, uint32_t o)
{
	const struct automaton *made = sink->made;

	for (uint32_t i = made->first[o]; i < made->first[o + 1]; i++)
		sink->patterns[made->ids[i] / 64] |= (uint64_t)1
						     << (made->ids[i] % 64);
}

static void
note_place(struct sink *sink, uint32_t o, size_t end)
{
	struct automaton_places *places = &sink->places[o];

	/* Some report only since a shorter word ends there. */
	if (sink->made->first[o] == sink->made->first[o + 1])
		return;
	if (places->turn != sink->turn) {
		places->turn = sink->turn;
		places->count = 0;
		set_patterns(sink, o);
	}
	if (places->count < PLACES_KEPT)
		places->end[places->count++] = (uint32_t)end;
	else
		places->count = PLACES_KEPT + 1;
}

static void
report(struct sink *sink, uint32_t state, size_t end)
{
	const struct automaton *made = sink->made;
	uint32_t o = (state - made->reporting) / made->classes;

	for (; o != NO_OUTPUT; o = made->suffix[o]) {
		uint64_t bit = (uint64_t)1 << (o % 64);

		if (sink->places != NULL) {
			note_place(sink, o, end);
			continue;
		}
		if (o / 64 < SEEN_WORDS) {
			if (sink->seen[o / 64] & bit)
				return;
			sink->seen[o / 64] |= bit;
		}
		set_patterns(sink, o);
	}
}

static void
scan_plain(struct sink *sink, struct str text)
{
	const struct automaton *made = sink->made;
	uint32_t state = 0;

	for (size_t i = 0; i < text.n; i++) {
		unsigned char byte = (unsigned char)text.p[i];

		state = made->next[state + made->class_of[byte]];
		if (state >= made->reporting)
			report(sink, state, i + 1);
	}
}

/*
 * Four stretches of one length that overlap by the longest word less one
 * byte: every word lies wholly within one of them.
 */
static void
scan_lanes(struct sink *sink, struct str text)
{
	const struct automaton *made = sink->made;
	const uint32_t *next = made->next;
	const uint8_t *class_of = made->class_of;
	const uint32_t reporting = made->reporting;
	size_t overlap = made->longest - 1;
	size_t length = (text.n + (LANES - 1) * overlap) / LANES + 1;
	size_t step = length - overlap;
	const unsigned char *a = (const unsigned char *)text.p;
	const unsigned char *b = a + step;
	const unsigned char *c = b + step;
	const unsigned char *d = a + (text.n - length);
	uint32_t sa = 0, sb = 0, sc = 0, sd = 0;

	for (size_t i = 0; i < length; i++) {
		sa = next[sa + class_of[a[i]]];
		sb = next[sb + class_of[b[i]]];
		sc = next[sc + class_of[c[i]]];
		sd = next[sd + class_of[d[i]]];
		if (!((sa >= reporting) | (sb >= reporting) |
			    (sc >= reporting) | (sd >= reporting)))
			continue;
		if (sa >= reporting)
			report(sink, sa, i + 1);
		if (sb >= reporting)
			report(sink, sb, step + i + 1);
		if (sc >= reporting)
			report(sink, sc, 2 * step + i + 1);
		if (sd >= reporting)
			report(sink, sd, text.n - length + i + 1);
	}
}

static void
scan(struct sink *sink, struct str text)
{
	if (sink->made->longest == 0)
		return;
	if (text.n < LANES_FROM)
		scan_plain(sink, text);
	else
		scan_lanes(sink, text);
}

void
automaton_scan(
	const struct automaton *automaton, struct str text, uint64_t *patterns)
{
	struct sink sink = {.made = automaton, .patterns = patterns};

	scan(&sink, text);
}

void
automaton_scan_places(const struct automaton *automaton, struct str text,
	uint64_t *patterns, struct automaton_places *places, uint32_t turn)
{
	struct sink sink = {.made = automaton,
		.patterns = patterns,
		.places = places,
		.turn = turn};

	scan(&sink, text);
}

size_t
automaton_place_count(const struct automaton *automaton)
{
	return automaton->output_count;
}

size_t
automaton_place_of(const struct automaton *automaton, size_t word)
{
	return automaton->output_of[word];
}

size_t
automaton_place_length(const struct automaton *automaton, size_t place)
{
	return automaton->length[place];
}
