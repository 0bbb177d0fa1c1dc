/*
 * tell: sentences by which a writer tells who else gets this message.
 *
 * A frame is a way of telling: a verb of copying, sending or getting, with this
 * message (or a copy of it) as what is copied, and a place where those stand
 * who get it. tell_frames.c holds the frames as expressions over a few named
 * parts; this file finds them and cuts out the stretch that names people.
 * Negations, wishes, offers, questions and copies of other things are in no
 * frame. Who is named in the stretch is for notice.c to find out.
 *
 * Threads: immutable once made.
 */
#ifndef COMITY_PEOPLE_TELL_INTERNAL_H
#define COMITY_PEOPLE_TELL_INTERNAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "base/tri.h"

struct tell;

/* Where in a sentence those stand who get the copy. */
enum frame_side {
	SIDE_BEHIND, /* "…is copied to WHO": up to the end of the clause */
	SIDE_OBJECT, /* "I've copied WHO in": up to a preposition */
	SIDE_BEFORE, /* "WHO is getting this" */
	SIDE_WITHIN, /* "I've given (?<who>…) a copy" */
	SIDE_LINE,   /* "cc: WHO": all that follows */
	SIDE_GREETING, /* "Dear WHO": names alone count */
};

enum frame_flags {
	FRAME_SOFT = 1 << 0, /* a promise: not where a condition stands */
	FRAME_NOT_PAST = 1 << 1, /* not in a sentence about the past */
	FRAME_FOOT = 1 << 2, /* also in signatures */
	FRAME_ASKS = 1 << 3, /* also where something is asked */
	/* More of the same: behind another frame of the sentence, or at the
	 * front of the sentence that follows one. */
	FRAME_MORE = 1 << 4,
	FRAME_NEXT = 1 << 5,
};

struct frame {
	const char *expression; /* " " is white space, {name} a part */
	enum frame_side side;
	unsigned flags;
};

/* tell_frames.c: parts (each may use those before it) and frames. */
struct frame_part {
	const char *name, *expression;
};
extern const struct frame_part frame_parts[]; /* ends with a NULL name */
extern const struct frame frames[]; /* ends with a NULL expression */

/* What is asked of a sentence or a stretch besides the frames. */
enum check {
	WORD_COPY,  /* a word of copying, or one that begins a line */
	WORD_THIS,  /* a word for this message… */
	WORD_PASS,  /* …and one of passing it on */
	CUT_BEHIND, /* where the names behind a verb end */
	CUT_OBJECT, /* where an object ends: "to whom", "about what" */
	CUT_BEFORE, /* behind the last of these the names before a verb begin */
	CONDITION,  /* a promise in such a sentence depends on something */
	PAST,	    /* an old story */
	OPENING,    /* a question that tells: "May I mention that …?" */
	NOBODY,	    /* names nobody, or only the reader */
	MEETING,    /* "this goes to Cabinet in May" */
	HELPED, /* "you should let X see this" tells nothing */
	OTHER_THING, /* "copied in on the consultants' letters" */
	KNOWS,	     /* somebody knows, or agreed */
	KNOWS_NOT,   /* or does not, or not yet */
	OF_MEMBER,   /* a member without a name */
	CHECK_COUNT
};
extern const char *const check_expressions[CHECK_COUNT];

/* Bodies of people that a stretch may name; bits of a mask. */
enum body {
	BODY_EVERYONE = 1 << 0,
	BODY_MEMBERS = 1 << 1,
	BODY_WARD = 1 << 2, /* members of a ward */
	BODY_GROUP_LEADERS = 1 << 3,
	BODY_CABINET = 1 << 4,
	BODY_CHAIRS = 1 << 5,
	BODY_MANAGERS = 1 << 6, /* directors, the leadership team */
	BODY_STATUTORY = 1 << 7,
	BODY_OFFICERS = 1 << 8, /* all of them, or the writer's own */
	BODY_PRESS = 1 << 9,
	BODY_OUTSIDERS = 1 << 10,
	BODY_ONE_PARTY = 1 << 11, /* "Labour members", not all members */
	BODY_PRONOUN = 1 << 12,   /* "her": somebody named before */
	BODY_GROUPS = 1 << 13,    /* all or the other political groups */
	BODY_DIRECTOR = 1 << 14,  /* "the Director", without saying of what */
};
struct body_words {
	unsigned body;
	const char *expression;
};
extern const struct body_words body_words[]; /* ends with NULL */

/* A stretch of the sentence that names those who get the message. */
struct told {
	size_t start, end;
	enum frame_side side;
	unsigned bodies;
};
typedef void told_fn(struct told told, void *context);

struct tell *tell_new(void);
void tell_free(struct tell **tell);

/*
 * Calls `told` for each stretch in the sentence text[start, end), places being
 * a set of enum tell_place. TRI_UNKNOWN when a limit was hit, otherwise whether
 * anybody is told of.
 */
enum tell_place {
	TELL_FOOT = 1 << 0, /* a signature: only lines such as "cc:" count */
	TELL_NEXT = 1 << 1, /* the sentence before tells of somebody */
};
enum tri tell_find(const struct tell *tell, struct str sentence,
	unsigned places, told_fn *told, void *context);

/*
 * Does the sentence say that somebody knows of this, or agreed to it? And does
 * it speak of a member, though without a name ("she", "the councillor")?
 */
enum tri tell_knows(const struct tell *tell, struct str sentence);
bool tell_of_member(const struct tell *tell, struct str sentence);

#endif
