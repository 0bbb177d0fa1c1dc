/*
 * condition: what `when` asks.
 *
 * A condition is a tree of and / or / not over atoms; an atom is one kind from
 * the table in condition.c with its parsed arguments. Adding a kind of
 * condition is one row in the table (words, arguments) and one function that
 * answers it with three values (judge/answer table in judge/ask.c).
 *
 * Threads: immutable once built.
 */
#ifndef COMITY_LANGUAGE_CONDITION_H
#define COMITY_LANGUAGE_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "base/diag.h"
#include "base/str.h"
#include "mail/zone.h"
#include "people/participants.h"
#include "people/selector.h"

enum condition_kind {
	COND_AUTHOR,       /* author is SELECTOR */
	COND_SET_ANY,      /* visible|hidden|everyone|to|cc has SELECTOR */
	COND_SET_ONLY,     /* … has only SELECTOR */
	COND_SET_ALL,      /* … has all SELECTOR */
	COND_SET_MORE,     /* … more than N */
	COND_ZONE,         /* text|subject|… has TERM; starts PATTERN */
	COND_NAMES,        /* text names SELECTOR */
	COND_NOTICE,       /* notice given */
	COND_LETTER_FORWARDED, /* letter forwarded */
	COND_MEMBER_KNOWS, /* letter known */
	COND_ROUTE,        /* complaint routed */
	COND_IDENTITY,     /* identity verified */
	COND_MESSAGE,      /* message is reply|forward|automatic|redirected */
	COND_HEADER,       /* header "Name" [has PATTERN] */
	COND_ATTACHMENT,   /* attachment [name PATTERN | type PATTERN] */
	COND_WINDOW,       /* during WINDOW */
	COND_HOURS,        /* working hours */
	COND_PROTOCOL,     /* protocol is NAME */
	COND_UNREAD,       /* message is unread */
	COND_KIND_COUNT
};

enum condition_op { COND_ATOM, COND_AND, COND_OR, COND_NOT };

enum message_trait {
	MESSAGE_REPLY,
	MESSAGE_FORWARD,
	MESSAGE_AUTOMATIC,
	MESSAGE_REDIRECTED,
	MESSAGE_ENCRYPTED,
};

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
	unsigned number;
	enum message_trait trait;
};

#endif
