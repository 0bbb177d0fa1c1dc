/*
 * quote_heads: the lines that mail programs put above older mail.
 *
 * For segment.c and forward.c. A head starts at the start of a line; marks of
 * quoting (">", "|") and of bold type ("*From:*") before its words are passed
 * over. Each look at a line costs no more than the head itself.
 */
#ifndef COMITY_TEXT_QUOTE_HEADS_H
#define COMITY_TEXT_QUOTE_HEADS_H

#include <stdbool.h>

#include "base/str.h"
#include "base/bytes.h"

enum quote_head {
	HEAD_NONE,
	HEAD_WROTE,    /* "On … wrote:" and its kin */
	HEAD_ORIGINAL, /* "-----Original Message-----" */
	HEAD_FORWARD, /* "---------- Forwarded message", "Begin forwarded…" */
	HEAD_BLOCK,   /* From, Sent, To, Cc, Subject without a line above */
};

/* The line that starts at `at`, without its LF; *next is behind that. */
static inline struct str
text_line(struct str text, size_t at, size_t *next)
{
	const char *start = text.p + at, *behind = text.p + text.n;
	const char *end = bytes_line_end(start, behind);

	*next = (size_t)(end - text.p) + (end < behind);
	return (struct str){start, (size_t)(end - start)};
}

/* A line of a text, read once and handed on. */
struct line {
	size_t at, next;  /* where it starts, and the line below it */
	struct str whole; /* without its LF */
	struct str words; /* and without blanks at both ends */
};

/* Every line of every text comes through here, most of them with no blank at
 * either end. */
static inline struct line
line_read(struct str text, size_t at)
{
	size_t next;
	struct str whole = text_line(text, at, &next), words = whole;

	if (whole.n > 0 && ((unsigned char)whole.p[0] <= ' ' ||
				   (unsigned char)whole.p[whole.n - 1] <= ' '))
		words = str_trim(whole);
	return (struct line){at, next, whole, words};
}

/* Which head starts with `line`; `*end` is behind its last line. */
enum quote_head quote_head_at(
	struct str text, const struct line *line, size_t *end);

enum old_field {
	OLD_FROM,
	OLD_DATE,
	OLD_TO,
	OLD_CC,
	OLD_SUBJECT,
	OLD_OTHER,
	OLD_FIELDS,
};

struct old_head {
	/* May hold several lines with their marks of quoting. */
	struct str fields[OLD_FIELDS];
	size_t end;
};

/*
 * Reads a From/Sent/To/Subject block whose first line starts at `at`. Such a
 * block has a From, a date or a subject, and three fields at least;
 * `below_marker` (a forward marker stands above) takes two.
 */
bool old_head_read(
	struct str text, size_t at, bool below_marker, struct old_head *head);

/* The same where all fields stand on one line, as Yahoo has it. */
bool old_head_read_line(struct str line, struct old_head *head);

/* Behind the marker, rules and empty lines above a block at `at`. */
size_t old_head_start(struct str text, size_t at);

/* The line without blanks and marks of quoting and bold type in front. */
struct str line_words(struct str line);
/* The start of the first line at or after `at` that has words. */
size_t skip_empty_lines(struct str text, size_t at);
/* Does the line start with ">" (blanks before it allowed)? */
bool line_is_quoted(struct str line);
/* ">>> Bob Lee <…> 27/10/2026 16:52 >>>": GroupWise's "wrote:". */
bool line_is_groupwise_head(const struct line *line);

#endif
