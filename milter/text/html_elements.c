#include "html_internal.h"

enum {
	NO_MARK = -1,
	NOT_OPEN = -1,
	WHITE = 0xFFFFFF,
	BLACK = 0x000000,
};

/* What hides text --------------------------------------------------------- */

static bool
is_hidden(const struct html_sight *sight)
{
	return sight->gone || sight->unseen || sight->font_zero ||
	       html_colours_alike(sight->colour, sight->background);
}

/* Hidden marks begin and end where what is seen changes. */
static void
update_hidden(struct html_elements *r)
{
	bool hidden = is_hidden(&r->sight);

	if (hidden && r->hidden_mark == NO_MARK) {
		r->hidden_mark = html_output_open_mark(&r->out, HTML_HIDDEN);
	} else if (!hidden && r->hidden_mark != NO_MARK) {
		html_output_close_mark(&r->out, r->hidden_mark);
		r->hidden_mark = NO_MARK;
	}
}

static void
apply_style(struct html_elements *r, const struct html_style *style)
{
	struct html_sight *sight = &r->sight;

	if (style->colour != COLOUR_NONE)
		sight->colour = style->colour;
	if (style->background != COLOUR_NONE)
		sight->background = style->background;
	sight->gone |= style->gone;
	if (style->unseen || style->seen)
		sight->unseen = style->unseen;
	if (style->font_zero || style->font_sized)
		sight->font_zero = style->font_zero;
	sight->preformatted |= style->keeps_space;
}

static void
read_style(struct html_elements *r, const struct html_attributes *attributes,
	struct html_style *style)
{
	*style = html_style_read(attributes->style);
	if (attributes->colour.n > 0 && style->colour == COLOUR_NONE)
		style->colour = html_colour(attributes->colour);
	if (attributes->bgcolor.n > 0 && style->background == COLOUR_NONE)
		style->background = html_colour(attributes->bgcolor);
	if (style->background == COLOUR_NONE &&
		(attributes->background.n > 0 ||
			(r->sheet_colours && (attributes->class.n > 0 ||
						     attributes->id.n > 0))))
		style->background = COLOUR_UNSURE;
	style->gone |= attributes->hidden.p != NULL;
}

/* Which elements are open ------------------------------------------------- */

static size_t
lines_around(enum tag tag, const struct html_style *style, struct str class)
{
	switch (tag) {
	case TAG_P:
		/* Word sets each line as a paragraph without distance. */
		if (style->margin)
			return 2;
		return style->no_margin ||
				       str_starts_nocase(class, STR_LIT("mso"))
			       ? 1
			       : 2;
	case TAG_HEADING:
	case TAG_BLOCKQUOTE:
	case TAG_PRE:
		return 2;
	default:
		return html_tag_is_block(tag) ? 1 : 0;
	}
}

static struct html_element *
top(struct html_elements *r)
{
	return &r->open[r->depth - 1];
}

/* A mark whose kind shows only now that its text is known. */
static void
end_mark(struct html_elements *r, const struct html_element *e)
{
	struct str text = html_output_marked(&r->out, e->mark);

	switch (e->role) {
	case ROLE_GMAIL_QUOTE:
	case ROLE_QUOTED:
		if (html_heads_forward(text))
			html_output_turn_mark(&r->out, e->mark, HTML_FORWARDED);
		else if (e->role == ROLE_GMAIL_QUOTE && e->quotes)
			/* Its blockquotes are marked; between them the writer
			 * answers. */
			html_output_drop_mark(&r->out, e->mark);
		break;
	case ROLE_ATTRIBUTION:
		if (html_heads_forward(text))
			html_output_drop_mark(&r->out, e->mark);
		break;
	case ROLE_LINE_ABOVE:
		if (!html_heads_reply(text))
			html_output_drop_mark(&r->out, e->mark);
		break;
	default:
		break;
	}
	html_output_close_mark(&r->out, e->mark);
}

static void
pop(struct html_elements *r)
{
	struct html_element *e = top(r);

	r->depth--;
	r->forwards -= e->role == ROLE_FORWARDED;
	r->nearest[e->tag] = e->outer;
	if (e->mark != NO_MARK)
		end_mark(r, e);
	r->sight = e->around;
	update_hidden(r);
	if (e->lines > 0)
		html_output_break(&r->out, e->lines);
}

static void
pop_to(struct html_elements *r, size_t depth)
{
	while (r->depth > depth)
		pop(r);
}

/* Sets of tags, as bits. */
enum {
	TABLE_FENCE = 1u << TAG_TABLE,
	ROW_FENCE = TABLE_FENCE | 1u << TAG_ROW,
	CELL_FENCE = TABLE_FENCE | 1u << TAG_CELL,
	LIST_FENCE = CELL_FENCE | 1u << TAG_LIST,
	BLOCK_FENCE = LIST_FENCE | 1u << TAG_BLOCK | 1u << TAG_BLOCKQUOTE |
		      1u << TAG_LI | 1u << TAG_ROW | 1u << TAG_HEADING |
		      1u << TAG_PRE,
};

/*
 * The index of the innermost open `wanted`, unless one of `fences` is open
 * within it: nothing in a cell ends what is around the table.
 */
static int
find_open(const struct html_elements *r, enum tag wanted, unsigned fences)
{
	int found = r->nearest[wanted];

	if (found == NOT_OPEN)
		return NOT_OPEN;
	for (; fences != 0; fences &= fences - 1)
		if (r->nearest[__builtin_ctz(fences)] > found)
			return NOT_OPEN;
	return found;
}

/* Ends an element that a start tag ends unsaid. */
static void
end_implied(struct html_elements *r, enum tag wanted, unsigned fences)
{
	int found = find_open(r, wanted, fences);

	if (found != NOT_OPEN)
		pop_to(r, (size_t)found);
}

static void
end_before(struct html_elements *r, enum tag tag)
{
	if (tag == TAG_LI)
		end_implied(r, TAG_LI, LIST_FENCE);
	else if (tag == TAG_CELL)
		end_implied(r, TAG_CELL, ROW_FENCE);
	else if (tag == TAG_ROW)
		end_implied(r, TAG_ROW, TABLE_FENCE);
	else if (html_tag_is_block(tag) || tag == TAG_HR)
		end_implied(r, TAG_P, BLOCK_FENCE);
}

/* A blockquote tells the Gmail container around it that it is one. */
static void
tell_container(struct html_elements *r)
{
	for (size_t i = r->depth; i-- > 0;) {
		if (r->open[i].role == ROLE_GMAIL_QUOTE) {
			r->open[i].quotes = true;
			return;
		}
	}
}

static int
open_role(struct html_elements *r, enum html_role role)
{
	switch (role) {
	case ROLE_QUOTED:
	case ROLE_GMAIL_QUOTE:
	case ROLE_ATTRIBUTION:
		return html_output_open_mark(&r->out, HTML_QUOTED);
	case ROLE_REPLY_HEAD:
	case ROLE_LINE_ABOVE:
		return html_output_open_mark(&r->out, HTML_REPLY_HEAD);
	case ROLE_SIGNATURE:
		return html_output_open_mark(&r->out, HTML_SIGNATURE);
	case ROLE_FORWARDED:
		return html_output_open_mark(&r->out, HTML_FORWARDED);
	case ROLE_NEXT_SIGNATURE:
		r->next_is_signature = true;
		return NO_MARK;
	default:
		return NO_MARK;
	}
}

static void
push(struct html_elements *r, enum tag tag,
	const struct html_attributes *attributes)
{
	struct html_element *e = &r->open[r->depth];
	struct html_style style;

	if (r->depth == LIMIT_HTML_NESTING) {
		r->untracked++;
		if (html_tag_is_block(tag))
			html_output_break(&r->out, 1);
		return;
	}
	read_style(r, attributes, &style);
	e->tag = tag;
	e->role = html_role_find(tag, attributes, &style);
	e->lines = lines_around(tag, &style, attributes->class);
	e->quotes = false;
	e->around = r->sight;
	if (r->next_is_signature && html_tag_is_block(tag)) {
		r->next_is_signature = false;
		e->role = ROLE_SIGNATURE;
	}
	/* Thunderbird's table of header fields opens a reply's old text,
	 * but within a forward it is the forwarded letter's. */
	if (tag == TAG_TABLE && e->role == ROLE_REPLY_HEAD && r->forwards > 0)
		e->role = ROLE_NONE;
	r->forwards += e->role == ROLE_FORWARDED;
	if (tag == TAG_BLOCKQUOTE)
		tell_container(r);
	if (e->lines > 0 && tag != TAG_CELL && tag != TAG_ROW)
		html_output_break(&r->out, e->lines);
	if (tag == TAG_CELL)
		e->lines = 0;
	e->mark = open_role(r, e->role);
	e->outer = r->nearest[tag];
	r->nearest[tag] = (int)r->depth++;
	apply_style(r, &style);
	r->sight.preformatted |= tag == TAG_PRE;
	update_hidden(r);
}

void
html_elements_start(struct html_elements *r, enum tag tag,
	const struct html_attributes *attributes)
{
	if (tag == TAG_BR && attributes->id.n > 0)
		open_role(r, html_role_find(tag, attributes,
				     &(struct html_style){.colour = 0}));
	end_before(r, tag);
	switch (tag) {
	case TAG_BR:
		html_output_br(&r->out);
		return;
	case TAG_HR:
		html_output_break(&r->out, 1);
		return;
	case TAG_VOID:
		return;
	case TAG_ROW:
		html_output_row(&r->out);
		break;
	case TAG_CELL:
		html_output_cell(&r->out);
		break;
	case TAG_LI:
		html_output_break(&r->out, 1);
		r->out.bullet = true;
		break;
	default:
		break;
	}
	push(r, tag, attributes);
}

/* What keeps an end tag from reaching the start tag of its kind. */
static unsigned
fences_of_end(enum tag tag)
{
	if (tag == TAG_CELL || tag == TAG_ROW || tag == TAG_TABLE)
		return 0;
	/* An inline element goes on through blocks whatever its end says. */
	return html_tag_is_block(tag) ? CELL_FENCE : BLOCK_FENCE | 1u << TAG_P;
}

void
html_elements_end(struct html_elements *r, enum tag tag)
{
	if (tag == TAG_BR) {
		html_output_br(&r->out);
	} else if (r->untracked > 0) {
		r->untracked--;
		if (html_tag_is_block(tag))
			html_output_break(&r->out, 1);
	} else {
		end_implied(r, tag, fences_of_end(tag));
	}
}

void
html_elements_text(struct html_elements *r, struct str text)
{
	if (r->sight.preformatted)
		html_output_preformatted(&r->out, text);
	else
		html_output_text(&r->out, text);
}

void
html_elements_init(struct html_elements *r, struct arena *arena, size_t room)
{
	/* The elements are set as they open. */
	memset(r, 0, offsetof(struct html_elements, open));
	for (int tag = 0; tag < TAG_COUNT; tag++)
		r->nearest[tag] = NOT_OPEN;
	r->hidden_mark = NO_MARK;
	r->sight.colour = BLACK;
	r->sight.background = WHITE;
	html_output_init(&r->out, arena, room);
}

struct html_text
html_elements_finish(struct html_elements *r, struct arena *arena)
{
	pop_to(r, 0);
	if (r->hidden_mark != NO_MARK)
		html_output_close_mark(&r->out, r->hidden_mark);
	return html_output_finish(&r->out, arena);
}
