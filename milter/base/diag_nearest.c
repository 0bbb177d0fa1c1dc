#include "base/diag.h"

#include <stdbool.h>

#include <glib.h>

/* Longer words are no typing mistakes of a name; it also bounds the table. */
enum { LONGEST = 64 };

static unsigned
smallest(unsigned a, unsigned b, unsigned c)
{
	return MIN(a, MIN(b, c));
}

static bool
swapped(struct str a, struct str b, size_t i, size_t j)
{
	return i > 1 && j > 1 && a.p[i - 1] == b.p[j - 2] &&
	       a.p[i - 2] == b.p[j - 1];
}

/*
 * Insertions, deletions, changes and swaps of neighbours that lead from one
 * word to the other; letters that differ in case only are the same.
 */
static unsigned
distance(struct str a, struct str b)
{
	unsigned rows[3][LONGEST + 1];
	unsigned *before = rows[0];
	unsigned *last = rows[1];
	unsigned *row = rows[2];

	for (unsigned j = 0; j <= b.n; j++)
		last[j] = j;
	memset(before, 0, sizeof(rows[0]));
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *spare = before;

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			bool same = g_ascii_tolower(a.p[i - 1]) ==
				    g_ascii_tolower(b.p[j - 1]);

			row[j] = smallest(last[j] + 1, row[j - 1] + 1,
				last[j - 1] + (same ? 0 : 1));
			if (swapped(a, b, i, j))
				row[j] = MIN(row[j], before[j - 2] + 1);
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[b.n];
}

static size_t
common_prefix(struct str a, struct str b)
{
	size_t n = 0;

	while (n < a.n && n < b.n &&
		g_ascii_tolower(a.p[n]) == g_ascii_tolower(b.p[n]))
		n++;
	return n;
}

/*
 * A third of the letters may be wrong; or the word goes on otherwise than the
 * name, as in `party` for `parties`.
 */
static unsigned
penalty(struct str word, struct str name)
{
	unsigned far;

	if (word.n == 0 || word.n > LONGEST || name.n > LONGEST)
		return G_MAXUINT;
	far = distance(word, name);
	if (far <= (word.n + 2) / 3 && far < word.n)
		return far;
	if (common_prefix(word, name) >= MAX((size_t)4, word.n * 2 / 3))
		return far + LONGEST;
	return G_MAXUINT;
}

const char *
diag_nearest(struct str word, const char *const *names)
{
	const char *best = NULL;
	unsigned least = G_MAXUINT;

	for (; *names != NULL; names++) {
		unsigned far = penalty(word, str_of(*names));

		if (far < least) {
			least = far;
			best = *names;
		}
	}
	return best;
}
