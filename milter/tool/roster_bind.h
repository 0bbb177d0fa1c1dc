/*
 * roster_bind: whom to log in as, out of a file and never from the command
 * line, which every user of the machine can see.
 *
 * Two lines, "dn NAME" and "password WORD"; NAME is a DN or, with Active
 * Directory, name@domain. Nobody but the owner may be able to read the file.
 */
#ifndef COMITY_TOOL_ROSTER_BIND_H
#define COMITY_TOOL_ROSTER_BIND_H

#include "base/arena.h"

struct bind_secret {
	const char *dn;
	struct str password;
};

/* False: said on standard error. */
bool bind_secret_read(
	struct arena *arena, const char *path, struct bind_secret *secret);

#endif
