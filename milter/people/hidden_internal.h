/*
 * The recipients of a message as only the files of people/ see them.
 *
 * Everything that answers a question about recipients works on these sets;
 * the visible ones are also there for all to read in struct participants, the
 * hidden ones are here alone.
 */
#ifndef COMITY_PEOPLE_HIDDEN_INTERNAL_H
#define COMITY_PEOPLE_HIDDEN_INTERNAL_H

#include "people/participants.h"

/* A list stands for the `members` recipients that come right behind it. */
struct recipient {
	struct participant who;
	size_t members;
};

struct recipients {
	struct recipient *items;
	size_t count;
};

struct hidden {
	struct recipients to, cc, hidden;
	/* In the envelope, neither visible nor hidden: members of visible
	 * lists, archives, targets of a recipient's redirection, the only
	 * recipient where none is visible. */
	struct recipients others;
	/* Nobody but the author is visible: those of the envelope are
	 * addressed, and each is hidden from the rest. */
	bool undisclosed;
	/* The visible ones were cut: a hidden one may be visible after all. */
	bool uncertain;
	struct str party; /* for same and other party; of anybody reached */
};

/* Somebody with this key on that day; known by the key of their own line. */
struct participant participant_of(const struct roster *roster, int32_t day,
	struct str key, struct str name);
/* As hidden_every(), of any set; the archive is nobody to be told of. */
enum tri recipients_every(const struct participants *people,
	enum recipient_set set, hidden_question *told, void *context);
/* The person is a member for whom this group's mailbox stands. */
bool group_stands_for(
	const struct person *group, const struct person *person);

#endif
