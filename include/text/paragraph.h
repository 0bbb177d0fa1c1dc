/*
 * paragraph: which lines of a text belong together.
 *
 * Mail programs and people break lines at a width; the words then belong to
 * one paragraph. A line that was ended although the next word had room on it
 * was ended on purpose: a greeting, a heading, a list entry, a name.
 *
 * The width is taken from the text itself: of a block of three lines and more
 * that all are full, its longest line; otherwise the longest line of the text
 * that a person would write (60 to 90 characters). A text with lines longer
 * than that is not broken at a width, and each line is a paragraph. A line
 * that goes on in lower case after an unfinished one always continues it.
 *
 * Quotation marks at the start of lines (">") are taken off; a change of
 * their number ends a paragraph, as does an empty line.
 *
 * Lines are read anew where they are needed rather than kept, but for a few of
 * the block in hand: of most, a look for their end is enough to know that they
 * say nothing of the width of the text.
 *
 * Threads: pure; a reader belongs to its caller. Looks at each byte three
 * times at most.
 */
#ifndef COMITY_TEXT_PARAGRAPH_H
#define COMITY_TEXT_PARAGRAPH_H

#include <stdbool.h>

#include "base/str.h"

struct paragraph_line {
	size_t start, end; /* without quotation marks and outer blanks */
	size_t width;	   /* characters from the line's very start */
	unsigned depth;	   /* quotation marks */
	bool continues;	   /* the paragraph of the line before */
};

enum { PARAGRAPH_LINES = 16 }; /* lines kept: few paragraphs have more */

struct paragraph_reader {
	struct str text;
	bool ascii;	    /* a byte is a character */
	size_t at;	    /* behind the lines that are kept */
	size_t text_width;  /* 0: the text is not broken at a width */
	bool is_broken;	    /* some sentence goes on behind a full line */
	bool in_block;	    /* no empty line since the last one */
	size_t block_width; /* 0: take the text's */
	bool last_is_item;
	size_t taken, read; /* so many lines were */
	/* The last ones: the line before, and what was read of a block to find
	 * its width. Each in the place of its number. The last member. */
	struct paragraph_line lines[PARAGRAPH_LINES];
};

/* `ascii`: all of the text is known to be. */
void paragraph_reader_init(
	struct paragraph_reader *reader, struct str text, bool ascii);
/* The next line that is not empty, until the next call; NULL at the end. */
const struct paragraph_line *paragraph_next_line(
	struct paragraph_reader *reader);

#endif
