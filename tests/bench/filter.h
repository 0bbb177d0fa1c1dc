/*
 * filter: the programs that are measured.
 *
 * Each runs as a process of its own behind a unix socket in the bench's
 * folder. What it costs is asked of the kernel: CPU time and peak memory of
 * the process and those that it started.
 */
#ifndef COMITY_BENCH_FILTER_H
#define COMITY_BENCH_FILTER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct filter {
	const char *name;
	char *socket; /* its path */
	char **command;
	pid_t pid;
};

/* Takes `command` over. The socket is `folder`/NAME.sock. */
struct filter *filter_new(
	const char *folder, const char *name, char **command);
char *filter_socket(const char *folder, const char *name);

/* False where it does not listen within some seconds; its words are in
 * `folder`/NAME.log. */
bool filter_start(struct filter *filter, const char *folder);
void filter_stop(struct filter *filter);
void filter_free(struct filter *filter);

int64_t filter_cpu_ns(const struct filter *filter);
long filter_memory_kb(const struct filter *filter);
/* The most since filter_forget_peak(). */
long filter_peak_kb(const struct filter *filter);
void filter_forget_peak(const struct filter *filter);

#endif
