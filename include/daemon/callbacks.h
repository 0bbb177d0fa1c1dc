/*
 * callbacks: libmilter's events, handed on to sessions.
 *
 * callbacks.c is the only file that calls libmilter; what libmilter asks of the
 * kernel goes through door.c and stream.c. It keeps no state but the service,
 * set once.
 *
 * Asked of the mail server: only the events that are looked at, and no wait
 * for our answer where there is never one but "go on" (connection.protocol
 * decides both what is negotiated and what is returned).
 *
 * Threads: libmilter calls from any thread, one at a time per connection.
 */
#ifndef COMITY_DAEMON_CALLBACKS_H
#define COMITY_DAEMON_CALLBACKS_H

#include <stdbool.h>

#include "daemon/service.h"
#include "daemon/socket.h"

/* To be called once. Connections over the bound are turned away. False: logged. */
bool callbacks_register(struct service *service,
	const struct listener *listener, long most_connections);
/* Serves until the process ends; false after a failure. */
bool callbacks_serve(void);

#endif
