/*
 * unread: why something of a message was not read.
 *
 * What could not be read is a result of its own and never passed off as
 * "nothing found": each reader sets the bit of its reason, and the summary
 * field says `unread=` with the names.
 *
 * Threads: constants.
 */
#ifndef COMITY_MIME_UNREAD_H
#define COMITY_MIME_UNREAD_H

/* Why something was not read; unread_names[] in bit order. */
enum unread {
	UNREAD_SIZE = 1 << 0,      /* a size limit was reached */
	UNREAD_PARTS = 1 << 1,     /* too many parts */
	UNREAD_NESTING = 1 << 2,   /* parts nested too deep */
	UNREAD_CHARSET = 1 << 3,   /* unknown charset */
	UNREAD_ENCRYPTED = 1 << 4, /* PGP or S/MIME */
	UNREAD_TNEF = 1 << 5,      /* winmail.dat */
	UNREAD_DAMAGED = 1 << 6,   /* MIME structure makes no sense */
	UNREAD_ADDRESSES = 1 << 7, /* an address field makes no sense */
	UNREAD_MATCH_LIMIT = 1 << 8, /* a pattern hit its limit (judge) */
	UNREAD_ERROR = 1 << 9,     /* an internal failure */
};
extern const char *const unread_names[]; /* ends with NULL */

#endif
