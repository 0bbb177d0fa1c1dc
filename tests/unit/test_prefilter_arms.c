/*
 * What has no arm that is armed is not looked for, and then nothing is known of
 * it; of all else the same is known as when everything is armed.
 */
#include "judge_fixture.h"
#include "random_rules.h"

#include "base/bits.h"
#include "judge/prefilter.h"
#include "judge/text_words.h"

enum { TEXTS = 24, ARMS = 8 };

struct comparison {
	const struct ruleset *rules;
	uint32_t arms[PATTERNS];
	struct prefilter *prefilter;
	struct prefilter_notes *some, *all;
	uint64_t *every_sentence; /* of the text */
	size_t words;
	size_t found, skipped;
};

/* Most have one arm, some have several or the one that is always armed. */
static void
make_arms(GRand *random, uint32_t *arms, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		arms[i] = UINT32_C(1) << g_rand_int_range(random, 0, ARMS);
		if (g_rand_int_range(random, 0, 4) == 0)
			arms[i] |= UINT32_C(1)
				   << g_rand_int_range(random, 1, 32);
	}
}

static void
expect_the_same_places(
	const struct comparison *c, const struct pattern *pattern)
{
	uint64_t *some = g_new0(uint64_t, c->words);
	uint64_t *all = g_new0(uint64_t, c->words);

	assert_int_equal(prefilter_where(c->prefilter, c->some, pattern, some),
		prefilter_where(c->prefilter, c->all, pattern, all));
	assert_memory_equal(some, all, c->words * sizeof(uint64_t));
	g_free(some);
	g_free(all);
}

static void
expect_the_same_starts(
	const struct comparison *c, const struct pattern *pattern)
{
	const struct stretch *some, *all;
	size_t count = prefilter_stretches(
		c->prefilter, c->some, pattern, c->every_sentence, &some);

	assert_int_equal(prefilter_stretches(c->prefilter, c->all, pattern,
				 c->every_sentence, &all),
		count);
	if (count != SIZE_MAX && count > 0)
		assert_memory_equal(some, all, count * sizeof(*some));
}

static void
expect_the_same(struct comparison *c, const struct pattern *pattern)
{
	unsigned id = pattern_id(pattern);
	bool candidate = bits_have(prefilter_candidates(c->some), id);

	assert_int_equal(
		candidate, bits_have(prefilter_candidates(c->all), id));
	assert_int_equal(
		candidate, prefilter_may_find(c->prefilter, c->some, pattern));
	expect_the_same_places(c, pattern);
	expect_the_same_starts(c, pattern);
	c->found += candidate;
}

static void
expect_anywhere(struct comparison *c, const struct pattern *pattern)
{
	uint64_t *sentences = g_new0(uint64_t, c->words);
	const struct stretch *list;

	assert_false(
		bits_have(prefilter_candidates(c->some), pattern_id(pattern)));
	assert_true(prefilter_may_find(c->prefilter, c->some, pattern));
	assert_false(
		prefilter_where(c->prefilter, c->some, pattern, sentences));
	assert_int_equal(prefilter_stretches(c->prefilter, c->some, pattern,
				 c->every_sentence, &list),
		SIZE_MAX);
	g_free(sentences);
	c->skipped++;
}

static void
compare_patterns(struct comparison *c, uint32_t armed)
{
	for (size_t i = 0; i < c->rules->pattern_count; i++) {
		const struct pattern *pattern = c->rules->patterns[i];

		if (c->arms[pattern_id(pattern)] & (armed | PREFILTER_ARM_0))
			expect_the_same(c, pattern);
		else
			expect_anywhere(c, pattern);
	}
}

static void
compare_text(struct comparison *c, GRand *random)
{
	uint32_t armed = g_rand_int(random) & g_rand_int(random);
	struct arena *arena = arena_new();
	struct message message = {0};
	const struct zone_text *zone = &message.zones[ZONE_TEXT];
	char *text = random_text(random);
	struct text_words words = {0};

	set_zone(arena, &message, ZONE_TEXT, text);
	c->words = zone->sentence_count / 64 + 1;
	c->every_sentence = g_new0(uint64_t, c->words);
	bits_add_from(c->every_sentence, 0, zone->sentence_count);
	text_words_begin(&words);
	prefilter_scan(c->prefilter, zone, &words, armed, c->some);
	prefilter_scan(c->prefilter, zone, &words, PREFILTER_ALL_ARMS, c->all);
	compare_patterns(c, armed);
	text_words_clear(&words);
	g_free(c->every_sentence);
	g_free(text);
	arena_free(&arena);
}

static void
test_armed_are_found(void **state)
{
	GRand *random = g_rand_new_with_seed(7);
	char *source = random_rules(random);
	struct rule_fixture fixture = rules_from(source);
	struct comparison c = {.rules = fixture.rules,
		.some = prefilter_notes_new(),
		.all = prefilter_notes_new()};

	(void)state;
	assert_in_range(c.rules->pattern_count, 1, PATTERNS);
	make_arms(random, c.arms, c.rules->pattern_count);
	for (int i = 0; i < TEXTS; i++) {
		/* It knows no words at first, then some, then most. */
		if (i % 4 == 0) {
			prefilter_free(&c.prefilter);
			c.prefilter = prefilter_new(c.rules, NULL, c.arms);
		}
		compare_text(&c, random);
	}
	/* The comparison is worth something. */
	assert_true(c.found > TEXTS * PATTERNS / 20);
	assert_true(c.skipped > TEXTS * PATTERNS / 20);
	prefilter_notes_free(&c.some);
	prefilter_notes_free(&c.all);
	prefilter_free(&c.prefilter);
	rules_end(&fixture);
	g_free(source);
	g_rand_free(random);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_armed_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
