#include "decode_internal.h"
#include "html_internal.h"

void
html_output_init(struct html_output *out, struct arena *arena, size_t room)
{
	*out = (struct html_output){0};
	/* No construct makes more text than it is long, but for a list item
	 * that is the very first and line ends around it. */
	out->start = out->at = arena_alloc(arena, room + 64);
	out->marks = g_array_new(FALSE, FALSE, sizeof(struct html_open_mark));
}

static struct html_open_mark *
mark_at(const struct html_output *out, size_t index)
{
	return &g_array_index(out->marks, struct html_open_mark, index);
}

static size_t
length(const struct html_output *out)
{
	return (size_t)(out->at - out->start);
}

/* Marks that waited for this character begin. */
static void
start_marks(struct html_output *out)
{
	for (size_t i = out->first_waiting; i < out->marks->len; i++) {
		struct html_open_mark *open = mark_at(out, i);

		if (open->state != MARK_WAITING)
			continue;
		open->mark.start = length(out);
		open->state = MARK_BEGUN;
	}
	out->first_waiting = out->marks->len;
	out->waiting = false;
}

/* Writes what is due before a character: line ends, blanks, a bullet. */
static void
write_due(struct html_output *out)
{
	if (out->at == out->start)
		out->newlines = 0;
	for (; out->newlines > 0; out->newlines--) {
		*out->at++ = '\n';
		out->soft = false;
	}
	if (out->tab)
		*out->at++ = '\t';
	else if (out->soft && (out->hard > 0 || (out->at > out->start &&
							out->at[-1] != '\n')))
		*out->at++ = ' ';
	for (; out->hard > 0; out->hard--)
		*out->at++ = ' ';
	if (out->waiting)
		start_marks(out);
	if (out->bullet) {
		*out->at++ = '-';
		*out->at++ = ' ';
	}
	out->tab = out->soft = out->bullet = out->cell_start = false;
	out->line_open = true;
}

static inline void
write_bytes(struct html_output *out, const char *p, size_t n)
{
	if (out->newlines > 0 || out->hard > 0 || out->soft || out->tab ||
		out->bullet || out->waiting || !out->line_open)
		write_due(out);
	memcpy(out->at, p, n);
	out->at += n;
}

/* A blank that neither collapses nor vanishes at a line's start. */
static void
add_hard_blank(struct html_output *out)
{
	out->hard += 1 + (out->soft && out->line_open && !out->tab);
	out->soft = false;
	out->line_open = true;
	out->cell_start = false;
}

/* A word: no white space, no '&'. U+00A0 in it is a blank. */
static void
write_word(struct html_output *out, const char *p, size_t n)
{
	const char *end = p + n;

	while (p < end) {
		const char *lead = memchr(p, 0xC2, (size_t)(end - p));

		while (lead != NULL && lead + 1 < end &&
			(unsigned char)lead[1] != 0xA0)
			lead = memchr(lead + 1, 0xC2, (size_t)(end - lead - 1));
		if (lead == NULL || lead + 1 >= end)
			break;
		if (lead > p)
			write_bytes(out, p, (size_t)(lead - p));
		add_hard_blank(out);
		p = lead + 2;
	}
	if (p < end)
		write_bytes(out, p, (size_t)(end - p));
}

/* An entity, or a '&' that begins none; returns the input taken. */
static size_t
write_entity(struct html_output *out, const char *p, const char *end)
{
	char text[8];
	size_t n;
	size_t taken = html_entity(p, end, text, &n);

	if (taken == 0) {
		write_bytes(out, p, 1);
		return 1;
	}
	if ((unsigned char)text[0] <= ' ')
		out->soft = true;
	else
		write_word(out, text, n);
	return taken;
}

void
html_output_text(struct html_output *out, struct str text)
{
	const char *p = text.p;
	const char *end = text.p + text.n;

	while (p < end) {
		const char *word = p;

		while (p < end && (unsigned char)*p > ' ' && *p != '&')
			p++;
		if (p > word)
			write_word(out, word, (size_t)(p - word));
		if (p == end)
			break;
		if (*p == '&') {
			p += write_entity(out, p, end);
		} else {
			out->soft = true;
			p++;
		}
	}
}

void
html_output_preformatted(struct html_output *out, struct str text)
{
	const char *p = text.p;
	const char *end = text.p + text.n;

	while (p < end) {
		const char *word = p;

		while (p < end && (unsigned char)*p > ' ' && *p != '&')
			p++;
		if (p > word)
			write_word(out, word, (size_t)(p - word));
		if (p == end)
			break;
		if (*p == '&') {
			p += write_entity(out, p, end);
			continue;
		}
		if (*p == '\n')
			html_output_br(out);
		else if (*p != '\r')
			add_hard_blank(out);
		p++;
	}
}

/* Lines --------------------------------------------------------------------- */

static void
end_line(struct html_output *out)
{
	out->hard = 0;
	out->soft = out->tab = false;
	out->line_open = false;
}

void
html_output_break(struct html_output *out, size_t lines)
{
	if (out->cell_start)
		return;
	if (out->line_open)
		out->newlines++;
	out->newlines = MAX(out->newlines, lines);
	end_line(out);
}

void
html_output_br(struct html_output *out)
{
	out->newlines++;
	out->cell_start = false;
	end_line(out);
}

void
html_output_row(struct html_output *out)
{
	out->cell_start = false;
	html_output_break(out, 1);
	out->row_start = length(out);
}

void
html_output_cell(struct html_output *out)
{
	/* Blocks within the cell before have ended its line; the next cell
	 * stands beside it all the same. */
	if (length(out) > out->row_start) {
		end_line(out);
		out->newlines = 0;
		out->line_open = true;
		out->tab = true;
	}
	out->cell_start = true;
}

/* Marks --------------------------------------------------------------------- */

int
html_output_open_mark(struct html_output *out, enum html_mark_kind kind)
{
	struct html_open_mark open = {.mark = {.kind = kind}};

	g_array_append_val(out->marks, open);
	if (!out->waiting)
		out->first_waiting = out->marks->len - 1;
	out->waiting = true;
	return (int)out->marks->len - 1;
}

void
html_output_drop_mark(struct html_output *out, int index)
{
	mark_at(out, (size_t)index)->state = MARK_DROPPED;
}

void
html_output_turn_mark(
	struct html_output *out, int index, enum html_mark_kind kind)
{
	mark_at(out, (size_t)index)->mark.kind = kind;
}

void
html_output_close_mark(struct html_output *out, int index)
{
	struct html_open_mark *open = mark_at(out, (size_t)index);

	open->mark.end = length(out);
	open->state = open->state == MARK_BEGUN ? MARK_ENDED : MARK_DROPPED;
}

struct str
html_output_marked(const struct html_output *out, int index)
{
	const struct html_open_mark *open = mark_at(out, (size_t)index);

	if (open->state != MARK_BEGUN)
		return (struct str){out->at, 0};
	return (struct str){
		out->start + open->mark.start, length(out) - open->mark.start};
}

struct html_text
html_output_finish(struct html_output *out, struct arena *arena)
{
	struct html_text text = {.text = {out->start, length(out)}};

	text.marks = ARENA_ARRAY(arena, struct html_mark, out->marks->len);
	for (size_t i = 0; i < out->marks->len; i++)
		if (mark_at(out, i)->state == MARK_ENDED)
			text.marks[text.mark_count++] = mark_at(out, i)->mark;
	g_array_free(out->marks, TRUE);
	return text;
}
