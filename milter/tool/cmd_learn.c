#include "tool/commands.h"

#include <glib.h>
#include <string.h>

#include "base/diag.h"
#include "tool/cases.h"
#include "tool/engine.h"
#include "tool/learn.h"
#include "tool/lesson.h"
#include "tool/made_mail.h"
#include "tool/put_file.h"
#include "tool/sentences.h"

enum { WORDS_USUAL = 500, WORDS_MOST = 100 * 1000 };

struct school {
	const struct options *options;
	struct engine *engine;
	struct arena *arena;  /* of a message */
	struct raw_mail *raw; /* of a sentence */
	struct diag *diag;
	struct lesson *lesson;
	bool *has; /* by flag, of a message */
};

/* --- Options ----------------------------------------------------------- */

static bool
check_flag(const struct ruleset *rules, const char *flag)
{
	const char **names;

	if (ruleset_flag(rules, str_of(flag)) != NULL)
		return true;
	names = g_new0(const char *, rules->flag_count + 1);
	for (size_t i = 0; i < rules->flag_count; i++)
		names[i] = rules->flags[i]->name.p;
	options_say_unknown("flag", str_of(flag), names, "");
	g_free(names);
	return false;
}

static bool
check_flags(const struct options *options, const struct ruleset *rules)
{
	const char **flags = options->flags;

	if (flags[0] == NULL) {
		fputs("comity: learn needs a --flag\n", stderr);
		return false;
	}
	for (size_t i = 0; flags[i] != NULL; i++) {
		if (!check_flag(rules, flags[i]))
			return false;
		for (size_t j = 0; j < i; j++) {
			if (strcmp(flags[i], flags[j]) != 0)
				continue;
			fprintf(stderr, "comity: --flag %s is given twice\n",
				flags[i]);
			return false;
		}
	}
	return true;
}

static bool
read_words(const struct options *options, size_t *words)
{
	guint64 number = WORDS_USUAL;

	if (options->words != NULL &&
		!g_ascii_string_to_unsigned(
			options->words, 10, 1, WORDS_MOST, &number, NULL)) {
		fprintf(stderr, "comity: --words is a number from 1 to %d\n",
			WORDS_MOST);
		return false;
	}
	*words = number;
	return true;
}

/* --- Reading ----------------------------------------------------------- */

static bool
read_message(const struct labelled *labelled, void *context)
{
	struct school *school = context;
	struct labelled_mail mail;
	struct engine_reading reading;
	bool good;

	arena_reset(school->arena);
	labelled_mail_make(&mail, labelled);
	good = engine_read(
		       school->engine, school->arena, &mail.mail, &reading) &&
	       labelled_check(school->diag, labelled, reading.rules);
	labelled_mail_clear(&mail);
	for (size_t i = 0; good && i < school->lesson->flag_count; i++)
		school->has[i] = labelled_has(
			labelled, str_of(school->lesson->flags[i]));
	if (good)
		lesson_add(school->lesson, &reading, school->has);
	return good;
}

/* The place of the flag among those that are learnt; SIZE_MAX: it is not. */
static size_t
place_of(const struct lesson *lesson, struct str flag)
{
	for (size_t i = 0; i < lesson->flag_count; i++)
		if (str_eq(flag, str_of(lesson->flags[i])))
			return i;
	return SIZE_MAX;
}

static bool
read_sentence(const struct sentence_case *one, void *context)
{
	struct school *school = context;
	const struct made_mail made = {.from = STR_LIT("somebody@invalid"),
		.to = STR_LIT("somebody@invalid"),
		.text = one->text};
	const struct engine_mail mail = {.raw = school->raw};
	size_t flag = place_of(school->lesson, one->flag);
	struct engine_reading reading;

	if (flag == SIZE_MAX)
		return true;
	arena_reset(school->arena);
	made_mail_write(school->raw, &made);
	if (!engine_read(school->engine, school->arena, &mail, &reading))
		return false;
	lesson_add_sentence(school->lesson, &reading, flag, one->hit);
	return true;
}

static bool
read_sentences(struct school *school)
{
	bool good;

	school->raw = raw_mail_new();
	good = sentences_read(school->diag, school->options->sentences,
		read_sentence, school);
	raw_mail_free(&school->raw);
	return good;
}

static void
add_names(const struct roster *roster, void *context)
{
	struct school *school = context;

	lesson_add_names(school->lesson, roster);
}

static bool
use_rosters(struct school *school, const char *const *rosters)
{
	return engine_use_rosters(school->engine, rosters) &&
	       engine_each_roster(school->engine, add_names, school);
}

static bool
read_list(struct school *school, const char *path)
{
	return cases_read(school->diag, path, read_message, school);
}

/* Of its lists those that are there, one at least. */
static bool
read_folder(struct school *school, const char *path)
{
	char *const lists[] = {
		g_build_filename(path, "messages", "labels.tsv", NULL),
		g_build_filename(path, "letters.tsv", NULL)};
	const struct place nowhere = {NULL, 0, 0};
	size_t there = 0;
	bool good = true;

	for (size_t i = 0; i < G_N_ELEMENTS(lists); i++) {
		if (g_file_test(lists[i], G_FILE_TEST_EXISTS)) {
			there++;
			good = read_list(school, lists[i]) && good;
		}
		g_free(lists[i]);
	}
	if (there == 0)
		diag_error(school->diag, nowhere,
			"\"%s\" has neither messages/labels.tsv nor "
			"letters.tsv",
			path);
	return good && there > 0;
}

/* A list, or a folder with rosters of its own. */
static bool
read_set(struct school *school, const char *path)
{
	const char *const own[] = {path, NULL};

	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return use_rosters(school, own) && read_folder(school, path);
	return use_rosters(school, school->options->rosters) &&
	       read_list(school, path);
}

/* Every mistake is named, not only those of the first set. */
static bool
read_sets(struct school *school)
{
	bool good = true;

	for (size_t i = 0; school->options->arguments[i] != NULL; i++)
		if (!read_set(school, school->options->arguments[i]))
			good = false;
	if (school->options->sentences != NULL)
		good = read_sentences(school) && good;
	if (diag_errors(school->diag) > 0)
		diag_print(school->diag, stderr);
	return good;
}

/* --- Learning ---------------------------------------------------------- */

static void
complain(const struct learnt *learnt)
{
	if (learnt->hits == 0)
		fprintf(stderr,
			"comity: no message has the flag %s under a protocol "
			"that has a clause for it\n",
			learnt->flag);
	else
		fprintf(stderr,
			"comity: there is nothing to tell the messages with "
			"the flag %s from: of those with such senders and "
			"recipients every one has it\n",
			learnt->flag);
}

static bool
learn_block(
	const struct school *school, size_t flag, size_t words, GString *block)
{
	struct learnt learnt;
	bool good = learn_flag(school->lesson, flag, words, &learnt);

	if (good)
		learnt_print(&learnt, block);
	else
		complain(&learnt);
	learnt_clear(&learnt);
	return good;
}

static bool
write_block(const struct school *school, size_t flag, const GString *block)
{
	struct str text = {block->str, block->len};
	char *name, *path;
	bool good;

	if (school->options->into == NULL) {
		if (flag > 0)
			fputc('\n', stdout);
		return put_file("-", text);
	}
	name = g_strconcat(school->lesson->flags[flag], ".rules", NULL);
	path = g_build_filename(school->options->into, name, NULL);
	good = put_file(path, text);
	g_free(path);
	g_free(name);
	return good;
}

/* Nothing is written where one of the flags cannot be learnt. */
static bool
learn_all(const struct school *school, size_t words)
{
	size_t count = school->lesson->flag_count;
	GString **blocks = g_new(GString *, count);
	bool good = true;

	for (size_t i = 0; i < count; i++) {
		blocks[i] = g_string_new(NULL);
		good = learn_block(school, i, words, blocks[i]) && good;
	}
	for (size_t i = 0; good && i < count; i++)
		good = write_block(school, i, blocks[i]);
	for (size_t i = 0; i < count; i++)
		g_string_free(blocks[i], TRUE);
	g_free(blocks);
	return good;
}

static bool
run(struct school *school)
{
	const struct ruleset *rules = engine_rules(school->engine, NULL);
	size_t words;
	bool good;

	if (rules == NULL || !check_flags(school->options, rules) ||
		!read_words(school->options, &words))
		return false;
	school->lesson =
		lesson_new((const char *const *)school->options->flags);
	school->has = g_new0(bool, school->lesson->flag_count);
	good = read_sets(school) && learn_all(school, words);
	g_free(school->has);
	lesson_free(&school->lesson);
	return good;
}

int
cmd_learn(const struct options *options)
{
	struct school school = {.options = options};
	bool good;

	school.engine = engine_new(options);
	if (school.engine == NULL)
		return 1;
	school.arena = arena_new();
	school.diag = diag_new();
	good = run(&school);
	diag_free(&school.diag);
	arena_free(&school.arena);
	engine_free(&school.engine);
	return good ? 0 : 1;
}
