#include "base/calendar.h"

#include <glib.h>
#include <jansson.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { MINUTE = 60, DAY_MINUTES = 24 * 60 };

/* A minute that is never kept, in the upper half of `recent`. */
#define NO_MINUTE UINT32_MAX

struct recent {
	_Atomic uint64_t minute_and_offset;
};

struct calendar {
	GTimeZone *zone;
	/* The last minute that was asked for, and the zone's offset then: GLib
	 * goes through all changes since 1970 to find it, and most that is
	 * asked is about the present. No zone changes within a minute. */
	struct recent *recent;
	GArray *holidays; /* int32_t days, ascending; empty where none given */
};

/* Division that rounds down, so that days before 1970 come out right. */
static int64_t
divide_down(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

/*
 * Days since 1970-01-01 of a date in the Gregorian calendar. Years are
 * reckoned from March, so that a leap day is the last of its year.
 */
static int32_t
day_of(int year, int month, int day)
{
	int y = month > 2 ? year : year - 1;
	int m = month > 2 ? month - 3 : month + 9;

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day -
	       1 - 719468;
}

static void
date_of(int32_t days, int *year, int *month, int *day)
{
	int64_t z = (int64_t)days + 719468;
	int64_t era = divide_down(z, 146097);
	int64_t of_era = z - era * 146097;
	int64_t y =
		(of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) /
		365;
	int64_t of_year = of_era - (365 * y + y / 4 - y / 100);
	int m = (int)((5 * of_year + 2) / 153);

	*day = (int)(of_year - (153 * m + 2) / 5 + 1);
	*month = m < 10 ? m + 3 : m - 9;
	*year = (int)(y + era * 400 + (*month <= 2));
}

/* 0 is Sunday; 1970-01-01 was a Thursday. */
static int
weekday_of(int32_t day)
{
	int64_t shifted = (int64_t)day + 4;

	return (int)(shifted - divide_down(shifted, 7) * 7);
}

static bool
read_digits(struct str text, size_t at, size_t count, int *number)
{
	*number = 0;
	for (size_t i = at; i < at + count; i++) {
		if (!g_ascii_isdigit(text.p[i]))
			return false;
		*number = *number * 10 + (text.p[i] - '0');
	}
	return true;
}

bool
calendar_parse_day(struct str text, int32_t *day)
{
	int year, month, of_month;
	int back_year, back_month, back_day;

	if (text.n != 10 || text.p[4] != '-' || text.p[7] != '-' ||
		!read_digits(text, 0, 4, &year) ||
		!read_digits(text, 5, 2, &month) ||
		!read_digits(text, 8, 2, &of_month))
		return false;
	if (year < 1 || month < 1 || month > 12 || of_month < 1)
		return false;
	*day = day_of(year, month, of_month);
	/* 30 February would come back as a day in March. */
	date_of(*day, &back_year, &back_month, &back_day);
	return back_month == month && back_day == of_month;
}

void
calendar_iso(int32_t day, char text[11])
{
	int year, month, of_month;

	date_of(day, &year, &month, &of_month);
	g_snprintf(text, 11, "%04d-%02d-%02d", year, month, of_month);
}

void
calendar_rfc5322(int32_t day, char text[17])
{
	static const char days[7][4] = {
		"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
	static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int year, month, of_month;

	date_of(day, &year, &month, &of_month);
	g_snprintf(text, 17, "%s, %d %s %04d", days[weekday_of(day)], of_month,
		months[month - 1], year);
}

static int
compare_days(const void *a, const void *b)
{
	int32_t x, y;

	memcpy(&x, a, sizeof(x));
	memcpy(&y, b, sizeof(y));
	return (x > y) - (x < y);
}

/*
 * jansson keeps no places of values; the text of a date is looked for so that
 * an error still points at it.
 */
static struct place
place_of_text(const struct source *source, const char *wanted)
{
	struct str text = source_text(source);
	size_t at =
		wanted[0] ? str_find_nocase(text, str_of(wanted), 0) : SIZE_MAX;

	if (at == SIZE_MAX)
		return (struct place){source, 0, 0};
	return (struct place){source, (uint32_t)at, (uint32_t)strlen(wanted)};
}

static struct place
point_in(const struct source *source, size_t offset)
{
	return (struct place){source, (uint32_t)offset, 0};
}

static void
read_events(struct calendar *calendar, struct diag *diag,
	const struct source *source, const json_t *events)
{
	size_t i;
	const json_t *event;

	json_array_foreach(events, i, event)
	{
		const char *date =
			json_string_value(json_object_get(event, "date"));
		int32_t day;

		if (date == NULL) {
			diag_error(diag, point_in(source, 0),
				"bank holiday %zu has no date", i + 1);
		} else if (!calendar_parse_day(str_of(date), &day)) {
			diag_error(diag, place_of_text(source, date),
				"\"%s\" is no date; write YYYY-MM-DD", date);
		} else {
			g_array_append_val(calendar->holidays, day);
		}
	}
	g_array_sort(calendar->holidays, compare_days);
}

static void
read_division(struct calendar *calendar, struct diag *diag, struct place named,
	const struct source *source, const json_t *root, const char *division)
{
	const json_t *found = json_object_get(root, division);
	const json_t *events = json_object_get(found, "events");

	if (found == NULL) {
		diag_error(diag, named,
			"%s has no division \"%s\"; the published file has "
			"england-and-wales, scotland and northern-ireland",
			source_name(source), division);
		return;
	}
	if (!json_is_array(events)) {
		diag_error(diag, place_of_text(source, division),
			"division \"%s\" has no list of events", division);
		return;
	}
	read_events(calendar, diag, source, events);
	if (calendar->holidays->len == 0)
		diag_error(diag, place_of_text(source, division),
			"division \"%s\" has no bank holiday", division);
}

static void
read_holidays(struct calendar *calendar, struct diag *diag, struct place named,
	const struct source *source, const char *division)
{
	struct str text = source_text(source);
	json_error_t error;
	json_t *root = json_loadb(text.p, text.n, 0, &error);

	if (root == NULL) {
		size_t at = error.position > 0 ? (size_t)error.position : 0;

		diag_error(diag, point_in(source, MIN(at, text.n)),
			"this is no JSON: %s", error.text);
		return;
	}
	read_division(calendar, diag, named, source, root, division);
	json_decref(root);
}

struct calendar *
calendar_new(struct diag *diag, struct place place, const char *time_zone,
	const struct source *holidays, const char *division)
{
	struct calendar *calendar = g_new0(struct calendar, 1);
	unsigned errors = diag_errors(diag);

	calendar->holidays = g_array_new(FALSE, FALSE, sizeof(int32_t));
	calendar->recent = g_new(struct recent, 1);
	atomic_init(&calendar->recent->minute_and_offset,
		(uint64_t)NO_MINUTE << 32);
	calendar->zone = g_time_zone_new_identifier(time_zone);
	if (calendar->zone == NULL)
		diag_error(diag, place,
			"\"%s\" is no time zone; write one such as "
			"Europe/London",
			time_zone);
	if (holidays != NULL)
		read_holidays(calendar, diag, place, holidays,
			division ? division : "england-and-wales");
	if (diag_errors(diag) > errors)
		calendar_free(&calendar);
	return calendar;
}

void
calendar_free(struct calendar **calendar)
{
	if (*calendar == NULL)
		return;
	if ((*calendar)->zone != NULL)
		g_time_zone_unref((*calendar)->zone);
	g_array_free((*calendar)->holidays, TRUE);
	g_free((*calendar)->recent);
	g_free(*calendar);
	*calendar = NULL;
}

/* Seconds east of Greenwich. */
static int32_t
offset_at(const struct calendar *calendar, int64_t utc)
{
	int interval = g_time_zone_find_interval(
		calendar->zone, G_TIME_TYPE_UNIVERSAL, utc);

	return g_time_zone_get_offset(calendar->zone, interval);
}

int64_t
calendar_local_minutes(const struct calendar *calendar, int64_t utc)
{
	int64_t minute = divide_down(utc, MINUTE);
	uint64_t recent = atomic_load_explicit(
		&calendar->recent->minute_and_offset, memory_order_relaxed);
	int32_t offset;

	if (minute < 0 || minute >= NO_MINUTE)
		return divide_down(utc + offset_at(calendar, utc), MINUTE);
	if (recent >> 32 == (uint64_t)minute) {
		offset = (int32_t)(uint32_t)recent;
	} else {
		offset = offset_at(calendar, utc);
		atomic_store_explicit(&calendar->recent->minute_and_offset,
			(uint64_t)minute << 32 | (uint32_t)offset,
			memory_order_relaxed);
	}
	return divide_down(utc + offset, MINUTE);
}

int32_t
calendar_day(const struct calendar *calendar, int64_t utc)
{
	return (int32_t)divide_down(
		calendar_local_minutes(calendar, utc), DAY_MINUTES);
}

bool
calendar_is_working(const struct calendar *calendar, int32_t day)
{
	int weekday = weekday_of(day);

	if (weekday == 0 || weekday == 6)
		return false;
	return calendar->holidays->len == 0 ||
	       bsearch(&day, calendar->holidays->data, calendar->holidays->len,
		       sizeof(day), compare_days) == NULL;
}

int32_t
calendar_add_working(const struct calendar *calendar, int32_t day, int count)
{
	int step = count < 0 ? -1 : 1;

	while (count != 0) {
		day += step;
		if (calendar_is_working(calendar, day))
			count -= step;
	}
	return day;
}

int
calendar_last_year(const struct calendar *calendar)
{
	const GArray *holidays = calendar->holidays;
	int year, month, day;

	if (holidays->len == 0)
		return 0;
	date_of(g_array_index(holidays, int32_t, holidays->len - 1), &year,
		&month, &day);
	return year;
}
