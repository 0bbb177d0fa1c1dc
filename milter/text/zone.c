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

struct zone_builder {
	struct arena *arena;
	char *text;
	size_t n, room;
	struct zone_run *runs;
	size_t run_count, run_room;
	size_t stretch_end; /* of the one that is being added */
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

/* From here on, zone text comes from `original` on. */
static void
add_run(struct zone_builder *b, size_t original, int part)
{
	struct zone_run *last =
		b->run_count > 0 ? &b->runs[b->run_count - 1] : NULL;

	if (last != NULL && last->part == part &&
		b->n - last->at == original - last->original)
		return;
	b->runs = arena_grow(b->arena, b->runs, b->run_count, &b->run_room,
		sizeof(*b->runs));
	b->runs[b->run_count++] = (struct zone_run){.at = (uint32_t)b->n,
		.original = (uint32_t)original,
		.part = part};
}

static void
add_bytes(struct zone_builder *b, const char *bytes, size_t n)
{
	if (b->room - b->n < n + 1) {
		char *more;

		b->room = b->room * 2 + n + 64;
		more = arena_alloc(b->arena, b->room);
		if (b->n > 0)
			memcpy(more, b->text, b->n);
		b->text = more;
	}
	memcpy(b->text + b->n, bytes, n);
	b->n += n;
}

/* Adds folded[start, end) and tells where it comes from. */
static void
add_piece(struct zone_builder *b, struct str folded, struct fold_runs *runs,
	size_t start, size_t end, int part, size_t offset)
{
	while (start < end) {
		size_t next = end;
		const struct fold_run *run;

		while (runs->current + 1 < runs->count &&
			runs->items[runs->current + 1].folded <= start)
			runs->current++;
		run = &runs->items[runs->current];
		if (runs->current + 1 < runs->count)
			next = MIN(end, run[1].folded);
		if (b->run_count < MOST_RUNS ||
			b->runs[b->run_count - 1].part != part)
			add_run(b,
				MIN(b->stretch_end,
					offset + run->original +
						(start - run->folded)),
				part);
		add_bytes(b, folded.p + start, next - start);
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

/* Behind words from `at` on; most of a line, if not all of it. */
static size_t
plain_words(struct str s, size_t at, size_t end)
{
	const char *behind = bytes_skip_words(s.p + at, s.p + end, 0x7F, 0x7F);

	return (size_t)(behind - s.p);
}

/* Adds a line, each white space in it as one space, without control bytes. */
static void
add_line(struct zone_builder *b, struct str folded, struct fold_runs *runs,
	size_t start, size_t end, int part, size_t offset)
{
	size_t i = plain_words(folded, start, end);

	while (i < end) {
		bool blank = is_blank_byte(folded.p[i]);

		/* A single space goes along with the words around it. */
		if ((!blank && !is_control(folded.p[i])) ||
			(folded.p[i] == ' ' && i + 1 < end &&
				!is_blank_byte(folded.p[i + 1]))) {
			i++;
			continue;
		}
		add_piece(b, folded, runs, start, i, part, offset);
		if (blank)
			add_bytes(b, " ", 1);
		while (i < end &&
			(blank ? is_blank_byte(folded.p[i])
			       : is_control(folded.p[i]) &&
						!is_blank_byte(folded.p[i])))
			i++;
		start = i;
		i = plain_words(folded, start, end);
	}
	add_piece(b, folded, runs, start, end, part, offset);
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

void
zone_builder_add(struct zone_builder *builder, struct str original,
	size_t start, size_t end, int part, bool joins_lines)
{
	struct zone_builder *b = builder;
	struct fold_runs runs = {.arena = b->arena};
	struct paragraph_reader reader;
	const struct paragraph_line *line;
	struct str folded;
	size_t paragraph = b->n;
	bool ascii;

	keep_limit(b, original, start, &end);
	b->stretch_end = end;
	folded = fold_text(b->arena,
		(struct str){original.p + start, end - start}, note_fold_run,
		&runs);
	/* What is ASCII comes back as it is; most of the rest becomes it. */
	ascii = folded.p == original.p + start || str_is_ascii(folded);
	b->not_ascii |= !ascii;
	paragraph_reader_init(&reader, folded, ascii);
	while ((line = paragraph_next_line(&reader)) != NULL) {
		if (line->continues && joins_lines) {
			add_bytes(b, " ", 1);
		} else {
			if (b->n > paragraph)
				add_sentences(b, paragraph);
			/* A line of control bytes leaves nothing behind. */
			if (b->n > 0 && b->text[b->n - 1] != '\n')
				add_bytes(b, "\n", 1);
			paragraph = b->n;
		}
		add_line(b, folded, &runs, line->start, line->end, part, start);
	}
	if (b->n > paragraph) {
		add_sentences(b, paragraph);
		/* What parts this from the next stretch is behind it. */
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

	if (b->text == NULL)
		add_bytes(b, "", 0);
	b->text[b->n] = '\0';
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
