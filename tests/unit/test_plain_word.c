#include "mail_test.h"

#include "text/plain_word.h"

static void
assert_words(const char *text, const char *expected)
{
	GString *words = g_string_new(NULL);
	struct str word;
	size_t at = 0;

	while (plain_word_next(str_of(text), &at, &word))
		g_string_append_printf(words, "[%.*s]", STR_ARG(word));
	assert_string_equal(words->str, expected);
	g_string_free(words, TRUE);
}

static void
test_words(void **state)
{
	(void)state;
	assert_words("", "");
	assert_words(" - , .", "");
	assert_words(" - 12, '' ", "[12]['']");
	assert_words("I don't know the councillors' view.",
		"[I][don't][know][the][councillors'][view]");
	assert_words("2nd floor/3.30pm", "[2nd][floor][3][30pm]");
	assert_words("'tis caf\xC3\xA9's", "['tis][caf\xC3\xA9's]");
}

static void
test_characters(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++)
		assert_int_equal(plain_word_has((char)c),
			c >= 0x80 || c == '\'' || g_ascii_isalnum((char)c));
}

static void
assert_bare(const char *word, const char *expected)
{
	assert_true(str_eq(plain_word_bare(str_of(word)), str_of(expected)));
}

static void
test_bare(void **state)
{
	(void)state;
	assert_bare("'tis", "tis");
	assert_bare("councillors''", "councillors");
	assert_bare("don't", "don't");
	assert_bare("'", "");
	assert_bare("", "");
}

static void
test_hash_ignores_case(void **state)
{
	(void)state;
	assert_true(plain_word_hash(str_of("Labour")) ==
		    plain_word_hash(str_of("lABOUR")));
	assert_true(plain_word_hash(str_of("O'Brien-like'ness")) ==
		    plain_word_hash(str_of("o'bRIEN-LIKE'NESS")));
	assert_false(plain_word_hash(str_of("labour")) ==
		     plain_word_hash(str_of("labours")));
	assert_false(plain_word_hash(str_of("disadvantage")) ==
		     plain_word_hash(str_of("disadvantages")));
	assert_false(plain_word_hash(str_of("unreasonably")) ==
		     plain_word_hash(str_of("unreasonable")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_characters),
		cmocka_unit_test(test_bare),
		cmocka_unit_test(test_hash_ignores_case),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
