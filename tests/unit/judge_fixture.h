/*
 * judge_fixture: rule sets and messages made of a few lines, for the tests of
 * the judge's modules.
 */
#ifndef COMITY_TESTS_JUDGE_FIXTURE_H
#define COMITY_TESTS_JUDGE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>
#include <glib.h>

#include "base/arena.h"
#include "base/diag.h"
#include "language/ruleset.h"
#include "message/message.h"

/* A rule set with its diagnostics, which hold the text that it points into. */
struct rule_fixture {
	struct diag *diag;
	struct ruleset *rules;
};

static inline struct rule_fixture
rules_from(const char *text)
{
	struct rule_fixture made = {diag_new(), NULL};
	const struct source *source =
		diag_read_memory(made.diag, "test.rules", str_of(text));

	assert_non_null(source);
	made.rules = ruleset_load_source(made.diag, source);
	if (made.rules == NULL)
		diag_print(made.diag, stderr);
	assert_non_null(made.rules);
	return made;
}

static inline void
rules_end(struct rule_fixture *made)
{
	ruleset_free(&made->rules);
	diag_free(&made->diag);
}

/* Zone texts are copied to their exact length. */
static inline void
set_zone(struct arena *arena, struct message *message, enum zone zone,
	const char *text)
{
	struct zone_builder *builder = zone_builder_new(arena);
	size_t n = strlen(text);
	char *copy = g_memdup2(text, MAX(n, (size_t)1));

	zone_builder_add(builder, (struct str){copy, n}, 0, n, -1,
		zone != ZONE_SUBJECT && zone != ZONE_ATTACHMENT);
	message->zones[zone] = zone_builder_finish(builder);
	g_free(copy);
}

#endif
