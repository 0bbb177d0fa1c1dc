/*
 * mention: persons of the roster named in a text.
 *
 * Finds full names ("Priya Ashworth"), title and surname ("Cllr Marsh", "Mrs
 * Ashworth", "Councillor Jane Marsh"), titles of office as the roster gives
 * them ("Director of Housing", "the Monitoring Officer") and first names that
 * only one person on the roster and among the participants bears.
 *
 * Threads: pure; the index is immutable and belongs to the roster's policy.
 */
#ifndef COMITY_PEOPLE_MENTION_H
#define COMITY_PEOPLE_MENTION_H

#include "base/arena.h"
#include "people/roster.h"
#include "text/zone.h"

struct mention {
	const struct person *person;
	uint32_t start, end; /* bytes of the zone's text */
	uint32_t sentence;
};

struct mention_list {
	struct mention *items; /* by start */
	size_t count;
};

struct mention_index;

struct mention_index *mention_index_new(const struct roster *roster);
void mention_index_free(struct mention_index **index);

struct mention_list mention_find(struct arena *arena,
	const struct mention_index *index, const struct zone_text *zone,
	int32_t day);

/* "Cllr", "Mrs", "County": words that stand before a name. */
bool word_is_courtesy(struct str folded);

#endif
