/*
 * date: the date and time of a mail header (RFC 5322 3.3).
 *
 * Reads what mail programs write: with or without the day's name, seconds,
 * comments, two-digit years, numeric and old alphabetic zones. A zone that is
 * not known counts as UTC, as RFC 5322 4.3 asks.
 *
 * Threads: pure.
 */
#ifndef COMITY_MIME_DATE_H
#define COMITY_MIME_DATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"

/* False where it is no date; *utc in seconds since 1970. */
bool date_read(struct str value, int64_t *utc);

#endif
