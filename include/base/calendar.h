/*
 * calendar: working days and local time of a council.
 *
 * Bank holidays come from a file in the form of GOV.UK's bank-holidays.json;
 * the division is "england-and-wales", "scotland" or "northern-ireland".
 * Working days are Monday to Friday less those. Times are reckoned in the
 * council's time zone (tz database name).
 *
 * Threads: immutable, but for what it remembers of the last question, which
 * any thread may ask.
 */
#ifndef COMITY_BASE_CALENDAR_H
#define COMITY_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"

struct calendar;

/* `holidays` may be NULL: weekends only. NULL on error (reported). */
struct calendar *calendar_new(struct diag *diag, struct place place,
	const char *time_zone, const struct source *holidays,
	const char *division);
void calendar_free(struct calendar **calendar);

/* Local wall-clock minutes since 1970-01-01 of a time in seconds UTC. */
int64_t calendar_local_minutes(const struct calendar *calendar, int64_t utc);
/* Local day, in days since 1970-01-01. */
int32_t calendar_day(const struct calendar *calendar, int64_t utc);
bool calendar_is_working(const struct calendar *calendar, int32_t day);
/* The day that is `count` working days after `day`. */
int32_t calendar_add_working(
	const struct calendar *calendar, int32_t day, int count);
/* The last year that the holidays cover; 0 without holidays. */
int calendar_last_year(const struct calendar *calendar);

/* "YYYY-MM-DD", false when it is no date. */
bool calendar_parse_day(struct str text, int32_t *day);
/* "2026-11-24" and "Tue, 24 Nov 2026". */
void calendar_iso(int32_t day, char text[11]);
void calendar_rfc5322(int32_t day, char text[17]);

#endif
