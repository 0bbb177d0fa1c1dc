#include "judge_fixture.h"
#include "random_rules.h"

#include "base/bits.h"
#include "judge/matcher.h"
#include "judge/prefilter.h"
#include "judge/text_words.h"

enum { TEXTS = 40 };

/* The sets of both matchers are the same; returns how many are not empty. */
static size_t
compare(const struct ruleset *rules, struct matcher *with,
	struct matcher *without, enum zone zone)
{
	size_t matched = 0;

	for (size_t i = 0; i < rules->rule_count; i++) {
		const struct rule *rule = rules->rules[i];

		for (size_t s = 0; s < rule->score_count; s++) {
			const struct term *term = rule->scores[s].term;
			struct sentence_set a =
				matcher_term(with, term, zone, UNIT_SENTENCE);
			struct sentence_set b = matcher_term(
				without, term, zone, UNIT_SENTENCE);

			if (a.any != b.any)
				print_error("%.*s\n", STR_ARG(pattern_written(
							      term->pattern)));
			assert_int_equal(a.any, b.any);
			assert_int_equal(a.count, b.count);
			if (a.count > 0)
				assert_memory_equal(a.words, b.words,
					(a.count + 63) / 64 * sizeof(uint64_t));
			matched += a.any;
		}
	}
	return matched;
}

/* A rule set of 2,000 patterns: with the prefilter nothing is different. */
static void
test_changes_nothing(void **state)
{
	GRand *random = g_rand_new_with_seed(4);
	char *source = random_rules(random);
	struct rule_fixture fixture = rules_from(source);
	struct prefilter *prefilter = NULL;
	struct matcher *with = matcher_new(), *without = matcher_new();
	size_t matched = 0;

	(void)state;
	for (int i = 0; i < TEXTS; i++) {
		struct arena *arena = arena_new();
		struct message message = {0};
		char *text = random_text(random);

		/* It knows no words at first, then some, then most. */
		if (i % 4 == 0) {
			prefilter_free(&prefilter);
			prefilter = prefilter_new(fixture.rules, NULL, NULL);
		}
		set_zone(arena, &message, ZONE_TEXT, text);
		set_zone(arena, &message, ZONE_SUBJECT, text);
		matcher_begin(with, fixture.rules, prefilter, &message, 0);
		matcher_begin(without, fixture.rules, NULL, &message, 0);
		matched += compare(fixture.rules, with, without, ZONE_TEXT);
		matched += compare(fixture.rules, with, without, ZONE_SUBJECT);
		g_free(text);
		arena_free(&arena);
	}
	/* The comparison is worth something. */
	assert_true(matched > TEXTS * PATTERNS / 20);
	matcher_free(&with);
	matcher_free(&without);
	prefilter_free(&prefilter);
	rules_end(&fixture);
	g_free(source);
	g_rand_free(random);
}

#define FRAME(lines)                                                           \
	"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"             \
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"           \
	"rule r {\nflag f\n" lines "}\n"

/* A rule set, its prefilter and a text that it has read. */
struct trial {
	struct rule_fixture fixture;
	const struct score *scores;
	struct prefilter *prefilter;
	struct prefilter_notes *notes;
	struct text_words words;
	struct arena *arena;
	struct message message;
};

static void
begin(struct trial *trial, const char *rules)
{
	memset(trial, 0, sizeof(*trial));
	trial->fixture = rules_from(rules);
	trial->scores = trial->fixture.rules->rules[0]->scores;
	trial->prefilter = prefilter_new(trial->fixture.rules, NULL, NULL);
	trial->notes = prefilter_notes_new();
	trial->arena = arena_new();
}

static void
scan(struct trial *trial)
{
	text_words_begin(&trial->words);
	prefilter_scan(trial->prefilter, &trial->message.zones[ZONE_TEXT],
		&trial->words, PREFILTER_ALL_ARMS, trial->notes);
}

static void
read_text(struct trial *trial, const char *text)
{
	set_zone(trial->arena, &trial->message, ZONE_TEXT, text);
	scan(trial);
}

static bool
is_named(const struct trial *trial, size_t line)
{
	unsigned id = pattern_id(trial->scores[line].term->pattern);

	return prefilter_candidates(trial->notes)[id / 64] >> (id % 64) & 1;
}

static size_t
stretches(struct trial *trial, size_t line, uint64_t wanted,
	const struct stretch **list)
{
	return prefilter_stretches(trial->prefilter, trial->notes,
		trial->scores[line].term->pattern, &wanted, list);
}

static void
end(struct trial *trial)
{
	prefilter_notes_free(&trial->notes);
	text_words_clear(&trial->words);
	prefilter_free(&trial->prefilter);
	arena_free(&trial->arena);
	rules_end(&trial->fixture);
}

/*
 * The long s and the Kelvin sign are s and k where case is ignored; digits and
 * white space of other scripts are digits and white space.
 */
static void
test_strangers(void **state)
{
	static const struct {
		const char *text;
		size_t line;
	} cases[] = {{"ki\xc5\xbfs", 0}, {"s\xe2\x84\xaaill", 1},
		{"paid \xd9\xa7 per cent", 2}};
	struct trial trial;
	const struct stretch *list;

	(void)state;
	begin(&trial, FRAME("1 /kiss/\n1 /skill/\n1 /\\d per cent/\n"));
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		struct zone_text *zone = &trial.message.zones[ZONE_TEXT];

		read_text(&trial, "nothing");
		assert_false(is_named(&trial, cases[i].line));
		/* Folding would do away with the letters. */
		zone->text = str_of(cases[i].text);
		zone->ascii = false;
		zone->sentences[0].end = (uint32_t)zone->text.n;
		scan(&trial);
		assert_true(is_named(&trial, cases[i].line));
		assert_int_equal(
			stretches(&trial, cases[i].line, 1, &list), SIZE_MAX);
	}
	end(&trial);
}

/* Those two in a pattern are s and k in a text. */
static void
test_strange_patterns(void **state)
{
	struct trial trial;

	(void)state;
	begin(&trial, FRAME("1 /s\xe2\x84\xaaill/\n1 /ki\xc5\xbf\xc5\xbf/\n"
			    "1 /[xy\xc5\xbf]top it/\n"
			    "1 /[\xc4\x80-\xc9\x8f]top it/\n"));
	read_text(&trial, "caf\xc3\xa9 skill");
	assert_true(is_named(&trial, 0));
	read_text(&trial, "caf\xc3\xa9 kiss");
	assert_true(is_named(&trial, 1));
	read_text(&trial, "caf\xc3\xa9: stop it");
	assert_true(is_named(&trial, 2));
	assert_true(is_named(&trial, 3));
	end(&trial);
}

/* The sentences where a pattern may be, however many there are. */
static void
test_where(void **state)
{
	enum { COUNT = 75 };
	struct trial trial;
	GString *text = g_string_new(NULL);
	uint64_t sentences[3] = {0};

	(void)state;
	begin(&trial, FRAME("1 /\\bdoor (?:mat|key)\\b/\n1 /[a-z]+ [a-z]+/\n"));
	for (int i = 0; i < COUNT; i++)
		g_string_append(text,
			i % 7 == 0 ? "The key of the door fits. Door key.\n\n"
				   : "The door is open. The mat is not.\n\n");
	read_text(&trial, text->str);
	assert_true(prefilter_where(trial.prefilter, trial.notes,
		trial.scores[0].term->pattern, sentences));
	assert_false(prefilter_where(trial.prefilter, trial.notes,
		trial.scores[1].term->pattern, sentences));
	for (size_t i = 0; i < 2 * COUNT; i++)
		if (i % 14 == 1)
			assert_true(bits_have(sentences, i));
		else if (i % 14 > 1)
			assert_false(bits_have(sentences, i));
	read_text(&trial, "Nothing of the kind.");
	sentences[0] = 0;
	assert_true(prefilter_where(trial.prefilter, trial.notes,
		trial.scores[0].term->pattern, sentences));
	assert_int_equal(sentences[0], 0);
	g_string_free(text, TRUE);
	end(&trial);
}

/* Megabytes of what is looked for, and still it is known where. */
static void
test_many_hits(void **state)
{
	enum { SENTENCES = 27 * 1000, WORDS = 20 };
	struct trial trial;
	GString *text = g_string_new(NULL);
	uint64_t wanted[SENTENCES / 64 + 1] = {1};
	const struct stretch *list;

	(void)state;
	begin(&trial, FRAME("1 /vote/\n"));
	for (int s = 0; s < SENTENCES; s++) {
		for (int w = 1; w < WORDS; w++)
			g_string_append(text, "vote ");
		g_string_append(text, "vote. ");
	}
	read_text(&trial, text->str);
	assert_int_equal(prefilter_stretches(trial.prefilter, trial.notes,
				 trial.scores[0].term->pattern, wanted, &list),
		WORDS);
	g_string_free(text, TRUE);
	end(&trial);
}

/* It does skip work: words that are not there name no pattern. */
static void
test_skips(void **state)
{
	struct trial trial;

	(void)state;
	begin(&trial, FRAME("1 /\\bdoorstep\\b/\n1 \"chief executive\"\n"
			    "1 /[a-z]+ [a-z]+/\n1 /\\d+ per cent/\n"));
	read_text(&trial, "on the doorsteps of chief executives");
	assert_false(is_named(&trial, 0));
	assert_true(is_named(&trial, 1));
	assert_true(is_named(&trial, 2));
	assert_false(is_named(&trial, 3));
	read_text(&trial, "on the DOORSTEP, 12 per cent");
	assert_true(is_named(&trial, 0));
	assert_false(is_named(&trial, 1));
	assert_true(is_named(&trial, 3));
	/* What a literal of two sentences would be is none. */
	read_text(&trial, "Ask our chief. Executive pay is high.");
	assert_false(is_named(&trial, 1));
	end(&trial);
}

/* Only starts near a literal are tried; how near depends on the pattern. They
 * are marked. */
static void
test_stretches(void **state)
{
	static const char text[] = "A x sev doorstep. No. Then x DOORSTEP.";
	static const struct {
		const char *line, *starts;
	} cases[] = {
		{"/doorstep/", "--------^--------------------^--------"},
		{"/xyz|doorstep/", "--------^--------------------^--------"},
		{"/.{1,2}doorstep/", "--^^^^^^--------------^^^^^^^---------"},
		{"/\\bx.{3,6}doorstep/",
			"^^^^^-----------------^^^^------------"},
		{"/x\\W{1,2}doorstep/",
			"--^^^^^---------------^^^^^^----------"},
		{"/x.*doorstep/", "^^^^^^^^--------------^^^^^^^---------"},
		{"/x?.*doorstep/", "^^^^^^^^^-------------^^^^^^^^--------"},
		{"/absent/", "--------------------------------------"},
		{"/[a-z]{2} [a-z]{2}/",
			"^^^^^^^^^^^^^^^^^-^^^-^^^^^^^^^^^^^^^^"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *rules = g_strdup_printf(FRAME("1 %s\n"), cases[i].line);
		char *starts = g_strnfill(strlen(text), '-');
		const struct stretch *list;
		struct trial trial;
		size_t count;

		begin(&trial, rules);
		read_text(&trial, text);
		count = stretches(&trial, 0, 7, &list);
		for (size_t k = 0; k < count; k++)
			memset(starts + list[k].from, '^',
				list[k].to - list[k].from);
		assert_string_equal(starts, cases[i].starts);
		/* Only in the sentences that are asked about. */
		count = stretches(&trial, 0, 4, &list);
		assert_true(count == 0 || list[0].sentence == 2);
		end(&trial);
		g_free(starts);
		g_free(rules);
	}
}

/* A pattern in parts is tried where all of its rare parts are together. */
static void
test_partners(void **state)
{
	static const char *const lines =
		FRAME("1 /\\b(?:leaflet|poster)s? (?:\\w+ )?doorstep/\n"
		      "1 /\\bballot[^.]*\\b(?:stuffed|miscounted)\\b/\n"
		      "1 /doorstep|ballot.*stuffed/\n");
	struct trial trial;
	const struct stretch *list;

	(void)state;
	begin(&trial, lines);
	read_text(&trial, "A doorstep. A leaflet. A ballot. It was stuffed.");
	assert_false(is_named(&trial, 0));
	assert_false(is_named(&trial, 1));
	assert_true(is_named(&trial, 2));
	assert_int_equal(stretches(&trial, 2, 15, &list), 1);
	/* In their order, and no further from each other than they may be. */
	read_text(&trial, "Nothing. A leaflet at doorstep, a ballot. "
			  "That ballot was miscounted. Leaflets put at a "
			  "doorstep. A doorstep leaflet. Miscounted ballot.");
	assert_int_equal(stretches(&trial, 0, 63, &list), 1);
	assert_int_equal(list[0].sentence, 1);
	assert_int_equal(stretches(&trial, 1, 63, &list), 1);
	assert_int_equal(list[0].sentence, 2);
	end(&trial);
}

/* Partners whose strings would look the same in a row are two. */
static void
test_partners_alike(void **state)
{
	struct trial trial;

	(void)state;
	begin(&trial, FRAME("1 /\\bstuff stuff stuff.*stuffed> miscount/\n"
			    "1 /\\bstuffed.*(?:stuffed\\b|miscount)/\n"));
	read_text(&trial, "What was stuffed is stuffed.");
	assert_false(is_named(&trial, 0));
	assert_true(is_named(&trial, 1));
	read_text(&trial, "Stuff stuff stuff: stuffed> miscount.");
	assert_true(is_named(&trial, 0));
	end(&trial);
}

/* Where a name is to follow, a capital must be there. */
static void
test_capitals(void **state)
{
	struct trial trial;

	(void)state;
	begin(&trial, FRAME("1 /\\bmy (?-i:[A-Z][a-z]+)/\n1 /\\bmy [A-Z]/\n"
			    "1 /\\bo'(?-i:[A-Z])/\n"));
	for (int i = 0; i < 3; i++) {
		read_text(&trial, "MY own o'clock, my");
		assert_false(is_named(&trial, 0));
		assert_true(is_named(&trial, 1));
		assert_false(is_named(&trial, 2));
		read_text(&trial, "Ask my Jim o'Neill");
		assert_true(is_named(&trial, 0));
		assert_true(is_named(&trial, 2));
	}
	end(&trial);
}

/* A text is read the same when its words are known as when they are new. */
static void
expect_the_same(struct trial *trial, const char *text, int times)
{
	uint64_t first = 0;
	size_t count = 0;

	for (int i = 0; i < times; i++) {
		const struct stretch *list;
		size_t now;

		read_text(trial, text);
		now = stretches(trial, 1, 3, &list);
		if (i == 0) {
			first = prefilter_candidates(trial->notes)[0];
			count = now;
			assert_int_equal(count, 1);
		}
		assert_int_equal(prefilter_candidates(trial->notes)[0], first);
		assert_int_equal(now, count);
		assert_int_equal(list[0].from, strstr(text, "ound") - text);
	}
}

/* Words that nobody knows, twice each, so that they are kept. */
static void
read_strange_words(struct trial *trial, int count)
{
	GString *text = g_string_new(NULL);

	for (int i = 0; i < count; i++) {
		for (int n = i + 26; n > 0; n /= 26)
			g_string_append_c(text, (char)('a' + n % 26));
		g_string_append_c(text, ' ');
	}
	read_text(trial, text->str);
	read_text(trial, text->str);
	g_string_free(text, TRUE);
}

static void
test_known_words(void **state)
{
	const char *text = "We're bound for O'Neill's caf\xc3\xa9, in part. "
			   "The hounds' part of the caf\xc3\xa9.";
	struct trial trial;

	(void)state;
	begin(&trial, FRAME("1 /\\bpart of\\b/\n1 /ound for o'neill/\n"
			    "1 /neill's/\n1 /\\bneill\\b/\n1 /hounds'/\n"
			    "1 /, in/\n1 /\\bound\\b/\n1 /caf\xc3\xa9, /\n"
			    "1 /the caf\xc3\xa9 is/\n1 /the hounds' /\n"));
	expect_the_same(&trial, text, 4);
	assert_int_equal(prefilter_candidates(trial.notes)[0] & 0x3FF, 0x3BF);
	/* With a table that is full it stays so. */
	read_strange_words(&trial, 60 * 1000);
	expect_the_same(&trial, text, 2);
	end(&trial);
	/* And where it was full before the words came. */
	begin(&trial, FRAME("1 /part/\n1 /ound for o'neill/\n"));
	read_strange_words(&trial, 60 * 1000);
	expect_the_same(&trial, text, 3);
	end(&trial);
}

/* A word that is known is through sooner than one before it that is new. */
static void
test_new_words_before_known_ones(void **state)
{
	const char *text = "One kiss, one more kiss, a third kiss, no more.";
	struct trial trial;
	const struct stretch *list;

	(void)state;
	begin(&trial, FRAME("1 /kiss,/\n"));
	for (int i = 0; i < 3; i++) {
		const char *at = text;

		read_text(&trial, text);
		assert_int_equal(stretches(&trial, 0, 1, &list), 3);
		for (int k = 0; k < 3; k++) {
			at = strstr(at, "kiss,");
			assert_int_equal(list[k].from, at - text);
			assert_int_equal(list[k].to, at - text + 1);
			at++;
		}
	}
	end(&trial);
}

/* A word may be longer than any that is kept. */
static void
test_long_words(void **state)
{
	struct trial trial;
	char *word = g_strnfill(5000, 'x');
	char *text;

	(void)state;
	memcpy(word + 4900, "needle", 6);
	text = g_strconcat("A ", word, "haystack of them.", NULL);
	begin(&trial, FRAME("1 /needle/\n1 /xhaystack of/\n1 /\\bneedle/\n"));
	for (int i = 0; i < 3; i++) {
		read_text(&trial, text);
		assert_true(is_named(&trial, 0));
		assert_true(is_named(&trial, 1));
		assert_false(is_named(&trial, 2));
	}
	g_free(text);
	g_free(word);
	end(&trial);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes_nothing),
		cmocka_unit_test(test_strangers),
		cmocka_unit_test(test_strange_patterns),
		cmocka_unit_test(test_where),
		cmocka_unit_test(test_many_hits),
		cmocka_unit_test(test_skips),
		cmocka_unit_test(test_stretches),
		cmocka_unit_test(test_partners),
		cmocka_unit_test(test_partners_alike),
		cmocka_unit_test(test_capitals),
		cmocka_unit_test(test_known_words),
		cmocka_unit_test(test_new_words_before_known_ones),
		cmocka_unit_test(test_long_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
