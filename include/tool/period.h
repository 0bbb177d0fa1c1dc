/*
 * period: days put together for a chart, as weeks, months or years.
 *
 * Days are counted from 1970-01-01 and are those of the machine's time zone
 * (TZ). A week begins on Monday.
 *
 * Threads: pure, but for what localtime_r() reads.
 */
#ifndef COMITY_TOOL_PERIOD_H
#define COMITY_TOOL_PERIOD_H

#include <stddef.h>
#include <stdint.h>

enum grain { GRAIN_WEEK, GRAIN_MONTH, GRAIN_YEAR };

enum {
	PERIODS_MOST = 120,
	PERIOD_LABEL = 32,	 /* room for any label */
	PERIOD_DAY_FIRST = 3652, /* 1980-01-01; before it a clock was wrong */
	PERIOD_DAY_LAST = 47481, /* 2099-12-31 */
};

/* Periods that follow each other without a gap. */
struct periods {
	enum grain grain;
	int32_t first; /* the day on which the first one begins */
	size_t count;
};

/* The local day of a time in seconds UTC. */
int32_t period_day(int64_t utc);

/* All from one day to another, in the finest grain that keeps them few. */
struct periods periods_over(int32_t from, int32_t until);
/* The day on which one begins; `index` may be the count: the day after all. */
int32_t periods_begin(const struct periods *periods, size_t index);
/* "16 Nov 2026", "Nov 2026", "2026"; on a chart "16 Nov" where that will do. */
void periods_label(
	const struct periods *periods, size_t index, char text[PERIOD_LABEL]);
void periods_short_label(
	const struct periods *periods, size_t index, char text[PERIOD_LABEL]);
/* "16 November 2026". */
void period_day_label(int32_t day, char text[PERIOD_LABEL]);

#endif
