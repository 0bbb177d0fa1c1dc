/*
 * socket: the socket that the mail server connects to.
 *
 * libmilter could open it, but would steal the path of a running instance,
 * unlink the path of the next one, and know nothing of mode and group. So it
 * is opened here and handed over as a descriptor.
 *
 * Forms:  unix:/path  (also local:)   inet:port@host   inet6:port@host
 *         and as Postfix writes them  inet:host:port   inet6:[host]:port
 * The host is an address or "localhost"; none means the loopback address. A
 * name is never asked of the DNS: the daemon must start without it.
 *
 * Threads: start and end of the program only.
 */
#ifndef COMITY_DAEMON_SOCKET_H
#define COMITY_DAEMON_SOCKET_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <time.h>

struct endpoint {
	struct sockaddr_storage address;
	socklen_t length;
	char text[160]; /* as an administrator reads it */
};

/* False with a reason in *why (a constant or within the endpoint's text). */
bool endpoint_parse(
	const char *text, struct endpoint *endpoint, const char **why);
bool endpoint_is_unix(const struct endpoint *endpoint);
/* Only this machine can reach it. */
bool endpoint_is_local(const struct endpoint *endpoint);
/* The file of a unix socket. */
const char *endpoint_path(const struct endpoint *endpoint);

/* Whose a unix socket is: (uid_t)-1 and (gid_t)-1 leave it as it is. */
struct socket_owner {
	uid_t user;
	gid_t group;
	mode_t mode;
};

struct listener {
	struct endpoint endpoint;
	int fd;
	bool passed_on; /* came from systemd: not ours to remove */
	/* The file that we made; its number alone may be another's by now. */
	dev_t device;
	ino_t inode;
	struct timespec changed;
};

/*
 * Opens and listens. A socket file that nobody listens on is removed; one
 * that somebody listens on is an error. Errors are logged.
 */
bool listener_open(struct listener *listener, const struct endpoint *endpoint,
	const struct socket_owner *owner);
/*
 * Takes the socket that systemd passes on (LISTEN_FDS), if there is one.
 * False when there is none; an unusable one is logged and sets *failed.
 */
bool listener_inherit(struct listener *listener, bool *failed);
/* Whichever way it came to us. */
bool listener_is_tcp(const struct listener *listener);
/* Removes the file, if it is still the one that we made. */
void listener_unlink(const struct listener *listener);
void listener_close(struct listener *listener);

#endif
