#include "judge_fixture.h"

#include "judge/judge.h"
#include "judge/matcher.h"
#include "judge/plan.h"

struct judge_case {
	const char *name;
	const char *flag;  /* lines of the flag "f" */
	const char *rules; /* rules of it and of "off", which has no clause */
	const char *subject, *text;
	bool reply;
	unsigned unread;
	const char *wanted; /* "raised f=5 [r] ; below … ; shadow … ; open" */
};

static void
tell(GString *out, const char *kind, const struct finding *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		g_string_append_printf(out, "%s%s %.*s=%d [",
			out->len ? "; " : "", kind, STR_ARG(list[i].flag->name),
			list[i].points);
		for (size_t r = 0; r < list[i].rule_count; r++)
			g_string_append_printf(out, "%s%.*s", r ? " " : "",
				STR_ARG(list[i].rules[r]->id));
		g_string_append(out, "]");
	}
}

static char *
judge_case(const struct judge_case *c, struct arena *arena, bool explain)
{
	char *source = g_strdup_printf(
		"flag f {\nseverity info\nwarning \"w\"\n%s\n}\n"
		"flag off {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n"
		"clause \"2\" \"c\" flags f\n}\n"
		"protocol q {\ntitle \"t\"\nclause \"1\" \"c\" flags off\n}\n"
		"%s",
		c->flag, c->rules);
	struct rule_fixture fixture = rules_from(source);
	struct matcher *matcher = matcher_new();
	struct message message = {.is_reply = c->reply, .unread = c->unread};
	struct participants people = {0};
	struct subject subject = {.rules = fixture.rules,
		.protocol = fixture.rules->protocols[0],
		.message = &message,
		.people = &people,
		.matcher = matcher,
		.explain = explain,
		.arena = arena};
	GString *out = g_string_new(NULL);
	struct finding_list findings;

	set_zone(arena, &message, ZONE_SUBJECT, c->subject);
	set_zone(arena, &message, ZONE_TEXT, c->text);
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	judge_message(arena, &subject, &findings);
	tell(out, "raised", findings.raised, findings.raised_count);
	tell(out, "below", findings.below, findings.below_count);
	tell(out, "shadow", findings.shadow, findings.shadow_count);
	if (findings.open)
		g_string_append(out, out->len ? "; open" : "open");
	matcher_free(&matcher);
	rules_end(&fixture);
	g_free(source);
	return g_string_free(out, FALSE);
}

#define RULE(name, lines) "rule " name " {\nflag f\n" lines "\n}\n"

static const struct judge_case cases[] = {
	{"points of a message add up", "threshold 5\nwithin message",
		RULE("a", "3 \"one\"\n2 \"two\""), "", "One. Two.", false, 0,
		"raised f=5 [a]"},
	{"a line counts once", "threshold 5\nwithin message",
		RULE("a", "3 \"one\""), "one", "One one. One.", false, 0,
		"below f=3 [a]"},
	{"sentences do not add up", "threshold 5\nwithin sentence",
		RULE("a", "3 \"one\"\n2 \"two\""), "", "One. Two.", false, 0,
		"below f=3 [a]"},
	{"within a sentence they do", "threshold 5\nwithin sentence",
		RULE("a", "3 \"one\"") RULE("b", "2 \"two\""), "",
		"One. Then two and one.", false, 0, "raised f=5 [a b]"},
	{"paragraphs", "threshold 5\nwithin paragraph",
		RULE("a", "3 \"one\"\n2 \"two\"\n4 \"three\""), "",
		"One. Three is less.\n\nOne. Two. One.\n\nThree.", false, 0,
		"raised f=7 [a]"},
	{"a line counts once a paragraph", "threshold 5\nwithin paragraph",
		RULE("a", "3 \"one\""), "", "One. One. One.", false, 0,
		"below f=3 [a]"},
	{"subject and text are apart", "threshold 5\nwithin sentence",
		RULE("a", "3 \"one\"\n2 \"two\""), "one", "two", false, 0,
		"below f=3 [a]"},
	{"and together in the message", "threshold 5\nwithin message",
		RULE("a", "3 \"one\"\n2 \"two\""), "one", "two", false, 0,
		"raised f=5 [a]"},
	{"only the zones of the rule", "threshold 1\nwithin message",
		RULE("a", "in subject\n3 \"one\""), "", "one", false, 0, ""},
	{"negative lines", "threshold 5\nwithin message",
		RULE("a", "5 \"one\"\n-2 \"two\""), "", "One, two.", false, 0,
		"below f=3 [a]"},
	{"a negative line elsewhere", "threshold 5\nwithin sentence",
		RULE("a", "5 \"one\"\n-2 \"two\""), "", "One. Two.", false, 0,
		"raised f=5 [a]"},
	{"negative lines alone raise nothing", "threshold 1\nwithin message",
		RULE("a", "-2 \"two\"\n3 \"one\""), "", "two", false, 0, ""},
	{"structural points", "threshold 5\nwithin sentence",
		RULE("a", "when message is reply\npoints 5"), "", "", true, 0,
		"raised f=5 [a]"},
	{"which count in every unit", "threshold 5\nwithin sentence",
		RULE("a", "when message is reply\npoints 3")
			RULE("b", "2 \"one\""),
		"s", "Zero. One.", true, 0, "raised f=5 [a b]"},
	{"a silent rule", "threshold 5\nwithin message",
		RULE("a", "when message is reply\npoints 5"), "", "", false, 0,
		""},
	{"a line's unit, wider than its rule's", "threshold 3\nwithin message",
		RULE("a", "3 within paragraph \"one\" and \"two\""), "",
		"One. Two.", false, 0, "raised f=3 [a]"},
	{"which reaches no further", "threshold 3\nwithin message",
		RULE("a", "3 within paragraph \"one\" and \"two\""), "",
		"One.\n\nTwo.", false, 0, ""},
	{"a line's unit, narrower than its rule's",
		"threshold 3\nwithin message",
		RULE("a", "within message\n3 within sentence \"one\" and "
			  "\"two\"\n2 \"one\" and \"three\""),
		"", "One. Two. Three.", false, 0, "below f=2 [a]"},
	{"a line's unit: the message, subject and text",
		"threshold 3\nwithin message",
		RULE("a", "3 within message \"one\" and \"two\""), "one",
		"Two.", false, 0, "raised f=3 [a]"},
	{"a rule's unit: sentence", "threshold 3\nwithin message",
		RULE("a", "within sentence\n3 \"one\" and \"two\""), "",
		"One. Two.", false, 0, ""},
	{"a rule's unit: paragraph in a sentence's flag",
		"threshold 5\nwithin sentence",
		RULE("a", "within paragraph\n3 \"one\" and \"two\"")
			RULE("b", "2 \"three\""),
		"", "One. Two. Three.\n\nThree.", false, 0, "raised f=5 [a b]"},
	{"a rule's unit: message counts everywhere",
		"threshold 5\nwithin sentence",
		RULE("a", "within message\n3 \"one\" and \"two\"")
			RULE("b", "2 \"three\""),
		"One", "Two.\n\nThree.", false, 0, "raised f=5 [a b]"},
	{"unless", "threshold 3\nwithin message",
		RULE("a", "3 \"one\"\nunless \"two\""), "two", "One.", false, 0,
		""},
	{"unless looks in the rule's zones", "threshold 3\nwithin message",
		RULE("a", "in text\n3 \"one\"\nunless \"two\""), "two", "One.",
		false, 0, "raised f=3 [a]"},
	{"unless holds its rule only", "threshold 3\nwithin message",
		RULE("a", "3 \"one\"\nunless \"two\"") RULE("b", "4 \"one\""),
		"two", "One.", false, 0, "raised f=4 [b]"},
	{"shadow rules act on nothing", "threshold 3\nwithin message",
		RULE("a", "shadow\n3 \"one\""), "", "One.", false, 0,
		"shadow f=3 [a]"},
	{"shadow rules beside others", "threshold 3\nwithin message",
		RULE("a", "shadow\n2 \"one\"") RULE("b", "2 \"two\""), "",
		"One. Two.", false, 0, "below f=2 [b]; shadow f=4 [a b]"},
	{"a shadow rule that adds nothing", "threshold 3\nwithin message",
		RULE("a", "shadow\n2 \"none\"") RULE("b", "3 \"two\""), "",
		"One. Two.", false, 0, "raised f=3 [b]"},
	{"a flag without a clause is off", "threshold 1\nwithin message",
		"rule x {\nflag off\n3 \"one\"\n}\n" RULE("a", "3 \"none\""),
		"", "One.", false, 0, ""},
	{"an open rule is silent", "threshold 3\nwithin message",
		RULE("a", "when text has \"two\"\n3 \"one\""), "", "One.",
		false, UNREAD_CHARSET, "open"},
	{"a read one says no", "threshold 3\nwithin message",
		RULE("a", "when text has \"two\"\n3 \"one\""), "", "One.",
		false, 0, ""},
	{"open, but it would change nothing", "threshold 4\nwithin message",
		RULE("a", "when text has \"two\"\n3 \"one\""), "", "One.",
		false, UNREAD_CHARSET, ""},
	{"open, but raised all the same", "threshold 3\nwithin message",
		RULE("a", "when text has \"two\"\n3 \"one\"")
			RULE("b", "3 \"one\""),
		"", "One.", false, UNREAD_CHARSET, "raised f=3 [b]"},
};

static void
expect_case(const struct judge_case *c, bool explain, const char *wanted)
{
	struct arena *arena = arena_new();
	char *found = judge_case(c, arena, explain);

	if (strcmp(found, wanted) != 0)
		print_error("%s\n", c->name);
	assert_string_equal(found, wanted);
	g_free(found);
	arena_free(&arena);
}

/* What is told where nobody wants to know why: all but the near misses. */
static char *
without_below(const char *wanted)
{
	char **parts = g_strsplit(wanted, "; ", -1);
	GString *out = g_string_new(NULL);

	for (char **part = parts; *part != NULL; part++)
		if (!g_str_has_prefix(*part, "below"))
			g_string_append_printf(
				out, "%s%s", out->len ? "; " : "", *part);
	g_strfreev(parts);
	return g_string_free(out, FALSE);
}

static void
test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *less = without_below(cases[i].wanted);

		expect_case(&cases[i], true, cases[i].wanted);
		expect_case(&cases[i], false, less);
		g_free(less);
	}
}

/* Clauses, the protocol's words and the words found. */
static void
test_finding(void **state)
{
	struct rule_fixture fixture = rules_from(
		"flag f {\nseverity notice\nthreshold 3\nwithin sentence\n"
		"warning \"{Member} tells {officers}: {clause}\"\n}\n"
		"protocol p {\ntitle \"t\"\n"
		"wording member \"councillor\" \"councillors\"\n"
		"clause \"1.2\" \"c\" flags f\nclause \"3(a)\" \"c\" flags "
		"f\n}\n"
		"rule a {\nflag f\n2 /two|three/ and \"four\"\n-1 \"six\"\n"
		"2 /five/\n}\n");
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();
	struct message message = {0};
	struct participants people = {0};
	struct subject subject = {.rules = fixture.rules,
		.protocol = fixture.rules->protocols[0],
		.message = &message,
		.people = &people,
		.matcher = matcher,
		.arena = arena,
		.explain = true};
	const char *text = "Two here. Five and three, four. Six.";
	struct finding_list findings;
	const struct finding *finding;

	(void)state;
	set_zone(arena, &message, ZONE_TEXT, text);
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	judge_message(arena, &subject, &findings);
	assert_int_equal(findings.raised_count, 1);
	finding = &findings.raised[0];
	assert_int_equal(finding->points, 4);
	assert_true(str_eq(finding->clauses, STR_LIT("1.2, 3(a)")));
	assert_int_equal(finding->rule_count, 1);
	assert_int_equal(finding->reason_count, 2);
	assert_true(finding->reasons[0].has_words);
	assert_int_equal(finding->reasons[0].zone, ZONE_TEXT);
	assert_int_equal(
		finding->reasons[0].start, strstr(text, "three") - text);
	assert_int_equal(finding->reasons[1].start, 10);
	assert_int_equal(finding->reasons[1].end, 14);
	matcher_free(&matcher);
	arena_free(&arena);
	rules_end(&fixture);
}

/* Was it found out who is named in the text? */
static bool
reads_names(const struct rule_fixture *fixture, const struct plan *plan,
	const char *text)
{
	struct matcher *matcher = matcher_new();
	struct arena *arena = arena_new();
	struct message message = {0};
	struct participants people = {0};
	struct subject subject = {.rules = fixture->rules,
		.plan = plan,
		.protocol = fixture->rules->protocols[0],
		.message = &message,
		.people = &people,
		.matcher = matcher,
		.arena = arena};
	struct finding_list findings;
	bool read;

	set_zone(arena, &message, ZONE_TEXT, text);
	matcher_begin(matcher, fixture->rules, NULL, &message, 0);
	judge_message(arena, &subject, &findings);
	assert_int_equal(subject.closed, CLOSED_NOTHING);
	read = subject.mentions[ZONE_TEXT] != NULL;
	matcher_free(&matcher);
	arena_free(&arena);
	return read;
}

/* What takes a reading of its own is asked only where nothing else tells. */
static void
test_names_read_last(void **state)
{
	struct rule_fixture fixture = rules_from(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
		"rule a {\nflag f\nwhen text names anyone and text has \"x\"\n"
		"1 \"y\"\n}\n");
	struct plan *plan = plan_new(fixture.rules);

	(void)state;
	assert_false(reads_names(&fixture, plan, "Only y."));
	assert_false(reads_names(&fixture, NULL, "Only y."));
	assert_true(reads_names(&fixture, plan, "Both x and y."));
	assert_true(reads_names(&fixture, NULL, "Both x and y."));
	plan_free(&plan);
	rules_end(&fixture);
}

static void
expect_could(const char *rules, bool reply, bool wanted)
{
	char *source = g_strdup_printf(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"flag off {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n"
		"protocol q {\ntitle \"t\"\nclause \"1\" \"c\" flags off\n}\n"
		"%s",
		rules);
	struct rule_fixture fixture = rules_from(source);
	struct message message = {.is_reply = reply};
	struct participants people = {0};
	struct subject subject = {.rules = fixture.rules,
		.protocol = fixture.rules->protocols[0],
		.message = &message,
		.people = &people};

	assert_int_equal(judge_could_apply(&subject), wanted);
	assert_int_equal(subject.closed, CLOSED_NOTHING);
	rules_end(&fixture);
	g_free(source);
}

static void
test_could_apply(void **state)
{
	(void)state;
	expect_could(RULE("a", "1 \"x\""), false, true);
	expect_could(RULE("a", "when message is reply\n1 \"x\""), false, false);
	expect_could(RULE("a", "when message is reply\n1 \"x\""), true, true);
	expect_could(RULE("a", "when text has \"y\"\n1 \"x\""), false, true);
	expect_could(RULE("a", "when text has \"y\" and message is reply\n"
			       "1 \"x\""),
		false, false);
	/* Rules that add nothing, act on nothing or are off do not count. */
	expect_could(
		RULE("a", "-1 \"x\"") RULE("b",
			"shadow\n1 \"x\"") "rule c {\nflag off\n1 \"x\"\n}\n",
		false, false);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_finding),
		cmocka_unit_test(test_names_read_last),
		cmocka_unit_test(test_could_apply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
