#include "tool/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/calendar.h"

enum { SECONDS_A_DAY = 24 * 60 * 60, MONDAY = 4, DAYS_A_WEEK = 7, YEAR = 12 };

static const char *const months[] = {"January", "February", "March", "April",
	"May", "June", "July", "August", "September", "October", "November",
	"December"};

struct date {
	int year, month, day; /* month from 1 */
};

/* --- Days -------------------------------------------------------------- */

static int64_t
floor_of(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int32_t
period_day(int64_t utc)
{
	time_t seconds = (time_t)utc;
	struct tm local;
	int64_t offset = 0;

	if (localtime_r(&seconds, &local) != NULL)
		offset = local.tm_gmtoff;
	return (int32_t)floor_of(utc + offset, SECONDS_A_DAY);
}

static struct date
date_of(int32_t day)
{
	char text[11];
	struct date date;
	char *end;

	calendar_iso(day, text);
	date.year = (int)strtol(text, &end, 10);
	date.month = (int)strtol(end + 1, &end, 10);
	date.day = (int)strtol(end + 1, &end, 10);
	return date;
}

/* The first of a month; months go on counting beyond 12. */
static int32_t
month_begin(int year, int month)
{
	char text[40];
	int32_t day = 0;

	snprintf(text, sizeof(text), "%04d-%02d-01", year + (month - 1) / YEAR,
		(month - 1) % YEAR + 1);
	calendar_parse_day(str_of(text), &day);
	return day;
}

/* --- Periods ----------------------------------------------------------- */

static struct periods
weeks_over(int32_t from, int32_t until)
{
	int32_t monday =
		(int32_t)(floor_of(from - MONDAY, DAYS_A_WEEK) * DAYS_A_WEEK) +
		MONDAY;

	return (struct periods){
		GRAIN_WEEK, monday, (size_t)(until - monday) / DAYS_A_WEEK + 1};
}

struct periods
periods_over(int32_t from, int32_t until)
{
	struct periods periods = weeks_over(from, until);
	struct date a = date_of(from), b = date_of(until);

	if (periods.count > PERIODS_MOST)
		periods = (struct periods){GRAIN_MONTH,
			month_begin(a.year, a.month),
			(size_t)((b.year - a.year) * YEAR + b.month - a.month +
				 1)};
	if (periods.count > PERIODS_MOST)
		periods = (struct periods){GRAIN_YEAR, month_begin(a.year, 1),
			(size_t)(b.year - a.year + 1)};
	return periods;
}

int32_t
periods_begin(const struct periods *periods, size_t index)
{
	struct date first = date_of(periods->first);

	switch (periods->grain) {
	case GRAIN_WEEK:
		break;
	case GRAIN_MONTH:
		return month_begin(first.year, first.month + (int)index);
	case GRAIN_YEAR:
		return month_begin(first.year + (int)index, 1);
	}
	return periods->first + (int32_t)index * DAYS_A_WEEK;
}

/* --- Labels ------------------------------------------------------------ */

void
periods_label(
	const struct periods *periods, size_t index, char text[PERIOD_LABEL])
{
	struct date date = date_of(periods_begin(periods, index));
	const char *month = months[date.month - 1];

	if (periods->grain == GRAIN_WEEK)
		snprintf(text, PERIOD_LABEL, "%d %.3s %d", date.day, month,
			date.year);
	else if (periods->grain == GRAIN_MONTH)
		snprintf(text, PERIOD_LABEL, "%.3s %d", month, date.year);
	else
		snprintf(text, PERIOD_LABEL, "%d", date.year);
}

void
periods_short_label(
	const struct periods *periods, size_t index, char text[PERIOD_LABEL])
{
	struct date date = date_of(periods_begin(periods, index));

	if (periods->grain == GRAIN_WEEK)
		snprintf(text, PERIOD_LABEL, "%d %.3s", date.day,
			months[date.month - 1]);
	else
		periods_label(periods, index, text);
}

void
period_day_label(int32_t day, char text[PERIOD_LABEL])
{
	struct date date = date_of(day);

	snprintf(text, PERIOD_LABEL, "%d %s %d", date.day,
		months[date.month - 1], date.year);
}
