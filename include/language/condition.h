/*
 * condition: what `when` asks.
 *
 * A condition is a tree of and / or / not over atoms; where it names another
 * it holds the tree of that one. An atom is one kind from the table in
 * condition.c with its parsed arguments. Adding a kind of condition is one row
 * in the table (words, arguments) and one function that answers it with three
 * values (judge/answer table in judge/ask.c).
 *
 * Threads: immutable once built.
 */
#ifndef COMITY_LANGUAGE_CONDITION_H
#define COMITY_LANGUAGE_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"
#include "base/tri.h"
#include "people/participants.h"
#include "people/selector.h"
#include "text/zone.h"

enum condition_kind {
	COND_AUTHOR,       /* author is SELECTOR */
	COND_SET_ANY,      /* visible|hidden|everyone|to|cc has SELECTOR */
	COND_SET_ONLY,     /* … has only SELECTOR */
	COND_SET_ALL,      /* … has all SELECTOR */
	COND_SET_MORE,     /* … more than N */
	COND_WHOLE_WARDS,  /* … has whole wards */
	COND_TOLD,         /* … told */
	COND_ZONE,         /* text|subject|… has TERM; starts PATTERN */
	COND_LONGER,       /* text longer than N words; shorter than N is not
			    * longer than N - 1 */
	COND_NAMES,        /* text names SELECTOR */
	COND_NAMES_PARTY,  /* text names party other than SET */
	COND_NOTICE,       /* notice given */
	COND_LETTER_FORWARDED, /* letter forwarded */
	COND_MEMBER_KNOWS, /* letter known */
	COND_ROUTE,        /* complaint routed */
	COND_IDENTITY,     /* identity verified */
	COND_MESSAGE,      /* message is reply|forward|automatic|… */
	COND_RESEMBLES,    /* message resembles LIKENESS by N, in per cent */
	COND_HEADER,       /* header "Name" [has PATTERN] */
	COND_ATTACHMENT,   /* attachment name PATTERN | type PATTERN; message has
			    * attachment: no pattern */
	COND_WINDOW,       /* during WINDOW */
	COND_HOURS,        /* working hours */
	COND_PROTOCOL,     /* protocol is NAME */
	COND_UNREAD,       /* message has unread */
	COND_KIND_COUNT
};

/*
 * How a kind is written: words, and what stands between them in capitals:
 * SET ZONE one word of that sort, SELECTOR TERM PATTERN STRING NUMBER WORDS
 * TRAIT LIKENESS WINDOW PROTOCOLS what its name says. A kind may have several
 * forms.
 */
struct condition_form {
	const char *words;
	enum condition_kind kind;
	bool negated; /* means the contrary of the kind */
	bool flag;    /* at_start, by_type */
};
/* The table; ends with a row whose words are NULL. */
extern const struct condition_form condition_forms[];
/* The words for sets, zones and traits; each ends with NULL. */
extern const char *const condition_sets[];  /* by enum recipient_set */
extern const char *const condition_zones[]; /* by enum zone */
extern const char *const condition_traits[]; /* by enum message_trait */

enum condition_op { COND_ATOM, COND_AND, COND_OR, COND_NOT };

enum message_trait {
	MESSAGE_REPLY,
	MESSAGE_FORWARD,
	MESSAGE_AUTOMATIC,
	MESSAGE_REDIRECTED,
	MESSAGE_ENCRYPTED,
};

struct likeness;
struct term;
struct pattern;

struct condition {
	enum condition_op op;
	const struct condition *left, *right; /* COND_NOT: left only */
	enum condition_kind kind;             /* COND_ATOM: the rest */
	struct place place;
	enum recipient_set set;
	const struct selector *selector;
	enum zone zone;
	const struct term *term;       /* COND_ZONE */
	bool at_start;                 /* COND_ZONE: starts */
	const struct pattern *pattern; /* header, attachment */
	bool by_type;                  /* COND_ATTACHMENT: type, not name */
	struct str text;               /* header, window or protocol name */
	const struct likeness *likeness;
	unsigned number;
	enum message_trait trait;
};

/* Is COND_AND or COND_OR answered by its left part alone? */
static inline bool
condition_is_settled(enum condition_op op, enum tri left)
{
	return left == (op == COND_AND ? TRI_NO : TRI_YES);
}

static inline enum tri
condition_join(enum condition_op op, enum tri left, enum tri right)
{
	return op == COND_AND ? tri_and(left, right) : tri_or(left, right);
}

#endif
