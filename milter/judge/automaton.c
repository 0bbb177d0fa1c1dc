#include "judge/automaton.h"

#include <stdbool.h>

#include <glib.h>

enum {
	/* Of the table: beyond it words have to be shorter. */
	TABLE_BYTES = 32 * 1024 * 1024,
	/* Below this a text is read in one go. */
	LANES_FROM = 256,
};

#define NO_OUTPUT UINT32_MAX

/*
 * A state is an offset into `next`: the index of its row times the number of
 * classes. States in which words end have the highest numbers, so that one
 * comparison tells them.
 */
struct automaton {
	uint8_t class_of[256]; /* 0: in no word, leads to the root */
	unsigned classes;
	uint32_t state_count;
	uint32_t *next;
	uint32_t reporting; /* the first state that reports */
	size_t longest;
	/* By output (reporting state): the longest word that ends there, and
	 * the output of the next shorter one. */
	uint32_t output_count;
	uint32_t *word;
	uint32_t *shorter;
};

/* What is needed while it grows; rows are in order of insertion. */
struct trie {
	const struct automaton *made;
	uint32_t *next; /* rows of indices; 0: none (nothing leads to root) */
	uint32_t count, room;
	uint32_t *fail;
	uint32_t *order; /* breadth first */
	uint32_t *
		word_of; /* by row: the number of the word that ends there, plus 1 */
};

/* The byte that stands for this one in words. */
static unsigned char
plain(char c)
{
	if (g_ascii_isdigit(c))
		return '0';
	return (unsigned char)g_ascii_tolower(c);
}

static void
find_classes(struct automaton *made, const struct str *words, size_t count)
{
	made->classes = 1;
	for (size_t w = 0; w < count; w++) {
		for (size_t i = 0; i < words[w].n; i++) {
			uint8_t *class = &made->class_of[plain(words[w].p[i])];

			if (*class == 0)
				*class = (uint8_t)made->classes++;
		}
	}
	for (int c = 0; c < 256; c++)
		made->class_of[c] = made->class_of[plain((char)c)];
}

static uint32_t
trie_child(struct trie *trie, uint32_t row, char byte)
{
	unsigned classes = trie->made->classes;
	uint8_t class = trie->made->class_of[(unsigned char)byte];
	size_t at = (size_t)row * classes + class;

	if (trie->next[at] != 0)
		return trie->next[at];
	if (trie->count == trie->room) {
		size_t half = (size_t)trie->room * classes;

		trie->next = g_renew(uint32_t, trie->next, half * 2);
		memset(trie->next + half, 0, half * sizeof(*trie->next));
		trie->word_of = g_renew(
			uint32_t, trie->word_of, (size_t)trie->room * 2);
		memset(trie->word_of + trie->room, 0,
			trie->room * sizeof(*trie->word_of));
		trie->room *= 2;
	}
	trie->next[at] = trie->count;
	return trie->count++;
}

/* False where the table would be too large. */
static bool
trie_fill(struct trie *trie, const struct str *words, size_t count)
{
	size_t most = TABLE_BYTES / sizeof(uint32_t) / trie->made->classes;

	trie->next = g_new0(uint32_t, (size_t)trie->room * trie->made->classes);
	trie->word_of = g_new0(uint32_t, trie->room);
	trie->count = 1;
	for (size_t w = 0; w < count && trie->count <= most; w++) {
		uint32_t row = 0;

		for (size_t i = 0; i < words[w].n; i++)
			row = trie_child(trie, row, words[w].p[i]);
		trie->word_of[row] = (uint32_t)w + 1;
	}
	return trie->count <= most;
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
copy_outputs(
	struct automaton *made, const struct trie *trie, const uint32_t *number)
{
	uint32_t silent = made->reporting / made->classes;

	made->output_count = made->state_count - silent;
	made->word = g_new0(uint32_t, made->output_count);
	made->shorter = g_new0(uint32_t, made->output_count);
	/* Breadth first: that of the suffix is known by then. */
	for (uint32_t at = 0; at < trie->count; at++) {
		uint32_t row = trie->order[at];
		uint32_t suffix = number[trie->fail[row]];
		uint32_t o = number[row] - silent;
		uint32_t next = NO_OUTPUT;

		if (number[row] < silent)
			continue;
		if (suffix >= silent)
			next = suffix - silent;
		if (trie->word_of[row] == 0) {
			/* It reports what its suffix does. */
			made->word[o] = made->word[next];
			made->shorter[o] = made->shorter[next];
		} else {
			made->word[o] = trie->word_of[row] - 1;
			made->shorter[o] = next;
		}
	}
}

static void
build(struct automaton *made, struct trie *trie)
{
	bool *reports = g_new0(bool, trie->count);
	uint32_t *number;
	uint32_t silent;

	trie_link(trie);
	for (uint32_t at = 0; at < trie->count; at++) {
		uint32_t row = trie->order[at];

		reports[row] =
			trie->word_of[row] != 0 || reports[trie->fail[row]];
	}
	number = number_rows(trie, reports, &silent);
	made->reporting = silent * made->classes;
	copy_rows(made, trie, number);
	copy_outputs(made, trie, number);
	g_free(number);
	g_free(reports);
}

struct automaton *
automaton_new(const struct str *words, size_t count)
{
	struct automaton *made = g_new0(struct automaton, 1);
	struct trie trie = {.made = made, .room = 256};

	find_classes(made, words, count);
	for (size_t w = 0; w < count; w++)
		made->longest = MAX(made->longest, words[w].n);
	if (trie_fill(&trie, words, count))
		build(made, &trie);
	else
		automaton_free(&made);
	g_free(trie.next);
	g_free(trie.word_of);
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
	g_free(made->word);
	g_free(made->shorter);
	g_free(made);
	*automaton = NULL;
}

size_t
automaton_bytes(const struct automaton *made)
{
	return sizeof(*made) +
	       sizeof(uint32_t) * ((size_t)made->state_count * made->classes +
					  (size_t)made->output_count * 2);
}

/* Looking ------------------------------------------------------------- */

void
automaton_hits_clear(struct automaton_hits *hits)
{
	for (int i = 0; i < AUTOMATON_LANES; i++)
		g_free(hits->lanes[i].items);
	memset(hits, 0, sizeof(*hits));
}

static void
report(const struct automaton *made, uint32_t state, size_t end,
	struct automaton_lane *lane)
{
	uint32_t o = (state - made->reporting) / made->classes;

	for (; o != NO_OUTPUT; o = made->shorter[o]) {
		if (lane->count == lane->room) {
			lane->room = lane->room * 2 + 64;
			lane->items = g_renew(
				struct automaton_hit, lane->items, lane->room);
		}
		lane->items[lane->count++] =
			(struct automaton_hit){made->word[o], (uint32_t)end};
	}
}

/* The state before `at`: what ends behind it began no earlier. */
static uint32_t
state_at(const struct automaton *made, const unsigned char *text, size_t at)
{
	size_t i = at - MIN(at, made->longest);
	uint32_t state = 0;

	while (i < at)
		state = made->next[state + made->class_of[text[i++]]];
	return state;
}

static void
scan_plain(const struct automaton *made, const unsigned char *text, size_t from,
	size_t to, uint32_t state, struct automaton_lane *lane)
{
	for (size_t i = from; i < to; i++) {
		state = made->next[state + made->class_of[text[i]]];
		if (state >= made->reporting)
			report(made, state, i + 1, lane);
	}
}

/* Four stretches side by side; the last one is a little longer. */
static void
scan_lanes(const struct automaton *made, const unsigned char *text, size_t from,
	size_t to, struct automaton_lane *lanes)
{
	const uint32_t *next = made->next;
	const uint8_t *class_of = made->class_of;
	const uint32_t reporting = made->reporting;
	size_t step = (to - from) / AUTOMATON_LANES;
	size_t end = from + step;
	uint32_t a = state_at(made, text, from);
	uint32_t b = state_at(made, text, from + step);
	uint32_t c = state_at(made, text, from + 2 * step);
	uint32_t d = state_at(made, text, from + 3 * step);

	for (size_t i = from; i < end; i++) {
		a = next[a + class_of[text[i]]];
		b = next[b + class_of[text[i + step]]];
		c = next[c + class_of[text[i + 2 * step]]];
		d = next[d + class_of[text[i + 3 * step]]];
		if (!((a >= reporting) | (b >= reporting) | (c >= reporting) |
			    (d >= reporting)))
			continue;
		if (a >= reporting)
			report(made, a, i + 1, &lanes[0]);
		if (b >= reporting)
			report(made, b, i + step + 1, &lanes[1]);
		if (c >= reporting)
			report(made, c, i + 2 * step + 1, &lanes[2]);
		if (d >= reporting)
			report(made, d, i + 3 * step + 1, &lanes[3]);
	}
	scan_plain(made, text, from + 4 * step, to, d, &lanes[3]);
}

void
automaton_scan(const struct automaton *automaton, struct str text, size_t from,
	size_t to, struct automaton_hits *hits)
{
	const unsigned char *bytes = (const unsigned char *)text.p;

	for (int i = 0; i < AUTOMATON_LANES; i++)
		hits->lanes[i].count = 0;
	if (to - from < LANES_FROM)
		scan_plain(automaton, bytes, from, to,
			state_at(automaton, bytes, from), &hits->lanes[0]);
	else
		scan_lanes(automaton, bytes, from, to, hits->lanes);
}
