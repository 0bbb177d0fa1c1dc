#include "judge_fixture.h"

#include "judge/by_author.h"

/* A rule of one pattern, /x/, with these conditions. */
#define RULES(when)                                                            \
	"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"             \
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"           \
	"rule r {\nflag f\n" when "1 /x/\n}\n"

static void
expect(const char *rules, enum role role, bool wanted)
{
	struct rule_fixture fixture = rules_from(rules);
	uint64_t *patterns = by_author_patterns(fixture.rules, role);
	const struct term *term = fixture.rules->rules[0]->scores[0].term;
	unsigned id = pattern_id(term->pattern);

	assert_int_equal(patterns[id / 64] >> (id % 64) & 1, wanted);
	g_free(patterns);
	rules_end(&fixture);
}

static void
test_roles(void **state)
{
	static const struct {
		const char *rules;
		bool member, officer, group;
	} cases[] = {
		{RULES(""), true, true, true},
		{RULES("when author is member\n"), true, false, false},
		{RULES("when author is officer, group\n"), false, true, true},
		{RULES("when not author is member\n"), false, true, true},
		{RULES("when author is anyone\n"), true, true, true},
		{RULES("when author is member or to has officer\n"), true, true,
			true},
		{RULES("when author is member and to has officer\n"), true,
			false, false},
		{RULES("when author is post chair\n"), true, true, true},
		{RULES("when author is outsider or author is group\n"), false,
			false, true},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		expect(cases[i].rules, ROLE_MEMBER, cases[i].member);
		expect(cases[i].rules, ROLE_OFFICER, cases[i].officer);
		expect(cases[i].rules, ROLE_GROUP, cases[i].group);
	}
}

/* Patterns of conditions and exceptions count, each wherever it stands. */
static void
test_whole_rules(void **state)
{
	struct rule_fixture fixture = rules_from(
		RULES("when author is officer and (text has /a/ or not text "
		      "has /b/)\nunless /c/ and not /d/\n2 /e/ or /f/\n"));
	uint64_t *patterns;

	(void)state;
	patterns = by_author_patterns(fixture.rules, ROLE_OFFICER);
	assert_int_equal(fixture.rules->pattern_count, 7);
	assert_int_equal(patterns[0], 0x7F);
	g_free(patterns);
	patterns = by_author_patterns(fixture.rules, ROLE_MEMBER);
	assert_int_equal(patterns[0], 0);
	g_free(patterns);
	rules_end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_roles),
		cmocka_unit_test(test_whole_rules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
