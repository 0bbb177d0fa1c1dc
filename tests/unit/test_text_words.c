#include "judge_fixture.h"

#include "judge/prefilter.h"
#include "judge/text_words.h"
#include "text/plain_word.h"

/* What plain_word_next() says of each sentence, at the same places. */
static void
assert_same_words(const struct text_words *words, const struct zone_text *zone)
{
	size_t count = 0;

	for (size_t s = 0; s < zone->sentence_count; s++) {
		struct str text = zone_sentence(zone, s), word;
		size_t at = 0;

		while (plain_word_next(text, &at, &word)) {
			assert_true(count < words->count);
			assert_ptr_equal(
				zone->text.p + words->list[count].start,
				word.p);
			assert_int_equal(words->list[count].end -
						 words->list[count].start,
				word.n);
			count++;
		}
	}
	assert_int_equal(words->count, count);
}

struct trial {
	struct rule_fixture fixture;
	struct prefilter *prefilter;
	struct arena *arena;
	struct message message;
	struct text_words words;
};

static void
begin(struct trial *trial)
{
	*trial = (struct trial){.arena = arena_new()};
	trial->fixture = rules_from(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
		"rule r {\nflag f\n1 \"grit bin\"\n}\n");
	trial->prefilter = prefilter_new(trial->fixture.rules, NULL, NULL);
}

static void
end(struct trial *trial)
{
	text_words_clear(&trial->words);
	prefilter_free(&trial->prefilter);
	arena_free(&trial->arena);
	rules_end(&trial->fixture);
}

static const struct zone_text *
read_text(struct trial *trial, const char *text)
{
	set_zone(trial->arena, &trial->message, ZONE_TEXT, text);
	text_words_begin(&trial->words);
	text_words_read(&trial->words, &trial->message.zones[ZONE_TEXT], 0,
		prefilter_lexicon(trial->prefilter));
	return &trial->message.zones[ZONE_TEXT];
}

static void
test_same_as_plain_words(void **state)
{
	static const char *const texts[] = {
		"The grit bin at 14 O'Brien's Yard. It's the councillors' bin!",
		"a",
		"antidisestablishmentarianism-antidisestablishmentarianisms x",
		"0123456789abcde 0123456789abcdef 0123456789abcdefg",
		"caf\xC3\xA9 \xC2\xA3"
		"40 na\xC3\xAFvet\xC3\xA9s",
		"... -- ?!",
	};
	struct trial trial;

	(void)state;
	begin(&trial);
	/* A word is met, then known, then looked up. */
	for (size_t i = 0; i < 3 * G_N_ELEMENTS(texts); i++)
		assert_same_words(&trial.words,
			read_text(&trial, texts[i % G_N_ELEMENTS(texts)]));
	end(&trial);
}

static void
test_known_from_the_second_time_on(void **state)
{
	struct trial trial;

	(void)state;
	begin(&trial);
	read_text(&trial, "Grit bins");
	assert_null(trial.words.list[0].known);
	read_text(&trial, "grit grit GRIT");
	assert_non_null(trial.words.list[0].known);
	assert_ptr_equal(trial.words.list[0].known, trial.words.list[2].known);
	end(&trial);
}

static void
test_without_lexicon(void **state)
{
	struct trial trial;
	const struct zone_text *zone;

	(void)state;
	begin(&trial);
	zone = read_text(&trial, "grit grit grit");
	text_words_begin(&trial.words);
	text_words_read(&trial.words, zone, 0, NULL);
	assert_same_words(&trial.words, zone);
	assert_null(trial.words.list[2].known);
	end(&trial);
}

/* Blocks follow each other, sentence by sentence, and nothing is left out. */
static void
test_blocks(void **state)
{
	GString *text = g_string_new(NULL);
	const struct zone_text *zone;
	size_t words = 0, blocks = 0;
	struct trial trial;

	(void)state;
	begin(&trial);
	for (int i = 0; i < 20000; i++)
		g_string_append(text, "We saw it. ");
	zone = read_text(&trial, text->str);
	for (size_t s = 0; s < zone->sentence_count;
		s = trial.words.end_sentence) {
		text_words_read(&trial.words, zone, s, NULL);
		assert_int_equal(trial.words.first_sentence, s);
		assert_true(trial.words.end_sentence > s);
		words += trial.words.count;
		blocks++;
	}
	assert_int_equal(words, 60000);
	assert_true(blocks > 2);
	g_string_free(text, TRUE);
	end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_as_plain_words),
		cmocka_unit_test(test_known_from_the_second_time_on),
		cmocka_unit_test(test_without_lexicon),
		cmocka_unit_test(test_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
