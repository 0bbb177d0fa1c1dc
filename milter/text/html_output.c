#include "html_internal.h"
#include "base/bytes.h"

void
html_output_init(struct html_output *out, struct arena *arena, size_t room)
{
	*out = (struct html_output){0};
	/* No construct makes more text than it is long, but for a list item
	 * that is the very first and line ends around it. */
	out->start = out->at = arena_room(arena, room + 64);
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

/* Whether more than a collapsed blank is due. */
static bool
is_much_due(const struct html_output *out)
{
	return !out->line_open || out->newlines > 0 || out->hard > 0 ||
	       out->tab || out->bullet || out->waiting || out->cell_start;
}

/* What is due before a character. */
static inline void
prepare(struct html_output *out)
{
	if (is_much_due(out)) {
		write_due(out);
	} else if (out->soft) {
		*out->at++ = ' ';
		out->soft = false;
	}
}

static void
write_bytes(struct html_output *out, const char *p, size_t n)
{
	prepare(out);
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

static bool
is_nbsp(const char *p, const char *end)
{
	return end - p >= 2 && (unsigned char)p[0] == 0xC2 &&
	       (unsigned char)p[1] == 0xA0;
}

/* Bytes that are copied as they are; 0xC2 may begin U+00A0. */
static inline bool
is_plain(unsigned char c)
{
	return c > ' ' && c != '&' && c != 0xC2;
}

/*
 * Writes the words at p with one blank between each two, and returns where
 * something else stands: this is all there is to most text.
 */
static const char *
write_words(struct html_output *out, const char *p, const char *end)
{
	const char *words = p;
	char *at;

	if (p == end || !(is_plain((unsigned char)*p) ||
				(*p == '\xC2' && !is_nbsp(p, end))))
		return p;
	prepare(out);
	at = out->at;
	p = bytes_skip_words(p, end, ' ', '&', 0xC2);
	memcpy(at, words, (size_t)(p - words));
	at += p - words;
	for (; p < end; p++) {
		if (!is_plain((unsigned char)*p) &&
			!(*p == ' ' && end - p > 1 &&
				is_plain((unsigned char)p[1])) &&
			!(*p == '\xC2' && !is_nbsp(p, end)))
			break;
		*at++ = *p;
	}
	out->at = at;
	return p;
}

/* An entity, or a '&' that begins none; returns where it ends. */
static const char *
write_entity(struct html_output *out, const char *p, const char *end)
{
	char text[8];
	size_t n;
	size_t taken = html_entity(p, end, text, &n);

	if (taken == 0) {
		write_bytes(out, p, 1);
		return p + 1;
	}
	if ((unsigned char)text[0] <= ' ')
		out->soft = true;
	else if (is_nbsp(text, text + n))
		add_hard_blank(out);
	else
		write_bytes(out, text, n);
	return p + taken;
}

/* What is no word: an entity or U+00A0; NULL for white space. */
static const char *
write_special(struct html_output *out, const char *p, const char *end)
{
	if (*p == '&')
		return write_entity(out, p, end);
	if ((unsigned char)*p <= ' ')
		return NULL;
	add_hard_blank(out);
	return p + 2;
}

void
html_output_text(struct html_output *out, struct str text)
{
	const char *p = text.p;
	const char *end = text.p + text.n;

	while ((p = write_words(out, p, end)) < end) {
		const char *next = write_special(out, p, end);

		if (next == NULL) {
			out->soft = true;
			next = p + 1;
		}
		p = next;
	}
}

void
html_output_preformatted(struct html_output *out, struct str text)
{
	const char *p = text.p;
	const char *end = text.p + text.n;

	while ((p = write_words(out, p, end)) < end) {
		const char *next = write_special(out, p, end);

		if (next == NULL) {
			if (*p == '\n')
				html_output_br(out);
			else if (*p != '\r')
				add_hard_blank(out);
			next = p + 1;
		}
		p = next;
	}
}

/* Lines ------------------------------------------------------------------- */

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

/* Marks ------------------------------------------------------------------- */

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
