/*
 * mime: the tree of parts of a message (RFC 2045-2047, 2183, 2231, 3676).
 *
 * The only module that sees GMime. It hands out a flat list of parts in
 * reading order; GMime gives structure and raw part bytes, the MIME fields of
 * each part are read by ourselves and the transfer encoding is undone by
 * decode.h (see there why). A message without parts needs no GMime, nor does
 * one whose structure is plain, as that of nearly all is: GMime took a fifth
 * of all that reading an ordinary message costs. Its tests hold both ways to
 * the same parts.
 *
 * Bounds are enforced before GMime sees the bytes: number of boundary lines,
 * number and bytes of the header fields within. Of the message's own header
 * GMime gets one line that we wrote: type and boundary. Never called: whatever
 * re-encodes a parsed object (g_mime_multipart_get_boundary() loops for ever
 * on a 120-byte message).
 *
 * Where structure makes no sense (a multipart without a boundary or without
 * parts, two Content-Type fields that differ) all readings that a mail client
 * might choose are handed out, and UNREAD_DAMAGED is set. A letter in base64
 * is decoded and parted once more. What an S/MIME signature encloses (RFC 8551
 * 3.5.2) comes as the one part of a multipart/signed; nothing is verified.
 *
 * Threads: mime_init() once before threads; then one parse per thread at a
 * time. Results live in the arena; the body must outlive them.
 */
#ifndef COMITY_MIME_MIME_H
#define COMITY_MIME_MIME_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "mime/raw.h"

enum part_kind { PART_LEAF, PART_MULTIPART, PART_MESSAGE };

struct part {
	enum part_kind kind;
	int parent;          /* index of the part around it, -1 at the top */
	int depth;
	struct str type;     /* "text/plain", lower case */
	struct str charset;  /* as declared, may be empty */
	bool flowed, delsp;  /* RFC 3676 */
	bool attachment;     /* disposition says so, or it has a file name and
			      * is no text */
	struct str filename; /* decoded (RFC 2231, 2047), may be empty */
	struct str content_id;
	struct str protocol;  /* of multipart/signed, multipart/encrypted;
			       * smime-type of application/pkcs7-mime */
	struct str method;    /* of text/calendar */
	/* A leaf: the bytes with the transfer encoding undone, charset and
	 * line ends as they are (decode_charset() does those). Filled only
	 * for text and message types that are no attachments, and up to
	 * LIMIT_TEXT_BYTES in all (then UNREAD_SIZE). */
	struct str content;
	size_t encoded_bytes;
	/* A message/rfc822: its own header fields. */
	const struct field *fields;
	size_t field_count;
};

struct part_list {
	struct part *items;
	size_t count;
};

void mime_init(void);

/*
 * Reads the parts. `unread` (bits of enum unread, message.h) is or-ed with
 * what could not be read: UNREAD_PARTS, UNREAD_NESTING, UNREAD_DAMAGED,
 * UNREAD_SIZE.
 */
struct part_list mime_read(struct arena *arena, const struct field *fields,
	size_t field_count, struct str body, unsigned *unread);

#endif
