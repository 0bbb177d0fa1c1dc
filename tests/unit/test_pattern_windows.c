/* How far behind the start of a match literals and partners stand. */
#include "pattern_fixture.h"

#include "corpus_fixture.h"
#include "judge/policy.h"
#include "mime/mime.h"
#include "pattern_windows.h"

/* As it is written down --------------------------------------------------- */

static void
add_string(GString *text, const struct pattern_literal *one)
{
	g_string_append_printf(text, "%.*s%s[%zu,", STR_ARG(one->text),
		one->capital ? "^" : "", one->least);
	if (one->lead == SIZE_MAX)
		g_string_append(text, "any]");
	else
		g_string_append_printf(text, "%zu]", one->lead);
}

/* `literal[least,lead]`, behind it `&one|other` for each partner. */
static char *
described(const struct pattern *pattern)
{
	const struct pattern_literal *literals;
	const struct pattern_partner *partners;
	size_t count = pattern_literals(pattern, &literals);
	GString *text = g_string_new(NULL);

	pattern_partners(pattern, &partners);
	for (size_t i = 0; i < count; i++) {
		g_string_append(text, i > 0 ? " " : "");
		add_string(text, &literals[i]);
		for (int k = 0; k < PATTERN_PARTNERS; k++) {
			uint16_t number = literals[i].partners[k];
			const struct pattern_partner *one = &partners[number];

			for (size_t s = 0;
				number != PATTERN_NO_PARTNER && s < one->count;
				s++) {
				g_string_append_c(text, s > 0 ? '|' : '&');
				add_string(text, &one->strings[s]);
			}
		}
	}
	return g_string_free(text, FALSE);
}

static void
test_described(void **state)
{
	static const struct {
		const char *expression, *windows;
	} cases[] = {
		/* Widths of characters, repeats and groups. */
		{"[a-z]vote", "vote[1,1]"},
		{".vote", "vote[1,4]"},
		{".{2,3}vote", "vote[2,12]"},
		{"\\w+vote", "vote[1,any]"},
		{"\\w*vote", "vote[0,any]"},
		{"(?:[a-z]{2}){3}vote", "vote[6,6]"},
		{"(?:[a-z]{2}){3,}vote", "vote[6,any]"},
		{"(?:[a-z]\\d?\\w)?vote", "vote[0,6]"},
		{"(?:[a-z]{2}|[a-z]{5})vote", "vote[2,5]"},
		{"(?>[a-z]{2}|[a-z]{5})vote", "vote[2,5]"},
		{"(?:[a-z]{2}|(?!))vote", "vote[2,2]"},
		{"\\d[a-z]{2}\\s+[a-z]vote", "vote[5,5]& [3,3]&0[0,0]"},
		{"[a-z]\\s*[a-z]vote", "vote[2,3]"},
		{"\xC2\xA3[a-z]vote", "vote[3,3]&\xC2\xA3[0,0]"},
		/* What has no width, or may have any. */
		{"[a-z]{3}(?=[a-z]{9})vote", "vote[3,3]"},
		{"[a-z]{3}(?<=[a-z]{2})(?!\\w\\w)vote", "vote[3,3]"},
		{"[a-z]{3}\\Kvote", "vote[3,3]"},
		{"^[a-z]\\b\\Bvote$", "vote[1,1]"},
		{"([a-z])\\1vote", "vote[1,any]"},
		{"[a-z]\\Rvote", "vote[1,any]"},
		{"[a-z]\\Xvote", "vote[1,any]"},
		/* Branches of their own. */
		{"[a-z]elect|[a-z]{3}vote", "elect[1,1] vote[3,3]"},
		{"[a-z]vote|[a-z]{3}vote", "vote[1,3]"},
		{"[a-z](?:\\w(?:vote|ballot)|elect)",
			"vote[2,5] ballot[2,5] elect[1,1]"},
		/* Partners before and behind. */
		{"ballot.*stuffed", "ballot[0,0]&stuffed[6,any]"},
		{"stuffed [a-z]{2,4} ballot", "stuffed [0,0]& ballot[10,12]"},
		{"[a-z]{2}(?:poster|leaflet)[a-z]ballots",
			"ballots[9,10]&poster[2,2]|leaflet[2,2]"},
		{"[a-z]{2}(?:[a-z]poster[a-z]{2,3}ballots|elect)",
			"poster[3,3]&ballots[11,12] elect[2,2]"},
		{"\\w+ (?:poster[a-z]ballots|elect)",
			"poster[2,any]&ballots[9,any] elect[2,any]"},
		/* The first of several times. */
		{"(?:[a-z]poster[a-z]ballots){2}", "poster[1,1]&ballots[8,8]"},
		/* What the match begins with, where that tells the start. */
		{"(?:my|our) (?:\\w+ )?ballot",
			"ballot[3,any]&my [0,0]|our [0,0]"},
		{"(?:all )?(?:my|our|an[a-z]) \\w+ ballot",
			" ballot[4,any]&my[0,4]|our[0,4]|an[0,4]"
			"&all [0,0]|my[0,0]|our[0,0]|an[0,0]"},
		{"[a-z]{2}(?:my|our) [a-z]{2}ballot",
			"ballot[7,8]&my [2,2]|our [2,2]"},
		{"(?:the [a-z]|[a-z]{3})x ballot", "x ballot[3,5]"},
		/* What is only looked at stands in the text as well. */
		{"[a-z]{3}(?= ballot)[a-z ]+ \\w+ poster",
			" ballot[3,3]& poster[6,any]"},
		{"[a-z]+(?=s (?:my|our) ballot)", "s my ballot[1,any] s our "
						  "ballot[1,any]"},
		{"[a-z](?=[a-z]{2}(?:my|\\w) ballot)", " ballot[4,7]"},
		{"[a-z](?:(?=vote)|[a-z]ballot)", ""},
		{"[a-z]ballot(?=vote)?", "ballot[1,1]"},
		{"[a-z]ballot(?!vote)(?<=posters)", "ballot[1,1]"},
		/* Upper case behind it. */
		{"(?:my|our) (?-i:[A-Z][a-z]+)", "my ^[0,0] our ^[0,0]"},
		{"my (?-i)[A-GX]\\w+", "my ^[0,0]"},
		{"my (?-i)[A-G-X]\\w+", "my [0,0]"},
		{"(?:my|our) (?-i:(?!The)(?:[A-Z]+|[B]\\w)s)",
			"my ^[0,0]&s[4,any] our ^[0,0]&s[4,any]"},
		{"(?:my|our) [A-Z][a-z]+", "my [0,0] our [0,0]"},
		{"my (?-i:[A-Z]?[a-z]+)", "my [0,0]"},
		{"my (?-i:[A-Z]+|[a-z]+)", "my [0,0]"},
		{"my (?-i:[A-Z-][a-z]+)", "my [0,0]"},
		{"my (?-i:[^A-Z][a-z]+)", "my [0,0]"},
		{"my (?-i:(?i)[A-Z][a-z]+)", "my [0,0]"},
		{"my (?-i:(?i:[A-Z])\\w+)", "my [0,0]"},
		{"my (?-i:(?:(?i)[A-Z])?[A-Z]\\w+)", "my [0,0]"},
		{"my (?^:[A-Z]\\w+)", "my ^[0,0]"},
		/* One string of two branches. */
		{"poster(?:[a-z]ballots|[a-z]{3}ballots)",
			"poster[0,0]&ballots[7,9]"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		char *found = described(pattern);

		if (strcmp(found, cases[i].windows) != 0)
			fail_msg("/%s/: %s", cases[i].expression, found);
		g_free(found);
		pattern_free(&pattern);
	}
}

/* How many spaces are before each literal. */
static void
test_spaces(void **state)
{
	static const struct {
		const char *expression;
		size_t least, most;
	} cases[] = {
		{"\\w+vote", 0, 0},
		{"my (?:\\w+ )?\\w+ vote", 1, 2},
		{"my (?:\\w+ ){0,3}vote", 1, 4},
		{"my (?:\\w+ ){2,}vote", 3, SIZE_MAX},
		{"my [a-z -]{2,3}vote", 1, 4},
		{"my\\s*\\w\\s+\\wvote", 1, 2},
		{"my\\W\\wvote", 0, 1},
		{"my[^.]\\wvote", 0, 1},
		{"my.*vote", 0, SIZE_MAX},
		{"my\\Xvote", 0, SIZE_MAX},
		{"(?:of the [a-z]|[a-z]{9})vote", 0, 2},
		{"(?=.* )\\b(?! )\\w+vote", 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		const struct pattern_literal *literals;
		size_t count = pattern_literals(pattern, &literals);

		assert_int_equal(count, 1);
		if (literals->least_spaces != cases[i].least ||
			literals->most_spaces != cases[i].most)
			fail_msg("/%s/: %.*s %zu %zu", cases[i].expression,
				STR_ARG(literals->text), literals->least_spaces,
				literals->most_spaces);
		pattern_free(&pattern);
	}
}

/* In texts ---------------------------------------------------------------- */

/* What was looked at, so that a test is known to have been one. */
struct tally {
	struct pattern_scratch *scratch;
	size_t matches, with_partners;
};

static bool
has_partners(const struct pattern *piece)
{
	const struct pattern_partner *partners;

	return pattern_partners(piece, &partners) > 0;
}

/* The next start at or after `from` that the piece is found at. */
static bool
next_start(const struct pattern *piece, struct tally *tally, struct str text,
	size_t from, size_t *start)
{
	return pattern_find(piece, tally->scratch, text, false, from, start,
		       NULL) == PATTERN_YES;
}

static void
check_piece(const struct pattern *piece, struct tally *tally, struct str text)
{
	size_t at = 0;

	while (next_start(piece, tally, text, at, &at)) {
		tally->matches++;
		tally->with_partners += has_partners(piece);
		if (str_is_ascii(text))
			assert_int_equal(
				pattern_find_before(piece, tally->scratch, text,
					true, at, at + 1, NULL, NULL),
				PATTERN_YES);
		if (!windows_hold(piece, text, at))
			fail_msg("/%.*s/ on '%.*s' from %zu",
				STR_ARG(pattern_expression(piece)),
				STR_ARG(text), at);
		at += (size_t)g_utf8_skip[(unsigned char)text.p[at]];
	}
}

static void
check_pattern(
	const struct pattern *pattern, struct tally *tally, struct str text)
{
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);

	for (size_t i = 0; i < count && windows_plain(text); i++)
		check_piece(pieces[i], tally, text);
}

static uint32_t
next_random(uint32_t *seed, uint32_t bound)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % bound;
}

static const char *
one_of(const char *const *list, size_t count, uint32_t *seed)
{
	return list[next_random(seed, (uint32_t)count)];
}

/* Words with gaps between them, in groups, as rules have them. */
static void
add_phrase(GString *out, uint32_t *seed, int depth)
{
	static const char *const words[] = {"leaflet", "poster", "ballot", "my",
		"our", "the", "a", "vote", "votes", "1\\d", "caf\xC3\xA9"};
	static const char *const gaps[] = {" ", " ", " (?:\\w+ )?",
		" (?:\\w+ ){0,2}", ".*", "[^.]{0,9}", "\\s+", "\\b.{1,4}\\b",
		"s? ", "\\w* ", " \\K", "(?= ).", ", ?", " (?-i:[A-Z])",
		"(?= (?:my|our|ballot)).", " (?=\\w+ (?:poster|vote))"};
	static const char *const opens[] = {"(?:", "(?:", "(?>", "("};
	static const char *const closes[] = {
		")", ")", ")", ")?", "){1,2}", ")+", ")*", "){2}"};
	unsigned parts = 1 + next_random(seed, 4);

	for (unsigned i = 0; i < parts; i++) {
		if (i > 0)
			g_string_append(
				out, next_random(seed, 6) == 0
					     ? "|"
					     : one_of(gaps, G_N_ELEMENTS(gaps),
						       seed));
		if (depth == 0 || next_random(seed, 3) > 0) {
			g_string_append(
				out, one_of(words, G_N_ELEMENTS(words), seed));
			continue;
		}
		g_string_append(out, one_of(opens, G_N_ELEMENTS(opens), seed));
		add_phrase(out, seed, depth - 1);
		g_string_append(
			out, one_of(closes, G_N_ELEMENTS(closes), seed));
	}
}

static char *
random_sentence(uint32_t *seed)
{
	static const char *const words[] = {"leaflet", "Poster", "Ballot", "My",
		"our", "the", "a", "vote", "votes", "12", "caf\xC3\xA9"};
	static const char *const gaps[] = {" ", " ", " ", ", ", "", "s ", "."};
	unsigned count = 2 + next_random(seed, 9);
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < count; i++) {
		g_string_append(out, one_of(words, G_N_ELEMENTS(words), seed));
		g_string_append(out, one_of(gaps, G_N_ELEMENTS(gaps), seed));
	}
	return g_string_free(out, FALSE);
}

static void
check_starts(
	const struct pattern *pattern, struct tally *tally, struct str text)
{
	size_t broken;
	size_t found = windows_try_all(pattern, tally->scratch, text, &broken);

	tally->matches += found;
	tally->with_partners += has_partners(pattern) ? found : 0;
	if (broken != SIZE_MAX)
		fail_msg("/%.*s/ on '%.*s' from %zu",
			STR_ARG(pattern_expression(pattern)), STR_ARG(text),
			broken);
}

static void
test_phrases(void **state)
{
	struct tally tally = {.scratch = pattern_scratch_new()};
	uint32_t seed = 20261;

	(void)state;
	for (int round = 0; round < 4000; round++) {
		GString *text = g_string_new(NULL);
		struct pattern *pattern;

		add_phrase(text, &seed, 2);
		pattern = pattern_of(text->str);
		for (int i = 0; i < 25; i++) {
			char *sentence = random_sentence(&seed);

			check_starts(pattern, &tally, str_of(sentence));
			g_free(sentence);
		}
		pattern_free(&pattern);
		g_string_free(text, TRUE);
	}
	print_message("%zu matches, %zu with partners\n", tally.matches,
		tally.with_partners);
	assert_true(tally.matches > 10 * 1000);
	assert_true(tally.with_partners > 1000);
	pattern_scratch_free(&tally.scratch);
}

/* Shipped patterns ------------------------------------------------------- */

static void
check_zone(const struct ruleset *rules, struct tally *tally,
	const struct zone_text *zone)
{
	for (size_t s = 0; s < zone->sentence_count; s++) {
		struct str text = zone_sentence(zone, s);

		for (size_t i = 0; i < rules->pattern_count; i++)
			check_pattern(rules->patterns[i], tally, text);
	}
}

static void
check_examples(const struct ruleset *rules, const struct rule *rule,
	struct tally *tally)
{
	for (size_t i = 0; i < rule->example_count; i++) {
		struct arena *arena = arena_new();
		struct message message = {0};
		char *text = g_strndup(
			rule->examples[i].text.p, rule->examples[i].text.n);

		set_zone(arena, &message, ZONE_TEXT, text);
		if (rule->examples[i].match)
			check_zone(rules, tally, &message.zones[ZONE_TEXT]);
		g_free(text);
		arena_free(&arena);
	}
}

/* Rules and what was found of them. */
struct check {
	const struct ruleset *rules;
	struct tally *tally;
};

static void
check_message(const struct message *message, void *context)
{
	const struct check *check = context;

	for (int zone = 0; zone < ZONE_COUNT; zone++)
		check_zone(check->rules, check->tally, &message->zones[zone]);
}

/* On the sentences that rules say they match, and on mail. */
static void
test_shipped(void **state)
{
	const struct policy_overrides overrides = {
		.protocol = "broxtowe-borough"};
	struct diag *diag = diag_new();
	struct policy *policy = policy_load(diag, NULL, &overrides);
	struct tally tally = {.scratch = pattern_scratch_new()};
	struct check check = {.tally = &tally};

	(void)state;
	assert_non_null(policy);
	check.rules = policy_rules(policy);
	for (size_t i = 0; i < check.rules->rule_count; i++)
		check_examples(check.rules, check.rules->rules[i], &tally);
	corpus_folder("tests/corpus/messages", 0, check_message, &check);
	corpus_folder("tests/corpus/invented/messages", 0, check_message, &check);
	print_message("%zu matches, %zu with partners\n", tally.matches,
		tally.with_partners);
	assert_true(tally.matches > 2000);
	assert_true(tally.with_partners > 1000);
	pattern_scratch_free(&tally.scratch);
	policy_unref(&policy);
	diag_free(&diag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_described),
		cmocka_unit_test(test_spaces),
		cmocka_unit_test(test_phrases),
		cmocka_unit_test(test_shipped),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
