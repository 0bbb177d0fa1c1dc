#include "daemon/filter.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "base/log.h"
#include "daemon/callbacks.h"
#include "daemon/door.h"
#include "daemon/privileges.h"

enum {
	/* The default is 8 MiB a thread; a message needs far less than this. */
	STACK_BYTES = 1024 * 1024,
	LARGE_BLOCK = 256 * 1024,
	MOST_HEAPS = 4,
	METRICS_SECONDS = 15,
	/* Descriptors that are not connections: log, files, libraries. */
	OTHER_FILES = 64,
	/*
	 * Each may need a thread, and libmilter leaves a connection hanging
	 * for which there is none: fewer than the unit's TasksMax, and far
	 * more than a mail server has processes.
	 */
	MOST_CONNECTIONS = 4000,
	TICK_MS = 10,
};

static void *
serve(void *unused)
{
	(void)unused;
	if (callbacks_serve())
		return NULL;
	log_error("libmilter gave up");
	_exit(EXIT_FAILURE);
}

/*
 * libmilter waits for HUP, TERM and INT to stop at once. Ignored in the first
 * thread and not blocked there, they never reach it; the supervisor sends
 * other signals in their stead.
 */
static void
keep_signals_from_libmilter(void)
{
	static const int signals[] = {SIGHUP, SIGTERM, SIGINT};
	sigset_t set;

	sigemptyset(&set);
	for (size_t i = 0; i < 3; i++) {
		signal(signals[i], SIG_IGN);
		sigaddset(&set, signals[i]);
	}
	pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

/*
 * Memory of large messages goes back to the system: blocks above a bound that
 * does not grow are mapped on their own, and threads share few heaps.
 */
static void
set_memory_up(void)
{
	mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
	mallopt(M_TRIM_THRESHOLD, 4 * LARGE_BLOCK);
	mallopt(M_ARENA_MAX, MOST_HEAPS);
}

static long
connections_for(unsigned long files)
{
	if (files > MOST_CONNECTIONS + OTHER_FILES)
		return MOST_CONNECTIONS;
	return MAX((long)files - OTHER_FILES, 8);
}

static void
start_serving(struct service *service, struct listener *listener)
{
	unsigned long files = privileges_raise_files();
	pthread_attr_t attributes;
	pthread_t thread;

	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STACK_BYTES);
	pthread_setattr_default_np(&attributes);
	if (!callbacks_register(service, listener, connections_for(files)))
		_exit(EXIT_FAILURE);
	if (pthread_create(&thread, &attributes, serve, NULL) != 0)
		_exit(EXIT_FAILURE);
	pthread_attr_destroy(&attributes);
}

static void
wait_for_sessions(int seconds)
{
	int64_t end = g_get_monotonic_time() + (int64_t)seconds * 1000 * 1000;

	while (door_occupied() > 0 && g_get_monotonic_time() < end)
		g_usleep(TICK_MS * 1000);
}

/*
 * Stops without a message lost. Who waits in the queue of a socket that is
 * the service manager's waits for the next instance. Nothing is freed, since
 * libmilter's threads still run; smfi_stop() is not called, since it would
 * wait for a lock that the one at the door holds.
 */
static void
drain(struct service *service, const struct listener *listener, int seconds)
{
	long left;

	log_info("stopping: %ld connections to be finished",
		service_count(service, COUNT_OPEN));
	door_shut(!listener->passed_on);
	wait_for_sessions(seconds);
	left = service_count(service, COUNT_OPEN);
	if (left > 0)
		log_warning("stopped after %d seconds with %ld connections "
			    "open",
			seconds, left);
	service_write_metrics(service);
	_exit(EXIT_SUCCESS);
}

static int
next_signal(const sigset_t *set)
{
	const struct timespec pause = {METRICS_SECONDS, 0};

	return sigtimedwait(set, NULL, &pause);
}

void
filter_run(
	struct service *service, struct listener *listener, int drain_seconds)
{
	sigset_t ours;

	sigemptyset(&ours);
	sigaddset(&ours, SIGUSR1);
	sigaddset(&ours, SIGUSR2);
	keep_signals_from_libmilter();
	set_memory_up();
	start_serving(service, listener);
	service_reload(service);
	log_info("ready");
	for (;;) {
		int number = next_signal(&ours);

		if (number == SIGUSR1)
			service_reload(service);
		if (number == SIGUSR2)
			drain(service, listener, drain_seconds);
		service_write_metrics(service);
	}
}
