/*
 * What the files of html.h share.
 *
 *   html.c          bytes to tags and text
 *   html_elements.c which element is open, what that means for the text in it
 *   html_tags.c     names of tags and what they do to lines
 *   html_entities.c &name; and &#number;
 *   html_style.c    style="..." as far as it hides text or parts it
 *   html_marks.c    attributes by which mail clients mark quotations
 *   html_output.c   lines, blanks and marks of the text that comes out
 */
#ifndef COMITY_TEXT_HTML_INTERNAL_H
#define COMITY_TEXT_HTML_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/str.h"
#include "text/html.h"

/* html_tags.c ------------------------------------------------------------- */

enum tag {
	TAG_OTHER, /* a name that means nothing to us */
	TAG_A,
	TAG_BLOCK,     /* div and all that behaves like it */
	TAG_BLOCKQUOTE,
	TAG_BR,
	TAG_CELL, /* td, th */
	TAG_DROPPED, /* its content is no text: style, script, title */
	TAG_FONT,
	TAG_HR,
	TAG_INLINE, /* b, i, span's kin: no trace in the text */
	TAG_LI,
	TAG_LIST, /* ul, ol, dl */
	TAG_P,
	TAG_HEADING,
	TAG_PRE,
	TAG_ROW,
	TAG_SPAN,
	TAG_TABLE,
	TAG_VOID, /* never has an end tag nor content */
	TAG_COUNT,
};

/* `name` in any case. */
enum tag html_tag_find(struct str name);
bool html_tag_is_block(enum tag tag);

/* html_entities.c --------------------------------------------------------- */

/*
 * Reads the reference at p, where '&' stands. Writes its text to `out` (never
 * longer than the reference) and sets *written; returns how many bytes of
 * input it took, 0 where it is no reference.
 */
size_t html_entity(const char *p, const char *end, char *out, size_t *written);

/* html_style.c ------------------------------------------------------------ */

enum {
	COLOUR_NONE = -1,   /* not said */
	COLOUR_UNSURE = -2, /* an image, a variable, a style sheet's */
};

struct html_style {
	int colour, background; /* 0xRRGGBB or one of the above */
	bool gone;        /* display:none and its kin: nothing in it shows */
	bool unseen;      /* visibility:hidden */
	bool seen;        /* visibility:visible */
	bool font_zero;   /* nothing can be read at this size */
	bool font_sized;  /* some other absolute size */
	bool keeps_space; /* white-space:pre */
	bool no_margin, margin; /* above or below; either may be unsaid */
	bool no_border;
	bool line_above; /* border-top as Outlook draws over a header block */
	bool line_left;  /* border-left as clients draw beside a quotation */
};

struct html_style html_style_read(struct str style);
/* A colour's value or COLOUR_UNSURE. */
int html_colour(struct str value);
/* Too near to each other to be read. */
bool html_colours_alike(int a, int b);

/* html_output.c ----------------------------------------------------------- */

enum html_mark_state {
	MARK_WAITING, /* begins with the character to come */
	MARK_BEGUN,
	MARK_ENDED,
	MARK_DROPPED,
};

struct html_open_mark {
	struct html_mark mark;
	enum html_mark_state state;
};

struct html_output {
	char *start, *at;
	size_t newlines; /* due before the next character */
	size_t hard;     /* blanks due that do not collapse */
	bool soft;       /* a collapsed blank is due */
	bool tab;        /* a cell's end is due */
	bool bullet;     /* a list item begins */
	bool line_open;  /* something stands on this line */
	bool cell_start; /* nothing yet in this cell */
	size_t row_start; /* offset at which the table row began */
	bool waiting;    /* some mark has not begun yet */
	size_t first_waiting;
	GArray *marks; /* of struct html_open_mark */
};

void html_output_init(
	struct html_output *out, struct arena *arena, size_t room);
struct html_text html_output_finish(
	struct html_output *out, struct arena *arena);

/* Text with white space collapsed; entities are decoded. */
void html_output_text(struct html_output *out, struct str text);
void html_output_preformatted(struct html_output *out, struct str text);
/* A block begins or ends: at least `lines` line ends before what follows. */
void html_output_break(struct html_output *out, size_t lines);
void html_output_br(struct html_output *out);
void html_output_cell(struct html_output *out);
void html_output_row(struct html_output *out);

/* A mark that begins with the next character; returns its index. */
int html_output_open_mark(struct html_output *out, enum html_mark_kind kind);
/* Ends it; dropped when there was no text in it. */
void html_output_close_mark(struct html_output *out, int mark);
void html_output_drop_mark(struct html_output *out, int mark);
void html_output_turn_mark(
	struct html_output *out, int mark, enum html_mark_kind kind);
/* The text in an open mark so far. */
struct str html_output_marked(const struct html_output *out, int mark);

/* html_marks.c ------------------------------------------------------------ */

/* The attributes that are looked at. */
struct html_attributes {
	struct str style, class, id, name, type, colour, bgcolor, background;
	struct str hidden; /* there where its pointer is not NULL */
};

/* What an element's attributes say of its content. */
enum html_role {
	ROLE_NONE,
	ROLE_QUOTED,
	ROLE_GMAIL_QUOTE, /* holds attribution and blockquote, or a forward */
	ROLE_ATTRIBUTION, /* "On ... wrote:" */
	ROLE_REPLY_HEAD,
	ROLE_LINE_ABOVE,  /* a header block if it reads like one */
	ROLE_SIGNATURE,
	ROLE_NEXT_SIGNATURE, /* the element behind this one is */
	ROLE_FORWARDED,
};

enum html_role html_role_find(enum tag tag,
	const struct html_attributes *attributes,
	const struct html_style *style);
/* "---------- Forwarded message", "Begin forwarded message:" */
bool html_heads_forward(struct str text);
/* "From: ...", and another such line below. */
bool html_heads_reply(struct str text);

/* html_elements.c --------------------------------------------------------- */

/* What hides text, as it comes down from the elements around. */
struct html_sight {
	int colour, background;
	bool gone, unseen, font_zero;
	bool preformatted;
};

/* An open element. */
struct html_element {
	enum tag tag;
	int outer; /* index of the next one of its kind outwards */
	enum html_role role;
	int mark;
	bool quotes;	     /* a blockquote stood in it */
	size_t lines;	     /* line ends around it */
	struct html_sight around; /* to come back to at its end */
};

struct html_elements {
	struct html_output out;
	size_t depth;
	size_t untracked; /* open elements beyond the limit */
	int nearest[TAG_COUNT]; /* index of the innermost of each kind */
	struct html_sight sight;
	int hidden_mark;
	bool sheet_colours; /* a style sheet sets backgrounds */
	bool next_is_signature;
	unsigned forwards; /* open elements that hold a forwarded letter */
	struct html_element open[LIMIT_HTML_NESTING]; /* the last member */
};

void html_elements_init(
	struct html_elements *elements, struct arena *arena, size_t room);
void html_elements_start(struct html_elements *elements, enum tag tag,
	const struct html_attributes *attributes);
void html_elements_end(struct html_elements *elements, enum tag tag);
void html_elements_text(struct html_elements *elements, struct str text);
struct html_text html_elements_finish(
	struct html_elements *elements, struct arena *arena);

#endif
