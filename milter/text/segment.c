#include "text/segment.h"

#include <stdint.h>

#include <glib.h>

#include "base/limits.h"
#include "quote_heads.h"
#include "segment_out.h"

enum {
	/* Text that changes hands more often was not written by people; what
	 * follows counts as the writer's own. */
	MOST_SEGMENTS = 20 * 1000,
	MARK_KINDS = HTML_FORWARDED + 1,
	/* Only quoted lines of some length get wrapped once more. */
	WRAPPED_LEAST = 55,
};

struct scanner {
	struct segment_out out;
	struct str text;
	const struct html_mark *marks;
	size_t mark_count, next_mark;
	size_t until[MARK_KINDS]; /* the end of the marks open at the line */
	bool opens[MARK_KINDS];	  /* a mark of the kind starts at the line */
	size_t forward_until;	  /* a quoted block that is a forward */
	const struct segment_hints *hints;
	struct foot_author author;
	enum zone quoted_zone; /* of lines with quotation marks */
	enum zone zone;	       /* of the line before */
	size_t text_start;     /* of the text or signature not yet put */
	size_t last_width;     /* of the line before; 0: it was empty */
};

static void
put(struct segment_out *out, enum zone zone, size_t start, size_t end,
	bool heads_forward)
{
	struct segment *last =
		out->count > 0 ? &out->items[out->count - 1] : NULL;

	if (start >= end)
		return;
	if (last != NULL && !heads_forward &&
		(last->zone == zone || out->count >= MOST_SEGMENTS)) {
		if (last->zone != zone)
			last->zone = ZONE_TEXT;
		last->end = end;
		return;
	}
	if (out->count == out->room) {
		size_t room = out->room * 2 + 8;
		struct segment *more =
			ARENA_ARRAY(out->arena, struct segment, room);

		if (out->count > 0)
			memcpy(more, out->items, out->count * sizeof(*more));
		out->items = more;
		out->room = room;
	}
	out->items[out->count++] =
		(struct segment){zone, start, end, heads_forward};
}

void
segment_put(struct segment_out *out, enum zone zone, size_t start, size_t end)
{
	put(out, zone, start, end, false);
}

void
segment_put_forward(struct segment_out *out, size_t start, size_t end)
{
	put(out, ZONE_FORWARDED, start, end, true);
}

/* Opens the marks that start up to `at`. */
static void
open_marks(struct scanner *s, size_t at)
{
	memset(s->opens, 0, sizeof(s->opens));
	while (s->next_mark < s->mark_count &&
		s->marks[s->next_mark].start <= at) {
		const struct html_mark *mark = &s->marks[s->next_mark++];

		if (mark->end <= at)
			continue;
		if (at >= s->until[mark->kind])
			s->opens[mark->kind] = true;
		s->until[mark->kind] = MAX(s->until[mark->kind], mark->end);
	}
}

static bool
is_open(const struct scanner *s, enum html_mark_kind kind, size_t at)
{
	return at < s->until[kind];
}

/* Is the next line with words in quotation marks, or in a quoted block? */
static bool
quoted_follows(const struct scanner *s, size_t at)
{
	size_t next;
	struct str line;

	at = skip_empty_lines(s->text, at);
	if (at == s->text.n)
		return false;
	line = text_line(s->text, at, &next);
	if (line_is_quoted(line))
		return true;
	at = (size_t)(str_trim(line).p - s->text.p);
	if (is_open(s, HTML_QUOTED, at))
		return true;
	for (size_t i = s->next_mark; i < s->mark_count; i++) {
		if (s->marks[i].start > at)
			break;
		if (s->marks[i].kind == HTML_QUOTED && s->marks[i].end > at)
			return true;
	}
	return false;
}

/* Puts what is pending and is the writer's own. */
static void
flush_text(struct scanner *s, size_t end)
{
	if (s->text_start < end)
		segment_foot(&s->out, s->text, s->text_start, end,
			s->zone == ZONE_SIGNATURE, s->hints, &s->author);
	s->text_start = end;
}

/* From `at` on, zone changes hands. */
static void
change_zone(struct scanner *s, enum zone zone, size_t at)
{
	if (s->zone == ZONE_TEXT || s->zone == ZONE_SIGNATURE)
		if (zone != s->zone)
			flush_text(s, at);
	s->zone = zone;
}

/* text[start, end) is of `zone`, whole lines. */
static void
add_lines(struct scanner *s, enum zone zone, size_t start, size_t end)
{
	change_zone(s, zone, start);
	if (zone == ZONE_TEXT || zone == ZONE_SIGNATURE)
		return;
	segment_put(&s->out, zone, start, end);
	s->text_start = end;
}

/* Does the line start as the marker above a forwarded letter does? */
static bool
may_be_marker(const struct line *line)
{
	struct str words = line_words(line->words);

	return words.n > 0 && strchr("-_=bB", words.p[0]) != NULL;
}

/*
 * All from `at` on is old mail. Forwarded mail may hold further forwards,
 * each with its own header.
 */
static void
add_tail(struct scanner *s, enum zone zone, size_t at)
{
	size_t start = at, end, forwards = 1;

	change_zone(s, zone, at);
	s->text_start = s->text.n;
	if (zone != ZONE_FORWARDED) {
		segment_put(&s->out, zone, at, s->text.n);
		return;
	}
	text_line(s->text, at, &at);
	while (at < s->text.n && forwards < LIMIT_FORWARDS) {
		struct line line = line_read(s->text, at);

		at = line.next;
		if (!may_be_marker(&line) ||
			quote_head_at(s->text, &line, &end) != HEAD_FORWARD)
			continue;
		segment_put_forward(&s->out, start, line.at);
		start = line.at;
		at = end;
		forwards++;
	}
	segment_put_forward(&s->out, start, s->text.n);
}

/* Whose the mail below a head is. */
static enum zone
zone_below(const struct scanner *s, enum quote_head head)
{
	const struct segment_hints *hints = s->hints;

	if (head == HEAD_FORWARD)
		return ZONE_FORWARDED;
	if (head == HEAD_WROTE)
		return ZONE_QUOTED;
	if (hints->is_forward)
		return ZONE_FORWARDED;
	return hints->is_reply ? ZONE_QUOTED : ZONE_FORWARDED;
}

/* A head above older mail: the offset behind what it settles. */
static size_t
add_head(struct scanner *s, enum quote_head head, size_t at, size_t end)
{
	enum zone zone = zone_below(s, head);

	/* Marked quotations tell themselves where they end. */
	if (head != HEAD_FORWARD && quoted_follows(s, end)) {
		change_zone(s, zone, at);
		put(&s->out, zone, at, end, zone == ZONE_FORWARDED);
		s->text_start = end;
		s->quoted_zone = zone;
		return end;
	}
	add_tail(s, zone, at);
	return s->text.n;
}

/* A line in a block that the markup calls quoted or forwarded. */
static enum zone
marked_zone(struct scanner *s, const struct line *line, size_t at, bool *heads)
{
	size_t end;

	*heads = false;
	if (is_open(s, HTML_FORWARDED, at)) {
		*heads = s->opens[HTML_FORWARDED];
		return ZONE_FORWARDED;
	}
	if (s->opens[HTML_QUOTED] &&
		quote_head_at(s->text, line, &end) == HEAD_FORWARD) {
		s->forward_until = s->until[HTML_QUOTED];
		*heads = true;
	}
	if (at < s->forward_until)
		return ZONE_FORWARDED;
	return s->quoted_zone;
}

/*
 * A quoted line that some program wrapped once more: its end stands without
 * a quotation mark between two that have one.
 */
static bool
is_wrapped_quote(const struct scanner *s, const struct line *line)
{
	struct str words = line->words;
	size_t behind;

	return s->last_width >= WRAPPED_LEAST && words.n < s->last_width / 2 &&
	       (s->zone == ZONE_QUOTED || s->zone == ZONE_FORWARDED) &&
	       line->next < s->text.n && !g_ascii_isupper(words.p[0]) &&
	       line_is_quoted(text_line(s->text, line->next, &behind));
}

/* Deals with the line at `start`; the offset behind what was dealt with. */
static size_t
add_line(struct scanner *s, size_t start)
{
	struct line line = line_read(s->text, start);
	enum quote_head head;
	size_t end, at;
	bool heads;

	if (line.words.n == 0) {
		add_lines(s, s->zone, start, line.next);
		s->last_width = 0;
		return line.next;
	}
	at = (size_t)(line.words.p - s->text.p);
	open_marks(s, at);
	if (is_open(s, HTML_REPLY_HEAD, at)) {
		add_tail(s, zone_below(s, HEAD_BLOCK), start);
		return s->text.n;
	}
	if (is_open(s, HTML_FORWARDED, at) || is_open(s, HTML_QUOTED, at)) {
		enum zone zone = marked_zone(s, &line, at, &heads);

		change_zone(s, zone, start);
		put(&s->out, zone, start, line.next, heads);
		s->text_start = line.next;
		return line.next;
	}
	if (line_is_groupwise_head(&line))
		return add_head(s, HEAD_WROTE, start, line.next);
	if (line_is_quoted(line.whole) || is_wrapped_quote(s, &line)) {
		add_lines(s, s->quoted_zone, start, line.next);
		s->last_width = line.whole.n;
		return line.next;
	}
	s->last_width = 0;
	head = quote_head_at(s->text, &line, &end);
	if (head != HEAD_NONE)
		return add_head(s, head, start, end);
	add_lines(s,
		is_open(s, HTML_SIGNATURE, at) ? ZONE_SIGNATURE : ZONE_TEXT,
		start, line.next);
	return line.next;
}

/* The first mark of hidden text from `mark` on. */
static size_t
next_hidden(const struct scanner *s, size_t mark)
{
	while (mark < s->mark_count && s->marks[mark].kind != HTML_HIDDEN)
		mark++;
	return mark;
}

/* The same stretches with what nobody sees cut out of them. */
static struct segment_out
cut_hidden(const struct scanner *s)
{
	struct segment_out out = {.arena = s->out.arena};
	size_t mark = next_hidden(s, 0), at = 0, until = 0;

	for (size_t i = 0; i < s->out.count; i++) {
		const struct segment *segment = &s->out.items[i];
		bool heads = segment->heads_forward;

		while (at < segment->end) {
			size_t end = segment->end;

			while (mark < s->mark_count &&
				s->marks[mark].start <= at) {
				until = MAX(until, s->marks[mark].end);
				mark = next_hidden(s, mark + 1);
			}
			if (at < until) {
				end = MIN(end, until);
				put(&out, ZONE_HIDDEN, at, end, false);
			} else {
				if (mark < s->mark_count)
					end = MIN(end, s->marks[mark].start);
				put(&out, segment->zone, at, end, heads);
				heads = false;
			}
			at = end;
		}
	}
	return out;
}

struct segment_list
segment_text(struct arena *arena, struct str text,
	const struct html_mark *marks, size_t mark_count,
	const struct segment_hints *hints)
{
	struct scanner s = {.out = {.arena = arena},
		.text = text,
		.marks = marks,
		.mark_count = mark_count,
		.hints = hints,
		.quoted_zone = ZONE_QUOTED,
		.zone = ZONE_TEXT};
	size_t at = 0;

	foot_author_read(hints->author_name, &s.author);
	while (at < text.n)
		at = add_line(&s, at);
	if (s.zone == ZONE_TEXT || s.zone == ZONE_SIGNATURE)
		flush_text(&s, text.n);
	if (next_hidden(&s, 0) < mark_count)
		s.out = cut_hidden(&s);
	return (struct segment_list){s.out.items, s.out.count};
}
