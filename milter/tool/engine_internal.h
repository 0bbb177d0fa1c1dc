/*
 * engine_internal: what the files of the engine share.
 *
 *   engine.c       rosters and policies
 *   engine_mail.c  a message: its envelope, judging it, reading it
 */
#ifndef COMITY_TOOL_ENGINE_INTERNAL_H
#define COMITY_TOOL_ENGINE_INTERNAL_H

#include "tool/engine.h"

/* The one for an author on a day; `protocol` NULL: as the options say. NULL
 * where it cannot be had, which has been said. */
struct policy *engine_policy(struct engine *engine, const char *protocol,
	struct str author, int32_t day);

#endif
