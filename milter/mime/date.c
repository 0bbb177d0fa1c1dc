#include "mime/date.h"

/* Words of a date: "Tue," "24" "Nov" "2026" "10:15:00" "+0000". */
enum { TOKENS_MOST = 8 };

struct tokens {
	struct str items[TOKENS_MOST];
	size_t count;
};

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ',';
}

/* Splits at white space and commas; comments in brackets are passed over. */
static void
tokenize(struct str value, struct tokens *tokens)
{
	size_t i = 0;
	unsigned depth = 0;

	tokens->count = 0;
	while (i < value.n && tokens->count < TOKENS_MOST) {
		size_t start = i;

		if (value.p[i] == '(' || (depth > 0 && value.p[i] == ')')) {
			depth = value.p[i] == '(' ? depth + 1 : depth - 1;
			i++;
			continue;
		}
		if (depth > 0 || is_blank(value.p[i])) {
			i++;
			continue;
		}
		while (i < value.n && !is_blank(value.p[i]) &&
			value.p[i] != '(')
			i++;
		tokens->items[tokens->count++] =
			(struct str){value.p + start, i - start};
	}
}

/* Up to `digits` digits and nothing else. */
static bool
read_number(struct str s, size_t digits, int *number)
{
	*number = 0;
	if (s.n == 0 || s.n > digits)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		*number = *number * 10 + (s.p[i] - '0');
	}
	return true;
}

static bool
read_month(struct str s, int *month)
{
	static const char names[] = "janfebmaraprmayjunjulaugsepoctnovdec";

	for (int i = 0; i < 12; i++) {
		if (s.n >= 3 &&
			str_starts_nocase(s, (struct str){names + i * 3, 3})) {
			*month = i + 1;
			return true;
		}
	}
	return false;
}

static bool
read_year(struct str s, int *year)
{
	if (!read_number(s, 4, year))
		return false;
	if (s.n == 2)
		*year += *year < 50 ? 2000 : 1900;
	else if (s.n == 3)
		*year += 1900;
	return *year >= 1900;
}

/* HH:MM or HH:MM:SS; the leap second counts as the one before it. */
static bool
read_time(struct str s, int *seconds)
{
	struct str piece;
	int parts[3] = {0, 0, 0};
	size_t count = 0;

	while (count < 3 && str_split(&s, ':', &piece))
		if (!read_number(piece, 2, &parts[count++]))
			return false;
	if (count < 2 || s.p != NULL || parts[0] > 23 || parts[1] > 59 ||
		parts[2] > 60)
		return false;
	if (parts[2] == 60)
		parts[2] = 59;
	*seconds = parts[0] * 3600 + parts[1] * 60 + parts[2];
	return true;
}

/* Seconds east of Greenwich. */
static int
read_zone(struct str s)
{
	static const struct {
		const char *name;
		int hours;
	} zones[] = {
		{"EST", -5},
		{"EDT", -4},
		{"CST", -6},
		{"CDT", -5},
		{"MST", -7},
		{"MDT", -6},
		{"PST", -8},
		{"PDT", -7},
		{"BST", 1},
	};
	int number;

	if (s.n == 5 && (s.p[0] == '+' || s.p[0] == '-') &&
		read_number((struct str){s.p + 1, 4}, 4, &number)) {
		int east = number / 100 * 3600 + number % 100 * 60;

		return s.p[0] == '-' ? -east : east;
	}
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
		if (str_eq_nocase(s, str_of(zones[i].name)))
			return zones[i].hours * 3600;
	return 0;
}

/* Days from 1970-01-01 to a date of the Gregorian calendar. */
static int64_t
days_from_civil(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = y / 400;
	int64_t in_era = y - era * 400;
	int64_t of_year =
		(153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 +
	       of_year - 719468;
}

static int
days_in_month(int year, int month)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

bool
date_read(struct str value, int64_t *utc)
{
	struct tokens tokens;
	struct str none = {NULL, 0};
	size_t at = 0;
	int day, month, year, seconds, zone;

	tokenize(value, &tokens);
	if (tokens.count > 0 && !read_number(tokens.items[0], 2, &day))
		at = 1; /* the day's name */
	if (tokens.count < at + 4 || !read_number(tokens.items[at], 2, &day) ||
		!read_month(tokens.items[at + 1], &month) ||
		!read_year(tokens.items[at + 2], &year) || day < 1 ||
		day > days_in_month(year, month) ||
		!read_time(tokens.items[at + 3], &seconds))
		return false;
	zone = read_zone(tokens.count > at + 4 ? tokens.items[at + 4] : none);
	*utc = days_from_civil(year, month, day) * 86400 + seconds - zone;
	return true;
}
