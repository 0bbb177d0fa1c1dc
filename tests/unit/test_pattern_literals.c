/* What must stand in whatever a pattern matches, and that it does. */
#include "pattern_fixture.h"
#include "pattern_windows.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

static char *
joined_literals(const struct pattern *pattern)
{
	const struct pattern_literal *literals;
	size_t count = pattern_literals(pattern, &literals);
	GString *text = g_string_new(NULL);

	for (size_t i = 0; i < count; i++) {
		g_string_append_printf(text, "%s%s%.*s%s", i ? "|" : "",
			literals[i].starts_word ? "<" : "",
			STR_ARG(literals[i].text),
			literals[i].ends_word ? ">" : "");
		if (literals[i].lead == SIZE_MAX)
			g_string_append(text, "+any");
		else if (literals[i].lead > 0)
			g_string_append_printf(text, "+%zu", literals[i].lead);
	}
	return g_string_free(text, FALSE);
}

static void
test_literals(void **state)
{
	static const struct {
		const char *expression, *literals;
	} cases[] = {
		{"Vote", "vote"},
		{"\\bvote\\s+labour\\b", "<vote labour>"},
		{"ab", "ab"},
		{"vote|labour", "vote|labour"},
		{"vote|us", "vote|us"},
		{"votes?", "votes|vote"},
		{"vot(?:e|ing)", "vote|voting"},
		{"(?:vote|elect)ion", "voteion|election"},
		{"print(?:er|ing)?\\b", "printer>|printing>|print>"},
		{"[Vv]ote", "vote"},
		{"[abc]ote", "aote|bote|cote"},
		{"[a-z]ote", "ote+1"},
		{"vote[^s]for", "vote"},
		{"vote*", "vot"},
		{"vot(?:e)+", "vote"},
		{"(?:vote)?for the", "votefor the|for the"},
		{"(?:foo|bar){2}", "foofoo|foobar|barfoo|barbar"},
		{"x{3,}", "xxx"},
		{"xxx+", "xxx"},
		{"\\d+", "0"},
		{"caf\xC3\xA9 society", " society+7"},
		{"vote\\x20for", "vote"},
		{"(?=vote)labour", "labour"},
		{"(?<!not )labour", "labour"},
		{"(vote)\\1", "vote"},
		{"(?i:vote)(?-i: FOR)", "vote for"},
		{"\\Qa.b?\\E", "a.b?"},
		{"\\Qvotes\\E?", "votes|vote"},
		{"votes\\Q\\E?", "votes|vote"},
		{"votes\\E?", "votes|vote"},
		{"votes(?#)?", "votes|vote"},
		{"\\Qvotes\\E(?#us)(?#all)?", "votes|vote"},
		{"vote\\Q|\\E", "vote|"},
		{"(?x) v o t e # us", "vote"},
		{"vote(*ACCEPT)labour", ""},
		{"(?(?=x)vote|labour)", ""},
		{"vote.*labour", "labour+any"},
		{"a(?:b(?:c(?:d)))", "abcd"},
		{"(?:vote|x(?!))", "vote"},
		{"vote\\/labour", "vote/labour"},
		{"(?:tories|tory)", "tories|tory"},
		{"(?:tory party|tory)", "tory party|tory"},
		{"[[:alpha:]]vote", "vote+4"},
		{"[a\\-z]vote", "-vote|avote|zvote"},
		{"[!-\\]]vote", "vote+4"},
		{"[\\.-z]vote", "vote+4"},
		/* Boundaries, digits, blanks, signs. */
		{"\\b(?:vote|elect)\\b", "<vote>|<elect>"},
		{"\\b(?:the )?vote", "<the vote|<vote"},
		{"\\bvote\\b|vote", "vote"},
		{"vote\\b(?: us)?", "vote us|vote>"},
		{"\\b- vote", "- vote"},
		{"\\B(?:vote|elect)\\B", "vote|elect"},
		{"\\b(?:vote[a-z]|elect\\w)", "<vote|<elect"},
		{"\\b\\d{2,3} per cent", " per cent+3"},
		{"section 1[0-9]1", "section 000"},
		{"vote\\s*labour", "vote labour|votelabour"},
		{"vote +labour", "vote labour"},
		{"vote\\h\\slabour", "vote  labour"},
		{"\xC2\xA3 ?\\d", "\xC2\xA3 0|\xC2\xA3"
				  "0"},
		{"[\xC2\xA3$]vote", "<vote+4"},
		{"\xC2\xA3+vote", "<vote+any"},
		/* A word's start, though words may come between. */
		{"\\w+ (?:(?:old )*(?:rat|vole\\w+))", "<rat+any|<vole+any"},
		{"\\w+(?:(?:old )*(?:rat|vole\\w+))", "rat+any|vole+any"},
		{"(?:old )*(?:rat|vole\\w+)", "rat+any|vole+any"},
		{"\\w+ (?:(?:old)*(?:rat|vole\\w+))", "rat+any|vole+any"},
		{"\\w+ (?:[a-z](?:old )*(?:rat|vole\\w+))", "rat+any|vole+any"},
		{"\\w+ (?:(?:old )*(?:rat|vole\\w+)|[a-z]rat)",
			"rat+any|<vole+any"},
		/* How far behind the start. */
		{"\\w+ vote", " vote+any"},
		{"[a-z]{2,5} vote", " vote+5"},
		{".{0,3}vote", "vote+12"},
		{"(?:a|x[a-z]|y[a-z]{4}) *(?:[a-z]vote|elect)",
			"vote+7|elect+6"},
		{"\\s+[a-z]vote", "vote+2"},
		{"(?<=x)vote", "vote"},
		{"(?:vote){2,}", "votevote"},
		{"(?:vote[a-z]){2}", "vote"},
		{"[a-z](?:(?:vote)[a-z])+", "vote+1"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		char *found = joined_literals(pattern);

		if (strcmp(found, cases[i].literals) != 0)
			fail_msg("/%s/: %s", cases[i].expression, found);
		g_free(found);
		pattern_free(&pattern);
	}
}

/* Random expressions ------------------------------------------------------ */

static uint32_t
next_random(uint32_t *seed, uint32_t bound)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % bound;
}

static void add_random(GString *text, uint32_t *seed, int depth);

static void
add_random_atom(GString *text, uint32_t *seed, int depth)
{
	static const char *const atoms[] = {"a", "b", "c", "ab", "abc", "B",
		"cab", "[ab]", "[^a]", "[a-c]", "[Bc]", "\\w", "\\s", "\\S",
		"\\d", ".", "\\b", "\\B", " ", "-", "\\.", "(?=a)", "(?!b)",
		"(?<=a)", "(?<!c)", "^", "$", "\\Qa-b\\E", "\\x62", "a{2}",
		"[\\-a]", "[]a]", "[[:alpha:]b]", "(?i)", "(?-i)", "\\n",
		"\xC3\xA9",
		"[\xC3\xA9"
		"a]",
		"(?s)", "(?m)", "\\h", "\\R", "\\v", "\\W", "\\D", "\\X",
		"[A-C]", "(?-i:[AC])", "(?:a|bc)", "a*+", "[ab]*+", "[!-\\.]",
		"(*FAIL)", "\\A", "\\z", "\\Z", "\\K", "k", "s", "(?#a)"};

	if (depth > 0 && next_random(seed, 3) == 0) {
		static const char *const opens[] = {
			"(", "(?:", "(?>", "(?i:", "(?-i:", "(?|"};

		g_string_append(
			text, opens[next_random(seed, G_N_ELEMENTS(opens))]);
		add_random(text, seed, depth - 1);
		g_string_append_c(text, ')');
		return;
	}
	g_string_append(text, atoms[next_random(seed, G_N_ELEMENTS(atoms))]);
}

static void
add_random(GString *text, uint32_t *seed, int depth)
{
	static const char *const repeats[] = {"", "", "", "", "", "", "?", "*",
		"?+", "+", "{2}", "{1,2}", "{2,}", "??", "*?", "++", "{0,1}"};
	unsigned parts = 1 + next_random(seed, 4);

	for (unsigned i = 0; i < parts; i++) {
		if (i > 0 && next_random(seed, 5) == 0)
			g_string_append_c(text, '|');
		add_random_atom(text, seed, depth);
		g_string_append(text,
			repeats[next_random(seed, G_N_ELEMENTS(repeats))]);
	}
}

static char *
random_text(uint32_t *seed)
{
	static const char *const units[] = {"a", "b", "c", "A", "C", " ", "-",
		".", "\n", "1", "abc", "cab", "aab", "\xC3\xA9", "x", "k", "s"};
	GString *text = g_string_new(NULL);
	unsigned length = next_random(seed, 14);

	for (unsigned i = 0; i < length; i++)
		g_string_append(
			text, units[next_random(seed, G_N_ELEMENTS(units))]);
	return g_string_free(text, FALSE);
}

/* PCRE2 asked directly: one call, no slices, empty matches as they come. */
static enum pattern_result
match_directly(const char *expression, const char *text, uint32_t options,
	size_t *start, size_t *end)
{
	int number;
	PCRE2_SIZE offset;
	pcre2_code *code =
		pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
			PCRE2_UTF | PCRE2_UCP | PCRE2_CASELESS |
				PCRE2_DUPNAMES | PCRE2_NO_AUTO_POSSESS,
			&number, &offset, NULL);
	pcre2_match_data *data = pcre2_match_data_create(1, NULL);
	int result = pcre2_match(code, (PCRE2_SPTR)text, PCRE2_ZERO_TERMINATED,
		0, options, data, NULL);

	if (result >= 0) {
		*start = pcre2_get_ovector_pointer(data)[0];
		*end = pcre2_get_ovector_pointer(data)[1];
	}
	pcre2_match_data_free(data);
	pcre2_code_free(code);
	if (result >= 0)
		return PATTERN_YES;
	return result == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_LIMIT;
}

/* Each start from which there is a match is where the literals say. */
static void
check_windows(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str text, size_t *checked)
{
	const struct pattern_literal *literals;
	size_t broken;

	if (pattern_literals(pattern, &literals) == 0 || !windows_plain(text))
		return;
	*checked += windows_try_all(pattern, scratch, text, &broken);
	if (broken != SIZE_MAX)
		fail_msg("/%.*s/ on '%.*s' from %zu",
			STR_ARG(pattern_expression(pattern)), STR_ARG(text),
			broken);
}

/* The same when asked in passing. */
static void
check_brief(const char *expression, const struct pattern *pattern,
	struct pattern_scratch *brief, struct str text,
	enum pattern_result result, size_t start, size_t end)
{
	bool ascii = windows_plain(text) && str_is_ascii(text);
	size_t found_start = start;
	size_t found_end = end;
	enum pattern_result found = pattern_find(
		pattern, brief, text, ascii, 0, &found_start, &found_end);

	if (found == PATTERN_LIMIT)
		return;
	if (found != result || found_start != start || found_end != end)
		fail_msg(
			"/%s/ on '%.*s' in passing", expression, STR_ARG(text));
}

static void
check_text(const char *expression, const struct pattern *pattern,
	struct pattern_scratch *scratch, struct pattern_scratch *brief,
	const char *text, unsigned *limited)
{
	struct pattern_nature nature = pattern_nature(pattern);
	size_t start = 0;
	size_t end = 0;
	size_t found_start;
	size_t found_end;
	enum pattern_result direct =
		match_directly(expression, text, PCRE2_NOTEMPTY, &start, &end);
	bool matches = direct == PATTERN_YES;
	enum pattern_result result;

	if (direct != PATTERN_LIMIT)
		check_brief(expression, pattern, brief, str_of(text), direct,
			start, end);
	result = pattern_find(pattern, scratch, str_of(text), false, 0,
		&found_start, &found_end);

	/* A few cost more than the limit allows, even on a dozen letters. */
	if (result == PATTERN_LIMIT || direct == PATTERN_LIMIT) {
		++*limited;
		return;
	}
	if (result != (matches ? PATTERN_YES : PATTERN_NO) ||
		(matches && (found_start != start || found_end != end)))
		fail_msg("/%s/ on '%s': %d", expression, text, (int)result);
	if (str_is_ascii(str_of(text)) &&
		result != pattern_find(pattern, scratch, str_of(text), true, 0,
				  &found_start, &found_end))
		fail_msg("/%s/ on '%s' as ASCII", expression, text);
	if (!matches) {
		if (match_directly(expression, text, 0, &start, &end) ==
				PATTERN_YES &&
			!pattern_matches_empty(pattern))
			fail_msg("/%s/ is empty on '%s'", expression, text);
		return;
	}
	if (found_start != start || found_end != end)
		fail_msg("/%s/ on '%s' as ASCII: place", expression, text);
	if (nature.understood && nature.never)
		fail_msg("/%s/ on '%s': never", expression, text);
	if (nature.understood &&
		nature.min_length > (size_t)g_utf8_strlen(text + start,
					    (gssize)(end - start)))
		fail_msg("/%s/ on '%s': %zu", expression, text,
			nature.min_length);
}

/*
 * Whatever the expression and the text: where PCRE2 finds something one of the
 * literals stands there, it is not "never", not shorter than it can be; and
 * slices, ASCII forms and limits change nothing.
 */
static void
test_property(void **state)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	struct pattern_scratch *brief = pattern_scratch_new();
	uint32_t seed = 4711;
	unsigned compiled = 0;
	unsigned with_literals = 0;
	unsigned never = 0;
	unsigned limited = 0;
	size_t checked = 0;

	(void)state;
	pattern_scratch_brief(brief);
	for (int round = 0; round < 6000; round++) {
		GString *expression = g_string_new(NULL);
		struct pattern_error error;
		struct pattern *pattern;
		const struct pattern_literal *literals;

		add_random(expression, &seed, 2);
		pattern = pattern_new(
			(struct str){expression->str, expression->len}, true,
			&error);
		if (pattern != NULL) {
			compiled++;
			with_literals +=
				pattern_literals(pattern, &literals) > 0;
			never += pattern_nature(pattern).never;
			for (int i = 0; i < 25; i++) {
				char *text = random_text(&seed);

				check_text(expression->str, pattern, scratch,
					brief, text, &limited);
				check_windows(pattern, scratch, str_of(text),
					&checked);
				g_free(text);
			}
		}
		pattern_free(&pattern);
		g_string_free(expression, TRUE);
	}
	/* The test is worth its name only where there was something. */
	assert_true(compiled > 2000);
	assert_true(with_literals > 150);
	assert_true(never > 50);
	assert_true(limited < 100);
	assert_true(checked > 1000);
	pattern_scratch_free(&brief);
	pattern_scratch_free(&scratch);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_literals),
		cmocka_unit_test(test_property),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
