/*
 * people_fixture: a roster and a message made of a few words, for the tests of
 * who wrote to whom and who was told.
 */
#ifndef COMITY_TESTS_PEOPLE_FIXTURE_H
#define COMITY_TESTS_PEOPLE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>

#include "people/mention.h"
#include "people/participants.h"

struct fixture {
	struct diag *diag;
	struct roster *roster;
	struct mention_index *index;
	struct arena *arena;
	struct message message;
	struct envelope envelope;
	struct participants people;
};

static inline int
fixture_begin(void **state, const char *roster)
{
	struct fixture *f = g_new0(struct fixture, 1);

	f->diag = diag_new();
	f->roster = roster_load(f->diag,
		diag_read_memory(f->diag, "borough.csv", str_of(roster)));
	if (f->roster == NULL)
		diag_print(f->diag, stderr);
	assert_non_null(f->roster);
	f->index = mention_index_new(f->roster);
	f->arena = arena_new();
	*state = f;
	return 0;
}

static inline int
fixture_end(void **state)
{
	struct fixture *f = *state;

	arena_free(&f->arena);
	mention_index_free(&f->index);
	roster_free(&f->roster);
	diag_free(&f->diag);
	g_free(f);
	return 0;
}

/*
 * Addresses parted by spaces, each copied to its exact length; what holds no
 * '@' is a bare name, '_' a space in it.
 */
static inline struct address_list
addresses(struct fixture *f, const char *text)
{
	struct address_list list = {0};
	struct str rest = str_of(text), spec;

	list.items = ARENA_ARRAY(f->arena, struct address, 64);
	while (str_split(&rest, ' ', &spec)) {
		struct address *address = &list.items[list.count];

		if (spec.n == 0)
			continue;
		list.count++;
		address->key = address_key(f->arena, spec);
		address->valid = address->key.n > 0;
		if (address->valid) {
			address->spec = arena_str(f->arena, spec);
			continue;
		}
		address->name.p = g_strdelimit(
			arena_copy(f->arena, spec.p, spec.n), "_", ' ');
		address->name.n = spec.n;
	}
	return list;
}

/* From `from` to these, parted by spaces; "-" is an unknown envelope. */
static inline struct envelope
envelope_of(struct fixture *f, const char *from, const char *rcpts)
{
	struct address_list list = addresses(f, rcpts);
	struct str *copy = ARENA_ARRAY(f->arena, struct str, 64);

	for (size_t i = 0; i < list.count; i++)
		copy[i] = list.items[i].spec;
	return (struct envelope){.from = str_of(from),
		.rcpts = copy,
		.rcpt_count = list.count,
		.known = strcmp(rcpts, "-") != 0};
}

#endif
