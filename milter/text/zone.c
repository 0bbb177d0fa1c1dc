#include "text/zone.h"

#include <glib.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "base/bytes.h"
#include "text/fold.h"
#include "text/paragraph.h"
#include "text/sentence.h"

const char *const zone_names[ZONE_COUNT + 1] = {"subject", "text", "quoted",
	"forwarded", "signature", "attachment", "hidden", NULL};

/*
 * Changes of distance that are remembered. A letter has some hundred; beyond
 * this, offsets lead near the writer's words, not to the very letter, and a
 * text of nothing but odd signs does not take thirty times its memory.
 */
enum { MOST_RUNS = 200 * 1000 };

/* A change of distance inside the stretch that is being added. */
struct fold_run {
	uint32_t folded, original;
};

struct fold_runs {
	struct arena *arena;
	struct fold_run *items;
	size_t count, room, current;
};

/* The one that is being added, folded. */
struct stretch {
	struct str folded;
	struct fold_runs runs;
	size_t start, end; /* in the writer's text */
	int part;
	size_t plain_end; /* up to here it was seen to be plain words */
};

struct zone_builder {
	struct arena *arena;
	char *text;
	size_t n, room;
	struct zone_run *runs;
	size_t run_count, run_room;
	struct sentence *sentences;
	size_t sentence_count, sentence_room;
	uint32_t paragraphs;
	bool cut;
	bool not_ascii;
};

struct zone_builder *
zone_builder_new(struct arena *arena)
{
	struct zone_builder *builder = ARENA_NEW(arena, struct zone_builder);

	builder->arena = arena;
	return builder;
}

static void
note_fold_run(void *context, size_t folded, size_t original)
{
	struct fold_runs *runs = context;

	if (runs->count >= MOST_RUNS)
		return;
	runs->items = arena_grow(runs->arena, runs->items, runs->count,
		&runs->room, sizeof(*runs->items));
	runs->items[runs->count++] =
		(struct fold_run){(uint32_t)folded, (uint32_t)original};
}

/* Does zone text go on with what is at `original` as it has so far? */
static inline bool
run_goes_on(const struct zone_builder *b, size_t original, int part)
{
	const struct zone_run *last;

	if (b->run_count == 0)
		return false;
	last = &b->runs[b->run_count - 1];
	return last->part == part &&
	       b->n - last->at == original - last->original;
}

/* From here on, zone text comes from `original` on. */
static void
add_run(struct zone_builder *b, size_t original, int part)
{
	b->runs = arena_grow(b->arena, b->runs, b->run_count, &b->run_room,
		sizeof(*b->runs));
	b->runs[b->run_count++] = (struct zone_run){.at = (uint32_t)b->n,
		.original = (uint32_t)original,
		.part = part};
}

/* Makes room for n bytes and for what is behind the text. */
static void
make_room(struct zone_builder *b, size_t n)
{
	char *more;

	n += ZONE_NULS;
	if (b->room - b->n >= n)
		return;
	b->room = MAX(b->room * 2, b->n + n);
	more = arena_room(b->arena, b->room);
	if (b->n > 0)
		memcpy(more, b->text, b->n);
	b->text = more;
}

/* Adds folded[start, end) and tells where it comes from. */
static void
add_piece(struct zone_builder *b, struct stretch *s, size_t start, size_t end)
{
	struct fold_runs *runs = &s->runs;

	while (start < end) {
		size_t next = end, original;
		const struct fold_run *run;

		while (runs->current + 1 < runs->count &&
			runs->items[runs->current + 1].folded <= start)
			runs->current++;
		run = &runs->items[runs->current];
		if (runs->current + 1 < runs->count)
			next = MIN(end, run[1].folded);
		original = MIN(s->end,
			s->start + run->original + (start - run->folded));
		if (!run_goes_on(b, original, s->part) &&
			(b->run_count < MOST_RUNS ||
				b->runs[b->run_count - 1].part != s->part))
			add_run(b, original, s->part);
		memcpy(b->text + b->n, s->folded.p + start, next - start);
		b->n += next - start;
		start = next;
	}
}

static bool
is_blank_byte(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' ||
	       c == '\n';
}

/* Control bytes, which no client shows. */
static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7F;
}

/* Behind plain words from `at` on; most of a line, if not all of it. */
static size_t
plain_words(struct stretch *s, size_t at, size_t end)
{
	const char *text = s->folded.p;

	/* Each byte is looked at once, whatever the lines are. */
	if (s->plain_end <= at) {
		const char *behind = bytes_skip_words(
			text + at, text + s->folded.n, '\n', 0x7F, 0x7F);

		s->plain_end = (size_t)(behind - text);
	}
	return MIN(s->plain_end, end);
}

/* Adds a line, each white space in it as one space, without control bytes. */
static void
add_line(struct zone_builder *b, struct stretch *s, size_t start, size_t end)
{
	const char *text = s->folded.p;
	size_t i = plain_words(s, start, end);

	while (i < end) {
		bool blank = is_blank_byte(text[i]);

		/* A single space goes along with the words around it. */
		if ((!blank && !is_control(text[i])) ||
			(text[i] == ' ' && i + 1 < end &&
				!is_blank_byte(text[i + 1]))) {
			i++;
			continue;
		}
		add_piece(b, s, start, i);
		if (blank)
			b->text[b->n++] = ' ';
		while (i < end &&
			(blank ? is_blank_byte(text[i])
			       : is_control(text[i]) &&
						!is_blank_byte(text[i])))
			i++;
		start = i;
		i = plain_words(s, start, end);
	}
	add_piece(b, s, start, end);
}

/* Cuts the paragraph text[start, n) into sentences. */
static void
add_sentences(struct zone_builder *b, size_t start)
{
	struct str paragraph = {b->text + start, b->n - start};
	size_t from = 0;

	while (from < paragraph.n) {
		size_t end = sentence_end(paragraph, from);

		if (b->sentence_count >= LIMIT_SENTENCES) {
			b->sentences[b->sentence_count - 1].end =
				(uint32_t)b->n;
			break;
		}
		b->sentences =
			arena_grow(b->arena, b->sentences, b->sentence_count,
				&b->sentence_room, sizeof(*b->sentences));
		b->sentences[b->sentence_count++] =
			(struct sentence){(uint32_t)(start + from),
				(uint32_t)(start + end), b->paragraphs};
		from = end;
		while (from < paragraph.n && paragraph.p[from] == ' ')
			from++;
	}
	b->paragraphs++;
}

/* Shortens [start, *end) to what the limit leaves room for. */
static void
keep_limit(
	struct zone_builder *b, struct str original, size_t start, size_t *end)
{
	size_t left = b->n < LIMIT_TEXT_BYTES ? LIMIT_TEXT_BYTES - b->n : 0;

	if (*end - start <= left)
		return;
	b->cut = true;
	*end = start + left;
	while (*end > start && ((unsigned char)original.p[*end] & 0xC0) == 0x80)
		(*end)--;
}

/* Begins a paragraph; the one from `start` on is complete. */
static void
end_paragraph(struct zone_builder *b, size_t start)
{
	if (b->n > start)
		add_sentences(b, start);
	/* A line of control bytes leaves nothing behind. */
	if (b->n > 0 && b->text[b->n - 1] != '\n')
		b->text[b->n++] = '\n';
}

void
zone_builder_add(struct zone_builder *builder, struct str original,
	size_t start, size_t end, int part, bool joins_lines)
{
	struct zone_builder *b = builder;
	struct stretch s = {
		.start = start, .part = part, .runs = {.arena = b->arena}};
	struct paragraph_reader reader;
	const struct paragraph_line *line;
	size_t paragraph = b->n;
	bool ascii;

	keep_limit(b, original, start, &end);
	s.end = end;
	s.folded = fold_text(b->arena,
		(struct str){original.p + start, end - start}, note_fold_run,
		&s.runs);
	/* What is ASCII comes back as it is; most of the rest becomes it. */
	ascii = s.folded.p == original.p + start || str_is_ascii(s.folded);
	b->not_ascii |= !ascii;
	/* What parts lines takes the place of their ends, but for the first. */
	make_room(b, s.folded.n + 1);
	paragraph_reader_init(&reader, s.folded, ascii);
	while ((line = paragraph_next_line(&reader)) != NULL) {
		if (line->continues && joins_lines) {
			b->text[b->n++] = ' ';
		} else {
			end_paragraph(b, paragraph);
			paragraph = b->n;
		}
		add_line(b, &s, line->start, line->end);
	}
	if (b->n > paragraph) {
		add_sentences(b, paragraph);
		/* What parts this from the next stretch is behind it. */
		if (!run_goes_on(b, end, part))
			add_run(b, end, part);
	}
}

struct zone_text
zone_builder_finish(struct zone_builder *builder)
{
	struct zone_builder *b = builder;
	struct zone_text zone = {.sentences = b->sentences,
		.sentence_count = b->sentence_count,
		.runs = b->runs,
		.run_count = b->run_count,
		.cut = b->cut};

	make_room(b, 0);
	memset(b->text + b->n, 0, ZONE_NULS);
	zone.text = (struct str){b->text, b->n};
	zone.ascii = !b->not_ascii || str_is_ascii(zone.text);
	return zone;
}

const struct zone_run *
zone_origin(const struct zone_text *zone, size_t offset, size_t *original)
{
	size_t low = 0, high = zone->run_count;
	const struct zone_run *run;

	if (high == 0)
		return NULL;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->runs[middle].at <= offset)
			low = middle;
		else
			high = middle;
	}
	run = &zone->runs[low];
	*original = run->original + (offset - MIN(offset, run->at));
	/* A space between two lines stands for what was between them. */
	if (low + 1 < zone->run_count && run[1].part == run->part &&
		run[1].original >= run->original)
		*original = MIN(*original, run[1].original);
	return run;
}

size_t
zone_sentence_at(const struct zone_text *zone, size_t offset)
{
	size_t low = 0, high = zone->sentence_count;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (zone->sentences[middle].start <= offset)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* A letter or digit; within a character, no. */
static bool
is_word_char(const char *at)
{
	unsigned char byte = (unsigned char)*at;

	if (byte < 0x80)
		return g_ascii_isalnum(*at);
	return byte >= 0xC0 && g_unichar_isalnum(g_utf8_get_char(at));
}

unsigned
zone_words(const struct zone_text *zone, unsigned most)
{
	unsigned words = 0;
	bool counted = false; /* the one in hand */

	for (size_t i = 0; i < zone->text.n && words < most; i++) {
		char c = zone->text.p[i];

		if (c == ' ' || c == '\n') {
			counted = false;
		} else if (!counted && is_word_char(&zone->text.p[i])) {
			counted = true;
			words++;
		}
	}
	return words;
}
