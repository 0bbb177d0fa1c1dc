/*
 * mention_phrases: the ways in which a person of the roster may be called.
 */
#ifndef COMITY_PEOPLE_MENTION_PHRASES_H
#define COMITY_PEOPLE_MENTION_PHRASES_H

#include "mention_internal.h"

/*
 * Called with each phrase for `person`. `bare`: a short form of an office,
 * that counts only by itself ("the Director", but not "the Director of X").
 */
typedef void phrase_fn(const struct person *person, struct str phrase,
	enum mention_form form, bool bare, void *context);
void person_phrases(
	const struct person *person, phrase_fn *phrase, void *context);

extern const char *const courtesy_words[]; /* "cllr"; ends with NULL */

/* The last word of a name, and the first that is no courtesy title. */
struct str name_surname(struct str name);
struct str name_first(struct str name);

#endif
