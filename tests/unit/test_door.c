#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/door.h"

enum { MOST = 4, MOST_WAITING = 128 };

/* As every mail server begins: version 6, all actions, all steps. */
static const unsigned char hello[17] = {
	0, 0, 0, 13, 'O', 0, 0, 0, 6, 0, 0, 1, 0xff, 0, 0x1f, 0xff, 0xff};

static char path[64];
static struct listener listener;
static int bell;
static _Atomic int let_in, turned_away;
static int guests[64];

static void
count_turned_away(void)
{
	atomic_fetch_add(&turned_away, 1);
}

/* In libmilter's place. */
static void *
porter(void *unused)
{
	(void)unused;
	for (;;) {
		struct sockaddr_un address;
		socklen_t length = sizeof(address);
		int fd = accept(bell, (struct sockaddr *)&address, &length);

		if (fd < 0 || address.sun_family != AF_UNIX)
			abort();
		guests[atomic_load(&let_in)] = fd;
		atomic_fetch_add(&let_in, 1);
	}
	return NULL;
}

static int
open_all(void **state)
{
	static const struct socket_owner owner = {
		(uid_t)-1, (gid_t)-1, 0600};
	struct endpoint endpoint;
	pthread_t thread;
	char text[80];
	const char *why;

	(void)state;
	snprintf(path, sizeof(path), "/tmp/comity-door.%d", (int)getpid());
	snprintf(text, sizeof(text), "unix:%s", path);
	log_open("test", false, LOG_LEVEL_NONE);
	if (!endpoint_parse(text, &endpoint, &why) ||
		!listener_open(&listener, &endpoint, &owner))
		return -1;
	bell = door_open(&listener, MOST, count_turned_away);
	if (bell < 0)
		return -1;
	return pthread_create(&thread, NULL, porter, NULL);
}

static int
close_all(void **state)
{
	(void)state;
	return unlink(path);
}

static int
knock(void)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	assert_int_equal(
		connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

static void
say(int fd, const void *bytes, size_t n)
{
	assert_int_equal(send(fd, bytes, n, MSG_NOSIGNAL), n);
}

static bool
becomes(_Atomic int *count, int value)
{
	for (int i = 0; i < 500 && atomic_load(count) != value; i++)
		usleep(10 * 1000);
	return atomic_load(count) == value;
}

static bool
occupied_becomes(long value)
{
	for (int i = 0; i < 500 && door_occupied() != value; i++)
		usleep(10 * 1000);
	return door_occupied() == value;
}

/* The other end has closed it. */
static bool
is_gone(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};
	char byte;

	return poll(&one, 1, 5000) == 1 &&
	       recv(fd, &byte, 1, MSG_DONTWAIT) <= 0;
}

static bool
still_waits(int fd)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};

	return poll(&one, 1, 100) == 0;
}

static void
leave(int number)
{
	close(guests[number]);
	door_left();
}

static void
test_who_speaks_comes_in(void **state)
{
	char all[32];
	int fd = knock();

	(void)state;
	assert_true(still_waits(fd));
	assert_int_equal(atomic_load(&let_in), 0);
	say(fd, hello, sizeof(hello));
	assert_true(becomes(&let_in, 1));
	/* All of the packet is left for libmilter. */
	assert_int_equal(recv(guests[0], all, sizeof(all), 0), sizeof(hello));
	assert_int_equal(door_occupied(), 1);
	leave(0);
	close(fd);
	assert_int_equal(door_occupied(), 0);
	atomic_store(&let_in, 0);
}

static void
test_half_a_packet_waits(void **state)
{
	int fd = knock();

	(void)state;
	for (size_t i = 0; i < sizeof(hello); i++) {
		assert_int_equal(atomic_load(&let_in), 0);
		assert_int_equal(send(fd, hello + i, 1, 0), 1);
		usleep(5 * 1000);
	}
	assert_true(becomes(&let_in, 1));
	leave(0);
	close(fd);
	atomic_store(&let_in, 0);
}

static void
test_nonsense_goes(void **state)
{
	static const char *const said[] = {"GET / HTTP/1.0\r\n\r\n",
		"\r\n\r\n\r\n", "EHLO there\r\n", "\xff\xff\xff\xff\xff"};
	unsigned char odd[sizeof(hello)];

	(void)state;
	for (size_t i = 0; i < sizeof(said) / sizeof(said[0]); i++) {
		int fd = knock();

		say(fd, said[i], strlen(said[i]));
		assert_true(is_gone(fd));
		close(fd);
	}
	memcpy(odd, hello, sizeof(odd));
	for (int i = 3; i < 5; i++) {
		int fd = knock();

		odd[i] ^= 0x60;
		say(fd, odd, sizeof(odd));
		assert_true(is_gone(fd));
		close(fd);
	}
	for (int i = 0; i < 100; i++)
		close(knock());
	assert_true(occupied_becomes(0));
	assert_int_equal(atomic_load(&let_in), 0);
}

/* Those who say nothing keep nobody out, however many they are. */
static void
test_the_longest_silent_goes(void **state)
{
	int silent[MOST_WAITING + 2];
	int fd;

	(void)state;
	for (int i = 0; i < MOST_WAITING + 2; i++)
		silent[i] = knock();
	assert_true(is_gone(silent[0]));
	assert_true(is_gone(silent[1]));
	assert_true(still_waits(silent[2]));
	fd = knock();
	say(fd, hello, sizeof(hello));
	assert_true(becomes(&let_in, 1));
	assert_int_equal(door_occupied(), MOST_WAITING);
	leave(0);
	close(fd);
	for (int i = 0; i < MOST_WAITING + 2; i++)
		close(silent[i]);
	assert_true(occupied_becomes(0));
	atomic_store(&let_in, 0);
}

static void
test_no_more_than_may(void **state)
{
	int fds[MOST + 1];

	(void)state;
	for (int i = 0; i < MOST; i++) {
		fds[i] = knock();
		say(fds[i], hello, sizeof(hello));
		assert_true(becomes(&let_in, i + 1));
	}
	fds[MOST] = knock();
	assert_true(is_gone(fds[MOST]));
	assert_true(becomes(&turned_away, 1));
	leave(0);
	close(fds[MOST]);
	fds[MOST] = knock();
	say(fds[MOST], hello, sizeof(hello));
	assert_true(becomes(&let_in, MOST + 1));
	for (int i = 1; i <= MOST; i++)
		leave(i);
	for (int i = 0; i <= MOST; i++)
		close(fds[i]);
	assert_int_equal(door_occupied(), 0);
	atomic_store(&let_in, 0);
}

/* Costs nothing while nobody comes, nor while half a packet is there. */
static void
test_no_spin(void **state)
{
	int fd = knock();
	clock_t before;

	(void)state;
	say(fd, hello, 2);
	usleep(50 * 1000);
	before = clock();
	usleep(500 * 1000);
	assert_true(clock() - before < CLOCKS_PER_SEC / 40);
	close(fd);
	assert_true(occupied_becomes(0));
}

/* The last one: nobody opens it again. */
static void
test_shut(void **state)
{
	int spoken = knock(), silent = knock();

	(void)state;
	say(spoken, hello, sizeof(hello));
	door_shut(true);
	assert_true(becomes(&let_in, 1));
	assert_true(is_gone(silent));
	assert_true(occupied_becomes(1));
	leave(0);
	assert_int_equal(door_occupied(), 0);
	close(spoken);
	close(silent);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_who_speaks_comes_in),
		cmocka_unit_test(test_half_a_packet_waits),
		cmocka_unit_test(test_nonsense_goes),
		cmocka_unit_test(test_the_longest_silent_goes),
		cmocka_unit_test(test_no_more_than_may),
		cmocka_unit_test(test_no_spin),
		cmocka_unit_test(test_shut),
	};

	return cmocka_run_group_tests(tests, open_all, close_all);
}
