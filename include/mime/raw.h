/*
 * raw: a message as the mail server hands it over, not yet read.
 *
 * The daemon's session fills one from milter events, the tool from a file;
 * from here on both take the same way. Header fields come one by one as the
 * mail server split them: the header block is never parsed again from bytes
 * (two readings of one header block are how filters get fooled).
 *
 * Threads: one at a time. A raw_mail owns its bytes.
 */
#ifndef COMITY_MIME_RAW_H
#define COMITY_MIME_RAW_H

#include <stdbool.h>
#include <stdio.h>

#include "base/str.h"

struct field {
	struct str name;  /* without the colon, trimmed */
	struct str value; /* after the colon; may hold folded lines (LF) */
};

struct raw_mail;

struct raw_mail *raw_mail_new(void);
void raw_mail_free(struct raw_mail **mail);
/* Forgets the message, keeps the memory: one connection, many messages. */
void raw_mail_reset(struct raw_mail *mail);

/* Copies; beyond LIMIT_HEADER_* the field is dropped and the mark is set. */
void raw_mail_add_field(
	struct raw_mail *mail, struct str name, struct str value);
/* Copies; beyond `body_limit` bytes are dropped and the mark is set. */
void raw_mail_add_body(
	struct raw_mail *mail, const char *bytes, size_t length);
void raw_mail_set_body_limit(struct raw_mail *mail, size_t bytes);

/* The fields in order, `*count` of them; valid until the next change. */
const struct field *raw_mail_fields(const struct raw_mail *mail, size_t *count);
struct str raw_mail_body(const struct raw_mail *mail);
/* Something was left out: the message is longer than we hold. */
bool raw_mail_is_cut(const struct raw_mail *mail);

/*
 * Reads RFC 5322 text from `in` (CRLF or LF; an mbox "From " line at the
 * start is skipped). Returns 0, or -1 with errno on a read error. For the
 * tool only: a mail server has split the header before the daemon sees it.
 */
int raw_mail_read(struct raw_mail *mail, FILE *in);
void raw_mail_parse(struct raw_mail *mail, struct str text);

#endif
