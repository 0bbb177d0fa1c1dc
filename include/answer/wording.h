/*
 * wording: the sentence of a warning in the words of the protocol.
 *
 * A flag's warning text may hold {member}, {Member}, {members}, {Members} and
 * the same of any other key of the protocol's `wording` lines (officer is the
 * second one that always has a meaning), and {clause}, the clauses that the
 * protocol gives the flag. Where {clause} does not stand in the text the
 * clauses follow it in brackets. What is not known stays as it is written.
 *
 * Threads: pure. Results live in the arena.
 */
#ifndef COMITY_ANSWER_WORDING_H
#define COMITY_ANSWER_WORDING_H

#include "base/arena.h"
#include "base/str.h"
#include "judge/finding.h"

/* `protocol` may be NULL; an empty text gives an empty one. */
struct str wording_put(struct arena *arena, const struct protocol *protocol,
	struct str text, struct str clauses);

/* The same without clauses that the text does not ask for: actions' texts. */
struct str wording_plain(struct arena *arena, const struct protocol *protocol,
	struct str text, struct str clauses);

/* The warning of a finding: its flag's text put into words. */
struct str wording_warning(struct arena *arena,
	const struct protocol *protocol, const struct finding *finding);

#endif
