/*
 * subject: the one thing that is judged, in one open structure.
 *
 * It only points: policy, message and participants are owned by the caller
 * (inspect.c). It is the contract between reading and judging.
 */
#ifndef COMITY_JUDGE_SUBJECT_H
#define COMITY_JUDGE_SUBJECT_H

#include "judge/policy.h"
#include "message/message.h"
#include "people/participants.h"

struct matcher;
struct mention_list;
struct plan;

/* What is closed to conditions for now: what they ask about it stays open. */
enum closed {
	CLOSED_NOTHING,
	/* What takes a reading of its own: who is named, what is told of copies,
	 * what is quoted or forwarded. */
	CLOSED_READING,
	CLOSED_PATTERNS, /* and no pattern was looked for in any zone yet */
	CLOSED_TEXTS,	 /* only the header is here */
};

struct subject {
	const struct ruleset *rules;
	const struct plan *plan; /* of the rules; NULL: look at them all */
	const struct council_data *council;
	const struct protocol *protocol;
	struct message *message;
	const struct participants *people;
	struct matcher *matcher;
	int64_t now; /* seconds UTC: arrival */
	/* Reasons tell the words, and near misses are told: takes longer. */
	bool explain;
	enum closed closed;
	struct arena *arena; /* of the message */
	/* Persons named, by zone: found when first asked (ask.c). */
	const struct mention_list *mentions[ZONE_COUNT];
	/* By likeness, in per cent: found when first asked (resemblance.h). */
	const double *resemblances;
};

#endif
