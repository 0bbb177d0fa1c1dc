#include "part_reading.h"

#include <stdint.h>

#include <glib.h>

/* A stretch of hidden text and how much was hidden up to its end. */
struct gap {
	size_t start, end;
	size_t before; /* hidden bytes ahead of it */
};

struct gaps {
	struct gap *items;
	size_t count;
	size_t total;
};

/* The hidden marks, joined where they touch or overlap. */
static struct gaps
find_gaps(struct arena *arena, const struct html_text *html)
{
	struct gaps gaps = {NULL, 0, 0};
	size_t hidden = 0;

	for (size_t i = 0; i < html->mark_count; i++)
		hidden += html->marks[i].kind == HTML_HIDDEN;
	if (hidden == 0)
		return gaps;
	gaps.items = ARENA_ARRAY(arena, struct gap, hidden);
	for (size_t i = 0; i < html->mark_count; i++) {
		const struct html_mark *mark = &html->marks[i];
		struct gap *last =
			gaps.count > 0 ? &gaps.items[gaps.count - 1] : NULL;

		if (mark->kind != HTML_HIDDEN || mark->start >= mark->end)
			continue;
		if (last != NULL && mark->start <= last->end)
			last->end = MAX(last->end, mark->end);
		else
			gaps.items[gaps.count++] =
				(struct gap){mark->start, mark->end, 0};
	}
	for (size_t i = 0; i < gaps.count; i++) {
		gaps.items[i].before = gaps.total;
		gaps.total += gaps.items[i].end - gaps.items[i].start;
	}
	return gaps;
}

/* Where an offset of the whole text is in what is seen. */
static size_t
seen_offset(const struct gaps *gaps, size_t at)
{
	size_t low = 0, high = gaps->count;
	const struct gap *gap;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (gaps->items[middle].start <= at)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == 0)
		return at;
	gap = &gaps->items[low - 1];
	return at < gap->end ? gap->start - gap->before
			     : at - gap->before - (gap->end - gap->start);
}

static void
part_text(const struct gaps *gaps, struct str text, char *seen, char *hidden)
{
	size_t at = 0;

	for (size_t i = 0; i < gaps->count; i++) {
		const struct gap *gap = &gaps->items[i];

		memcpy(seen, text.p + at, gap->start - at);
		seen += gap->start - at;
		memcpy(hidden, text.p + gap->start, gap->end - gap->start);
		hidden += gap->end - gap->start;
		*hidden++ = '\n';
		at = gap->end;
	}
	memcpy(seen, text.p + at, text.n - at);
}

struct html_text
visible_split(
	struct arena *arena, const struct html_text *html, struct str *hidden)
{
	struct gaps gaps = find_gaps(arena, html);
	struct html_text seen = {.text.n = html->text.n - gaps.total};
	char *seen_bytes, *hidden_bytes;

	*hidden = (struct str){NULL, 0};
	if (gaps.count == 0)
		return *html;
	seen_bytes = arena_room(arena, seen.text.n + 1);
	*hidden = (struct str){NULL, gaps.total + gaps.count};
	hidden_bytes = arena_room(arena, hidden->n + 1);
	part_text(&gaps, html->text, seen_bytes, hidden_bytes);
	seen.text.p = seen_bytes;
	hidden->p = hidden_bytes;
	seen.marks = ARENA_ARRAY(arena, struct html_mark, html->mark_count);
	for (size_t i = 0; i < html->mark_count; i++) {
		struct html_mark mark = html->marks[i];

		if (mark.kind == HTML_HIDDEN)
			continue;
		mark.start = seen_offset(&gaps, mark.start);
		mark.end = seen_offset(&gaps, mark.end);
		if (mark.start < mark.end)
			seen.marks[seen.mark_count++] = mark;
	}
	return seen;
}
