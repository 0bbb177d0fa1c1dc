/*
 * ask_internal: what the files that answer conditions share.
 *
 *   ask.c        every kind of condition, and the table of them
 *   ask_named.c  those that ask who is named in the text
 */
#ifndef COMITY_JUDGE_ASK_INTERNAL_H
#define COMITY_JUDGE_ASK_INTERNAL_H

#include "judge/judge.h"

/* Where one of these is set, words may stand in what was not read. */
static const unsigned text_gaps = UNREAD_SIZE | UNREAD_PARTS | UNREAD_NESTING |
				  UNREAD_CHARSET | UNREAD_ENCRYPTED |
				  UNREAD_TNEF | UNREAD_DAMAGED | UNREAD_ERROR;

static inline bool
only_header_is_open(const struct subject *subject)
{
	return subject->closed == CLOSED_TEXTS;
}

/* Patterns are looked for by what the conditions that need none say. */
static inline bool
are_patterns_closed(const struct subject *subject)
{
	return subject->closed >= CLOSED_PATTERNS;
}

/* Most rules look at the subject and the text; other zones take a reading. */
static inline bool
is_closed(const struct subject *subject, enum zone zone)
{
	if (zone == ZONE_SUBJECT || zone == ZONE_TEXT)
		return only_header_is_open(subject);
	return subject->closed != CLOSED_NOTHING;
}

/* "No" from a text that was not read in full is no answer. */
static inline enum tri
unless_gap(enum tri answer, bool gap)
{
	return answer == TRI_NO && gap ? TRI_UNKNOWN : answer;
}

static inline bool
has_gap(const struct subject *subject, enum zone zone)
{
	if (subject->message->zones[zone].cut)
		return true;
	return zone != ZONE_SUBJECT && (subject->message->unread & text_gaps);
}

static inline struct str
party_of(const struct subject *subject)
{
	return participants_party(subject->people);
}

/* A condition that has no parts. */
enum tri ask_atom(struct subject *subject, const struct condition *condition);

enum tri ask_names(struct subject *subject, const struct condition *condition);
enum tri ask_names_party(
	struct subject *subject, const struct condition *condition);
enum tri ask_route(struct subject *subject, const struct condition *condition);

#endif
