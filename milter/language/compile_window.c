#include "compile_internal.h"

enum { MINUTES_A_DAY = 24 * 60 };

static int
digits(struct str text, size_t at, size_t count)
{
	int value = 0;

	for (size_t i = at; i < at + count; i++) {
		if (!g_ascii_isdigit(text.p[i]))
			return -1;
		value = value * 10 + (text.p[i] - '0');
	}
	return value;
}

int
parse_clock(struct str text)
{
	int hours;
	int minutes;

	if (text.n != 5 || text.p[2] != ':')
		return -1;
	hours = digits(text, 0, 2);
	minutes = digits(text, 3, 2);
	if (hours < 0 || minutes < 0 || minutes > 59 ||
		hours * 60 + minutes > MINUTES_A_DAY)
		return -1;
	return hours * 60 + minutes;
}

/* "YYYY-MM-DD HH:MM" in minutes since 1970-01-01. */
static bool
parse_minute(struct str text, int64_t *minute)
{
	const int32_t epoch = 719163; /* the Julian day of GDate for it */
	int year;
	int month;
	int day;
	int clock;
	GDate date;

	if (text.n != 16 || text.p[4] != '-' || text.p[7] != '-' ||
		text.p[10] != ' ')
		return false;
	year = digits(text, 0, 4);
	month = digits(text, 5, 2);
	day = digits(text, 8, 2);
	clock = parse_clock((struct str){text.p + 11, 5});
	if (year < 1970 || month < 1 || day < 1 || clock < 0 ||
		!g_date_valid_dmy(
			(GDateDay)day, (GDateMonth)month, (GDateYear)year))
		return false;
	g_date_set_dmy(
		&date, (GDateDay)day, (GDateMonth)month, (GDateYear)year);
	*minute = ((int64_t)g_date_get_julian(&date) - epoch) * MINUTES_A_DAY +
		  clock;
	return true;
}

static int64_t
read_minute(struct cursor *cursor)
{
	struct place place = cursor_place(cursor);
	struct str text = cursor_text(cursor, "a date and time in quotes");
	int64_t minute = 0;

	if (!cursor->failed && !parse_minute(text, &minute))
		cursor_fail(cursor, place,
			"this is no date and time as in \"2027-03-22 00:00\"");
	return minute;
}

static void
read_from(struct cursor *cursor, void *object)
{
	struct window *window = object;

	window->from = read_minute(cursor);
}

static void
read_until(struct cursor *cursor, void *object)
{
	struct window *window = object;

	window->until = read_minute(cursor);
}

static void
read_ward(struct cursor *cursor, void *object)
{
	struct window *window = object;

	window->ward = cursor_text(cursor, "a ward's name in quotes");
}

const struct statement_kind window_statements[] = {
	{"from", read_from, false, true},
	{"until", read_until, false, true},
	{"ward", read_ward, false, false},
	{0},
};

void
compile_window(struct compiler *compiler, struct definition *definition)
{
	struct window *window = definition->object;

	window->ward = str_of("");
	definition->clean = read_statements(
		compiler, definition->node, window_statements, window);
}
