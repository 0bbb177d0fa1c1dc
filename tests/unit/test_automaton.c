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

/* The words found, as bits. */
static uint64_t
scan(const struct automaton *automaton, struct str text)
{
	struct automaton_hits hits = {0};
	uint64_t found = 0;

	automaton_scan(automaton, text, 0, text.n, &hits);
	for (size_t i = 0; i < hits.count; i++)
		found |= (uint64_t)1 << hits.items[i].word;
	automaton_hits_clear(&hits);
	return found;
}

static void
expect_found(const char *const *words, const char *text, uint64_t wanted)
{
	struct str list[64];
	char *copy = exact(text);
	struct automaton *automaton;
	unsigned n = 0;

	for (; words[n] != NULL; n++)
		list[n] = str_of(words[n]);
	automaton = automaton_new(list, n);
	assert_int_equal(
		scan(automaton, (struct str){copy, strlen(text)}), wanted);
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
	struct automaton *automaton = automaton_new(NULL, 0);

	(void)state;
	assert_int_equal(scan(automaton, STR_LIT("anything")), 0);
	automaton_free(&automaton);
}

/* A word is found wherever it stands in texts of any length. */
static void
test_every_position(void **state)
{
	const char *word = "needlesinhaystackstoolong";
	struct str list[] = {str_of(word), STR_LIT("zz"), STR_LIT("q")};
	struct automaton *automaton = automaton_new(list, 3);

	(void)state;
	for (size_t n = 240; n < 300; n += 7) {
		for (size_t at = 0; at + strlen(word) <= n; at++) {
			char *text = g_malloc(n);

			memset(text, '.', n);
			memcpy(text + at, word, strlen(word));
			assert_int_equal(
				scan(automaton, (struct str){text, n}), 1);
			memset(text, '.', n);
			text[at] = 'q';
			assert_int_equal(
				scan(automaton, (struct str){text, n}), 4);
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

/* Every place of every word, once, in the order of their ends. */
static void
expect_places(const struct automaton_hits *hits, struct str text,
	const struct str *words, unsigned count, size_t from, size_t to)
{
	size_t found = 0, wanted = 0;
	uint32_t last = 0;

	for (size_t i = 0; i < hits->count; i++) {
		struct automaton_hit hit = hits->items[i];
		struct str word = words[hit.word];

		assert_in_range(hit.end, MAX(last, from + 1), to);
		last = hit.end;
		assert_true(str_eq_nocase(
			word, (struct str){text.p + hit.end - word.n, word.n}));
		found++;
	}
	for (unsigned w = 0; w < count; w++) {
		size_t at = str_find_nocase(text, words[w], 0);

		for (; at != SIZE_MAX;
			at = str_find_nocase(text, words[w], at + 1))
			wanted +=
				at + words[w].n > from && at + words[w].n <= to;
	}
	assert_int_equal(found, wanted);
}

static bool
is_among(const struct str *words, unsigned count, struct str word)
{
	for (unsigned i = 0; i < count; i++)
		if (str_eq_nocase(words[i], word))
			return true;
	return false;
}

/* Random words and texts, in one go and in stretches. */
static void
test_against_plain_search(void **state)
{
	GRand *random = g_rand_new_with_seed(20261127);
	struct automaton_hits hits = {0};

	(void)state;
	for (int round = 0; round < 300; round++) {
		unsigned most = (unsigned)g_rand_int_range(random, 1, 60);
		size_t n = (size_t)g_rand_int_range(random, 0, 2000);
		size_t from = (size_t)g_rand_int_range(random, 0, (gint)n + 1);
		char *text = random_text(random, n, "abAB ");
		struct str view = {text, n};
		struct automaton *automaton;
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
		automaton = automaton_new(list, count);
		automaton_scan(automaton, view, 0, n, &hits);
		expect_places(&hits, view, list, count, 0, n);
		automaton_scan(automaton, view, from, n, &hits);
		expect_places(&hits, view, list, count, from, n);
		for (unsigned w = 0; w < count; w++)
			g_free((gpointer)(uintptr_t)list[w].p);
		automaton_free(&automaton);
		g_free(text);
	}
	automaton_hits_clear(&hits);
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
	struct automaton *automaton;

	(void)state;
	for (unsigned w = 0; w < COUNT; w++) {
		words[w] = random_text(
			random, 20, "etaoinshrdlucmfwypvbgkjqxz -'0123456789");
		list[w] = str_of(words[w]);
	}
	assert_null(automaton_new(list, COUNT));
	for (unsigned w = 0; w < COUNT; w++)
		list[w].n = 4;
	automaton = automaton_new(list, COUNT);
	assert_true(automaton_bytes(automaton) < 20 * 1024 * 1024);
	for (unsigned w = 0; w < COUNT; w += 97) {
		struct automaton_hits hits = {0};

		automaton_scan(automaton, list[w], 0, 4, &hits);
		assert_int_equal(hits.count, 1);
		automaton_hits_clear(&hits);
	}
	automaton_free(&automaton);
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
		cmocka_unit_test(test_every_position),
		cmocka_unit_test(test_against_plain_search),
		cmocka_unit_test(test_many_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
