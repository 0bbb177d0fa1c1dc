#include "daemon/door.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <arpa/inet.h>

#include <glib.h>

#include "base/log.h"
#include "daemon/clock.h"
#include "daemon/stream.h"

enum {
	MOST_WAITING = 128,
	PATIENCE_MS = 30 * 1000, /* for the first packet */
	SHUT_PATIENCE_MS = 1000,
	/* Half a packet makes its connection readable all the time. */
	TICK_MS = 20,
	/* Until a descriptor may have become free. */
	NO_FILES_MS = 50,
	LENGTH_BYTES = 4,
	/* Version, actions and steps; later versions may add to them. */
	NEGOTIATION_LEAST = 13,
	NEGOTIATION_MOST = 64,
};

/* A connection that has not spoken. */
struct guest {
	int fd;
	int64_t since; /* milliseconds */
	bool started;  /* a part of its packet is there */
	bool stirred;  /* there may be more of it than when last looked at */
};

static struct {
	int bell;     /* what libmilter listens on: always readable */
	int listener; /* -1 once the door is shut and the queue taken */
	int wake;     /* readable when the door is to be shut */
	long most;
	void (*turned_away)(void);
	_Atomic long inside, waiting;
	_Atomic bool shut, take_queue, locked;
	/* Of the thread in accept() alone, longest waiting first. */
	struct guest guests[MOST_WAITING];
	size_t count;
	bool said_no_files;
} door = {.bell = -1, .listener = -1, .wake = -1};

/* The waiting room --------------------------------------------------------- */

static void
forget(size_t i)
{
	door.count--;
	for (; i < door.count; i++)
		door.guests[i] = door.guests[i + 1];
	atomic_store(&door.waiting, (long)door.count);
}

static void
send_away(size_t i)
{
	close(door.guests[i].fd);
	forget(i);
}

static void
welcome(int fd)
{
	if (atomic_load(&door.inside) >= door.most) {
		close(fd);
		door.turned_away();
		return;
	}
	if (door.count == MOST_WAITING)
		send_away(0);
	door.guests[door.count++] = (struct guest){fd, clock_ms(), false, true};
	atomic_store(&door.waiting, (long)door.count);
}

enum first_word { NOT_YET, STARTED, WELL_SAID, NONSENSE };

/* A part of a packet, of which no more may come. */
static enum first_word
half_said(int fd)
{
	struct pollfd peer = {.fd = fd, .events = POLLRDHUP};

	return poll(&peer, 1, 0) > 0 ? NONSENSE : STARTED;
}

/* What is there of the first packet: four bytes of length, 'O', and so on. */
static enum first_word
hear(int fd)
{
	unsigned char said[LENGTH_BYTES + NEGOTIATION_MOST];
	ssize_t n = recv(fd, said, sizeof(said), MSG_PEEK | MSG_DONTWAIT);
	uint32_t length;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return NOT_YET;
	if (n <= 0)
		return NONSENSE;
	if (n < LENGTH_BYTES)
		return half_said(fd);
	length = (uint32_t)said[0] << 24 | (uint32_t)said[1] << 16 |
		 (uint32_t)said[2] << 8 | said[3];
	if (length < NEGOTIATION_LEAST || length > NEGOTIATION_MOST ||
		(n > LENGTH_BYTES && said[LENGTH_BYTES] != 'O'))
		return NONSENSE;
	return (size_t)n < LENGTH_BYTES + length ? half_said(fd) : WELL_SAID;
}

static void
send_away_the_impatient(void)
{
	int64_t patience = atomic_load(&door.shut) ? SHUT_PATIENCE_MS
						   : PATIENCE_MS;

	while (door.count > 0 && clock_ms() - door.guests[0].since > patience)
		send_away(0);
}

/* The connection of one who has spoken well; -1 where nobody has. */
static int
call_in(void)
{
	for (size_t i = 0; i < door.count;) {
		struct guest *guest = &door.guests[i];
		enum first_word word =
			guest->stirred ? hear(guest->fd) : NOT_YET;
		int fd = guest->fd;

		if (word == WELL_SAID) {
			atomic_fetch_add(&door.inside, 1);
			forget(i);
			return fd;
		}
		if (word == NONSENSE) {
			send_away(i);
			continue;
		}
		if (guest->stirred)
			guest->started = word == STARTED;
		guest->stirred = false;
		i++;
	}
	send_away_the_impatient();
	return -1;
}

/* The street --------------------------------------------------------------- */

/* Longest waiting first, descriptors are a guest's to give. */
static void
no_files(void)
{
	if (!door.said_no_files)
		log_error("no descriptors left for connections");
	door.said_no_files = true;
	if (door.count > 0)
		send_away(0);
	else
		g_usleep(NO_FILES_MS * 1000);
}

static void
open_door(void)
{
	int fd = accept4(door.listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		door.said_no_files = false;
		welcome(fd);
	} else if (errno == EMFILE || errno == ENFILE || errno == ENOMEM ||
		   errno == ENOBUFS) {
		no_files();
	}
}

static bool
somebody_knocks(void)
{
	struct pollfd listener = {.fd = door.listener, .events = POLLIN};

	return poll(&listener, 1, 0) > 0;
}

static int
until_next(void)
{
	int64_t left;

	if (door.count == 0)
		return -1;
	for (size_t i = 0; i < door.count; i++)
		if (door.guests[i].started)
			return TICK_MS;
	if (atomic_load(&door.shut))
		return TICK_MS;
	left = door.guests[0].since + PATIENCE_MS - clock_ms();
	return left > 0 ? (int)left + 1 : 0;
}

/* Sleeps until somebody knocks, speaks, has waited too long, or it is shut. */
static bool
wait_at_door(void)
{
	struct pollfd all[MOST_WAITING + 2] = {
		{.fd = door.listener, .events = POLLIN},
		{.fd = atomic_load(&door.shut) ? -1 : door.wake,
			.events = POLLIN},
	};

	for (size_t i = 0; i < door.count; i++) {
		all[i + 2].fd = door.guests[i].fd;
		all[i + 2].events =
			door.guests[i].started ? POLLRDHUP : POLLIN;
	}
	poll(all, door.count + 2, until_next());
	for (size_t i = 0; i < door.count; i++)
		door.guests[i].stirred =
			door.guests[i].started || all[i + 2].revents != 0;
	return all[0].revents != 0;
}

static void
shut_when_told(void)
{
	if (atomic_load(&door.shut) && door.listener >= 0 &&
		(!atomic_load(&door.take_queue) || !somebody_knocks())) {
		close(door.listener);
		door.listener = -1;
		atomic_store(&door.locked, true);
	}
}

/* As libmilter calls it; under a name of our own for the compiler. */
int door_accept(int fd, struct sockaddr *address, socklen_t *length)
	__asm__("accept");

/*
 * The address that libmilter gets is that of the bell: it wants no more of
 * it than the family.
 */
int
door_accept(int fd, struct sockaddr *address, socklen_t *length)
{
	int guest;

	if (fd != door.bell)
		return accept4(fd, address, length, 0);
	while ((guest = call_in()) < 0) {
		shut_when_told();
		if (wait_at_door())
			open_door();
	}
	stream_open(guest);
	if (address != NULL && *length >= sizeof(sa_family_t)) {
		address->sa_family = AF_UNIX;
		*length = sizeof(sa_family_t);
	}
	return guest;
}

/* For the others ----------------------------------------------------------- */

/*
 * A socket to which somebody connected who is never let in. With the family
 * alone the kernel picks an unused abstract name.
 */
static int
make_bell(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	socklen_t length = sizeof(address);
	int bell = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int hand = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (bell >= 0 && hand >= 0 &&
		bind(bell, (struct sockaddr *)&address, sizeof(sa_family_t)) ==
			0 &&
		listen(bell, 1) == 0 &&
		getsockname(bell, (struct sockaddr *)&address, &length) == 0 &&
		connect(hand, (struct sockaddr *)&address, length) == 0)
		return bell;
	if (bell >= 0)
		close(bell);
	if (hand >= 0)
		close(hand);
	return -1;
}

int
door_open(const struct listener *listener, long most, void (*turned_away)(void))
{
	door.bell = make_bell();
	door.wake = eventfd(0, EFD_CLOEXEC);
	door.listener = listener->fd;
	door.most = most;
	door.turned_away = turned_away;
	/* Another process may share it and be faster. */
	fcntl(listener->fd, F_SETFL, O_NONBLOCK);
	if (door.bell >= 0 && door.wake >= 0)
		return door.bell;
	log_error("no socket to wait at");
	return -1;
}

void
door_left(void)
{
	atomic_fetch_sub(&door.inside, 1);
}

long
door_occupied(void)
{
	bool locking = atomic_load(&door.shut) && !atomic_load(&door.locked);

	return atomic_load(&door.inside) + atomic_load(&door.waiting) + locking;
}

void
door_shut(bool queue)
{
	static const uint64_t one = 1;

	atomic_store(&door.take_queue, queue);
	atomic_store(&door.shut, true);
	if (write(door.wake, &one, sizeof(one)) != sizeof(one))
		log_error("cannot wake the door");
}
