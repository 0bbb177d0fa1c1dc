/*
 * foot_lines: what single lines at the foot of a letter are.
 *
 * For segment_foot.c. Each function looks at one line, trimmed. The author's
 * names are read once for a text: they are asked for line by line.
 */
#ifndef COMITY_TEXT_FOOT_LINES_H
#define COMITY_TEXT_FOOT_LINES_H

#include <stdbool.h>

#include "base/str.h"

enum { FOOT_NAMES = 16 }; /* nobody has more */

/* The names of the author, without titles. */
struct foot_author {
	struct str names[FOOT_NAMES];
	size_t count;
	struct str surname; /* the last one, or the one before a comma */
};

/* From a display name: "Cllr Victor Stone", "Stone, Victor (Cllr)". */
void foot_author_read(struct str display_name, struct foot_author *author);

/* "Kind regards,", "Thanks Bill": closing words, with a name or without. */
enum closing { CLOSING_NONE, CLOSING_WORDS, CLOSING_NAMED };
enum closing foot_closing(struct str line, const struct foot_author *author);

bool foot_is_separator(struct str raw_line); /* "-- " */
/* "Sent from my iPhone", "Get Outlook for Android". */
bool foot_is_device(struct str line);
/* "cc Cllr Marsh", "c.c. …", "Copy to: …". */
bool foot_is_copy(struct str line);
bool foot_is_postscript(struct str line);
/* "- the keys for the hall", "2. …": an entry of a list. */
bool foot_is_item(struct str line);
/* Ends with kisses or hearts: then it is no mere name. */
bool foot_has_kisses(struct str line);
/* The author's name, or a part of it, perhaps with more behind a comma. */
bool foot_is_author(struct str line, const struct foot_author *author);
/* Two or three words with capitals: some person's name. */
bool foot_is_name(struct str line);
/* Telephone, address, web: what signatures are made of. */
bool foot_is_contact(struct str line);
/* A line of a name block: short, no sentence. */
bool foot_is_short(struct str line);

#endif
