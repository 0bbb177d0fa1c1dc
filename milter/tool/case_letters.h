/*
 * case_letters: labelled letters that stand in the list itself, see cases.h.
 *
 * The list is written by people, in a spreadsheet as a rule. A mistake is
 * reported at its column; what is amiss in one letter keeps no other from
 * being read.
 *
 * Threads: one at a time. Linear in the line.
 */
#ifndef COMITY_TOOL_CASE_LETTERS_H
#define COMITY_TOOL_CASE_LETTERS_H

#include "tool/cases.h"

/* Is a list whose first line this is one of letters? */
bool case_letters_begin(struct str line);

/* Are the names in this line those of the columns? False: reported. */
bool case_letters_head(struct diag *diag, struct place place, struct str line);

/*
 * Makes the message of a letter's line and sets the columns of `labelled`, all
 * but its name; the columns are views of the line. False: reported.
 */
bool case_letter_read(struct diag *diag, struct place place, struct str line,
	struct raw_mail *raw, struct labelled *labelled);

/* Where a piece of the line stands. */
struct place case_place(struct place line, struct str piece);

#endif
