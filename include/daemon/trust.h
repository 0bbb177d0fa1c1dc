/*
 * trust: is this client one of the trusted relays?
 *
 * Relays are written as an address or a network in CIDR form ("192.0.2.1",
 * "192.0.2.0/24", "2001:db8::/32"). An IPv4 address in IPv6 clothes
 * (::ffff:192.0.2.1, or Sendmail's "IPv6:…") is the IPv4 address.
 *
 * Threads: pure.
 */
#ifndef COMITY_DAEMON_TRUST_H
#define COMITY_DAEMON_TRUST_H

#include <stdbool.h>

#include "base/str.h"

/* What is no address is not trusted. */
bool trust_covers(const struct str *relays, size_t count, struct str client);

#endif
