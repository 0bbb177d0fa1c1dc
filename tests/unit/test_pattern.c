#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include <glib.h>

#include "language/pattern.h"

static struct pattern *
pattern_of(const char *expression)
{
	struct pattern_error error;
	struct pattern *pattern = pattern_new(str_of(expression), true, &error);

	if (pattern == NULL)
		fail_msg("/%s/ at %zu: %s", expression, error.offset,
			error.message);
	return pattern;
}

static bool
is_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text >= 0x80)
			return false;
	return true;
}

static void
test_find(void **state)
{
	static const struct {
		const char *expression, *text;
		size_t from;
		int start, end; /* -1: not found */
	} cases[] = {
		{"vote", "Do VOTE now", 0, 3, 7},
		{"vote", "Do VOTE now", 4, -1, -1},
		{"(?-i)vote", "Do VOTE now", 0, -1, -1},
		{"a+", "baaab", 0, 1, 4},
		{"a+", "baaab", 2, 2, 4},
		{"^b", "bab", 0, 0, 1},
		{"^b", "bab", 2, -1, -1},
		{"b$", "bab", 0, 2, 3},
		{"(?<=a)b", "abb", 1, 1, 2},
		{"x*", "aaa", 0, -1, -1},
		{"x*", "aax", 0, 2, 3},
		{"", "aaa", 0, -1, -1},
		{"a", "", 0, -1, -1},
		{"caf\xC3\xA9", "un CAF\xC3\x89!", 0, 3, 8},
		{".", "\xE6\x97\xA5x", 0, 0, 3},
		{"\\bx\\b", "\xC3\xA9x x", 0, 4, 5},
		{"\\w+", "  na\xC3\xAFve", 0, 2, 8},
		{"k", "\xE2\x84\xAA", 0, 0, 3},
		{"s\xE2\x84\xAAi", "a skill", 0, 2, 5},
		{"[xy\xC5\xBF]t", "stop", 0, 0, 2},
		{"[\xC4\x80-\xC9\x8F]t", "stop", 0, 0, 2},
		{"[t-\xC9\x8F]t", "stop", 0, 0, 2},
		{"^[\\s\\S]*z", "ab\nz", 0, 0, 4},
		{"a\\Rb", "a\nb", 0, 0, 3},
		{"foo\\Kbar", "foobar", 0, 3, 6},
	};
	struct pattern_scratch *scratch = pattern_scratch_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		size_t n = strlen(cases[i].text);
		char *copy = g_memdup2(cases[i].text, MAX(n, (size_t)1));
		bool ascii = is_ascii(cases[i].text);

		for (int pass = 0; pass < (ascii ? 2 : 1); pass++) {
			size_t start = 99;
			size_t end = 99;
			enum pattern_result result = pattern_find(pattern,
				scratch, (struct str){copy, n}, pass == 1,
				cases[i].from, &start, &end);

			if (result !=
				(cases[i].start < 0 ? PATTERN_NO : PATTERN_YES))
				fail_msg("case %zu: %d", i, (int)result);
			if (result == PATTERN_YES &&
				((int)start != cases[i].start ||
					(int)end != cases[i].end))
				fail_msg("case %zu: %zu-%zu", i, start, end);
		}
		g_free(copy);
		pattern_free(&pattern);
		assert_null(pattern);
	}
	pattern_scratch_free(&scratch);
}

static void
test_refused(void **state)
{
	static const struct {
		const char *expression;
		size_t offset;
		const char *message;
	} cases[] = {
		{"a(b", 3, "missing closing parenthesis"},
		{"ab)", 2, "unmatched closing parenthesis"},
		{"a\\Cb", 3, "\\C is not known here"},
		{"a\\Gb", 1, "\\G is not known here"},
		{"\\\\G\\QG\\G\\E\\G", 10, "\\G is not known here"},
		{"(?C)a", 0, "callouts are not known here"},
		{"[(?C)]x(?C1)", 7, "callouts are not known here"},
		{"\\Q(?C)\\E\\(?C(?C)", 12, "callouts are not known here"},
		{"(*LIMIT_MATCH=5)a", 0, "a pattern cannot set its own limits"},
		{"(*CRLF)(*LIMIT_DEPTH=5)a", 7,
			"a pattern cannot set its own limits"},
		{"(*UTF)a", 0,
			"patterns are UTF and UCP already; leave this out"},
		{"(?<=a+)b", 0, "lookbehind assertion is not fixed length"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern_error error;

		assert_null(
			pattern_new(str_of(cases[i].expression), true, &error));
		if (error.offset != cases[i].offset ||
			strcmp(error.message, cases[i].message) != 0)
			fail_msg("/%s/: %zu %s", cases[i].expression,
				error.offset, error.message);
		assert_false(pattern_check(
			str_of(cases[i].expression), true, &error));
	}
}

static void
test_too_long(void **state)
{
	GString *text = g_string_new(NULL);
	struct pattern_error error;

	(void)state;
	while (text->len < 70 * 1024)
		g_string_append(text, "abc");
	assert_null(
		pattern_new((struct str){text->str, text->len}, true, &error));
	assert_string_equal(error.message, "this pattern is too long");
	g_string_free(text, TRUE);
}

/* With a place the error is reported where it stands in the file. */
static void
test_compile_place(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source =
		diag_read_memory(diag, "t", str_of("x = /a(b/"));
	struct place place = {source, 5, 3};
	char *text = NULL;
	size_t length = 0;
	FILE *out;

	(void)state;
	assert_null(pattern_compile(diag, place, str_of("a(b"), true));
	out = open_memstream(&text, &length);
	diag_print(diag, out);
	fclose(out);
	assert_string_equal(text, "t:1:9: error: missing closing parenthesis\n"
				  "x = /a(b/\n"
				  "        ^\n"
				  "1 error\n");
	free(text);
	diag_free(&diag);
}

static char *
repeated(const char *unit, size_t length)
{
	GString *text = g_string_new(NULL);

	while (text->len < length)
		g_string_append(text, unit);
	g_string_truncate(text, length);
	return g_string_free(text, FALSE);
}

/* A limit is told; it never passes for "no match". */
static void
test_limits(void **state)
{
	static const struct {
		const char *expression, *unit;
		size_t length;
		enum pattern_result result;
	} cases[] = {
		{"^(?:a|aa|aaa)*[bc][de]", "a", 60000, PATTERN_LIMIT},
		{"(?:a|aa)+[!?][0-9]", "a", 5000, PATTERN_LIMIT},
		{"^(?:a|b)*[xy][zw]", "ab", 1000000, PATTERN_LIMIT},
		{"(a+)+[!?][xy]", "a", 3000, PATTERN_LIMIT},
		{"\\bvote\\b", "not a word of it ", 4000000, PATTERN_NO},
	};
	struct pattern_scratch *scratch = pattern_scratch_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		char *text = repeated(cases[i].unit, cases[i].length);
		int64_t start = g_get_monotonic_time();
		enum pattern_result result = pattern_find(pattern, scratch,
			(struct str){text, cases[i].length}, true, 0, NULL,
			NULL);

		if (result != cases[i].result)
			fail_msg("case %zu: %d", i, (int)result);
		/* Bounded without a deadline, on a slow machine as well. */
		assert_true(g_get_monotonic_time() - start < 5000000);
		g_free(text);
		pattern_free(&pattern);
	}
	pattern_scratch_free(&scratch);
}

/* What costs much at each start offset is ended by the clock. */
/* Of this thread: what other programs take is none of ours. */
static int64_t
cpu_time_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void
test_deadline(void **state)
{
	static const char *const expressions[] = {"(?:\\w\\s?)+[!?][0-9]",
		"[a-z]*[a-z]*[!?]", "\\w+\\s?\\w+[!?]", "(?:[a-z]+ ?)+[!?]",
		"(?:\\w\\s?){20,}[!?]",
		/* Atomic groups are for the interpreter. */
		"(?>)(?:\\w\\s?)+[!?][0-9]", "(?>)[a-z]{0,900}[a-z]*+[!?]"};
	static const char *const units[] = {"abcde", "abcde fghij ",
		"a quite common sentence. ", "abcdefghijklmnopqrstuvwxyz"};
	struct pattern_scratch *scratch = pattern_scratch_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(expressions); i++) {
		struct pattern *pattern = pattern_of(expressions[i]);

		for (size_t k = 0; k < G_N_ELEMENTS(units); k++) {
			char *text = repeated(units[k], 60000);
			int64_t start = cpu_time_us(), took;

			pattern_scratch_deadline(
				scratch, g_get_monotonic_time() / 1000 + 100);
			pattern_find(pattern, scratch,
				(struct str){text, 60000}, true, 0, NULL, NULL);
			took = cpu_time_us() - start;
			/* 100 ms and the slice in hand, on a slow machine. */
			if (took > 1500000)
				fail_msg("/%s/ on '%s': %d ms", expressions[i],
					units[k], (int)(took / 1000));
			g_free(text);
		}
		pattern_free(&pattern);
	}
	pattern_scratch_free(&scratch);
}

static void
test_deadline_passed(void **state)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	struct pattern *pattern = pattern_of("b");

	(void)state;
	pattern_scratch_deadline(scratch, 1);
	assert_int_equal(pattern_find(pattern, scratch, str_of("abc"), true, 0,
				 NULL, NULL),
		PATTERN_LIMIT);
	pattern_scratch_deadline(scratch, 0);
	assert_int_equal(pattern_find(pattern, scratch, str_of("abc"), true, 0,
				 NULL, NULL),
		PATTERN_YES);
	pattern_free(&pattern);
	pattern_scratch_free(&scratch);
}

/* Once it has passed no text is looked at any more, however short. */
static void
test_deadline_passed_for_short_texts(void **state)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	struct pattern *pattern = pattern_of("\\bvote\\b");
	int looked = 0;

	(void)state;
	pattern_scratch_deadline(scratch, 1);
	for (int i = 0; i < 100; i++)
		looked += pattern_find(pattern, scratch,
				  STR_LIT("not a word of it"), true, 0, NULL,
				  NULL) != PATTERN_LIMIT;
	assert_in_range(looked, 0, 16);
	pattern_scratch_deadline(scratch, 0);
	assert_int_equal(pattern_find(pattern, scratch, STR_LIT("your vote"),
				 true, 0, NULL, NULL),
		PATTERN_YES);
	pattern_free(&pattern);
	pattern_scratch_free(&scratch);
}

/* Slices of start offsets must not change what is found, nor where. */
static void
test_slices(void **state)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	/* The second one is left to the interpreter. */
	struct pattern *pattern = pattern_of("\xC3\xA9+x");
	struct pattern *plain = pattern_of("(?>\xC3\xA9+)x");

	(void)state;
	for (size_t before = 200; before < 600; before++) {
		char *spaces = repeated(" ", before);
		char *text = g_strconcat(spaces, "\xC3\xA9\xC3\xA9x", NULL);
		size_t start = 0;
		size_t end = 0;

		assert_int_equal(pattern_find(pattern, scratch, str_of(text),
					 false, 0, &start, &end),
			PATTERN_YES);
		assert_int_equal(start, before);
		assert_int_equal(end, before + 5);
		assert_int_equal(pattern_find(plain, scratch, str_of(text),
					 false, 0, &start, &end),
			PATTERN_YES);
		assert_int_equal(start, before);
		g_free(text);
		/* Characters of several bytes across the ends of slices. */
		text = g_strconcat(spaces + before % 3, "\xE6\x97\xA5", spaces,
			"\xE6\x97\xA5\xE6\x97\xA5\xC3\xA9x", NULL);
		assert_int_equal(pattern_find(pattern, scratch, str_of(text),
					 false, 0, &start, &end),
			PATTERN_YES);
		assert_int_equal(end, strlen(text));
		g_free(text);
		g_free(spaces);
	}
	pattern_free(&pattern);
	pattern_free(&plain);
	pattern_scratch_free(&scratch);
}

static void
test_nature(void **state)
{
	static const struct {
		const char *expression;
		bool empty, never;
		size_t least;
	} cases[] = {
		{"a", false, false, 1},
		{"a?b+c{3}", false, false, 4},
		{"(?:ab|c)d", false, false, 2},
		{"a*", true, false, 0},
		{"a|", true, false, 0},
		{"(?=a)", true, false, 0},
		{"\\b", true, false, 0},
		{"foo\\K", true, false, 0},
		{"^$", true, false, 0},
		{"(?:a?){3}", true, false, 0},
		{"(a?)\\1", true, false, 0},
		{"(a)\\1", false, false, 1},
		{"(*ACCEPT)a", true, false, 0},
		{"(?(?=a)b|c)", false, false, 0},
		{"a(?!)", false, true, 1},
		{"(*FAIL)", false, true, 0},
		{"a^b", false, true, 2},
		{"\\s\\Ab", false, true, 2},
		{"a$b", false, true, 2},
		{"a$\\n", false, false, 2},
		{"a\\zb", false, true, 2},
		{"a\\bb", false, true, 2},
		{" \\b,", false, true, 2},
		{"a\\b,", false, false, 2},
		{"a\\b\\w", false, false, 2},
		{"a\\b\\S", false, false, 2},
		{"a\\b[^,]", false, false, 2},
		{"a?\\bb", false, false, 1},
		{"(?:^|x)y", false, false, 1},
		{"(?m)a^b", false, true, 2},
		{"(?m)\\s^b", false, false, 2},
		{"x(?:a^b|c)", false, false, 2},
		{"x(?:a^b|c$d)", false, true, 1},
		{"(?:a^b)?x", false, false, 1},
		{"(?x) a ^ b", false, true, 2},
		{"(?x) a # ^\n b", false, false, 2},
		{"\\Qa^b\\E", false, false, 3},
		{"[a^]b", false, false, 2},
		{"[]a^]b", false, false, 2},
		{"a(?#^)b", false, false, 2},
		/* It leaves a quantifier to what stands before. */
		{"ab(?#^)?", false, false, 1},
		{"a(?#b)*", true, false, 0},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		struct pattern_nature nature = pattern_nature(pattern);

		if (pattern_matches_empty(pattern) != cases[i].empty)
			fail_msg("/%s/: empty", cases[i].expression);
		if ((nature.understood && nature.never) != cases[i].never)
			fail_msg("/%s/: never", cases[i].expression);
		if (nature.understood && nature.min_length != cases[i].least)
			fail_msg("/%s/: %zu", cases[i].expression,
				nature.min_length);
		pattern_free(&pattern);
	}
}

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
		"(?:a|bc)", "a*+", "[ab]*+", "[!-\\.]", "(*FAIL)", "\\A", "\\z",
		"\\Z", "\\K", "k", "s", "(?#a)"};

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

static bool
is_alnum_at(const char *text, size_t at)
{
	return at < strlen(text) && g_ascii_isalnum(text[at]);
}

/* Does the literal stand at `at`? */
static bool
stands_at(const struct pattern_literal *literal, const char *text, size_t at)
{
	size_t n = literal->text.n;

	for (size_t i = 0; i < n; i++) {
		char c = text[at + i];

		c = g_ascii_isdigit(c) ? '0' : g_ascii_tolower(c);
		if (c != literal->text.p[i])
			return false;
	}
	return !(literal->starts_word && at > 0 && is_alnum_at(text, at - 1)) &&
	       !(literal->ends_word && is_alnum_at(text, at + n));
}

static bool
stands_anywhere(const struct pattern_partner *partner, const char *text)
{
	for (size_t i = 0; i < partner->count; i++)
		for (size_t at = 0;
			at + partner->strings[i].text.n <= strlen(text); at++)
			if (stands_at(&partner->strings[i], text, at))
				return true;
	return false;
}

/* So does one string of each of its partners. */
static bool
has_company(const struct pattern *pattern,
	const struct pattern_literal *literal, const char *text)
{
	const struct pattern_partner *partners;
	size_t count = pattern_partners(pattern, &partners);

	for (int i = 0; i < PATTERN_PARTNERS; i++) {
		if (literal->partners[i] == PATTERN_NO_PARTNER)
			continue;
		assert_in_range(literal->partners[i], 0, count - 1);
		if (!stands_anywhere(&partners[literal->partners[i]], text))
			return false;
	}
	return true;
}

/*
 * One of the literals stands in the text, not too far behind `start`; where
 * `reset`, by a \K, that is not where the match was tried from.
 */
static bool
has_literal(const struct pattern *pattern, const char *text, size_t start,
	bool reset)
{
	const struct pattern_literal *literals;
	size_t count = pattern_literals(pattern, &literals);

	for (size_t i = 0; i < count; i++) {
		size_t n = literals[i].text.n;

		for (size_t at = reset ? 0 : start; at + n <= strlen(text);
			at++)
			if ((reset || at - start <= literals[i].lead) &&
				stands_at(&literals[i], text, at) &&
				has_company(pattern, &literals[i], text))
				return true;
	}
	return count == 0;
}

/* One sentence, each white space one space. */
static bool
is_plain(const char *text)
{
	return strchr(text, '\n') == NULL && strstr(text, "  ") == NULL;
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

static void
check_text(const char *expression, const struct pattern *pattern,
	struct pattern_scratch *scratch, const char *text, unsigned *limited)
{
	struct pattern_nature nature = pattern_nature(pattern);
	size_t start = 0;
	size_t end = 0;
	size_t found_start;
	size_t found_end;
	enum pattern_result direct =
		match_directly(expression, text, PCRE2_NOTEMPTY, &start, &end);
	bool matches = direct == PATTERN_YES;
	enum pattern_result result = pattern_find(pattern, scratch,
		str_of(text), false, 0, &found_start, &found_end);

	/* A few cost more than the limit allows, even on a dozen letters. */
	if (result == PATTERN_LIMIT || direct == PATTERN_LIMIT) {
		++*limited;
		return;
	}
	if (result != (matches ? PATTERN_YES : PATTERN_NO) ||
		(matches && (found_start != start || found_end != end)))
		fail_msg("/%s/ on '%s': %d", expression, text, (int)result);
	if (is_ascii(text) &&
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
	if (is_plain(text) && !has_literal(pattern, text, start,
				      strstr(expression, "\\K") != NULL))
		fail_msg("/%s/ on '%s': no literal", expression, text);
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
	uint32_t seed = 4711;
	unsigned compiled = 0;
	unsigned with_literals = 0;
	unsigned never = 0;
	unsigned limited = 0;

	(void)state;
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
					text, &limited);
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
	pattern_scratch_free(&scratch);
}

static void
test_slow(void **state)
{
	static const struct {
		const char *expression;
		bool slow;
	} cases[] = {
		{"\\bvote\\s+labour\\b", false},
		{"\\b(?:please|could you)\\b[^.]{0,80}\\bprint", false},
		{"(?:\\w\\s?)+[!?][0-9]", true},
		{"(?:[a-z]+ ?)+[!?]", true},
		{"[a-z]*[a-z]*[!?]", true},
		/* Begun only where a sign stands that a match must have. */
		{"(\\w+ )*\\1!", true},
		{"(?=(a+))\\1*b", true},
		{"(?:(?:a|b|ab)*)*c", true},
	};
	struct pattern_scratch *scratch = pattern_scratch_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct pattern *pattern = pattern_of(cases[i].expression);
		double milliseconds = -1;

		if (pattern_is_slow(pattern, scratch, &milliseconds) !=
			cases[i].slow)
			fail_msg("/%s/: %.1f ms", cases[i].expression,
				milliseconds);
		assert_true(milliseconds >= 0);
		pattern_free(&pattern);
	}
	pattern_scratch_free(&scratch);
}

static void
test_names(void **state)
{
	struct pattern *pattern = pattern_of("a");

	(void)state;
	pattern_set_id(pattern, 7);
	pattern_set_written(pattern, str_of("/a/c"));
	pattern_set_written(pattern, str_of("/a/"));
	assert_int_equal(pattern_id(pattern), 7);
	assert_true(str_eq(pattern_written(pattern), str_of("/a/")));
	pattern_free(&pattern);
	pattern_free(&pattern);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_find),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_too_long),
		cmocka_unit_test(test_compile_place),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_deadline),
		cmocka_unit_test(test_deadline_passed),
		cmocka_unit_test(test_deadline_passed_for_short_texts),
		cmocka_unit_test(test_slices),
		cmocka_unit_test(test_nature),
		cmocka_unit_test(test_literals),
		cmocka_unit_test(test_property),
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
