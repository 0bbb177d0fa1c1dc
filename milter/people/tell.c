#include "tell_internal.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <glib.h>
#include <pcre2.h>

#include "base/limits.h"

/* Sentences beyond this are no telling of copies. */
enum { LONGEST_SENTENCE = 4000 };

struct compiled {
	pcre2_code *code;
	const struct frame *frame;
	int who; /* the number of the group of that name, or less than 1 */
};

struct tell {
	GArray *frames;	   /* struct compiled */
	GPtrArray *bodies; /* pcre2_code, as body_words[] */
	pcre2_code *checks[CHECK_COUNT];
};

/*
 * "{name}" becomes a call of that part, a space white space: one or more, but
 * one alone where a look back has to know its length, and none or one before
 * "?".
 */
static void
append_expanded(GString *pattern, const char *expression)
{
	unsigned looks_back = 0; /* brackets open since one began */

	for (const char *p = expression; *p != '\0'; p++) {
		if (g_str_has_prefix(p, "(?<!") || g_str_has_prefix(p, "(?<="))
			looks_back = 1;
		else if (looks_back > 0)
			looks_back += (*p == '(') - (*p == ')');
		if (*p == '{' && g_ascii_isalpha(p[1])) {
			const char *end = strchr(p, '}');

			g_string_append_printf(
				pattern, "(?&%.*s)", (int)(end - p) - 1, p + 1);
			p = end;
		} else if (*p == ' ') {
			bool one = looks_back > 0 || p[1] == '?';

			g_string_append(pattern, one ? "\\s" : "\\s+");
		} else {
			g_string_append_c(pattern, *p);
		}
	}
}

/* The parts, where none of them matches anything by itself. */
static void
append_parts(GString *pattern)
{
	g_string_append(pattern, "(?(DEFINE)");
	for (const struct frame_part *part = frame_parts; part->name; part++) {
		g_string_append_printf(pattern, "(?<%s>", part->name);
		append_expanded(pattern, part->expression);
		g_string_append_c(pattern, ')');
	}
	g_string_append_c(pattern, ')');
}

static pcre2_code *
compile(const char *expression)
{
	GString *pattern = g_string_new(NULL);
	int error;
	PCRE2_SIZE offset;
	pcre2_code *code;

	if (strchr(expression, '{') != NULL)
		append_parts(pattern);
	append_expanded(pattern, expression);
	code = pcre2_compile((PCRE2_SPTR)pattern->str, pattern->len,
		PCRE2_UTF | PCRE2_NO_UTF_CHECK | PCRE2_CASELESS |
			PCRE2_NO_AUTO_CAPTURE,
		&error, &offset, NULL);
	if (code == NULL)
		g_error("tell: error %d before \"%s\"", error,
			pattern->str + offset);
	/* Where memory may not be made executable it works without. */
	pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
	g_string_free(pattern, TRUE);
	return code;
}

struct tell *
tell_new(void)
{
	struct tell *tell = g_new0(struct tell, 1);

	tell->frames = g_array_new(FALSE, FALSE, sizeof(struct compiled));
	for (const struct frame *frame = frames; frame->expression; frame++) {
		struct compiled compiled = {
			compile(frame->expression), frame, 0};

		compiled.who = pcre2_substring_number_from_name(
			compiled.code, (PCRE2_SPTR) "who");
		g_array_append_val(tell->frames, compiled);
	}
	for (int check = 0; check < CHECK_COUNT; check++)
		tell->checks[check] = compile(check_expressions[check]);
	tell->bodies = g_ptr_array_new();
	for (size_t i = 0; body_words[i].expression != NULL; i++)
		g_ptr_array_add(
			tell->bodies, compile(body_words[i].expression));
	return tell;
}

void
tell_free(struct tell **tell)
{
	if (*tell == NULL)
		return;
	for (guint i = 0; i < (*tell)->frames->len; i++)
		pcre2_code_free(
			g_array_index((*tell)->frames, struct compiled, i)
				.code);
	g_array_free((*tell)->frames, TRUE);
	for (int check = 0; check < CHECK_COUNT; check++)
		pcre2_code_free((*tell)->checks[check]);
	for (guint i = 0; i < (*tell)->bodies->len; i++)
		pcre2_code_free((*tell)->bodies->pdata[i]);
	g_ptr_array_free((*tell)->bodies, TRUE);
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
match(struct search *search, const pcre2_code *code, struct str text,
	size_t from)
{
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
	return match(search, search->tell->checks[check], text, 0) != NULL;
}

/* Where the first match in `text` begins; its length where there is none. */
static size_t
first_match(struct search *search, enum check cut, struct str text)
{
	const PCRE2_SIZE *span =
		match(search, search->tell->checks[cut], text, 0);

	return span ? span[0] : text.n;
}

/* Where the last match in `text` ends; 0 where there is none. */
static size_t
behind_last_match(struct search *search, enum check cut, struct str text)
{
	const PCRE2_SIZE *span;
	size_t end = 0;

	while (end < text.n &&
		(span = match(search, search->tell->checks[cut], text, end)) !=
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
stretch_of(struct search *search, const struct compiled *frame, size_t start,
	size_t end)
{
	struct str rest = slice(search->text, end, search->text.n);
	struct told told = {end, search->text.n, frame->frame->side, 0};
	const PCRE2_SIZE *span;

	switch (frame->frame->side) {
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
		span = pcre2_get_ovector_pointer(search->data) + 2 * frame->who;
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

	for (guint i = 0; i < search->tell->bodies->len; i++)
		if (match(search, search->tell->bodies->pdata[i], names, 0))
			bodies |= body_words[i].body;
	return bodies;
}

static void
find_frame(struct search *search, const struct compiled *frame)
{
	const PCRE2_SIZE *span;
	size_t from = 0;

	while (from < search->text.n && (span = match(search, frame->code,
						 search->text, from)) != NULL) {
		size_t start = span[0], end = span[1];
		struct told told = stretch_of(search, frame, start, end);

		from = MAX(end, from + 1);
		if (!stretch_counts(search, &told) ||
			(frame->frame->flags & FRAME_MORE &&
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
	const GArray *all = search->tell->frames;

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
	for (guint i = 0; i < all->len; i++) {
		const struct compiled *frame =
			&g_array_index(all, struct compiled, i);

		if (frame_applies(search, frame->frame))
			find_frame(search, frame);
	}
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
