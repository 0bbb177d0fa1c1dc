/*
 * html: HTML of a mail to the text that its reader sees.
 *
 * A tokenizer after the WHATWG parsing rules as far as mail needs them: text
 * and entities, tags with attributes, comments, raw-text elements (style,
 * script, title dropped). No tree is built. Blocks and <br> end lines, an empty
 * line stands where a reader sees a distance (Word's paragraphs have none),
 * table cells are parted by a tab, list items start with "- ", inline tags
 * leave no trace, runs of white space become one space outside <pre>, a
 * no-break space a space that stays. No line ends with a space.
 *
 * Marks tell the segmenter what the markup said: quoted blocks (blockquote,
 * gmail_quote, divRplyFwdMsg, Apple's and Thunderbird's forms), hidden text
 * (display:none, visibility:hidden, zero font size, text in the background's
 * colour, inline styles only), signatures by their well-known classes. White
 * text counts as hidden only where nothing around it may have a background of
 * its own (an image, a class that a style sheet colours). Gmail's container
 * around attribution and blockquotes is no mark: the writer answers in it.
 *
 * Linear in its input, whatever the input: nesting beyond LIMIT_HTML_NESTING
 * is read as text but not tracked.
 *
 * Threads: pure. Results live in the arena.
 */
#ifndef COMITY_TEXT_HTML_H
#define COMITY_TEXT_HTML_H

#include "base/arena.h"
#include "base/str.h"

enum html_mark_kind {
	HTML_QUOTED,     /* a reply's quotation */
	HTML_REPLY_HEAD, /* Outlook's From/Sent/To block: all behind it is old */
	HTML_SIGNATURE,
	HTML_HIDDEN,
	HTML_FORWARDED, /* a client's forward container */
};

struct html_mark {
	enum html_mark_kind kind;
	size_t start, end; /* bytes of the text; end exclusive */
};

struct html_text {
	struct str text; /* valid UTF-8, lines end with LF */
	struct html_mark *marks; /* by start; may nest */
	size_t mark_count;
};

struct html_text html_read(struct arena *arena, struct str html);

#endif
