/*
 * sentence: where one sentence of a paragraph ends and the next begins.
 *
 * A sentence ends with . ! ? or an ellipsis, brackets and quotation marks
 * behind them, and a white space, where what follows may begin a sentence.
 * No end: after an abbreviation ("Cllr. Ward", "e.g. bins", "No. 5"), an
 * initial ("J. Smith"), a list number at the start ("1. Bins"), inside times,
 * sums, file names and web addresses. Typing as on a telephone is read as
 * meant: "will do.thanks" and "ok. see you then" are two sentences each.
 *
 * Limits: English (and Welsh) abbreviations only; a full stop that both ends
 * an abbreviation and a sentence is decided by the word that follows.
 *
 * Threads: pure.
 */
#ifndef COMITY_TEXT_SENTENCE_H
#define COMITY_TEXT_SENTENCE_H

#include <stddef.h>

#include "base/str.h"

/*
 * The end of the sentence that starts at `from` in a paragraph (folded text on
 * one line): without the white space behind it. The next one starts behind
 * that white space. At the last sentence the paragraph's length comes back.
 */
size_t sentence_end(struct str paragraph, size_t from);

#endif
