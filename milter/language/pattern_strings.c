#include "pattern_strings.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Up to so many each is compared with each; beyond, a hash is made. */
enum { FEW = 12, LONGEST_TOLD_APART = 63 };

GPtrArray *
strings_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

void
strings_free(GPtrArray **strings)
{
	if (*strings != NULL)
		g_ptr_array_free(*strings, TRUE);
	*strings = NULL;
}

void
strings_add(GPtrArray *strings, const char *text)
{
	g_ptr_array_add(strings, g_strdup(text));
}

void
strings_take_all(GPtrArray *strings, GPtrArray *from)
{
	g_ptr_array_extend_and_steal(strings, g_ptr_array_ref(from));
}

/* Keeps the strings for which `keep` is set, in their order. */
static void
keep_marked(GPtrArray *strings, const bool *keep)
{
	unsigned kept = 0;

	for (unsigned i = 0; i < strings->len; i++) {
		gpointer text = strings->pdata[i];

		strings->pdata[i] = NULL;
		if (keep[i])
			strings->pdata[kept++] = text;
		else
			g_free(text);
	}
	g_ptr_array_set_size(strings, (int)kept);
}

void
strings_drop_same(GPtrArray *strings)
{
	GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);
	bool *keep = g_new0(bool, strings->len + 1);

	for (unsigned i = 0; i < strings->len; i++)
		keep[i] = g_hash_table_add(seen, strings->pdata[i]);
	g_hash_table_destroy(seen);
	keep_marked(strings, keep);
	g_free(keep);
}

static bool
contains_another(const GPtrArray *strings, unsigned index)
{
	for (unsigned i = 0; i < strings->len; i++)
		if (i != index && strstr(strings->pdata[index],
					  strings->pdata[i]) != NULL)
			return true;
	return false;
}

/* Is a part of `text`, of one of these lengths, in the set? */
static bool
part_is_in(GHashTable *set, uint64_t lengths, const char *text)
{
	char part[LONGEST_TOLD_APART + 1];
	size_t n = strlen(text);

	for (size_t length = 0; length < n && length <= LONGEST_TOLD_APART;
		length++) {
		if ((lengths >> length & 1) == 0)
			continue;
		for (size_t at = 0; at + length <= n; at++) {
			memcpy(part, text + at, length);
			part[length] = '\0';
			if (g_hash_table_contains(set, part))
				return true;
		}
	}
	return false;
}

static void
mark_by_hash(const GPtrArray *strings, bool *keep)
{
	GHashTable *set = g_hash_table_new(g_str_hash, g_str_equal);
	uint64_t lengths = 0;

	for (unsigned i = 0; i < strings->len; i++) {
		size_t n = strlen(strings->pdata[i]);

		g_hash_table_add(set, strings->pdata[i]);
		if (n <= LONGEST_TOLD_APART)
			lengths |= (uint64_t)1 << n;
	}
	for (unsigned i = 0; i < strings->len; i++)
		keep[i] = !part_is_in(set, lengths, strings->pdata[i]);
	g_hash_table_destroy(set);
}

void
strings_drop_redundant(GPtrArray *strings)
{
	bool *keep;

	if (strings->len < 2)
		return;
	strings_drop_same(strings);
	keep = g_new0(bool, strings->len + 1);
	if (strings->len <= FEW)
		for (unsigned i = 0; i < strings->len; i++)
			keep[i] = !contains_another(strings, i);
	else
		mark_by_hash(strings, keep);
	keep_marked(strings, keep);
	g_free(keep);
}

size_t
strings_shortest(const GPtrArray *strings)
{
	size_t least = strings->len > 0 ? SIZE_MAX : 0;

	for (unsigned i = 0; i < strings->len; i++)
		least = MIN(least, strlen(strings->pdata[i]));
	return least;
}

size_t
strings_longest(const GPtrArray *strings)
{
	size_t most = 0;

	for (unsigned i = 0; i < strings->len; i++)
		most = MAX(most, strlen(strings->pdata[i]));
	return most;
}
