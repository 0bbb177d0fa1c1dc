#include "judge_fixture.h"

#include "judge/examples.h"

#define FRAME(lines)                                                           \
	"flag f {\nseverity info\nthreshold 4\nwithin sentence\n"              \
	"warning \"w\"\n}\n"                                                   \
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"           \
	"rule r {\nflag f\nwhen message is reply\n" lines "\n}\n"

static void
collect(enum diag_level level, const char *text, void *context)
{
	(void)level;
	g_string_append_printf(context, "%s\n", text);
}

/* The lines that a run reports, all of them. */
static char *
report(const char *source)
{
	struct rule_fixture fixture = rules_from(source);
	struct diag *diag = diag_new();
	GString *out = g_string_new(NULL);

	examples_run(diag, fixture.rules);
	diag_each_line(diag, collect, out);
	diag_free(&diag);
	rules_end(&fixture);
	return g_string_free(out, FALSE);
}

static void
test_good_examples(void **state)
{
	static const char *const sources[] = {
		FRAME("5 \"one\"\n-5 \"two\"\nmatch \"One.\"\n"
		      "miss \"One two.\"\nmiss \"Three.\""),
		FRAME("5 \"one\"\nunless \"two\"\nmatch \"One.\"\n"
		      "miss \"One. Two.\""),
		FRAME("5 \"one\" and \"two\"\nmatch \"One, two.\"\n"
		      "miss \"One. Two.\""),
		FRAME("within paragraph\n5 \"one\" and \"two\"\n"
		      "match \"One. Two.\"\nmiss \"One.\\n\\nTwo.\""),
		FRAME("in subject\n5 \"one\"\nmatch \"One\"\nmiss \"Two\""),
		FRAME("in attachment\n5 \"exempt\"\nmatch \"Exempt "
		      "report.pdf\"\n"
		      "miss \"report.pdf\""),
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(sources); i++) {
		char *found = report(sources[i]);

		assert_string_equal(found, "");
		g_free(found);
	}
}

static void
expect_report(const char *source, const char *const *parts)
{
	char *found = report(source);

	for (; *parts != NULL; parts++) {
		if (strstr(found, *parts) == NULL)
			print_error("%s\nlacks: %s\n", found, *parts);
		assert_non_null(strstr(found, *parts));
	}
	g_free(found);
}

static void
test_failing_examples(void **state)
{
	const char *miss[] = {"test.rules:17:6: error:", "should not match",
		"rule r", "3 points", "test.rules:14:", "+5: found \"One\"",
		"text:0", "-2: found \"two\"", NULL};
	const char *match[] = {
		"test.rules:15:7: error:", "should match", "0 points", NULL};
	const char *unless[] = {"should match", "silent", NULL};

	(void)state;
	expect_report(FRAME("5 \"one\"\n-2 \"two\"\nmatch \"One.\"\n"
			    "miss \"One two.\""),
		miss);
	expect_report(FRAME("5 \"one\"\nmatch \"Two.\"\nmiss \"x\""), match);
	expect_report(FRAME("5 \"one\"\nunless \"two\"\nmatch \"One. Two.\"\n"
			    "miss \"x\""),
		unless);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_good_examples),
		cmocka_unit_test(test_failing_examples),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
