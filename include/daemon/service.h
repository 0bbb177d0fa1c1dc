/*
 * service: what all sessions of the daemon share.
 *
 * The policy in force and how it is loaded anew, inspectors and desks (as many
 * as work at once, not as many as there are connections), where audit lines
 * go, and what is counted.
 *
 * Threads: all functions may be called from any thread, but service_reload()
 * from one at a time.
 */
#ifndef COMITY_DAEMON_SERVICE_H
#define COMITY_DAEMON_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "daemon/desk.h"
#include "judge/inspect.h"
#include "judge/policy.h"

struct service;

/* Takes the reference to `first` over. `config` as for policy_load(). */
struct service *service_new(const char *config, struct policy *first);
void service_free(struct service **service);

/*
 * Reads the configuration and opens the audit log anew. On an error what is
 * in force stays, and the log says what is wrong. True when all is in force.
 */
bool service_reload(struct service *service);

/* A reference to the policy in force. */
struct policy *service_policy(struct service *service);

/* Where sessions get their desks. */
struct desk_room *service_desks(struct service *service);

/*
 * How much work a message is: few large ones are inspected at the same time,
 * since each takes tens of megabytes while it is.
 */
enum service_load { LOAD_SMALL, LOAD_LARGE };

/*
 * Waits while too many are at work; calls `waiting` about every two seconds
 * of it (NULL: nothing).
 */
struct inspector *service_take_inspector(struct service *service,
	enum service_load load, void (*waiting)(void *context), void *context);
void service_give_inspector(struct service *service, enum service_load load,
	struct inspector *inspector);

/* Writes an audit line to the audit log, or to the log without one. */
void service_audit(struct service *service, const char *line);
/* False when the audit log that the settings name cannot be written. */
bool service_can_audit(struct service *service);

enum service_count {
	COUNT_CONNECTIONS,    /* taken since the start */
	COUNT_OPEN,           /* connections open now */
	COUNT_REFUSED,        /* connections over the bound */
	COUNT_MESSAGES,       /* that came to the end of their header */
	COUNT_EARLY,          /* of these, left there: no audit line */
	COUNT_CORRESPONDENCE, /* of these, between members and officers */
	COUNT_RAISED,         /* of these, with a flag raised */
	COUNT_UNREAD,         /* inspected, not all of it could be read */
	COUNT_FORGED,         /* fields of ours that came with a message */
	COUNT_EDIT_FAILED,    /* the mail server did not take an edit */
	COUNT_RELOADS,
	COUNT_RELOADS_FAILED,
	COUNT_KINDS
};

/* Adds and gives what it is then. */
long service_add(struct service *service, enum service_count kind, long n);
long service_count(const struct service *service, enum service_count kind);

/*
 * Writes all counts to the metrics file that the settings name, in the text
 * form that Prometheus reads; nothing where they name none.
 */
void service_write_metrics(struct service *service);

#endif
