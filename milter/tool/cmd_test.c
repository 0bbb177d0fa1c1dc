#include "tool/commands.h"

#include <glib.h>

#include "base/diag.h"
#include "tool/cases.h"
#include "tool/score.h"
#include "tool/sentences.h"

struct test {
	const struct options *options;
	struct engine *engine;
	struct inspector *inspector;
	struct diag *diag;
	struct score_sheet *sheet;
	bool failed;
};

static bool
is_raised(const struct finding_list *findings, struct str flag)
{
	for (size_t i = 0; i < findings->raised_count; i++)
		if (str_eq(findings->raised[i].flag->name, flag))
			return true;
	return false;
}

static void
compare(struct test *test, const struct labelled *labelled,
	const struct verdict *verdict)
{
	const struct ruleset *rules = verdict->rules;
	struct score_case judged = {
		labelled->name, labelled->protocol, labelled->note};
	bool all_right = true;

	if (!labelled_check(test->diag, labelled, rules))
		test->failed = true;
	for (size_t i = 0; i < rules->flag_count; i++) {
		struct str flag = rules->flags[i]->name;
		bool expected = labelled_has(labelled, flag);
		bool raised = is_raised(&verdict->findings, flag);

		score_flag(test->sheet, &judged, flag, expected, raised);
		all_right = all_right && expected == raised;
	}
	score_end(test->sheet, all_right);
}

static bool
inspect(struct test *test, const struct labelled *labelled,
	struct engine_result *result)
{
	struct labelled_mail mail;
	bool done;

	labelled_mail_make(&mail, labelled);
	done = engine_inspect(
		test->engine, test->inspector, &mail.mail, result);
	labelled_mail_clear(&mail);
	return done;
}

static bool
test_message(const struct labelled *labelled, void *context)
{
	struct test *test = context;
	struct engine_result result;
	bool good = inspect(test, labelled, &result);

	if (good)
		compare(test, labelled, &result.verdict);
	return good;
}

/* --- The command ------------------------------------------------------- */

static void
run(struct test *test)
{
	const struct options *options = test->options;

	for (size_t i = 0; options->arguments[i] != NULL; i++)
		if (!cases_read(test->diag, options->arguments[i], test_message,
			    test))
			test->failed = true;
	if (options->sentences != NULL &&
		!sentences_test(test->engine, test->inspector, test->diag,
			options->sentences, options->protocol, test->sheet))
		test->failed = true;
	if (diag_errors(test->diag) > 0)
		diag_print(test->diag, stderr);
	if (options->json)
		score_print_json(test->sheet, stdout);
	else
		score_print(test->sheet, stdout);
}

int
cmd_test(const struct options *options)
{
	struct test test = {.options = options};

	if (options->arguments[0] == NULL && options->sentences == NULL) {
		fputs("comity: test needs a file of cases or --sentences\n",
			stderr);
		return 1;
	}
	test.engine = engine_new(options);
	if (test.engine == NULL)
		return 1;
	test.inspector = inspector_new();
	test.diag = diag_new();
	test.sheet = score_new();
	run(&test);
	score_free(&test.sheet);
	diag_free(&test.diag);
	inspector_free(&test.inspector);
	engine_free(&test.engine);
	return test.failed;
}
