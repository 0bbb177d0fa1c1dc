#include "segment_out.h"

#include <glib.h>

#include "base/words.h"
#include "boilerplate.h"
#include "foot_lines.h"
#include "quote_heads.h"
#include "word_list.h"

enum {
	/* Disclaimers stand at the end, banners at the start. */
	FOOT_BYTES = 4000,
	BANNER_BYTES = 1200,
	/* Lines longer than this are paragraphs that nobody wrapped. */
	WRAPPED_LINE = 100,
	/* Words of a sentence that is no part of a name block. */
	PROSE_WORDS = 5,
	PROSE_SMALL_WORDS = 2,
	/* Below "-- " people put mottos; longer paragraphs are none. */
	MOTTO_BYTES = 300,
	/* How far the looks ahead go, so that they cost the same each. */
	PARAGRAPH_LINES = 60,
	NAME_BLOCK_LINES = 12,
	LAST_BLOCK_BYTES = 600,
	FULL_LINE = 40,
	PROSE_LINES = 8,
	SIGNATURE_LINES = 14,
	/* Underscores above the foot of a mailing list. */
	LIST_RULE = 40,
};

struct foot {
	struct segment_out *out;
	struct str text; /* up to the end of the stretch */
	const struct segment_hints *hints;
	const struct foot_author *author;
	size_t start;
	size_t paragraph;  /* the end of the one looked at last */
	size_t text_lines; /* of the writer's words so far */
	size_t signature_lines;
	bool in_signature;
	bool separated; /* by "-- " or markup: whole below is signature */
	bool after_gap; /* an empty line or the end of a sentence before */
	enum zone zone; /* of the last line, for empty lines */
};

static void
put(struct foot *f, enum zone zone, size_t start, size_t end)
{
	segment_put(f->out, zone, start, end);
	f->zone = zone;
}

/* The words in it, or `most` of them. */
static size_t
count_words(struct str s, size_t most)
{
	size_t words = 0;
	bool inside = false;

	for (size_t i = 0; i < s.n && words < most; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\n' ||
			     s.p[i] == '\t' || s.p[i] == '\r';

		words += !blank && !inside;
		inside = !blank;
	}
	return words;
}

/* The end of the paragraph that begins with `first`. */
static size_t
paragraph_end(struct str text, const struct line *first)
{
	size_t end = first->next;

	if (first->whole.n > WRAPPED_LINE)
		return end;
	for (int lines = 1; lines < PARAGRAPH_LINES && end < text.n; lines++) {
		struct line line = line_read(text, end);

		if (line.words.n == 0 || line.whole.n > WRAPPED_LINE)
			break;
		end = line.next;
	}
	return end;
}

static struct str
part_of(struct str text, size_t start, size_t end)
{
	return (struct str){text.p + start, end - start};
}

/* A line that warns of mail from outside, put above the text by a gateway. */
static bool
is_banner(struct str paragraph, unsigned score)
{
	static const struct str starts[] = {WORDS("caution"), WORDS("external"),
		WORDS("warning"), WORDS("be careful")};

	if (score >= 3)
		return true;
	while (paragraph.n > 0 && strchr(" \t[*!#", paragraph.p[0]) != NULL) {
		paragraph.p++;
		paragraph.n--;
	}
	for (size_t i = 0; i < G_N_ELEMENTS(starts); i++)
		if (str_starts_nocase(paragraph, starts[i]))
			return score >= 2;
	return false;
}

/* Is the paragraph one that machines put in? */
static bool
is_boilerplate(struct foot *f, size_t at, size_t end)
{
	bool near_end = f->text.n - at <= FOOT_BYTES;
	bool near_start =
		end - f->start <= BANNER_BYTES && end - at <= BANNER_BYTES / 2;
	struct boilerplate_score score;

	if (end - at < BOILERPLATE_LEAST ||
		(!f->in_signature && !near_end && !near_start))
		return false;
	score = boilerplate_score(part_of(f->text, at, end));
	if (near_start && is_banner(part_of(f->text, at, end), score.banner))
		return true;
	if (f->in_signature)
		return score.disclaimer >= 2;
	return near_end && score.disclaimer >= 4;
}

/* Words that sentences are made with, and names and addresses are not. */
static struct word_list small_words = {
	.words = " i i'm i'd i'll i've you your you'll we we're we'll us"
		 " our my me it it's is are was were be been am will would"
		 " please have has had this that these not can could"
		 " should do does did he she they him them his don't can't"
		 " won't let if when who what so because about them "};

static size_t
count_small_words(struct str s, size_t most)
{
	size_t count = 0, start = 0;

	for (size_t i = 0; i <= s.n && count < most; i++) {
		if (i < s.n && (g_ascii_isalpha(s.p[i]) || s.p[i] == '\''))
			continue;
		count += word_list_has(
			&small_words, (struct str){s.p + start, i - start});
		start = i + 1;
	}
	return count;
}

/* A paragraph that is written, not a block of names and numbers. */
static bool
is_prose(struct str paragraph)
{
	char last;

	paragraph = str_trim(paragraph);
	last = paragraph.p[paragraph.n - 1];
	if (last == '?')
		return true;
	if (strchr(".!)", last) == NULL && paragraph.n <= MOTTO_BYTES)
		return false;
	return count_words(paragraph, PROSE_WORDS) == PROSE_WORDS &&
	       count_small_words(paragraph, PROSE_SMALL_WORDS) ==
		       PROSE_SMALL_WORDS;
}

/* Are the lines of the block from `at` on all such as names stand among? */
static bool
is_name_block(struct str text, size_t at)
{
	for (int lines = 0; lines < NAME_BLOCK_LINES && at < text.n; lines++) {
		struct str line = str_trim(text_line(text, at, &at));

		if (line.n == 0)
			return true;
		/* Below a name and a post may stand whatever they like. */
		if (!foot_is_short(line) && !foot_is_contact(line))
			return lines >= 2;
	}
	return true;
}

/* Does a name stand below closing words? */
static bool
name_follows(struct foot *f, size_t at)
{
	size_t next;
	struct str line;

	at = skip_empty_lines(f->text, at);
	if (at == f->text.n)
		return false;
	line = str_trim(text_line(f->text, at, &next));
	if (foot_is_author(line, f->author) || foot_is_name(line))
		return true;
	return count_words(line, 5) <= 4 && foot_is_short(line) &&
	       !foot_is_copy(line) && !foot_is_postscript(line) &&
	       strchr(".:!,", line.p[line.n - 1]) == NULL &&
	       (g_ascii_isupper(line.p[0]) || line.p[0] == '(' ||
		       (unsigned char)line.p[0] >= 0x80);
}

/* The last lines are a person's name and post, without closing words. */
static bool
is_last_block(struct foot *f, size_t at)
{
	size_t next = at;

	size_t lines = 0;

	if (f->text.n - at > LAST_BLOCK_BYTES || !is_name_block(f->text, at))
		return false;
	while (next < f->text.n) {
		if (str_trim(text_line(f->text, next, &next)).n == 0)
			break;
		lines++;
	}
	/* A lone name of somebody else may be anything. */
	return lines > 1 && skip_empty_lines(f->text, next) == f->text.n;
}

/* Mailing lists put their own lines below a rule. */
static bool
is_list_rule(struct foot *f, struct str line, size_t next)
{
	if (line.n < LIST_RULE || f->text.n - next > LAST_BLOCK_BYTES)
		return false;
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != '_')
			return false;
	return is_name_block(f->text, next);
}

/* Does the signature begin with this line? `*own`: the line is still text. */
static bool
starts_signature(struct foot *f, const struct line *line, bool *own)
{
	struct str words = line->words;

	*own = false;
	if (foot_is_separator(line->whole) ||
		is_list_rule(f, words, line->next)) {
		f->separated = true;
		return true;
	}
	switch (foot_closing(words, f->author)) {
	case CLOSING_NAMED:
		*own = f->text_lines == 0;
		return !*own;
	case CLOSING_WORDS:
		*own = f->text_lines == 0;
		return name_follows(f, line->next);
	case CLOSING_NONE:
		break;
	}
	if (f->text_lines == 0)
		return false;
	if (f->after_gap && foot_is_author(words, f->author) &&
		is_name_block(f->text, line->at))
		return true;
	return f->after_gap && foot_is_name(words) &&
	       is_last_block(f, line->at);
}

/* Below such a line something new may begin. */
static bool
ends_something(char last)
{
	return last == '.' || last == '!' || last == '?' || last == ',' ||
	       last == ')' || (unsigned char)last >= 0x80;
}

/* One line above the signature; the offset behind what was dealt with. */
static size_t
text_step(struct foot *f, const struct line *line)
{
	struct str words = line->words;
	bool own;

	if (foot_is_device(words)) {
		put(f, ZONE_SIGNATURE, line->at, line->next);
		f->after_gap = true;
		return line->next;
	}
	if (starts_signature(f, line, &own)) {
		f->in_signature = true;
		f->signature_lines = 0;
		put(f,
			own || foot_has_kisses(words) ? ZONE_TEXT
						      : ZONE_SIGNATURE,
			line->at, line->next);
		return line->next;
	}
	put(f, ZONE_TEXT, line->at, line->next);
	f->text_lines++;
	f->after_gap = ends_something(words.p[words.n - 1]);
	return line->next;
}

/*
 * The end of the prose that starts at `at`, or 0: lines that are full, and
 * the one below them. Names and posts stand on short lines.
 */
static size_t
prose_end(struct foot *f, size_t at)
{
	size_t end = at;

	for (int lines = 0; lines < PROSE_LINES && end < f->text.n; lines++) {
		size_t next;
		struct str line = text_line(f->text, end, &next);

		if (str_trim(line).n == 0 ||
			(lines > 0 && line.n > WRAPPED_LINE))
			break;
		end = next;
		if (line.n < FULL_LINE || line.n > WRAPPED_LINE)
			break;
	}
	return is_prose(part_of(f->text, at, end)) ? end : 0;
}

/* "The text for the leaflet:": something is still to come. */
static bool
announces(struct str line)
{
	return line.p[line.n - 1] == ':' && count_words(line, 2) == 2 &&
	       !foot_is_contact(line);
}

/*
 * Where the writer's own text goes on below the signature: the end of what
 * is told by the line, or 0.
 */
static size_t
text_below(struct foot *f, const struct line *line)
{
	size_t end;

	if (foot_is_device(line->words))
		return 0;
	end = prose_end(f, line->at);
	if (end > 0 && (!f->separated || end - line->at > MOTTO_BYTES))
		return end;
	if (f->separated)
		return 0;
	/* No name block is as long as that. */
	if (announces(line->words) || ++f->signature_lines > SIGNATURE_LINES)
		return line->next;
	return 0;
}

/* Text wherever it stands. */
static bool
is_for_the_reader(struct str line)
{
	return foot_is_copy(line) || foot_is_postscript(line);
}

/* One line of the signature, or what in it is text all the same. */
static size_t
signature_step(struct foot *f, const struct line *line)
{
	size_t at = line->at, next = line->next, end;

	if (is_for_the_reader(line->words)) {
		end = MAX(next, f->paragraph);
		put(f, ZONE_TEXT, at, end);
		return end;
	}
	if (foot_is_item(line->words)) {
		put(f, ZONE_TEXT, at, next);
		return next;
	}
	end = text_below(f, line);
	if (end > 0) {
		put(f, ZONE_TEXT, at, end);
		f->in_signature = f->separated;
		f->text_lines++;
		f->after_gap = true;
		return end;
	}
	put(f, foot_has_kisses(line->words) ? ZONE_TEXT : ZONE_SIGNATURE, at,
		next);
	return next;
}

/* Text that the council registered, at the start of a line. */
static size_t
registered_end(struct foot *f, size_t at)
{
	const struct segment_hints *hints = f->hints;
	size_t end;

	if (hints->disclaimer_count == 0)
		return 0;
	end = boilerplate_registered(
		f->text, at, hints->disclaimers, hints->disclaimer_count);
	if (end > 0)
		text_line(f->text, end, &end);
	return end;
}

/* Deals with a line that is not empty; the offset behind. */
static size_t
step(struct foot *f, const struct line *line)
{
	size_t at = line->at, stop = registered_end(f, at);

	if (stop == 0 && at >= f->paragraph) {
		f->paragraph = paragraph_end(f->text, line);
		if (is_boilerplate(f, at, f->paragraph) &&
			!is_for_the_reader(line->words))
			stop = f->paragraph;
	}
	if (stop > 0) {
		put(f, ZONE_SIGNATURE, at, stop);
		return stop;
	}
	if (f->in_signature)
		return signature_step(f, line);
	stop = text_step(f, line);
	/* What follows closing words is a paragraph of its own. */
	if (f->in_signature)
		f->paragraph = stop;
	return stop;
}

void
segment_foot(struct segment_out *out, struct str text, size_t start, size_t end,
	bool signature, const struct segment_hints *hints,
	const struct foot_author *author)
{
	struct foot f = {.out = out,
		.text = {text.p, end},
		.hints = hints,
		.author = author,
		.start = start,
		.paragraph = start,
		.in_signature = signature,
		.separated = signature,
		.zone = signature ? ZONE_SIGNATURE : ZONE_TEXT};
	size_t at = start;

	while (at < end) {
		struct line line = line_read(f.text, at);

		if (line.words.n > 0) {
			at = step(&f, &line);
			continue;
		}
		put(&f, f.zone, at, line.next);
		f.after_gap = true;
		at = line.next;
	}
}
