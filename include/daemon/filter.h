/*
 * filter: the child process, in which libmilter runs.
 *
 *   USR1   reads the configuration anew
 *   USR2   takes no more connections, finishes those it has, ends
 *
 * Threads: the calling one must be the process's first. It waits for signals;
 * libmilter starts others.
 */
#ifndef COMITY_DAEMON_FILTER_H
#define COMITY_DAEMON_FILTER_H

#include "daemon/service.h"
#include "daemon/socket.h"

/*
 * Serves by the policy that the service has, and reads the configuration anew
 * then. Ends the process; never returns.
 */
void filter_run(struct service *service, struct listener *listener,
	int drain_seconds) __attribute__((noreturn));

#endif
