#include "judge/trie.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <glib.h>

/* A heap copy of exactly this length, so that sanitizers see overruns. */
static char *
exact(const char *text)
{
	return g_memdup2(text, MAX(strlen(text), (size_t)1));
}

/* How often each string stands in the text. */
static void
count_strings(const struct trie *trie, struct str text, unsigned *counts)
{
	for (size_t start = 0; start < text.n; start++) {
		uint32_t node = TRIE_ROOT;

		for (size_t at = start; at < text.n; at++) {
			node = trie_step(trie, node, text.p[at]);
			if (node == TRIE_NOWHERE)
				break;
			if (trie_string(trie, node) != TRIE_NO_STRING)
				counts[trie_string(trie, node)]++;
		}
	}
}

/* The strings found, as bits. */
static uint64_t
scan(const struct trie *trie, struct str text)
{
	unsigned counts[64] = {0};
	uint64_t found = 0;

	count_strings(trie, text, counts);
	for (unsigned i = 0; i < 64; i++)
		found |= (uint64_t)(counts[i] > 0) << i;
	return found;
}

static void
expect_found(const char *const *words, const char *text, uint64_t wanted)
{
	struct str list[64];
	char *copy = exact(text);
	struct trie *trie;
	unsigned n = 0;

	for (; words[n] != NULL; n++)
		list[n] = str_of(words[n]);
	trie = trie_new(list, n);
	assert_int_equal(scan(trie, (struct str){copy, strlen(text)}), wanted);
	trie_free(&trie);
	assert_null(trie);
	g_free(copy);
}

static void
test_words(void **state)
{
	const char *words[] = {"he", "she", "his", "hers", NULL};

	(void)state;
	expect_found(words, "ushers", 0x1 | 0x2 | 0x8);
	expect_found(words, "USHERS", 0x1 | 0x2 | 0x8);
	expect_found(words, "hi", 0);
	expect_found(words, "", 0);
	expect_found(words, "this", 0x4);
	expect_found(words, "h is h\xc3\xa9 s", 0);
}

static void
test_capital_and_foreign_words(void **state)
{
	const char *words[] = {"Tory", "caf\xc3\xa9", "x", "a b", NULL};

	(void)state;
	expect_found(words, "the tory party", 0x1);
	expect_found(words, "CAF\xc3\xa9", 0x2);
	expect_found(words, "CAF\xc3\x89", 0);
	expect_found(words, "xxx", 0x4);
	expect_found(words, "a b", 0x8);
}

static void
test_digits_are_one(void **state)
{
	const char *words[] = {"section 000", "0p", "20", NULL};

	(void)state;
	expect_found(words, "Section 151 officer", 0x1 | 0x4);
	expect_found(words, "for 7p", 0x2);
	expect_found(words, "section OOO", 0);
}

/* Of equal words the last one is found. */
static void
test_equal_words(void **state)
{
	const char *words[] = {"tory", "Tory", "x", NULL};

	(void)state;
	expect_found(words, "tory", 0x2);
}

static void
test_no_words(void **state)
{
	struct trie *trie = trie_new(NULL, 0);

	(void)state;
	assert_int_equal(scan(trie, STR_LIT("anything")), 0);
	trie_free(&trie);
}

/* With few strings and with many that go on in one place. */
static void
test_many_children(void **state)
{
	char words[26][4];
	struct str list[26];

	(void)state;
	for (unsigned count = 1; count <= 26; count++) {
		unsigned counts[26] = {0};
		struct trie *trie;

		for (unsigned w = 0; w < count; w++) {
			g_snprintf(words[w], sizeof(words[w]), "x%cy",
				'a' + (int)w);
			list[w] = str_of(words[w]);
		}
		trie = trie_new(list, count);
		for (unsigned w = 0; w < count; w++)
			count_strings(trie, list[w], counts);
		for (unsigned w = 0; w < count; w++)
			assert_int_equal(counts[w], 1);
		assert_int_equal(trie_step(trie, TRIE_ROOT, 'y'), TRIE_NOWHERE);
		trie_free(&trie);
	}
}

static char *
random_text(GRand *random, size_t n, const char *letters)
{
	size_t kinds = strlen(letters);
	char *text = g_malloc(n + 1);

	for (size_t i = 0; i < n; i++)
		text[i] = letters[g_rand_int_range(random, 0, (gint32)kinds)];
	text[n] = '\0';
	return text;
}

/* Every place of every word, once. */
static void
expect_places(const struct trie *trie, struct str text, const struct str *words,
	unsigned count)
{
	unsigned counts[64] = {0};

	count_strings(trie, text, counts);
	for (unsigned w = 0; w < count; w++) {
		size_t at = str_find_nocase(text, words[w], 0);
		unsigned wanted = 0;

		for (; at != SIZE_MAX;
			at = str_find_nocase(text, words[w], at + 1))
			wanted++;
		assert_int_equal(counts[w], wanted);
	}
}

static bool
is_among(const struct str *words, unsigned count, struct str word)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq_nocase(words[i], word))
			return true;
	return false;
}

/* Random words and texts. */
static void
test_against_plain_search(void **state)
{
	GRand *random = g_rand_new_with_seed(20261127);

	(void)state;
	for (int round = 0; round < 300; round++) {
		unsigned most = (unsigned)g_rand_int_range(random, 1, 60);
		size_t n = (size_t)g_rand_int_range(random, 0, 2000);
		char *text = random_text(random, n, "abAB ");
		struct trie *trie;
		struct str list[64];
		unsigned count = 0;

		for (unsigned w = 0; w < most; w++) {
			size_t size = (size_t)g_rand_int_range(random, 1, 14);
			struct str word = {
				random_text(random, size, "aBb "), size};

			if (is_among(list, count, word))
				g_free((gpointer)(uintptr_t)word.p);
			else
				list[count++] = word;
		}
		trie = trie_new(list, count);
		expect_places(trie, (struct str){text, n}, list, count);
		for (unsigned w = 0; w < count; w++)
			g_free((gpointer)(uintptr_t)list[w].p);
		trie_free(&trie);
		g_free(text);
	}
	g_rand_free(random);
}

/* More words than it may hold are refused. */
static void
test_many_words(void **state)
{
	enum { COUNT = 60000 };
	GRand *random = g_rand_new_with_seed(7);
	struct str *list = g_new0(struct str, COUNT);
	char **words = g_new0(char *, COUNT + 1);
	struct trie *trie;

	(void)state;
	for (unsigned w = 0; w < COUNT; w++) {
		words[w] = random_text(
			random, 20, "etaoinshrdlucmfwypvbgkjqxz -'0123456789");
		list[w] = str_of(words[w]);
	}
	assert_null(trie_new(list, COUNT));
	for (unsigned w = 0; w < COUNT; w++)
		list[w].n = 4;
	trie = trie_new(list, COUNT);
	assert_true(trie_bytes(trie) < 20 * 1024 * 1024);
	for (unsigned w = 0; w < COUNT; w += 97) {
		uint32_t node = TRIE_ROOT;

		for (size_t i = 0; i < 4; i++)
			node = trie_step(trie, node, list[w].p[i]);
		assert_int_not_equal(trie_string(trie, node), TRIE_NO_STRING);
	}
	trie_free(&trie);
	g_strfreev(words);
	g_free(list);
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_capital_and_foreign_words),
		cmocka_unit_test(test_digits_are_one),
		cmocka_unit_test(test_equal_words),
		cmocka_unit_test(test_no_words),
		cmocka_unit_test(test_many_children),
		cmocka_unit_test(test_against_plain_search),
		cmocka_unit_test(test_many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
