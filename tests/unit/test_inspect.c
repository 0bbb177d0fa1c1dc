#include "judge_fixture.h"

#include <glib/gstdio.h>

#include "base/calendar.h"
#include "judge/inspect.h"

static const char *const roster =
	"address,role,name,title,party,posts,expands\n"
	"anna@council.test,officer,Anna Pell,Director of Housing,,director,\n"
	"tom@council.test,officer,Tom Birch,Planning Officer,,,\n"
	"jane@council.test,member,Jane Marsh,,Labour,,\n"
	"bob@council.test,member,Bob Field,,Green,,\n"
	"labour@council.test,group,Labour Group,,Labour,,\n"
	"news@council.test,list,News,,,,jane@council.test bob@council.test\n"
	"press@paper.test,media,The Paper,,,,\n";

static const char *const config =
	"flag copy-notice {\nseverity warning\nthreshold 5\nwithin message\n"
	"warning \"Tell the {member}. ({clause})\"\n}\n"
	"flag political-wording {\nseverity notice\nthreshold 5\n"
	"within sentence\nwarning \"Party words.\"\naction subject \"[{Member} "
	"{clause}] \"\n}\n"
	"flag response-due {\nseverity info\nthreshold 3\nwithin message\n"
	"warning \"Answer.\"\nasks-reply\n}\n"
	"flag known {\nseverity info\nthreshold 1\nwithin message\n"
	"warning \"K.\"\naction hold\n}\n"
	"protocol p {\ntitle \"t\"\nreply within 2 working days\n"
	"acknowledge within 1 working day\n"
	"clause \"4.4\" \"c\" flags copy-notice\n"
	"clause \"3.1(a)\" \"c\" flags political-wording\n"
	"clause \"6.4\" \"c\" flags response-due, known\n}\n"
	"protocol quiet {\ntitle \"t\"\n"
	"clause \"4.4\" \"c\" flags copy-notice\n}\n"
	"rule hidden-copy {\nflag copy-notice\n"
	"when author is officer and everyone has member and hidden has anyone\n"
	"  and not notice given\n"
	"points 5\n}\n"
	"rule vote {\nflag political-wording\nwhen author is officer\n"
	"5 /\\bvote (?:Labour|Tory)\\b/\nunless \"electoral register\"\n"
	"miss \"they voted\"\n}\n"
	"rule slow {\nflag political-wording\nwhen author is officer\n"
	"5 /(?:x+x+)+y/\nmiss \"none\"\n}\n"
	"rule question {\nflag response-due\n"
	"when author is member and everyone has officer\n"
	"3 /\\?/\nmiss \"none\"\n}\n"
	"rule knows {\nflag known\n"
	"when author is officer and letter forwarded and letter known\n"
	"points 1\n}\n"
	"council c {\ndomains \"council.test\"\nprotocol p\n"
	"roster \"roster.csv\"\n}\n"
	"council d {\ndomains \"parish.test\"\nprotocol p\n"
	"roster \"parish.csv\"\n}\n";

static const char *const parish =
	"address,role,name,title,party,posts,expands\n"
	"clerk@parish.test,officer,Pat Lane,Clerk,,clerk,\n"
	"ray@parish.test,member,Ray Moss,,,,\n";

/* Friday 8 May 2026, 15:00 in London. */
static const int64_t friday = 1778248800;

struct way {
	char *folder;
	struct diag *diag;
	struct policy *policy;
};

static void
write_file(const char *folder, const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	g_free(path);
}

static int
open_way(void **state)
{
	struct way *way = g_new0(struct way, 1);
	char *path;

	way->folder = g_dir_make_tmp("comity-inspect-XXXXXX", NULL);
	write_file(way->folder, "comity.conf", config);
	write_file(way->folder, "roster.csv", roster);
	write_file(way->folder, "parish.csv", parish);
	path = g_build_filename(way->folder, "comity.conf", NULL);
	way->diag = diag_new();
	way->policy = policy_load(way->diag, path, NULL);
	diag_print(way->diag, stderr);
	g_free(path);
	*state = way;
	return way->policy == NULL;
}

static int
close_way(void **state)
{
	static const char *const names[] = {
		"comity.conf", "roster.csv", "parish.csv"};
	struct way *way = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		char *path = g_build_filename(way->folder, names[i], NULL);

		g_unlink(path);
		g_free(path);
	}
	g_rmdir(way->folder);
	policy_unref(&way->policy);
	diag_free(&way->diag);
	g_free(way->folder);
	g_free(way);
	return 0;
}

/* A verdict in a line. */
static char *
verdict_line(const struct verdict *verdict)
{
	GString *out = g_string_new(verdict->correspondence ? "" : "none");

	for (int i = 0; direction_names[i] != NULL; i++)
		if (verdict->correspondence && verdict->directions >> i & 1)
			g_string_append_printf(out, "%s ", direction_names[i]);
	for (size_t i = 0; i < verdict->findings.raised_count; i++) {
		const struct finding *finding = &verdict->findings.raised[i];

		g_string_append_printf(out, "%.*s=%d ",
			STR_ARG(finding->flag->name), finding->points);
	}
	if (verdict->findings.raised_count > 0)
		g_string_append_printf(out, "%s %s ",
			severity_names[verdict->severity],
			action_names[verdict->action]);
	if (verdict->action_text.n > 0)
		g_string_append_printf(
			out, "\"%.*s\" ", STR_ARG(verdict->action_text));
	if (verdict->has_respond_by) {
		char by[11], first[11];

		calendar_iso(verdict->respond_by, by);
		calendar_iso(verdict->acknowledge_by, first);
		g_string_append_printf(out, "%s %s ", first, by);
	}
	if (verdict->outside_only)
		g_string_append(out, "outside ");
	if (verdict->identity == IDENTITY_VERIFIED)
		g_string_append(out, "verified ");
	for (int i = 0; unread_names[i] != NULL; i++)
		if (verdict->unread >> i & 1)
			g_string_append_printf(
				out, "unread=%s ", unread_names[i]);
	if (out->len > 0 && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

struct inspect_case {
	const char *text;
	const char *from;  /* NULL: the envelope is not known */
	const char *rcpts; /* parted by spaces */
	bool header;
	const char *wanted;
};

#define HEAD(from, to) "From: " from "\nTo: " to "\nSubject: s\n"
#define MANY_X "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

static const struct inspect_case cases[] = {
	{HEAD("anna@council.test", "jane@council.test") "\nThe bins.\n", NULL,
		"", true, "officer-to-member"},
	{HEAD("anna@council.test", "jane@council.test") "\nThe bins.\n",
		"anna@council.test", "jane@council.test", true,
		"officer-to-member verified"},
	{HEAD("anna@council.test", "jane@council.test") "\nThe bins.\n",
		"anna@council.test", "jane@council.test bob@council.test",
		true,
		"officer-to-member copy-notice=5 warning tag verified"},
	{HEAD("anna@council.test",
		 "jane@council.test") "\nI have copied Cllr Bob Field into "
				      "this.\n",
		"anna@council.test", "jane@council.test bob@council.test",
		true, "officer-to-member verified"},
	{HEAD("anna@council.test", "jane@council.test") "\nDo vote Labour.\n",
		NULL, "", true,
		"officer-to-member political-wording=5 notice subject "
		"\"[{Member} {clause}] \""},
	{HEAD("anna@council.test",
		 "jane@council.test") "In-Reply-To: <a@b>\n\nThanks.\n\n"
				      "> Do vote Labour.\n",
		NULL, "", true, "officer-to-member"},
	{HEAD("anna@council.test", "who@home.test") "\nDo vote Tory.\n", NULL,
		"", true,
		"officer-to-outside political-wording=5 notice subject "
		"\"[{Member} {clause}] \" outside"},
	{HEAD("jane@council.test", "anna@council.test") "\nMay I ask?\n", NULL,
		"", true,
		"member-to-officer response-due=3 info tag 2026-05-11 "
		"2026-05-12"},
	/* A stranger in front hides no author, of whichever council. */
	{HEAD("who@home.test, anna@council.test",
		 "jane@council.test") "\nDo vote Tory.\n",
		NULL, "", true,
		"officer-to-member political-wording=5 notice subject "
		"\"[{Member} {clause}] \""},
	{HEAD("who@home.test, clerk@parish.test",
		 "ray@parish.test") "\nDo vote Tory.\n",
		NULL, "", true,
		"officer-to-member political-wording=5 notice subject "
		"\"[{Member} {clause}] \""},
	/* No rule is for what members write to members, nor for outsiders. */
	{HEAD("jane@council.test", "bob@council.test") "\nMay I ask?\n", NULL,
		"", false, "none"},
	{HEAD("who@home.test", "anna@council.test") "\nVote Labour.\n", NULL,
		"", false, "none"},
	{HEAD("not an address", "anna@council.test") "\nVote Labour.\n", NULL,
		"", false, NULL},
	{HEAD("anna@council.test", "jane@council.test") "\n" MANY_X MANY_X
							" why.\n",
		NULL, "", true, "officer-to-member unread=match-limit"},
	{"From: anna@council.test\nTo: tom@council.test\n"
	 "Subject: Fw: s\n\n"
	 "Cllr Bob Field knows that I pass this "
	 "on.\n\n"
	 "---------- Forwarded message ---------\n"
	 "From: Anna Pell <anna@council.test>\n"
	 "Date: Mon, 4 May 2026 10:00\n"
	 "Subject: s\n"
	 "To: Bob Field <bob@council.test>\n\n"
	 "Dear Cllr Field, here is the report.\n",
		NULL, "", true, "officer-to-officer known=1 info hold"},
};

static void
check_verdict(const struct inspect_case *c, const struct verdict *verdict)
{
	char *line = verdict_line(verdict);

	if (c->wanted != NULL) {
		if (strcmp(line, c->wanted) != 0)
			print_error("%s\n", c->text);
		assert_string_equal(line, c->wanted);
	}
	g_free(line);
}

/* As the daemon does; another inspector is at hand for the second half. */
static void
check_halves(struct way *way, struct inspector *inspector,
	const struct raw_mail *raw, const struct envelope *envelope,
	const struct inspect_case *c)
{
	struct arena *arena = arena_new();
	struct inspector *other = inspector_new();
	struct passage *passage = inspect_header(
		inspector, arena, way->policy, raw, envelope, friday);
	struct verdict verdict;

	if (inspect_could_matter(passage) != c->header)
		print_error("header: %s\n", c->text);
	assert_int_equal(inspect_could_matter(passage), c->header);
	inspect_rest(other, passage, &verdict);
	check_verdict(c, &verdict);
	inspector_free(&other);
	arena_free(&arena);
}

static void
check(struct way *way, struct inspector *inspector,
	const struct inspect_case *c)
{
	struct raw_mail *raw = raw_mail_new();
	char **names = g_strsplit(c->rcpts, " ", -1);
	struct str rcpts[8];
	struct envelope envelope = {.from = str_of(c->from),
		.rcpts = rcpts,
		.known = c->from != NULL};
	struct verdict verdict;

	for (size_t i = 0; names[i] != NULL; i++)
		rcpts[envelope.rcpt_count++] = str_of(names[i]);
	raw_mail_parse(raw, str_of(c->text));
	inspect_message(
		inspector, way->policy, raw, &envelope, friday, &verdict);
	check_verdict(c, &verdict);
	check_halves(way, inspector, raw, &envelope, c);
	g_strfreev(names);
	raw_mail_free(&raw);
}

/* One inspector for all, twice: what it keeps does no harm. */
static void
test_verdicts(void **state)
{
	struct inspector *inspector = inspector_new();

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
			check(*state, inspector, &cases[i]);
	inspector_free(&inspector);
	assert_null(inspector);
}

/* A flag that the protocol has no clause for is off. */
static void
test_other_protocol(void **state)
{
	struct way *way = *state;
	struct policy_overrides overrides = {.protocol = "quiet"};
	char *path = g_build_filename(way->folder, "comity.conf", NULL);
	struct policy *policy = policy_load(way->diag, path, &overrides);
	struct way other = {.policy = policy};
	struct inspector *inspector = inspector_new();
	struct inspect_case c = cases[4];

	assert_non_null(policy);
	c.header = false;
	c.wanted = "none";
	check(&other, inspector, &c);
	c = cases[2];
	c.header = true; /* whether the text tells of the copy */
	check(&other, inspector, &c);
	inspector_free(&inspector);
	policy_unref(&policy);
	g_free(path);
}

/* Nothing that the verdict points to holds a hidden recipient. */
static void
test_hidden_stays_hidden(void **state)
{
	struct way *way = *state;
	struct inspector *inspector = inspector_new();
	struct raw_mail *raw = raw_mail_new();
	struct str rcpts[] = {
		STR_LIT("jane@council.test"), STR_LIT("bob@council.test")};
	struct envelope envelope = {.from = STR_LIT("anna@council.test"),
		.rcpts = rcpts,
		.rcpt_count = 2,
		.known = true};
	struct verdict verdict;
	const struct finding *finding;

	raw_mail_parse(raw, str_of(cases[2].text));
	inspect_message(
		inspector, way->policy, raw, &envelope, friday, &verdict);
	assert_int_equal(verdict.findings.raised_count, 1);
	finding = &verdict.findings.raised[0];
	assert_true(str_eq(finding->clauses, STR_LIT("4.4")));
	assert_int_equal(finding->reason_count, 1);
	assert_false(finding->reasons[0].has_words);
	assert_true(str_eq(verdict.author.key, STR_LIT("anna@council.test")));
	raw_mail_free(&raw);
	inspector_free(&inspector);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_other_protocol),
		cmocka_unit_test(test_hidden_stays_hidden),
	};

	return cmocka_run_group_tests(tests, open_way, close_way);
}
