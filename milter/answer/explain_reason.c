/*
 * What a reason rests on: the writer's own words, or what the message is like.
 */
#include <glib.h>
#include <math.h>

#include "answer/report.h"
#include "explain_internal.h"

enum { WORDS_MOST = 160 };

/* The text that a run of a zone points into. */
static struct str
original_text(const struct message *message, const struct zone_text *zone,
	enum zone kind, const struct zone_run *run)
{
	if (run->part >= 0 && (size_t)run->part < message->text_count)
		return message->texts[run->part].text;
	if (kind == ZONE_SUBJECT)
		return message->subject;
	return zone->text;
}

static size_t
next_character(struct str text, size_t at)
{
	at++;
	while (at < text.n && ((unsigned char)text.p[at] & 0xc0) == 0x80)
		at++;
	return MIN(at, text.n);
}

/* The writer's own characters behind folded offsets; false: not to be had. */
static bool
find_words(const struct message *message, const struct reason *reason,
	struct str *words, size_t *offset)
{
	const struct zone_text *zone = &message->zones[reason->zone];
	const struct zone_run *first, *last;
	struct str text;
	size_t start = 0, end = 0;

	if (reason->start >= reason->end || reason->end > zone->text.n)
		return false;
	first = zone_origin(zone, reason->start, &start);
	last = zone_origin(zone, reason->end - 1, &end);
	if (first == NULL || last == NULL)
		return false;
	*offset = start;
	*words = (struct str){
		zone->text.p + reason->start, reason->end - reason->start};
	text = original_text(message, zone, reason->zone, first);
	/* A match over two parts, or attachment names: the folded words. */
	if (last->part != first->part || text.p == zone->text.p ||
		start > end || end >= text.n)
		return true;
	*words =
		(struct str){text.p + start, next_character(text, end) - start};
	return true;
}

static void
print_quoted(FILE *out, struct str words)
{
	bool cut = words.n > WORDS_MOST;

	if (cut) {
		words.n = WORDS_MOST;
		while (words.n > 0 &&
			((unsigned char)words.p[words.n] & 0xc0) == 0x80)
			words.n--;
	}
	fputs("\"", out);
	report_plain(out, words);
	fputs(cut ? "...\"" : "\"", out);
}

static void
print_likeness(FILE *out, const struct likeness_told *like)
{
	fprintf(out, "the message resembles %.*s by %.0f per cent",
		STR_ARG(like->likeness->name), floor(like->percent));
	for (size_t i = 0; i < like->word_count; i++) {
		fputs(i == 0 ? ", above all for " : ", ", out);
		print_quoted(out, like->words[i]);
	}
	fputc('\n', out);
}

void
explain_reason(
	FILE *out, const struct message *message, const struct reason *reason)
{
	struct str words;
	size_t offset;

	fprintf(out, "      %+d  ", reason->points);
	if (reason->like != NULL) {
		print_likeness(out, reason->like);
		return;
	}
	if (!reason->has_words || message == NULL ||
		!find_words(message, reason, &words, &offset)) {
		fputs(reason->score != NULL && reason->score->term != NULL
				? "for "
				: "whenever the rule speaks",
			out);
		if (reason->score != NULL && reason->score->term != NULL)
			explain_term(out, reason->score->term);
		fputc('\n', out);
		return;
	}
	fprintf(out, "%s, at %zu: ", zone_names[reason->zone], offset);
	print_quoted(out, words);
	if (reason->score != NULL && reason->score->term != NULL) {
		fputs("  for ", out);
		explain_term(out, reason->score->term);
	}
	fputc('\n', out);
}

bool
explain_without(
	FILE *out, const struct message *message, const struct reason *reason)
{
	struct str words;
	size_t offset;

	if (!reason->has_words || message == NULL ||
		!find_words(message, reason, &words, &offset))
		return false;
	fputs("      without ", out);
	print_quoted(out, words);
	fputc('\n', out);
	return true;
}
