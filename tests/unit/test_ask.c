#include "judge_fixture.h"

#include "base/calendar.h"
#include "judge/judge.h"
#include "judge/matcher.h"
#include "people/mention.h"

static const char *const roster_text =
	"address,role,name,title,party,posts,expands,aliases,ward\n"
	"anna@council.test,officer,Anna Pell,Director of Housing,,director,,,\n"
	"ravi@council.test,officer,Ravi Nair,Chief Executive,,"
	"chief-executive,,,\n"
	"tom@council.test,officer,Tom Birch,Planning Officer,,,,,\n"
	"mary@council.test,officer,Mary Low,Director of Streets,,director,,,\n"
	"jane@council.test,member,Jane Marsh,,Labour,,,,Castle\n"
	"bob@council.test,member,Bob Field,,Green,cabinet,,,Abbey\n"
	"sam@council.test,member,Sam Reed,,Green,,,sam@home.test,Abbey\n"
	"labour@council.test,group,Labour Group,,Labour,,,,\n"
	"post@archive.test,archive,Archive,,,,,,\n";

static const char *const frame =
	"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
	"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n"
	"complaint about officer with post chief-executive to member\n"
	"complaint about officer with post director to officer with post "
	"chief-executive\n"
	"complaint about anyone to officer with post director\n}\n"
	"party \"Labour\" = /\\bLabour\\b/c\n"
	"party \"Green\" = /\\bGreens?\\b/c, \"the eco lot\"\n"
	"party \"Monster Raving Loony\" = \"loonies\"\n"
	"window spring {\nfrom \"2026-03-01 00:00\"\n"
	"until \"2026-05-07 22:00\"\n}\n"
	"window castle {\nfrom \"2026-01-01 00:00\"\n"
	"until \"2026-12-31 00:00\"\nward \"Castle\"\n}\n"
	"window abbey {\nfrom \"2026-01-01 00:00\"\n"
	"until \"2026-12-31 00:00\"\nward \"Abbey\"\n}\n"
	"likeness rude {\nstart -20\n60 \"twit\"\n-20 \"dear\"\n"
	"40 \"silly goat\"\n}\n"
	"rule r {\nflag f\nwhen %s\n1 \"x\"\n}\n";

/* Monday 4 May 2026, 10:30 in London. */
static const int64_t monday = 1777887000;

#define TO_BOB "From: Anna Pell <anna@council.test>\nTo: bob@council.test\n"
#define TO_JANE                                                                \
	"From: Anna Pell <anna@council.test>\nTo: jane@council.test\n"         \
	"Cc: press@paper.test\n"

#define TEN "one by one they go to and fro there "
#define HUNDRED TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN

struct ask_case {
	const char *when;
	const char *header, *body;
	const char *rcpt; /* one more than To and Cc; NULL: no envelope */
	enum tri header_only, all;
};

static const struct ask_case cases[] = {
	{"author is officer", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"author is member", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"author is officer with post director", TO_JANE, "x", NULL, TRI_YES,
		TRI_YES},
	{"visible has member", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"cc has member", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"to has only member", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"visible has only member", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"visible has no officer", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"visible has all member with ward \"Castle\"", TO_JANE, "x", NULL,
		TRI_YES, TRI_YES},
	{"visible has all member", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	/* Jane has her ward to herself, Bob shares his with Sam. */
	{"visible has whole wards", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"visible has whole wards", TO_BOB, "x", NULL, TRI_NO, TRI_NO},
	{"visible has whole wards", TO_BOB "Cc: sam@home.test\n", "x", NULL,
		TRI_YES, TRI_YES},
	{"to has whole wards", TO_BOB "Cc: sam@home.test\n", "x", NULL, TRI_NO,
		TRI_NO},
	{"visible has whole wards", TO_BOB, "x", "sam@council.test", TRI_NO,
		TRI_NO},
	{"everyone has whole wards", TO_BOB, "x", "sam@council.test", TRI_YES,
		TRI_YES},
	{"visible has whole wards",
		"From: sam@council.test\nTo: bob@council.test\n", "x", NULL,
		TRI_YES, TRI_YES},
	{"visible has whole wards",
		"From: anna@council.test\nTo: tom@council.test\n", "x", NULL,
		TRI_YES, TRI_YES},
	/* A domain is that of the address as written, though Sam is Sam. */
	{"author is member with domain \"council.test\"",
		"From: sam@home.test\nTo: anna@council.test\n", "x", NULL,
		TRI_NO, TRI_NO},
	{"author is member with domain \"home.test\"",
		"From: sam@home.test\nTo: anna@council.test\n", "x", NULL,
		TRI_YES, TRI_YES},
	{"everyone has member without domain \"council.test\"",
		TO_BOB "Cc: sam@home.test\n", "x", NULL, TRI_YES, TRI_YES},
	{"everyone has member without domain \"council.test\"",
		TO_BOB "Cc: sam@council.test\n", "x", NULL, TRI_NO, TRI_NO},
	{"cc has address \"sam@council.test\"", TO_BOB "Cc: sam@home.test\n",
		"x", NULL, TRI_YES, TRI_YES},
	{"visible more than 1", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"visible more than 2", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"hidden has anyone", TO_JANE, "x", "bob@council.test", TRI_YES,
		TRI_YES},
	{"hidden has anyone", TO_JANE, "x", "post@archive.test", TRI_NO,
		TRI_NO},
	{"hidden has anyone", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"text has \"bins\"", TO_JANE, "The bins.", NULL, TRI_UNKNOWN, TRI_YES},
	{"text has \"bins\"", TO_JANE, "The bin.", NULL, TRI_UNKNOWN, TRI_NO},
	{"not text has \"bins\"", TO_JANE, "The bin.", NULL, TRI_UNKNOWN,
		TRI_YES},
	{"text has \"bins\" and author is member", TO_JANE, "The bins.", NULL,
		TRI_NO, TRI_NO},
	{"text has \"bins\" or author is officer", TO_JANE, "The bin.", NULL,
		TRI_YES, TRI_YES},
	{"text starts \"the\"", TO_JANE, "The bins.", NULL, TRI_UNKNOWN,
		TRI_YES},
	{"text starts \"bins\"", TO_JANE, "The bins.", NULL, TRI_UNKNOWN,
		TRI_NO},
	{"subject has \"bins\"", TO_JANE "Subject: Bins\n", "x", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"text has \"bins\"",
		TO_JANE "Content-Type: text/plain; charset=x-unheard-of\n",
		"The \xff\xfe bin.", NULL, TRI_UNKNOWN, TRI_UNKNOWN},
	/* 50 per cent is where the words make up for the start. */
	{"message resembles rude by 50", TO_JANE, "Twit, twit.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"message resembles rude by 90", TO_JANE, "Twit, twit.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"message resembles rude by 99", TO_JANE, "Twit, twit.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"message resembles rude by 50", TO_JANE, "Dear twit.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"message resembles rude by 80", TO_JANE, "Dear twit.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"message resembles rude by 50", TO_JANE,
		"Nine more words make less of the one twit here.", NULL,
		TRI_UNKNOWN, TRI_NO},
	/* Nothing hides behind pages of something else. */
	{"message resembles rude by 50", TO_JANE,
		HUNDRED HUNDRED HUNDRED "twit, twit.", NULL, TRI_UNKNOWN,
		TRI_NO},
	{"message resembles rude by 15", TO_JANE, HUNDRED HUNDRED "twit.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"message resembles rude by 15", TO_JANE,
		"twit " HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED HUNDRED
			HUNDRED HUNDRED,
		NULL, TRI_UNKNOWN, TRI_YES},
	/* Two words one behind the other. */
	{"message resembles rude by 50", TO_JANE, "Silly Goat.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"message resembles rude by 50", TO_JANE, "Goat silly.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"message resembles rude by 50", TO_JANE, "Silly, goat.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"message resembles rude by 50", TO_JANE, "Silly. Goat.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"message resembles rude by 50", TO_JANE "Subject: twit\n", "12", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"message resembles rude by 50", TO_JANE, "Hello.\n\n> twit", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"text longer than 2 words", TO_JANE, "Don't -- empty\n\nbins. ", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"text longer than 3 words", TO_JANE, "Don't -- empty\n\nbins. ", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"text shorter than 4 words", TO_JANE, "Don't empty bins.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"text shorter than 3 words", TO_JANE, "Don't empty bins.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"text longer than 2 words", TO_JANE, "The bins.\n\n> all the words",
		NULL, TRI_UNKNOWN, TRI_NO},
	{"quoted longer than 2 words", TO_JANE, "The bins.\n\n> all the words",
		NULL, TRI_UNKNOWN, TRI_YES},
	{"subject longer than 1 words and author is member",
		TO_JANE "Subject: The bins\n", "x", NULL, TRI_NO, TRI_NO},
	/* What was not read may be long. */
	{"text longer than 2 words",
		TO_JANE "Content-Type: text/plain; charset=x-unheard-of\n",
		"\xff\xfe", NULL, TRI_UNKNOWN, TRI_UNKNOWN},
	{"text shorter than 2 words",
		TO_JANE "Content-Type: text/plain; charset=x-unheard-of\n",
		"\xff\xfe", NULL, TRI_UNKNOWN, TRI_UNKNOWN},
	{"text longer than 2 words",
		TO_JANE "Content-Type: text/plain; charset=x-unheard-of\n",
		"All the \xff\xfe words", NULL, TRI_UNKNOWN, TRI_YES},
	{"text names officer", TO_JANE, "I met Tom Birch.", NULL, TRI_UNKNOWN,
		TRI_YES},
	{"text names member", TO_JANE, "I met Tom Birch.", NULL, TRI_UNKNOWN,
		TRI_NO},
	{"text names officer", TO_JANE, "Anna Pell here.", NULL, TRI_UNKNOWN,
		TRI_NO},
	/* Jane is Labour; the Greens are another party, to her alone. */
	{"text names party other than to", TO_JANE, "The Greens asked us.",
		NULL, TRI_UNKNOWN, TRI_YES},
	{"text names party other than to", TO_JANE, "The eco lot asked us.",
		NULL, TRI_UNKNOWN, TRI_YES},
	{"text names party other than to", TO_JANE, "Labour asked us.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"text names party other than to", TO_BOB, "The Greens asked us.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"text names party other than visible",
		TO_BOB "Cc: jane@council.test\n", "The Greens asked us.", NULL,
		TRI_UNKNOWN, TRI_YES},
	{"text names party other than everyone", TO_BOB, "The Greens asked us.",
		"labour@council.test", TRI_UNKNOWN, TRI_YES},
	/* Nobody there has a party; a zone that is not asked of. */
	{"text names party other than cc", TO_JANE, "The Greens asked us.",
		NULL, TRI_NO, TRI_NO},
	{"subject names party other than to", TO_JANE, "The Greens asked us.",
		NULL, TRI_UNKNOWN, TRI_NO},
	{"notice given", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"notice given", TO_JANE, "The bins.", "bob@council.test", TRI_UNKNOWN,
		TRI_NO},
	{"notice given", TO_JANE, "I have copied Cllr Bob Field into this.",
		"bob@council.test", TRI_UNKNOWN, TRI_YES},
	{"cc told", TO_BOB, "x", NULL, TRI_YES, TRI_YES},
	{"cc told", TO_BOB "Cc: tom@council.test\n", "The bins.", NULL,
		TRI_UNKNOWN, TRI_NO},
	{"cc told", TO_BOB "Cc: tom@council.test\n",
		"The bins.\n\nCopy to Tom Birch", NULL, TRI_UNKNOWN, TRI_YES},
	{"cc told", TO_BOB "Cc: tom@council.test, ravi@council.test\n",
		"The bins.\n\nCopy to Tom Birch", NULL, TRI_UNKNOWN, TRI_NO},
	{"cc told", TO_BOB "Cc: post@archive.test\n", "The bins.", NULL,
		TRI_YES, TRI_YES},
	{"hidden told", TO_BOB "Cc: tom@council.test\n", "x", NULL, TRI_YES,
		TRI_YES},
	{"hidden told", TO_BOB, "x", "tom@council.test", TRI_UNKNOWN, TRI_NO},
	{"letter forwarded", TO_JANE, "The bins.", NULL, TRI_UNKNOWN, TRI_NO},
	{"message is reply", TO_JANE "In-Reply-To: <a@b>\n", "x", NULL, TRI_YES,
		TRI_YES},
	{"message is reply", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"message is forward", TO_JANE, "x", NULL, TRI_UNKNOWN, TRI_NO},
	{"message is forward", TO_JANE "Subject: Fw: a\n", "x", NULL, TRI_YES,
		TRI_YES},
	{"message is automatic", TO_JANE "Auto-Submitted: auto-replied\n", "x",
		NULL, TRI_YES, TRI_YES},
	{"message is automatic", TO_JANE, "x", NULL, TRI_UNKNOWN, TRI_NO},
	{"message is encrypted", TO_JANE, "x", NULL, TRI_UNKNOWN, TRI_NO},
	{"header \"X-Test\"", TO_JANE "x-test: a\n", "x", NULL, TRI_YES,
		TRI_YES},
	{"header \"X-Test\"", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"header \"X-Test\" has \"b\"", TO_JANE "X-Test: a\nX-Test: b\n", "x",
		NULL, TRI_YES, TRI_YES},
	{"header \"X-Test\" has \"c\"", TO_JANE "X-Test: a\n", "x", NULL,
		TRI_NO, TRI_NO},
	{"attachment name /\\.pdf$/",
		TO_JANE "Content-Type: application/pdf; name=\"a.pdf\"\n"
			"Content-Disposition: attachment; filename=\"a.pdf\"\n",
		"x", NULL, TRI_UNKNOWN, TRI_YES},
	{"attachment name /\\.doc$/",
		TO_JANE "Content-Type: application/pdf; name=\"a.pdf\"\n"
			"Content-Disposition: attachment; filename=\"a.pdf\"\n",
		"x", NULL, TRI_UNKNOWN, TRI_NO},
	{"attachment type /pdf/",
		TO_JANE "Content-Type: application/pdf; name=\"a.pdf\"\n"
			"Content-Disposition: attachment; filename=\"a.pdf\"\n",
		"x", NULL, TRI_UNKNOWN, TRI_YES},
	/* Patterns meet the plain form of a value, as they do in texts. */
	{"header \"Keywords\" has \"don't copy\"",
		TO_JANE "Keywords: =?utf-8?q?don=E2=80=99t=C2=A0copy?=\n", "x",
		NULL, TRI_YES, TRI_YES},
	{"during spring", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"during castle", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"during abbey", TO_JANE, "x", NULL, TRI_NO, TRI_NO},
	{"working hours", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"protocol is p", TO_JANE, "x", NULL, TRI_YES, TRI_YES},
	{"identity verified", TO_JANE, "x", "anna@council.test", TRI_YES,
		TRI_YES},
	{"message has unread", TO_JANE, "x", NULL, TRI_UNKNOWN, TRI_NO},
	{"message has unread",
		TO_JANE "Content-Type: text/plain; charset=x-unheard-of\n",
		"The \xff\xfe bin.", NULL, TRI_UNKNOWN, TRI_YES},
	/* Complaints: about the director to the chief executive, and so on. */
	{"complaint routed", "From: jane@council.test\nTo: ravi@council.test\n",
		"Anna Pell was rude.", NULL, TRI_UNKNOWN, TRI_YES},
	{"complaint routed", "From: jane@council.test\nTo: tom@council.test\n",
		"Anna Pell was rude.", NULL, TRI_UNKNOWN, TRI_NO},
	{"complaint routed", "From: jane@council.test\nTo: anna@council.test\n",
		"Dear Anna Pell, Tom Birch was rude.", NULL, TRI_UNKNOWN,
		TRI_YES},
	/* "Director" is Mary, too, but it is said to Anna. */
	{"complaint routed", "From: jane@council.test\nTo: anna@council.test\n",
		"You are his director: Tom Birch was rude.", NULL, TRI_UNKNOWN,
		TRI_YES},
	{"complaint routed", "From: jane@council.test\nTo: anna@council.test\n",
		"Dear Anna Pell, you were rude.", NULL, TRI_UNKNOWN, TRI_NO},
	{"complaint routed", "From: jane@council.test\nTo: tom@council.test\n",
		"One of your people was rude.", NULL, TRI_UNKNOWN, TRI_NO},
};

struct stage {
	struct diag *diag;
	struct roster *roster;
	struct mention_index *mentions;
	struct calendar *calendar;
	struct council council;
	struct council_data data;
};

static void
stage_open(struct stage *stage)
{
	stage->diag = diag_new();
	stage->roster = roster_load(stage->diag,
		diag_read_memory(stage->diag, "roster", str_of(roster_text)));
	assert_non_null(stage->roster);
	stage->mentions = mention_index_new(stage->roster);
	stage->calendar = calendar_new(
		stage->diag, (struct place){0}, "Europe/London", NULL, NULL);
	stage->council = (struct council){
		.work_from = 8 * 60 + 30, .work_until = 17 * 60 + 30};
	stage->data = (struct council_data){.council = &stage->council,
		.roster = stage->roster,
		.mentions = stage->mentions,
		.calendar = stage->calendar};
}

static void
stage_close(struct stage *stage)
{
	calendar_free(&stage->calendar);
	mention_index_free(&stage->mentions);
	roster_free(&stage->roster);
	diag_free(&stage->diag);
}

static void
find_people(struct stage *stage, struct arena *arena, const struct ask_case *c,
	const struct message *message, struct participants *people)
{
	struct str rcpts[8];
	struct envelope envelope = {.from = STR_LIT("anna@council.test"),
		.rcpts = rcpts,
		.known = c->rcpt != NULL};

	for (size_t i = 0; i < message->to.count; i++)
		rcpts[envelope.rcpt_count++] = message->to.items[i].spec;
	for (size_t i = 0; i < message->cc.count; i++)
		rcpts[envelope.rcpt_count++] = message->cc.items[i].spec;
	if (c->rcpt != NULL)
		rcpts[envelope.rcpt_count++] = str_of(c->rcpt);
	participants_find(arena, stage->roster, stage->mentions,
		calendar_day(stage->calendar, monday), message, &envelope,
		people);
}

static void
check(struct stage *stage, const struct ask_case *c)
{
	char *source = g_strdup_printf(frame, c->when);
	char *text = g_strconcat(c->header, "\n", c->body, "\n", NULL);
	struct rule_fixture fixture = rules_from(source);
	struct arena *arena = arena_new();
	struct matcher *matcher = matcher_new();
	struct raw_mail *raw = raw_mail_new();
	struct message message = {0};
	struct participants people = {0};
	struct subject subject = {.rules = fixture.rules,
		.council = &stage->data,
		.protocol = fixture.rules->protocols[0],
		.message = &message,
		.people = &people,
		.matcher = matcher,
		.now = monday,
		.arena = arena};
	const struct condition *when = fixture.rules->rules[0]->when;

	raw_mail_parse(raw, str_of(text));
	message_read(arena, raw, NULL, &message);
	find_people(stage, arena, c, &message, &people);
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	if (ask(&subject, when) != c->all)
		print_error("%s\n%s\n", c->when, text);
	assert_int_equal(ask(&subject, when), c->all);
	memset(&message, 0, sizeof(message));
	message_read_header(arena, raw, &message);
	matcher_begin(matcher, fixture.rules, NULL, &message, 0);
	subject.closed = CLOSED_TEXTS;
	if (ask(&subject, when) != c->header_only)
		print_error("header only: %s\n%s\n", c->when, text);
	assert_int_equal(ask(&subject, when), c->header_only);
	raw_mail_free(&raw);
	matcher_free(&matcher);
	arena_free(&arena);
	rules_end(&fixture);
	g_free(source);
	g_free(text);
}

static void
test_conditions(void **state)
{
	struct stage stage;

	(void)state;
	stage_open(&stage);
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		check(&stage, &cases[i]);
	stage_close(&stage);
}

/* Every kind of condition has at least one case above. */
static void
test_all_kinds_tried(void **state)
{
	bool tried[COND_KIND_COUNT] = {false};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *source = g_strdup_printf(frame, cases[i].when);
		struct rule_fixture fixture = rules_from(source);
		const struct condition *when = fixture.rules->rules[0]->when;

		if (when->op == COND_ATOM)
			tried[when->kind] = true;
		rules_end(&fixture);
		g_free(source);
	}
	tried[COND_MEMBER_KNOWS] = true; /* test_inspect.c */
	for (int kind = 0; kind < COND_KIND_COUNT; kind++) {
		if (!tried[kind])
			print_error("kind %d\n", kind);
		assert_true(tried[kind]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_all_kinds_tried),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
