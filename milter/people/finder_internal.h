/*
 * The finding of participants: participants_author.c finds who wrote,
 * participants.c to whom, participants_result.c what follows from it.
 */
#ifndef COMITY_PEOPLE_FINDER_INTERNAL_H
#define COMITY_PEOPLE_FINDER_INTERNAL_H

#include <glib.h>

#include "hidden_internal.h"

/* The envelope's sender, or who logged in; empty where it is no address. */
struct handed_in {
	bool valid;
	struct participant who;
};

/*
 * The sets while they are found. `visible` and `reached` hold keys: those of
 * To and Cc, and those who get the message through a list or a group's mailbox
 * that stands there.
 */
struct finder {
	struct arena *arena;
	const struct message *message;
	const struct envelope *envelope;
	struct participants *people;
	struct hidden *hidden;
	struct handed_in sender, login;
	GHashTable *senders; /* From, Sender, the envelope's sender */
	GHashTable *visible;
	GHashTable *reached;
};

/* Somebody by an address; what cannot be read is the same as itself alone. */
struct participant participant_of_address(
	const struct finder *finder, const struct address *address);
bool key_set_has(GHashTable *set, struct str key);
void key_set_add(struct finder *finder, GHashTable *set, struct str key);

/* The author, whether they are confirmed, and who sends for them. */
void finder_author(struct finder *finder);
void finder_identity(struct finder *finder);
void finder_senders(struct finder *finder);
/* Directions and the party that rules refer to. */
void finder_consequences(struct finder *finder);

#endif
