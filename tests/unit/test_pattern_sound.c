/* Expressions that are taken without asking PCRE2: it would take them. */
#include "pattern_fixture.h"

#include "../../milter/language/pattern_internal.h"

static bool
compiles(struct str expression)
{
	int number;
	PCRE2_SIZE offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression.p, expression.n,
		PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS, &number, &offset, NULL);

	pcre2_code_free(code);
	return code != NULL;
}

/* What rules are made of is told at once. */
static void
test_common(void **state)
{
	static const char *const cases[] = {"", "vote", "a|", "\\bvotes?\\b",
		"(?:(?i:a|b)|(?-i:UK))", "(?m:^)so", "a+?b*+c{2}d{1,3}?e{4,}",
		"[a-z]+[^aeiou ,-][-'\xE2\x80\x99]\\w\\W\\d\\s\\.",
		"(?<!not |\\bno )x(?=y|z+)(?!\\w)", "(?>a|ab)+(b)", "]}",
		"[\\w.\\-]{3,20}", "na\xC3\xAFve"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		if (!pattern_is_sound(str_of(cases[i])))
			fail_msg("/%s/ is left to PCRE2", cases[i]);
		assert_true(compiles(str_of(cases[i])));
	}
}

/* What is none is not taken, however nearly it is one. */
static void
test_mistakes(void **state)
{
	static const char *const cases[] = {"a(b", "ab)", "*a", "a|+", "a**",
		"(?:+)", "a{2,1}", "\\b+", "[a", "[]", "[z-a]", "[\\w-z]",
		"(?<=a+)b", "(?<=a|(?:b|cd))e", "(?", "(?:", "(?<", "\\", "\\C",
		"\\p{Q}", "(*LIMIT_MATCH=5)a", "(?<!\\R)", "a\xFF", "(?C)a",
		"[[:odd:]]", "[:odd:]", "[.a\\.]", "(?1)", "\\1", "\\k<n>",
		"(?#"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		if (pattern_is_sound(str_of(cases[i])))
			fail_msg("/%s/ is taken", cases[i]);
}

/* Whatever is put together, what is taken compiles. */
static void
test_random(void **state)
{
	static const char *const parts[] = {"a", "k", "\xC5\xBF", "\xC3\xA9",
		"\\", "\\b", "\\w", "\\d", "\\.", "(",
		"(?:", "(?i:", "(?m:", "(?=", "(?!", "(?<=", "(?<!", "(?>",
		"(?", "|", ")", ")", ")", "*", "+", "?", "{2}", "{0,3}", "{3,}",
		"{", "}", "[", "[^", "]", "[a-z", "-", "^", "$", ".", ",", "3",
		" ", ":", "="};
	uint32_t seed = 20261128;
	unsigned taken = 0;

	(void)state;
	for (int round = 0; round < 200 * 1000; round++) {
		GString *text = g_string_new(NULL);

		for (unsigned n = 2 + (unsigned)round % 9; n > 0; n--) {
			seed = seed * 1664525 + 1013904223;
			g_string_append(text,
				parts[(seed >> 16) % G_N_ELEMENTS(parts)]);
		}
		if (pattern_is_sound((struct str){text->str, text->len})) {
			taken++;
			if (!compiles((struct str){text->str, text->len}))
				fail_msg("/%s/ is taken", text->str);
		}
		g_string_free(text, TRUE);
	}
	assert_true(taken > 5000);
}

/* The longest that are taken do not become too large. */
static void
test_long(void **state)
{
	static const char *const units[] = {"a", "k", "\xC5\xBF", "\xC3\xA9",
		"a*", "s{2,9}", "\\w{3,}+", "[ab]", "[a-z]{2,5}?", "[\\W\\d-]",
		"[a\xC3\xA9-]+", "[ks]", "[.!?]", "[.]*+", "\\s*+", "k?",
		"\xC3\xA9+", "[0-9]?", "[\\s.\xC5\xBF]", "(?:ab|c)?", "(a)+",
		"(?:ab|c)*+", "((?:a|b)?+)++", "(?:x(?:y|z){9}){2,7}",
		"(?>k{2}|s){3,}", "(?=a|b)", "(?<!a|b)", "\\b", "a|", "^"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		GString *text = g_string_new(NULL);
		size_t taken = 0;

		while (pattern_is_sound((struct str){text->str, text->len})) {
			taken = text->len;
			for (int more = 0; more < 10; more++)
				g_string_append(text, units[i]);
		}
		g_string_truncate(text, taken);
		if (text->len == 0 ||
			!compiles((struct str){text->str, text->len}))
			fail_msg("%zu bytes of /%s/", text->len, units[i]);
		g_string_free(text, TRUE);
	}
}

/* Groups within groups. */
static void
test_deep(void **state)
{
	GString *text = g_string_new(NULL);

	(void)state;
	for (int i = 0; i < 300; i++)
		g_string_append(text, "(?:");
	for (int i = 0; i < 300; i++)
		g_string_append_c(text, ')');
	assert_false(pattern_is_sound((struct str){text->str, text->len}));
	assert_false(compiles((struct str){text->str, text->len}));
	g_string_free(text, TRUE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_common),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_random),
		cmocka_unit_test(test_long),
		cmocka_unit_test(test_deep),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
