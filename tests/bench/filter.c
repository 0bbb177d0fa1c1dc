#include "filter.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <glib.h>

#include "wire.h"

enum {
	START_MS = 120 * 1000,
	TICK_MS = 20,
	MOST_PROCESSES = 16,
	/* It is at rest where it takes less than that of half a second. */
	QUIET_MS = 500,
	QUIET_NS = 2 * 1000 * 1000,
};

char *
filter_socket(const char *folder, const char *name)
{
	return g_strdup_printf("%s/%s.sock", folder, name);
}

struct filter *
filter_new(const char *folder, const char *name, char **command)
{
	struct filter *filter = g_new0(struct filter, 1);

	filter->name = name;
	filter->command = command;
	filter->socket = filter_socket(folder, name);
	return filter;
}

void
filter_free(struct filter *filter)
{
	g_strfreev(filter->command);
	g_free(filter->socket);
	g_free(filter);
}

/* Starting -------------------------------------------------------------- */

static void
run(const struct filter *filter, const char *log)
{
	int fd = open(log, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd >= 0) {
		dup2(fd, STDOUT_FILENO);
		dup2(fd, STDERR_FILENO);
	}
	/* It must not outlive the bench. */
	setpgid(0, 0);
	execvp(filter->command[0], filter->command);
	_exit(127);
}

static bool
answers(const struct filter *filter)
{
	struct wire *wire = wire_open(filter->socket);
	bool there = wire != NULL;

	wire_close(&wire);
	return there;
}

/* One that listens may still be loading. */
static void
settle(const struct filter *filter)
{
	int64_t before = -1;

	for (int ms = 0; ms < START_MS; ms += QUIET_MS) {
		int64_t now = filter_cpu_ns(filter);

		if (before >= 0 && now - before < QUIET_NS)
			break;
		before = now;
		g_usleep(QUIET_MS * 1000);
	}
}

bool
filter_start(struct filter *filter, const char *folder)
{
	char *log = g_strdup_printf("%s/%s.log", folder, filter->name);

	filter->pid = fork();
	if (filter->pid == 0)
		run(filter, log);
	g_free(log);
	if (filter->pid < 0)
		return false;
	for (int ms = 0; ms < START_MS; ms += TICK_MS) {
		if (waitpid(filter->pid, NULL, WNOHANG) == filter->pid) {
			filter->pid = 0;
			return false;
		}
		if (answers(filter)) {
			settle(filter);
			return true;
		}
		g_usleep(TICK_MS * 1000);
	}
	return false;
}

void
filter_stop(struct filter *filter)
{
	if (filter->pid <= 0)
		return;
	kill(-filter->pid, SIGTERM);
	for (int ms = 0; ms < 2000; ms += TICK_MS) {
		if (waitpid(filter->pid, NULL, WNOHANG) == filter->pid)
			break;
		g_usleep(TICK_MS * 1000);
	}
	kill(-filter->pid, SIGKILL);
	waitpid(filter->pid, NULL, WNOHANG);
	filter->pid = 0;
}

/* Costs ----------------------------------------------------------------- */

static void
add_children(pid_t pid, pid_t *list, int *count)
{
	char path[64];
	FILE *in;
	int child;

	list[(*count)++] = pid;
	snprintf(path, sizeof(path), "/proc/%d/task/%d/children", pid, pid);
	in = fopen(path, "r");
	while (in != NULL && *count < MOST_PROCESSES &&
		fscanf(in, "%d", &child) == 1)
		add_children(child, list, count);
	if (in != NULL)
		fclose(in);
}

static int
processes(const struct filter *filter, pid_t *list)
{
	int count = 0;

	add_children(filter->pid, list, &count);
	return count;
}

int64_t
filter_cpu_ns(const struct filter *filter)
{
	pid_t list[MOST_PROCESSES];
	int count = processes(filter, list);
	int64_t sum = 0;

	for (int i = 0; i < count; i++) {
		struct timespec time;
		clockid_t clock;

		if (clock_getcpuclockid(list[i], &clock) == 0 &&
			clock_gettime(clock, &time) == 0)
			sum += (int64_t)time.tv_sec * 1000 * 1000 * 1000 +
			       time.tv_nsec;
	}
	return sum;
}

/* A line of /proc/PID/status, of all processes together. */
static long
status_kb(const struct filter *filter, const char *key)
{
	pid_t list[MOST_PROCESSES];
	int count = processes(filter, list);
	long sum = 0;

	for (int i = 0; i < count; i++) {
		char line[256];
		FILE *in;

		snprintf(line, sizeof(line), "/proc/%d/status", list[i]);
		in = fopen(line, "r");
		while (in != NULL && fgets(line, sizeof(line), in) != NULL)
			if (strncmp(line, key, strlen(key)) == 0)
				sum += atol(line + strlen(key));
		if (in != NULL)
			fclose(in);
	}
	return sum;
}

long
filter_memory_kb(const struct filter *filter)
{
	return status_kb(filter, "VmRSS:");
}

long
filter_peak_kb(const struct filter *filter)
{
	return status_kb(filter, "VmHWM:");
}

void
filter_forget_peak(const struct filter *filter)
{
	pid_t list[MOST_PROCESSES];
	int count = processes(filter, list);

	for (int i = 0; i < count; i++) {
		char path[64];
		int fd;

		snprintf(path, sizeof(path), "/proc/%d/clear_refs", list[i]);
		fd = open(path, O_WRONLY);
		if (fd < 0)
			continue;
		if (write(fd, "5", 1) != 1)
			fprintf(stderr, "%s: %s\n", path, strerror(errno));
		close(fd);
	}
}
