#include "judge_fixture.h"

#include "judge/matcher.h"
#include "judge/prefilter.h"

enum { PATTERNS = 2000, RULE_LINES = 20, TEXTS = 40 };

static const char *const words[] = {"vote", "for", "the", "council", "members",
	"party", "Labour", "Tory", "Greens", "officer", "please", "report",
	"committee", "planning", "agenda", "minutes", "confidential", "exempt",
	"copy", "meeting", "resident", "complaint", "director", "chief",
	"executive", "housing", "street", "lights", "repair", "thank", "you",
	"urgent", "group", "leader", "ward", "election", "leaflet", "print",
	"doorstep", "budget", "tax", "caf\xc3\xa9", "na\xc3\xafve", "a", "I",
	"kiss", "skill", "K", "s"};

static const char *
pick(GRand *random)
{
	return words[g_rand_int_range(random, 0, G_N_ELEMENTS(words))];
}

/* Some shape of pattern out of three words. */
static void
append_pattern(GString *out, GRand *random)
{
	static const char *const shapes[] = {
		"\"%s %s %s\"",
		"/\\b%s\\b/",
		"/\\b%s (?:%s|%s)\\b/",
		"/%s.{0,40}%s/",
		"/%s[^.]*%s/c",
		"/(?:%s|%s)s?\\s+%s/",
		"/\\b%s(?: %s)? %s\\b/",
		"/(?<!%s )%s/",
		"/%s(?= %s)/",
		"/[a-z]{4,}ing %s/",
		"/(?-i:%s)\\W+%s/",
		"/%s?%s/",
		"/^%s/",
		"/(?:%s){2}/",
		"/\\b%s|%s\\b/",
		"/%s\\x{20}%s/",
		"/(%s)\\s\\1/",
	};
	const char *shape =
		shapes[g_rand_int_range(random, 0, G_N_ELEMENTS(shapes))];

	for (const char *p = shape; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 's') {
			g_string_append(out, pick(random));
			p++;
		} else {
			g_string_append_c(out, *p);
		}
	}
}

static char *
random_rules(GRand *random)
{
	GString *out = g_string_new(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n");

	for (int i = 0; i < PATTERNS; i++) {
		if (i % RULE_LINES == 0)
			g_string_append_printf(
				out, "rule r%d {\nflag f\n", i / RULE_LINES);
		g_string_append(out, "1 ");
		append_pattern(out, random);
		g_string_append_c(out, '\n');
		if (i % RULE_LINES == RULE_LINES - 1)
			g_string_append(out, "}\n");
	}
	return g_string_free(out, FALSE);
}

static char *
random_text(GRand *random)
{
	static const char *const gaps[] = {" ", " ", " ", " ", " ", " ", ", ",
		". ", "\n", "\n\n", "  ", "-", "'s ", "", " \xc2\xa3\xc2\xa3 ",
		" ----- "};
	GString *out = g_string_new(NULL);
	int count = g_rand_int_range(random, 1, 1500);

	for (int i = 0; i < count; i++) {
		size_t at = out->len;

		g_string_append(out, pick(random));
		if (g_rand_int_range(random, 0, 4) == 0)
			out->str[at] = g_ascii_toupper(out->str[at]);
		g_string_append(out,
			gaps[g_rand_int_range(random, 0, G_N_ELEMENTS(gaps))]);
	}
	return g_string_free(out, FALSE);
}

/* The first matches are the same, byte for byte. */
static void
compare_hits(struct matcher *with, struct matcher *without,
	const struct pattern *pattern, enum zone zone)
{
	for (size_t n = 0; n < 20; n++) {
		size_t a[2] = {0}, b[2] = {0};
		bool there = matcher_hit(with, pattern, zone, n, &a[0], &a[1]);

		assert_int_equal(
			matcher_hit(without, pattern, zone, n, &b[0], &b[1]),
			there);
		assert_memory_equal(a, b, sizeof(a));
		if (!there)
			break;
	}
}

/* The sets of both matchers are the same; returns how many are not empty. */
static size_t
compare(const struct ruleset *rules, struct matcher *with,
	struct matcher *without, enum zone zone)
{
	size_t matched = 0;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		for (size_t s = 0; s < rule->score_count; s++) {
			const struct term *term = rule->scores[s].term;
			struct sentence_set a =
				matcher_term(with, term, zone, UNIT_SENTENCE);
			struct sentence_set b = matcher_term(
				without, term, zone, UNIT_SENTENCE);

			if (a.any != b.any)
				print_error("%.*s\n", STR_ARG(pattern_written(
							      term->pattern)));
			assert_int_equal(a.any, b.any);
			assert_int_equal(a.count, b.count);
			if (a.count > 0)
				assert_memory_equal(a.words, b.words,
					(a.count + 63) / 64 * sizeof(uint64_t));
			compare_hits(with, without, term->pattern, zone);
			matched += a.any;
		}
	}
	return matched;
}

/* A rule set of 2,000 patterns: with the prefilter nothing is different. */
static void
test_changes_nothing(void **state)
{
	GRand *random = g_rand_new_with_seed(4);
	char *source = random_rules(random);
	struct rule_fixture fixture = rules_from(source);
	struct prefilter *prefilter = prefilter_new(fixture.rules);
	struct matcher *with = matcher_new(), *without = matcher_new();
	size_t matched = 0;

	(void)state;
	for (int i = 0; i < TEXTS; i++) {
		struct arena *arena = arena_new();
		struct message message = {0};
		char *text = random_text(random);

		set_zone(arena, &message, ZONE_TEXT, text);
		set_zone(arena, &message, ZONE_SUBJECT, text);
		matcher_begin(with, fixture.rules, prefilter, &message, 0);
		matcher_begin(without, fixture.rules, NULL, &message, 0);
		matched += compare(fixture.rules, with, without, ZONE_TEXT);
		matched += compare(fixture.rules, with, without, ZONE_SUBJECT);
		g_free(text);
		arena_free(&arena);
	}
	/* The comparison is worth something. */
	assert_true(matched > TEXTS * PATTERNS / 20);
	matcher_free(&with);
	matcher_free(&without);
	prefilter_free(&prefilter);
	rules_end(&fixture);
	g_free(source);
	g_rand_free(random);
}

/* The long s and the Kelvin sign are s and k where case is ignored. */
static void
test_strangers(void **state)
{
	struct rule_fixture fixture = rules_from(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
		"rule r {\nflag f\n1 /kiss/\n1 /skill/\n1 /other/\n}\n");
	struct prefilter *prefilter = prefilter_new(fixture.rules);
	const char *texts[] = {"ki\xc5\xbf"
			       "s",
		"s\xe2\x84\xaaill"};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		unsigned id = pattern_id(
			fixture.rules->rules[0]->scores[i].term->pattern);
		uint64_t found = 0;

		prefilter_scan(prefilter, str_of(texts[i]), &found);
		assert_true(found >> id & 1);
	}
	prefilter_free(&prefilter);
	rules_end(&fixture);
}

/* It does skip work: words that are not there name no pattern. */
static void
test_skips(void **state)
{
	struct rule_fixture fixture = rules_from(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
		"rule r {\nflag f\n1 /\\bdoorstep\\b/\n1 \"chief executive\"\n"
		"1 /\\d\\d/\n}\n");
	struct prefilter *prefilter = prefilter_new(fixture.rules);
	const struct score *scores = fixture.rules->rules[0]->scores;
	uint64_t found = 0;

	(void)state;
	prefilter_scan(prefilter, STR_LIT("on the doors"), &found);
	assert_false(found >> pattern_id(scores[0].term->pattern) & 1);
	assert_false(found >> pattern_id(scores[1].term->pattern) & 1);
	assert_true(found >> pattern_id(scores[2].term->pattern) & 1);
	prefilter_scan(prefilter, STR_LIT("on the DOORSTEP"), &found);
	assert_true(found >> pattern_id(scores[0].term->pattern) & 1);
	prefilter_free(&prefilter);
	rules_end(&fixture);
}

/* Only starts near a literal are tried; how near depends on the pattern. */
static void
test_stretches(void **state)
{
	struct rule_fixture fixture = rules_from(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
		"rule r {\nflag f\n1 /doorstep/\n1 /\\bx.{3}doorstep/\n"
		"1 /x\\s+doorstep/\n1 /x.*doorstep/\n1 /\\d\\d/\n"
		"1 /xyz|doorstep/\n1 /absent/\n}\n");
	const struct score *scores = fixture.rules->rules[0]->scores;
	struct prefilter *prefilter = prefilter_new(fixture.rules);
	struct prefilter_notes *notes = prefilter_notes_new();
	/* How far before the word starts are tried; SIZE_MAX: anywhere. */
	static const size_t before[] = {0, 13, 6, SIZE_MAX, SIZE_MAX, 0};
	char *text = g_strnfill(1000, '.');
	struct stretch stretches[PREFILTER_STRETCHES];
	uint64_t found = 0;

	(void)state;
	for (size_t i = 0; i < 1000; i += 3)
		text[i] = 'a';
	memcpy(text + 300, "doorstep", 8);
	memcpy(text + 700, "DOORSTEP", 8);
	prefilter_scan_noting(
		prefilter, (struct str){text, 1000}, notes, &found);
	for (size_t i = 0; i < G_N_ELEMENTS(before); i++) {
		size_t count = prefilter_stretches(
			prefilter, notes, scores[i].term->pattern, stretches);

		assert_int_equal(count, before[i] == SIZE_MAX ? SIZE_MAX : 2);
		if (count == SIZE_MAX)
			continue;
		assert_int_equal(stretches[0].to, 301);
		assert_int_equal(stretches[1].to, 701);
		assert_in_range(stretches[0].from, 300 - before[i], 300);
		assert_in_range(stretches[1].from, 700 - before[i], 700);
	}
	assert_int_equal(prefilter_stretches(prefilter, notes,
				 scores[6].term->pattern, stretches),
		0);
	g_free(text);
	prefilter_notes_free(&notes);
	prefilter_free(&prefilter);
	rules_end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes_nothing),
		cmocka_unit_test(test_strangers),
		cmocka_unit_test(test_skips),
		cmocka_unit_test(test_stretches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
