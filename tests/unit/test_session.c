/*
 * session: what the mail server is told, with a mail server that only notes
 * down. The engine behind it is the real one, with a rule file of five lines.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <glib.h>

#include "base/limits.h"
#include "base/log.h"
#include "daemon/session.h"

static const char config[] =
	"header-prefix \"X-Test\"\n"
	"trusted-relay \"192.0.2.0/24\"\n"
	"body-limit 1\n"
	"council test {\n"
	"	domains \"c.example\"\n"
	"	protocol p\n"
	"	roster \"roster.csv\"\n"
	"	time-zone \"Europe/London\"\n"
	"}\n"
	"include \"flags.rules\"\n"
	"rule loud { \n flag loud\n when author is officer\n 5 \"banana\"\n}\n"
	"rule mark { \n flag mark\n when author is officer\n 5 \"cherry\"\n}\n"
	"rule copy { \n flag copy\n when author is officer\n 5 \"damson\"\n}\n"
	"rule hold { \n flag hold\n when author is officer\n 5 \"elder\"\n}\n"
	"rule wait { \n flag wait\n when author is officer\n 5 \"fig\"\n}\n"
	"rule stop { \n flag stop\n when author is officer\n 5 \"grape\"\n}\n"
	"rule blind { \n flag blind\n when author is officer\n"
	"	and hidden has member\n points 5\n}\n"
	"protocol p {\n"
	"	title \"P\"\n"
	"	clause \"1\" \"All\" flags loud, mark, copy, hold, wait, stop, "
	"blind\n"
	"}\n";

#define FLAG(name, action)                                                     \
	"flag " name " {\n	severity warning\n	threshold 5\n"                   \
	"	warning \"It is " name ".\"\n" action "}\n"

static const char flag_rules[] = FLAG("loud", "") FLAG("blind", "") FLAG(
	"mark", "	action subject \"[Mark] \"\n")
	FLAG("copy", "	action return-copy\n") FLAG("hold", "	action hold\n")
		FLAG("wait", "	action defer\n")
			FLAG("stop", "	action reject \"Not 100% so\"\n");

static const char roster[] = "address,role,name,title,party,posts,expands\n"
			     "o@c.example,officer,O,,,,\n"
			     "m@c.example,member,M,,,,\n"
			     "n@c.example,member,N,,,,\n";

/* A mail server that notes down -------------------------------------------- */

struct notes {
	GString *text; /* a line for each thing asked */
	const char *client, *login, *queue_id;
	bool refuse; /* takes no edit */
};

static const char *
note_macro(void *context, const char *name)
{
	const struct notes *notes = context;

	return strcmp(name, "i") == 0		    ? notes->queue_id
	       : strcmp(name, "{client_addr}") == 0 ? notes->client
	       : strcmp(name, "{auth_authen}") == 0 ? notes->login
						    : NULL;
}

static bool note(struct notes *notes, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool
note(struct notes *notes, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	g_string_append_vprintf(notes->text, format, args);
	va_end(args);
	return !notes->refuse;
}

static bool
note_progress(void *context)
{
	(void)context;
	return true;
}

static bool
note_insert(void *context, unsigned index, const char *name, const char *value)
{
	return note(context, "insert %u %s: %s\n", index, name, value);
}

static bool
note_change(void *context, unsigned index, const char *name, const char *value)
{
	return value != NULL
		       ? note(context, "change %u %s: %s\n", index, name, value)
		       : note(context, "remove %u %s\n", index, name);
}

static bool
note_recipient(void *context, const char *address)
{
	return note(context, "recipient %s\n", address);
}

static bool
note_quarantine(void *context, const char *reason)
{
	(void)reason;
	return note(context, "quarantine\n");
}

static bool
note_reply(
	void *context, const char *code, const char *extended, const char *text)
{
	return note(context, "reply %s %s %s\n", code, extended, text);
}

static const struct mta note_mta = {note_macro, note_progress, note_insert,
	note_change, note_recipient, note_quarantine, note_reply};

/* One service for all ------------------------------------------------------ */

static char directory[64];
static char config_path[96];
static struct service *service;

static void
write_file(const char *name, const char *text)
{
	char *path = g_strdup_printf("%s/%s", directory, name);

	assert_true(g_file_set_contents(path, text, -1, NULL));
	g_free(path);
}

static int
set_up_all(void **state)
{
	struct diag *diag = diag_new();
	struct policy *policy;

	(void)state;
	log_open("test", false, LOG_LEVEL_ERROR);
	snprintf(directory, sizeof(directory), "/tmp/comity-session.XXXXXX");
	assert_non_null(mkdtemp(directory));
	snprintf(config_path, sizeof(config_path), "%s/comity.conf", directory);
	write_file("comity.conf", config);
	write_file("flags.rules", flag_rules);
	write_file("roster.csv", roster);
	policy = policy_load(diag, config_path, NULL);
	diag_print(diag, stderr);
	diag_free(&diag);
	assert_non_null(policy);
	service = service_new(config_path, policy);
	return 0;
}

static int
tear_down_all(void **state)
{
	static const char *const names[] = {
		"comity.conf", "flags.rules", "roster.csv"};

	(void)state;
	service_free(&service);
	for (size_t i = 0; i < 3; i++) {
		char *path = g_strdup_printf("%s/%s", directory, names[i]);

		unlink(path);
		g_free(path);
	}
	return rmdir(directory);
}

struct test {
	struct notes notes;
	struct session *session;
};

static int
set_up(void **state)
{
	struct test *test = g_new0(struct test, 1);

	test->notes.text = g_string_new(NULL);
	test->notes.queue_id = "4ABC";
	test->session = session_new(service, &note_mta, &test->notes);
	*state = test;
	return 0;
}

static int
tear_down(void **state)
{
	struct test *test = *state;

	session_free(&test->session);
	g_string_free(test->notes.text, TRUE);
	g_free(test);
	return 0;
}

/* Playing a message -------------------------------------------------------- */

/* Bytes handed over in a copy just as long, so that sanitizers watch. */
static void
field(struct test *test, const char *name, const char *value)
{
	struct str n = {g_memdup2(name, strlen(name)), strlen(name)};
	struct str v = {g_memdup2(value, strlen(value)), strlen(value)};

	session_field(test->session, n, v);
	g_free((void *)(uintptr_t)n.p);
	g_free((void *)(uintptr_t)v.p);
}

static void
body(struct test *test, const char *text, size_t chunk)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length; i += chunk) {
		size_t n = MIN(chunk, length - i);
		char *copy = g_memdup2(text + i, n);

		session_body(test->session, copy, n);
		g_free(copy);
	}
}

static void
begin(struct test *test, const char *from, const char *to)
{
	char *bracketed = g_strdup_printf("<%s>", from);

	session_mail(test->session, str_of(bracketed));
	session_recipient(test->session, str_of(to));
	g_free(bracketed);
	bracketed = g_strdup_printf(" <%s>", from);
	field(test, "From", bracketed);
	g_free(bracketed);
	field(test, "To", " <m@c.example>");
	field(test, "Subject", " On fruit");
}

static enum session_answer
play(struct test *test, const char *from, const char *text)
{
	enum session_answer answer;

	begin(test, from, "<m@c.example>");
	answer = session_end_of_header(test->session);
	if (answer != SESSION_GO_ON)
		return answer;
	body(test, text, 65535);
	return session_end_of_message(test->session);
}

static bool
noted(const struct test *test, const char *text)
{
	return strstr(test->notes.text->str, text) != NULL;
}

static void
forget(struct test *test)
{
	g_string_truncate(test->notes.text, 0);
}

/* Tests -------------------------------------------------------------------- */

static void
test_tagged(void **state)
{
	struct test *test = *state;

	assert_int_equal(
		play(test, "o@c.example", "A banana.\r\n"), SESSION_ACCEPT);
	assert_true(noted(test, "X-Test-Flag: loud"));
	assert_true(noted(test, "flags=loud"));
}

static void
test_early(void **state)
{
	struct test *test = *state;

	begin(test, "x@elsewhere.example", "<m@c.example>");
	assert_int_equal(session_end_of_header(test->session), SESSION_ACCEPT);
	assert_string_equal(test->notes.text->str, "");
	/* The next one on the connection is inspected. */
	assert_int_equal(
		play(test, "o@c.example", "A banana.\r\n"), SESSION_ACCEPT);
	assert_true(noted(test, "flags=loud"));
}

static void
test_forged(void **state)
{
	struct test *test = *state;

	begin(test, "x@elsewhere.example", "<m@c.example>");
	field(test, "X-Test", " one");
	field(test, "x-TEST ", " two");
	field(test, "X-Test-Flag", " forged");
	field(test, "X-Tested", " not ours");
	field(test, "X-TEST", " three");
	assert_int_equal(session_end_of_header(test->session), SESSION_GO_ON);
	assert_int_equal(session_end_of_message(test->session), SESSION_ACCEPT);
	assert_string_equal(test->notes.text->str,
		"remove 3 X-TEST\nremove 1 X-Test-Flag\n"
		"remove 2 x-TEST\nremove 1 X-Test\n");
}

/* A field that is too long to be held is still counted and removed. */
static void
test_forged_long(void **state)
{
	struct test *test = *state;
	char *value = g_strnfill(LIMIT_HEADER_FIELD_BYTES + 1, 'f');

	begin(test, "x@elsewhere.example", "<m@c.example>");
	field(test, "X-Test", value);
	field(test, "X-Test", " two");
	g_free(value);
	assert_int_equal(session_end_of_header(test->session), SESSION_GO_ON);
	session_end_of_message(test->session);
	assert_string_equal(
		test->notes.text->str, "remove 2 X-Test\nremove 1 X-Test\n");
}

static void
test_trusted(void **state)
{
	struct test *test = *state;

	test->notes.client = "192.0.2.9";
	begin(test, "x@elsewhere.example", "<m@c.example>");
	field(test, "X-Test", " theirs");
	assert_int_equal(session_end_of_header(test->session), SESSION_ACCEPT);
	/* Told at the start of the connection instead of by macro. */
	test->notes.client = NULL;
	session_client(test->session, "192.0.2.9");
	begin(test, "x@elsewhere.example", "<m@c.example>");
	field(test, "X-Test", " theirs");
	assert_int_equal(session_end_of_header(test->session), SESSION_ACCEPT);
	assert_string_equal(test->notes.text->str, "");
}

static void
test_actions(void **state)
{
	static const struct {
		const char *text;
		enum session_answer answer;
		const char *noted;
	} cases[] = {
		{"cherry", SESSION_ACCEPT, "change 1 Subject: [Mark]"},
		{"damson", SESSION_ACCEPT, "recipient o@c.example\n"},
		{"elder", SESSION_ACCEPT, "quarantine\n"},
		{"fig", SESSION_DEFER, "flags=wait"},
		{"grape", SESSION_REJECT, "reply 550 5.7.1 Not 100% so\n"},
	};
	struct test *test = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		forget(test);
		assert_int_equal(play(test, "o@c.example", cases[i].text),
			cases[i].answer);
		if (!noted(test, cases[i].noted))
			fail_msg(
				"%s: %s", cases[i].text, test->notes.text->str);
	}
}

static void
test_refused_edit(void **state)
{
	struct test *test = *state;
	long before = service_count(service, COUNT_EDIT_FAILED);

	log_open("test", false, LOG_LEVEL_NONE);
	test->notes.refuse = true;
	assert_int_equal(
		play(test, "o@c.example", "A banana.\r\n"), SESSION_DEFER);
	log_open("test", false, LOG_LEVEL_ERROR);
	assert_int_equal(service_count(service, COUNT_EDIT_FAILED), before + 1);
}

/* Nothing of one message is in the next, whatever ended the first. */
static void
test_nothing_stays(void **state)
{
	struct test *test = *state;

	for (int stage = 0; stage < 5; stage++) {
		session_mail(test->session, STR_LIT("<o@c.example>"));
		session_recipient(test->session, STR_LIT("<m@c.example>"));
		session_recipient(test->session, STR_LIT("<n@c.example>"));
		if (stage > 0) {
			field(test, "From", " o@c.example");
			field(test, "X-Test", " forged");
		}
		if (stage > 1)
			session_end_of_header(test->session);
		if (stage > 2)
			body(test, "A banana and a fig.\r\n", 5);
		if (stage > 3)
			session_end_of_message(test->session);
		if (stage % 2 == 0)
			session_reset(test->session);
		session_reset(test->session);
		forget(test);
		assert_int_equal(play(test, "o@c.example", "A pear.\r\n"),
			SESSION_ACCEPT);
		assert_true(noted(test, "flags=none"));
		assert_false(noted(test, "remove"));
	}
}

static void
test_hidden(void **state)
{
	struct test *test = *state;

	begin(test, "o@c.example", "<m@c.example>");
	session_recipient(test->session, STR_LIT("<n@c.example>"));
	session_end_of_header(test->session);
	assert_int_equal(session_end_of_message(test->session), SESSION_ACCEPT);
	assert_true(noted(test, "flags=blind"));
	assert_false(noted(test, "n@c"));
}

/* No MAIL, or events in an order that no mail server has. */
static void
test_odd_order(void **state)
{
	struct test *test = *state;

	session_reset(test->session);
	session_recipient(test->session, STR_LIT("<m@c.example>"));
	field(test, "X-Test", " forged");
	assert_int_equal(session_end_of_header(test->session), SESSION_GO_ON);
	body(test, "A banana", 3);
	assert_int_equal(session_end_of_message(test->session), SESSION_ACCEPT);
	assert_string_equal(test->notes.text->str, "");
	/* A body before the end of the header is of no message. */
	begin(test, "o@c.example", "<m@c.example>");
	body(test, "A banana", 3);
	session_end_of_header(test->session);
	session_end_of_message(test->session);
	assert_false(noted(test, "loud"));
	session_mail(test->session, (struct str){NULL, 0});
	session_mail(test->session, STR_LIT("<>"));
	session_end_of_header(test->session);
	session_end_of_message(test->session);
}

static void
test_chunks(void **state)
{
	static const size_t chunks[] = {1, 7, 4096, 65535};
	struct test *test = *state;
	char *first = NULL;

	for (size_t i = 0; i < 4; i++) {
		forget(test);
		begin(test, "o@c.example", "<m@c.example>");
		field(test, "Content-Type", " text/plain; charset=utf-8");
		session_end_of_header(test->session);
		body(test,
			"Caf\xC3\xA9 \xE2\x80\x9C"
			"banana\xE2\x80\x9D.\r\n",
			chunks[i]);
		session_end_of_message(test->session);
		if (first == NULL)
			first = g_strdup(test->notes.text->str);
		assert_string_equal(test->notes.text->str, first);
	}
	assert_non_null(strstr(first, "flags=loud"));
	g_free(first);
}

static void
test_body_limit(void **state)
{
	struct test *test = *state;
	char *filler = g_strnfill(2 * 1024 * 1024, 'x');

	begin(test, "o@c.example", "<m@c.example>");
	session_end_of_header(test->session);
	body(test, "A banana.\r\n\r\n", 65535);
	body(test, filler, 65535);
	session_end_of_message(test->session);
	g_free(filler);
	assert_true(noted(test, "unread=size"));
	assert_true(noted(test, "flags=loud"));
}

static void
test_many_recipients(void **state)
{
	struct test *test = *state;

	begin(test, "o@c.example", "<m@c.example>");
	for (int i = 0; i < LIMIT_RECIPIENTS + 10; i++)
		session_recipient(
			test->session, STR_LIT("<x@elsewhere.example>"));
	session_end_of_header(test->session);
	assert_int_equal(session_end_of_message(test->session), SESSION_ACCEPT);
}

/* The rules that were in force at MAIL judge the message. */
static void
test_reload(void **state)
{
	struct test *test = *state;
	char *louder = g_strconcat(config, "# changed\n", NULL);

	begin(test, "o@c.example", "<m@c.example>");
	write_file("comity.conf",
		"header-prefix \"X-Other\"\ninclude \"flags.rules\"\n");
	log_open("test", false, LOG_LEVEL_NONE);
	service_reload(service);
	log_open("test", false, LOG_LEVEL_ERROR);
	session_end_of_header(test->session);
	body(test, "A banana.\r\n", 65535);
	session_end_of_message(test->session);
	assert_true(noted(test, "X-Test: "));
	assert_true(noted(test, "flags=loud"));
	assert_false(noted(test, "X-Other"));
	write_file("comity.conf", louder);
	assert_true(service_reload(service));
	g_free(louder);
}

static void
test_bad_reload(void **state)
{
	static const char *const broken[] = {
		"", "flag {", "include \"nowhere.rules\"\n", "nonsense\n"};
	struct test *test = *state;

	for (size_t i = 0; i < 4; i++) {
		write_file("comity.conf", broken[i]);
		log_open("test", false, LOG_LEVEL_NONE);
		assert_false(service_reload(service));
		log_open("test", false, LOG_LEVEL_ERROR);
		forget(test);
		play(test, "o@c.example", "A banana.\r\n");
		assert_true(noted(test, "flags=loud"));
	}
	write_file("comity.conf", config);
	assert_true(service_reload(service));
}

int
main(void)
{
#define TEST(function)                                                         \
	cmocka_unit_test_setup_teardown(function, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(test_tagged),
		TEST(test_early),
		TEST(test_forged),
		TEST(test_forged_long),
		TEST(test_trusted),
		TEST(test_actions),
		TEST(test_refused_edit),
		TEST(test_nothing_stays),
		TEST(test_hidden),
		TEST(test_odd_order),
		TEST(test_chunks),
		TEST(test_body_limit),
		TEST(test_many_recipients),
		TEST(test_reload),
		TEST(test_bad_reload),
	};

	return cmocka_run_group_tests_name(
		"session", tests, set_up_all, tear_down_all);
}
