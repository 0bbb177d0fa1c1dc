/*
 * parse_pieces: strings and patterns that a statement holds in several pieces.
 *
 * `"…" + "…"` and `/…/ + /…/` are what their author wrote to keep lines short;
 * each becomes one word of its statement (token_join), so that nobody behind
 * the parser knows the difference. A '+' between anything else is reported and
 * breaks the statement.
 *
 * Threads: pure but for the node, the arena and the diag it reports into.
 */
#ifndef COMITY_LANGUAGE_PARSE_PIECES_H
#define COMITY_LANGUAGE_PARSE_PIECES_H

#include "language/tree.h"

void pieces_join(struct arena *arena, struct diag *diag, struct node *node);

#endif
