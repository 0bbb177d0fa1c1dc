/* Bank holidays as JSON, and working days reckoned with them. */
#include "fuzz.h"

#include "base/calendar.h"

static void
use(const struct calendar *calendar)
{
	char iso[11], written[17];
	int year = calendar_last_year(calendar);

	FUZZ_CHECK(year >= 0 && year <= 9999);
	for (int32_t day = 20000; day < 21500; day += 97) {
		int32_t next = calendar_add_working(calendar, day, 10);

		FUZZ_CHECK(next >= day + 10);
		FUZZ_CHECK(calendar_is_working(calendar, next));
		calendar_iso(next, iso);
		calendar_rfc5322(next, written);
		FUZZ_CHECK(strlen(iso) == 10 && strlen(written) >= 15);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const divisions[] = {
		"england-and-wales", "scotland", "northern-ireland"};
	static GTimeZone *london; /* held, so that it is read once */
	struct place nowhere = {NULL, 0, 0};
	struct diag *diag = diag_new();
	const struct source *source =
		diag_read_memory(diag, "h.json", fuzz_input(bytes, size));
	struct calendar *calendar = NULL;
	int32_t day;

	if (london == NULL)
		london = g_time_zone_new_identifier("Europe/London");
	if (source != NULL)
		calendar = calendar_new(diag, nowhere, "Europe/London", source,
			divisions[size % 3]);
	FUZZ_CHECK((calendar == NULL) == (diag_errors(diag) > 0));
	if (calendar != NULL)
		use(calendar);
	calendar_parse_day(fuzz_input(bytes, size), &day);
	calendar_free(&calendar);
	diag_free(&diag);
	return 0;
}
