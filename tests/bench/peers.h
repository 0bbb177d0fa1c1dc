/*
 * peers: other filters that look for the same patterns, where installed.
 */
#ifndef COMITY_BENCH_PEERS_H
#define COMITY_BENCH_PEERS_H

#include <glib.h>

#include "filter.h"

/* NULL where it is not installed. `expressions` are strings, for PCRE2. */
struct filter *peers_rspamd(const char *folder, const GPtrArray *expressions);
struct filter *peers_spamassassin(
	const char *folder, const GPtrArray *expressions);

#endif
