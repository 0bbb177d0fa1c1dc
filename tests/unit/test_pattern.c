#include "pattern_fixture.h"

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
		bool ascii = str_is_ascii(str_of(cases[i].text));

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
		cmocka_unit_test(test_slow),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
