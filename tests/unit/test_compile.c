#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "language/ruleset.h"

#define FLAG                                                                   \
	"flag f {\n severity notice\n threshold 3\n warning \"W "              \
	"{member}\"\n}\n"
#define PROTOCOL "protocol p {\n title \"T\"\n clause \"1\" \"C\" flags f\n}\n"

/* The rule set of a text; what is wrong with it fails the test. */
static struct ruleset *
load_into(struct diag *diag, const char *text)
{
	size_t n = strlen(text);
	char *copy = g_memdup2(text, n);
	const struct source *source =
		diag_read_memory(diag, "dir/t.rules", (struct str){copy, n});
	struct ruleset *rules;

	g_free(copy);
	assert_non_null(source);
	rules = ruleset_load_source(diag, source);
	if (rules == NULL) {
		diag_print(diag, stderr);
		fail();
	}
	return rules;
}

/* The places of a rule set stay good when the diag is gone. */
static struct ruleset *
load(const char *text)
{
	struct diag *diag = diag_new();
	struct ruleset *rules = load_into(diag, text);

	diag_free(&diag);
	return rules;
}

/* The first error of a text. */
static char *
error_of(const char *text)
{
	struct diag *diag = diag_new();
	const struct source *source = diag_read_memory(diag, "t", str_of(text));
	char *printed = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&printed, &length);
	char *line;

	assert_null(ruleset_load_source(diag, source));
	diag_print(diag, out);
	fclose(out);
	line = g_strndup(printed, strcspn(printed, "\n"));
	free(printed);
	diag_free(&diag);
	return line;
}

static void
assert_str(struct str found, const char *expected)
{
	if (!str_eq(found, str_of(expected)))
		fail_msg("'%.*s', not '%s'", STR_ARG(found), expected);
}

static const struct pattern *
only_pattern(const struct rule *rule, size_t score)
{
	assert_int_equal(rule->scores[score].term->op, TERM_PATTERN);
	return rule->scores[score].term->pattern;
}

static bool
finds(const struct pattern *pattern, const char *text)
{
	struct pattern_scratch *scratch = pattern_scratch_new();
	enum pattern_result result = pattern_find(
		pattern, scratch, str_of(text), false, 0, NULL, NULL);

	pattern_scratch_free(&scratch);
	return result == PATTERN_YES;
}

static void
test_illustration(void **state)
{
	struct ruleset *rules = load(
		"define party = /(?:Labour|Tor(?:y|ies))/c\n"
		"flag political {\n severity warning\n threshold 5\n"
		" warning \"This reads as political.\"\n}\n"
		"rule vote-appeal {\n flag political\n"
		" when author is officer\n"
		" 5 /\\bvote (?:for )?(?:us|{party})\\b/\n"
		" 2 \"on the doorstep\"\n -5 \"electoral register\"\n"
		" match \"Do vote Labour in May\"\n"
		" miss \"Members voted on the motion\"\n}\n"
		"protocol b {\n title \"B\"\n"
		" clause \"4.4\" \"Copies\" flags political\n"
		" clause \"3.1(i)\" \"Training\" unobservable \"no\"\n}\n");
	const struct rule *rule = rules->rules[0];

	(void)state;
	assert_int_equal(rules->rule_count, 1);
	assert_str(rule->id, "vote-appeal");
	assert_ptr_equal(rule->flag, rules->flags[0]);
	assert_int_equal(rule->flag->severity, SEVERITY_WARNING);
	assert_int_equal(rule->flag->threshold, 5);
	assert_int_equal(rule->flag->within, UNIT_MESSAGE);
	assert_int_equal(rule->zones, 1 << ZONE_SUBJECT | 1 << ZONE_TEXT);
	assert_int_equal(rule->within, UNIT_SENTENCE);
	assert_int_equal(rule->score_count, 3);
	assert_int_equal(rule->scores[2].points, -5);
	assert_int_equal(rule->example_count, 2);
	assert_true(rule->examples[0].match);
	assert_str(rule->examples[1].text, "Members voted on the motion");
	assert_false(rule->shadow);
	assert_true(finds(only_pattern(rule, 0), "Do VOTE Labour in May"));
	/* The define's own case holds, within a pattern without any. */
	assert_false(finds(only_pattern(rule, 0), "Do vote labour in May"));
	assert_str(rules->protocols[0]->flag_clauses[0], "4.4");
	assert_str(rules->protocols[0]->clauses[1].unobservable, "no");
	assert_int_equal(strlen(rules->digest), 8);
	ruleset_free(&rules);
	assert_null(rules);
}

static void
test_phrases(void **state)
{
	static const struct {
		const char *phrase, *text;
		bool found;
	} cases[] = {
		{"vote for us", "Please VOTE  for\nus!", true},
		{"vote for us", "devote for us", false},
		{"vote for us", "vote for usury", false},
		{"vote for us", "vote forus", false},
		{"  vote  us  ", "vote us", true},
		{"a.b*", "a.b*", true},
		{"a.b*", "axb", false},
		{"(x)", "f(x)", true},
		{"\xC2\xA3"
		 "5",
			"costs \xC2\xA3"
			"5 a day",
			true},
		{"\xC2\xA3"
		 "5",
			"costs \xC2\xA3"
			"50",
			false},
		{"caf\xC3\xA9", "a CAF\xC3\x89.", true},
		{"caf\xC3\xA9", "caf\xC3\xA9s", false},
		{"don\xE2\x80\x99t", "don't", true},
		{"C++", "in c++ or", true},
		{"[x] {y", "[x] {Y", true},
		{"a/b", "a/b", true},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = g_strdup_printf(FLAG
			"rule r {\n flag f\n 3 \"%s\"\n miss \"x\"\n}\n",
			cases[i].phrase);
		struct ruleset *rules = load(text);

		if (finds(only_pattern(rules->rules[0], 0), cases[i].text) !=
			cases[i].found)
			fail_msg("\"%s\" on '%s'", cases[i].phrase,
				cases[i].text);
		ruleset_free(&rules);
		g_free(text);
	}
}

static void
test_defines(void **state)
{
	static const struct {
		const char *score, *text;
		bool found;
	} cases[] = {
		{"party", "the Tories", true},
		{"party", "the tories", false},
		{"party", "The GREEN PARTY", true},
		{"party", "greenhouse party", false},
		{"both", "tories or Tories", true},
		{"both", "a LEAFLET", true},
		{"/x{2}{party}{2,3}/", "xxTorytory", false},
		{"/x{2}{party}{2,3}/", "xxToryTories", true},
		{"\"vote {party}\"", "Vote green  party now", true},
		{"\"vote {party}\"", "vote Toryism", false},
		{"\"{party} voter\"", "a Tory voter", true},
		{"\"{party} voter\"", "aTory voter", false},
		{"/{party} [{party}]/c", "Tory {", true},
		{"/\\{party}/", "{party}", true},
		{"/\\Q{party}\\E/", "{party}", true},
		{"/\\p{Lu}\\x{54}/c", "ATory", true},
		{"/(?<party>x)\\k{party}/", "xx", true},
		{"/a\\/b/", "a/b", true},
		{"/\\Qa\\/b\\E/", "a/b", true},
		{"(party and not \"leaflet\")", "", false},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = g_strdup_printf(
			"define both = party, \"leaflet\"\n"
			"define party = /Tor(?:y|ies)/c, \"green party\"\n" FLAG
			"rule r {\n flag f\n 3 %s\n 1 both\n miss \"x\"\n}\n",
			cases[i].score);
		struct ruleset *rules = load(text);
		const struct term *term = rules->rules[0]->scores[0].term;

		if (term->op == TERM_PATTERN &&
			finds(term->pattern, cases[i].text) != cases[i].found)
			fail_msg("%s on '%s'", cases[i].score, cases[i].text);
		ruleset_free(&rules);
		g_free(text);
	}
}

static void
describe_term(GString *out, const struct term *term)
{
	static const char *const signs[] = {"", "&", "|", "!"};

	if (term->op == TERM_PATTERN) {
		struct str written = pattern_written(term->pattern);

		g_string_append_len(out, written.p, (gssize)written.n);
		return;
	}
	g_string_append(out, "(");
	g_string_append(out, term->op == TERM_NOT ? "!" : "");
	describe_term(out, term->left);
	if (term->op != TERM_NOT) {
		g_string_append(out, signs[term->op]);
		describe_term(out, term->right);
	}
	g_string_append(out, ")");
}

/* `and` binds tighter than `or`; `not` tighter than both. */
static void
test_terms(void **state)
{
	static const struct {
		const char *written, *tree;
	} cases[] = {
		{"\"a\"", "\"a\""},
		{"a and b", "(a&b)"},
		{"a or b and \"c\"", "(a|(b&\"c\"))"},
		{"a and b or c", "((a&b)|c)"},
		{"not a and b", "((!a)&b)"},
		{"not (a or b) and not not c", "((!(a|b))&(!(!c)))"},
		{"(a or b)\n and\n # why\n c", "((a|b)&c)"},
		{"a\n or b\n or c", "((a|b)|c)"},
	};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *text = g_strdup_printf(
			"define a = /a/\ndefine b = /b/\ndefine c = /c/\n" FLAG
			"rule r {\n flag f\n 3 %s\n miss \"x\"\n}\n",
			cases[i].written);
		struct ruleset *rules = load(text);
		GString *tree = g_string_new(NULL);

		describe_term(tree, rules->rules[0]->scores[0].term);
		assert_string_equal(tree->str, cases[i].tree);
		g_string_free(tree, TRUE);
		ruleset_free(&rules);
		g_free(text);
	}
}

/* One pattern, one number, wherever it stands. */
static void
test_patterns_shared(void **state)
{
	struct ruleset *rules = load(FLAG "define d = \"x y\"\n"
					  "rule a {\n flag f\n 3 \"x y\"\n 2 "
					  "/z/\n 1 /z/c\n miss \"q\"\n}\n"
					  "rule b {\n flag f\n 3 \"X  y\"\n 2 "
					  "/z/\n 4 d\n miss \"q\"\n}\n");

	(void)state;
	assert_int_equal(rules->pattern_count, 4);
	for (size_t i = 0; i < rules->pattern_count; i++)
		assert_int_equal(pattern_id(rules->patterns[i]), i);
	assert_ptr_equal(only_pattern(rules->rules[0], 0),
		only_pattern(rules->rules[1], 0));
	assert_ptr_equal(only_pattern(rules->rules[0], 1),
		only_pattern(rules->rules[1], 1));
	assert_str(pattern_written(only_pattern(rules->rules[0], 2)), "/z/c");
	assert_str(pattern_written(only_pattern(rules->rules[1], 2)), "d");
	ruleset_free(&rules);
}

static void
test_rule_statements(void **state)
{
	struct ruleset *rules = load(
		FLAG "rule r {\n flag f\n in quoted, attachment, signature\n"
		     " within paragraph\n points 2\n 3 \"a\"\n"
		     " unless \"b\"\n unless \"c\" and \"d\"\n miss \"x\"\n "
		     "shadow\n}\n");
	const struct rule *rule = rules->rules[0];

	(void)state;
	assert_int_equal(rule->zones,
		1 << ZONE_QUOTED | 1 << ZONE_ATTACHMENT | 1 << ZONE_SIGNATURE);
	assert_int_equal(rule->within, UNIT_PARAGRAPH);
	assert_int_equal(rule->score_count, 2);
	assert_null(rule->scores[0].term);
	assert_int_equal(rule->scores[1].within, UNIT_PARAGRAPH);
	assert_int_equal(rule->scores[0].points, 2);
	assert_int_equal(rule->unless_count, 2);
	assert_int_equal(rule->unless[1]->op, TERM_AND);
	assert_true(rule->shadow);
	ruleset_free(&rules);
}

/* A line's own stretch; the rule's holds for the others, above it or below. */
static void
test_within_of_a_line(void **state)
{
	struct ruleset *rules = load(
		FLAG "rule r {\n flag f\n 3 \"a\"\n"
		     " 3 within message \"b\" and \"c\"\n"
		     " within paragraph\n"
		     " -2 within sentence \"d\"\n 3 \"e\"\n miss \"x\"\n}\n");
	const struct score *scores = rules->rules[0]->scores;

	(void)state;
	assert_int_equal(scores[0].within, UNIT_PARAGRAPH);
	assert_int_equal(scores[1].within, UNIT_MESSAGE);
	assert_int_equal(scores[1].term->op, TERM_AND);
	assert_int_equal(scores[2].within, UNIT_SENTENCE);
	assert_int_equal(scores[2].points, -2);
	assert_int_equal(scores[3].within, UNIT_PARAGRAPH);
	ruleset_free(&rules);
}

/* Strings and patterns in pieces mean what they mean in one. */
static void
test_pieces(void **state)
{
	struct ruleset *rules = load(
		"define who = /\\b(?:he|/  # a comment\n + /she)\\b/,\n"
		" \"the lot\" +\n \" of them\"\n"
		"flag f {\n severity notice\n threshold 3\n"
		" warning \"One and \"\n\n + \"two.\"\n}\n"
		"rule r {\n flag f\n 3 /\\b{who} (?:is|/ + /was)/ and \"a\"\n"
		" 3 /One/c + / t/c\n + /wo/c\n 3 who\n"
		" miss \"Nobody \" + \"here\"\n}\n");
	const struct rule *rule = rules->rules[0];

	(void)state;
	assert_str(rules->flags[0]->warning, "One and two.");
	assert_str(rule->examples[0].text, "Nobody here");
	assert_int_equal(rule->score_count, 3);
	assert_true(finds(rule->scores[0].term->left->pattern, "So she was."));
	assert_true(finds(only_pattern(rule, 1), "One two"));
	assert_false(finds(only_pattern(rule, 1), "one two"));
	assert_str(pattern_written(only_pattern(rule, 1)), "/One two/c");
	assert_true(finds(only_pattern(rule, 2), "The lot of them"));
	ruleset_free(&rules);
}

static void
test_parties(void **state)
{
	struct ruleset *rules = load(
		"define tories = /\\bTor(?:y|ies)\\b/c\n"
		"party \"Labour\",\n \"Labour and Co-operative\" = /\\bLabour\\b/c\n"
		"party \"Conservative\" = \"conservatives\", tories, \"true blue\"\n"
		FLAG "rule r {\n flag f\n"
		" when subject names party other than cc and message is reply\n"
		" 3 \"a\"\n miss \"x\"\n}\n");
	const struct party_words *labour = rules->parties[0];
	const struct party_words *tory = rules->parties[1];
	const struct condition *when = rules->rules[0]->when->left;

	(void)state;
	assert_int_equal(rules->party_count, 2);
	assert_int_equal(labour->name_count, 2);
	assert_str(labour->names[1], "Labour and Co-operative");
	assert_int_equal(labour->words->op, TERM_PATTERN);
	assert_int_equal(labour->others->alternatives[0].count, 2);
	assert_int_equal(tory->words->op, TERM_OR);
	assert_true(finds(tory->words->right->pattern, "a true  blue"));
	assert_true(finds(tory->words->left->right->pattern, "Tory"));
	assert_int_equal(when->kind, COND_NAMES_PARTY);
	assert_int_equal(when->zone, ZONE_SUBJECT);
	assert_int_equal(when->set, SET_CC);
	ruleset_free(&rules);
}

static void
test_flag_statements(void **state)
{
	struct ruleset *rules = load(
		"flag a {\n severity info\n threshold 7\n within paragraph\n"
		" warning \"{Members} and {officers}, {clause}.\"\n"
		" action reject \"No.\"\n asks-reply\n}\n"
		"flag b {\n severity warning\n threshold 1\n warning \"B\"\n"
		" action subject \"[B] \"\n}\n"
		"flag c {\n severity warning\n threshold 1\n warning \"C\"\n"
		" action return-copy\n}\n");

	(void)state;
	assert_int_equal(rules->flags[0]->within, UNIT_PARAGRAPH);
	assert_int_equal(rules->flags[0]->action, ACTION_REJECT);
	assert_str(rules->flags[0]->action_text, "No.");
	assert_true(rules->flags[0]->asks_reply);
	assert_int_equal(rules->flags[1]->id, 1);
	assert_int_equal(rules->flags[1]->action, ACTION_SUBJECT);
	assert_str(rules->flags[1]->action_text, "[B] ");
	assert_int_equal(rules->flags[2]->action, ACTION_RETURN_COPY);
	assert_ptr_equal(ruleset_flag(rules, str_of("b")), rules->flags[1]);
	assert_null(ruleset_flag(rules, str_of("d")));
	ruleset_free(&rules);
}

/* Of shipped flags, too, whose files stay as they came. */
static void
test_action_of_a_flag(void **state)
{
	struct ruleset *rules = load(
		"action b return-copy\naction a reject \"No, {member}.\"\n"
		"flag a {\n severity info\n threshold 7\n warning \"A\"\n}\n"
		"flag b {\n severity warning\n threshold 1\n warning \"B\"\n"
		" action subject \"[B] \"\n}\n");

	(void)state;
	assert_int_equal(rules->flags[0]->action, ACTION_REJECT);
	assert_str(rules->flags[0]->action_text, "No, {member}.");
	assert_int_equal(rules->flags[1]->action, ACTION_RETURN_COPY);
	assert_str(rules->flags[1]->action_text, "");
	ruleset_free(&rules);
}

static void
test_protocol(void **state)
{
	struct ruleset *rules = load(FLAG
		"flag g {\n severity info\n threshold 1\n warning \"G\"\n}\n"
		"protocol p {\n title \"The protocol\"\n"
		" wording member \"councillor\" \"councillors\"\n"
		" reply within 2 working days\n"
		" acknowledge within 1 working day\n"
		" complaint about officer with post director to post chief\n"
		" complaint about anyone to officer\n"
		" clause \"1\" \"One\" flags f, g\n"
		" clause \"2\" \"Two\" unobservable \"why\"\n"
		" clause \"3\" \"Three\"\n  flags g\n}\n");
	const struct protocol *protocol = ruleset_protocol(rules, str_of("p"));

	(void)state;
	assert_ptr_equal(protocol, rules->protocols[0]);
	assert_null(ruleset_protocol(rules, str_of("q")));
	assert_str(protocol->title, "The protocol");
	assert_int_equal(protocol->reply_days, 2);
	assert_int_equal(protocol->acknowledge_days, 1);
	assert_int_equal(protocol->wording_count, 1);
	assert_str(protocol->wordings[0].plural, "councillors");
	assert_int_equal(protocol->route_count, 2);
	assert_int_equal(protocol->routes[0].about->alternatives[0].count, 2);
	assert_int_equal(protocol->routes[0].to->alternatives[0].traits[0].kind,
		TRAIT_ANYONE);
	assert_int_equal(protocol->routes[0].to->alternatives[0].traits[1].kind,
		TRAIT_POST);
	assert_int_equal(protocol->clause_count, 3);
	assert_str(protocol->flag_clauses[0], "1");
	assert_str(protocol->flag_clauses[1], "1, 3");
	ruleset_free(&rules);
}

static void
test_windows(void **state)
{
	struct ruleset *rules = load(FLAG PROTOCOL
		"window purdah {\n from \"1970-01-02 01:30\"\n"
		" until \"2027-05-06 24:00\"\n}\n"
		"window purdah {\n from \"2024-02-29 00:00\"\n"
		" until \"2024-03-01 00:00\"\n ward \"Castle\"\n}\n");

	(void)state;
	assert_int_equal(rules->window_count, 2);
	assert_int_equal(rules->windows[0]->from, 24 * 60 + 90);
	assert_int_equal(rules->windows[0]->until, 20944LL * 1440 + 1440);
	assert_int_equal(rules->windows[1]->from, 19782LL * 1440);
	assert_int_equal(rules->windows[1]->until, 19783LL * 1440);
	assert_str(rules->windows[1]->ward, "Castle");
	ruleset_free(&rules);
}

static void
test_council(void **state)
{
	struct ruleset *rules = load(FLAG PROTOCOL
		"council c {\n domains \"Example.GOV.uk\" \"b.example\"\n"
		" protocol p\n roster \"people.csv\"\n"
		" time-zone \"Europe/London\"\n"
		" holidays \"/etc/h.json\" \"scotland\"\n"
		" working-hours \"08:30\" \"17:15\"\n"
		" disclaimer \"One.\"\n disclaimer \"Two.\" \"Three.\"\n}\n"
		"council d {\n domains \"d.example\"\n protocol p\n"
		" roster \"../d.csv\"\n}\n");
	const struct council *council = rules->councils[0];

	(void)state;
	assert_int_equal(council->domain_count, 2);
	assert_str(council->domains[0], "example.gov.uk");
	assert_ptr_equal(council->protocol, rules->protocols[0]);
	assert_str(council->roster_path, "dir/people.csv");
	assert_str(council->holidays_path, "/etc/h.json");
	assert_str(council->holidays_division, "scotland");
	assert_int_equal(council->work_from, 510);
	assert_int_equal(council->work_until, 1035);
	assert_int_equal(council->disclaimer_count, 3);
	assert_str(council->disclaimers[2], "Three.");
	assert_str(rules->councils[1]->roster_path, "dir/../d.csv");
	assert_str(rules->councils[1]->time_zone, "Europe/London");
	assert_str(rules->councils[1]->holidays_path, "");
	ruleset_free(&rules);
}

static void
test_settings(void **state)
{
	struct ruleset *rules =
		load("socket \"inet:8890@127.0.0.1\"\nsocket-mode 0666\n"
		     "socket-group mail\nuser comity\npid-file \"/run/c.pid\"\n"
		     "header-prefix \"X-Parish\"\noutside-headers yes\n"
		     "trusted-relay \"192.0.2.1\" \"2001:db8::/32\"\n"
		     "trusted-relay \"198.51.100.0/24\"\naudit-log \"audit\"\n"
		     "audit-author yes\nmetrics-file \"/m\"\ncopy-store \"/s\"\nbody-limit "
		     "3\ndrain 0\n");
	const struct settings *settings = &rules->settings;

	(void)state;
	assert_str(settings->socket, "inet:8890@127.0.0.1");
	assert_int_equal(settings->socket_mode, 0666);
	assert_str(settings->socket_group, "mail");
	assert_str(settings->user, "comity");
	assert_str(settings->pid_file, "/run/c.pid");
	assert_str(settings->header_prefix, "X-Parish");
	assert_true(settings->outside_headers);
	assert_int_equal(settings->trusted_relay_count, 3);
	assert_str(settings->trusted_relays[1], "2001:db8::/32");
	assert_str(settings->trusted_relays[2], "198.51.100.0/24");
	assert_str(settings->audit_log, "dir/audit");
	assert_true(settings->audit_author);
	assert_str(settings->metrics_file, "/m");
	assert_str(settings->copy_store, "/s");
	assert_int_equal(settings->body_limit, 3 * 1024 * 1024);
	assert_int_equal(settings->drain_seconds, 0);
	ruleset_free(&rules);
}

static void
test_defaults(void **state)
{
	struct ruleset *rules = load(FLAG);

	(void)state;
	assert_str(rules->settings.socket, "unix:/run/comity/comity.sock");
	assert_int_equal(rules->settings.socket_mode, 0660);
	assert_str(rules->settings.header_prefix, "X-Council-Protocol");
	assert_false(rules->settings.outside_headers);
	assert_int_equal(rules->settings.trusted_relay_count, 0);
	assert_int_equal(rules->settings.body_limit, 10 * 1024 * 1024);
	assert_int_equal(rules->settings.drain_seconds, 20);
	assert_str(rules->settings.audit_log, "");
	assert_false(rules->settings.audit_author);
	ruleset_free(&rules);
}

/* Files in a folder of their own: "*" sorted by bytes, relative to the file. */
static void
test_include(void **state)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{"main.rules", "include \"sub/*.rules\"\n" FLAG},
		{"sub/b.rules",
			"rule b {\n flag f\n 3 \"b\"\n miss \"x\"\n}\n"},
		{"sub/B.rules",
			"rule B {\n flag f\n 3 \"c\"\n miss \"x\"\n}\n"},
		{"sub/a.rules",
			"include \"deep/d.rules\"\n"
			"rule a {\n flag f\n 3 \"a\"\n miss \"x\"\n}\n"},
		{"sub/deep/d.rules",
			"rule d {\n flag f\n 3 \"d\"\n miss \"x\"\n}\n"},
	};
	static const char *const order[] = {"B", "d", "a", "b"};
	char *folder = g_dir_make_tmp("comity-compile-XXXXXX", NULL);
	char *deep = g_build_filename(folder, "sub", "deep", NULL);
	char *path = g_build_filename(folder, "main.rules", NULL);
	struct diag *diag = diag_new();
	struct ruleset *rules;

	(void)state;
	assert_int_equal(g_mkdir_with_parents(deep, 0700), 0);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *file = g_build_filename(folder, files[i].name, NULL);

		assert_true(g_file_set_contents(file, files[i].text, -1, NULL));
		g_free(file);
	}
	rules = ruleset_load(diag, path);
	assert_non_null(rules);
	assert_int_equal(rules->rule_count, 4);
	for (size_t i = 0; i < G_N_ELEMENTS(order); i++)
		assert_str(rules->rules[i]->id, order[i]);
	for (size_t i = G_N_ELEMENTS(files); i-- > 0;) {
		char *file = g_build_filename(folder, files[i].name, NULL);

		g_unlink(file);
		g_free(file);
	}
	g_rmdir(deep);
	ruleset_free(&rules);
	diag_free(&diag);
	g_free(path);
	path = g_build_filename(folder, "sub", NULL);
	g_rmdir(path);
	g_rmdir(folder);
	g_free(path);
	g_free(deep);
	g_free(folder);
}

/* Every byte of what was read counts. */
static void
test_digest(void **state)
{
	struct ruleset *a = load(FLAG PROTOCOL);
	struct ruleset *b = load(FLAG PROTOCOL);
	struct ruleset *c = load(FLAG PROTOCOL "# one more\n");

	(void)state;
	assert_string_equal(a->digest, b->digest);
	assert_string_not_equal(a->digest, c->digest);
	assert_int_equal(strspn(a->digest, "0123456789abcdef"), 8);
	ruleset_free(&a);
	ruleset_free(&b);
	ruleset_free(&c);
}

static void
test_place(void **state)
{
	struct ruleset *rules = load(
		"# one\n" FLAG "rule r {\n flag f\n 3 \"a\"\n miss \"x\"\n}\n");
	unsigned line;
	unsigned column;

	(void)state;
	place_position(rules->rules[0]->scores[0].place, &line, &column);
	assert_int_equal(line, 9);
	assert_int_equal(column, 2);
	assert_string_equal(
		source_name(rules->rules[0]->place.source), "dir/t.rules");
	ruleset_free(&rules);
}

/* Bounds that no honest file comes near. */
static void
test_bounds(void **state)
{
	GString *text = g_string_new(FLAG);
	char *error;

	(void)state;
	/* Names within names double at each step. */
	g_string_append(text, "define d0 = /x{20}/\n");
	for (int i = 1; i < 40; i++)
		g_string_append_printf(
			text, "define d%d = /{d%d}{d%d}/\n", i, i - 1, i - 1);
	g_string_append(text, "rule r {\n flag f\n 3 d39\n miss \"x\"\n}\n");
	error = error_of(text->str);
	assert_non_null(strstr(error, "too long"));
	g_free(error);
	g_string_assign(text, FLAG "rule r {\n flag f\n 3 \"a0\"");
	for (int i = 1; i < 600; i++)
		g_string_append_printf(text, " or \"a%d\"", i);
	g_string_append(text, "\n miss \"x\"\n}\n");
	error = error_of(text->str);
	assert_non_null(strstr(error, "make a define"));
	g_free(error);
	g_string_assign(text, FLAG "party \"P\" = \"a0\"");
	for (int i = 1; i < 600; i++)
		g_string_append_printf(text, ", \"a%d\"", i);
	error = error_of(text->str);
	assert_non_null(strstr(error, "make a define"));
	g_free(error);
	g_string_assign(text, FLAG "rule r {\n flag f\n when ");
	for (int i = 0; i < 100000; i++)
		g_string_append(text, i % 2 ? "(" : "not ");
	g_string_append(text, "\n 3 \"a\"\n miss \"x\"\n}\n");
	error = error_of(text->str);
	assert_non_null(error);
	g_free(error);
	g_string_free(text, TRUE);
}

static void
test_speed(void **state)
{
	struct diag *diag = diag_new();
	struct ruleset *rules = load_into(diag, FLAG PROTOCOL
		"rule r {\n flag f\n when text has /(?:\\w\\s?)+[!?][0-9]/\n"
		" 3 \"a phrase\"\n miss \"x\"\n}\n");

	(void)state;
	assert_int_equal(diag_warnings(diag), 0);
	ruleset_check_speed(diag, rules);
	assert_int_equal(diag_warnings(diag), 1);
	ruleset_free(&rules);
	diag_free(&diag);
}

static void
add_rule(GString *text, int i)
{
	g_string_append_printf(text,
		"rule r%d {\n flag f\n"
		" when author is officer and visible has member\n"
		" 5 /\\bvote (?:for )?(?:the )?(?:group%d|{party})\\b/\n"
		" 2 \"on the doorstep %d\"\n -5 \"electoral register %d\"\n"
		" match \"Vote for the group%d in May\"\n"
		" miss \"Members voted on motion %d\"\n}\n",
		i, i, i, i, i, i);
}

/* A load of 2,000 rules takes under a second, also here and when busy. */
static void
test_many_rules(void **state)
{
	GString *text = g_string_new(
		"define party = /Labour|Tor(?:y|ies)|Green Party/c\n" FLAG
			PROTOCOL);
	struct ruleset *rules;
	gint64 start;

	(void)state;
	for (int i = 0; i < 2000; i++)
		add_rule(text, i);
	start = g_get_monotonic_time();
	rules = load(text->str);
	print_message("2,000 rules in %d ms\n",
		(int)((g_get_monotonic_time() - start) / 1000));
	assert_int_equal(rules->rule_count, 2000);
	assert_int_equal(rules->pattern_count, 6000);
	ruleset_free(&rules);
	g_string_free(text, TRUE);
}

/* Any file, cut anywhere, is told of; it is never taken nor crashes. */
static void
test_cut(void **state)
{
	const char *text = FLAG PROTOCOL
		"rule r {\n flag f\n when author is officer and (hidden has "
		"no member with post \"x\" or text has \"a\" and /b/c)\n"
		" 3 \"a {d}\" and not d\n miss \"x\"\n}\n"
		"define d = /x/, \"y\"\nwindow w {\n from \"2027-03-22 "
		"00:00\"\n"
		" until \"2027-05-06 22:00\"\n}\n";

	(void)state;
	for (size_t n = 0; n < strlen(text); n++) {
		struct diag *diag = diag_new();
		char *copy = g_memdup2(text, MAX(n, (size_t)1));
		const struct source *source =
			diag_read_memory(diag, "t", (struct str){copy, n});
		struct ruleset *rules = ruleset_load_source(diag, source);

		g_free(copy);
		assert_true((rules == NULL) == (diag_errors(diag) > 0));
		ruleset_free(&rules);
		diag_free(&diag);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_illustration),
		cmocka_unit_test(test_phrases),
		cmocka_unit_test(test_defines),
		cmocka_unit_test(test_terms),
		cmocka_unit_test(test_patterns_shared),
		cmocka_unit_test(test_rule_statements),
		cmocka_unit_test(test_within_of_a_line),
		cmocka_unit_test(test_pieces),
		cmocka_unit_test(test_parties),
		cmocka_unit_test(test_flag_statements),
		cmocka_unit_test(test_action_of_a_flag),
		cmocka_unit_test(test_protocol),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_council),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_include),
		cmocka_unit_test(test_digest),
		cmocka_unit_test(test_place),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_speed),
		cmocka_unit_test(test_many_rules),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
