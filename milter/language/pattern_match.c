#include "pattern_internal.h"

#include <glib.h>

#include "base/limits.h"

/* JIT's own default of 32 KiB is too little for long repeats. */
enum { JIT_STACK_FIRST = 32 * 1024, JIT_STACK_MOST = 1024 * 1024 };
enum {
	/* Microseconds: the slice after one that took less may be longer. */
	QUICK_SLICE = 300,
	/* In texts so short a slice takes some tens of microseconds at most,
	 * and only each so many looks at the clock. */
	SHORT_TEXT = 512,
	SLICES_A_LOOK = 16,
};

/* Scratch ------------------------------------------------------------- */

struct pattern_scratch *
pattern_scratch_new(void)
{
	struct pattern_scratch *scratch = g_new0(struct pattern_scratch, 1);

	scratch->data = pcre2_match_data_create(1, NULL);
	scratch->context = pcre2_match_context_create(NULL);
	scratch->stack =
		pcre2_jit_stack_create(JIT_STACK_FIRST, JIT_STACK_MOST, NULL);
	if (scratch->data == NULL || scratch->context == NULL)
		g_error("pattern: out of memory");
	/* Without a stack JIT takes 32 KiB of the thread's own. */
	if (scratch->stack != NULL)
		pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
	pcre2_set_depth_limit(scratch->context, LIMIT_MATCH_DEPTH);
	pcre2_set_heap_limit(scratch->context, LIMIT_MATCH_HEAP_KIB);
	return scratch;
}

void
pattern_scratch_free(struct pattern_scratch **scratch)
{
	if (*scratch == NULL)
		return;
	pcre2_match_data_free((*scratch)->data);
	pcre2_match_context_free((*scratch)->context);
	pcre2_jit_stack_free((*scratch)->stack);
	g_free((*scratch)->glance);
	g_free(*scratch);
	*scratch = NULL;
}

void
pattern_scratch_deadline(struct pattern_scratch *scratch, int64_t at)
{
	scratch->deadline = at;
	scratch->slices = 0;
	scratch->late = false;
}

void
pattern_scratch_brief(struct pattern_scratch *scratch)
{
	if (scratch->glance == NULL)
		scratch->glance = glance_new();
}

static bool
too_late(struct pattern_scratch *scratch)
{
	if (!scratch->late && scratch->deadline != 0)
		scratch->late =
			g_get_monotonic_time() / 1000 >= scratch->deadline;
	return scratch->late;
}

/* Matching ------------------------------------------------------------ */

struct search {
	const struct compiled *compiled;
	const struct gate *gate; /* NULL: open everywhere */
	struct pattern_scratch *scratch;
	struct str subject;
};

static bool
is_limit(int result)
{
	return result == PCRE2_ERROR_JIT_STACKLIMIT ||
	       result == PCRE2_ERROR_MATCHLIMIT ||
	       result == PCRE2_ERROR_DEPTHLIMIT ||
	       result == PCRE2_ERROR_HEAPLIMIT;
}

static int
match(const struct search *search, size_t from, size_t to, uint32_t limit,
	uint32_t options)
{
	pcre2_match_context *context = search->scratch->context;

	pcre2_set_offset_limit(context, to - 1);
	pcre2_set_match_limit(context, limit);
	if (search->compiled->jit && !(options & PCRE2_NO_JIT))
		return pcre2_jit_match(search->compiled->code,
			(PCRE2_SPTR)search->subject.p, search->subject.n, from,
			options | PCRE2_NOTEMPTY, search->scratch->data,
			context);
	return pcre2_match(search->compiled->code,
		(PCRE2_SPTR)search->subject.p, search->subject.n, from,
		options | PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY,
		search->scratch->data, context);
}

static enum pattern_result
result_of(int code)
{
	if (code >= 0)
		return PATTERN_YES;
	return code == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_LIMIT;
}

/*
 * One start offset under the full limit. What JIT gives up may lie within the
 * interpreter's limits (its stack is the heap), so that is asked as well. The
 * interpreter is told to look nowhere else: it would look for a first letter
 * up to the end of the subject, whatever the offset limit.
 */
static enum pattern_result
try_start(const struct search *search, size_t from, size_t to, uint32_t limit)
{
	const uint32_t plain = PCRE2_NO_JIT | PCRE2_ANCHORED;
	int code = PCRE2_ERROR_MATCHLIMIT;

	if (search->compiled->jit)
		code = match(search, from, to, limit, 0);
	if (is_limit(code))
		code = match(search, from, to, limit, plain);
	return result_of(code);
}

/* The start of the next character. */
static size_t
next_char(struct str text, size_t at)
{
	do {
		at++;
	} while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80);
	return at;
}

/*
 * One step counted by the match limit may scan the whole subject
 * (`\w+\s?\w+!` on one long word), so the longer it is the fewer are allowed:
 * about `characters` in all.
 */
static uint32_t
limit_for(size_t length, size_t characters, uint32_t least, uint32_t most)
{
	size_t limit = characters / MAX(length, (size_t)1);

	return (uint32_t)CLAMP(limit, least, most);
}

/* Can a match start with this byte? */
static inline bool
is_first(const struct search *search, size_t at)
{
	unsigned char c = (unsigned char)search->subject.p[at];

	return (search->compiled->starts[c / 8] >> (c % 8) & 1) != 0 &&
	       (c & 0xC0) != 0x80;
}

/* The next place from `from` on where a match can start, or `to`. */
static size_t
next_start(const struct search *search, size_t from, size_t to)
{
	if (search->gate != NULL)
		return gate_first(search->gate, search->subject, from, to);
	while (from < to && !is_first(search, from))
		from++;
	return from;
}

/* Up to behind the last one before `to`; there is one at `from`. */
static size_t
last_start(const struct search *search, size_t from, size_t to)
{
	if (search->gate != NULL)
		return gate_last(search->gate, search->subject, from, to);
	while (to - 1 > from && !is_first(search, to - 1))
		to--;
	return to;
}

/* Start by start, with a look at the clock at each. */
static enum pattern_result
search_closely(const struct search *search, size_t from, size_t to)
{
	uint32_t limit = limit_for(search->subject.n, 1000 * 1000 * 1000,
		LIMIT_MATCH / 400, LIMIT_MATCH);
	enum pattern_result result = PATTERN_NO;

	while (result == PATTERN_NO) {
		size_t next;

		from = next_start(search, from, to);
		if (from >= to)
			break;
		if (too_late(search->scratch))
			return PATTERN_LIMIT;
		next = next_char(search->subject, from);
		result = try_start(search, from, next, limit);
		from = next;
	}
	return result;
}

/* Before a slice is searched. */
static bool
is_time_up(const struct search *search)
{
	struct pattern_scratch *scratch = search->scratch;

	return scratch->late ||
	       ((search->subject.n > SHORT_TEXT ||
			scratch->slices++ % SLICES_A_LOOK == 0) &&
		       too_late(scratch));
}

/* A slice, or what of it can be a start, under a low limit, and closely where
 * that is not enough. */
static enum pattern_result
search_slice(
	const struct search *search, size_t from, size_t to, uint32_t quick)
{
	enum pattern_result result;

	if (is_time_up(search))
		return PATTERN_LIMIT;
	from = next_start(search, from, to);
	if (from >= to)
		return PATTERN_NO;
	to = last_start(search, from, to);
	result = result_of(match(search, from, to, quick, 0));
	return result == PATTERN_LIMIT ? search_closely(search, from, to)
				       : result;
}

/*
 * A call costs more than the start offsets of a small slice, so slices grow as
 * long as they are quick.
 */
static enum pattern_result
search_slices(const struct search *search, size_t from, size_t last)
{
	const size_t n = search->subject.n;
	const size_t most = MAX((size_t)LIMIT_MATCH_SLICE, n / 64);
	const uint32_t quick = limit_for(n, 100 * 1000 * 1000, 100, 1000);
	size_t slice = LIMIT_MATCH_SLICE;
	enum pattern_result result = PATTERN_NO;

	while (last - from > slice && result == PATTERN_NO) {
		size_t to =
			MIN(last, next_char(search->subject, from + slice - 1));
		int64_t start = g_get_monotonic_time();

		result = search_slice(search, from, to, quick);
		if (g_get_monotonic_time() - start < QUICK_SLICE)
			slice = MIN(slice * 2, most);
		else
			slice = LIMIT_MATCH_SLICE;
		from = to;
	}
	if (from < last && result == PATTERN_NO)
		result = search_slice(search, from, last, quick);
	return result;
}

static enum pattern_result
search_all(const struct search *search, size_t from, size_t to)
{
	if (search->compiled->anchored)
		return search_closely(search, from, MIN(to, from + 1));
	if (search->compiled->jit || search->scratch->glance != NULL)
		return search_slices(search, from, to);
	return search_closely(search, from, to);
}

enum pattern_result
expression_find(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str subject, bool ascii, size_t from, size_t to, size_t *start,
	size_t *end)
{
	struct search search = {.scratch = scratch, .subject = subject};
	bool brief = scratch->glance != NULL;
	enum pattern_result result;

	if (ascii && brief &&
		!pattern_may_stand(pattern, scratch->glance, subject))
		return PATTERN_NO;
	/* It takes longer to make than few trials do. */
	if (ascii && !brief)
		search.gate = pattern_gate(pattern);

	/* Of a few places often none is open: what is only asked about such
	 * places is not even compiled. */
	if (search.gate != NULL && to - from <= LIMIT_MATCH_SLICE) {
		if (is_time_up(&search))
			return PATTERN_LIMIT;
		from = gate_first(search.gate, subject, from, to);
		if (from == to)
			return PATTERN_NO;
	}
	search.compiled = pattern_compiled(pattern, ascii, brief);
	result = search_all(&search, from, to);
	if (result == PATTERN_YES) {
		const PCRE2_SIZE *found =
			pcre2_get_ovector_pointer(scratch->data);

		*start = found[0];
		*end = found[1];
	}
	return result;
}
