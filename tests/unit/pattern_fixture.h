/*
 * pattern_fixture: what the tests of patterns share.
 */
#ifndef COMITY_TESTS_PATTERN_FIXTURE_H
#define COMITY_TESTS_PATTERN_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>

#include "base/utf8.h"
#include "language/pattern.h"

static inline struct pattern *
pattern_of(const char *expression)
{
	struct pattern_error error;
	struct pattern *pattern = pattern_new(str_of(expression), true, &error);

	if (pattern == NULL)
		fail_msg("/%s/ at %zu: %s", expression, error.offset,
			error.message);
	return pattern;
}

#endif
