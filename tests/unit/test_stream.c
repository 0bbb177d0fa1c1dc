#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <glib.h>

#include "daemon/stream.h"

/* The connection as libmilter has it, and its other end. */
struct ends {
	int ours, theirs;
};

static int
set_up(void **state)
{
	static struct ends ends;
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
		return -1;
	ends = (struct ends){pair[0], pair[1]};
	stream_open(ends.ours);
	*state = &ends;
	return 0;
}

static int
tear_down(void **state)
{
	struct ends *ends = *state;

	close(ends->ours);
	close(ends->theirs);
	return 0;
}

static void
they_say(const struct ends *ends, const char *text)
{
	assert_int_equal(
		send(ends->theirs, text, strlen(text), 0), strlen(text));
}

/* What has come to them so far. */
static const char *
they_heard(const struct ends *ends)
{
	static char text[256];
	ssize_t n = recv(ends->theirs, text, sizeof(text) - 1, MSG_DONTWAIT);

	text[MAX(n, 0)] = '\0';
	return text;
}

/* A packet as libmilter writes it; of its length one byte is enough here. */
static ssize_t
packet(const struct ends *ends, char command, const char *rest)
{
	char head[5] = {'1', '2', '3', '4', command};
	char data[64];
	struct iovec parts[2] = {{head, sizeof(head)}, {data, strlen(rest)}};

	snprintf(data, sizeof(data), "%s", rest);
	return writev(ends->ours, parts, 2);
}

static int
is_ready(const struct ends *ends, short events, int timeout_ms)
{
	struct pollfd one = {ends->ours, events, 0};
	int ready = poll(&one, 1, timeout_ms);

	assert_int_equal(one.revents, ready > 0 ? events : 0);
	return ready;
}

static void
assert_read(const struct ends *ends, size_t wanted, const char *expected)
{
	char text[64] = "";

	assert_int_equal(read(ends->ours, text, wanted), strlen(expected));
	assert_string_equal(text, expected);
}

static int
left_in_kernel(const struct ends *ends)
{
	int n = -1;

	assert_int_equal(ioctl(ends->ours, FIONREAD, &n), 0);
	return n;
}

/* In ----------------------------------------------------------------------- */

static void
all_is_taken_at_once_and_handed_out_in_pieces(void **state)
{
	const struct ends *ends = *state;

	they_say(ends, "abcdefgh");
	assert_int_equal(is_ready(ends, POLLIN, 0), 1);
	assert_int_equal(left_in_kernel(ends), 0);
	assert_read(ends, 3, "abc");
	assert_int_equal(is_ready(ends, POLLIN, 0), 1);
	assert_read(ends, 2, "de");
	assert_read(ends, 20, "fgh");
	assert_int_equal(is_ready(ends, POLLIN, 0), 0);
	they_say(ends, "ij");
	assert_read(ends, 20, "ij");
}

/* Many times what a buffer holds. */
static void
what_is_larger_than_a_buffer_comes_whole(void **state)
{
	const struct ends *ends = *state;
	enum { BYTES = 150 * 1000 };
	GByteArray *sent = g_byte_array_new();
	guint8 *got = g_malloc(BYTES);
	size_t n = 0;

	for (unsigned i = 0; i < BYTES; i++)
		g_byte_array_append(sent, &(guint8){(guint8)(i * 7 / 5)}, 1);
	assert_int_equal(send(ends->theirs, sent->data, BYTES, 0), BYTES);
	while (n < BYTES) {
		ssize_t more = read(ends->ours, got + n, BYTES - n);

		assert_true(more > 0);
		n += (size_t)more;
	}
	assert_memory_equal(got, sent->data, BYTES);
	assert_int_equal(is_ready(ends, POLLIN, 0), 0);
	g_byte_array_free(sent, TRUE);
	g_free(got);
}

static void
waits_no_longer_than_told(void **state)
{
	const struct ends *ends = *state;
	gint64 start = g_get_monotonic_time();

	assert_int_equal(is_ready(ends, POLLIN, 50), 0);
	assert_in_range(g_get_monotonic_time() - start, 45 * 1000, 5000 * 1000);
}

/* Also where the last words and the end come together. */
static void
the_end_comes_after_the_last_words(void **state)
{
	struct ends *ends = *state;

	they_say(ends, "bye");
	close(ends->theirs);
	ends->theirs = -1;
	assert_int_equal(is_ready(ends, POLLIN, 0), 1);
	assert_read(ends, 20, "bye");
	assert_int_equal(is_ready(ends, POLLIN, -1), 1);
	assert_read(ends, 20, "");
	assert_read(ends, 20, "");
}

/* Out ---------------------------------------------------------------------- */

static void
edits_go_out_with_the_answer(void **state)
{
	const struct ends *ends = *state;

	assert_int_equal(is_ready(ends, POLLOUT, 0), 1);
	assert_int_equal(packet(ends, 'i', "one"), 8);
	assert_int_equal(packet(ends, 'm', "two"), 8);
	assert_string_equal(they_heard(ends), "");
	assert_int_equal(packet(ends, 'a', ""), 5);
	assert_string_equal(they_heard(ends), "1234ione1234mtwo1234a");
	assert_int_equal(packet(ends, 'c', ""), 5);
	assert_string_equal(they_heard(ends), "1234c");
}

/* The mail server's clock does not wait for the answer. */
static void
progress_goes_out_at_once(void **state)
{
	const struct ends *ends = *state;

	packet(ends, '+', "who");
	packet(ends, 'p', "");
	assert_string_equal(they_heard(ends), "1234+who1234p");
}

static void
more_edits_than_are_held_go_out_in_order(void **state)
{
	const struct ends *ends = *state;
	enum { EDITS = 3000 };
	char text[9] = "";
	char data[9];

	for (int i = 0; i < EDITS; i++) {
		snprintf(data, sizeof(data), "%03d", i % 1000);
		assert_int_equal(packet(ends, 'i', data), 8);
	}
	packet(ends, 'a', "");
	for (int i = 0; i < EDITS; i++) {
		assert_int_equal(recv(ends->theirs, text, 8, MSG_WAITALL), 8);
		snprintf(data, sizeof(data), "%03d", i % 1000);
		assert_string_equal(text + 5, data);
	}
	assert_string_equal(they_heard(ends), "1234a");
}

static void
who_has_gone_is_a_failure(void **state)
{
	struct ends *ends = *state;

	close(ends->theirs);
	ends->theirs = -1;
	assert_int_equal(packet(ends, 'a', ""), -1);
}

/* Others ------------------------------------------------------------------- */

/* The next one with the same number knows nothing of the last. */
static void
closing_forgets(void **state)
{
	struct ends *ends = *state;
	int number = ends->ours;

	they_say(ends, "left over");
	packet(ends, 'i', "never sent");
	assert_read(ends, 4, "left");
	close(ends->ours);
	close(ends->theirs);
	assert_int_equal(set_up(state), 0);
	ends = *state;
	assert_int_equal(ends->ours, number);
	assert_int_equal(is_ready(ends, POLLIN, 0), 0);
	packet(ends, 'a', "");
	assert_string_equal(they_heard(ends), "1234a");
}

static void
other_descriptors_are_as_ever(void **state)
{
	int ends[2];
	char text[8] = "";
	struct iovec part = {text, 2};
	struct pollfd two[2] = {{-1, POLLIN, 0}, {-1, POLLOUT, 0}};

	(void)state;
	assert_int_equal(pipe(ends), 0);
	two[0].fd = ends[0];
	two[1].fd = ends[1];
	assert_int_equal(poll(two, 1, 0), 0);
	assert_int_equal(write(ends[1], "abc", 3), 3);
	assert_int_equal(poll(two, 2, -1), 2);
	assert_int_equal(read(ends[0], text, 2), 2);
	assert_int_equal(writev(ends[1], &part, 1), 2);
	assert_int_equal(read(ends[0], text, 8), 3);
	assert_string_equal(text, "cab");
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(close(ends[1]), 0);
	assert_int_equal(close(ends[1]), -1);
	assert_int_equal(errno, EBADF);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(all_is_taken_at_once_and_handed_out_in_pieces),
		CASE(what_is_larger_than_a_buffer_comes_whole),
		CASE(waits_no_longer_than_told),
		CASE(the_end_comes_after_the_last_words),
		CASE(edits_go_out_with_the_answer),
		CASE(progress_goes_out_at_once),
		CASE(more_edits_than_are_held_go_out_in_order),
		CASE(who_has_gone_is_a_failure),
		CASE(closing_forgets),
		CASE(other_descriptors_are_as_ever),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
