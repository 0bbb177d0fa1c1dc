#include "judge_fixture.h"

#include "judge/matcher.h"
#include "judge/prefilter.h"

#define FRAME(lines)                                                           \
	"define word = \"alpha\", /be+ta/\n"                                   \
	"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"             \
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"           \
	"rule r {\nflag f\n" lines "\nmiss \"nothing of it\"\n}\n"

/* Sentences parted by "|" are paragraphs of their own. */
static const char *const text = "Alpha one. Beta two. Gamma alpha.\n\n"
				"Delta four. Alpha beta five.\n\n"
				"Last of them.";

struct term_case {
	const char *line;
	enum unit within;
	const char *wanted; /* a digit a sentence */
};

static void
set_words(const struct sentence_set *set, char *out)
{
	for (size_t i = 0; i < set->count; i++)
		out[i] = '0' + (set->words[i / 64] >> (i % 64) & 1);
	out[set->count] = '\0';
}

static void
check_term(const struct term_case *c, bool filtered)
{
	char *source = g_strdup_printf(FRAME("1 %s"), c->line);
	struct rule_fixture fixture = rules_from(source);
	struct prefilter *prefilter = prefilter_new(fixture.rules, NULL, NULL);
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();
	struct message message = {0};
	struct sentence_set set;
	char found[100];

	set_zone(arena, &message, ZONE_TEXT, text);
	matcher_begin(matcher, fixture.rules, filtered ? prefilter : NULL,
		&message, 0);
	set = matcher_term(matcher, fixture.rules->rules[0]->scores[0].term,
		ZONE_TEXT, c->within);
	set_words(&set, found);
	if (strcmp(found, c->wanted) != 0)
		print_error("%s\n", c->line);
	assert_string_equal(found, c->wanted);
	assert_false(set.unknown);
	assert_int_equal(set.any, strchr(found, '1') != NULL);
	assert_int_equal(
		matcher_holds(matcher, fixture.rules->rules[0]->scores[0].term,
			1u << ZONE_TEXT, c->within),
		tri_of(set.any));
	matcher_free(&matcher);
	prefilter_free(&prefilter);
	arena_free(&arena);
	rules_end(&fixture);
	g_free(source);
}

static void
test_terms(void **state)
{
	static const struct term_case cases[] = {
		{"\"alpha\"", UNIT_SENTENCE, "101010"},
		{"\"omega\"", UNIT_SENTENCE, "000000"},
		{"/alpha/c", UNIT_SENTENCE, "001000"},
		{"\"alpha\"", UNIT_PARAGRAPH, "111110"},
		{"\"alpha\"", UNIT_MESSAGE, "111111"},
		{"\"alpha\" and \"beta\"", UNIT_SENTENCE, "000010"},
		{"\"alpha\" and \"beta\"", UNIT_PARAGRAPH, "111110"},
		{"\"delta\" and \"last\"", UNIT_PARAGRAPH, "000000"},
		{"\"delta\" and \"last\"", UNIT_MESSAGE, "111111"},
		{"\"delta\" or \"last\"", UNIT_SENTENCE, "000101"},
		{"not \"alpha\"", UNIT_SENTENCE, "010101"},
		{"\"beta\" and not \"alpha\"", UNIT_SENTENCE, "010000"},
		{"not \"beta\"", UNIT_PARAGRAPH, "000001"},
		{"not \"last\"", UNIT_MESSAGE, "000000"},
		{"word", UNIT_SENTENCE, "111010"},
		{"\"alpha\" and not (\"beta\" or \"gamma\")", UNIT_SENTENCE,
			"100000"},
		{"(\"alpha\" or \"beta\") and (\"one\" or \"two\")",
			UNIT_SENTENCE, "110000"},
		{"\"alpha\" and \"two\" and not \"five\"", UNIT_PARAGRAPH,
			"111000"},
		/* Each sentence is a text of its own. */
		{"/two\\. gamma/", UNIT_SENTENCE, "000000"},
		{"/one.*alpha/", UNIT_SENTENCE, "000000"},
		{"/^(?:alpha|gamma)/", UNIT_SENTENCE, "101010"},
		{"/(?:two|five)\\.$/", UNIT_SENTENCE, "010010"},
		{"/(?<!\\. )beta/", UNIT_SENTENCE, "010010"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		check_term(&cases[i], false);
		check_term(&cases[i], true);
	}
}

/* Terms within the message may hold in different zones. */
static void
test_message_is_one_text(void **state)
{
	struct rule_fixture fixture =
		rules_from(FRAME("1 \"alpha\" and \"beta\"\n1 not \"gamma\""));
	const struct score *scores = fixture.rules->rules[0]->scores;
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();
	struct message message = {0};
	unsigned zones = 1u << ZONE_SUBJECT | 1u << ZONE_TEXT;

	(void)state;
	set_zone(arena, &message, ZONE_SUBJECT, "alpha");
	set_zone(arena, &message, ZONE_TEXT, "beta");
	set_zone(arena, &message, ZONE_QUOTED, "gamma");
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	assert_int_equal(
		matcher_holds(matcher, scores[0].term, zones, UNIT_MESSAGE),
		TRI_YES);
	assert_int_equal(
		matcher_holds(matcher, scores[0].term, zones, UNIT_PARAGRAPH),
		TRI_NO);
	assert_int_equal(
		matcher_holds(matcher, scores[1].term, zones, UNIT_MESSAGE),
		TRI_YES);
	assert_int_equal(matcher_holds(matcher, scores[1].term,
				 zones | 1u << ZONE_QUOTED, UNIT_MESSAGE),
		TRI_NO);
	matcher_free(&matcher);
	arena_free(&arena);
	rules_end(&fixture);
}

static void
test_words_and_start(void **state)
{
	struct rule_fixture fixture = rules_from(FRAME("1 \"alpha\""));
	const struct pattern *pattern =
		fixture.rules->rules[0]->scores[0].term->pattern;
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();
	struct message message = {0};
	size_t start, end;

	(void)state;
	set_zone(arena, &message, ZONE_TEXT, text);
	set_zone(arena, &message, ZONE_SUBJECT, "The alpha");
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	assert_true(
		matcher_words(matcher, pattern, ZONE_TEXT, 2, &start, &end));
	assert_int_equal(start, strstr(text, "alpha") - text);
	assert_int_equal(end, start + 5);
	assert_false(
		matcher_words(matcher, pattern, ZONE_TEXT, 1, &start, &end));
	assert_int_equal(matcher_starts(matcher, pattern, ZONE_TEXT), TRI_YES);
	assert_int_equal(
		matcher_starts(matcher, pattern, ZONE_SUBJECT), TRI_NO);
	assert_int_equal(matcher_starts(matcher, pattern, ZONE_QUOTED), TRI_NO);
	matcher_free(&matcher);
	arena_free(&arena);
	rules_end(&fixture);
}

static void
test_other_texts(void **state)
{
	struct rule_fixture fixture = rules_from(FRAME("1 \"alpha\""));
	const struct pattern *pattern =
		fixture.rules->rules[0]->scores[0].term->pattern;
	struct matcher *matcher = matcher_new();

	(void)state;
	assert_int_equal(matcher_in_text(matcher, pattern,
				 STR_LIT("an Alpha, \xc3\xa9")),
		TRI_YES);
	assert_int_equal(
		matcher_in_text(matcher, pattern, STR_LIT("beta")), TRI_NO);
	assert_int_equal(
		matcher_in_text(matcher, pattern, (struct str){NULL, 0}),
		TRI_NO);
	assert_int_equal(
		matcher_in_text(matcher, pattern, STR_LIT("alpha \xff")),
		TRI_UNKNOWN);
	matcher_free(&matcher);
	rules_end(&fixture);
}

/* One matcher for message after message: nothing of the last is left. */
static void
test_next_message(void **state)
{
	struct rule_fixture fixture = rules_from(FRAME("1 \"alpha\""));
	const struct term *term = fixture.rules->rules[0]->scores[0].term;
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();

	(void)state;
	for (int round = 0; round < 6; round++) {
		struct message message = {0};

		set_zone(arena, &message, ZONE_TEXT,
			round % 2 ? "alpha" : "beta");
		matcher_begin(matcher, fixture.rules, NULL, &message, 0);
		assert_int_equal(matcher_holds(matcher, term, 1u << ZONE_TEXT,
					 UNIT_SENTENCE),
			tri_of(round % 2));
	}
	matcher_free(&matcher);
	arena_free(&arena);
	rules_end(&fixture);
}

/* What was not looked at for want of time is open, what was found stays. */
static void
test_limits(void **state)
{
	struct rule_fixture fixture = rules_from(FRAME(
		"1 /(?:x+x+)+y/\n1 \"alpha\" and not /(?:x+x+)+y/\n"
		"1 \"alpha\" and /(?:x+x+)+y/\n1 \"beta\" or /(?:x+x+)+y/\n"
		"1 \"omega\" and /(?:x+x+)+y/"));
	const struct score *scores = fixture.rules->rules[0]->scores;
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();
	struct message message = {0};
	enum tri wanted[] = {
		TRI_UNKNOWN, TRI_UNKNOWN, TRI_UNKNOWN, TRI_YES, TRI_NO};
	struct sentence_set set;

	(void)state;
	set_zone(arena, &message, ZONE_TEXT,
		"Beta here. Alpha "
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
		"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx zz why. Beta "
		"again.");
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	assert_false(matcher_limited(matcher));
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		assert_int_equal(matcher_holds(matcher, scores[i].term,
					 1u << ZONE_TEXT, UNIT_SENTENCE),
			wanted[i]);
	assert_true(matcher_limited(matcher));
	set = matcher_term(matcher, scores[3].term, ZONE_TEXT, UNIT_SENTENCE);
	assert_int_equal(set.words[0], 0x5);
	assert_int_equal(set.maybe[0], 0x7);
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	assert_false(matcher_limited(matcher));
	matcher_free(&matcher);
	arena_free(&arena);
	rules_end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_message_is_one_text),
		cmocka_unit_test(test_words_and_start),
		cmocka_unit_test(test_other_texts),
		cmocka_unit_test(test_next_message),
		cmocka_unit_test(test_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
