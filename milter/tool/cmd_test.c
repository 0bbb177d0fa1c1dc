#include "tool/commands.h"

#include <glib.h>

#include "base/diag.h"
#include "tool/engine.h"
#include "tool/score.h"
#include "tool/sentences.h"

enum { COLUMNS_LEAST = 5, COLUMNS_MOST = 6 };

struct labelled {
	struct place place; /* of the line */
	struct str file, protocol, from, rcpts, flags, note;
};

struct test {
	const struct options *options;
	struct engine *engine;
	struct inspector *inspector;
	struct raw_mail *raw;
	struct diag *diag;
	struct score_sheet *sheet;
	char *folder; /* of the file of cases */
	bool failed;
};

/* --- The expected flags ------------------------------------------------ */

static bool
list_has(struct str list, struct str word)
{
	struct str piece;

	while (list.n > 0 && str_split(&list, ',', &piece))
		if (str_eq(str_trim(piece), word))
			return true;
	return false;
}

static bool
is_raised(const struct finding_list *findings, struct str flag)
{
	for (size_t i = 0; i < findings->raised_count; i++)
		if (str_eq(findings->raised[i].flag->name, flag))
			return true;
	return false;
}

/* Every expected flag has to be one that the rules know. */
static void
check_flags(struct test *test, const struct labelled *labelled,
	const struct ruleset *rules)
{
	struct str list = labelled->flags;
	struct str piece;

	while (list.n > 0 && str_split(&list, ',', &piece)) {
		piece = str_trim(piece);
		if (piece.n == 0 || str_eq(piece, STR_LIT("-")) ||
			ruleset_flag(rules, piece) != NULL)
			continue;
		diag_error(test->diag, labelled->place,
			"there is no flag \"%.*s\"", STR_ARG(piece));
		test->failed = true;
	}
}

static void
compare(struct test *test, const struct labelled *labelled,
	const struct verdict *verdict)
{
	const struct ruleset *rules = verdict->rules;
	struct score_case judged = {
		labelled->file, labelled->protocol, labelled->note};
	bool all_right = true;

	check_flags(test, labelled, rules);
	for (size_t i = 0; i < rules->flag_count; i++) {
		struct str flag = rules->flags[i]->name;
		bool expected = list_has(labelled->flags, flag);
		bool raised = is_raised(&verdict->findings, flag);

		score_flag(test->sheet, &judged, flag, expected, raised);
		all_right = all_right && expected == raised;
	}
	score_end(test->sheet, all_right);
}

/* --- A message --------------------------------------------------------- */

/* The recipients as a list that ends with NULL; "-" is nobody. */
static char **
split_rcpts(struct str rcpts)
{
	char *text = g_strndup(rcpts.n > 0 ? rcpts.p : "", rcpts.n);
	char **list = g_strsplit(text, ",", -1);
	size_t kept = 0;

	for (size_t i = 0; list[i] != NULL; i++) {
		char *rcpt = g_strstrip(list[i]);

		if (rcpt[0] == '\0' || strcmp(rcpt, "-") == 0)
			g_free(list[i]);
		else
			list[kept++] = list[i];
	}
	list[kept] = NULL;
	g_free(text);
	return list;
}

static bool
inspect(struct test *test, const struct labelled *labelled,
	struct engine_result *result)
{
	char *from = g_strndup(labelled->from.p, labelled->from.n);
	char *protocol = g_strndup(labelled->protocol.p, labelled->protocol.n);
	char **rcpts = split_rcpts(labelled->rcpts);
	struct engine_mail mail = {.raw = test->raw};
	bool done;

	mail.from = from[0] != '\0' && strcmp(from, "-") != 0 ? from : NULL;
	mail.rcpts = rcpts[0] != NULL ? (const char *const *)rcpts : NULL;
	if (protocol[0] != '\0' && strcmp(protocol, "-") != 0)
		mail.protocol = protocol;
	done = engine_inspect(test->engine, test->inspector, &mail, result);
	g_strfreev(rcpts);
	g_free(protocol);
	g_free(from);
	return done;
}

static bool
test_message(struct test *test, const struct labelled *labelled)
{
	char *name = g_strndup(labelled->file.p, labelled->file.n);
	char *path = g_path_is_absolute(name)
			     ? g_strdup(name)
			     : g_build_filename(test->folder, name, NULL);
	struct engine_result result;
	bool good = engine_read_file(test->raw, path) &&
		    inspect(test, labelled, &result);

	if (good)
		compare(test, labelled, &result.verdict);
	g_free(path);
	g_free(name);
	return good;
}

/* --- The file of cases ------------------------------------------------- */

/* False where the line is no case: empty, a comment, the column names. */
static bool
read_line(struct test *test, struct place place, struct str line,
	struct labelled *labelled)
{
	struct str columns[COLUMNS_MOST] = {{NULL, 0}};
	size_t count = 0;

	if (str_trim(line).n == 0 || line.p[0] == '#')
		return false;
	while (count < COLUMNS_MOST && str_split(&line, '\t', &columns[count]))
		count++;
	if (count < COLUMNS_LEAST) {
		diag_error(test->diag, place,
			"a case has the columns file, protocol, envelope "
			"sender, recipients, flags and a note, parted by "
			"tabs; here are %zu",
			count);
		test->failed = true;
		return false;
	}
	*labelled = (struct labelled){place, columns[0], columns[1], columns[2],
		columns[3], columns[4], columns[5]};
	return !(str_eq(labelled->file, STR_LIT("file")) &&
		 str_eq(labelled->protocol, STR_LIT("protocol")));
}

static void
test_file(struct test *test, const char *path)
{
	struct place place = {NULL, 0, 0};
	const struct source *source = diag_read_file(test->diag, path, place);
	struct labelled labelled;
	struct str text, rest, line;

	if (source == NULL) {
		test->failed = true;
		return;
	}
	test->folder = g_path_get_dirname(path);
	text = rest = source_text(source);
	while (str_split(&rest, '\n', &line)) {
		place.source = source;
		place.offset = (uint32_t)(line.p - text.p);
		place.length = (uint32_t)line.n;
		if (read_line(test, place, line, &labelled) &&
			!test_message(test, &labelled))
			test->failed = true;
	}
	g_free(test->folder);
}

/* --- The command ------------------------------------------------------- */

static void
run(struct test *test)
{
	const struct options *options = test->options;

	for (size_t i = 0; options->arguments[i] != NULL; i++)
		test_file(test, options->arguments[i]);
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
	test.raw = raw_mail_new();
	test.diag = diag_new();
	test.sheet = score_new();
	run(&test);
	score_free(&test.sheet);
	diag_free(&test.diag);
	raw_mail_free(&test.raw);
	inspector_free(&test.inspector);
	engine_free(&test.engine);
	return test.failed;
}
