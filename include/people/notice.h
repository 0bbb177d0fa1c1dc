/*
 * notice: is the addressee told who else gets a copy?
 *
 * For each hidden recipient: does the sender's own text say that they get this
 * message? By name, by post or title ("the Chief Executive"), by party or
 * group ("the Labour group"), as one of a body ("all members of the
 * committee", "every councillor"), in a "c.c." line at the foot, or in plain
 * words for all ("this goes to all parish councillors blind copied").
 * A sentence that only mentions a person tells nothing: it must say that they
 * are copied, sent or shown it. Telling of one copy does not cover another.
 *
 * Also for forwards: does an officer pass on an officer's letter to a member
 * to somebody who was not on it, without saying that the member knows?
 *
 * Threads: pure.
 */
#ifndef COMITY_PEOPLE_NOTICE_H
#define COMITY_PEOPLE_NOTICE_H

#include "base/tri.h"
#include "message/message.h"
#include "people/participants.h"

/*
 * Are all hidden recipients told of? TRI_YES where nobody is hidden. The
 * notice may stand in what the sender wrote, or in a "cc" line of the
 * signature; a greeting that names somebody tells of them. TRI_UNKNOWN where
 * it may stand in text that could not be read.
 */
enum tri notice_given(
	const struct message *message, const struct participants *people);

/* The same of everybody in `set`, those who can be seen included: is each of
 * them told of as getting this? */
enum tri notice_tells_of(const struct message *message,
	const struct participants *people, enum recipient_set set);

/*
 * What this transaction will be to later ones of the same message: for
 * copystore_note().
 */
enum earlier_copies notice_to_remember(
	const struct message *message, const struct participants *people);

/*
 * Does the message carry on an officer's letter to a member to somebody who
 * was not on it? TRI_UNKNOWN where the letter's people cannot be told.
 */
enum tri notice_forwards_letter(
	const struct message *message, const struct participants *people);
/* Does the text say that the member of the forwarded letter knows of it? */
enum tri notice_member_knows(
	const struct message *message, const struct participants *people);

#endif
