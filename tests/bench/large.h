/*
 * large: what messages of 1, 2 and 4 MB cost, in time and in memory.
 */
#ifndef COMITY_BENCH_LARGE_H
#define COMITY_BENCH_LARGE_H

#include <stdbool.h>

#include "filter.h"

/*
 * Sends them one at a time, in text and in attachments. False where the filter
 * broke off, where twice the bytes take clearly more than twice the time, or
 * where a message takes more than three times its size in memory.
 */
bool large_run(const struct filter *filter, unsigned rounds);

#endif
