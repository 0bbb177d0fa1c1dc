#include "tell_code.h"
#include "tell_internal.h"

#include <glib.h>

#include "base/limits.h"

/* Sentences beyond this are no telling of copies. */
enum { LONGEST_SENTENCE = 4000 };

struct tell {
	struct tell_code *frames; /* as frames[] */
	size_t frame_count;
	struct tell_code *bodies; /* as body_words[] */
	size_t body_count;
	struct tell_code *checks; /* as check_expressions[] */
};

struct tell *
tell_new(void)
{
	struct tell *tell = g_new0(struct tell, 1);

	while (frames[tell->frame_count].expression != NULL)
		tell->frame_count++;
	tell->frames = g_new0(struct tell_code, tell->frame_count);
	for (size_t i = 0; i < tell->frame_count; i++)
		tell->frames[i].expression = frames[i].expression;
	tell->checks = g_new0(struct tell_code, CHECK_COUNT);
	for (size_t i = 0; i < CHECK_COUNT; i++)
		tell->checks[i].expression = check_expressions[i];
	while (body_words[tell->body_count].expression != NULL)
		tell->body_count++;
	tell->bodies = g_new0(struct tell_code, tell->body_count);
	for (size_t i = 0; i < tell->body_count; i++)
		tell->bodies[i].expression = body_words[i].expression;
	return tell;
}

void
tell_free(struct tell **tell)
{
	if (*tell == NULL)
		return;
	tell_codes_free((*tell)->frames, (*tell)->frame_count);
	tell_codes_free((*tell)->checks, CHECK_COUNT);
	tell_codes_free((*tell)->bodies, (*tell)->body_count);
	g_free(*tell);
	*tell = NULL;
}

/* Matching --------------------------------------------------------------- */

struct search {
	const struct tell *tell;
	struct str text; /* the sentence */
	unsigned places; /* enum tell_place */
	bool question, conditional, past;
	bool limit; /* a limit was hit */
	bool found;
	size_t first; /* where the first frame begins */
	pcre2_match_context *limits;
	pcre2_match_data *data;
	told_fn *told;
	void *context;
};

/* The match's span, valid until the next; NULL where there is none. */
static const PCRE2_SIZE *
match(struct search *search, struct tell_code *wanted, struct str text,
	size_t from)
{
	const pcre2_code *code = tell_code_get(wanted);
	int result = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, from,
		PCRE2_NO_UTF_CHECK, search->data, search->limits);

	if (result == PCRE2_ERROR_JIT_STACKLIMIT)
		result = pcre2_match(code, (PCRE2_SPTR)text.p, text.n, from,
			PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, search->data,
			search->limits);
	if (result < 0 && result != PCRE2_ERROR_NOMATCH)
		search->limit = true;
	return result < 0 ? NULL : pcre2_get_ovector_pointer(search->data);
}

static bool
check(struct search *search, enum check check, struct str text)
{
	return match(search, &search->tell->checks[check], text, 0) != NULL;
}

/* Where the first match in `text` begins; its length where there is none. */
static size_t
first_match(struct search *search, enum check cut, struct str text)
{
	const PCRE2_SIZE *span =
		match(search, &search->tell->checks[cut], text, 0);

	return span ? span[0] : text.n;
}

/* Where the last match in `text` ends; 0 where there is none. */
static size_t
behind_last_match(struct search *search, enum check cut, struct str text)
{
	const PCRE2_SIZE *span;
	size_t end = 0;

	while (end < text.n &&
		(span = match(search, &search->tell->checks[cut], text, end)) !=
			NULL &&
		span[1] > end)
		end = span[1];
	return end;
}

static struct str
slice(struct str text, size_t start, size_t end)
{
	return (struct str){text.p + start, end - start};
}

/*
 * One person before the verb: what stands before the last comma belongs to
 * something else, unless it is "X, as director, has…".
 */
static size_t
last_comma(struct str text, size_t start, size_t end)
{
	struct str names = str_trim(slice(text, start, end));
	size_t comma = start;

	if (names.n == 0 || names.p[names.n - 1] == ',')
		return start;
	for (size_t i = start; i < end; i++)
		if (text.p[i] == ',')
			comma = i + 1;
	return comma;
}

static bool
is_singular(struct str verb)
{
	static const char *const verbs[] = {
		"is ", "'s ", "has ", "gets ", "sees ", "receives ", "reads "};

	for (size_t i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (str_starts_nocase(verb, str_of(verbs[i])))
			return true;
	return false;
}

static struct told
stretch_before(struct search *search, size_t at, size_t verb_end)
{
	struct str text = search->text;
	size_t start =
		behind_last_match(search, CUT_BEFORE, slice(text, 0, at));

	if (is_singular(str_trim(slice(text, at, verb_end))))
		start = last_comma(text, start, at);
	return (struct told){start, at, SIDE_BEFORE, 0};
}

static struct told
stretch_of(struct search *search, size_t frame, size_t start, size_t end)
{
	struct str rest = slice(search->text, end, search->text.n);
	struct told told = {end, search->text.n, frames[frame].side, 0};
	const PCRE2_SIZE *span;

	switch (frames[frame].side) {
	case SIDE_BEHIND:
		told.end = end + first_match(search, CUT_BEHIND, rest);
		break;
	case SIDE_OBJECT:
		told.end = end + first_match(search, CUT_OBJECT, rest);
		break;
	case SIDE_BEFORE:
		return stretch_before(search, start, end);
	case SIDE_WITHIN:
		/* The match is still there: nothing was sought since. */
		span = pcre2_get_ovector_pointer(search->data) +
		       2 * search->tell->frames[frame].who;
		told.start = span[0];
		told.end = span[1];
		break;
	case SIDE_LINE:
	case SIDE_GREETING:
		break;
	}
	return told;
}

static bool
stretch_counts(struct search *search, const struct told *told)
{
	struct str names = slice(search->text, told->start, told->end);

	if (str_trim(names).n == 0 || check(search, NOBODY, names))
		return false;
	switch (told->side) {
	case SIDE_BEHIND:
		return !check(search, MEETING, names);
	case SIDE_OBJECT:
		/* In what they are copied in stands behind the cut. */
		names.n = search->text.n - told->start;
		return !check(search, OTHER_THING, names);
	case SIDE_WITHIN:
		return !check(search, OTHER_THING, names);
	case SIDE_BEFORE:
		return !check(search, HELPED, names);
	case SIDE_LINE:
	case SIDE_GREETING:
		break;
	}
	return true;
}

static unsigned
bodies_in(struct search *search, struct str names)
{
	unsigned bodies = 0;

	for (size_t i = 0; i < search->tell->body_count; i++)
		if (match(search, &search->tell->bodies[i], names, 0))
			bodies |= body_words[i].body;
	return bodies;
}

static void
find_frame(struct search *search, size_t frame)
{
	struct tell_code *code = &search->tell->frames[frame];
	const PCRE2_SIZE *span;
	size_t from = 0;

	while (from < search->text.n &&
		(span = match(search, code, search->text, from)) != NULL) {
		size_t start = span[0], end = span[1];
		struct told told = stretch_of(search, frame, start, end);

		from = MAX(end, from + 1);
		if (!stretch_counts(search, &told) ||
			(frames[frame].flags & FRAME_MORE &&
				search->found && start < search->first))
			continue;
		if (!search->found)
			search->first = start;
		search->found = true;
		told.bodies = bodies_in(
			search, slice(search->text, told.start, told.end));
		search->told(told, search->context);
	}
}

/* Frames of more stand behind all others, so what they add to is known. */
static bool
adds_to_something(const struct search *search, const struct frame *frame)
{
	if ((frame->flags & FRAME_MORE) && search->found)
		return true;
	return (frame->flags & FRAME_NEXT) && (search->places & TELL_NEXT);
}

static bool
frame_applies(const struct search *search, const struct frame *frame)
{
	if (search->places & TELL_FOOT)
		return (frame->flags & FRAME_FOOT) != 0;
	if (frame->flags & (FRAME_MORE | FRAME_NEXT) &&
		!adds_to_something(search, frame))
		return false;
	if (search->question && !(frame->flags & FRAME_ASKS))
		return false;
	if ((frame->flags & FRAME_SOFT) && search->conditional)
		return false;
	return !((frame->flags & FRAME_NOT_PAST) && search->past);
}

static void
search_open(struct search *search, const struct tell *tell, struct str text)
{
	search->tell = tell;
	search->text = text;
	/* Room for each part and for who. */
	search->data = pcre2_match_data_create(64, NULL);
	search->limits = pcre2_match_context_create(NULL);
	pcre2_set_match_limit(search->limits, LIMIT_MATCH);
	pcre2_set_depth_limit(search->limits, LIMIT_MATCH_DEPTH);
	pcre2_set_heap_limit(search->limits, LIMIT_MATCH_HEAP_KIB);
}

static void
search_close(struct search *search)
{
	pcre2_match_context_free(search->limits);
	pcre2_match_data_free(search->data);
}

static void
find_frames(struct search *search)
{
	/* Most sentences are done with at the first look. */
	if (!(search->places & TELL_NEXT) &&
		!check(search, WORD_COPY, search->text) &&
		!(check(search, WORD_THIS, search->text) &&
			check(search, WORD_PASS, search->text)))
		return;
	search->conditional = check(search, CONDITION, search->text);
	search->past = check(search, PAST, search->text);
	search->question = search->text.p[search->text.n - 1] == '?' &&
			   !check(search, OPENING, search->text);
	for (size_t i = 0; i < search->tell->frame_count; i++)
		if (frame_applies(search, &frames[i]))
			find_frame(search, i);
}

enum tri
tell_find(const struct tell *tell, struct str sentence, unsigned places,
	told_fn *told, void *context)
{
	struct search search = {
		.places = places, .told = told, .context = context};
	struct str trimmed = str_trim(sentence);

	if (trimmed.n == 0 || trimmed.n > LONGEST_SENTENCE)
		return TRI_NO;
	/* Offsets are the caller's: the blanks at the front stay. */
	sentence.n = (size_t)(trimmed.p - sentence.p) + trimmed.n;
	search_open(&search, tell, sentence);
	find_frames(&search);
	search_close(&search);
	if (search.found)
		return TRI_YES;
	return search.limit ? TRI_UNKNOWN : TRI_NO;
}

enum tri
tell_knows(const struct tell *tell, struct str sentence)
{
	struct search search = {.limit = false};
	bool knows;

	sentence = str_trim(sentence);
	/* A question asks for what one does not know. */
	if (sentence.n == 0 || sentence.n > LONGEST_SENTENCE ||
		sentence.p[sentence.n - 1] == '?')
		return TRI_NO;
	search_open(&search, tell, sentence);
	knows = check(&search, KNOWS, sentence) &&
		!check(&search, KNOWS_NOT, sentence);
	search_close(&search);
	return search.limit ? TRI_UNKNOWN : tri_of(knows);
}

bool
tell_of_member(const struct tell *tell, struct str sentence)
{
	struct search search = {.limit = false};
	bool of_member;

	search_open(&search, tell, sentence);
	of_member = check(&search, OF_MEMBER, sentence);
	search_close(&search);
	return of_member;
}
