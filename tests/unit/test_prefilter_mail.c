/*
 * The shipped rules on the labelled mail of this tree: each pattern is found in
 * the same sentences with and without the prefilter.
 */
#include "judge_fixture.h"

#include "judge/matcher.h"
#include "judge/policy.h"
#include "judge/prefilter.h"
#include "mime/mime.h"
#include "mime/raw.h"

/* Without the prefilter every piece is tried in every sentence: one message in
 * so many is enough for one run. */
enum { STEP = 4 };

struct comparison {
	const struct ruleset *rules;
	const struct prefilter *prefilter;
	struct matcher *with, *without;
	size_t matches, sentences;
};

static void
compare_pattern(struct comparison *c, const struct pattern *pattern)
{
	const struct term term = {.op = TERM_PATTERN, .pattern = pattern};

	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		struct sentence_set a = matcher_term(
			c->with, &term, (enum zone)zone, UNIT_SENTENCE);
		struct sentence_set b = matcher_term(
			c->without, &term, (enum zone)zone, UNIT_SENTENCE);

		assert_int_equal(a.count, b.count);
		if (a.any != b.any)
			print_error(
				"%.*s\n", STR_ARG(pattern_written(pattern)));
		assert_int_equal(a.any, b.any);
		if (a.count > 0)
			assert_memory_equal(a.words, b.words,
				(a.count + 63) / 64 * sizeof(uint64_t));
		c->matches += a.any;
	}
}

static void
compare_message(struct comparison *c, const char *path)
{
	struct raw_mail *raw = raw_mail_new();
	struct arena *arena = arena_new();
	struct message message;
	char *text;
	size_t n;

	assert_true(g_file_get_contents(path, &text, &n, NULL));
	raw_mail_parse(raw, (struct str){text, n});
	message_read(arena, raw, NULL, &message);
	matcher_begin(c->with, c->rules, c->prefilter, &message, 0);
	matcher_begin(c->without, c->rules, NULL, &message, 0);
	for (size_t i = 0; i < c->rules->pattern_count; i++)
		compare_pattern(c, c->rules->patterns[i]);
	c->sentences += message.zones[ZONE_TEXT].sentence_count;
	arena_free(&arena);
	raw_mail_free(&raw);
	g_free(text);
}

/* Some of the messages of a folder, whatever order it has them in. */
static size_t
compare_folder(struct comparison *c, const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	size_t count = 0;

	assert_non_null(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".eml") &&
			g_str_hash(name) % STEP == 0) {
			compare_message(c, path);
			count++;
		}
		g_free(path);
	}
	g_dir_close(dir);
	return count;
}

static void
test_mail(void **state)
{
	const struct policy_overrides overrides = {
		.protocol = "broxtowe-borough"};
	struct diag *diag = diag_new();
	struct policy *policy = policy_load(diag, NULL, &overrides);
	struct comparison c = {.with = matcher_new(), .without = matcher_new()};
	size_t messages = 0;

	(void)state;
	assert_non_null(policy);
	c.rules = policy_rules(policy);
	/* Of whatever author's, all find the same. */
	for (enum role author = 0; author < ROLE_COUNT; author++) {
		c.prefilter = policy_prefilter(policy, author);
		messages += compare_folder(&c, "tests/corpus/messages");
		messages +=
			compare_folder(&c, "tests/corpus/invented/messages");
	}
	print_message("%zu messages, %zu sentences, %zu patterns found\n",
		messages, c.sentences, c.matches);
	assert_true(messages > 5);
	assert_true(c.matches > 100);
	matcher_free(&c.with);
	matcher_free(&c.without);
	policy_unref(&policy);
	diag_free(&diag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_mail)};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
