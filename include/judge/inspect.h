/*
 * inspect: the whole way of a message in one function, or in the two halves
 * that a mail server's dialogue has.
 *
 *   raw message + envelope + policy
 *     -> message_read_header -> policy_council -> participants_find
 *     -> could any rule apply?  no: not correspondence, done
 *     -> message_read -> judge_message -> verdict
 *
 * The daemon, `comity scan`, `test` and `replay` and the rules' own examples
 * all come through here. No libmilter, no global state.
 *
 * Threads: an `inspector` (arena, matcher, pattern scratch) belongs to one
 * thread at a time; keep some in a pool. What inspect_message() finds points
 * into it and is valid until the next inspection with it; a passage and what
 * comes of it belong to the caller's arena, and any inspector can go on with it.
 */
#ifndef COMITY_JUDGE_INSPECT_H
#define COMITY_JUDGE_INSPECT_H

#include <stdbool.h>

#include "judge/finding.h"
#include "judge/policy.h"
#include "judge/subject.h"
#include "mime/raw.h"
#include "people/participants.h"

struct inspector;
struct copystore;

struct verdict {
	bool correspondence;
	const struct council_data *council;
	const struct protocol *protocol;
	const struct ruleset *rules;
	unsigned directions;
	enum identity identity;
	struct finding_list findings;
	unsigned unread;
	/* This transaction has a hidden copy, and one of the same message in
	 * which nobody was hidden went before: too late to flag that. */
	bool copied_later;
	bool outside_only; /* every visible recipient is outside the council */
	bool has_respond_by;
	int32_t respond_by, acknowledge_by; /* days; acknowledge 0: none */
	enum severity severity;		    /* the highest raised */
	enum action action;		    /* the strongest raised */
	/* As its author wrote it, and the clauses of its finding. */
	struct str action_text, action_clauses;
	/* For explain and audit; never shown: recipients are not in here. */
	const struct message *message;
	struct participant author;
};

struct inspector *inspector_new(void);
/*
 * Joins transactions of one message from now on (copystore.h); NULL: each is
 * judged by itself. The store outlives the inspector.
 */
void inspector_use_store(struct inspector *inspector, struct copystore *store);
void inspector_free(struct inspector **inspector);
/* From now on reasons tell the words that were found, and near misses are
 * told; that takes longer. */
void inspector_explain(struct inspector *inspector);

/* A message of which the header has been read. */
struct passage;

/* `raw` and what `envelope` points to are there until inspect_rest(). */
struct passage *inspect_header(struct inspector *inspector, struct arena *arena,
	struct policy *policy, const struct raw_mail *raw,
	const struct envelope *envelope, int64_t now);
/* If not, the body is not needed. */
bool inspect_could_matter(const struct passage *passage);
/* Once, when the body is there. */
void inspect_rest(struct inspector *inspector, struct passage *passage,
	struct verdict *verdict);

/* Both, for a message that is there as a whole. */
void inspect_message(struct inspector *inspector, struct policy *policy,
	const struct raw_mail *raw, const struct envelope *envelope,
	int64_t now, struct verdict *verdict);

#endif
