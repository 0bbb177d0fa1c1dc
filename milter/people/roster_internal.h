/*
 * The inside of a roster, for roster.c and roster_load.c alone.
 */
#ifndef COMITY_PEOPLE_ROSTER_INTERNAL_H
#define COMITY_PEOPLE_ROSTER_INTERNAL_H

#include <glib.h>

#include "base/arena.h"
#include "people/roster.h"

/* Lists within lists; a council's own seldom go beyond two. */
enum { LIST_NESTING = 8 };
/* Members of one list that are looked at; a council has about a hundred. */
enum { LIST_RECIPIENTS = 20000 };

/* One that has a key; on different days a key may be different persons'. */
struct holder {
	const struct person *person;
	const struct holder *next;
};

struct roster {
	struct arena *arena;
	struct person *people;
	size_t count;
	GHashTable *holders; /* struct str * (a key) to struct holder * */
};

/* The words that a list may hold besides addresses. */
enum list_word { WORD_ADDRESS, WORD_ROLE, WORD_POST, WORD_PARTY, WORD_WARD };

/* What kind of word it is; *value is what stands behind the colon. */
enum list_word list_word_read(struct str word, struct str *value);
/* The role of that name, or ROLE_COUNT. */
enum role role_of(struct str name);
guint str_hash(gconstpointer key);
gboolean str_equal(gconstpointer a, gconstpointer b);

#endif
