#include "judge_fixture.h"

#include "judge/judge.h"
#include "judge/matcher.h"
#include "judge/arms.h"
#include "judge/plan.h"
#include "judge/prefilter.h"

/*
 * plan.c writes conditions out to find equal ones. Whoever adds a field to
 * one of these has to write it out there, too.
 */
#ifdef __LP64__
_Static_assert(sizeof(struct condition) == 136, "see plan.c");
_Static_assert(sizeof(struct trait) == 32, "see plan.c");
_Static_assert(sizeof(struct term) == 48, "see plan.c");
#endif

enum { RULES = 150, TEXTS = 60 };

#define FRAME                                                                  \
	"flag f0 {\nseverity info\nthreshold 3\nwithin sentence\n"             \
	"warning \"w\"\n}\n"                                                   \
	"flag f1 {\nseverity info\nthreshold 6\nwithin paragraph\n"            \
	"warning \"w\"\n}\n"                                                   \
	"flag f2 {\nseverity info\nthreshold 9\nwithin message\n"              \
	"warning \"w\"\n}\n"                                                   \
	"flag near {\nseverity info\nthreshold 3\nwarning \"w\"\n}\n"          \
	"flag far {\nseverity info\nthreshold 3\nwarning \"w\"\n}\n"           \
	"flag off {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"           \
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f0, f1, f2, "     \
	"near, far\n}\n"                                                       \
	"protocol q {\ntitle \"t\"\nclause \"1\" \"c\" flags off\n}\n"         \
	"likeness near {\nstart -20\n90 \"alpha\", \"gamma\"\n"                \
	"-60 \"beta\"\n}\n"                                                    \
	"likeness far {\nstart 9\n80 \"zeta\"\n-70 \"iota\"\n}\n"              \
	"condition named = message is reply and not text has \"beta\"\n"

static const char *const words[] = {"alpha", "beta", "gamma", "delta",
	"epsilon", "zeta", "theta", "iota", "kappa", "lambda", "omega"};

/*
 * The rules of a flag. A word is another pattern in those of some flags, and two
 * flags ask for a likeness in all of theirs, or everything would always be
 * looked for.
 */
struct kind {
	const char *flag, *written, *also;
};
static const struct kind kinds[] = {{"f0", "\"WORD\"", ""},
	{"f1", "\"WORD\"", ""}, {"f2", "\"WORD\"", ""},
	{"off", "/\\bWORD\\b(?=.)/", ""},
	{"near", "/\\bWORD\\b(?!-)/", "message resembles near by 40"},
	{"far", "/\\bWORD\\b/c", "message resembles far by 60"}};
static const char *const whens[] = {"", "when message is reply\n",
	"when not message is reply\n", "when text has \"alpha\"\n",
	"when message is reply and not text has \"beta\"\n",
	"when text has \"omega\" or message is forward\n",
	"when protocol is q\n", "when named\n",
	"when not named or text has \"alpha\"\n",
	"when text longer than 9 words\n",
	"when message resembles near by 30\n",
	"when message resembles near by 60 and text has \"alpha\"\n",
	"when not message resembles far by 50\n",
	"when text shorter than 9 words or message resembles far by 70\n"};
static const char *const others[] = {"", "", "", "shadow\n",
	"within paragraph\n", "within message\n", "in subject\n",
	"in text, quoted\n", "unless \"kappa\"\n", "unless not \"zeta\"\n"};

static const char *
pick(GRand *random, const char *const *list, size_t count)
{
	return list[g_rand_int_range(random, 0, (gint32)count)];
}

#define PICK(random, list) pick((random), (list), G_N_ELEMENTS(list))

static void
append_term(GString *out, GRand *random, const char *written, int depth)
{
	int kind = depth > 2 ? 0 : g_rand_int_range(random, 0, 7);

	if (kind < 4) {
		char **parts = g_strsplit(written, "WORD", 2);

		g_string_append_printf(
			out, "%s%s%s", parts[0], PICK(random, words), parts[1]);
		g_strfreev(parts);
		return;
	}
	g_string_append(out, kind == 6 ? "not (" : "(");
	append_term(out, random, written, depth + 1);
	if (kind < 6) {
		g_string_append(out, kind == 4 ? " and " : " or ");
		append_term(out, random, written, depth + 1);
	}
	g_string_append(out, ")");
}

/* A condition, and another one that must hold as well. */
static void
append_when(GString *out, const char *when, const char *also)
{
	if (also[0] == '\0')
		g_string_append(out, when);
	else if (when[0] == '\0')
		g_string_append_printf(out, "when %s\n", also);
	else
		g_string_append_printf(out, "when (%.*s) and %s\n",
			(int)(strlen(when) - strlen("when \n")),
			when + strlen("when "), also);
}

static char *
random_rules(GRand *random)
{
	GString *out = g_string_new(FRAME);

	for (int i = 0; i < RULES; i++) {
		int lines = g_rand_int_range(random, 1, 4);
		const struct kind *kind = &kinds[g_rand_int_range(
			random, 0, G_N_ELEMENTS(kinds))];

		g_string_append_printf(
			out, "rule r%d {\nflag %s\n", i, kind->flag);
		append_when(out, PICK(random, whens), kind->also);
		g_string_append(out, PICK(random, others));
		if (g_rand_int_range(random, 0, 20) == 0)
			g_string_append(out, "points 1\n");
		for (int l = 0; l < lines; l++) {
			g_string_append_printf(out, "%d ",
				g_rand_int_range(random, 0, 4)
					? g_rand_int_range(random, 1, 4)
					: g_rand_int_range(random, -4, 0));
			append_term(out, random, kind->written, 0);
			g_string_append_c(out, '\n');
		}
		g_string_append(out, "}\n");
	}
	return g_string_free(out, FALSE);
}

static char *
random_text(GRand *random)
{
	static const char *const gaps[] = {
		" ", " ", " ", ". ", ". ", ".\n\n", " and "};
	GString *out = g_string_new(NULL);
	/* Some have more sentences than a word has bits. */
	int most = g_rand_int_range(random, 0, 6) ? 25 : 500;
	int count = g_rand_int_range(random, 0, most);

	for (int i = 0; i < count; i++) {
		g_string_append(out, PICK(random, words));
		if (g_rand_int_range(random, 0, 4) == 0)
			g_string_append(out, " plain");
		g_string_append(out, PICK(random, gaps));
	}
	return g_string_free(out, FALSE);
}

static void
append_findings(GString *out, const char *kind, const struct finding *list,
	size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_string_append_printf(out, "%s %.*s=%d", kind,
			STR_ARG(list[i].flag->name), list[i].points);
		for (size_t r = 0; r < list[i].reason_count; r++) {
			const struct reason *reason = &list[i].reasons[r];

			g_string_append_printf(out, " %.*s:%d@%d:%zu-%zu",
				STR_ARG(reason->rule->id), reason->points,
				reason->zone, reason->start, reason->end);
		}
		g_string_append_c(out, '\n');
	}
}

/* All that the judge says of a message, near misses where it explains. */
static char *
judged(struct matcher *matcher, const struct prefilter *prefilter,
	const struct plan *plan, const struct ruleset *rules,
	struct message *message, bool explain)
{
	struct arena *arena = arena_new();
	struct participants people = {0};
	struct subject subject = {.rules = rules,
		.plan = plan,
		.protocol = rules->protocols[0],
		.message = message,
		.people = &people,
		.matcher = matcher,
		.explain = explain,
		.arena = arena};
	GString *out = g_string_new(NULL);
	struct finding_list findings;

	matcher_begin(matcher, rules, prefilter, message, 0);
	g_string_append_printf(out, "could %d\n", judge_could_apply(&subject));
	judge_message(arena, &subject, &findings);
	append_findings(out, "raised", findings.raised, findings.raised_count);
	append_findings(out, "below", findings.below, findings.below_count);
	append_findings(out, "shadow", findings.shadow, findings.shadow_count);
	g_string_append_printf(out, "open %d\n", findings.open);
	arena_free(&arena);
	return g_string_free(out, FALSE);
}

/* Without what is told only to those who want to know why. */
static char *
in_short(const char *judged)
{
	GRegex *more =
		g_regex_new("^below.*\\n|@\\S+", G_REGEX_MULTILINE, 0, NULL);
	char *less = g_regex_replace(more, judged, -1, 0, "", 0, NULL);

	g_regex_unref(more);
	return less;
}

/* A rule set with all that serves to skip work, and a message. */
struct plan_case {
	struct rule_fixture fixture;
	struct prefilter *prefilter;
	struct plan *plan;
	struct matcher *matcher;
};

/* The same with and without them; what comes back is that. */
static char *
judged_alike(struct plan_case *c, struct message *message, bool explain)
{
	const struct ruleset *rules = c->fixture.rules;
	char *plain = judged(c->matcher, NULL, NULL, rules, message, explain);
	char *planned =
		judged(c->matcher, NULL, c->plan, rules, message, explain);
	char *filtered = judged(
		c->matcher, c->prefilter, c->plan, rules, message, explain);

	assert_string_equal(plain, planned);
	assert_string_equal(plain, filtered);
	g_free(planned);
	g_free(filtered);
	return plain;
}

static void
test_changes_nothing(void **state)
{
	GRand *random = g_rand_new_with_seed(11);
	char *source = random_rules(random);
	struct plan_case c = {.fixture = rules_from(source)};
	GHashTable *different =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	uint32_t *arms;

	(void)state;
	arms = arms_of_patterns(c.fixture.rules);
	c.prefilter = prefilter_new(c.fixture.rules, NULL, arms);
	c.plan = plan_new(c.fixture.rules);
	c.matcher = matcher_new();
	for (int i = 0; i < TEXTS; i++) {
		struct arena *arena = arena_new();
		struct message message = {
			.is_reply = i % 2, .unread = i % 5 ? 0 : UNREAD_TNEF};
		char *text = random_text(random),
		     *subject = random_text(random);
		char *why, *what, *wanted, *brief;

		set_zone(arena, &message, ZONE_TEXT, text);
		set_zone(arena, &message, ZONE_SUBJECT, subject);
		set_zone(arena, &message, ZONE_QUOTED, subject);
		why = judged_alike(&c, &message, true);
		what = judged_alike(&c, &message, false);
		/* Flags out of reach are looked into only with `why`. */
		wanted = in_short(why);
		brief = in_short(what);
		assert_string_equal(brief, wanted);
		assert_null(strstr(what, "below"));
		g_hash_table_add(different, why);
		g_free(what);
		g_free(wanted);
		g_free(brief);
		g_free(text);
		g_free(subject);
		arena_free(&arena);
	}
	/* The comparison is worth something. */
	assert_true(g_hash_table_size(different) > TEXTS / 2);
	g_hash_table_destroy(different);
	matcher_free(&c.matcher);
	plan_free(&c.plan);
	assert_null(c.plan);
	prefilter_free(&c.prefilter);
	g_free(arms);
	rules_end(&c.fixture);
	g_free(source);
	g_rand_free(random);
}

/* Rules that ask the same have one condition, others do not. */
static void
test_shared_conditions(void **state)
{
	struct rule_fixture fixture = rules_from(FRAME
		"define w = \"alpha\"\n"
		"rule a {\nflag f0\nwhen author is member\n1 \"x\"\n}\n"
		"rule b {\nflag f0\nwhen  author is  member\n1 \"x\"\n}\n"
		"rule c {\nflag f0\nwhen author is officer\n1 \"x\"\n}\n"
		"rule d {\nflag f0\nwhen to has member\n1 \"x\"\n}\n"
		"rule e {\nflag f0\nwhen cc has member\n1 \"x\"\n}\n"
		"rule f {\nflag f0\nwhen text has w\n1 \"x\"\n}\n"
		"rule g {\nflag f0\nwhen subject has w\n1 \"x\"\n}\n"
		"rule h {\nflag f0\nwhen text has w\n1 \"x\"\n}\n"
		"rule i {\nflag f0\nwhen author is member with post a\n1 "
		"\"x\"\n}\n"
		"rule j {\nflag f0\nwhen author is member without post a\n1 "
		"\"x\"\n}\n"
		"rule k {\nflag f0\nwhen visible more than 2\n1 \"x\"\n}\n"
		"rule l {\nflag f0\nwhen visible more than 3\n1 \"x\"\n}\n"
		"rule m {\nflag f0\nwhen header \"A\"\n1 \"x\"\n}\n"
		"rule n {\nflag f0\nwhen header \"B\"\n1 \"x\"\n}\n"
		"rule o {\nflag f0\nwhen message is reply\n1 \"x\"\n}\n"
		"rule p {\nflag f0\nwhen not message is reply\n1 \"x\"\n}\n"
		"rule q {\nflag f0\n1 \"x\"\n}\n"
		"rule r {\nflag f0\n1 \"y\"\n}\n"
		"rule s1 {\nflag f0\nwhen text longer than 9 words\n1 "
		"\"x\"\n}\n"
		"rule s2 {\nflag f0\nwhen text longer than 8 words\n1 "
		"\"x\"\n}\n"
		"rule s3 {\nflag f0\nwhen quoted longer than 8 words\n1 "
		"\"x\"\n}\n"
		"rule s4 {\nflag f0\nwhen text shorter than 9 words\n1 "
		"\"x\"\n}\n"
		"rule s5 {\nflag f0\nwhen not text longer than 8 words\n1 "
		"\"x\"\n}\n"
		/* Named or written out. */
		"rule s {\nflag f0\nwhen named\n1 \"x\"\n}\n"
		"rule t {\nflag f0\nwhen not named\n1 \"x\"\n}\n"
		"rule u {\nflag f0\nwhen message is reply\n"
		"and not text has \"beta\"\n1 \"x\"\n}\n");
	struct plan *plan = plan_new(fixture.rules);

	(void)state;
	assert_int_equal(plan->when_count, 21);
	assert_int_equal(plan->when_of[21], plan->when_of[22]);
	assert_int_equal(plan->when_of[23], plan->when_of[25]);
	assert_int_equal(plan->when_of[0], plan->when_of[1]);
	assert_int_equal(plan->when_of[5], plan->when_of[7]);
	assert_int_equal(plan->when_of[16], plan->when_of[17]);
	plan_free(&plan);
	rules_end(&fixture);
}

/* What stands in several conditions is one node of all of them. */
static void
test_shared_parts(void **state)
{
	struct rule_fixture fixture = rules_from(FRAME
		"rule a {\nflag f0\nwhen message is reply and author is "
		"member\n1 \"x\"\n}\n"
		"rule b {\nflag f0\nwhen author is officer and not message is "
		"reply\n1 \"x\"\n}\n"
		"rule c {\nflag f0\nwhen message is reply\n1 \"x\"\n}\n"
		"rule d {\nflag f0\n1 \"x\"\n}\n");
	struct plan *plan = plan_new(fixture.rules);

	(void)state;
	assert_int_equal(plan->when_count, 4);
	/* reply, member, both; officer, no reply, both. */
	assert_int_equal(plan->node_count, 6);
	assert_int_equal(plan->whens[2].node, plan->nodes[2].left);
	assert_int_equal(plan->whens[3].node, PLAN_ALWAYS);
	plan_free(&plan);
	rules_end(&fixture);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_changes_nothing),
		cmocka_unit_test(test_shared_conditions),
		cmocka_unit_test(test_shared_parts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
