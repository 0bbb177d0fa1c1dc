/*
 * copystore: which messages came through before, and with whom hidden.
 *
 * Some clients send a hidden copy in a transaction of its own. The one that
 * carries the message to the member then shows nobody hidden; what was seen
 * in the other is remembered here, so that the member's copy can be flagged
 * when the hidden one came first, and the audit line can say so when it came
 * after.
 *
 * What is kept, in an SQLite file: a keyed hash of author and Message-ID (the
 * key is random and made with the file), the time, and whether somebody not
 * visible got the message, told of or not. No address, no text, no number of
 * recipients. Older entries than COPYSTORE_DAYS and more than COPYSTORE_ROWS
 * are dropped.
 *
 * The store is a help, not a promise: where it cannot be read or written the
 * answer is "nothing known", with one line in the log, and no message waits
 * longer for it than COPYSTORE_WAIT_MS.
 *
 * Threads: all functions may be called from any thread.
 */
#ifndef COMITY_PEOPLE_COPYSTORE_H
#define COMITY_PEOPLE_COPYSTORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "people/participants.h"

enum {
	/* Transactions of one message come within minutes; a queue may hold
	 * one of them for days. */
	COPYSTORE_DAYS = 7,
	/* About 60 bytes a row; a large council sends 20,000 a day. */
	COPYSTORE_ROWS = 200 * 1000,
	COPYSTORE_WAIT_MS = 50,
};

struct copystore;

/* NULL when it cannot be opened or made (told in the log). */
struct copystore *copystore_open(const char *path);
void copystore_close(struct copystore **store);

/*
 * What earlier transactions of this message were seen; EARLIER_NONE without a
 * Message-ID, or where nothing is known. `now` is in seconds.
 */
enum earlier_copies copystore_recall(struct copystore *store, struct str author,
	struct str message_id, int64_t now);
/*
 * Remembers this transaction: EARLIER_VISIBLE when nobody was hidden in it.
 * The most telling of several stays.
 */
void copystore_note(struct copystore *store, struct str author,
	struct str message_id, enum earlier_copies seen, int64_t now);

#endif
