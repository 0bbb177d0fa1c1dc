/*
 * fmt: a rule file laid out as all of them are.
 *
 * Words a space apart, four spaces within a block, one blank line between
 * blocks, what statements say in one column down to the next blank line. A
 * line ends where its author ended it, so that a list has the lines that its
 * words ask for; where one would have more than 100 columns it is parted, long
 * conditions before `and` and `or`, lists behind a comma. Nothing is joined
 * but what cannot be parted there, and a piece ('+') always begins a line.
 * Comments stay where they are. What is in the form already comes back as it
 * is.
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
