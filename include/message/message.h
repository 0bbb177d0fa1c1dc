/*
 * message: a message, read.
 *
 * message_read() takes a raw message the whole way: header values decoded and
 * addresses read (address.h), parts (mime.h), text of each readable part
 * (decode.h, html.h), whose words they are (segment.h), forwarded letters
 * (forward.h), and the zones that rules look at (zone.h).
 *
 * Of the time that a message takes to be read, most goes into its text, byte
 * by byte. Each stage therefore passes over plain words eight bytes at a time
 * (base/bytes.h) and looks closely only at what is rarer; a line is read once
 * a stage and handed on; alternatives are compared as bytes as far as they
 * are the same; and nothing is looked for where it cannot stand, such as a
 * disclaimer in the middle of a letter.
 *
 * It never fails: what could not be read is named in `unread`, and everything
 * that could be read is there. The structure is open: it is the contract
 * between reading and judging.
 *
 * Ownership: all of it lives in the arena given; `raw` must outlive it.
 * Threads: one message, one thread; read-only after message_read().
 */
#ifndef COMITY_MESSAGE_MESSAGE_H
#define COMITY_MESSAGE_MESSAGE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "mime/address.h"
#include "mime/raw.h"
#include "mime/unread.h"
#include "text/forward.h"
#include "text/zone.h"

/* A readable part's text before folding; zones' runs point into it. */
struct part_text {
	struct str text; /* UTF-8 as its reader sees it */
	int part;        /* index into the MIME list */
	bool html;
};

struct attachment {
	struct str name; /* may be empty */
	struct str type; /* lower case */
};

struct message {
	/* All fields in order, names as written, values decoded. */
	struct field *fields;
	size_t field_count;

	struct address_list from, sender, reply_to, to, cc, bcc;
	struct address_list resent_from, resent_to, resent_cc;
	struct str subject;
	struct str message_id; /* without angle brackets */

	bool is_reply;     /* In-Reply-To, References, or "Re:", no "Fw:" */
	bool is_forward;   /* "Fw:" subject, or something is forwarded */
	bool is_automatic; /* RFC 3834, bulk, delivery reports, auto replies;
			    * the null sender is the caller's to see */
	bool is_redirected; /* Resent-*, or marks of a mailbox rule */

	struct zone_text zones[ZONE_COUNT];
	struct part_text *texts;
	size_t text_count;
	struct attachment *attachments;
	size_t attachment_count;
	struct forwarded *forwards;
	size_t forward_count;

	unsigned unread; /* bits of enum unread */
};

struct message_options {
	const struct str *disclaimers; /* registered by the council */
	size_t disclaimer_count;
};

/* Only the header: fields, addresses, subject, reply and forward marks. */
void message_read_header(struct arena *arena, const struct raw_mail *raw,
	struct message *message);
/* The rest, where the header is read already; `options` may be NULL. */
void message_read_rest(struct arena *arena, const struct raw_mail *raw,
	const struct message_options *options, struct message *message);
/* All of it. */
void message_read(struct arena *arena, const struct raw_mail *raw,
	const struct message_options *options, struct message *message);

/* The first field called `name` (case ignored) at or after index *from. */
const struct field *message_field(
	const struct message *message, struct str name, size_t *from);

#endif
