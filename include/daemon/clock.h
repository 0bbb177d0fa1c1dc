/*
 * clock: time that only goes forward, as poll() and its kind count it.
 */
#ifndef COMITY_DAEMON_CLOCK_H
#define COMITY_DAEMON_CLOCK_H

#include <stdint.h>

#include <glib.h>

static inline int64_t
clock_ms(void)
{
	return g_get_monotonic_time() / 1000;
}

#endif
