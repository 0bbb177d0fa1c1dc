#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "mime/date.h"

static const struct {
	const char *text;
	int64_t utc; /* -1: no date */
} cases[] = {
	{"Tue, 24 Nov 2026 10:00:00 +0000", 1795514400},
	{" Tue, 24 Nov 2026 10:00:00 +0000 (GMT)", 1795514400},
	{"Tue,24 Nov 2026 10:00 GMT", 1795514400},
	{"24 November 2026 11:00:00 +0100", 1795514400},
	{"24 Nov 26 05:00:00 EST", 1795514400},
	{"Tue, 24 (four (and)) Nov 2026\r\n 10:00:00 -0000", 1795514400},
	{"Tue, 24 Nov 2026 10:00:00 XYZ", 1795514400},
	{"Tue, 24 Nov 2026 10:00:00", 1795514400},
	{"Thu, 1 Jan 1970 00:00:00 +0000", 0},
	{"Thu, 29 Feb 2024 12:00:00 +0000", 1709208000},
	{"31 Dec 99 23:59:60 +0000", 946684799},
	{"Thu, 29 Feb 2023 12:00:00 +0000", -1},
	{"Tue, 24 Nov 2026", -1},
	{"Tue, 24 Foo 2026 10:00:00 +0000", -1},
	{"Tue, 24 Nov 2026 25:00:00 +0000", -1},
	{"Tue, 24 Nov 2026 10:00:00:00 +0000", -1},
	{"Tue, 124 Nov 2026 10:00:00 +0000", -1},
	{"2026-11-24T10:00:00Z", -1},
	{"((((", -1},
	{"", -1},
};

static void
test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t n = strlen(cases[i].text);
		char *copy = malloc(n > 0 ? n : 1);
		int64_t utc = -1;

		memcpy(copy, cases[i].text, n);
		assert_int_equal(date_read((struct str){copy, n}, &utc),
			cases[i].utc != -1);
		if (cases[i].utc != -1)
			assert_int_equal(utc, cases[i].utc);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_table)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
