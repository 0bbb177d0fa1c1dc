/*
 * sentences: single sentences, each labelled for one flag.
 *
 * A file has a sentence a line, in columns parted by tabs: flag, `hit` or
 * `miss`, the author's role, the sentence. Empty lines and those that begin
 * with "#" are passed over.
 *
 * As a test each is put as the text of a plain message from somebody of that role on the roster to several people in turn
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

struct sentence_case {
	struct place place;
	struct str flag, text;
	enum role role;
	bool hit;
};

/* False: this sentence could not be used, which has been said. */
typedef bool sentence_fn(const struct sentence_case *one, void *context);

/* Calls `each` with every sentence. False where a line is none, which is
 * reported, or `each` said so; the other lines are read all the same. */
bool sentences_read(struct diag *diag, const char *path, sentence_fn *each,
	void *context);

/*
 * `protocol` NULL: for each flag the first protocol that has a clause for it.
 * False where something could not be read; said in `diag`.
 */
bool sentences_test(struct engine *engine, struct inspector *inspector,
	struct diag *diag, const char *path, const char *protocol,
	struct score_sheet *sheet);

#endif
