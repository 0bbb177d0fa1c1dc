#include "mail_test.h"

#include "text/flowed.h"
#include "text/fold.h"
#include "text/segment.h"

static const struct segment_hints no_hints = {
	.author_name = {"Jane Marsh", 10}};

/* A letter for each zone, and the lines as they were cut. */
static char *
show(struct str text, struct segment_list list)
{
	static const char letters[ZONE_COUNT] = {
		's', 't', 'q', 'f', 'g', 'a', 'h'};
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < list.count; i++) {
		const struct segment *segment = &list.items[i];

		g_string_append_printf(out, "%c%s[%.*s]",
			letters[segment->zone],
			segment->heads_forward ? "!" : "",
			(int)(segment->end - segment->start),
			text.p + segment->start);
	}
	return g_string_free(out, FALSE);
}

static void
check(const char *text, const struct html_mark *marks, size_t mark_count,
	const struct segment_hints *hints, const char *wanted)
{
	struct arena *arena = arena_new();
	struct str copy = exact_text(text);
	char *shown = show(copy, segment_text(arena, copy, marks, mark_count,
					 hints != NULL ? hints : &no_hints));

	assert_string_equal(shown, wanted);
	g_free(shown);
	exact_free(copy);
	arena_free(&arena);
}

static void
test_plain(void **state)
{
	(void)state;
	check("", NULL, 0, NULL, "");
	check("\n\n", NULL, 0, NULL, "t[\n\n]");
	check("Hello.\n", NULL, 0, NULL, "t[Hello.\n]");
	check("A.\n\n> b\n\nC.\n> d", NULL, 0, NULL,
		"t[A.\n\n]q[> b\n\n]t[C.\n]q[> d]");
	check("A.\n\nJane\n", NULL, 0, NULL, "t[A.\n\n]g[Jane\n]");
	check("A.\r\n-- \r\nJane\r\n", NULL, 0, NULL,
		"t[A.\r\n]g[-- \r\nJane\r\n]");
}

static void
test_marks(void **state)
{
	const struct html_mark quoted[] = {{HTML_QUOTED, 3, 6}};
	const struct html_mark head[] = {{HTML_REPLY_HEAD, 3, 4}};
	const struct html_mark signature[] = {{HTML_SIGNATURE, 3, 6}};
	const struct html_mark forwarded[] = {
		{HTML_FORWARDED, 3, 6}, {HTML_QUOTED, 4, 6}};
	const struct html_mark hidden[] = {
		{HTML_HIDDEN, 1, 4}, {HTML_HIDDEN, 2, 5}};
	const struct html_mark nested[] = {
		{HTML_QUOTED, 0, 6}, {HTML_QUOTED, 3, 5}};
	const struct segment_hints forward = {.is_forward = true};
	const struct segment_hints reply = {.is_reply = true};
	const char *text = "A.\nB.\nC.";

	(void)state;
	check(text, quoted, 1, NULL, "t[A.\n]q[B.\n]t[C.]");
	check(text, head, 1, &reply, "t[A.\n]q[B.\nC.]");
	check(text, head, 1, &forward, "t[A.\n]f![B.\nC.]");
	check(text, head, 1, NULL, "t[A.\n]f![B.\nC.]");
	check(text, signature, 1, NULL, "t[A.\n]g[B.\n]t[C.]");
	check(text, forwarded, 2, NULL, "t[A.\n]f![B.\n]t[C.]");
	check(text, hidden, 2, NULL, "t[A]h[.\nB.]t[\nC.]");
	check(text, nested, 2, NULL, "q[A.\nB.\n]t[C.]");
}

static void
test_hints(void **state)
{
	const char *text = "A.\n\nFrom: b@c\nSent: x\nTo: d@e\n\nOld.\n";
	const struct segment_hints forward = {
		.is_forward = true, .is_reply = true};
	const struct segment_hints reply = {.is_reply = true};
	const struct str own[] = {STR_LIT("Be kind, always.")};
	const struct segment_hints registered = {
		.disclaimers = own, .disclaimer_count = 1};

	(void)state;
	check(text, NULL, 0, &reply,
		"t[A.\n\n]q[From: b@c\nSent: x\nTo: d@e\n\nOld.\n]");
	check(text, NULL, 0, &forward,
		"t[A.\n\n]f![From: b@c\nSent: x\nTo: d@e\n\nOld.\n]");
	check("A.\n\nBE KIND \xe2\x80\x93\nalways\nB.\n", NULL, 0, &registered,
		"t[A.\n\n]g[BE KIND \xe2\x80\x93\nalways\n]t[B.\n]");
	/* without the author's name, a lone first name is a word */
	check("A.\n\nJane\n", NULL, 0, &reply, "t[A.\n\nJane\n]");
}

/* Lines of all kinds; whatever their order, each byte has one zone. */
static const char *const lines[] = {"Text of the writer.\n", "\n", " \n",
	"> quoted\n", ">> twice\n", ">\n", "-- \n", "--\n", "Jane Marsh\n",
	"Jane xx\n", "Kind regards\n", "Thanks,\n", "Housing Officer\n",
	"cc Ann Day\n", "P.S. More.\n", "Sent from my iPhone\n",
	"On 27 Oct 2026, at 16:52, Bob <b@c.example> wrote:\n", "On Tuesday\n",
	"wrote:\n", "-----Original Message-----\n",
	"---------- Forwarded message ---------\n",
	"Begin forwarded message:\n", "From: Bob Lee <b@c.example>\n",
	"Sent: 27 October 2026 16:52\n", "To: Jane <j@c.example>;\n",
	"Cc: Ann\n", "Subject: Bins\n", "________________________________\n",
	"_______________________________________________\n",
	"This e-mail and any files transmitted with it are intended solely "
	"for\n",
	"the addressee. If you are not the intended recipient please delete "
	"it.\n",
	"CAUTION: this email originated from outside the council.\n",
	"the council asks residents to put out their bins by seven in the "
	"day\n",
	">>> Bob Lee <b@c.example> 27/10/2026 16:52 >>>\n", "\r\n",
	"no line end", "\xc2\xa0\n", "01632 960 100\n", "|\n", "*From:* B\n"};

static unsigned
next_random(unsigned *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static struct str
random_text(unsigned *seed)
{
	GString *text = g_string_new(NULL);
	unsigned count = next_random(seed) % 30;
	struct str copy;

	for (unsigned i = 0; i < count; i++)
		g_string_append(
			text, lines[next_random(seed) % G_N_ELEMENTS(lines)]);
	copy = exact(text->str, text->len);
	g_string_free(text, TRUE);
	return copy;
}

/* Marks by start, as html.h promises them, some nested, some empty. */
static size_t
random_marks(unsigned *seed, size_t length, struct html_mark *marks)
{
	size_t count = next_random(seed) % 6, start = 0;

	for (size_t i = 0; i < count; i++) {
		start += next_random(seed) % 60;
		start = MIN(start, length);
		marks[i].kind = next_random(seed) % (HTML_FORWARDED + 1);
		marks[i].start = start;
		marks[i].end = MIN(length, start + next_random(seed) % 200);
	}
	return count;
}

static void
test_cover(void **state)
{
	unsigned seed = 1;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct arena *arena = arena_new();
		struct str text = random_text(&seed);
		struct html_mark marks[6];
		size_t count = random_marks(&seed, text.n, marks), at = 0;
		struct segment_hints hints = no_hints;
		struct segment_list list;

		hints.is_reply = round & 1;
		hints.is_forward = round & 2;
		list = segment_text(
			arena, text, marks, round & 4 ? count : 0, &hints);
		for (size_t i = 0; i < list.count; i++) {
			assert_int_equal(list.items[i].start, at);
			assert_true(list.items[i].end > at);
			at = list.items[i].end;
		}
		assert_int_equal(at, text.n);
		exact_free(text);
		arena_free(&arena);
	}
}

static void
test_flowed(void **state)
{
	static const struct {
		const char *in, *out;
		bool delsp;
	} cases[] = {
		{"", "", false},
		{"a \nb\n", "a b\n", false},
		{"a \nb", "a b", false},
		{"a \r\nb\r\n", "a b\n", false},
		{"a \nb\n", "ab\n", true},
		{"> a \n> b\nc\n", "> a b\nc\n", false},
		{">a \n>b\n", "> a b\n", false},
		{"> a \n>> b\n", "> a \n>> b\n", false},
		{" a\n >b\n", "a\n>b\n", false},
		{"a \n-- \nb\n", "a \n-- \nb\n", false},
		{"> -- \n> b\n", "> -- \n> b\n", false},
		{">\n>\n>", "> \n> \n> ", false},
	};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct str in = exact_text(cases[i].in);

		assert_str(
			flowed_unwrap(arena, in, cases[i].delsp), cases[i].out);
		exact_free(in);
	}
	arena_free(&arena);
}

static void
read_text(struct str text)
{
	struct arena *arena = arena_new();
	struct segment_list list =
		segment_text(arena, text, NULL, 0, &no_hints);
	struct zone_builder *zones[ZONE_COUNT];

	for (int zone = 0; zone < ZONE_COUNT; zone++)
		zones[zone] = zone_builder_new(arena);
	for (size_t i = 0; i < list.count; i++)
		zone_builder_add(zones[list.items[i].zone], text,
			list.items[i].start, list.items[i].end, 0, true);
	for (int zone = 0; zone < ZONE_COUNT; zone++)
		zone_builder_finish(zones[zone]);
	arena_free(&arena);
}

/* Units that a reader could be made to look at again and again. */
static void
test_linear(void **state)
{
	static const char *const units[] = {"a", " ", "\n", ". ", "?", "\"",
		". (", "a.", "x.Aa ", ">", "> a\n", "> a\nb\n", "a\n> b\n\n",
		"Jane,\n", "Jane\n", "Jane.\nJane\nx y z.\n",
		"Adam Moss\nfoo bar.\n", "Regards\nJane\n", "Regards\n\n\n\n",
		"-- \n", "x.\n\nJane\nRoad\n", "From: a\n", "From: a\nTo: b;\n",
		"To: b,\n", "From: a\nSent: b\nx\nSubject: c\n> d\n", "On a\n",
		"On 1 1:11 a\n", "On 1 1:11 wrote:\n> a\n", "wrote:\n",
		"-----\n", "-- original message\n", "________\n",
		"-- forwarded message\n> a\n", "Begin forwarded message:\n",
		"any attachments ", "this e-mail and any\n", "virus\n\nvirus ",
		"cc\n", "P.S. a\n", "x xx\n", "\xc2\xa0", "e\xcc\x81",
		"\xcc\x81", "\xd0\xbe", "a\xd0\xbe", "\xd0\xbe ",
		"\xe2\x80\x8b", "a\xe2\x80\x8b", "\xef\xb7\xba", "\xef\xac\x81",
		"\xc2\xbd", "\xff", "\xe1\x84\x80", "\xf0\x9d\x90\xa7",
		"the council asks residents to put out their bins by the "
		"day\n",
		"o\t", "1. ", "(a) b\n", "Cllr. J. ", "\r\n", "\x01"};

	(void)state;
	/* They are many: a quarter of a mebibyte each. */
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++) {
		double half = least_ms(units[i], 128 * 1024, read_text);
		double whole = least_ms(units[i], 256 * 1024, read_text);

		if (TIMES_COUNT && (whole > 50.0 || whole > 3.3 * half + 5.0))
			fail_msg("\"%.20s\": %.1f ms, half of it %.1f ms",
				units[i], whole, half);
	}
}

/* Wherever in a paragraph its phrases stand; within a word they are none. */
static void
test_disclaimer_anywhere(void **state)
{
	static const char disclaimer[] =
		"accepts no liability; notify the sender";

	(void)state;
	for (int before = 0; before < 20; before++) {
		for (int behind = 0; behind < 20; behind++) {
			char *text = g_strdup_printf("A.\n\n%*s%s%*s", before,
				before > 0 ? "\xC2\xA3" : "", disclaimer,
				behind, behind > 0 ? "-" : "");
			char *wanted = g_strdup_printf(
				"t[A.\n\n]g[%s]", text + 4);

			check(text, NULL, 0, NULL, wanted);
			g_free(wanted);
			wanted = g_strdup_printf("t[%s]", text);
			*strstr(text, "notify") = 'N';
			memcpy(strstr(text, "; Notify"), "xxN", 3);
			memcpy(strstr(wanted, "; notify"), "xxN", 3);
			check(text, NULL, 0, NULL, wanted);
			g_free(wanted);
			g_free(text);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_hints),
		cmocka_unit_test(test_cover),
		cmocka_unit_test(test_flowed),
		cmocka_unit_test(test_disclaimer_anywhere),
		cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
