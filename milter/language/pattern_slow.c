#include "pattern_internal.h"

#include <time.h>

#include <glib.h>

enum {
	TEXT_BYTES = 60 * 1000,
	/* A plain pattern takes 0.05 ms on such a text, and a message has
	 * LIMIT_JUDGE_MS for all patterns together. */
	SLOW_MS = 30,
	GIVE_UP_MS = 300,
};

/* CPU time of this thread, so that a busy machine makes nothing slow. */
static double
cpu_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
	return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static double
time_text(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str text)
{
	double start = cpu_ms();
	size_t from = 0;
	size_t end = 0;
	enum pattern_result result;

	pattern_scratch_deadline(
		scratch, g_get_monotonic_time() / 1000 + GIVE_UP_MS);
	/* All matches are looked for in a message, so they are here. */
	do {
		result = pattern_find(
			pattern, scratch, text, true, from, NULL, &end);
		from = end;
	} while (result == PATTERN_YES);
	pattern_scratch_deadline(scratch, 0);
	/* Where a limit was hit the answer is open: that is as bad. */
	return result == PATTERN_LIMIT ? MAX(cpu_ms() - start, SLOW_MS + 1)
				       : cpu_ms() - start;
}

/* The pattern's own words over and over: what nearly matches costs most. */
static void
fill_with_literals(const struct pattern *pattern, GString *text)
{
	const struct pattern_literal *literals;
	size_t count = pattern_literals(pattern, &literals);

	for (size_t i = 0; count > 0 && text->len < TEXT_BYTES; i++) {
		const struct str *one = &literals[i % count].text;

		g_string_append_len(text, one->p, (gssize)one->n);
		g_string_append_c(text, ' ');
	}
}

/*
 * Every sign once at the end, since PCRE2 does not even begin where one that
 * must stand in a match is missing; a letter's text would then say nothing.
 */
static void
append_signs(GString *text)
{
	for (char c = ' '; c <= '~'; c++)
		g_string_append_c(text, c);
}

bool
pattern_is_slow(const struct pattern *pattern, struct pattern_scratch *scratch,
	double *milliseconds)
{
	static const char *const units[] = {"a", " ", "0", "ab ", "word, ",
		"\n", ".", "The members are asked to note the report and ",
		NULL};
	GString *text = g_string_sized_new(TEXT_BYTES + 256);
	double worst = 0;

	for (size_t i = 0; i <= G_N_ELEMENTS(units) - 1; i++) {
		struct str view;

		g_string_truncate(text, 0);
		while (units[i] != NULL && text->len < TEXT_BYTES)
			g_string_append(text, units[i]);
		if (units[i] == NULL)
			fill_with_literals(pattern, text);
		append_signs(text);
		view = (struct str){text->str, text->len};
		worst = MAX(worst, time_text(pattern, scratch, view));
		if (worst > SLOW_MS)
			break;
	}
	g_string_free(text, TRUE);
	*milliseconds = worst;
	return worst > SLOW_MS;
}
