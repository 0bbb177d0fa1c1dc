#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "base/calendar.h"

static const char holidays_json[] =
	"{\"england-and-wales\": {\"division\": \"england-and-wales\","
	" \"events\": ["
	"{\"title\": \"Christmas Day\", \"date\": \"2026-12-25\"},"
	"{\"title\": \"Boxing Day\", \"date\": \"2026-12-28\"},"
	"{\"title\": \"New Year\", \"date\": \"2027-01-01\"},"
	"{\"title\": \"Early May\", \"date\": \"2026-05-04\"}]},"
	"\"scotland\": {\"events\": ["
	"{\"title\": \"2 January\", \"date\": \"2026-01-02\"}]},"
	"\"empty\": {\"events\": []}, \"odd\": {\"events\": 3},"
	"\"bad\": {\"events\": [{\"date\": \"2026-02-30\"}, {}]}}";

static const struct place nowhere = {NULL, 0, 0};

static struct calendar *
make(struct diag *diag, const char *zone, const char *division)
{
	return calendar_new(diag, nowhere, zone,
		diag_read_memory(
			diag, "bank-holidays.json", STR_LIT(holidays_json)),
		division);
}

static int32_t
day(const char *text)
{
	int32_t value = INT32_MIN;

	assert_true(calendar_parse_day(str_of(text), &value));
	return value;
}

static void
days_are_read(void **state)
{
	static const struct {
		const char *text;
		bool good;
		int32_t day;
	} cases[] = {
		{"1970-01-01", true, 0},
		{"1969-12-31", true, -1},
		{"2000-02-29", true, 11016},
		{"2026-11-24", true, 20781},
		{"1900-02-29", false, 0},
		{"2026-02-29", false, 0},
		{"2026-04-31", false, 0},
		{"2026-13-01", false, 0},
		{"2026-00-10", false, 0},
		{"2026-01-00", false, 0},
		{"2026-1-1", false, 0},
		{"24/11/2026", false, 0},
		{"2026-11-24 ", false, 0},
		{"", false, 0},
		{"2026-11-2x", false, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		int32_t value = 0;

		assert_int_equal(
			calendar_parse_day(str_of(cases[i].text), &value),
			cases[i].good);
		if (cases[i].good)
			assert_int_equal(value, cases[i].day);
	}
}

static void
days_are_written(void **state)
{
	char iso[11], mail[17];

	(void)state;
	for (int32_t d = -200000; d < 200000; d += 97) {
		int32_t back;

		calendar_iso(d, iso);
		assert_true(calendar_parse_day(str_of(iso), &back));
		assert_int_equal(back, d);
	}
	calendar_rfc5322(day("2026-11-24"), mail);
	assert_string_equal(mail, "Tue, 24 Nov 2026");
	calendar_rfc5322(day("2026-03-01"), mail);
	assert_string_equal(mail, "Sun, 1 Mar 2026");
}

static void
local_time_follows_the_clocks(void **state)
{
	struct diag *diag = diag_new();
	struct calendar *calendar = make(diag, "Europe/London", NULL);
	const int64_t night =
		(int64_t)day("2026-07-01") * 86400 + 23 * 3600 + 30 * 60;

	(void)state;
	assert_non_null(calendar);
	/* 23:30 UTC is half past midnight in summer, the same day in winter. */
	assert_int_equal(calendar_day(calendar, night), day("2026-07-02"));
	assert_int_equal(calendar_local_minutes(calendar, night),
		(int64_t)day("2026-07-02") * 1440 + 30);
	assert_int_equal(calendar_day(calendar,
				 (int64_t)day("2026-12-01") * 86400 + 84600),
		day("2026-12-01"));
	/* The night of 25 October 2026: 01:30 comes twice. */
	assert_int_equal(calendar_local_minutes(calendar,
				 (int64_t)day("2026-10-25") * 86400 + 1800),
		(int64_t)day("2026-10-25") * 1440 + 90);
	assert_int_equal(calendar_local_minutes(calendar,
				 (int64_t)day("2026-10-25") * 86400 + 5400),
		(int64_t)day("2026-10-25") * 1440 + 90);
	/* The change itself, at 01:00 UTC; twice, since answers are kept. */
	for (int twice = 0; twice < 2; twice++) {
		int64_t change = (int64_t)day("2026-10-25") * 86400 + 3600;

		assert_int_equal(calendar_local_minutes(calendar, change - 1),
			(change + 3600 - 60) / 60);
		assert_int_equal(
			calendar_local_minutes(calendar, change), change / 60);
	}
	/* Long before and long after. */
	assert_int_equal(calendar_local_minutes(calendar, -1), 59);
	assert_int_equal(
		calendar_local_minutes(calendar, INT64_C(300000000000)),
		INT64_C(5000000000));
	calendar_free(&calendar);
	assert_null(calendar);
	diag_free(&diag);
}

static void
working_days_are_counted(void **state)
{
	struct diag *diag = diag_new();
	struct calendar *calendar = make(diag, "Europe/London", NULL);
	static const struct {
		const char *from;
		int count;
		const char *to;
	} cases[] = {
		{"2026-11-17", 5, "2026-11-24"},
		{"2026-12-24", 1, "2026-12-29"}, /* over Christmas */
		{"2026-12-31", 2, "2027-01-05"},
		{"2026-05-01", 1, "2026-05-05"}, /* over a bank holiday */
		{"2026-11-21", 1, "2026-11-23"}, /* from a Saturday */
		{"2026-11-17", 0, "2026-11-17"},
		{"2026-11-24", -5, "2026-11-17"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(calendar_add_working(calendar,
					 day(cases[i].from), cases[i].count),
			day(cases[i].to));
	assert_false(calendar_is_working(calendar, day("2026-12-28")));
	assert_int_equal(calendar_last_year(calendar), 2027);
	calendar_free(&calendar);

	calendar = calendar_new(diag, nowhere, "UTC", NULL, NULL);
	assert_true(calendar_is_working(calendar, day("2026-12-28")));
	assert_false(calendar_is_working(calendar, day("2026-12-26")));
	assert_int_equal(calendar_last_year(calendar), 0);
	calendar_free(&calendar);

	calendar = make(diag, "Europe/London", "scotland");
	assert_false(calendar_is_working(calendar, day("2026-01-02")));
	assert_true(calendar_is_working(calendar, day("2026-12-25")));
	calendar_free(&calendar);
	assert_int_equal(diag_errors(diag), 0);
	diag_free(&diag);
}

static void
mistakes_are_told(void **state)
{
	static const struct {
		const char *zone, *division;
		unsigned errors;
	} cases[] = {
		{"Europe/Lodnon", NULL, 1},
		{"", NULL, 1},
		{"UTC", "wales", 1},
		{"UTC", "empty", 1},
		{"UTC", "odd", 1},
		{"UTC", "bad", 3}, /* the date, the lack of one, no holiday */
		{"Nowhere", "wales", 2},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct diag *diag = diag_new();

		assert_null(make(diag, cases[i].zone, cases[i].division));
		assert_int_equal(diag_errors(diag), cases[i].errors);
		diag_free(&diag);
	}
}

static void
no_json_is_an_error(void **state)
{
	struct diag *diag = diag_new();

	(void)state;
	assert_null(calendar_new(diag, nowhere, "UTC",
		diag_read_memory(diag, "h.json", STR_LIT("{\"a\": [")), NULL));
	assert_null(calendar_new(diag, nowhere, "UTC",
		diag_read_memory(diag, "h.json", STR_LIT("")), NULL));
	assert_int_equal(diag_errors(diag), 2);
	diag_free(&diag);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_read),
		cmocka_unit_test(days_are_written),
		cmocka_unit_test(local_time_follows_the_clocks),
		cmocka_unit_test(working_days_are_counted),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(no_json_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
