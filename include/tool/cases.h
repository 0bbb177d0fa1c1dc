/*
 * cases: labelled messages, as a file lists them.
 *
 * A message a line, in columns parted by tabs: file (its name as seen from the
 * list), protocol, envelope sender, recipients parted by commas, flags parted
 * by commas, and a note. "-" as protocol, sender, recipients or flags stands
 * for the usual one or none. Empty lines, those that begin with "#" and the
 * names of the columns are passed over.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_CASES_H
#define COMITY_TOOL_CASES_H

#include "base/diag.h"
#include "tool/engine.h"

struct labelled {
	struct place place; /* of the line */
	struct str file, protocol, from, rcpts, flags, note;
	const char *path; /* of the message */
};

/* False: this message could not be used, which has been said. */
typedef bool labelled_fn(const struct labelled *labelled, void *context);

/*
 * Calls `each` with every line. False where a line is no case, which is
 * reported, or `each` said so; the other lines are read all the same.
 */
bool cases_read(struct diag *diag, const char *path, labelled_fn *each,
	void *context);

bool labelled_has(const struct labelled *labelled, struct str flag);
/* Every flag has to be one that the rules know; false: one is not, reported. */
bool labelled_check(struct diag *diag, const struct labelled *labelled,
	const struct ruleset *rules);

/* Its message and envelope for the engine; what it points to is `mail`'s. */
struct labelled_mail {
	struct engine_mail mail;
	char *from, *protocol, **rcpts;
};
void labelled_mail_make(struct labelled_mail *mail,
	const struct labelled *labelled, const struct raw_mail *raw);
void labelled_mail_clear(struct labelled_mail *mail);

#endif
