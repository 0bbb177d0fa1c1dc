/*
 * privileges: who the daemon runs as, and what it can no longer do.
 *
 * Threads: start of the program only.
 */
#ifndef COMITY_DAEMON_PRIVILEGES_H
#define COMITY_DAEMON_PRIVILEGES_H

#include <stdbool.h>
#include <sys/types.h>

struct account {
	uid_t user;
	gid_t group;
	char name[64];
};

/* False (logged) when there is no such user or group. */
bool account_find(const char *user, struct account *account);
bool group_find(const char *name, gid_t *group);

/* Becomes that user for good, with the groups it is in. False: logged. */
bool privileges_drop(const struct account *account);
/*
 * No core files, no reading of our memory by others, no gain of privileges,
 * and of the kernel only what sandbox.h lists.
 */
void privileges_renounce(void);

/* As many open files as we may have; returns the number. */
unsigned long privileges_raise_files(void);

#endif
