/* From the words of rule files to patterns and terms. */
#include "compile_fixture.h"

static void
test_illustration(void **state)
{
	struct ruleset *rules = load(
		"define party = /(?:Labour|Tor(?:y|ies))/c\n"
		"flag political {\n severity warning\n threshold 5\n"
		" warning \"This reads as political.\"\n}\n"
		"rule vote-appeal {\n flag political\n"
		" when author is officer\n"
		" 5 /\\bvote (?:for )?(?:us|{party})\\b/\n"
		" 2 \"on the doorstep\"\n -5 \"electoral register\"\n"
		" match \"Do vote Labour in May\"\n"
		" miss \"Members voted on the motion\"\n}\n"
		"protocol b {\n title \"B\"\n"
		" clause \"4.4\" \"Copies\" flags political\n"
		" clause \"3.1(i)\" \"Training\" unobservable \"no\"\n}\n");
	const struct rule *rule = rules->rules[0];

	(void)state;
	assert_int_equal(rules->rule_count, 1);
	assert_str(rule->id, "vote-appeal");
	assert_ptr_equal(rule->flag, rules->flags[0]);
	assert_int_equal(rule->flag->severity, SEVERITY_WARNING);
	assert_int_equal(rule->flag->threshold, 5);
	assert_int_equal(rule->flag->within, UNIT_MESSAGE);
	assert_int_equal(rule->zones, 1 << ZONE_SUBJECT | 1 << ZONE_TEXT);
	assert_int_equal(rule->within, UNIT_SENTENCE);
	assert_int_equal(rule->score_count, 3);
	assert_int_equal(rule->scores[2].points, -5);
	assert_int_equal(rule->example_count, 2);
	assert_true(rule->examples[0].match);
	assert_str(rule->examples[1].text, "Members voted on the motion");
	assert_false(rule->shadow);
	assert_true(finds(only_pattern(rule, 0), "Do VOTE Labour in May"));
	/* The define's own case holds, within a pattern without any. */
	assert_false(finds(only_pattern(rule, 0), "Do vote labour in May"));
	assert_str(rules->protocols[0]->flag_clauses[0], "4.4");
	assert_str(rules->protocols[0]->clauses[1].unobservable, "no");
	assert_int_equal(strlen(rules->digest), 8);
	ruleset_free(&rules);
	assert_null(rules);
}

static void
test_phrases(void **state)
{
	static const struct {
		const char *phrase, *text;
		bool found;
	} cases[] = {
		{"vote for us", "Please VOTE  for\nus!", true},
		{"vote for us", "devote for us", false},
		{"vote for us", "vote for usury", false},
		{"vote for us", "vote forus", false},
		{"  vote  us  ", "vote us", true},
		{"a.b*", "a.b*", true},
		{"a.b*", "axb", false},
		{"(x)", "f(x)", true},
		{"\xC2\xA3"
		 "5",
			"costs \xC2\xA3"
			"5 a day",
			true},
		{"\xC2\xA3"
		 "5",
			"costs \xC2\xA3"
			"50",
			false},
		{"caf\xC3\xA9", "a CAF\xC3\x89.", true},
		{"caf\xC3\xA9", "caf\xC3\xA9s", false},
		{"don\xE2\x80\x99t", "don't", true},
		{"C++", "in c++ or", true},
		{"[x] {y", "[x] {Y", true},
		{"a/b", "a/b", true},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = g_strdup_printf(FLAG
			"rule r {\n flag f\n 3 \"%s\"\n miss \"x\"\n}\n",
			cases[i].phrase);
		struct ruleset *rules = load(text);

		if (finds(only_pattern(rules->rules[0], 0), cases[i].text) !=
			cases[i].found)
			fail_msg("\"%s\" on '%s'", cases[i].phrase,
				cases[i].text);
		ruleset_free(&rules);
		g_free(text);
	}
}

static void
test_defines(void **state)
{
	static const struct {
		const char *score, *text;
		bool found;
	} cases[] = {
		{"party", "the Tories", true},
		{"party", "the tories", false},
		{"party", "The GREEN PARTY", true},
		{"party", "greenhouse party", false},
		{"both", "tories or Tories", true},
		{"both", "a LEAFLET", true},
		{"/x{2}{party}{2,3}/", "xxTorytory", false},
		{"/x{2}{party}{2,3}/", "xxToryTories", true},
		{"\"vote {party}\"", "Vote green  party now", true},
		{"\"vote {party}\"", "vote Toryism", false},
		{"\"{party} voter\"", "a Tory voter", true},
		{"\"{party} voter\"", "aTory voter", false},
		{"/{party} [{party}]/c", "Tory {", true},
		{"/\\{party}/", "{party}", true},
		{"/\\Q{party}\\E/", "{party}", true},
		{"/\\p{Lu}\\x{54}/c", "ATory", true},
		{"/(?<party>x)\\k{party}/", "xx", true},
		{"/a\\/b/", "a/b", true},
		{"/\\Qa\\/b\\E/", "a/b", true},
		{"(party and not \"leaflet\")", "", false},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = g_strdup_printf(
			"define both = party, \"leaflet\"\n"
			"define party = /Tor(?:y|ies)/c, \"green party\"\n" FLAG
			"rule r {\n flag f\n 3 %s\n 1 both\n miss \"x\"\n}\n",
			cases[i].score);
		struct ruleset *rules = load(text);
		const struct term *term = rules->rules[0]->scores[0].term;

		if (term->op == TERM_PATTERN &&
			finds(term->pattern, cases[i].text) != cases[i].found)
			fail_msg("%s on '%s'", cases[i].score, cases[i].text);
		ruleset_free(&rules);
		g_free(text);
	}
}

static void
describe_term(GString *out, const struct term *term)
{
	static const char *const signs[] = {"", "&", "|", "!"};

	if (term->op == TERM_PATTERN) {
		struct str written = pattern_written(term->pattern);

		g_string_append_len(out, written.p, (gssize)written.n);
		return;
	}
	g_string_append(out, "(");
	g_string_append(out, term->op == TERM_NOT ? "!" : "");
	describe_term(out, term->left);
	if (term->op != TERM_NOT) {
		g_string_append(out, signs[term->op]);
		describe_term(out, term->right);
	}
	g_string_append(out, ")");
}

/* `and` binds tighter than `or`; `not` tighter than both. */
static void
test_terms(void **state)
{
	static const struct {
		const char *written, *tree;
	} cases[] = {
		{"\"a\"", "\"a\""},
		{"a and b", "(a&b)"},
		{"a or b and \"c\"", "(a|(b&\"c\"))"},
		{"a and b or c", "((a&b)|c)"},
		{"not a and b", "((!a)&b)"},
		{"not (a or b) and not not c", "((!(a|b))&(!(!c)))"},
		{"(a or b)\n and\n # why\n c", "((a|b)&c)"},
		{"a\n or b\n or c", "((a|b)|c)"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = g_strdup_printf(
			"define a = /a/\ndefine b = /b/\ndefine c = /c/\n" FLAG
			"rule r {\n flag f\n 3 %s\n miss \"x\"\n}\n",
			cases[i].written);
		struct ruleset *rules = load(text);
		GString *tree = g_string_new(NULL);

		describe_term(tree, rules->rules[0]->scores[0].term);
		assert_string_equal(tree->str, cases[i].tree);
		g_string_free(tree, TRUE);
		ruleset_free(&rules);
		g_free(text);
	}
}

/* One pattern, one number, wherever it stands. */
static void
test_patterns_shared(void **state)
{
	struct ruleset *rules = load(FLAG "define d = \"x y\"\n"
					  "rule a {\n flag f\n 3 \"x y\"\n 2 "
					  "/z/\n 1 /z/c\n miss \"q\"\n}\n"
					  "rule b {\n flag f\n 3 \"X  y\"\n 2 "
					  "/z/\n 4 d\n miss \"q\"\n}\n");

	(void)state;
	assert_int_equal(rules->pattern_count, 4);
	for (size_t i = 0; i < rules->pattern_count; i++)
		assert_int_equal(pattern_id(rules->patterns[i]), i);
	assert_ptr_equal(only_pattern(rules->rules[0], 0),
		only_pattern(rules->rules[1], 0));
	assert_ptr_equal(only_pattern(rules->rules[0], 1),
		only_pattern(rules->rules[1], 1));
	assert_str(pattern_written(only_pattern(rules->rules[0], 2)), "/z/c");
	assert_str(pattern_written(only_pattern(rules->rules[1], 2)), "d");
	ruleset_free(&rules);
}

/* Strings and patterns in pieces mean what they mean in one. */
static void
test_pieces(void **state)
{
	struct ruleset *rules = load(
		"define who = /\\b(?:he|/  # a comment\n + /she)\\b/,\n"
		" \"the lot\" +\n \" of them\"\n"
		"flag f {\n severity notice\n threshold 3\n"
		" warning \"One and \"\n\n + \"two.\"\n}\n"
		"rule r {\n flag f\n 3 /\\b{who} (?:is|/ + /was)/ and \"a\"\n"
		" 3 /One/c + / t/c\n + /wo/c\n 3 who\n"
		" miss \"Nobody \" + \"here\"\n}\n");
	const struct rule *rule = rules->rules[0];

	(void)state;
	assert_str(rules->flags[0]->warning, "One and two.");
	assert_str(rule->examples[0].text, "Nobody here");
	assert_int_equal(rule->score_count, 3);
	assert_true(finds(rule->scores[0].term->left->pattern, "So she was."));
	assert_true(finds(only_pattern(rule, 1), "One two"));
	assert_false(finds(only_pattern(rule, 1), "one two"));
	assert_str(pattern_written(only_pattern(rule, 1)), "/One two/c");
	assert_true(finds(only_pattern(rule, 2), "The lot of them"));
	ruleset_free(&rules);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_illustration),
		cmocka_unit_test(test_phrases),
		cmocka_unit_test(test_defines),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_patterns_shared),
		cmocka_unit_test(test_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
