#include "daemon/service.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "base/log.h"
#include "people/copystore.h"

enum {
	/* Messages inspected at the same time: more than there are processors
	 * gain nothing but fairness. */
	MOST_AT_WORK = 16,
	/* Large ones among them: one a processor, but no more than this. */
	MOST_LARGE = 8,
	/* Kept for the next message. */
	MOST_IDLE = 4,
	WAITING_SECONDS = 2,
};

struct service {
	char *config;
	struct policy_store *store;
	struct copystore *copies; /* as set at the start; may be NULL */
	struct desk_room *desks;

	pthread_mutex_t lock; /* for all down to most_large */
	pthread_cond_t given_back;
	struct inspector *idle[MOST_IDLE];
	unsigned idle_count;
	unsigned at_work, at_work_large, most_large;

	/* A disk may be slow: nobody but who writes, too, waits for it. */
	pthread_mutex_t audit_lock;
	int audit_fd; /* -1: audit lines go to the log */
	bool audit_failing;

	_Atomic long counts[COUNT_KINDS];
};

/* Audit -------------------------------------------------------------------- */

static char *
setting_path(struct service *service, bool metrics)
{
	struct policy *policy = service_policy(service);
	const struct settings *settings = &policy_rules(policy)->settings;
	struct str path =
		metrics ? settings->metrics_file : settings->audit_log;
	char *copy = path.n > 0 ? g_strndup(path.p, path.n) : NULL;

	policy_unref(&policy);
	return copy;
}

/* Opened anew at each reload, so that log rotation needs no more than HUP. */
static bool
open_audit(struct service *service)
{
	char *path = setting_path(service, false);
	int fd = -1;
	int before;
	bool opened = true;

	if (path != NULL) {
		fd = open(path,
			O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW |
				O_NONBLOCK,
			0640);
		opened = fd >= 0;
		if (!opened)
			log_error("audit log %s: %s; audit lines go to the "
				  "log",
				path, strerror(errno));
	}
	pthread_mutex_lock(&service->audit_lock);
	before = service->audit_fd;
	service->audit_fd = fd;
	service->audit_failing = false;
	pthread_mutex_unlock(&service->audit_lock);
	if (before >= 0)
		close(before);
	g_free(path);
	return opened;
}

bool
service_can_audit(struct service *service)
{
	return open_audit(service);
}

/* One write for a line with its end: lines of threads never mix. */
static bool
write_audit(struct service *service, const char *line)
{
	GString *whole = g_string_new(line);
	bool written;

	g_string_append_c(whole, '\n');
	written = write(service->audit_fd, whole->str, whole->len) ==
		  (ssize_t)whole->len;
	g_string_free(whole, TRUE);
	return written;
}

void
service_audit(struct service *service, const char *line)
{
	bool to_log = false;
	bool first_failure = false;
	int error = 0;

	pthread_mutex_lock(&service->audit_lock);
	if (service->audit_fd < 0) {
		to_log = true;
	} else if (write_audit(service, line)) {
		service->audit_failing = false;
	} else {
		error = errno;
		to_log = true;
		first_failure = !service->audit_failing;
		service->audit_failing = true;
	}
	pthread_mutex_unlock(&service->audit_lock);
	if (first_failure)
		log_error("audit log: %s; audit lines go to the log",
			strerror(error));
	if (to_log)
		log_info("%s", line);
}

/* Policy ------------------------------------------------------------------- */

/* Messages pass without it: copystore_open() has said what is wrong. */
static struct copystore *
open_copies(const struct settings *settings)
{
	struct copystore *copies;
	char *path;

	if (settings->copy_store.n == 0)
		return NULL;
	path = g_strndup(settings->copy_store.p, settings->copy_store.n);
	copies = copystore_open(path);
	g_free(path);
	return copies;
}

struct service *
service_new(const char *config, struct policy *first)
{
	struct service *service = g_new0(struct service, 1);
	pthread_condattr_t clock;

	service->config = g_strdup(config);
	service->store = policy_store_new(first);
	service->copies = open_copies(&policy_rules(first)->settings);
	service->desks = desk_room_new();
	service->audit_fd = -1;
	pthread_mutex_init(&service->audit_lock, NULL);
	service->most_large = CLAMP(g_get_num_processors(), 2, MOST_LARGE);
	pthread_mutex_init(&service->lock, NULL);
	pthread_condattr_init(&clock);
	pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
	pthread_cond_init(&service->given_back, &clock);
	pthread_condattr_destroy(&clock);
	return service;
}

void
service_free(struct service **service)
{
	struct service *old = *service;

	if (old == NULL)
		return;
	while (old->idle_count > 0)
		inspector_free(&old->idle[--old->idle_count]);
	if (old->audit_fd >= 0)
		close(old->audit_fd);
	desk_room_free(&old->desks);
	policy_store_free(&old->store);
	copystore_close(&old->copies);
	pthread_cond_destroy(&old->given_back);
	pthread_mutex_destroy(&old->lock);
	pthread_mutex_destroy(&old->audit_lock);
	g_free(old->config);
	g_free(old);
	*service = NULL;
}

struct policy *
service_policy(struct service *service)
{
	return policy_store_get(service->store);
}

struct desk_room *
service_desks(struct service *service)
{
	return service->desks;
}

static void
log_diag_line(enum diag_level level, const char *text, void *context)
{
	(void)context;
	if (level == DIAG_ERROR)
		log_error("%s", text);
	else if (level == DIAG_WARNING)
		log_warning("%s", text);
	else
		log_info("%s", text);
}

/* Some settings are looked at only at the start. */
static void
warn_of_restart(const struct settings *old, const struct settings *new)
{
	const struct {
		const char *name;
		struct str old, new;
	} fixed[] = {
		{"socket", old->socket, new->socket},
		{"socket-group", old->socket_group, new->socket_group},
		{"user", old->user, new->user},
		{"pid-file", old->pid_file, new->pid_file},
	};

	if (old->drain_seconds != new->drain_seconds ||
		old->socket_mode != new->socket_mode)
		log_warning("the new drain or socket-mode counts from the "
			    "next start");
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (!str_eq(fixed[i].old, fixed[i].new))
			log_warning("the new %s counts from the next start",
				fixed[i].name);
}

static void
take_into_force(struct service *service, struct policy *next)
{
	struct policy *old = service_policy(service);

	warn_of_restart(
		&policy_rules(old)->settings, &policy_rules(next)->settings);
	policy_store_swap(service->store, next);
	policy_unref(&old);
}

/* The last word of a reload: whoever waits for it finds all of it done. */
static void
say_in_force(struct service *service)
{
	struct policy *policy = service_policy(service);
	const struct ruleset *rules = policy_rules(policy);

	log_info("rules %s in force: %zu rules, %zu flags", rules->digest,
		rules->rule_count, rules->flag_count);
	policy_unref(&policy);
}

bool
service_reload(struct service *service)
{
	struct diag *diag = diag_new();
	struct policy *next = policy_load(diag, service->config, NULL);
	bool taken = next != NULL;
	bool audit;

	diag_each_line(diag, log_diag_line, NULL);
	service_add(service, COUNT_RELOADS, 1);
	service_add(service, COUNT_RELOADS_FAILED, !taken);
	if (taken)
		take_into_force(service, next);
	audit = open_audit(service);
	if (taken)
		say_in_force(service);
	else
		log_error("configuration not taken: %u errors; what was in "
			  "force stays",
			diag_errors(diag));
	diag_free(&diag);
	/* Reading leaves holes all over the heap. */
	malloc_trim(0);
	return audit && taken;
}

/* Inspectors --------------------------------------------------------------- */

static bool
has_room(const struct service *service, enum service_load load)
{
	return service->at_work < MOST_AT_WORK &&
	       (load == LOAD_SMALL ||
		       service->at_work_large < service->most_large);
}

/* Called with the lock held, which it lets go while it calls `waiting`. */
static void
wait_for_room(struct service *service, enum service_load load,
	void (*waiting)(void *context), void *context)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	while (!has_room(service, load)) {
		until.tv_sec += WAITING_SECONDS;
		while (!has_room(service, load) &&
			pthread_cond_timedwait(&service->given_back,
				&service->lock, &until) == 0)
			;
		if (has_room(service, load) || waiting == NULL)
			continue;
		pthread_mutex_unlock(&service->lock);
		waiting(context);
		pthread_mutex_lock(&service->lock);
	}
}

struct inspector *
service_take_inspector(struct service *service, enum service_load load,
	void (*waiting)(void *context), void *context)
{
	struct inspector *inspector = NULL;

	pthread_mutex_lock(&service->lock);
	wait_for_room(service, load, waiting, context);
	service->at_work++;
	service->at_work_large += load == LOAD_LARGE;
	if (service->idle_count > 0)
		inspector = service->idle[--service->idle_count];
	pthread_mutex_unlock(&service->lock);
	if (inspector == NULL) {
		inspector = inspector_new();
		inspector_use_store(inspector, service->copies);
	}
	return inspector;
}

/* One that has read a large message has grown, and is not kept. */
void
service_give_inspector(struct service *service, enum service_load load,
	struct inspector *inspector)
{
	if (load == LOAD_LARGE) {
		inspector_free(&inspector);
		malloc_trim(0);
	}
	pthread_mutex_lock(&service->lock);
	service->at_work--;
	service->at_work_large -= load == LOAD_LARGE;
	if (inspector != NULL && service->idle_count < MOST_IDLE) {
		service->idle[service->idle_count++] = inspector;
		inspector = NULL;
	}
	pthread_cond_broadcast(&service->given_back);
	pthread_mutex_unlock(&service->lock);
	inspector_free(&inspector);
}

/* Counts ------------------------------------------------------------------- */

static const struct {
	const char *name, *help;
	bool gauge;
} described[COUNT_KINDS] = {
	[COUNT_CONNECTIONS] = {"connections_total",
		"Connections taken from the mail server.", false},
	[COUNT_OPEN] = {"connections_open", "Connections open now.", true},
	[COUNT_REFUSED] = {"connections_refused_total",
		"Connections turned away: too many were open.", false},
	[COUNT_MESSAGES] = {"messages_total",
		"Messages whose header was looked at.", false},
	[COUNT_EARLY] = {"messages_early_total",
		"Messages that no rule could be about.", false},
	[COUNT_CORRESPONDENCE] = {"messages_correspondence_total",
		"Messages between members and officers.", false},
	[COUNT_RAISED] = {"messages_raised_total",
		"Messages that raised a flag.", false},
	[COUNT_UNREAD] = {"messages_unread_total",
		"Messages of which something could not be read.", false},
	[COUNT_FORGED] = {"forged_fields_total",
		"Header fields of ours that came with a message.", false},
	[COUNT_EDIT_FAILED] = {"edits_failed_total",
		"Messages put off: the mail server took no change.", false},
	[COUNT_RELOADS] = {"reloads_total",
		"Times the configuration was read anew.", false},
	[COUNT_RELOADS_FAILED] = {"reloads_failed_total",
		"Times it was not taken because of an error.", false},
};

long
service_add(struct service *service, enum service_count kind, long n)
{
	return atomic_fetch_add(&service->counts[kind], n) + n;
}

long
service_count(const struct service *service, enum service_count kind)
{
	return atomic_load(&service->counts[kind]);
}

static void
print_count(FILE *out, const char *name, const char *help, bool gauge, long n)
{
	fprintf(out,
		"# HELP comity_%s %s\n# TYPE comity_%s %s\ncomity_%s %ld\n",
		name, help, name, gauge ? "gauge" : "counter", name, n);
}

/* Written aside and moved, so that a reader never sees half of it. */
void
service_write_metrics(struct service *service)
{
	char *path = setting_path(service, true);
	char *aside = path ? g_strconcat(path, ".new", NULL) : NULL;
	FILE *out = aside ? fopen(aside, "we") : NULL;
	bool good;

	if (out != NULL) {
		/* Another user's exporter reads it, whatever our umask is. */
		good = fchmod(fileno(out), 0644) == 0;
		for (int i = 0; i < COUNT_KINDS; i++)
			print_count(out, described[i].name, described[i].help,
				described[i].gauge, service_count(service, i));
		print_count(out, "log_lines_dropped_total",
			"Log lines that could not be written.", false,
			(long)log_dropped());
		good = !ferror(out) && good;
		if (fclose(out) == 0 && good)
			rename(aside, path);
	}
	g_free(aside);
	g_free(path);
}
