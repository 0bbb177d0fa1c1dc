/*
 * cases: labelled messages, as a file lists them.
 *
 * A message a line, in columns parted by tabs: file (its name as seen from the
 * list), protocol, envelope sender, recipients parted by commas, flags parted
 * by commas, and a note. "-" as protocol, sender, recipients or flags stands
 * for the usual one or none. Empty lines, those that begin with "#" and the
 * names of the columns are passed over.
 *
 * A list whose first line is
 *
 *   subject  protocol  from  to  flags  text
 *
 * (tabs between) holds the letters themselves instead, one a line: protocol
 * and flags as above, the addresses of the author and of those to whom it is
 * written, and the text, in which "\n" stands for a line break and "\\" for a
 * backslash. made_mail.h says what message becomes of it.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_CASES_H
#define COMITY_TOOL_CASES_H

#include "base/diag.h"
#include "tool/engine.h"

struct labelled {
	struct place place; /* of the line */
	struct str name;    /* the file, or "letters.tsv:17" */
	struct str protocol, from, rcpts, flags, note;
	const struct raw_mail *raw;
};

/* False: this message could not be used, which has been said. All of it is
 * there until the next one, the columns as long as `diag`. */
typedef bool labelled_fn(const struct labelled *labelled, void *context);

/*
 * Calls `each` with every message. False where a line is no case, which is
 * reported, or a file cannot be read, which is said on standard error, or
 * `each` said so; the other lines are read all the same.
 */
bool cases_read(
	struct diag *diag, const char *path, labelled_fn *each, void *context);

bool labelled_has(const struct labelled *labelled, struct str flag);
/* Every flag has to be one that the rules know; false: one is not, reported. */
bool labelled_check(struct diag *diag, const struct labelled *labelled,
	const struct ruleset *rules);

/* Its message and envelope for the engine; what it points to is `mail`'s. */
struct labelled_mail {
	struct engine_mail mail;
	char *from, *protocol, **rcpts;
};
void labelled_mail_make(
	struct labelled_mail *mail, const struct labelled *labelled);
void labelled_mail_clear(struct labelled_mail *mail);

#endif
