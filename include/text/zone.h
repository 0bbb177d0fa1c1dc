/*
 * zone: the text of a message as rules see it.
 *
 * A zone gathers all stretches of one kind from all readable parts, folded to
 * a plain form (fold.h), cut into sentences and paragraphs. Paragraphs are
 * parted by LF, sentences within them by a space; a phrase that the writer
 * wrapped over two lines therefore stands on one.
 *
 * zone_origin() leads from an offset in a zone back to the part and to the
 * writer's own characters, for `--explain`. It never leads outside the part;
 * it may lead into a character (to its first byte where one sign became
 * several letters, at the latest to the next one). After many thousand odd
 * signs it is only near.
 *
 * Which lines make a paragraph is paragraph.h's, where a sentence ends is
 * sentence.h's. Quotation marks at the start of lines, control bytes and
 * superfluous white space are left out.
 *
 * Threads: read-only once made. Lives in the message's arena.
 */
#ifndef COMITY_TEXT_ZONE_H
#define COMITY_TEXT_ZONE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum zone {
	ZONE_SUBJECT,
	ZONE_TEXT, /* what the sender wrote in this message */
	ZONE_QUOTED,
	ZONE_FORWARDED,
	ZONE_SIGNATURE, /* and standard disclaimers */
	ZONE_ATTACHMENT, /* file names, one a sentence */
	ZONE_HIDDEN, /* in the HTML, but no reader sees it */
	ZONE_COUNT
};

extern const char *const zone_names[ZONE_COUNT + 1]; /* ends with NULL */

struct sentence {
	uint32_t start, end; /* bytes of the zone's text; end exclusive */
	uint32_t paragraph;  /* counts from 0 */
};

/* From `at` on, folded offset x is original offset x - at + original. */
struct zone_run {
	uint32_t at;
	uint32_t original;
	int part; /* index into message.texts; -1: subject or attachment name */
};

/* So many stand behind a text: the machine code that patterns are made into
 * looks at whole blocks, and passes over what is no longer text. */
enum { ZONE_NULS = 16 };

struct zone_text {
	struct str text; /* valid UTF-8, folded, case kept; ZONE_NULS behind */
	bool ascii;      /* all of it */
	struct sentence *sentences; /* the text but for what parts them */
	size_t sentence_count;
	struct zone_run *runs; /* by `at` */
	size_t run_count;
	bool cut; /* limit reached: later text is not in here */
};

static inline struct str
zone_sentence(const struct zone_text *zone, size_t index)
{
	const struct sentence *one = &zone->sentences[index];

	return (struct str){zone->text.p + one->start, one->end - one->start};
}

/* Builds a zone from stretches added in reading order. */
struct zone_builder;

struct zone_builder *zone_builder_new(struct arena *arena);
/*
 * Folds and adds original[start, end). `joins_lines` false: each line is a
 * paragraph of its own (subject, attachment names).
 */
void zone_builder_add(struct zone_builder *builder, struct str original,
	size_t start, size_t end, int part, bool joins_lines);
struct zone_text zone_builder_finish(struct zone_builder *builder);

/* The run that covers `offset`, NULL when the zone is empty. */
const struct zone_run *zone_origin(
	const struct zone_text *zone, size_t offset, size_t *original);
/*
 * The words of a zone, counted up to `most`: what stands between white space
 * and has a letter or digit in it. Linear.
 */
unsigned zone_words(const struct zone_text *zone, unsigned most);
/* The index of the sentence that holds `offset`. */
size_t zone_sentence_at(const struct zone_text *zone, size_t offset);

#endif
