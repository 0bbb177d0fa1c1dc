/*
 * part_reading: small steps between a part's bytes and its reader's text.
 *
 * For message.c. All are pure and linear; results live in the arena.
 */
#ifndef COMITY_MESSAGE_PART_READING_H
#define COMITY_MESSAGE_PART_READING_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "text/html.h"

/*
 * A calendar part (RFC 5545) as its reader sees it: summary, place,
 * description and comments, a line each.
 */
struct str invite_read(struct arena *arena, struct str calendar);

/*
 * Text without PGP armour: of clear-signed text the text; encrypted blocks
 * are left out and `*encrypted` is set. `text` itself where there is none.
 */
struct str pgp_strip(struct arena *arena, struct str text, bool *encrypted);

/*
 * Text without the files that old programs write into it (uuencode), whose
 * names are listed; `text` itself where there is none. A block counts that is
 * whole, from "begin" to "end".
 */
struct str uu_strip(struct arena *arena, struct str text, struct str **names,
	size_t *count);

/* HTML's text parted into what is seen and what is not; marks moved along. */
struct html_text visible_split(
	struct arena *arena, const struct html_text *html, struct str *hidden);

/*
 * Do two alternatives say the same? Letters and digits are compared, without
 * case; web addresses, picture names and list numbers may differ.
 */
bool same_words(struct str a, struct str b);

#endif
