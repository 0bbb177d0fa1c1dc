#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <jansson.h>

#include "answer/report.h"
#include "verdicts.h"

/* What a writer wrote, as a C string to be freed. */
struct output {
	char *text;
	size_t size;
	FILE *file;
};

static FILE *
output_open(struct output *output)
{
	output->file = open_memstream(&output->text, &output->size);
	assert_non_null(output->file);
	return output->file;
}

static const char *
output_text(struct output *output)
{
	fclose(output->file);
	return output->text;
}

/* --- JSON -------------------------------------------------------------- */

static void
test_json_sample(void **state)
{
	struct arena *arena = arena_new();
	struct header_list headers;
	struct edit_list edits;
	struct fixture fixture;
	struct output output;

	(void)state;
	fixture_make(&fixture, 1);
	fixture.verdict.has_respond_by = true;
	fixture.verdict.respond_by = 20781;
	headers = headers_for(arena, &fixture.verdict);
	edits = edits_for(arena, &fixture.verdict, NULL, 0, false);
	report_json(output_open(&output), "a.eml", &fixture.verdict, &headers,
		&edits);
	assert_string_equal(output_text(&output),
		"{\"file\": \"a.eml\", \"protocol\": \"broxtowe-borough\", "
		"\"correspondence\": true, "
		"\"directions\": [\"officer-to-member\"], "
		"\"identity\": \"verified\", \"findings\": "
		"[{\"flag\": \"copy-notice\", \"clauses\": [\"4.4\"], "
		"\"severity\": \"warning\", \"points\": 5, "
		"\"rules\": [\"hidden-copy\"], \"warning\": \"Someone the "
		"addressee cannot see gets a copy of this message. Tell the "
		"addressee. (4.4)\"}], "
		"\"respond_by\": \"2026-11-24\", \"unread\": [], "
		"\"headers\": [[\"X-Council-Protocol\", "
		"\"broxtowe-borough; officer-to-member; flags=copy-notice; "
		"severity=warning; rules=3f9a1c20\"], "
		"[\"X-Council-Protocol-Flag\", \"copy-notice; "
		"clause=\\\"4.4\\\"; severity=warning\"], "
		"[\"X-Council-Protocol-Warning\", \"Someone the addressee "
		"cannot see gets a copy of this message. Tell the addressee. "
		"(4.4)\"], [\"X-Council-Protocol-Respond-By\", "
		"\"Tue, 24 Nov 2026\"]], \"action\": \"tag\"}\n");
	free(output.text);
	arena_free(&arena);
}

static void
test_json_odd_file_name(void **state)
{
	struct header_list headers = {NULL, 0};
	struct edit_list edits = {NULL, 0, REPLY_ACCEPT, {NULL, 0}};
	struct verdict verdict = {0};
	struct output output;
	json_t *object;

	(void)state;
	report_json(
		output_open(&output), "a\xff\n\"b", &verdict, &headers, &edits);
	object = json_loads(output_text(&output), 0, NULL);
	assert_non_null(object);
	assert_string_equal(json_string_value(json_object_get(object, "file")),
		"a\xef\xbf\xbd\n\"b");
	assert_true(json_is_null(json_object_get(object, "respond_by")));
	assert_true(json_is_null(json_object_get(object, "protocol")));
	assert_ptr_equal(
		strchr(output.text, '\n'), output.text + output.size - 1);
	json_decref(object);
	free(output.text);
}

/* --- The account ------------------------------------------------------- */

/* A message with one text zone whose folding changed one character. */
struct letter {
	struct message message;
	struct part_text part;
	struct zone_run runs[2];
	struct sentence sentence;
	struct address to;
};

static void
letter_make(struct letter *letter)
{
	struct zone_text *zone = &letter->message.zones[ZONE_TEXT];

	memset(letter, 0, sizeof(*letter));
	/* An ellipsis of three bytes that the zone has as three dots. */
	letter->part.text = STR_LIT("Dear Jane\xe2\x80\xa6 do vote\nfor us.");
	letter->message.texts = &letter->part;
	letter->message.text_count = 1;
	zone->text = STR_LIT("Dear Jane... do vote for us.");
	zone->sentences = &letter->sentence;
	zone->sentence_count = 1;
	letter->sentence.end = (uint32_t)zone->text.n;
	letter->runs[0] = (struct zone_run){0, 0, 0};
	zone->runs = letter->runs;
	zone->run_count = 1;
	letter->to.name = STR_LIT("Jane \x1b[2J Marsh");
	letter->to.spec = STR_LIT("cllr.j.marsh@thornbeck.example");
	letter->to.key = letter->to.spec;
	letter->to.valid = true;
	letter->message.to =
		(struct address_list){.items = &letter->to, .count = 1};
}

static void
explain(const struct verdict *verdict, struct output *output)
{
	report_explain(output_open(output), "a.eml", verdict, 1795514400);
	output_text(output);
}

static void
test_explain_words_as_written(void **state)
{
	struct fixture fixture;
	struct letter letter;
	struct output output;

	(void)state;
	fixture_make(&fixture, 1);
	letter_make(&letter);
	fixture.verdict.message = &letter.message;
	fixture.reasons[0] = (struct reason){.rule = &rule_copy,
		.score = &score_any,
		.points = 6,
		.has_words = true,
		.zone = ZONE_TEXT,
		.start = 16,
		.end = 27};
	explain(&fixture.verdict, &output);
	assert_non_null(strstr(output.text, "rule hidden-copy"));
	assert_non_null(strstr(output.text, "+6  text, at 16: "));
	assert_non_null(strstr(output.text, "\"vote for us\""));
	assert_non_null(strstr(output.text, "5 points, 5 are enough"));
	assert_non_null(strstr(output.text, "clause 4.4"));
	assert_non_null(strstr(output.text, "without \"vote for us\""));
	assert_null(strchr(output.text, '\x1b'));
	free(output.text);
}

static void
test_explain_odd_offsets(void **state)
{
	static const struct {
		size_t start, end;
	} odd[] = {{0, 0}, {5, 4}, {20, 4000}, {SIZE_MAX, SIZE_MAX}};

	(void)state;
	for (size_t i = 0; i < sizeof(odd) / sizeof(odd[0]); i++) {
		struct fixture fixture;
		struct letter letter;
		struct output output;

		fixture_make(&fixture, 1);
		letter_make(&letter);
		fixture.verdict.message = &letter.message;
		fixture.reasons[0].has_words = true;
		fixture.reasons[0].zone = ZONE_TEXT;
		fixture.reasons[0].start = odd[i].start;
		fixture.reasons[0].end = odd[i].end;
		explain(&fixture.verdict, &output);
		assert_non_null(strstr(output.text, "whenever the rule"));
		free(output.text);
	}
}

static void
test_explain_the_rest(void **state)
{
	struct fixture fixture;
	struct output output;

	(void)state;
	fixture_make(&fixture, 0);
	fixture.verdict.findings.below = &fixture.findings[1];
	fixture.verdict.findings.below_count = 1;
	fixture.findings[1].points = 3;
	fixture.verdict.unread = UNREAD_ENCRYPTED;
	fixture.verdict.has_respond_by = true;
	fixture.verdict.respond_by = 20781;
	fixture.verdict.identity = IDENTITY_UNVERIFIED;
	explain(&fixture.verdict, &output);
	assert_non_null(strstr(output.text, "No flag is raised."));
	assert_non_null(
		strstr(output.text, "political-wording is not raised: 3 of 5"));
	assert_non_null(strstr(output.text, "it is encrypted"));
	assert_non_null(strstr(output.text, "due by Tue, 24 Nov 2026"));
	assert_non_null(strstr(output.text, "is not verified"));
	free(output.text);
}

/* --- Headers ----------------------------------------------------------- */

static void
test_headers_and_edits(void **state)
{
	static const struct field forged = {
		{"X-Council-Protocol", 18}, {"x", 1}};
	struct arena *arena = arena_new();
	struct header_list headers;
	struct edit_list edits;
	struct fixture fixture;
	struct output output;

	(void)state;
	fixture_make(&fixture, 0);
	headers = headers_for(arena, &fixture.verdict);
	edits = edits_for(arena, &fixture.verdict, &forged, 1, false);
	report_headers(output_open(&output), "a\x1b.eml", &fixture.verdict,
		&headers, &edits);
	assert_string_equal(output_text(&output),
		"a .eml:\n"
		"X-Council-Protocol: broxtowe-borough; officer-to-member; "
		"flags=none;\n rules=3f9a1c20\n"
		"removed (forged): X-Council-Protocol\n\n");
	free(output.text);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_json_sample),
		cmocka_unit_test(test_json_odd_file_name),
		cmocka_unit_test(test_explain_words_as_written),
		cmocka_unit_test(test_explain_odd_offsets),
		cmocka_unit_test(test_explain_the_rest),
		cmocka_unit_test(test_headers_and_edits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
