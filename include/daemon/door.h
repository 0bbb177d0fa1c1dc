/*
 * door: connections of the mail server, before libmilter has them.
 *
 * libmilter takes whatever connects and says nothing of it until the peer has
 * spoken, and with no descriptor left it asks for the next connection as fast
 * as it can. So its calls of accept() come here: this program's function of
 * that name stands before the C library's.
 *
 * A connection is let in once its first packet is there, whole, and the
 * beginning of a negotiation. Until then it waits, with few others: when the
 * waiting room is full, the one that has waited longest goes. Who says
 * anything else goes at once. When as many are inside as may be, the next is
 * turned away, and the mail server does what it does without a filter.
 *
 * Threads: one of libmilter's is in accept(); door_left() and door_occupied()
 * from any; the others from the process's first.
 */
#ifndef COMITY_DAEMON_DOOR_H
#define COMITY_DAEMON_DOOR_H

#include <stdbool.h>

#include "daemon/socket.h"

/*
 * To be called once, before libmilter starts. Gives the descriptor that
 * libmilter is to take for its listening socket, -1 (logged) on failure.
 * `turned_away` is told of each connection beyond `most`.
 */
int door_open(const struct listener *listener, long most,
	void (*turned_away)(void));

/* libmilter has closed a connection that was let in. */
void door_left(void);

/* Connections inside, and those that have still to speak. */
long door_occupied(void);

/*
 * Nobody more comes in but who waits already, with `queue` also who waits in
 * the kernel's queue. Who has not spoken after a second goes.
 */
void door_shut(bool queue);

#endif
