/*
 * peers: other filters that look for the same patterns, where installed.
 */
#ifndef COMITY_BENCH_PEERS_H
#define COMITY_BENCH_PEERS_H

#include "filter.h"

/* NULL where it is not installed. */
struct filter *peers_rspamd(const char *folder);
struct filter *peers_spamassassin(const char *folder);

#endif
