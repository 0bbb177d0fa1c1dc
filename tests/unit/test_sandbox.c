#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <iconv.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log.h"
#include "daemon/sandbox.h"

/* Whether `trial` comes out well in a process that has entered it. */
static bool
inside(bool (*trial)(void))
{
	int status = 0;
	pid_t child = fork();

	if (child == 0) {
		log_open("test", false, LOG_LEVEL_NONE);
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
		_exit(sandbox_enter() && trial() ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool
starts_nothing(void)
{
	char *const words[] = {(char *)(uintptr_t) "true", NULL};

	execv("/bin/true", words);
	return errno == EACCES && fork() == -1 && vfork() == -1;
}

static bool
reaches_nobody(void)
{
	int families[] = {AF_INET, AF_INET6, AF_NETLINK, AF_PACKET};

	for (size_t i = 0; i < 4; i++)
		if (socket(families[i], SOCK_STREAM, 0) != -1)
			return false;
	return socket(AF_UNIX, SOCK_DGRAM, 0) >= 0;
}

static bool
governs_nobody(void)
{
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1 &&
	       kill(getppid(), 0) == -1 && setuid(0) == -1 &&
	       chdir("/") == -1 && chroot("/") == -1;
}

static void *
nothing(void *unused)
{
	return unused;
}

/* What the daemon lives on, so that a list too short is seen. */
static bool
still_works(void)
{
	pthread_t thread;
	char byte;
	int fd = open("/etc/passwd", O_RDONLY);
	iconv_t charset = iconv_open("UTF-8", "ISO-2022-JP");

	return fd >= 0 && read(fd, &byte, 1) == 1 && close(fd) == 0 &&
	       charset != (iconv_t)-1 &&
	       pthread_create(&thread, NULL, nothing, NULL) == 0 &&
	       pthread_join(thread, NULL) == 0;
}

static void
test_starts_nothing(void **state)
{
	(void)state;
	assert_true(inside(starts_nothing));
}

static void
test_reaches_nobody(void **state)
{
	(void)state;
	assert_true(inside(reaches_nobody));
}

static void
test_governs_nobody(void **state)
{
	(void)state;
	assert_true(inside(governs_nobody));
}

static void
test_still_works(void **state)
{
	(void)state;
	assert_true(inside(still_works));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_starts_nothing),
		cmocka_unit_test(test_reaches_nobody),
		cmocka_unit_test(test_governs_nobody),
		cmocka_unit_test(test_still_works),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
