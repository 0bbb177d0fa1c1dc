#include "judge/automaton.h"

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

static void
expect_found(const char *const *words, const char *text, uint64_t wanted)
{
	struct automaton_word list[64];
	char *copy = exact(text);
	struct automaton *automaton;
	uint64_t found = 0;
	unsigned n = 0;

	for (; words[n] != NULL; n++)
		list[n] = (struct automaton_word){str_of(words[n]), n};
	automaton = automaton_new(list, n);
	automaton_scan(automaton, (struct str){copy, strlen(text)}, &found);
	assert_int_equal(found, wanted);
	automaton_free(&automaton);
	assert_null(automaton);
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
test_no_words(void **state)
{
	struct automaton *automaton = automaton_new(NULL, 0);
	uint64_t found = 0;

	(void)state;
	automaton_scan(automaton, STR_LIT("anything"), &found);
	assert_int_equal(found, 0);
	automaton_free(&automaton);
}

/* A word is found wherever it stands in texts of any length (lanes). */
static void
test_every_position(void **state)
{
	const char *word = "needlesinhaystackstoolong";
	struct automaton_word list[] = {
		{str_of(word), 0}, {STR_LIT("zz"), 1}, {STR_LIT("q"), 2}};
	struct automaton *automaton = automaton_new(list, 3);

	(void)state;
	for (size_t n = 500; n < 560; n += 7) {
		for (size_t at = 0; at + strlen(word) <= n; at++) {
			char *text = g_malloc(n);
			uint64_t found = 0;

			memset(text, '.', n);
			memcpy(text + at, word, strlen(word));
			automaton_scan(
				automaton, (struct str){text, n}, &found);
			assert_int_equal(found, 1);
			memset(text, '.', n);
			text[at] = 'q';
			found = 0;
			automaton_scan(
				automaton, (struct str){text, n}, &found);
			assert_int_equal(found, 4);
			g_free(text);
		}
	}
	automaton_free(&automaton);
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

/* Random words and texts: whatever stands there is found. */
static void
test_against_plain_search(void **state)
{
	GRand *random = g_rand_new_with_seed(20261127);

	(void)state;
	for (int round = 0; round < 300; round++) {
		unsigned count = (unsigned)g_rand_int_range(random, 1, 60);
		size_t n = (size_t)g_rand_int_range(random, 0, 2000);
		char *text = random_text(random, n, "abAB ");
		struct automaton_word list[64];
		struct automaton *automaton;
		char *words[64] = {NULL};
		uint64_t found = 0;

		for (unsigned w = 0; w < count; w++) {
			size_t size = (size_t)g_rand_int_range(random, 1, 14);

			words[w] = random_text(random, size, "aBb ");
			list[w].text = str_of(words[w]);
			list[w].pattern = w;
		}
		automaton = automaton_new(list, count);
		automaton_scan(automaton, (struct str){text, n}, &found);
		for (unsigned w = 0; w < count; w++) {
			bool there = str_find_nocase((struct str){text, n},
					     list[w].text, 0) != SIZE_MAX;

			assert_int_equal(found >> w & 1, there);
			g_free(words[w]);
		}
		automaton_free(&automaton);
		g_free(text);
	}
	g_rand_free(random);
}

static int
by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Every place of a word is noted, once the places twice noted are dropped. */
static void
expect_places(const struct automaton_places *places, uint32_t turn,
	struct str text, struct str word)
{
	uint32_t wanted[PLACES_KEPT], found[PLACES_KEPT];
	unsigned want = 0, have = 0;
	size_t at = str_find_nocase(text, word, 0);

	if (places->turn != turn) {
		assert_true(at == SIZE_MAX);
		return;
	}
	if (places->count > PLACES_KEPT)
		return;
	for (; at != SIZE_MAX; at = str_find_nocase(text, word, at + 1)) {
		assert_true(want < PLACES_KEPT);
		wanted[want++] = (uint32_t)(at + word.n);
	}
	memcpy(found, places->end, sizeof(found));
	qsort(found, places->count, sizeof(*found), by_number);
	for (unsigned i = 0; i < places->count; i++)
		if (have == 0 || found[have - 1] != found[i])
			found[have++] = found[i];
	assert_int_equal(have, want);
	assert_memory_equal(found, wanted, want * sizeof(*found));
}

static void
test_places(void **state)
{
	static const char *const words[] = {"abc", "bca", "a", "ca b", "BBB",
		"abc", "cabcabcabcabcabcabcabcabc"};
	struct automaton_word list[G_N_ELEMENTS(words)];
	struct automaton_places *places;
	GRand *random = g_rand_new_with_seed(3);
	struct automaton *automaton;

	(void)state;
	for (unsigned w = 0; w < G_N_ELEMENTS(words); w++)
		list[w] = (struct automaton_word){str_of(words[w]), w};
	automaton = automaton_new(list, G_N_ELEMENTS(words));
	places = g_new0(
		struct automaton_places, automaton_place_count(automaton));
	for (uint32_t turn = 1; turn <= 200; turn++) {
		size_t n = (size_t)g_rand_int_range(random, 0, 900);
		char *text = random_text(random, n,
			turn % 2 ? "ABc xyzuvwrstopq....." : "abcabcabc ");
		uint64_t noted = 0, plain = 0;

		automaton_scan_places(
			automaton, (struct str){text, n}, &noted, places, turn);
		automaton_scan(automaton, (struct str){text, n}, &plain);
		assert_int_equal(noted, plain);
		for (unsigned w = 0; w < 5; w++) {
			size_t at = automaton_place_of(automaton, w);

			assert_int_equal(automaton_place_length(automaton, at),
				list[w].text.n);
			expect_places(&places[at], turn, (struct str){text, n},
				list[w].text);
		}
		g_free(text);
	}
	assert_int_equal(automaton_place_of(automaton, 0),
		automaton_place_of(automaton, 5));
	g_free(places);
	automaton_free(&automaton);
	g_rand_free(random);
}

/* Very many words stay within the table's size, and none is lost. */
static void
test_many_words(void **state)
{
	enum { COUNT = 60000 };
	GRand *random = g_rand_new_with_seed(7);
	struct automaton_word *list = g_new0(struct automaton_word, COUNT);
	char **words = g_new0(char *, COUNT + 1);
	uint64_t *found = g_new0(uint64_t, COUNT / 64 + 1);
	struct automaton *automaton;

	(void)state;
	for (unsigned w = 0; w < COUNT; w++) {
		words[w] = random_text(
			random, 20, "etaoinshrdlucmfwypvbgkjqxz -'0123456789");
		list[w].text = str_of(words[w]);
		list[w].pattern = w;
	}
	automaton = automaton_new(list, COUNT);
	assert_true(automaton_bytes(automaton) < 20 * 1024 * 1024);
	for (unsigned w = 0; w < COUNT; w += 97) {
		automaton_scan(automaton, list[w].text, found);
		assert_true(found[w / 64] >> (w % 64) & 1);
	}
	automaton_free(&automaton);
	g_strfreev(words);
	g_free(list);
	g_free(found);
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_capital_and_foreign_words),
		cmocka_unit_test(test_no_words),
		cmocka_unit_test(test_every_position),
		cmocka_unit_test(test_against_plain_search),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
