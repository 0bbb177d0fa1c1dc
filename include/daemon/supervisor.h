/*
 * supervisor: the process that the administrator sees.
 *
 * It owns the listening socket and the pid file and does next to nothing, so
 * that nothing in a message can end it. A child does the work; when it
 * crashes, another is started at once, and ever more slowly if it goes on
 * crashing. Connections wait in the socket's queue meanwhile.
 *
 *   HUP         the child reads its configuration anew
 *   TERM, INT   no new connection; the child finishes what it has in hand
 *
 * libmilter knows none of these: it would take HUP and TERM for "drop all".
 *
 * Threads: none here; to be called before any is started.
 */
#ifndef COMITY_DAEMON_SUPERVISOR_H
#define COMITY_DAEMON_SUPERVISOR_H

#include "daemon/socket.h"

struct supervisor {
	struct listener *listener;
	int pid_fd;           /* -1: none */
	const char *pid_path;
	int drain_seconds;
	/* The child: returns its exit status; `context` as given here. */
	int (*work)(struct listener *listener, void *context);
	void *context;
};

/* Blocks the signals that this module and filter.h wait for. */
void supervisor_block_signals(void);

/* Returns the program's exit status once the last child has gone. */
int supervisor_run(const struct supervisor *supervisor);

#endif
