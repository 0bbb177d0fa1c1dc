/*
 * wording: a flag's warning in the words of the protocol.
 *
 * `{member}`, `{members}`, `{officer}`, `{officers}` and what else the
 * protocol has a `wording` line for become its words, with a capital where
 * the name has one (`{Member}`); `{clause}` becomes the clauses' numbers. Other
 * braces stay as they are.
 *
 * Threads: pure. The result lives in the arena.
 */
#ifndef COMITY_JUDGE_WORDING_H
#define COMITY_JUDGE_WORDING_H

#include "base/arena.h"
#include "language/ruleset.h"

struct str wording_expand(struct arena *arena, struct str warning,
	const struct protocol *protocol, struct str clauses);

#endif
