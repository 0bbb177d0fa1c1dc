/*
 * address: addresses of header fields and envelopes (RFC 5322 3.4, RFC 5321
 * 4.1.2, RFC 6531), and the one form in which they are compared.
 *
 * The address alone says who somebody is; a display name never does. Where an
 * address cannot be read without guessing (`a@good@evil.test`, text left over
 * behind it), it comes back as not `valid` and counts as outside the council.
 *
 * Reading: quoted strings, comments (nested), domain literals, groups (members
 * are listed flat, `in_group` set), obsolete routes (dropped), encoded words in
 * display names only, `;` used for `,` by Outlook, "mailto:" pasted into angle
 * brackets. What holds no '@' comes back as a bare name. Linear in its input.
 *
 * Key (the form compared): local part without case (Unicode folding, composed),
 * without quotes that it does not need, without a sub-address ("+…"); domain
 * as lower-case A-labels (IDNA 2008), no trailing dot. Of a domain only case
 * and composition are folded: with UTS 46's mapping one with a soft hyphen or
 * full-width letters in it would equal ours.
 *
 * Threads: pure functions. Results live in the arena.
 */
#ifndef COMITY_MIME_ADDRESS_H
#define COMITY_MIME_ADDRESS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct address {
	struct str name; /* display name, decoded, control bytes removed */
	struct str spec; /* local@domain as written, comments and route off */
	struct str key;  /* the form compared; empty where not valid */
	bool valid;
	bool in_group;
};

struct address_list {
	struct address *items;
	size_t count;
	bool cut;     /* more than LIMIT_ADDRESSES stood there */
	bool damaged; /* something could not be read as an address */
	bool groups;  /* group syntax occurred, perhaps without members */
};

/* Appends the addresses of one field's value (folded lines allowed). */
void address_list_read(struct arena *arena, struct str value,
	struct address_list *list);

/*
 * One envelope address: with or without angle brackets (Postfix gives local
 * mail without), "<>" is the null sender and gives an address that is not
 * valid with an empty spec.
 */
struct address address_from_envelope(struct arena *arena, struct str argument);

/* The key of `spec`, or the empty view where it is no address. */
struct str address_key(struct arena *arena, struct str spec);
/* The domain of a key, behind its last '@'. */
struct str address_domain(struct str key);

#endif
