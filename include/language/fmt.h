/*
 * fmt: a rule file in its one canonical form.
 *
 * Words a space apart, four spaces within a block, what is said of a block's
 * statements in one column, one blank line between blocks, lines of at most 80
 * columns where they can be parted: long conditions before `and` and `or`,
 * lists behind a comma. Comments stay where they are. What is in the form
 * already comes back as it is.
 *
 * Only the words decide: names that do not exist are none of its business.
 *
 * Threads: pure but for the diag it reports into.
 */
#ifndef COMITY_LANGUAGE_FMT_H
#define COMITY_LANGUAGE_FMT_H

#include "base/diag.h"

/*
 * The text, to be freed with g_free(); NULL where the file cannot be read as
 * statements, which is reported: then nothing may be written back.
 */
char *fmt_source(struct diag *diag, const struct source *source);

#endif
