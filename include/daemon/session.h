/*
 * session: one connection of the mail server, one message after another.
 *
 * The daemon's callbacks tell a session what the mail server says; the
 * session collects (bounded), and has the message inspected when it is whole.
 * What it wants done goes through a `struct mta`, so that tests run it
 * without libmilter.
 *
 *   mail -> recipient* -> field* -> end_of_header -> body* -> end_of_message
 *                              reset at any point, any number of times
 *
 * All that belongs to a message is forgotten at reset, at mail and after a
 * final answer. A message keeps the policy that was in force at its MAIL.
 * Mail that no rule could be about is accepted at the end of its header,
 * never earlier, unless it carries fields of ours that have to go.
 *
 * Threads: one session is in one thread at a time, not always the same one.
 */
#ifndef COMITY_DAEMON_SESSION_H
#define COMITY_DAEMON_SESSION_H

#include <stdbool.h>

#include "base/str.h"
#include "daemon/service.h"

/*
 * What a session asks of the mail server. Each is called with the context
 * given to session_new(); the edits only from session_end_of_message(). False
 * means that the mail server did not take it.
 */
struct mta {
	/* NULL where the mail server does not say. */
	const char *(*macro)(void *context, const char *name);
	/* I am still at work: sets the mail server's clock back. */
	bool (*progress)(void *context);
	/* At the top of the message, `index` from 0. */
	bool (*insert_field)(void *context, unsigned index, const char *name,
		const char *value);
	/* The `index`-th field `name`, from 1; value NULL removes it. */
	bool (*change_field)(void *context, unsigned index, const char *name,
		const char *value);
	bool (*add_recipient)(void *context, const char *address);
	bool (*quarantine)(void *context, const char *reason);
	bool (*set_reply)(void *context, const char *code,
		const char *extended, const char *text);
};

enum session_answer {
	SESSION_GO_ON,
	SESSION_ACCEPT,
	SESSION_DEFER,
	SESSION_REJECT,
};

struct session;

struct session *session_new(
	struct service *service, const struct mta *mta, void *context);
void session_free(struct session **session);

/* The client's address, where the mail server told it at the start. */
void session_client(struct session *session, const char *address);

void session_mail(struct session *session, struct str from);
void session_recipient(struct session *session, struct str to);
void session_field(struct session *session, struct str name, struct str value);
enum session_answer session_end_of_header(struct session *session);
void session_body(struct session *session, const char *bytes, size_t length);
enum session_answer session_end_of_message(struct session *session);
void session_reset(struct session *session);

#endif
