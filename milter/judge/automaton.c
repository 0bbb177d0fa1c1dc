#include "judge/automaton.h"

#include <stdbool.h>

#include <glib.h>

enum {
	/* Beyond it words have to be shorter. */
	MOST_STATES = 1000 * 1000,
	/* So many states have a row of the table. */
	DENSE_STATES = 1024,
};

#define NO_OUTPUT UINT32_MAX
/* In `first`: words end in this state. */
#define REPORTS (UINT32_C(1) << 31)

/*
 * States are numbered breadth first, so that the children of one stand
 * together, and those of state s reach from first[s] to first[s + 1]. The
 * first states, which most of a text is spent in, have a row each that tells
 * the next state for every class of bytes. The others know their children
 * alone and otherwise fail over to their longest proper suffix that is a
 * state: they are many, and most have one child.
 */
struct automaton {
	uint8_t class_of[256]; /* 0: in no word, leads to the root */
	unsigned classes;
	uint32_t state_count, dense_count;
	uint32_t *rows;
	uint32_t *first;
	uint32_t *fail;
	uint8_t *class_in; /* by which the state is reached */
	size_t longest;
	/* By state: the output; by output: the longest word that ends there,
	 * and the output of the next shorter one. */
	uint32_t *output;
	uint32_t output_count;
	uint32_t *word, *shorter;
};

/* A tree of the words while it grows, in order of insertion. */
struct node {
	uint32_t child, sibling; /* 0: none */
	uint32_t word;		 /* that ends here, plus 1 */
	uint8_t class_in;
};

struct trie {
	const struct automaton *made;
	GArray *nodes;
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

/* The tree of words ------------------------------------------------------ */

static struct node *
node_at(const struct trie *trie, uint32_t node)
{
	return &g_array_index(trie->nodes, struct node, node);
}

static uint32_t
trie_child(struct trie *trie, uint32_t parent, char byte)
{
	struct node made = {
		.class_in = trie->made->class_of[(unsigned char)byte]};
	uint32_t child = node_at(trie, parent)->child;

	for (; child != 0; child = node_at(trie, child)->sibling)
		if (node_at(trie, child)->class_in == made.class_in)
			return child;
	child = trie->nodes->len;
	made.sibling = node_at(trie, parent)->child;
	g_array_append_val(trie->nodes, made);
	node_at(trie, parent)->child = child;
	return child;
}

/* False where there would be too many states. */
static bool
trie_fill(struct trie *trie, const struct str *words, size_t count)
{
	g_array_set_size(trie->nodes, 1);
	for (size_t w = 0; w < count && trie->nodes->len <= MOST_STATES; w++) {
		uint32_t node = 0;

		for (size_t i = 0; i < words[w].n; i++)
			node = trie_child(trie, node, words[w].p[i]);
		node_at(trie, node)->word = (uint32_t)w + 1;
	}
	return trie->nodes->len <= MOST_STATES;
}

/* States ------------------------------------------------------------------ */

static uint32_t
first_child(const struct automaton *made, uint32_t state)
{
	return made->first[state] & ~REPORTS;
}

/* The child of a state, or 0. */
static uint32_t
child_of(const struct automaton *made, uint32_t state, unsigned class)
{
	uint32_t end = first_child(made, state + 1);

	for (uint32_t c = first_child(made, state); c < end; c++)
		if (made->class_in[c] == class)
			return c;
	return 0;
}

/* Numbers the tree's nodes; `words` gets the number of the word that ends in
 * each state, plus 1. */
static void
number_states(struct automaton *made, const struct trie *trie, uint32_t *words)
{
	uint32_t *order = g_new0(uint32_t, made->state_count);
	uint32_t given = 1;

	for (uint32_t s = 0; s < made->state_count; s++) {
		const struct node *node = node_at(trie, order[s]);

		made->class_in[s] = node->class_in;
		words[s] = node->word;
		made->first[s] = given;
		for (uint32_t c = node->child; c != 0;
			c = node_at(trie, c)->sibling)
			order[given++] = c;
	}
	made->first[made->state_count] = given;
	g_free(order);
}

/* What is shorter is linked before. */
static void
link_states(struct automaton *made)
{
	for (uint32_t s = 1; s < made->state_count; s++) {
		for (uint32_t c = first_child(made, s);
			c < first_child(made, s + 1); c++) {
			uint32_t suffix = made->fail[s];
			uint32_t next =
				child_of(made, suffix, made->class_in[c]);

			while (next == 0 && suffix != 0) {
				suffix = made->fail[suffix];
				next = child_of(
					made, suffix, made->class_in[c]);
			}
			made->fail[c] = next;
		}
	}
}

static void
fill_rows(struct automaton *made)
{
	unsigned classes = made->classes;

	made->dense_count = MIN(made->state_count, (uint32_t)DENSE_STATES);
	made->rows = g_new0(uint32_t, (size_t)made->dense_count * classes);
	for (uint32_t s = 0; s < made->dense_count; s++) {
		uint32_t *row = made->rows + (size_t)s * classes;

		memcpy(row, made->rows + (size_t)made->fail[s] * classes,
			classes * sizeof(*row));
		for (uint32_t c = first_child(made, s);
			c < first_child(made, s + 1); c++)
			row[made->class_in[c]] = c;
		/* A byte of no word begins anew. */
		row[0] = 0;
	}
}

static void
find_outputs(struct automaton *made, const uint32_t *words)
{
	made->word = g_new0(uint32_t, made->state_count);
	made->shorter = g_new0(uint32_t, made->state_count);
	made->output[0] = NO_OUTPUT;
	for (uint32_t s = 1; s < made->state_count; s++) {
		uint32_t suffix = made->output[made->fail[s]];

		/* Without a word of its own it reports what its suffix does. */
		made->output[s] = suffix;
		if (words[s] != 0) {
			made->output[s] = made->output_count;
			made->word[made->output_count] = words[s] - 1;
			made->shorter[made->output_count++] = suffix;
		}
	}
	for (uint32_t s = 0; s < made->state_count; s++)
		if (made->output[s] != NO_OUTPUT)
			made->first[s] |= REPORTS;
}

static void
build(struct automaton *made, const struct trie *trie)
{
	uint32_t *words;

	made->state_count = trie->nodes->len;
	made->first = g_new0(uint32_t, made->state_count + 1);
	made->fail = g_new0(uint32_t, made->state_count);
	made->class_in = g_new0(uint8_t, made->state_count);
	made->output = g_new0(uint32_t, made->state_count);
	words = g_new0(uint32_t, made->state_count);
	number_states(made, trie, words);
	link_states(made);
	fill_rows(made);
	find_outputs(made, words);
	g_free(words);
}

struct automaton *
automaton_new(const struct str *words, size_t count)
{
	struct automaton *made = g_new0(struct automaton, 1);
	struct trie trie = {
		made, g_array_new(FALSE, TRUE, sizeof(struct node))};

	find_classes(made, words, count);
	for (size_t w = 0; w < count; w++)
		made->longest = MAX(made->longest, words[w].n);
	if (trie_fill(&trie, words, count))
		build(made, &trie);
	else
		automaton_free(&made);
	g_array_free(trie.nodes, TRUE);
	return made;
}

void
automaton_free(struct automaton **automaton)
{
	struct automaton *made = *automaton;

	if (made == NULL)
		return;
	g_free(made->rows);
	g_free(made->first);
	g_free(made->fail);
	g_free(made->class_in);
	g_free(made->output);
	g_free(made->word);
	g_free(made->shorter);
	g_free(made);
	*automaton = NULL;
}

size_t
automaton_bytes(const struct automaton *made)
{
	return sizeof(*made) +
	       sizeof(uint32_t) * made->dense_count * made->classes +
	       made->state_count * (5 * sizeof(uint32_t) + 1);
}

/* Looking ------------------------------------------------------------------ */

void
automaton_hits_clear(struct automaton_hits *hits)
{
	g_free(hits->items);
	memset(hits, 0, sizeof(*hits));
}

static void
report(const struct automaton *made, uint32_t state, size_t end,
	struct automaton_hits *hits)
{
	uint32_t o = made->output[state];

	for (; o != NO_OUTPUT; o = made->shorter[o]) {
		if (hits->count == hits->room) {
			hits->room = hits->room * 2 + 256;
			hits->items = g_renew(
				struct automaton_hit, hits->items, hits->room);
		}
		hits->items[hits->count++] =
			(struct automaton_hit){made->word[o], (uint32_t)end};
	}
}

static inline uint32_t
step(const struct automaton *made, uint32_t state, unsigned class)
{
	while (state >= made->dense_count) {
		uint32_t next = child_of(made, state, class);

		if (next != 0)
			return next;
		state = made->fail[state];
	}
	return made->rows[(size_t)state * made->classes + class];
}

void
automaton_scan(const struct automaton *automaton, struct str text, size_t from,
	size_t to, struct automaton_hits *hits)
{
	const unsigned char *bytes = (const unsigned char *)text.p;
	/* What ends behind `from` began no earlier. */
	size_t i = from - MIN(from, automaton->longest);
	uint32_t state = 0;

	hits->count = 0;
	for (; i < from; i++)
		state = step(automaton, state, automaton->class_of[bytes[i]]);
	for (; i < to; i++) {
		state = step(automaton, state, automaton->class_of[bytes[i]]);
		if (automaton->first[state] & REPORTS)
			report(automaton, state, i + 1, hits);
	}
}
