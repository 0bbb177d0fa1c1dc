#include "daemon/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <glib.h>
#include <libmilter/mfdef.h>

enum {
	/* Connections are fewer; one beyond it is served without a stream. */
	MOST_DESCRIPTORS = 8192,
	/* Envelope, header and body of most messages. */
	GULP_BYTES = 32 * 1024,
	/* More edits than that go out in parts. */
	MOST_HELD_BYTES = 16 * 1024,
	/* What is held back of a packet's start: four bytes of length, then
	 * the command. */
	PACKET_HEAD = MILTER_LEN_BYTES + 1,
	WRITE_PATIENCE_MS = 5 * 60 * 1000,
};

struct stream {
	int fd;
	/* Taken, not handed out: from `at` to `end`; NULL where there is none. */
	unsigned char *in;
	size_t at, end;
	/* Nothing more comes: it ended, or with this errno. */
	bool over;
	int error;
	GByteArray *held;
};

static _Atomic(struct stream *) streams[MOST_DESCRIPTORS];

static struct stream *
stream_of(int fd)
{
	return fd >= 0 && fd < MOST_DESCRIPTORS ? atomic_load(&streams[fd])
						: NULL;
}

void
stream_open(int fd)
{
	struct stream *stream;

	if (fd < 0 || fd >= MOST_DESCRIPTORS)
		return;
	stream = g_new0(struct stream, 1);
	stream->fd = fd;
	stream->held = g_byte_array_new();
	atomic_store(&streams[fd], stream);
}

static void
stream_forget(struct stream *stream)
{
	atomic_store(&streams[stream->fd], NULL);
	g_byte_array_free(stream->held, TRUE);
	g_free(stream->in);
	g_free(stream);
}

/* In ----------------------------------------------------------------------- */

static bool
is_readable(const struct stream *stream)
{
	return stream->in != NULL || stream->over;
}

/* Takes what is there; false where there is nothing yet. */
static bool
gulp(struct stream *stream)
{
	unsigned char *bytes = g_malloc(GULP_BYTES);
	ssize_t n = recv(stream->fd, bytes, GULP_BYTES, MSG_DONTWAIT);

	if (n > 0) {
		stream->in = bytes;
		stream->at = 0;
		stream->end = (size_t)n;
		return true;
	}
	g_free(bytes);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	stream->over = true;
	stream->error = n < 0 ? errno : 0;
	return true;
}

/* What poll() is to others. */
static int
wait_for(struct pollfd *all, nfds_t count, int timeout_ms)
{
	const struct timespec time = {
		timeout_ms / 1000, (long)(timeout_ms % 1000) * 1000 * 1000};

	return ppoll(all, count, timeout_ms < 0 ? NULL : &time, NULL);
}

/* As poll() with one descriptor, which is read at the same time. */
static int
become_readable(struct stream *stream, int timeout_ms)
{
	struct pollfd one = {.fd = stream->fd, .events = POLLIN};
	int ready;

	while (!is_readable(stream) && !gulp(stream)) {
		if (timeout_ms == 0)
			return 0;
		ready = wait_for(&one, 1, timeout_ms);
		if (ready <= 0)
			return ready;
	}
	return 1;
}

static ssize_t
hand_out(struct stream *stream, void *bytes, size_t wanted)
{
	size_t n = MIN(wanted, stream->end - stream->at);

	memcpy(bytes, stream->in + stream->at, n);
	stream->at += n;
	if (stream->at == stream->end) {
		g_free(stream->in);
		stream->in = NULL;
	}
	return (ssize_t)n;
}

/* Out ---------------------------------------------------------------------- */

static bool
send_all(const struct stream *stream, const unsigned char *bytes, size_t count)
{
	struct pollfd one = {.fd = stream->fd, .events = POLLOUT};

	while (count > 0) {
		ssize_t n = send(
			stream->fd, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);

		if (n >= 0) {
			bytes += n;
			count -= (size_t)n;
		} else if (errno == EAGAIN) {
			if (wait_for(&one, 1, WRITE_PATIENCE_MS) > 0)
				continue;
			errno = ETIMEDOUT;
			return false;
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

/* The command of a packet that begins with these bytes; 0: no such thing. */
static char
command_of(const struct iovec *first)
{
	return first->iov_len == PACKET_HEAD
		       ? ((const char *)first->iov_base)[MILTER_LEN_BYTES]
		       : 0;
}

/* One whose effect waits for the answer behind it. */
static bool
is_edit(char command)
{
	static const char edits[] = {SMFIR_ADDHEADER, SMFIR_INSHEADER,
		SMFIR_CHGHEADER, SMFIR_ADDRCPT, SMFIR_QUARANTINE};

	return memchr(edits, command, sizeof(edits)) != NULL;
}

/* libmilter writes a packet at a time. */
static ssize_t
say(struct stream *stream, const struct iovec *parts, int count)
{
	char command = count > 0 ? command_of(&parts[0]) : 0;
	ssize_t total = 0;
	bool sent;

	for (int i = 0; i < count; i++) {
		g_byte_array_append(stream->held, parts[i].iov_base,
			(guint)parts[i].iov_len);
		total += (ssize_t)parts[i].iov_len;
	}
	if (is_edit(command) && stream->held->len < MOST_HELD_BYTES)
		return total;
	sent = send_all(stream, stream->held->data, stream->held->len);
	g_byte_array_set_size(stream->held, 0);
	return sent ? total : -1;
}

/* As libmilter calls them ---------------------------------------------------- */

/* Under names of our own for the compiler. */

int stream_poll(struct pollfd *all, nfds_t count, int timeout_ms) __asm__(
	"poll");
ssize_t stream_read(int fd, void *bytes, size_t count) __asm__("read");
ssize_t stream_writev(int fd, const struct iovec *parts, int count) __asm__(
	"writev");
int stream_close(int fd) __asm__("close");

/* A connection is asked for on its own, or by who has read all it said. */
int
stream_poll(struct pollfd *all, nfds_t count, int timeout_ms)
{
	struct stream *stream = count == 1 ? stream_of(all[0].fd) : NULL;
	int ready = 1;

	if (stream == NULL)
		return wait_for(all, count, timeout_ms);
	/* send_all() waits, should it have to. */
	if (!(all[0].events & POLLOUT))
		ready = become_readable(stream, timeout_ms);
	all[0].revents = ready > 0 ? all[0].events & (POLLIN | POLLOUT) : 0;
	return ready;
}

ssize_t
stream_read(int fd, void *bytes, size_t count)
{
	struct stream *stream = stream_of(fd);

	if (stream == NULL)
		return syscall(SYS_read, fd, bytes, count);
	if (become_readable(stream, -1) < 0)
		return -1;
	if (stream->in != NULL)
		return hand_out(stream, bytes, count);
	errno = stream->error;
	return stream->error != 0 ? -1 : 0;
}

ssize_t
stream_writev(int fd, const struct iovec *parts, int count)
{
	struct stream *stream = stream_of(fd);

	if (stream == NULL)
		return syscall(SYS_writev, fd, parts, count);
	return say(stream, parts, count);
}

int
stream_close(int fd)
{
	struct stream *stream = stream_of(fd);

	if (stream != NULL)
		stream_forget(stream);
	return (int)syscall(SYS_close, fd);
}
