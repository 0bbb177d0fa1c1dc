#include "pattern_internal.h"

#include <glib.h>

#include "base/limits.h"

/* JIT's own default of 32 KiB is too little for long repeats. */
enum { JIT_STACK_FIRST = 32 * 1024, JIT_STACK_MOST = 1024 * 1024 };

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
	g_free(*scratch);
	*scratch = NULL;
}

void
pattern_scratch_deadline(struct pattern_scratch *scratch, int64_t at)
{
	scratch->deadline = at;
}

static bool
too_late(const struct pattern_scratch *scratch)
{
	return scratch->deadline != 0 &&
	       g_get_monotonic_time() / 1000 >= scratch->deadline;
}

/* Matching ------------------------------------------------------------ */

/* One search, and how far it has come. */
struct search {
	const struct pattern *pattern;
	const pcre2_code *code;
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

/*
 * Tries the start offsets [from, to). What JIT gives up may lie within the
 * interpreter's limits (its stack is the heap), so that is asked once.
 */
static enum pattern_result
try_starts(const struct search *search, size_t from, size_t to, uint32_t limit,
	bool retry)
{
	const uint32_t options = PCRE2_NO_UTF_CHECK | PCRE2_NOTEMPTY;
	struct pattern_scratch *scratch = search->scratch;
	PCRE2_SPTR text = (PCRE2_SPTR)search->subject.p;
	size_t n = search->subject.n;
	int result;

	pcre2_set_offset_limit(scratch->context, to - 1);
	pcre2_set_match_limit(scratch->context, limit);
	result = pcre2_match(search->code, text, n, from, options,
		scratch->data, scratch->context);
	if (is_limit(result) && retry && search->pattern->jit)
		result = pcre2_match(search->code, text, n, from,
			options | PCRE2_NO_JIT, scratch->data,
			scratch->context);
	if (result >= 0)
		return PATTERN_YES;
	return result == PCRE2_ERROR_NOMATCH ? PATTERN_NO : PATTERN_LIMIT;
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
 * (`\w+\s?\w+!` on one long word), so the longer it is the fewer are allowed.
 */
static uint32_t
limit_for(size_t length, uint32_t most, uint32_t least)
{
	const size_t characters = 1000 * 1000 * 1000;

	return CLAMP(
		(uint32_t)(characters / MAX(length, (size_t)1)), least, most);
}

/* Start by start, with the full limit and a look at the clock at each. */
static enum pattern_result
search_closely(const struct search *search, size_t from, size_t to)
{
	uint32_t limit =
		limit_for(search->subject.n, LIMIT_MATCH, LIMIT_MATCH / 100);
	enum pattern_result result = PATTERN_NO;

	while (from < to && result == PATTERN_NO) {
		size_t next = next_char(search->subject, from);

		if (too_late(search->scratch))
			return PATTERN_LIMIT;
		result = try_starts(search, from, next, limit, true);
		from = next;
	}
	return result;
}

static enum pattern_result
search_slices(const struct search *search, size_t from, size_t n)
{
	const uint32_t quick = limit_for(search->subject.n, 1000, 100);
	enum pattern_result result = PATTERN_NO;

	while (from < n && result == PATTERN_NO) {
		size_t to = MIN(n, from + LIMIT_MATCH_SLICE);

		if (to < n)
			to = next_char(search->subject, to - 1);
		if (too_late(search->scratch))
			return PATTERN_LIMIT;
		result = try_starts(search, from, to, quick, false);
		if (result == PATTERN_LIMIT)
			result = search_closely(search, from, to);
		from = to;
	}
	return result;
}

enum pattern_result
expression_find(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str subject, bool ascii, size_t from, size_t to, size_t *start,
	size_t *end)
{
	struct search search = {pattern, pattern->code, scratch, subject};
	enum pattern_result result;

	if (ascii && pattern->ascii != NULL)
		search.code = pattern->ascii;
	if (pattern->anchored)
		result = search_closely(&search, from, MIN(to, from + 1));
	else
		result = search_slices(&search, from, to);
	if (result == PATTERN_YES) {
		const PCRE2_SIZE *found =
			pcre2_get_ovector_pointer(scratch->data);

		*start = found[0];
		*end = found[1];
	}
	return result;
}
