/*
 * roster: who the council's people are.
 *
 * Reads the CSV that a council exports (RFC 4180): header line
 * `address,role,name,title,party,posts,expands` and optionally
 * `aliases,ward,from,until`; a column `source` is whoever writes the file's
 * own (`comity roster import`). Lists within a cell are parted by spaces; names
 * of columns may come in any order. Errors name file, line and column and
 * leave the roster unloaded; a directory server is never asked.
 *
 * Keys are those of address.h. `@domain` lines are the default for exactly
 * that domain, not for those below it.
 * A line out of its dates (from, until: YYYY-MM-DD, inclusive) is as if it
 * were not there on that day.
 *
 * Threads: immutable once loaded.
 */
#ifndef COMITY_PEOPLE_ROSTER_H
#define COMITY_PEOPLE_ROSTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"

enum role {
	ROLE_OUTSIDE, /* no line matches */
	ROLE_MEMBER,
	ROLE_OFFICER,
	ROLE_GROUP,   /* a political group's mailbox */
	ROLE_LIST,
	ROLE_ARCHIVE, /* never a copied recipient */
	ROLE_MEDIA,
	ROLE_COUNT
};
extern const char *const role_names[ROLE_COUNT + 1]; /* ends with NULL */

struct person {
	struct str key;   /* address in the form compared; "@domain" default */
	enum role role;
	struct str name;  /* "Cllr Jane Marsh" */
	struct str title; /* "Leader of the Council" */
	struct str party;
	struct str ward;
	const struct str *posts;
	size_t post_count;
	const struct str *aliases; /* keys */
	size_t alias_count;
	/* A list's members: keys, "role:member", "post:cabinet", "party:…",
	 * "ward:…"; in the file `_` stands for a space within a party or ward.
	 */
	const struct str *expands;
	size_t expand_count;
	int32_t from, until; /* days since 1970-01-01; INT32_MIN, INT32_MAX */
	unsigned line;
	bool is_default; /* an "@domain" line */
};

struct roster;

/* NULL when there was an error (reported); the source was read by diag. */
struct roster *roster_load(struct diag *diag, const struct source *source);
void roster_free(struct roster **roster);

/* Who has this key on that day; aliases and domain defaults resolved. */
const struct person *roster_find(
	const struct roster *roster, struct str key, int32_t day);

/* All lines, in file order. */
const struct person *roster_people(const struct roster *roster, size_t *count);

/*
 * Whether two parties or two wards are the same: blanks at the ends and case
 * ignored. No party is the same as none. `label_differs` holds where both are
 * named and are not the same.
 */
bool label_same(struct str a, struct str b);
bool label_differs(struct str a, struct str b);

bool person_in_force(const struct person *person, int32_t day);
bool person_has_post(const struct person *person, struct str post);
/* Whether `list` (a ROLE_LIST) contains `person`, lists in lists included. */
bool roster_list_has(const struct roster *roster, const struct person *list,
	const struct person *person, int32_t day);
/*
 * Calls `each` with every member of `list` that is no list itself, until it
 * returns true; says whether it did. The same one may come more than once.
 * `person` is NULL for an address outside the council.
 */
typedef bool list_member_fn(
	struct str key, const struct person *person, void *context);
bool roster_list_find(const struct roster *roster, const struct person *list,
	int32_t day, list_member_fn *each, void *context);

#endif
