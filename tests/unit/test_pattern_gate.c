/* Where a match can begin, as far as four bytes tell. */
#include "pattern_fixture.h"

#include "../../milter/language/pattern_gate.h"
#include "../../milter/language/pattern_tree.h"

/* The places that are open are marked; none is left out at which it is found. */
static void
test_places(void **state)
{
	static const struct {
		const char *expression, *text, *open;
	} cases[] = {
		/* Two characters from there on. */
		{"vote", "over vote, Vocal", "-----^-----^----"},
		{"v", "over v", "-^---^"},
		{"[ov]e", "over vest", "-^---^---"},
		{"[]-c]d", "bd ]d zd [-]d", "^--^-------^-"},
		{"[]-]d", "bd ]d -d", "---^--^-"},
		{"a|be", "a bed, above", "^-^----^----"},
		{"b?ed", "a bed, edbd", "--^^---^---"},
		{"(?:a|bc)d", "ad bcd bd", "^--^-----"},
		{"a{0,3}b", "aab b cb", "^^^-^--^"},
		{"(?:ab?){2}c", "aabc abac", "^^---^---"},
		{"x*", "a b", "---"},
		/* A boundary goes with what comes behind it. */
		{"\\bvote", "voted revote vote", "^------------^---"},
		{"\\b(?:vote|no)", "vote, no, deno", "^-----^-------"},
		{"\\b, a", "one, a, , a", "---^--^----"},
		{"\\b(?:, )?a", "one, a", "---^-^"},
		/* Lines and texts. */
		{"^no", "no no", "^----"},
		{"(?m:^)no", "no no\nno", "^-----^-"},
		{"(?m:^)?no", "no no", "^--^-"},
		{"(?:^|x)no", "no no xno", "^--^--^^-"},
		{"(?:^)(?:no|yes)", "no yes", "^-----"},
		/* What stands before. */
		{"(?<=so )no", "so no, to no", "---^------^-"},
		{"(?<=[.!] )no", "Oh. no no", "----^----"},
		{"(?<=a|so )no", "so no ano", "---^---^-"},
		{"(?<=\\bso )no", "so no no", "---^--^-"},
		{"(?<!so )no", "so no no", "---^--^-"},
		{"(?<=x)y|z", "xy y z", "-^-^-^"},
		{"(?<=a\\b)no", "no no", "^--^-"},
		/* Nothing is known of these. */
		{"(a)?\\1b", "ab b", "^^^^"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct str text = str_of(cases[i].text);
		char *open = g_strnfill(text.n, '-');
		struct arena *arena = arena_new();
		struct gate *gate = gate_new(expr_parse(
			arena, str_of(cases[i].expression), true));

		for (size_t at = 0; at < text.n; at++)
			if (gate_first(gate, text, at, at + 1) == at)
				open[at] = '^';
		if (strcmp(open, cases[i].open) != 0)
			fail_msg("/%s/ on '%s': %s, not %s",
				cases[i].expression, cases[i].text, open,
				cases[i].open);
		g_free(open);
		g_free(gate);
		arena_free(&arena);
	}
}

/* Every byte is of one class, letters in both cases of the same. */
static void
test_classes(void **state)
{
	(void)state;
	for (int c = 0; c < 0x80; c++) {
		unsigned class = gate_class[c];

		assert_true(class < GATE_CLASSES);
		assert_int_equal(g_ascii_isalpha(c),
			class >= GATE_LETTERS && class < GATE_DIGIT);
		if (g_ascii_isalpha(c))
			assert_int_equal(class,
				g_ascii_tolower((char)c) - 'a' + GATE_LETTERS);
		assert_int_equal(
			g_ascii_isdigit(c) || c == '_', class == GATE_DIGIT);
	}
	assert_int_equal(gate_class['\n'], GATE_NOTHING);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_classes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
