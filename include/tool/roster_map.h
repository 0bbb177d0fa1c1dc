/*
 * roster_map: how a directory's attributes become a roster's columns.
 *
 * A source (LDAP, ModernGov) gives records: attributes with values. A mapping
 * says which column takes what, a statement a line, in the words and strings
 * of the rule language:
 *
 *     name    displayName
 *     role    "member"         where department "Elected Members"
 *     role    "officer"
 *     posts   "leader cabinet" where memberOf "Council Leader"
 *     party   extensionAttribute1 where not title "Honorary *"
 *     name    givenName sn
 *     skip    where mail "noreply@*"
 *
 * A word is an attribute (several are put together with a space), a string is
 * the text itself. A test holds where one of the attribute's values fits the
 * pattern, in which * stands for anything and ? for one character, upper and
 * lower case the same; several are joined by `and`. The first statement that
 * fits and gives something fills a column; all that fit fill posts, aliases
 * and expands. `skip` leaves the record out.
 *
 * Threads: a mapping is immutable once read. Results live in the arena.
 */
#ifndef COMITY_TOOL_ROSTER_MAP_H
#define COMITY_TOOL_ROSTER_MAP_H

#include "tool/roster_table.h"

struct record_value {
	struct str attribute, value;
	struct record_value *next;
};

/* A person as the source has them; values in the order of the source. */
struct record {
	struct str label; /* for messages: a DN, a name */
	struct record_value *first, *last;
};

struct record_list {
	struct arena *arena;
	struct record **items;
	size_t count;
};

struct record *record_new(struct arena *arena, struct str label);
/* Takes a copy: valid UTF-8, on one line, without blanks at the ends. */
void record_add(struct arena *arena, struct record *record,
	struct str attribute, struct str value);
/* The value behind `after` (NULL: the first) of that attribute, or NULL. */
const struct record_value *record_next(const struct record *record,
	struct str attribute, const struct record_value *after);

struct roster_map;

/* NULL on an error, reported. */
struct roster_map *roster_map_read(
	struct arena *arena, struct diag *diag, const struct source *source);
/* Whether the mapping says anything of that column. */
bool roster_map_fills(const struct roster_map *map, enum roster_column column);
/* All attributes that it names, each once; ends with NULL. */
const char **roster_map_attributes(
	struct arena *arena, const struct roster_map *map);

enum entry_kind {
	ENTRY_PERSON,
	ENTRY_SKIPPED,    /* by a `skip` */
	ENTRY_NO_ADDRESS, /* has no e-mail address */
	ENTRY_NO_ROLE,    /* no statement gives it a role that there is */
};

/* A line of the roster to be. */
struct roster_entry {
	struct str label;
	struct str key; /* of the address */
	struct str cells[ROSTER_COLUMNS];
};

enum entry_kind roster_map_apply(struct arena *arena,
	const struct roster_map *map, const struct record *record,
	struct roster_entry *entry);

#endif
