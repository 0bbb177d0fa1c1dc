/*
 * The shipped rules on the labelled mail of this tree: each pattern is found in
 * the same sentences with and without the prefilter.
 */
#include "corpus_fixture.h"

#include "judge/matcher.h"
#include "judge/policy.h"
#include "judge/prefilter.h"
#include "mime/mime.h"

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
compare_message(const struct message *message, void *context)
{
	struct comparison *c = context;

	matcher_begin(c->with, c->rules, c->prefilter, message, 0);
	matcher_begin(c->without, c->rules, NULL, message, 0);
	for (size_t i = 0; i < c->rules->pattern_count; i++)
		compare_pattern(c, c->rules->patterns[i]);
	c->sentences += message->zones[ZONE_TEXT].sentence_count;
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
	/* Of whatever author's, all find the same: each is tried with other
	 * messages. */
	for (enum role author = 0; author < ROLE_COUNT; author++) {
		c.prefilter = policy_prefilter(policy, author);
		messages += corpus_folder(
			"tests/corpus/messages", author, compare_message, &c);
		messages += corpus_folder("tests/corpus/invented/messages",
			author, compare_message, &c);
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
