/* socket, pid_file, trust: what the daemon does before the first message. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"
#include "daemon/pid_file.h"
#include "daemon/socket.h"
#include "daemon/trust.h"

static char directory[64];

static int
set_up(void **state)
{
	(void)state;
	/* What goes wrong on purpose need not fill the screen. */
	log_open("test", false, LOG_LEVEL_ERROR);
	snprintf(directory, sizeof(directory), "/tmp/comity-socket.XXXXXX");
	return mkdtemp(directory) == NULL;
}

static int
tear_down(void **state)
{
	(void)state;
	return rmdir(directory);
}

static const struct {
	const char *text;
	const char *read; /* NULL: refused */
	bool local;
} endpoints[] = {
	{"unix:/run/comity/comity.sock", "unix:/run/comity/comity.sock", true},
	{"local:/a", "unix:/a", true},
	{"inet:8890@127.0.0.1", "inet:8890@127.0.0.1", true},
	{"inet:127.0.0.1:8890", "inet:8890@127.0.0.1", true},
	{"inet:8890", "inet:8890@127.0.0.1", true},
	{"inet:8890@localhost", "inet:8890@127.0.0.1", true},
	{"inet:8890@192.0.2.1", "inet:8890@192.0.2.1", false},
	{"inet:8890@0.0.0.0", "inet:8890@0.0.0.0", false},
	{"inet6:8890@::1", "inet6:8890@::1", true},
	{"inet6:8890@[::1]", "inet6:8890@::1", true},
	{"inet6:[::1]:8890", "inet6:8890@::1", true},
	{"inet6:8890@2001:db8::1", "inet6:8890@2001:db8::1", false},
	{"unix:relative", NULL, false},
	{"unix:", NULL, false},
	{"/run/comity.sock", NULL, false},
	{"", NULL, false},
	{"inet:", NULL, false},
	{"inet:0@127.0.0.1", NULL, false},
	{"inet:65536@127.0.0.1", NULL, false},
	{"inet:+25@127.0.0.1", NULL, false},
	{"inet:25x@127.0.0.1", NULL, false},
	{"inet:25@mail.example", NULL, false},
	{"inet:25@::1", NULL, false},
	{"inet6:25@127.0.0.1", NULL, false},
	{"inet:99999999999999999999@127.0.0.1", NULL, false},
};

static void
test_endpoints(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(endpoints) / sizeof(endpoints[0]); i++) {
		struct endpoint endpoint;
		const char *why = NULL;
		bool good = endpoint_parse(endpoints[i].text, &endpoint, &why);

		assert_int_equal(good, endpoints[i].read != NULL);
		if (!good) {
			assert_non_null(why);
			continue;
		}
		assert_string_equal(endpoint.text, endpoints[i].read);
		assert_int_equal(
			endpoint_is_local(&endpoint), endpoints[i].local);
	}
}

static void
test_path_length(void **state)
{
	struct endpoint endpoint;
	const char *why;
	char text[5 + 109];

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "unix:/", 6);
	text[5 + 107] = '\0';
	assert_true(endpoint_parse(text, &endpoint, &why));
	assert_int_equal(strlen(endpoint_path(&endpoint)), 107);
	text[5 + 107] = 'a';
	text[5 + 108] = '\0';
	assert_false(endpoint_parse(text, &endpoint, &why));
}

static struct endpoint
here(const char *name)
{
	struct endpoint endpoint;
	const char *why;
	char text[128];

	snprintf(text, sizeof(text), "unix:%s/%s", directory, name);
	assert_true(endpoint_parse(text, &endpoint, &why));
	return endpoint;
}

static const struct socket_owner anybody = {(uid_t)-1, (gid_t)-1, 0666};

static bool
can_connect(const struct endpoint *endpoint)
{
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);
	bool connected =
		connect(fd, (const struct sockaddr *)&endpoint->address,
			endpoint->length) == 0;

	close(fd);
	return connected;
}

static void
test_mode(void **state)
{
	static const mode_t modes[] = {0600, 0660, 0666};
	struct endpoint endpoint = here("mode");

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct socket_owner owner = {(uid_t)-1, (gid_t)-1, modes[i]};
		struct listener listener;
		struct stat file;
		mode_t before = umask(022);

		assert_true(listener_open(&listener, &endpoint, &owner));
		umask(before);
		assert_int_equal(stat(endpoint_path(&endpoint), &file), 0);
		assert_int_equal(file.st_mode & 07777, modes[i]);
		assert_true(can_connect(&endpoint));
		listener_unlink(&listener);
		listener_close(&listener);
		assert_int_equal(access(endpoint_path(&endpoint), F_OK), -1);
	}
}

/* What a crash leaves is removed; what somebody serves is not. */
static void
test_stale(void **state)
{
	struct endpoint endpoint = here("stale");
	struct listener first, second;

	(void)state;
	assert_true(listener_open(&first, &endpoint, &anybody));
	assert_false(listener_open(&second, &endpoint, &anybody));
	assert_true(can_connect(&endpoint));
	listener_close(&first);
	assert_false(can_connect(&endpoint));
	assert_true(listener_open(&second, &endpoint, &anybody));
	assert_true(can_connect(&endpoint));
	/* The first one's file is gone: this one is not its to remove. */
	listener_unlink(&first);
	assert_true(can_connect(&endpoint));
	listener_unlink(&second);
	listener_close(&second);
}

static void
test_not_a_socket(void **state)
{
	struct endpoint endpoint = here("file");
	struct listener listener;
	int fd = open(endpoint_path(&endpoint), O_CREAT | O_WRONLY, 0600);

	(void)state;
	close(fd);
	assert_false(listener_open(&listener, &endpoint, &anybody));
	assert_int_equal(access(endpoint_path(&endpoint), F_OK), 0);
	unlink(endpoint_path(&endpoint));
	/* A directory that is not there. */
	endpoint = here("none/socket");
	assert_false(listener_open(&listener, &endpoint, &anybody));
}

static void
test_inherit(void **state)
{
	struct endpoint endpoint = here("inherit");
	struct listener made, taken;
	char pid[16];
	bool failed;
	int saved = dup(3);

	(void)state;
	assert_false(listener_inherit(&taken, &failed));
	assert_false(failed);
	assert_true(listener_open(&made, &endpoint, &anybody));
	assert_int_equal(dup2(made.fd, 3), 3);
	snprintf(pid, sizeof(pid), "%d", (int)getpid());
	setenv("LISTEN_PID", "1", 1);
	setenv("LISTEN_FDS", "1", 1);
	assert_false(listener_inherit(&taken, &failed));
	setenv("LISTEN_PID", pid, 1);
	assert_true(listener_inherit(&taken, &failed));
	assert_int_equal(taken.fd, 3);
	assert_null(getenv("LISTEN_FDS"));
	/* Not ours to remove. */
	listener_unlink(&taken);
	assert_int_equal(access(endpoint_path(&endpoint), F_OK), 0);
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "2", 1);
	assert_false(listener_inherit(&taken, &failed));
	assert_true(failed);
	listener_unlink(&made);
	if (made.fd != 3)
		listener_close(&made);
	close(3);
	if (saved >= 0) {
		dup2(saved, 3);
		close(saved);
	}
}

/* In another process, since a lock is no hindrance to its own holder. */
static int
open_elsewhere(const char *path)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(pid_file_open(path) >= 0 ? 0 : 1);
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static void
test_pid_file(void **state)
{
	char path[96];
	char text[16] = "";
	char wanted[16];
	int fd;

	(void)state;
	snprintf(path, sizeof(path), "%s/pid", directory);
	fd = pid_file_open(path);
	assert_true(fd >= 0);
	assert_true(pid_file_write(fd));
	assert_true(pread(fd, text, sizeof(text) - 1, 0) > 0);
	snprintf(wanted, sizeof(wanted), "%d\n", (int)getpid());
	assert_string_equal(text, wanted);
	assert_int_equal(open_elsewhere(path), 1);
	/* A crash: the lock goes with the process, the file stays. */
	close(fd);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(open_elsewhere(path), 0);
	fd = pid_file_open(path);
	pid_file_remove(fd, path);
	assert_int_equal(access(path, F_OK), -1);
	close(fd);
	/* A link is not followed. */
	assert_int_equal(symlink("/tmp/comity-elsewhere", path), 0);
	assert_int_equal(pid_file_open(path), -1);
	unlink(path);
}

static const struct {
	const char *relay, *client;
	bool covered;
} trusts[] = {
	{"192.0.2.1", "192.0.2.1", true},
	{"192.0.2.1", "192.0.2.2", false},
	{"192.0.2.0/24", "192.0.2.255", true},
	{"192.0.2.0/24", "192.0.3.0", false},
	{"192.0.2.128/25", "192.0.2.127", false},
	{"192.0.2.128/25", "192.0.2.200", true},
	{"0.0.0.0/0", "203.0.113.9", true},
	{"0.0.0.0/0", "2001:db8::1", false},
	{"::/0", "2001:db8::1", true},
	{"192.0.2.1", "::ffff:192.0.2.1", true},
	{"::ffff:192.0.2.1", "192.0.2.1", true},
	{"2001:db8::/32", "2001:db8:ffff::1", true},
	{"2001:db8::/32", "2001:db9::1", false},
	{"2001:db8::/33", "2001:db8:8000::1", false},
	{"2001:db8::1", "IPv6:2001:db8::1", true},
	{"IPv6:2001:db8::1", "2001:db8::1", true},
	/* What makes no sense is nobody. */
	{"192.0.2.0/33", "192.0.2.0", false},
	{"192.0.2.0/", "192.0.2.0", false},
	{"192.0.2.0/-1", "192.0.2.0", false},
	{"192.0.2", "192.0.2.0", false},
	{"", "192.0.2.0", false},
	{"192.0.2.1", "", false},
	{"192.0.2.1", "unknown", false},
	{"0.0.0.0/0", "unix", false},
};

static void
test_trust(void **state)
{
	struct str two[2] = {STR_LIT("198.51.100.1"), STR_LIT("192.0.2.0/24")};

	(void)state;
	for (size_t i = 0; i < sizeof(trusts) / sizeof(trusts[0]); i++) {
		struct str relay = str_of(trusts[i].relay);
		bool covered =
			trust_covers(&relay, 1, str_of(trusts[i].client));

		if (covered != trusts[i].covered)
			fail_msg("%s / %s", trusts[i].relay, trusts[i].client);
	}
	assert_true(trust_covers(two, 2, STR_LIT("192.0.2.7")));
	assert_false(trust_covers(two, 0, STR_LIT("192.0.2.7")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_endpoints),
		cmocka_unit_test(test_path_length),
		cmocka_unit_test(test_mode),
		cmocka_unit_test(test_stale),
		cmocka_unit_test(test_not_a_socket),
		cmocka_unit_test(test_inherit),
		cmocka_unit_test(test_pid_file),
		cmocka_unit_test(test_trust),
	};

	return cmocka_run_group_tests_name("socket", tests, set_up, tear_down);
}
