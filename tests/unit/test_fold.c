#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "text/fold.h"

/* The runs that a call reported, as "folded>original" with spaces. */
static void
note_run(void *context, size_t folded, size_t original)
{
	g_string_append_printf(context, "%zu>%zu ", folded, original);
}

/* Folds a copy of the very length, so that sanitizers see an overrun. */
static char *
fold_copy(struct str in, GString *runs)
{
	struct arena *arena = arena_new();
	char *bytes = g_memdup2(in.p, in.n);
	struct str out = fold_text(arena, (struct str){bytes, in.n},
		runs != NULL ? note_run : NULL, runs);
	char *copy = g_strndup(out.n > 0 ? out.p : "", out.n);

	assert_true(g_utf8_validate(copy, (gssize)out.n, NULL));
	g_free(bytes);
	arena_free(&arena);
	return copy;
}

struct fold_case {
	const char *in, *out;
};

static const struct fold_case fold_cases[] = {
	{"", ""},
	{"plain", "plain"},
	{"\u2018a\u2019 \u201cb\u201d \u00abc\u00bb", "'a' \"b\" \"c\""},
	{"a\u2013b\u2014c\u2212d\u2011e", "a-b-c-d-e"},
	{"a\u00a0b\u2009c\u3000d", "a b c d"},
	{"a\u200bb\u00adc\u2060d\ufeffe\u200df", "abcdef"},
	{"\u202eabc\u202c", "abc"},
	{"\uff36\uff2f\uff34\uff25", "VOTE"},
	{"\U0001d427\U0001d428\U0001d430", "now"},
	{"\u24d5\u24d1 \U0001f157\U0001f17e", "fb HO"},
	{"\ufb01\ufb03", "fiffi"},
	{"\u00bd \u2026 \u2122 \u00b2", "1/2 ... TM 2"},
	{"caf\u00e9 cafe\u0301", "caf\u00e9 caf\u00e9"},
	{"t\u0177 t y\u0302", "t\u0177 t \u0177"},
	{"v\u0336o\u0336t\u0336e\u0336", "vote"},
	{"\u00a35 \u20ac5 50%", "\u00a35 \u20ac5 50%"},
	{"x\u02bcs x\u00b4s x\u2032s", "x's x's x's"},
	/* look-alikes: only in a word that holds Latin letters */
	{"V\u043et\u0435", "Vote"},
	{"\u0412\u043etes", "Botes"},
	{"\u041f\u043e\u0447\u0442\u0430", "\u041f\u043e\u0447\u0442\u0430"},
	{"Lab\u03bfur \u03ba\u03b1\u03b9", "Labour \u03ba\u03b1\u03b9"},
	{"\u0441\u043e\u0440 c\u043ep", "\u0441\u043e\u0440 cop"},
	{"\uff2c\u0430bour", "Labour"},
	{"\u1d20\u1d0f\u1d1b\u1d07", "VOTE"},
	{"a\u200b\u043eb", "aob"},
	/* what is a word of its own stays */
	{"\u4e2d\u6587 \u05e9\u05dc\u05d5\u05dd", "\u4e2d\u6587 "
						  "\u05e9\u05dc\u05d5\u05dd"},
	{"\U0001f618 \u2764\ufe0f", "\U0001f618 \u2764"},
	{"\ufdfa", "\ufdfa"},
	{"a\u2028b", "a\nb"},
};

static void
test_forms(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(fold_cases); i++) {
		char *out = fold_copy(str_of(fold_cases[i].in), NULL);

		assert_string_equal(out, fold_cases[i].out);
		g_free(out);
	}
}

static void
check_runs(const char *in, const char *wanted)
{
	GString *runs = g_string_new(NULL);

	g_free(fold_copy(str_of(in), runs));
	assert_string_equal(runs->str, wanted);
	g_string_free(runs, TRUE);
}

static void
test_runs(void **state)
{
	(void)state;
	check_runs("plain", "0>0 ");
	check_runs("caf\u00e9", "0>0 ");
	check_runs("a\u2019b", "0>0 2>4 ");
	check_runs("a\u200bb", "0>0 1>4 ");
	check_runs("\u00a0", "0>0 1>2 ");
	/* each letter of a ligature leads to the ligature; a fraction is one
	 * run, and the next run tells where it ends */
	check_runs("x\ufb01y", "0>0 2>1 3>4 ");
	check_runs("x\u00bdy", "0>0 4>3 ");
}

static void
test_ascii_is_not_copied(void **state)
{
	struct arena *arena = arena_new();
	struct str in = STR_LIT("plain text of more than eight bytes");

	(void)state;
	assert_ptr_equal(fold_text(arena, in, NULL, NULL).p, in.p);
	arena_free(&arena);
}

/* Text that is no UTF-8 must not lead outside; what comes of it is free. */
static void
test_broken_text(void **state)
{
	static const char *const broken[] = {"\xff", "a\xc3", "\xe2\x80",
		"\xf0\x9d\x90", "\x80\x80", "e\xcc", "\xed\xa0\x80"};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(broken); i++) {
		struct str in = str_of(broken[i]);
		char *bytes = g_memdup2(in.p, in.n);

		fold_text(arena, (struct str){bytes, in.n}, NULL, NULL);
		g_free(bytes);
	}
	arena_free(&arena);
}

/* However many marks stand on a letter, text does not grow by a factor. */
static void
test_growth(void **state)
{
	static const char *const signs[] = {"\u00bd", "\ufb03", "\u3388",
		"\ufdfa", "\u2026", "e\u0301", "\u0958"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		GString *text = g_string_new(NULL);
		char *out;

		for (int n = 0; n < 1000; n++)
			g_string_append(text, signs[i]);
		out = fold_copy((struct str){text->str, text->len}, NULL);
		assert_true(strlen(out) <= 4 * text->len);
		g_free(out);
		g_string_free(text, TRUE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_runs),
		cmocka_unit_test(test_ascii_is_not_copied),
		cmocka_unit_test(test_broken_text),
		cmocka_unit_test(test_growth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
