#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "base/diag.h"
#include "base/limits.h"

/* A source from an exact-length copy, so that an overrun is seen. */
static const struct source *
source_of(struct diag *diag, const char *name, const char *text, size_t n)
{
	char *copy = g_malloc(n > 0 ? n : 1);
	const struct source *source;

	memcpy(copy, text, n);
	source = diag_read_memory(diag, name, (struct str){copy, n});
	g_free(copy);
	return source;
}

static char *
printed(const struct diag *diag)
{
	char *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	char *copy;

	diag_print(diag, out);
	fclose(out);
	copy = g_strndup(text, length);
	free(text);
	return copy;
}

static void
assert_printed(const struct diag *diag, const char *expected)
{
	char *text = printed(diag);

	assert_string_equal(text, expected);
	g_free(text);
}

/* What a place in a text is called. */
static void
test_position(void **state)
{
	static const struct {
		const char *text;
		uint32_t offset;
		unsigned line, column;
	} cases[] = {
		{"", 0, 1, 1},
		{"a", 0, 1, 1},
		{"a", 1, 1, 2},
		{"a\nb", 2, 2, 1},
		{"a\nb", 1, 1, 2},
		{"a\n", 2, 2, 1},
		{"\n\n\nx", 3, 4, 1},
		{"caf\xC3\xA9 x", 6, 1, 6},
		{"\xE6\x97\xA5\xE6\x9C\xAC/", 6, 1, 3},
		{"\tx", 1, 1, 2},
		{"a\r\nb", 2, 2, 1},
		{"\xEF\xBB\xBFxy", 1, 1, 2},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diag *diag = diag_new();
		const struct source *source = source_of(
			diag, "t", cases[i].text, strlen(cases[i].text));
		struct place place = {source, cases[i].offset, 0};
		unsigned line;
		unsigned column;

		assert_non_null(source);
		place_position(place, &line, &column);
		if (line != cases[i].line || column != cases[i].column)
			fail_msg("case %zu: %u:%u", i, line, column);
		diag_free(&diag);
	}
}

static void
test_text(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source = source_of(diag, "t",
		"\xEF\xBB\xBF"
		"a\r\nb\rc\r\n",
		11);

	(void)state;
	assert_non_null(source);
	assert_string_equal(source_text(source).p, "a\nb\rc\n");
	assert_int_equal(source_text(source).n, 6);
	assert_string_equal(source_name(source), "t");
	assert_null(source_included_at(source).source);
	diag_free(&diag);
}

static void
test_no_text(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *told;
	} cases[] = {
		{"a\0b", 3, "t:1:2: error: this file holds a NUL"},
		{"x\n\xFF", 3, "t:2:1: error: byte 0xff is not UTF-8"},
		{"\xC3", 1, "t:1:1: error: byte 0xc3 is not UTF-8"},
		{"\xED\xA0\x80", 3, "t:1:1: error: byte 0xed is not UTF-8"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct diag *diag = diag_new();
		char *text;

		assert_null(source_of(diag, "t", cases[i].bytes, cases[i].n));
		assert_int_equal(diag_errors(diag), 1);
		text = printed(diag);
		assert_true(g_str_has_prefix(text, cases[i].told));
		g_free(text);
		diag_free(&diag);
	}
}

static void
test_print(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source =
		source_of(diag, "a.rules", "one two\n\tthree\nfour", 20 - 1);
	struct place two = {source, 4, 3};
	struct place three = {source, 9, 5};
	struct place over = {source, 11, 50};
	struct place nowhere = {NULL, 0, 0};

	(void)state;
	diag_warning(diag, three, "of %d", 3);
	diag_error(diag, two, "of %s", "two");
	diag_note(diag, three, "a note of two");
	diag_error(diag, two, "of %s", "two");
	diag_error(diag, over, "goes on");
	diag_error(diag, nowhere, "no file");
	assert_int_equal(diag_errors(diag), 4);
	assert_int_equal(diag_warnings(diag), 1);
	assert_printed(diag, "comity: error: no file\n"
			     "a.rules:1:5: error: of two\n"
			     "one two\n"
			     "    ^~~\n"
			     "a.rules:2:2: note: a note of two\n"
			     "\tthree\n"
			     "\t^~~~~\n"
			     "a.rules:2:2: warning: of 3\n"
			     "\tthree\n"
			     "\t^~~~~\n"
			     "a.rules:2:4: error: goes on\n"
			     "\tthree\n"
			     "\t  ^~~\n"
			     "4 errors, 1 warning\n");
	diag_free(&diag);
}

/* Nothing in a file moves the cursor of the terminal that shows it. */
static void
test_print_controls(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source =
		source_of(diag, "t", "a\x1B[2Jb\x7F\xC2\x9Bz", 10);
	struct place place = {source, 5, 1};

	(void)state;
	assert_non_null(source);
	diag_error(diag, place, "here");
	assert_printed(diag, "t:1:6: error: here\n"
			     "a?[2Jb??z\n"
			     "     ^\n"
			     "1 error\n");
	diag_free(&diag);
}

/* Nor does its name, nor what a message repeats of it. */
static void
test_print_names(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source =
		source_of(diag, "a\x1B[2J\n<3>b\xFF", "x\xE2\x80\xAEy", 5);
	struct place place = {source, 0, 1};
	char *plain = diag_plain("caf\xC3\xA9\t\xC2\x9B\xE2\x80\x8F.");

	(void)state;
	assert_string_equal(plain, "caf\xC3\xA9???.");
	g_free(plain);
	diag_error(diag, place, "no \"\x1B[31m\"");
	assert_printed(diag, "a?[2J?<3>b?:1:1: error: no \"?[31m\"\n"
			     "x?y\n"
			     "^\n"
			     "1 error\n");
	diag_free(&diag);
}

static void
test_long_line(void **state)
{
	struct diag *diag = diag_new();
	GString *text = g_string_new(NULL);
	const struct source *source;
	struct place place;
	char *shown;

	(void)state;
	for (int i = 0; i < 1000; i++)
		g_string_append_printf(text, "%04d ", i);
	source = source_of(diag, "t", text->str, text->len);
	place = (struct place){source, 2500, 4};
	diag_error(diag, place, "here");
	shown = printed(diag);
	assert_non_null(strstr(shown, " 0500 "));
	assert_null(strstr(shown, " 0600 "));
	assert_true(strlen(shown) < 600);
	/* The caret stands under its word all the same. */
	assert_int_equal(
		strstr(strchr(shown, '\n'), "0500") - strchr(shown, '\n'),
		strstr(strstr(shown, "0500"), "^~~~") -
			strchr(strstr(shown, "0500"), '\n'));
	g_free(shown);
	g_string_free(text, TRUE);
	diag_free(&diag);
}

static void
collect_line(enum diag_level level, const char *text, void *context)
{
	g_string_append_printf(context, "%d %s\n", (int)level, text);
}

static void
test_lines(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source = source_of(diag, "t", "a b", 3);
	GString *lines = g_string_new(NULL);

	(void)state;
	diag_error(diag, ((struct place){source, 2, 1}), "second");
	diag_note(diag, ((struct place){source, 0, 1}), "its note");
	diag_warning(diag, ((struct place){source, 0, 1}), "first");
	diag_each_line(diag, collect_line, lines);
	assert_string_equal(lines->str, "1 t:1:1: warning: first\n"
					"0 t:1:3: error: second\n"
					"2 t:1:1: note: its note\n");
	g_string_free(lines, TRUE);
	diag_free(&diag);
}

/* A flood is counted, not kept. */
static void
test_flood(void **state)
{
	struct diag *diag = diag_new();
	const struct source *source = source_of(diag, "t", "abc", 3);
	char *text;

	(void)state;
	for (unsigned i = 0; i < 3 * DIAG_SHOWN; i++) {
		diag_error(diag, ((struct place){source, 0, 1}), "no %u", i);
		diag_note(diag, ((struct place){source, 1, 1}), "of %u", i);
	}
	assert_int_equal(diag_errors(diag), 3 * DIAG_SHOWN);
	text = printed(diag);
	assert_non_null(strstr(text, "Only the first 1000 are shown.\n"
				     "3000 errors\n"));
	assert_null(strstr(text, "no 2999"));
	g_free(text);
	diag_free(&diag);
}

static void
test_files(void **state)
{
	struct diag *diag = diag_new();
	char *folder = g_dir_make_tmp("comity-diag-XXXXXX", NULL);
	char *good = g_build_filename(folder, "good", NULL);
	char *fifo = g_build_filename(folder, "fifo", NULL);
	char *large = g_build_filename(folder, "large", NULL);
	char *absent = g_build_filename(folder, "absent", NULL);
	const struct source *source;
	struct place nowhere = {NULL, 0, 0};

	(void)state;
	assert_true(g_file_set_contents(good, "x\ny", 3, NULL));
	assert_int_equal(mkfifo(fifo, 0600), 0);
	assert_true(g_file_set_contents(large, "", 0, NULL));
	assert_int_equal(truncate(large, LIMIT_CONFIG_BYTES + 1L), 0);
	source = diag_read_file(diag, good, nowhere);
	assert_non_null(source);
	assert_string_equal(source_text(source).p, "x\ny");
	assert_int_equal(diag_errors(diag), 0);
	/* None of these may block or be read. */
	assert_null(diag_read_file(diag, fifo, nowhere));
	assert_null(diag_read_file(diag, folder, nowhere));
	assert_null(diag_read_file(diag, large, nowhere));
	assert_null(diag_read_file(diag, absent, nowhere));
	assert_int_equal(diag_errors(diag), 4);
	g_unlink(good);
	g_unlink(fifo);
	g_unlink(large);
	g_rmdir(folder);
	g_free(good);
	g_free(fifo);
	g_free(large);
	g_free(absent);
	g_free(folder);
	diag_free(&diag);
}

/* A source that somebody holds outlives the diag, with its includers. */
static void
test_reference(void **state)
{
	struct diag *diag = diag_new();
	char *folder = g_dir_make_tmp("comity-diag-XXXXXX", NULL);
	char *path = g_build_filename(folder, "inner", NULL);
	const struct source *outer = source_of(diag, "outer", "include\n", 8);
	const struct source *inner;
	struct place at;

	(void)state;
	assert_true(g_file_set_contents(path, "text", 4, NULL));
	inner = diag_read_file(diag, path, (struct place){outer, 0, 7});
	assert_non_null(inner);
	source_ref(inner);
	diag_free(&diag);
	assert_string_equal(source_text(inner).p, "text");
	at = source_included_at(inner);
	assert_string_equal(source_name(at.source), "outer");
	source_unref(inner);
	g_unlink(path);
	g_rmdir(folder);
	g_free(path);
	g_free(folder);
}

static void
test_nearest(void **state)
{
	static const char *const names[] = {"severity", "threshold", "warning",
		"within", "asks-reply", "action", NULL};
	static const struct {
		const char *word, *name;
	} cases[] = {
		{"severty", "severity"},
		{"treshold", "threshold"},
		{"THRESHOLD", "threshold"},
		{"wihtin", "within"},
		{"asks_reply", "asks-reply"},
		{"thresholds", "threshold"},
		{"actoin", "action"},
		{"thres", "threshold"},
		{"colour", NULL},
		{"x", NULL},
		{"", NULL},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const char *near = diag_nearest(str_of(cases[i].word), names);

		if (g_strcmp0(near, cases[i].name) != 0)
			fail_msg("%s: %s", cases[i].word,
				near != NULL ? near : "(none)");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_position),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_no_text),
		cmocka_unit_test(test_print),
		cmocka_unit_test(test_print_controls),
		cmocka_unit_test(test_print_names),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_lines),
		cmocka_unit_test(test_flood),
		cmocka_unit_test(test_files),
		cmocka_unit_test(test_reference),
		cmocka_unit_test(test_nearest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
