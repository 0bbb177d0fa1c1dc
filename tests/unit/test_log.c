/* log: what may come out as it is, and that nothing ever waits. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

/* Standard error goes into a pipe or socket while a test runs. */
struct capture {
	int saved, read_end;
};

static void
capture_start(struct capture *capture, bool socket)
{
	int ends[2];

	if (socket)
		assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	else
		assert_int_equal(pipe(ends), 0);
	fflush(stderr);
	capture->saved = dup(STDERR_FILENO);
	dup2(ends[1], STDERR_FILENO);
	close(ends[1]);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	capture->read_end = ends[0];
}

static size_t
capture_end(struct capture *capture, char *text, size_t size)
{
	size_t length = 0;
	ssize_t n;

	dup2(capture->saved, STDERR_FILENO);
	close(capture->saved);
	while (length < size - 1 && (n = read(capture->read_end, text + length,
					     size - 1 - length)) > 0)
		length += (size_t)n;
	close(capture->read_end);
	text[length] = '\0';
	return length;
}

static const struct {
	const char *text, *line;
} escapes[] = {
	{"plain words", "<6>plain words\n"},
	{"caf\xC3\xA9 \xE2\x82\xAC", "<6>caf\xC3\xA9 \xE2\x82\xAC\n"},
	{"two\nlines\r", "<6>two\\x0Alines\\x0D\n"},
	{"\x1B[2J", "<6>\\x1B[2J\n"},
	{"{\"a\": \"\\u00e9\"}", "<6>{\"a\": \"\\u00e9\"}\n"},
	/* C1 controls, as bytes and as UTF-8. */
	{"\x9B"
	 "2J",
		"<6>\\x9B2J\n"},
	{"\xC2\x9B"
	 "2J",
		"<6>\\xC2\\x9B2J\n"},
	/* Right-to-left override, line separator. */
	{"\xE2\x80\xAE"
	 "abc",
		"<6>\\xE2\\x80\\xAEabc\n"},
	{"\xE2\x80\xA8", "<6>\\xE2\\x80\\xA8\n"},
	/* A sequence that is cut, overlong or lone. */
	{"\xC3", "<6>\\xC3\n"},
	{"\xE2\x82", "<6>\\xE2\\x82\n"},
	{"\xC0\xAF", "<6>\\xC0\\xAF\n"},
	{"\x7F", "<6>\\x7F\n"},
};

static void
test_escapes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
		struct capture capture;
		char text[256];

		log_open("test", false, LOG_LEVEL_INFO);
		capture_start(&capture, false);
		log_info("%s", escapes[i].text);
		capture_end(&capture, text, sizeof(text));
		assert_string_equal(text, escapes[i].line);
	}
}

static void
test_levels(void **state)
{
	struct capture capture;
	char text[256];

	(void)state;
	log_open("test", false, LOG_LEVEL_WARNING);
	capture_start(&capture, false);
	log_error("a %d", 1);
	log_warning("b %s", "2");
	log_info("c");
	log_debug("d");
	capture_end(&capture, text, sizeof(text));
	assert_string_equal(text, "<3>a 1\n<4>b 2\n");
}

/* A line is cut, never broken in two, and ends with its newline. */
static void
test_long_line(void **state)
{
	struct capture capture;
	char text[20000];
	char longest[9000];
	size_t length;

	(void)state;
	memset(longest, '\x01', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	log_open("test", false, LOG_LEVEL_INFO);
	capture_start(&capture, false);
	log_info("%s", longest);
	length = capture_end(&capture, text, sizeof(text));
	assert_true(length > 1000 && length <= 4096);
	assert_ptr_equal(strchr(text, '\n'), text + length - 1);
}

/* Nobody reads: lines are dropped and counted, and the test ends. */
static void
nobody_reads(bool socket)
{
	struct capture capture;
	unsigned long before = log_dropped();
	char text[64];

	log_open("test", false, LOG_LEVEL_INFO);
	capture_start(&capture, socket);
	for (int i = 0; i < 100 * 1000; i++)
		log_info("line %d of many that nobody ever reads", i);
	capture_end(&capture, text, sizeof(text));
	assert_true(log_dropped() > before);
}

static void
test_full_pipe(void **state)
{
	(void)state;
	nobody_reads(false);
}

static void
test_full_socket(void **state)
{
	(void)state;
	nobody_reads(true);
}

/* The reader has gone: no SIGPIPE ends the process. */
static void
test_closed(void **state)
{
	struct capture capture;
	unsigned long before = log_dropped();
	char text[64];

	(void)state;
	capture_start(&capture, true);
	close(capture.read_end);
	capture.read_end = open("/dev/null", O_RDONLY);
	log_info("nobody is there");
	capture_end(&capture, text, sizeof(text));
	assert_true(log_dropped() > before);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_escapes),
		cmocka_unit_test(test_levels),
		cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_full_pipe),
		cmocka_unit_test(test_full_socket),
		cmocka_unit_test(test_closed),
	};

	return cmocka_run_group_tests_name("log", tests, NULL, NULL);
}
