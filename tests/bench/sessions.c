/*
 * sessions: what the daemon does with a message, without the mail server.
 *
 *     sessions [-n ROUNDS] [-x MIX] [-m MESSAGES] [-g PATTERNS]
 *
 * Plays made mail of a mix (mail.h) to daemon/session.c, ROUNDS times one
 * message after another, and prints the mean of the CPU time that a message
 * took: all that comity-milter spends on it but libmilter's part. The audit
 * log is a file. With -g the rules are so many made ones (rules.h) and nothing
 * of what ships: instructions.py counts with these.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>
#include <libmilter/mfapi.h>

#include "base/log.h"
#include "daemon/session.h"
#include "judge/policy.h"
#include "mail.h"
#include "mime/mime.h"
#include "rules.h"

struct bench {
	char *folder;
	struct service *service;
	struct session *session;
	unsigned edits;
};

/* A mail server that takes everything -------------------------------------- */

static const char *
no_macro(void *context, const char *name)
{
	(void)context;
	return strcmp(name, "i") == 0		    ? "4FzQk71bXyz"
	       : strcmp(name, "{client_addr}") == 0 ? "192.0.2.25"
						    : NULL;
}

static bool
go_on(void *context)
{
	(void)context;
	return true;
}

static bool
take_field(void *context, unsigned index, const char *name, const char *value)
{
	struct bench *bench = context;

	(void)index, (void)name, (void)value;
	bench->edits++;
	return true;
}

static bool
take(void *context, const char *text)
{
	return take_field(context, 0, text, NULL);
}

static bool
take_reply(
	void *context, const char *code, const char *extended, const char *text)
{
	(void)code, (void)extended;
	return take(context, text);
}

static const struct mta taker = {
	no_macro, go_on, take_field, take_field, take, take, take_reply};

/* Messages ----------------------------------------------------------------- */

static void
send_body(struct session *session, const GString *body)
{
	for (size_t at = 0; at < body->len; at += MILTER_CHUNK_SIZE)
		session_body(session, body->str + at,
			MIN(body->len - at, (size_t)MILTER_CHUNK_SIZE));
}

/* By this name instructions.py knows what to count. */
static __attribute__((noinline)) void
sessions_go(struct session *session, const struct mail *mail)
{
	session_mail(session, str_of(mail->from));
	for (char **to = mail->rcpts; *to != NULL; to++)
		session_recipient(session, str_of(*to));
	for (guint i = 0; i < mail->names->len; i++)
		session_field(session, str_of(mail->names->pdata[i]),
			str_of(mail->values->pdata[i]));
	if (session_end_of_header(session) != SESSION_GO_ON)
		return;
	send_body(session, mail->body);
	session_end_of_message(session);
}

static double
cpu_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void
run(struct bench *bench, enum mix mix, unsigned messages, unsigned rounds)
{
	struct mail **mails = g_new0(struct mail *, messages);
	double start;

	for (unsigned i = 0; i < messages; i++)
		mails[i] = mail_make(mix, i);
	start = cpu_us();
	for (unsigned i = 0; i < messages * rounds; i++)
		sessions_go(bench->session, mails[i % messages]);
	printf("%u messages: %.1f us each, %.2f edits\n", messages,
		(cpu_us() - start) / (messages * rounds),
		(double)bench->edits / (messages * rounds));
	for (unsigned i = 0; i < messages; i++)
		mail_free(mails[i]);
	g_free(mails);
}

/* Setting up --------------------------------------------------------------- */

static char *
put(const struct bench *bench, const char *name, const char *text)
{
	char *path = g_build_filename(bench->folder, name, NULL);

	if (!g_file_set_contents(path, text, -1, NULL))
		exit(EXIT_FAILURE);
	return path;
}

static char *
configure(const struct bench *bench, unsigned made)
{
	GString *rules = made > 0 ? rules_alone(made) : g_string_new(NULL);
	GString *roster = mail_roster();
	char *path;

	if (made == 0)
		g_string_printf(rules, "include \"%s/comity.conf\"\n",
			policy_shipped_directory());
	g_string_append_printf(rules,
		"audit-log \"%s/audit\"\n"
		"council northmere {\n"
		"    domains   \"northmere.example\"\n"
		"    protocol  %s\n"
		"    roster    \"roster.csv\"\n"
		"    time-zone \"Europe/London\"\n"
		"}\n",
		bench->folder, made > 0 ? "made" : "broxtowe-borough");
	g_free(put(bench, "roster.csv", roster->str));
	path = put(bench, "comity.conf", rules->str);
	g_string_free(roster, TRUE);
	g_string_free(rules, TRUE);
	return path;
}

static bool
begin(struct bench *bench, unsigned made)
{
	struct diag *diag = diag_new();
	char *path;
	struct policy *policy;

	bench->folder = g_dir_make_tmp("comity-sessions-XXXXXX", NULL);
	if (bench->folder == NULL)
		return false;
	path = configure(bench, made);
	policy = policy_load(diag, path, NULL);
	if (policy == NULL)
		diag_print(diag, stderr);
	diag_free(&diag);
	if (policy != NULL) {
		bench->service = service_new(path, policy);
		service_can_audit(bench->service);
		bench->session = session_new(bench->service, &taker, bench);
	}
	g_free(path);
	return bench->session != NULL;
}

static void
end(struct bench *bench)
{
	static const char *const files[] = {
		"comity.conf", "roster.csv", "audit"};

	session_free(&bench->session);
	service_free(&bench->service);
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		char *path = g_build_filename(bench->folder, files[i], NULL);

		g_remove(path);
		g_free(path);
	}
	g_rmdir(bench->folder);
	g_free(bench->folder);
}

int
main(int argc, char **argv)
{
	struct bench bench = {.edits = 0};
	enum mix mix = MIX_CORRESPONDENCE;
	unsigned rounds = 5, messages = 200, made = 0;
	int option;
	bool begun;

	while ((option = getopt(argc, argv, "n:x:m:g:")) != -1) {
		unsigned value = optarg ? (unsigned)atoi(optarg) : 0;

		if (option == 'n')
			rounds = MAX(value, 1u);
		else if (option == 'x')
			mix = (enum mix)MIN(value, (unsigned)MIX_COUNT - 1);
		else if (option == 'm')
			messages = MAX(value, 1u);
		else if (option == 'g')
			made = value;
		else
			return EXIT_FAILURE;
	}
	mime_init();
	log_open("sessions", false, LOG_LEVEL_ERROR);
	begun = begin(&bench, made);
	if (begun)
		run(&bench, mix, messages, rounds);
	end(&bench);
	return begun ? EXIT_SUCCESS : EXIT_FAILURE;
}
