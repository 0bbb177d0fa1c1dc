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

/* False where a limit was hit: then the answer is open, which is as bad. */
static bool
find_all(const struct pattern *piece, struct pattern_scratch *scratch,
	struct str text)
{
	size_t from = 0;
	size_t end = 0;
	enum pattern_result result;

	do {
		result = pattern_find(
			piece, scratch, text, true, from, NULL, &end);
		from = end;
	} while (result == PATTERN_YES);
	return result != PATTERN_LIMIT;
}

static double
time_text(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str text)
{
	double start = cpu_ms();
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);
	bool done = true;

	pattern_scratch_deadline(
		scratch, g_get_monotonic_time() / 1000 + GIVE_UP_MS);
	for (size_t i = 0; i < count && done; i++)
		done = find_all(pieces[i], scratch, text);
	pattern_scratch_deadline(scratch, 0);
	return done ? cpu_ms() - start : MAX(cpu_ms() - start, SLOW_MS + 1);
}

/* The pattern's own words over and over: what nearly matches costs most. */
static void
fill_with_literals(const struct pattern *pattern, GString *text)
{
	const struct pattern_literal *literals;
	const struct pattern *const *pieces;
	size_t piece_count = pattern_pieces(pattern, &pieces);
	bool any = true;

	while (any && text->len < TEXT_BYTES) {
		any = false;
		for (size_t p = 0; p < piece_count; p++) {
			size_t count = pattern_literals(pieces[p], &literals);

			for (size_t i = 0; i < count && text->len < TEXT_BYTES;
				i++) {
				g_string_append_len(text, literals[i].text.p,
					(gssize)literals[i].text.n);
				g_string_append_c(text, ' ');
				any = true;
			}
		}
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
