/*
 * made_mail: a plain message made of a text and a few fields, for what is
 * labelled without being a message: sentences, and letters in a list.
 *
 * It has From, To, Subject and Date, and a text in UTF-8. A name or a subject
 * that cannot stand in a header as it is becomes encoded words (RFC 2047);
 * addresses and the text are put in as they are (8bit, RFC 6532). The date is
 * the same for all, so that judging them gives the same on any day.
 *
 * It is read where it is made and never sent: lines may be longer than the 998
 * bytes of RFC 5322. All text given is UTF-8.
 *
 * Threads: one raw message, one thread.
 */
#ifndef COMITY_TOOL_MADE_MAIL_H
#define COMITY_TOOL_MADE_MAIL_H

#include "mime/raw.h"

/* Tuesday, 24 November 2026, in days since 1970-01-01. */
enum { MADE_MAIL_DAY = 20781 };

struct made_mail {
	struct str name; /* the author's; may be empty */
	struct str from; /* an address */
	struct str to;	 /* addresses, parted by commas */
	struct str subject;
	struct str text; /* without the line end of its last line */
};

/* Whatever was in `raw` before is forgotten. */
void made_mail_write(struct raw_mail *raw, const struct made_mail *mail);

#endif
