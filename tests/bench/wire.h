/*
 * wire: the mail server's side of the milter protocol.
 *
 * Plays a message as Postfix does: what the filter does not want is not sent,
 * where it owes no answer none is waited for, and what need not wait is sent
 * together with what follows.
 */
#ifndef COMITY_BENCH_WIRE_H
#define COMITY_BENCH_WIRE_H

#include <stdbool.h>
#include <stddef.h>

#include "mail.h"

struct wire;

/* Connects and tells of the client; NULL: not there, or not understood. */
struct wire *wire_open(const char *path);
void wire_close(struct wire **wire);

/* What the filter made of a message. */
struct outcome {
	char answer;	 /* SMFIR_ACCEPT and so on */
	bool early;	 /* before it saw the end */
	unsigned edits;
};

/* False where the connection broke. */
bool wire_play(
	struct wire *wire, const struct mail *mail, struct outcome *outcome);

#endif
