#include "mail_test.h"

#include "../../milter/people/word_internal.h"

/* "start-end folded" of each word; C capital, P possessive, "+" adjacent, "@"
 * an address. */
static char *
show(struct str text)
{
	struct word_reader reader = word_reader_new(text);
	GString *out = g_string_new(NULL);
	struct word word;

	while (word_next(&reader, &word)) {
		if (out->len > 0)
			g_string_append(out, word.adjacent ? " + " : " ");
		g_string_append_len(out, word.folded.p, (gssize)word.folded.n);
		if (word.capital)
			g_string_append(out, ":C");
		if (word.possessive)
			g_string_append(out, ":P");
		if (word.address)
			g_string_append(out, ":@");
		assert_true(word.start < word.end && word.end <= text.n);
	}
	word_reader_clear(&reader);
	return g_string_free(out, FALSE);
}

static void
check(const char *text, const char *wanted)
{
	struct str copy = exact_text(text);
	char *shown = show(copy);

	assert_string_equal(shown, wanted);
	g_free(shown);
	exact_free(copy);
}

static void
test_words(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"", ""},
		{" \n.", ""},
		{"Jane Marsh", "jane:C + marsh:C"},
		{"Vice-Chairman", "vice:C chairman:C"},
		{"Jane. Marsh", "jane:C marsh:C"},
		{"O'Brien's bins", "obrien:C:P + bins"},
		{"the Smiths' bins", "the + smiths:C:P bins"},
		{"'quoted' rock 'n' roll", "quoted rock n roll"},
		{"Z\u00fcrich \u00c9MILE", "zurich:C + emile:C"},
		{"e\u0301tude", "etude"},
		{"s151 151", "s151 + 151"},
		{"MiXeD123Case", "mixed123case:C"},
		{"ab\xff"
		 "cd",
			"ab + cd"},
		{"write to a.day@council.example. Or Bob",
			"write + to + a.day@council.example:@ or:C + bob:C"},
		{"A.Day@Council.example", "a.day@council.example:@"},
		{"x@ y", "x:@ y"},
		{"a.b.c.d e@f", "a b c d + e@f:@"},
		{"(a@b) c@d", "a@b:@ c@d:@"},
		{"@ someone", "someone"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check(cases[i].text, cases[i].words);
}

/* Words of every length, which end at every place of eight bytes. */
static void
test_lengths(void **state)
{
	(void)state;
	for (size_t length = 1; length < 200; length++) {
		char *word = g_strnfill(length, 'X');
		char *small = g_strnfill(length, 'x');
		char *text = g_strdup_printf("%s-%s9 %s", word, word, word);
		char *wanted = g_strdup_printf(
			"%s:C %s9:C + %s:C", small, small, small);

		check(text, wanted);
		g_free(word);
		g_free(small);
		g_free(text);
		g_free(wanted);
	}
}

/* Letters that become several bytes more without case and accents. */
static void
test_growth(void **state)
{
	GString *text = g_string_new(NULL), *wanted = g_string_new(NULL);

	(void)state;
	for (int i = 0; i < 200; i++) {
		g_string_append(text, "\u1e9e\u212b");
		g_string_append(wanted, "\u00dfa");
	}
	g_string_append(wanted, ":C");
	check(text->str, wanted->str);
	g_string_free(text, TRUE);
	g_string_free(wanted, TRUE);
}

/* What could be an address for long, and is none, is looked at once. */
static void
test_addresses_linear(void **state)
{
	enum { PIECES = 200 * 1000 };
	GString *text = g_string_new(NULL);
	struct word_reader reader;
	struct word word;
	size_t words = 0;

	(void)state;
	for (int i = 0; i < PIECES; i++)
		g_string_append(text, "a.");
	g_string_append(text, " b@c");
	reader = word_reader_new((struct str){text->str, text->len});
	while (word_next(&reader, &word))
		words++;
	assert_int_equal(words, PIECES + 1);
	word_reader_clear(&reader);
	g_string_free(text, TRUE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_growth),
		cmocka_unit_test(test_addresses_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
