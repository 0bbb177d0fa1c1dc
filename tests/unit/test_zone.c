#include "mail_test.h"

#include "base/limits.h"
#include "text/paragraph.h"
#include "text/sentence.h"
#include "text/zone.h"

static struct zone_text
make_zone(struct arena *arena, struct str text, bool joins_lines)
{
	struct zone_builder *builder = zone_builder_new(arena);

	zone_builder_add(builder, text, 0, text.n, 0, joins_lines);
	return zone_builder_finish(builder);
}

/* "a | b / c": sentences and paragraphs. */
static char *
show(const struct zone_text *zone)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < zone->sentence_count; i++) {
		const struct sentence *s = &zone->sentences[i];

		if (i > 0)
			g_string_append(out, s->paragraph == s[-1].paragraph
						     ? " | "
						     : " / ");
		g_string_append_len(
			out, zone->text.p + s->start, s->end - s->start);
	}
	return g_string_free(out, FALSE);
}

static void
check(const char *text, const char *wanted)
{
	struct arena *arena = arena_new();
	struct str copy = exact_text(text);
	struct zone_text zone = make_zone(arena, copy, true);
	char *shown = show(&zone);

	assert_string_equal(shown, wanted);
	g_free(shown);
	exact_free(copy);
	arena_free(&arena);
}

/* Each line: a text of one paragraph, "|" where sentences are parted. */
static const char *const sentence_cases[] = {
	"One. |Two! |Three? |Four.",
	"Cllr. Ward and Mr. Lee came. |Mrs. Day did not.",
	"It is at No. 5. |No. |It is not.",
	"See para. 3 and pp. 4-5. |It is clear.",
	"Bring e.g. a pen, i.e. something to write with. |Thanks.",
	"At 10.30 we met. |It cost \u00a32.50. |We left at 11.",
	"On 3 Feb. 2026 we met. |It was cold in Feb. |We left.",
	"J. Smith came. |So did A. B. Lee.",
	"Plan B. |It failed.",
	"You and I. |We know.",
	"Nor do I. |Your comments help.",
	"It was written by J. Smith and A. B. Lee. |They know.",
	"He sits on E. |It meets soon.",
	"Smith Ltd. of Markby sent it. |We like Smith Ltd. |They are good.",
	"Bins etc. go on Monday. |Bring bins, bags etc. |We take all.",
	"At 9 a.m. on Monday. |It ends at 5 p.m. |We go home.",
	"He lives in the U.K. now. |We like the U.K. |They like us.",
	"\"Are you there?\" she asked. |\"Yes!\" he said. |\"Good.\" |She "
	"left.",
	"It is (so they say.) |We know.",
	"Well... perhaps. |So... |We shall see.",
	"Really?! |Yes!! |No...",
	"ok. |will do. |thanks",
	"See www.markby.example for more. |Send to b.lee@council.example "
	"today.",
	"The file is notes.txt here. |Look.",
	"It is v2.1.3 now. |Use it.",
	"Done.|Please call me. |Thanks.",
	"Is it? |yes it is. |No! |it is not.",
	"The 1. is first.",
	"Item 4. |The bins.",
	"P.S. Bring it. |N.B. It is heavy.",
	"c.c. Ann Day. |She knows.",
	"Dr. Day, Prof. Lee and Rev. Ward met. |They agreed.",
	"\u00c9mile came. |\u00c9mile left.",
	"Mae'r bin yn llawn. |Diolch.",
	"Too much; far too much. |Stop.",
	"A: yes. |B: no.",
	"We need approx. 5 of them. |OK?",
	"The Hon. Member spoke. |We listened.",
	"St. Mary's is shut. |Use St. Anne's.",
	"He came on Tues. 5 May. |He left on Wed. |We stayed.",
	"What? |When? |Where?",
	"Ring 01632 960100. |Ask for Jane.",
	"It is 5 p.m. |Come.",
	"At 5 p.m. Friday we go.",
	".",
	"...",
	"?",
	"! |! |!",
};

static void
test_sentences(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sentence_cases); i++) {
		char **pieces = g_strsplit(sentence_cases[i], "|", -1);
		char *text = g_strjoinv("", pieces);
		struct str copy = exact_text(text);
		size_t from = 0;

		for (char **piece = pieces; *piece != NULL; piece++) {
			size_t end = sentence_end(copy, from);
			char *got = g_strndup(copy.p + from, end - from);

			g_strchomp(*piece);
			assert_string_equal(got, *piece);
			g_free(got);
			while (end < copy.n && copy.p[end] == ' ')
				end++;
			from = end;
		}
		assert_int_equal(from, copy.n);
		exact_free(copy);
		g_free(text);
		g_strfreev(pieces);
	}
}

#define L72                                                                    \
	"the council asks residents to put out their bins by seven in the day"

static void
test_paragraphs(void **state)
{
	(void)state;
	check("", "");
	check("\n\n \n", "");
	check("One.\n\nTwo.\n", "One. / Two.");
	check(L72 "\nand no later.\n", L72 " and no later.");
	check(L72 " as\n" L72 " and\n" L72 ".\n",
		L72 " as " L72 " and " L72 ".");
	check("Dear Bob,\n" L72 "\nand no later.\n",
		"Dear Bob, / " L72 " and no later.");
	check("- one\n- two\n", "- one / - two");
	check("1. one\n2. two\n", "1. one / 2. two");
	check("a\n\x12\n\n\x01\nb\x02"
	      "c\n",
		"a / bc");
	check("> one\n> two\n\n", "one / two");
	check("> " L72 "\n> and no later.\n>> old\n",
		L72 " and no later. / old");
	check("a  b\t c\r\n", "a b c");
	check("Jane Marsh\nHousing Officer\n", "Jane Marsh / Housing Officer");
}

static void
test_lines_kept(void **state)
{
	struct arena *arena = arena_new();
	struct zone_text zone = make_zone(
		arena, STR_LIT(L72 " and so on\n" L72 " and so on"), false);

	(void)state;
	assert_int_equal(zone.sentences[zone.sentence_count - 1].paragraph, 1);
	arena_free(&arena);
}

/* Each letter of the zone leads back to the same letter in the part. */
static void
check_origins(const char *text)
{
	struct arena *arena = arena_new();
	struct str copy = exact_text(text);
	struct zone_text zone = make_zone(arena, copy, true);

	for (size_t i = 0; i < zone.text.n; i++) {
		size_t original;
		const struct zone_run *run = zone_origin(&zone, i, &original);

		assert_non_null(run);
		assert_true(original <= copy.n);
		if (g_ascii_isalpha(zone.text.p[i]))
			assert_int_equal(zone.text.p[i], copy.p[original]);
	}
	exact_free(copy);
	arena_free(&arena);
}

static void
test_origins(void **state)
{
	struct arena *arena = arena_new();
	struct zone_text empty = make_zone(arena, STR_LIT(""), true);
	size_t original;

	(void)state;
	assert_null(zone_origin(&empty, 0, &original));
	assert_int_equal(empty.text.p[0], '\0');
	check_origins("plain");
	check_origins(
		"It\u2019s \u201chere\u201d\u2026 now\n\n\n  and   then.\n");
	check_origins("> quoted\n> twice\n>> old\n");
	check_origins("a\u200bb\u00adc \u00bd d\u00a0 \u00a0e\n");
	check_origins("\u00bd");
	check_origins(L72 "\nand \u2013 later\u2014on.\nx\n");
	arena_free(&arena);
}

static void
test_sentence_at(void **state)
{
	struct arena *arena = arena_new();
	struct zone_text zone =
		make_zone(arena, STR_LIT("One two. Three.\n\nFour."), true);

	(void)state;
	assert_int_equal(zone_sentence_at(&zone, 0), 0);
	assert_int_equal(zone_sentence_at(&zone, 7), 0);
	assert_int_equal(zone_sentence_at(&zone, 8), 0); /* the space */
	assert_int_equal(zone_sentence_at(&zone, 9), 1);
	assert_int_equal(zone_sentence_at(&zone, 16), 2);
	assert_int_equal(zone_sentence_at(&zone, zone.text.n - 1), 2);
	arena_free(&arena);
}

static void
test_words(void **state)
{
	static const struct {
		const char *text;
		unsigned words;
	} cases[] = {
		{"", 0},
		{" \n\n \n", 0},
		{"one", 1},
		{"  one two\nthree\n\nfour  ", 4},
		{"it's well-known, isn't it?", 4},
		{"a - b \u2013 c ... d * \u2022 \u20ac", 4},
		{"\u00e9t\u00e9 \u0645\u0631\u062d\u0628\u0627 12 \u00bd", 4},
		{"(\u00e9) \U0001f600 \U0001f600x", 2},
		{"a\u00a0b", 2},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct zone_text zone =
			make_zone(arena, str_of(cases[i].text), true);
		unsigned words = zone_words(&zone, 100);

		if (words != cases[i].words)
			fail_msg("%s: %u", cases[i].text, words);
		assert_int_equal(zone_words(&zone, 3), MIN(words, 3));
	}
	assert_int_equal(zone_words(&(struct zone_text){0}, 9), 0);
	arena_free(&arena);
}

/* Several stretches, of two parts: each leads to its own. */
static void
test_stretches(void **state)
{
	struct arena *arena = arena_new();
	struct zone_builder *builder = zone_builder_new(arena);
	struct zone_text zone;
	size_t original;

	(void)state;
	zone_builder_add(
		builder, STR_LIT("skip One\u00bd skip"), 5, 10, 0, true);
	zone_builder_add(builder, STR_LIT("\u2019 Two."), 0, 8, 1, true);
	zone = zone_builder_finish(builder);
	assert_str(zone.text, "One1/2\n' Two.");
	assert_true(zone.ascii);
	assert_int_equal(zone_origin(&zone, 0, &original)->part, 0);
	assert_int_equal(original, 5);
	/* the end of the first stretch, not what stands behind it */
	assert_int_equal(zone_origin(&zone, 6, &original)->part, 0);
	assert_int_equal(original, 10);
	assert_int_equal(zone_origin(&zone, 9, &original)->part, 1);
	assert_int_equal(original, 4);
	arena_free(&arena);
}

/* Too many odd signs for all to be remembered: none leads outside. */
static void
test_many_runs(void **state)
{
	struct arena *arena = arena_new();
	struct str text = repeated("a\u200b\u00bd ", 300 * 1000);
	struct zone_text zone = make_zone(arena, text, true);
	size_t before = 0;

	(void)state;
	for (size_t i = 0; i < zone.text.n; i++) {
		size_t original;

		zone_origin(&zone, i, &original);
		assert_true(original >= before && original <= text.n);
		before = original;
	}
	assert_true(zone.run_count < 210 * 1000);
	exact_free(text);
	arena_free(&arena);
}

static void
test_limits(void **state)
{
	struct arena *arena = arena_new();
	struct str text = repeated("No way. ", LIMIT_SENTENCES + 10);
	struct str long_text = repeated("\u00e9", LIMIT_TEXT_BYTES / 2 + 10);
	struct zone_text zone = make_zone(arena, text, true);

	(void)state;
	assert_int_equal(zone.sentence_count, LIMIT_SENTENCES);
	assert_int_equal(
		zone.sentences[zone.sentence_count - 1].end, zone.text.n);
	assert_false(zone.cut);
	zone = make_zone(arena, long_text, true);
	assert_true(zone.cut);
	assert_int_equal(zone.text.n, LIMIT_TEXT_BYTES);
	assert_true(g_utf8_validate(zone.text.p, (gssize)zone.text.n, NULL));
	assert_false(zone.ascii);
	exact_free(text);
	exact_free(long_text);
	arena_free(&arena);
}

/* White space and control bytes at every place of a line and of a step. */
static void
test_odd_bytes(void **state)
{
	static const struct {
		const char *odd, *wanted;
	} cases[] = {
		{" ", " "},
		{"  ", " "},
		{" \t", " "},
		{"\t ", " "},
		{"\t", " "},
		{" \t ", " "},
		{"\x01", ""},
		{" \x01", " "},
		{"\x7F", ""},
		{"\x01 \x02", " "},
		{"\f", " "},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		for (int before = 1; before < 50; before++) {
			char *text = g_strdup_printf(
				"%0*d%sb c d e f g h i j k l m n o p", before,
				1, cases[i].odd);
			char *wanted = g_strdup_printf(
				"%0*d%sb c d e f g h i j k l m n o p", before,
				1, cases[i].wanted);

			check(text, wanted);
			g_free(text);
			g_free(wanted);
		}
}

/* Whatever the memory held before, and however the text came. */
static void
test_nuls_behind(void **state)
{
	static const char nuls[ZONE_NULS];
	static const char text[] = "Thank you for the letters, all of them.\n";
	struct arena *arena = arena_new();

	(void)state;
	for (size_t n = 0; n + 1 < sizeof(text); n++) {
		struct zone_builder *builder;
		struct zone_text zone;

		memset(arena_alloc(arena, 4000), 'x', 4000);
		arena_reset(arena);
		builder = zone_builder_new(arena);
		zone_builder_add(builder, str_of(text), 0, n, 0, true);
		zone_builder_add(builder, str_of(text), n, n + 1, 1, true);
		zone = zone_builder_finish(builder);
		assert_memory_equal(zone.text.p + zone.text.n, nuls, ZONE_NULS);
		arena_reset(arena);
	}
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sentences),
		cmocka_unit_test(test_paragraphs),
		cmocka_unit_test(test_lines_kept),
		cmocka_unit_test(test_origins),
		cmocka_unit_test(test_sentence_at),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_stretches),
		cmocka_unit_test(test_many_runs),
		cmocka_unit_test(test_odd_bytes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_nuls_behind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
