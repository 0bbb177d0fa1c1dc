/*
 * load: messages sent to a filter by several connections at once.
 */
#ifndef COMITY_BENCH_LOAD_H
#define COMITY_BENCH_LOAD_H

#include <stdbool.h>
#include <stdint.h>

#include "filter.h"
#include "mail.h"

struct load {
	struct mail **mails;
	unsigned count;
	unsigned connections;
	unsigned per_connection; /* messages until it is closed */
};

/* What one round cost. */
struct cost {
	double per_second;
	double cpu_us;		/* of the filter, a message */
	double p50, p95, p99;	/* microseconds a message */
	long peak_kb, rest_kb;	/* memory: at most, and before */
	unsigned early, edits;
};

/* False where the filter did not answer. */
bool load_run(const struct load *load, const struct filter *filter,
	struct cost *cost);

#endif
