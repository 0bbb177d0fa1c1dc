#include <glib.h>

#include "judge/resemblance.h"
#include "text/plain_word.h"

/* The first that is asked for and not ruled out. */
static const struct likeness *
likeness_of(const struct condition *when)
{
	const struct likeness *found;

	if (when == NULL || when->op == COND_NOT)
		return NULL;
	if (when->op == COND_ATOM)
		return when->kind == COND_RESEMBLES ? when->likeness : NULL;
	found = likeness_of(when->left);
	return found != NULL ? found : likeness_of(when->right);
}

/* The words and pairs of a zone, in lower case. */
static void
gather(GHashTable *there, const struct zone_text *zone)
{
	struct str before = {NULL, 0}, word;
	char *last = NULL;
	size_t at = 0;

	while (plain_word_next(zone->text, &at, &word)) {
		struct str bare = plain_word_bare(word);
		char *text = g_ascii_strdown(bare.p, (gssize)bare.n);

		if (last != NULL &&
			plain_word_follows(before.p + before.n, word.p))
			g_hash_table_add(
				there, g_strconcat(last, " ", text, NULL));
		g_free(last);
		last = text;
		before = word;
		g_hash_table_add(there, g_strdup(text));
	}
	g_free(last);
}

static bool
is_there(GHashTable *there, struct str text)
{
	char *key = g_ascii_strdown(text.p, (gssize)text.n);
	bool found = g_hash_table_contains(there, key);

	g_free(key);
	return found;
}

static int
heavier_first(gconstpointer a, gconstpointer b)
{
	const struct likeness_word *x = *(const struct likeness_word *const *)a;
	const struct likeness_word *y = *(const struct likeness_word *const *)b;

	return (x->weight < y->weight) - (x->weight > y->weight);
}

static void
find_heaviest(struct likeness_told *told, GHashTable *there)
{
	const struct likeness *likeness = told->likeness;
	GPtrArray *found = g_ptr_array_new();

	for (size_t i = 0; i < likeness->word_count; i++)
		if (likeness->words[i].weight > 0 &&
			is_there(there, likeness->words[i].text))
			g_ptr_array_add(found,
				(gpointer)(uintptr_t)&likeness->words[i]);
	g_ptr_array_sort(found, heavier_first);
	for (; told->word_count < found->len &&
		told->word_count < LIKENESS_WORDS_TOLD;
		told->word_count++) {
		const struct likeness_word *word =
			g_ptr_array_index(found, told->word_count);

		told->words[told->word_count] = word->text;
	}
	g_ptr_array_free(found, TRUE);
}

const struct likeness_told *
resemblance_tell(struct arena *arena, struct subject *subject,
	const struct condition *when)
{
	const struct likeness *likeness = likeness_of(when);
	struct likeness_told *told;
	GHashTable *there;

	if (likeness == NULL)
		return NULL;
	told = ARENA_NEW(arena, struct likeness_told);
	told->likeness = likeness;
	told->percent = resemblance_percent(subject, likeness);
	there = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	gather(there, &subject->message->zones[ZONE_SUBJECT]);
	gather(there, &subject->message->zones[ZONE_TEXT]);
	find_heaviest(told, there);
	g_hash_table_destroy(there);
	return told;
}
