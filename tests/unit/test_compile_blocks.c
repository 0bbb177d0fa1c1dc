/* The statements of each block, and the settings. */
#include "compile_fixture.h"

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

static void
test_parties(void **state)
{
	struct ruleset *rules = load(
		"define tories = /\\bTor(?:y|ies)\\b/c\n"
		"party \"Labour\",\n \"Labour and Co-operative\" = "
		"/\\bLabour\\b/c\n"
		"party \"Conservative\" = \"conservatives\", tories, \"true "
		"blue\"\n" FLAG "rule r {\n flag f\n"
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
test_likenesses(void **state)
{
	struct ruleset *rules = load(FLAG PROTOCOL
		"likeness rude {\n start -40\n 90 \"twit\", \"silly oaf\"\n"
		" -5 \"dear\"\n}\n"
		"likeness kind {\n 70 \"Dear\"\n start 3\n}\n"
		"rule q {\n flag f\n points 1\n"
		" when message resembles rude by 5\n"
		" and message resembles kind by 5\n}\n");
	const struct likeness *rude = rules->likenesses[0];
	const struct vocabulary_word *dear, *silly, *oaf, *pair;

	(void)state;
	assert_int_equal(rules->likeness_count, 2);
	assert_str(rude->name, "rude");
	assert_int_equal(rude->start, -40);
	assert_int_equal(rude->word_count, 3);
	assert_str(rude->words[1].text, "silly oaf");
	assert_int_equal(rude->words[1].weight, 90);
	/* The words of a pair are in it, too, though they weigh nothing. */
	assert_int_equal(rules->vocabulary->word_count, 5);
	silly = vocabulary_find(rules->vocabulary, str_of("silly"));
	oaf = vocabulary_find(rules->vocabulary, str_of("oaf"));
	assert_non_null(silly);
	assert_non_null(oaf);
	assert_int_equal(silly->count, 0);
	pair = vocabulary_pair(rules->vocabulary, silly, oaf);
	assert_non_null(pair);
	assert_int_equal(pair->count, 1);
	assert_int_equal(rules->vocabulary->weights[pair->first].weight, 90);
	assert_null(vocabulary_pair(rules->vocabulary, oaf, silly));
	assert_null(vocabulary_find(rules->vocabulary, str_of("deary")));
	dear = vocabulary_find(rules->vocabulary, str_of("DEAR"));
	assert_non_null(dear);
	assert_int_equal(dear->count, 2);
	assert_int_equal(rules->vocabulary->weights[dear->first].weight, -5);
	assert_int_equal(
		rules->vocabulary->weights[dear->first + 1].likeness, 1);
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
		     "audit-author yes\nmetrics-file \"/m\"\ncopy-store "
		     "\"/s\"\nbody-limit "
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

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rule_statements),
		cmocka_unit_test(test_within_of_a_line),
		cmocka_unit_test(test_parties),
		cmocka_unit_test(test_flag_statements),
		cmocka_unit_test(test_action_of_a_flag),
		cmocka_unit_test(test_protocol),
		cmocka_unit_test(test_windows),
		cmocka_unit_test(test_likenesses),
		cmocka_unit_test(test_council),
		cmocka_unit_test(test_settings),
		cmocka_unit_test(test_defaults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
