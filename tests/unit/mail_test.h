/* What the tests of the mail modules share. */
#ifndef COMITY_TESTS_MAIL_TEST_H
#define COMITY_TESTS_MAIL_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <glib.h>

#include "base/arena.h"
#include "base/str.h"

/* A copy of exactly its length, so that a sanitizer sees one byte too far. */
static inline struct str
exact(const char *bytes, size_t length)
{
	char *copy = malloc(length > 0 ? length : 1);

	assert_non_null(copy);
	if (length > 0)
		memcpy(copy, bytes, length);
	return (struct str){copy, length};
}

static inline struct str
exact_text(const char *text)
{
	return exact(text, strlen(text));
}

static inline void
exact_free(struct str s)
{
	free((char *)(uintptr_t)s.p);
}

static inline void
assert_str(struct str got, const char *wanted)
{
	char *copy = g_strndup(got.n > 0 ? got.p : "", got.n);

	assert_string_equal(copy, wanted);
	assert_int_equal(got.n, strlen(wanted));
	g_free(copy);
}

/* `unit` again and again, `count` times. */
static inline struct str
repeated(const char *unit, size_t count)
{
	size_t n = strlen(unit);
	char *bytes = malloc(n * count > 0 ? n * count : 1);

	assert_non_null(bytes);
	for (size_t i = 0; i < count; i++)
		memcpy(bytes + i * n, unit, n);
	return (struct str){bytes, n * count};
}

/* Processor time of this thread in milliseconds. */
static inline double
cpu_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Bounds of time are for the program as shipped. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { TIMES_COUNT = 0 };
#else
enum { TIMES_COUNT = 1 };
#endif

/*
 * The least of five runs of `read` on `unit` repeated to `bytes`. Linear
 * reading takes twice as long for twice the bytes; quadratic four times.
 */
static inline double
least_ms(const char *unit, size_t bytes, void (*read)(struct str))
{
	struct str input = repeated(unit, bytes / strlen(unit));
	double least = 1e9;

	for (int i = 0; i < 5; i++) {
		double start = cpu_ms();

		read(input);
		least = MIN(least, cpu_ms() - start);
	}
	exact_free(input);
	return least;
}

/* Fails where `read` is worse than linear on `unit` or slower than `most_ms`
 * for a mebibyte of it. Under a sanitizer it is only read. */
static inline void
assert_linear(const char *unit, double most_ms, void (*read)(struct str))
{
	const size_t whole_bytes = TIMES_COUNT ? 1024 * 1024 : 32 * 1024;
	double half = least_ms(unit, whole_bytes / 2, read);
	double whole = least_ms(unit, whole_bytes, read);

	/* What else the machine does makes it longer, never shorter. */
	for (int more = 0; TIMES_COUNT && whole > most_ms && more < 5; more++)
		whole = MIN(whole, least_ms(unit, whole_bytes, read));
	if (TIMES_COUNT && whole > most_ms)
		fail_msg("1 MiB of \"%.20s\" took %.1f ms", unit, whole);
	if (TIMES_COUNT && whole > 3.3 * half + 20)
		fail_msg("\"%.20s\": %.1f ms for half, %.1f ms for all", unit,
			half, whole);
}

#endif
