/*
 * sentences: single sentences as test cases.
 *
 * A file has a sentence a line, in columns parted by tabs: flag, `hit` or
 * `miss`, the author's role, the sentence. Each is put as the text of a plain
 * message from somebody of that role on the roster to several people in turn
 * (a member, an officer, a political group, somebody outside, a journalist);
 * for copy-notice somebody gets a hidden copy. The flag counts as raised where
 * one of these messages raises it.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_SENTENCES_H
#define COMITY_TOOL_SENTENCES_H

#include "base/diag.h"
#include "tool/engine.h"
#include "tool/score.h"

/*
 * `protocol` NULL: for each flag the first protocol that has a clause for it.
 * False where something could not be read; said in `diag`.
 */
bool sentences_test(struct engine *engine, struct inspector *inspector,
	struct diag *diag, const char *path, const char *protocol,
	struct score_sheet *sheet);

#endif
