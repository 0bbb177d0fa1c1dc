#include "daemon/socket.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/log.h"

enum { FIRST_PASSED_ON = 3 /* sd_listen_fds(3) */ };

/* Endpoints ---------------------------------------------------------------- */

static bool
parse_unix(const char *path, struct endpoint *endpoint, const char **why)
{
	struct sockaddr_un *address = (struct sockaddr_un *)&endpoint->address;

	*why = path[0] != '/' ? "the path must start with /"
	       : strlen(path) >= sizeof(address->sun_path)
		       ? "the path is longer than 107 bytes"
		       : NULL;
	if (*why != NULL)
		return false;
	address->sun_family = AF_UNIX;
	memcpy(address->sun_path, path, strlen(path) + 1);
	endpoint->length = sizeof(*address);
	snprintf(endpoint->text, sizeof(endpoint->text), "unix:%s", path);
	return true;
}

static bool
parse_port(const char *text, in_port_t *port)
{
	char *end;
	long number = strtol(text, &end, 10);

	if (text[0] < '0' || text[0] > '9' || *end != '\0' || number < 1 ||
		number > 65535)
		return false;
	*port = htons((in_port_t)number);
	return true;
}

/* "port@host", "host:port", "[host]:port" or "port". */
static bool
split_host(const char *text, char host[64], char port[8])
{
	const char *at = strchr(text, '@');
	const char *colon = strrchr(text, ':');
	const char *p = at ? text : colon ? colon + 1 : text;
	const char *h = at ? at + 1 : colon ? text : "";
	size_t port_length = at ? (size_t)(at - text) : strlen(p);
	size_t host_length = at || !colon ? strlen(h) : (size_t)(colon - text);

	if (host_length >= 2 && h[0] == '[' && h[host_length - 1] == ']') {
		h++;
		host_length -= 2;
	}
	if (port_length >= 8 || host_length >= 64)
		return false;
	snprintf(host, 64, "%.*s", (int)host_length, h);
	snprintf(port, 8, "%.*s", (int)port_length, p);
	return true;
}

static bool
parse_inet(
	const char *text, bool six, struct endpoint *endpoint, const char **why)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&endpoint->address;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&endpoint->address;
	char host[64], port[8];

	if (!split_host(text, host, port) ||
		!parse_port(port, six ? &v6->sin6_port : &v4->sin_port)) {
		*why = "expected port@host with a port from 1 to 65535";
		return false;
	}
	if (host[0] == '\0' || strcmp(host, "localhost") == 0)
		snprintf(host, sizeof(host), "%s", six ? "::1" : "127.0.0.1");
	if (inet_pton(six ? AF_INET6 : AF_INET, host,
		    six ? (void *)&v6->sin6_addr : (void *)&v4->sin_addr) !=
		1) {
		*why = "the host must be an address or localhost";
		return false;
	}
	endpoint->address.ss_family = six ? AF_INET6 : AF_INET;
	endpoint->length = six ? sizeof(*v6) : sizeof(*v4);
	snprintf(endpoint->text, sizeof(endpoint->text), "inet%s:%s@%s",
		six ? "6" : "", port, host);
	return true;
}

bool
endpoint_parse(const char *text, struct endpoint *endpoint, const char **why)
{
	static const char *const unix_kinds[] = {"unix:", "local:"};

	memset(endpoint, 0, sizeof(*endpoint));
	for (size_t i = 0; i < 2; i++)
		if (strncmp(text, unix_kinds[i], strlen(unix_kinds[i])) == 0)
			return parse_unix(
				text + strlen(unix_kinds[i]), endpoint, why);
	if (strncmp(text, "inet:", 5) == 0)
		return parse_inet(text + 5, false, endpoint, why);
	if (strncmp(text, "inet6:", 6) == 0)
		return parse_inet(text + 6, true, endpoint, why);
	*why = "expected unix:/path, inet:port@host or inet6:port@host";
	return false;
}

bool
endpoint_is_unix(const struct endpoint *endpoint)
{
	return endpoint->address.ss_family == AF_UNIX;
}

bool
endpoint_is_local(const struct endpoint *endpoint)
{
	const struct sockaddr_in *v4 =
		(const struct sockaddr_in *)&endpoint->address;
	const struct sockaddr_in6 *v6 =
		(const struct sockaddr_in6 *)&endpoint->address;

	if (endpoint->address.ss_family == AF_INET)
		return ntohl(v4->sin_addr.s_addr) >> 24 == 127;
	if (endpoint->address.ss_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr);
	return true;
}

const char *
endpoint_path(const struct endpoint *endpoint)
{
	return ((const struct sockaddr_un *)&endpoint->address)->sun_path;
}

/* Listeners ---------------------------------------------------------------- */

static bool
fail(struct listener *listener, const char *what)
{
	log_error("%s: %s: %s", listener->endpoint.text, what, strerror(errno));
	listener_close(listener);
	return false;
}

static int
socket_like(const struct endpoint *endpoint)
{
	return socket(
		endpoint->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

/* Does anybody accept connections there? A full queue is an answer, too. */
static bool
is_answered(const struct endpoint *endpoint)
{
	int fd = socket_like(endpoint);
	int result;
	bool answered;

	if (fd < 0)
		return true;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	result = connect(fd, (const struct sockaddr *)&endpoint->address,
		endpoint->length);
	answered = result == 0 || errno == EAGAIN || errno == EINPROGRESS;
	close(fd);
	return answered;
}

/* A crash leaves the file behind; it must not keep us from starting. */
static bool
clear_path(struct listener *listener)
{
	const char *path = endpoint_path(&listener->endpoint);
	struct stat file;

	if (lstat(path, &file) != 0)
		return errno == ENOENT || fail(listener, "cannot be looked at");
	if (!S_ISSOCK(file.st_mode)) {
		errno = EEXIST;
		return fail(listener, "is there and is no socket");
	}
	if (is_answered(&listener->endpoint)) {
		errno = EADDRINUSE;
		return fail(listener, "somebody listens there already");
	}
	if (unlink(path) != 0 && errno != ENOENT)
		return fail(listener, "cannot remove what a crash left");
	return true;
}

/*
 * The file has its owner and mode before listen(): nobody can connect sooner,
 * and nobody who should not ever can.
 */
static bool
bind_path(struct listener *listener, const struct socket_owner *owner)
{
	const char *path = endpoint_path(&listener->endpoint);
	mode_t before = umask(0177);
	int result = bind(listener->fd,
		(struct sockaddr *)&listener->endpoint.address,
		listener->endpoint.length);
	struct stat file;

	umask(before);
	if (result != 0)
		return fail(listener, "cannot be made");
	if (chown(path, owner->user, owner->group) != 0)
		return fail(listener, "cannot be given to its group");
	if (chmod(path, owner->mode) != 0)
		return fail(listener, "cannot get its mode");
	if (lstat(path, &file) != 0)
		return fail(listener, "cannot be looked at");
	listener->device = file.st_dev;
	listener->inode = file.st_ino;
	listener->changed = file.st_ctim;
	return true;
}

static bool
bind_port(struct listener *listener)
{
	int on = 1;

	setsockopt(listener->fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(listener->fd, (struct sockaddr *)&listener->endpoint.address,
		    listener->endpoint.length) != 0)
		return fail(listener, "cannot be taken");
	/* Accepted sockets inherit it: small packets leave at once. */
	setsockopt(listener->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	return true;
}

bool
listener_open(struct listener *listener, const struct endpoint *endpoint,
	const struct socket_owner *owner)
{
	bool is_unix = endpoint_is_unix(endpoint);

	*listener = (struct listener){.endpoint = *endpoint, .fd = -1};
	if (is_unix && !clear_path(listener))
		return false;
	listener->fd = socket_like(endpoint);
	if (listener->fd < 0)
		return fail(listener, "no socket");
	if (!(is_unix ? bind_path(listener, owner) : bind_port(listener)))
		return false;
	if (listen(listener->fd, SOMAXCONN) != 0)
		return fail(listener, "cannot listen");
	return true;
}

bool
listener_inherit(struct listener *listener, bool *failed)
{
	const char *pid = getenv("LISTEN_PID");
	const char *count = getenv("LISTEN_FDS");
	int listening = 0;
	socklen_t size = sizeof(listening);

	*failed = false;
	if (pid == NULL || count == NULL || atol(pid) != (long)getpid())
		return false;
	*listener = (struct listener){.fd = FIRST_PASSED_ON, .passed_on = true};
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (strcmp(count, "1") != 0 ||
		getsockopt(listener->fd, SOL_SOCKET, SO_ACCEPTCONN, &listening,
			&size) != 0 ||
		!listening) {
		log_error("expected one listening stream socket from the "
			  "service manager");
		*failed = true;
		return false;
	}
	fcntl(listener->fd, F_SETFD, FD_CLOEXEC);
	snprintf(listener->endpoint.text, sizeof(listener->endpoint.text),
		"the socket from the service manager");
	return true;
}

bool
listener_is_tcp(const struct listener *listener)
{
	int family = AF_UNIX;
	socklen_t size = sizeof(family);

	getsockopt(listener->fd, SOL_SOCKET, SO_DOMAIN, &family, &size);
	return family != AF_UNIX;
}

void
listener_unlink(const struct listener *listener)
{
	const char *path = endpoint_path(&listener->endpoint);
	struct stat file;

	if (listener->passed_on || !endpoint_is_unix(&listener->endpoint))
		return;
	if (lstat(path, &file) == 0 && file.st_dev == listener->device &&
		file.st_ino == listener->inode &&
		file.st_ctim.tv_sec == listener->changed.tv_sec &&
		file.st_ctim.tv_nsec == listener->changed.tv_nsec)
		unlink(path);
}

void
listener_close(struct listener *listener)
{
	if (listener->fd >= 0)
		close(listener->fd);
	listener->fd = -1;
}
