#include "mail/html.h"

#include "base/limits.h"
#include "decode_internal.h"
#include "html_internal.h"
#include "mail/decode.h"

enum {
	NO_MARK = -1,
	NOT_OPEN = -1,
	WHITE = 0xFFFFFF,
	BLACK = 0x000000,
};

/* What hides text, as it comes down from the elements around. */
struct sight {
	int colour, background;
	bool gone, unseen, font_zero;
	bool preformatted;
};

/* An open element. */
struct element {
	enum tag tag;
	int outer; /* index of the next one of its kind outwards */
	enum html_role role;
	int mark;
	bool quotes;	     /* a blockquote stood in it */
	size_t lines;	     /* line ends around it */
	struct sight around; /* to come back to at its end */
};

/* Reading one document. */
struct reader {
	const char *p, *end;
	struct html_output out;
	size_t depth;
	size_t untracked;	/* open elements beyond the limit */
	int nearest[TAG_COUNT]; /* index of the innermost of each kind */
	struct sight sight;
	int hidden_mark;
	bool sheet_colours; /* a style sheet sets backgrounds */
	bool next_is_signature;
	unsigned forwards; /* open elements that hold a forwarded letter */
	struct element open[LIMIT_HTML_NESTING]; /* the last member */
};

/* Tags ---------------------------------------------------------------------- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
ends_name(char c)
{
	return is_space(c) || c == '/' || c == '>';
}

/* The value behind '='; a quote that lacks its partner takes all the rest. */
static struct str
read_value(struct reader *r)
{
	struct str value = {r->p, 0};

	if (r->p < r->end && (*r->p == '"' || *r->p == '\'')) {
		const char *stop =
			memchr(r->p + 1, *r->p, (size_t)(r->end - r->p - 1));

		value.p++;
		value.n = (size_t)((stop != NULL ? stop : r->end) - value.p);
		r->p = stop != NULL ? stop + 1 : r->end;
		return value;
	}
	while (r->p < r->end && !is_space(*r->p) && *r->p != '>')
		r->p++;
	value.n = (size_t)(r->p - value.p);
	return value;
}

static void
skip_spaces(struct reader *r)
{
	while (r->p < r->end && is_space(*r->p))
		r->p++;
}

static void
keep_attribute(struct html_attributes *kept, struct str name, struct str value)
{
	const struct {
		const char *name;
		struct str *value;
	} wanted[] = {
		{"style", &kept->style},
		{"class", &kept->class},
		{"id", &kept->id},
		{"name", &kept->name},
		{"type", &kept->type},
		{"color", &kept->colour},
		{"bgcolor", &kept->bgcolor},
		{"background", &kept->background},
	};

	if (str_eq_nocase(name, STR_LIT("hidden")))
		kept->hidden = true;
	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (wanted[i].value->p == NULL &&
			str_eq_nocase(name, str_of(wanted[i].name)))
			*wanted[i].value = value;
}

/*
 * Reads what stands between a tag's name and its '>'. Sets *closed for "/>".
 * False where the document ends before: such a tag is not shown at all.
 */
static bool
read_attributes(struct reader *r, struct html_attributes *kept, bool *closed)
{
	*closed = false;
	while (r->p < r->end) {
		struct str name;

		if (is_space(*r->p)) {
			r->p++;
			continue;
		}
		if (*r->p == '>') {
			r->p++;
			return true;
		}
		if (*r->p == '/') {
			*closed = true;
			r->p++;
			continue;
		}
		*closed = false;
		name.p = r->p++;
		while (r->p < r->end && !ends_name(*r->p) && *r->p != '=')
			r->p++;
		name.n = (size_t)(r->p - name.p);
		skip_spaces(r);
		if (r->p < r->end && *r->p == '=') {
			r->p++;
			skip_spaces(r);
			keep_attribute(kept, name, read_value(r));
		} else {
			keep_attribute(kept, name, STR_LIT(""));
		}
	}
	return false;
}

static struct str
read_name(struct reader *r)
{
	struct str name = {r->p, 0};

	while (r->p < r->end && !ends_name(*r->p))
		r->p++;
	name.n = (size_t)(r->p - name.p);
	return name;
}

/* What hides text ----------------------------------------------------------- */

static bool
is_hidden(const struct sight *sight)
{
	return sight->gone || sight->unseen || sight->font_zero ||
	       html_colours_alike(sight->colour, sight->background);
}

/* Hidden marks begin and end where what is seen changes. */
static void
update_hidden(struct reader *r)
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
apply_style(struct reader *r, const struct html_style *style)
{
	struct sight *sight = &r->sight;

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
read_style(struct reader *r, const struct html_attributes *attributes,
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
	style->gone |= attributes->hidden;
}

/* Elements ------------------------------------------------------------------ */

static size_t
lines_around(enum tag tag, const struct html_style *style, struct str class)
{
	switch (tag) {
	case TAG_P:
		/* Word sets each line as a paragraph without distance. */
		if (style->no_margin ||
			str_starts_nocase(class, STR_LIT("mso")))
			return 1;
		return 2;
	case TAG_HEADING:
	case TAG_BLOCKQUOTE:
	case TAG_PRE:
		return 2;
	default:
		return html_tag_is_block(tag) ? 1 : 0;
	}
}

static struct element *
top(struct reader *r)
{
	return &r->open[r->depth - 1];
}

/* A mark whose kind shows only now that its text is known. */
static void
end_mark(struct reader *r, const struct element *e)
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
pop(struct reader *r)
{
	struct element *e = top(r);

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
pop_to(struct reader *r, size_t depth)
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
find_open(const struct reader *r, enum tag wanted, unsigned fences)
{
	int found = r->nearest[wanted];

	if (found == NOT_OPEN)
		return NOT_OPEN;
	for (int tag = 0; tag < TAG_COUNT; tag++)
		if ((fences >> tag & 1) != 0 && r->nearest[tag] > found)
			return NOT_OPEN;
	return found;
}

/* Ends an element that a start tag ends unsaid. */
static void
end_implied(struct reader *r, enum tag wanted, unsigned fences)
{
	int found = find_open(r, wanted, fences);

	if (found != NOT_OPEN)
		pop_to(r, (size_t)found);
}

static void
end_before(struct reader *r, enum tag tag)
{
	if (tag == TAG_LI)
		end_implied(r, TAG_LI, LIST_FENCE);
	else if (tag == TAG_CELL)
		end_implied(r, TAG_CELL, ROW_FENCE);
	else if (tag == TAG_ROW)
		end_implied(r, TAG_ROW, TABLE_FENCE);
	else if (html_tag_is_block(tag))
		end_implied(r, TAG_P, BLOCK_FENCE);
}

/* A blockquote tells the Gmail container around it that it is one. */
static void
tell_container(struct reader *r)
{
	for (size_t i = r->depth; i-- > 0;) {
		if (r->open[i].role == ROLE_GMAIL_QUOTE) {
			r->open[i].quotes = true;
			return;
		}
	}
}

static int
open_role(struct reader *r, enum html_role role)
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
push(struct reader *r, enum tag tag, const struct html_attributes *attributes)
{
	struct element *e = &r->open[r->depth];
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

static void
skip_declaration(struct reader *r)
{
	const char *stop = memchr(r->p, '>', (size_t)(r->end - r->p));

	r->p = stop != NULL ? stop + 1 : r->end;
}

/* Whether "/name" stands here, behind a '<'. */
static bool
is_end_tag(const struct reader *r, struct str name)
{
	struct str rest = {r->p, (size_t)(r->end - r->p)};

	if (rest.n <= name.n || rest.p[0] != '/')
		return false;
	rest.p++;
	rest.n--;
	return str_starts_nocase(rest, name) &&
	       (rest.n == name.n || ends_name(rest.p[name.n]));
}

/* The content of style, script and the like: text to nobody. */
static void
drop_content(struct reader *r, struct str name)
{
	const char *start = r->p;
	bool is_sheet = str_eq_nocase(name, STR_LIT("style"));

	while (r->p < r->end) {
		const char *mark = memchr(r->p, '<', (size_t)(r->end - r->p));
		struct str content = {start, 0};

		if (mark == NULL)
			break;
		r->p = mark + 1;
		if (!is_end_tag(r, name))
			continue;
		content.n = (size_t)(mark - start);
		r->sheet_colours |= is_sheet && str_find_nocase(content,
							STR_LIT("background"),
							0) != SIZE_MAX;
		skip_declaration(r);
		return;
	}
	r->p = r->end;
}

static void
start_tag(struct reader *r)
{
	struct html_attributes attributes = {.hidden = false};
	struct str name = read_name(r);
	enum tag tag = html_tag_find(name);
	bool closed;

	if (!read_attributes(r, &attributes, &closed))
		return;
	switch (tag) {
	case TAG_DROPPED:
		drop_content(r, name);
		return;
	case TAG_BR:
		if (attributes.id.n > 0)
			open_role(r, html_role_find(tag, &attributes,
					     &(struct html_style){0}));
		html_output_br(&r->out);
		return;
	case TAG_HR:
		end_before(r, TAG_BLOCK);
		html_output_break(&r->out, 1);
		return;
	case TAG_VOID:
		return;
	case TAG_OTHER:
		if (closed)
			return;
		break;
	case TAG_ROW:
		end_before(r, tag);
		html_output_row(&r->out);
		break;
	case TAG_CELL:
		end_before(r, tag);
		html_output_cell(&r->out);
		break;
	case TAG_LI:
		end_before(r, tag);
		html_output_break(&r->out, 1);
		r->out.bullet = true;
		break;
	default:
		end_before(r, tag);
	}
	push(r, tag, &attributes);
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

static void
end_tag(struct reader *r)
{
	struct html_attributes ignored = {.hidden = false};
	enum tag tag = html_tag_find(read_name(r));
	bool closed;

	if (!read_attributes(r, &ignored, &closed))
		return;
	if (tag == TAG_BR) {
		html_output_br(&r->out);
		return;
	}
	if (r->untracked > 0) {
		r->untracked--;
		if (html_tag_is_block(tag))
			html_output_break(&r->out, 1);
		return;
	}
	end_implied(r, tag, fences_of_end(tag));
}

/* Comments and declarations ------------------------------------------------- */

/* Behind "<!--". One without an end takes the rest, as in a browser. */
static void
skip_comment(struct reader *r)
{
	if (r->p < r->end && *r->p == '>') {
		r->p++;
		return;
	}
	if (r->end - r->p >= 2 && r->p[0] == '-' && r->p[1] == '>') {
		r->p += 2;
		return;
	}
	while (r->p < r->end) {
		const char *mark = find_pair(r->p, r->end, '-', '-');
		size_t left;

		if (mark == NULL)
			break;
		left = (size_t)(r->end - mark);
		if (left >= 3 && mark[2] == '>') {
			r->p = mark + 3;
			return;
		}
		if (left >= 4 && mark[2] == '!' && mark[3] == '>') {
			r->p = mark + 4;
			return;
		}
		r->p = mark + 1;
	}
	r->p = r->end;
}

/* At a '<': a tag, a comment, or just that character. */
static void
read_markup(struct reader *r)
{
	size_t left = (size_t)(r->end - r->p);

	if (left >= 2 && g_ascii_isalpha(r->p[1])) {
		r->p += 1;
		start_tag(r);
	} else if (left >= 3 && r->p[1] == '/' && g_ascii_isalpha(r->p[2])) {
		r->p += 2;
		end_tag(r);
	} else if (left >= 4 && memcmp(r->p, "<!--", 4) == 0) {
		r->p += 4;
		skip_comment(r);
	} else if (left >= 2 && strchr("!?/", r->p[1]) != NULL) {
		skip_declaration(r);
	} else {
		html_output_text(&r->out, (struct str){r->p, 1});
		r->p++;
	}
}

static void
read_document(struct reader *r)
{
	while (r->p < r->end) {
		const char *mark = memchr(r->p, '<', (size_t)(r->end - r->p));
		struct str text = {r->p, 0};

		text.n = (size_t)((mark != NULL ? mark : r->end) - r->p);
		if (text.n > 0 && r->sight.preformatted)
			html_output_preformatted(&r->out, text);
		else if (text.n > 0)
			html_output_text(&r->out, text);
		r->p += text.n;
		if (mark != NULL)
			read_markup(r);
	}
	pop_to(r, 0);
	if (r->hidden_mark != NO_MARK)
		html_output_close_mark(&r->out, r->hidden_mark);
}

struct html_text
html_read(struct arena *arena, struct str html)
{
	struct reader r;

	/* The elements are set as they open. */
	memset(&r, 0, offsetof(struct reader, open));
	html = decode_make_valid(arena, html);
	r.p = html.p;
	r.end = html.p + html.n;
	for (int tag = 0; tag < TAG_COUNT; tag++)
		r.nearest[tag] = NOT_OPEN;
	r.hidden_mark = NO_MARK;
	r.sight.colour = BLACK;
	r.sight.background = WHITE;
	html_output_init(&r.out, arena, html.n);
	read_document(&r);
	return html_output_finish(&r.out, arena);
}
