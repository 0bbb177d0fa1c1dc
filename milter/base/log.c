#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum {
	/* A pipe takes this much in one piece or nothing at all. */
	LINE_BYTES = 4096,
	/* Escaping makes four bytes of one. */
	TEXT_BYTES = LINE_BYTES / 4 * 3,
	FACILITY_MAIL = 2 << 3,
};

/* Severities of syslog, which are also those of journald's prefixes. */
static const int severity[] = {
	[LOG_LEVEL_ERROR] = 3,
	[LOG_LEVEL_WARNING] = 4,
	[LOG_LEVEL_INFO] = 6,
	[LOG_LEVEL_DEBUG] = 7,
};

/*
 * The one place of the program where state is shared without being passed
 * along: there is one standard error and one log.
 */
static struct {
	pthread_mutex_t lock;
	char program[32];
	bool to_syslog;
	bool to_person; /* a terminal: no prefix */
	enum log_level most;
	int syslog_fd;
	unsigned long dropped;
} out = {
	.lock = PTHREAD_MUTEX_INITIALIZER,
	.program = "comity",
	.most = LOG_LEVEL_INFO,
	.syslog_fd = -1,
};

void
log_open(const char *program, bool to_syslog, enum log_level most)
{
	pthread_mutex_lock(&out.lock);
	snprintf(out.program, sizeof(out.program), "%s", program);
	out.to_syslog = to_syslog;
	out.to_person = !to_syslog && isatty(STDERR_FILENO);
	out.most = most;
	if (out.syslog_fd >= 0)
		close(out.syslog_fd);
	out.syslog_fd = -1;
	pthread_mutex_unlock(&out.lock);
}

unsigned long
log_dropped(void)
{
	unsigned long dropped;

	pthread_mutex_lock(&out.lock);
	dropped = out.dropped;
	pthread_mutex_unlock(&out.lock);
	return dropped;
}

/*
 * The length of the UTF-8 sequence at `p` that may stand in a log as it is,
 * or 0. C1 control characters are sequences, too, and move cursors. A
 * backslash stays, so that the JSON of an audit line is still JSON.
 */
static size_t
printable(const unsigned char *p, size_t left)
{
	unsigned char c = p[0];
	size_t length = c < 0x80 ? 1 : c >= 0xC3 && c < 0xE0 ? 2 : 0;

	if (length == 1)
		return c >= 0x20 && c != 0x7F ? 1 : 0;
	if (length == 0 && c >= 0xE1 && c < 0xF0)
		length = 3;
	if (length == 0 || length > left)
		return 0;
	for (size_t i = 1; i < length; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	/* U+2028, U+2029 and the marks that turn the direction of text. */
	if (c == 0xE2 && (p[1] == 0x80 || p[1] == 0x81))
		return 0;
	return length;
}

/* Writes `text` to line[*at…] with all that could do harm as \xHH. */
static void
escape(const char *text, char *line, size_t size, size_t *at)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t left = strlen(text);

	while (left > 0) {
		size_t length = printable(p, left);

		if (*at + (length > 0 ? length : 4) >= size)
			break;
		if (length > 0) {
			memcpy(line + *at, p, length);
			*at += length;
		} else {
			snprintf(line + *at, 5, "\\x%02X", *p);
			*at += 4;
			length = 1;
		}
		p += length;
		left -= length;
	}
}

static int
syslog_connect(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "/dev/log");
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0)
		return fd;
	close(fd);
	return -1;
}

/*
 * syslog(3) waits for a log daemon that does not read; this does not. A
 * daemon that was started anew is found again.
 */
static bool
send_syslog(const char *line, size_t length)
{
	for (int attempt = 0; attempt < 2; attempt++) {
		if (out.syslog_fd < 0)
			out.syslog_fd = syslog_connect();
		if (out.syslog_fd < 0)
			return false;
		if (send(out.syslog_fd, line, length, MSG_NOSIGNAL) >= 0)
			return true;
		if (errno == EAGAIN || errno == EWOULDBLOCK)
			return false;
		close(out.syslog_fd);
		out.syslog_fd = -1;
	}
	return false;
}

/*
 * Standard error is shared with whoever started us, so it is not made
 * non-blocking: a socket is asked not to block, anything else is asked first
 * whether it has room (a pipe with room takes PIPE_BUF bytes at once).
 */
static bool
send_stderr(const char *line, size_t length)
{
	struct pollfd room = {.fd = STDERR_FILENO, .events = POLLOUT};
	ssize_t sent =
		send(STDERR_FILENO, line, length, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (sent >= 0 || errno != ENOTSOCK)
		return sent == (ssize_t)length;
	if (poll(&room, 1, 0) != 1 || (room.revents & POLLOUT) == 0)
		return false;
	return write(STDERR_FILENO, line, length) == (ssize_t)length;
}

static size_t
start_of_line(enum log_level level, char *line, size_t size)
{
	struct tm now;
	time_t seconds = time(NULL);
	char stamp[32];

	if (out.to_person)
		return (size_t)snprintf(line, size, "%s: ", out.program);
	if (!out.to_syslog)
		return (size_t)snprintf(line, size, "<%d>", severity[level]);
	localtime_r(&seconds, &now);
	strftime(stamp, sizeof(stamp), "%b %e %H:%M:%S", &now);
	return (size_t)snprintf(line, size,
		"<%d>%s %s[%d]: ", FACILITY_MAIL | severity[level], stamp,
		out.program, (int)getpid());
}

static void log_line(enum log_level level, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));

static void
log_line(enum log_level level, const char *format, va_list args)
{
	char text[TEXT_BYTES];
	char line[LINE_BYTES];
	size_t at;
	bool sent;

	vsnprintf(text, sizeof(text), format, args);
	pthread_mutex_lock(&out.lock);
	if (level <= out.most) {
		at = start_of_line(level, line, sizeof(line));
		escape(text, line, sizeof(line) - 1, &at);
		if (!out.to_syslog)
			line[at++] = '\n';
		sent = out.to_syslog ? send_syslog(line, at)
				     : send_stderr(line, at);
		if (!sent)
			out.dropped++;
	}
	pthread_mutex_unlock(&out.lock);
}

#define LOG_AT(name, level)                                                    \
	void name(const char *format, ...)                                     \
	{                                                                      \
		va_list args;                                                  \
                                                                               \
		va_start(args, format);                                        \
		log_line(level, format, args);                                 \
		va_end(args);                                                  \
	}

LOG_AT(log_error, LOG_LEVEL_ERROR)
LOG_AT(log_warning, LOG_LEVEL_WARNING)
LOG_AT(log_info, LOG_LEVEL_INFO)
LOG_AT(log_debug, LOG_LEVEL_DEBUG)
