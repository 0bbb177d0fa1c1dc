/*
 * comity-milter: reads its options and starts.
 *
 * In order: the configuration (nothing starts with a bad one), the account,
 * the lock, the socket, privileges given up, into the background, and on to
 * supervisor.c. What needs root is done before privileges go; what can fail
 * fails while somebody still looks at the terminal.
 */
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <glib.h>

#include "base/log.h"
#include "daemon/filter.h"
#include "daemon/pid_file.h"
#include "daemon/privileges.h"
#include "daemon/service.h"
#include "daemon/socket.h"
#include "daemon/supervisor.h"
#include "mime/mime.h"

enum { EXIT_USAGE = 64, EXIT_CONFIG = 78 }; /* sysexits.h */

struct options {
	const char *config;
	const char *user, *socket, *pid_file; /* NULL: as configured */
	bool foreground, check;
};

/* What the program has in hand while it starts. */
struct start {
	struct options options;
	struct policy *policy;
	const struct settings *settings;
	struct account account; /* name "": stay who we are */
	struct listener listener;
	int pid_fd;
	char *pid_path;
};

static void
usage(FILE *out)
{
	fputs("usage: comity-milter [-c FILE] [-f] [-t] [--user USER]\n"
	      "                     [--socket SOCKET] [--pid-file FILE]\n"
	      "\n"
	      "  -c, --config FILE    default: " COMITY_CONFIG "\n"
	      "  -f, --foreground     log to standard error, stay in the "
	      "foreground\n"
	      "  -t, --check          check the configuration and say what "
	      "it means\n"
	      "      --user USER      become this user\n"
	      "      --socket SOCKET  unix:/path, inet:port@host or "
	      "inet6:port@host\n"
	      "      --pid-file FILE  also keeps a second instance away\n"
	      "      --version\n",
		out);
}

static bool
read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{"config", required_argument, NULL, 'c'},
		{"foreground", no_argument, NULL, 'f'},
		{"check", no_argument, NULL, 't'},
		{"user", required_argument, NULL, 'u'},
		{"socket", required_argument, NULL, 's'},
		{"pid-file", required_argument, NULL, 'p'},
		{"version", no_argument, NULL, 'V'},
		{"help", no_argument, NULL, 'h'},
		{NULL, 0, NULL, 0},
	};
	int option;

	*options = (struct options){.config = COMITY_CONFIG};
	while ((option = getopt_long(argc, argv, "c:fth", known, NULL)) != -1) {
		switch (option) {
		case 'c':
			options->config = optarg;
			break;
		case 'f':
			options->foreground = true;
			break;
		case 't':
			options->check = true;
			break;
		case 'u':
			options->user = optarg;
			break;
		case 's':
			options->socket = optarg;
			break;
		case 'p':
			options->pid_file = optarg;
			break;
		case 'V':
			puts("comity-milter " COMITY_VERSION);
			exit(EXIT_SUCCESS);
		case 'h':
			usage(stdout);
			exit(EXIT_SUCCESS);
		default:
			return false;
		}
	}
	return optind == argc;
}

/* The option's words where given, else the setting's. */
static char *
chosen(const char *option, struct str setting)
{
	return option != NULL
		       ? g_strdup(option)
		       : g_strndup(setting.n ? setting.p : "", setting.n);
}

/*
 * The path that names the file for everybody: relative ones would change
 * their meaning on the way into the background.
 */
static char *
absolute(const char *path)
{
	return g_canonicalize_filename(path, NULL);
}

static bool
load(struct start *start)
{
	struct diag *diag = diag_new();

	start->policy = policy_load(diag, start->options.config, NULL);
	diag_print(diag, stderr);
	diag_free(&diag);
	if (start->policy == NULL)
		return false;
	start->settings = &policy_rules(start->policy)->settings;
	return true;
}

static bool
find_account(struct start *start)
{
	char *user = chosen(start->options.user, start->settings->user);
	bool found = true;

	if (user[0] != '\0' && geteuid() == 0)
		found = account_find(user, &start->account);
	else if (geteuid() == 0) {
		log_error("will not run as root: name a user (setting user, "
			  "option --user)");
		found = false;
	}
	g_free(user);
	return found;
}

static bool
find_endpoint(struct start *start, struct endpoint *endpoint)
{
	char *text = chosen(start->options.socket, start->settings->socket);
	const char *why;
	bool good = endpoint_parse(text, endpoint, &why);

	if (!good)
		log_error("socket %s: %s", text, why);
	g_free(text);
	return good;
}

static bool
find_owner(const struct start *start, struct socket_owner *owner)
{
	char *group = chosen(NULL, start->settings->socket_group);
	bool found = true;

	*owner = (struct socket_owner){
		(uid_t)-1, (gid_t)-1, (mode_t)start->settings->socket_mode};
	if (start->account.name[0] != '\0') {
		owner->user = start->account.user;
		owner->group = start->account.group;
	}
	if (group[0] != '\0')
		found = group_find(group, &owner->group);
	g_free(group);
	return found;
}

/* Who cannot connect gets his mail passed unlooked at: say it early. */
static void
warn_of_reach(const struct endpoint *endpoint, const struct socket_owner *owner)
{
	if (!endpoint_is_local(endpoint))
		log_warning("%s can be reached from other machines: whoever "
			    "can connect can ask who the council's people are",
			endpoint->text);
	if (endpoint_is_unix(endpoint) && (owner->mode & 022) == 0)
		log_warning("%s: mode %04o lets nobody but its owner connect; "
			    "the mail server cannot (socket-mode, "
			    "socket-group)",
			endpoint->text, (unsigned)owner->mode);
}

static bool
lock(struct start *start)
{
	char *path = chosen(start->options.pid_file, start->settings->pid_file);

	start->pid_fd = -1;
	if (path[0] == '\0') {
		g_free(path);
		return true;
	}
	start->pid_path = absolute(path);
	g_free(path);
	start->pid_fd = pid_file_open(start->pid_path);
	return start->pid_fd >= 0;
}

static bool
listen_there(struct start *start)
{
	struct endpoint endpoint;
	struct socket_owner owner;
	bool failed;

	if (listener_inherit(&start->listener, &failed))
		return true;
	if (failed || !find_endpoint(start, &endpoint) ||
		!find_owner(start, &owner))
		return false;
	warn_of_reach(&endpoint, &owner);
	return listener_open(&start->listener, &endpoint, &owner);
}

/*
 * Standard streams lead nowhere from here on; the log goes to syslog. The
 * parent has nothing to wait for: all that can fail has been done.
 */
static bool
into_background(void)
{
	int nowhere;
	pid_t child = fork();

	if (child < 0) {
		log_error("cannot start a process: %s", strerror(errno));
		return false;
	}
	if (child > 0)
		_exit(EXIT_SUCCESS);
	setsid();
	nowhere = open("/dev/null", O_RDWR);
	for (int fd = 0; fd <= 2 && nowhere >= 0; fd++)
		dup2(nowhere, fd);
	if (nowhere > 2)
		close(nowhere);
	log_open("comity-milter", true, LOG_LEVEL_INFO);
	return chdir("/") == 0;
}

/*
 * Runs in the child. What the parent read is in force at once, so that after
 * a crash no message passes meanwhile; filter_run() reads the configuration
 * anew, as the user that will read it at each reload.
 */
static int
work(struct listener *listener, void *context)
{
	struct start *start = context;
	int drain = start->settings->drain_seconds;
	struct service *service =
		service_new(start->options.config, start->policy);

	privileges_renounce();
	service_can_audit(service);
	filter_run(service, listener, drain);
}

/* Services of Postfix that run chrooted see the path without its start. */
static void
say_who_connects(const struct start *start, const struct endpoint *endpoint,
	const struct socket_owner *owner)
{
	static const char queue[] = "/var/spool/postfix/";
	const char *path = endpoint_path(endpoint);
	bool inside = strncmp(path, queue, sizeof(queue) - 1) == 0;
	char *group = chosen(NULL, start->settings->socket_group);

	printf("socket mode %04o, group %s\n", (unsigned)owner->mode,
		group[0] != '\0' ? group : "of the user");
	printf("Postfix, not chrooted: smtpd_milters = unix:%s\n", path);
	printf("Postfix, chrooted:     %s%s\n",
		inside ? "smtpd_milters = unix:/"
		       : "cannot see it: the path "
			 "must lie below ",
		inside ? path + sizeof(queue) - 1 : queue);
	g_free(group);
}

static int
check(struct start *start)
{
	const struct ruleset *rules = policy_rules(start->policy);
	struct endpoint endpoint;
	struct socket_owner owner;

	printf("%s: in order: %zu rules, %zu flags, %zu councils; rules=%s\n",
		start->options.config, rules->rule_count, rules->flag_count,
		rules->council_count, rules->digest);
	if (!find_endpoint(start, &endpoint) || !find_owner(start, &owner))
		return EXIT_CONFIG;
	printf("socket: %s\n", endpoint.text);
	if (endpoint_is_unix(&endpoint))
		say_who_connects(start, &endpoint, &owner);
	warn_of_reach(&endpoint, &owner);
	return EXIT_SUCCESS;
}

static int
run(struct start *start)
{
	struct supervisor supervisor;

	if (!find_account(start) || !lock(start) || !listen_there(start))
		return EXIT_FAILURE;
	if (start->account.name[0] != '\0' && !privileges_drop(&start->account))
		return EXIT_FAILURE;
	if (!start->options.foreground && !into_background())
		return EXIT_FAILURE;
	if (start->pid_fd >= 0 && !pid_file_write(start->pid_fd))
		log_warning("cannot write %s", start->pid_path);
	log_info("comity-milter " COMITY_VERSION " on %s",
		start->listener.endpoint.text);
	supervisor = (struct supervisor){
		.listener = &start->listener,
		.pid_fd = start->pid_fd,
		.pid_path = start->pid_path,
		.drain_seconds = start->settings->drain_seconds,
		.work = work,
		.context = start,
	};
	return supervisor_run(&supervisor);
}

int
main(int argc, char **argv)
{
	struct start start = {.pid_fd = -1};
	char *config;
	int status;

	supervisor_block_signals();
	mime_init();
	log_open("comity-milter", false, LOG_LEVEL_INFO);
	if (!read_options(argc, argv, &start.options)) {
		usage(stderr);
		return EXIT_USAGE;
	}
	config = absolute(start.options.config);
	start.options.config = config;
	if (!pattern_has_jit())
		log_info("patterns are not compiled to machine code: memory "
			 "may not be written and executed");
	if (!load(&start))
		status = EXIT_CONFIG;
	else if (start.options.check)
		status = check(&start);
	else
		status = run(&start);
	policy_unref(&start.policy);
	g_free(start.pid_path);
	g_free(config);
	return status;
}
