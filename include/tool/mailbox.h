/*
 * mailbox: stored messages, one by one.
 *
 * A Maildir (a folder with cur and new; its subfolders too), an mbox (a file
 * that begins with "From "), a folder of files (*.eml, and the numbered files
 * of MH; folders within it are gone through, mboxes in it opened), or a single
 * message. Symbolic links to folders are not followed. Messages come in the
 * order of their names, those of an mbox in the order of the file.
 *
 * In an mbox "From " begins a message where it stands behind an empty line;
 * ">From " loses one ">" (mboxrd).
 *
 * Threads: mailbox_read() may be called from several at once.
 */
#ifndef COMITY_TOOL_MAILBOX_H
#define COMITY_TOOL_MAILBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "mime/raw.h"

struct mailbox;

struct mailbox *mailbox_new(void);
void mailbox_free(struct mailbox **mailbox);
/* Adds what is at `path`. False: cannot be read; said on standard error. */
bool mailbox_add(struct mailbox *mailbox, const char *path);

size_t mailbox_count(const struct mailbox *mailbox);
/* "folder/name.eml" or "archive.mbox#12"; to be freed with g_free(). */
char *mailbox_label(const struct mailbox *mailbox, size_t index);
/* False where it could not be read; said on standard error. */
bool mailbox_read(
	const struct mailbox *mailbox, size_t index, struct raw_mail *raw);

#endif
