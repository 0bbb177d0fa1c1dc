/*
 * engine: the daemon's way of a message, for the commands of `comity`.
 *
 * Holds the policies that the options ask for. Without a roster on the command
 * line there is one, as configured. With one there is a policy for it; with
 * several (a directory stands for the CSV files in it) the one whose roster
 * knows the author is taken, else the first. A policy is loaded when a message
 * first needs it and kept; so is what was wrong with one.
 *
 * Where neither the options nor a council block choose a protocol the first one
 * is taken, so that `comity scan FILE` answers with no configuration at all.
 *
 * Without an envelope on the command line it is made from the header: From,
 * and To with Cc. The time of the inspection is the message's Date where that
 * can be read, else now.
 *
 * Threads: any; each needs its own inspector.
 */
#ifndef COMITY_TOOL_ENGINE_H
#define COMITY_TOOL_ENGINE_H

#include <stdint.h>

#include "judge/inspect.h"
#include "tool/options.h"

struct engine;

struct engine_mail {
	const struct raw_mail *raw;
	const char *from;       /* NULL: the address in From */
	const char *const *rcpts; /* ends with NULL; NULL: To and Cc */
	const char *protocol;   /* NULL: as the options say */
};

struct engine_result {
	struct verdict verdict; /* valid until the inspector is used again */
	int64_t now;
	bool dated; /* `now` is the message's own Date */
};

/* A message, read and not judged. */
struct engine_reading {
	const struct message *message;
	struct participants people;
	const struct ruleset *rules;
	const struct protocol *protocol;
};

/* NULL: something could not be read; said on standard error. */
struct engine *engine_new(const struct options *options);
void engine_free(struct engine **engine);

/* False where no policy can be had: said once on standard error. */
bool engine_inspect(struct engine *engine, struct inspector *inspector,
	const struct engine_mail *mail, struct engine_result *result);

/* All of it is in the arena, but for the raw message and the rules. */
bool engine_read(struct engine *engine, struct arena *arena,
	const struct engine_mail *mail, struct engine_reading *reading);

/* Other rosters from now on, with the same rules; the list ends with NULL.
 * Not while other threads use it. False: said on standard error. */
bool engine_use_rosters(struct engine *engine, const char *const *paths);
/* Those of the options, else of the configuration. False as above. */
typedef void roster_fn(const struct roster *roster, void *context);
bool engine_each_roster(
	struct engine *engine, roster_fn *each, void *context);

/* The rules for this protocol (NULL: as the options say), or NULL. */
const struct ruleset *engine_rules(
	struct engine *engine, const char *protocol);
/* The roster that knows this key on that day, else the first, or NULL. */
const struct roster *engine_roster(
	struct engine *engine, struct str key, int32_t day);
size_t engine_body_limit(struct engine *engine);

/* Says on standard error what errno means for this file. */
void engine_complain(const char *path);

/* Reads one message; "-" is standard input. False: said on stderr. */
bool engine_read_file(struct raw_mail *raw, const char *path);

#endif
