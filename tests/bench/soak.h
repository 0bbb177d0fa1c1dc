/*
 * soak: many connections for a long time; memory and descriptors stay.
 */
#ifndef COMITY_BENCH_SOAK_H
#define COMITY_BENCH_SOAK_H

#include <stdbool.h>

#include "filter.h"
#include "load.h"

/*
 * Sends the load again and again for so many seconds. False where the filter
 * broke off, or where memory at rest or descriptors grew after a tenth of
 * that time.
 */
bool soak_run(
	const struct load *load, const struct filter *filter, unsigned seconds);

#endif
