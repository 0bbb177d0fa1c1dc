#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <jansson.h>

#include "answer/audit.h"
#include "verdicts.h"

static void
test_whole_line(void **state)
{
	struct audit_context context = {.queue_id = STR_LIT("4X1abc"),
		.now = 1795514400,
		.microseconds = 812,
		.forged_removed = 2};
	struct finding shadow = {.flag = &flag_political};
	struct council council = {.name = STR_LIT("thornbeck")};
	struct council_data data = {.council = &council};
	struct fixture fixture;
	char *line;

	(void)state;
	fixture_make(&fixture, 2);
	fixture.verdict.council = &data;
	fixture.verdict.unread = UNREAD_SIZE;
	fixture.verdict.findings.shadow = &shadow;
	fixture.verdict.findings.shadow_count = 1;
	fixture.verdict.author.key = STR_LIT("l.fenn@thornbeck.example");
	line = audit_line(&fixture.verdict, &context);
	assert_string_equal(line,
		"{\"time\": \"2026-11-24T10:00:00Z\", "
		"\"queue_id\": \"4X1abc\", \"council\": \"thornbeck\", "
		"\"protocol\": \"broxtowe-borough\", "
		"\"correspondence\": true, "
		"\"directions\": [\"officer-to-member\"], "
		"\"identity\": \"verified\", "
		"\"flags\": [\"copy-notice\", \"political-wording\"], "
		"\"shadow\": [\"political-wording\"], "
		"\"rules\": [\"hidden-copy\", \"vote-appeal\"], "
		"\"clauses\": [\"4.4\", \"3.1(a)\", \"3.1(e)\"], "
		"\"severity\": \"warning\", \"action\": \"tag\", "
		"\"copied_later\": false, "
		"\"unread\": [\"size\"], \"forged_removed\": 2, "
		"\"microseconds\": 812, \"rule_set\": \"3f9a1c20\"}");
	free(line);
}

static void
test_author_on_request(void **state)
{
	struct audit_context context = {0};
	struct fixture fixture;
	char *line;

	(void)state;
	fixture_make(&fixture, 1);
	fixture.verdict.author.key = STR_LIT("l.fenn@thornbeck.example");
	line = audit_line(&fixture.verdict, &context);
	assert_null(strstr(line, "fenn"));
	free(line);
	fixture.rules.settings.audit_author = true;
	line = audit_line(&fixture.verdict, &context);
	assert_non_null(strstr(
		line, "\"author\": \"l.fenn@thornbeck.example\""));
	free(line);
	/* Mail that is nobody's business stays so. */
	fixture.verdict.correspondence = false;
	line = audit_line(&fixture.verdict, &context);
	assert_null(strstr(line, "fenn"));
	free(line);
}

static void
test_empty_verdict(void **state)
{
	struct audit_context context = {0};
	struct verdict verdict = {0};
	char *line = audit_line(&verdict, &context);
	json_t *object = json_loads(line, 0, NULL);

	(void)state;
	assert_non_null(object);
	assert_true(json_is_null(json_object_get(object, "protocol")));
	assert_true(json_is_null(json_object_get(object, "severity")));
	assert_string_equal(
		json_string_value(json_object_get(object, "action")), "none");
	json_decref(object);
	free(line);
}

/* A queue id comes from the mail server; nothing in it may break the line. */
static void
test_hostile_queue_id(void **state)
{
	struct str id = exact("a\"\n\xff\0b", 6);
	struct audit_context context = {.queue_id = id};
	struct verdict verdict = {0};
	char *line = audit_line(&verdict, &context);
	json_t *object = json_loads(line, 0, NULL);

	(void)state;
	assert_null(strchr(line, '\n'));
	assert_string_equal(
		json_string_value(json_object_get(object, "queue_id")),
		"a\"\n\xef\xbf\xbd\xef\xbf\xbd"
		"b");
	json_decref(object);
	free(line);
	free((void *)(uintptr_t)id.p);
}

/* Read back by another's parser. */
static void
test_any_character(void **state)
{
	static const char text[] = "\x01\b\f\n\r\t\x1f \"\\/\x7f\xc2\x80"
				   "\xc3\xa9\xe2\x82\xac\xef\xbf\xbf"
				   "\xf0\x9f\x98\x80\xf4\x8f\xbf\xbf.";
	struct audit_context context = {.queue_id = STR_LIT(text)};
	struct verdict verdict = {0};
	char *line = audit_line(&verdict, &context);
	json_t *object = json_loads(line, 0, NULL);

	(void)state;
	assert_string_equal(
		json_string_value(json_object_get(object, "queue_id")), text);
	for (const char *p = line; *p != '\0'; p++)
		assert_in_range(*p, ' ', 0x7f);
	json_decref(object);
	free(line);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_whole_line),
		cmocka_unit_test(test_author_on_request),
		cmocka_unit_test(test_empty_verdict),
		cmocka_unit_test(test_hostile_queue_id),
		cmocka_unit_test(test_any_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
