/*
 * tally: what was found in many messages, counted under names.
 *
 * `comity replay` counts what the rules say of stored mail, `comity report`
 * what an audit log says they said; account.h writes either for people. A
 * message is begun with what it is, then each name that it has is added:
 * added twice it counts once. Names are kept as diag_plain() leaves them.
 *
 * Threads: one at a time. Rows and their names live as long as the tally.
 */
#ifndef COMITY_TOOL_TALLY_H
#define COMITY_TOOL_TALLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

enum tally_kind {
	TALLY_FLAG,
	TALLY_CLAUSE, /* "protocol clause" */
	TALLY_DIRECTION,
	TALLY_RULE,
	TALLY_SHADOW, /* flags that rules on trial would have raised */
	TALLY_ACTION,
	TALLY_UNREAD,
	TALLY_AUTHOR,
	TALLY_COUNCIL,
	TALLY_PROTOCOL,
	TALLY_RULE_SET,
	TALLY_KINDS,
};

struct tally_message {
	bool read, correspondence, flagged, partly;
	bool dated;
	int32_t day; /* since 1970-01-01, local; where it is dated */
};

struct tally_sums {
	size_t messages, correspondence, flagged, partly, unreadable;
	size_t undated; /* correspondence that stands in no period */
};

/* Correspondence of a day or of a stretch of days. */
struct tally_days {
	size_t messages, flagged;
};

struct tally_row {
	char *name;
	size_t messages; /* that have this name */
	size_t flagged;	 /* of these, with any flag */
};

enum { TALLY_EXAMPLES = 3 };

struct tally;

struct tally *tally_new(void);
void tally_free(struct tally **tally);

void tally_begin(struct tally *tally, const struct tally_message *message);
void tally_add(struct tally *tally, enum tally_kind kind, struct str name);
/* Where a flag was raised; the first few are kept. */
void tally_example(struct tally *tally, struct str flag, const char *where);
/* Would another example be kept? */
bool tally_wants_example(const struct tally *tally, struct str flag);

struct tally_sums tally_sums(const struct tally *tally);
/* The first and last day with correspondence; false: there is none. */
bool tally_span(const struct tally *tally, int32_t *first, int32_t *last);
/* Correspondence from one day up to, but not on, another. */
struct tally_days tally_between(
	const struct tally *tally, int32_t from, int32_t until);
/* Messages that raised this flag on these days. */
size_t tally_flag_between(const struct tally *tally, const char *flag,
	int32_t from, int32_t until);

size_t tally_row_count(const struct tally *tally, enum tally_kind kind);
/* Those with most flagged messages first, then by name; ends with NULL;
 * to be freed with g_free(). */
const struct tally_row **tally_rows(
	const struct tally *tally, enum tally_kind kind);
const struct tally_row *tally_row(
	const struct tally *tally, enum tally_kind kind, const char *name);
/* Ends with NULL. */
const char *const *tally_examples(const struct tally *tally, const char *flag);

#endif
