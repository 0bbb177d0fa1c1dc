#include "pattern_internal.h"

#include <glib.h>

#include "base/limits.h"

/* JIT's own default of 32 KiB is too little for long repeats. */
enum { JIT_STACK_FIRST = 32 * 1024, JIT_STACK_MOST = 1024 * 1024 };

static void release_expression(struct pattern *pattern);
static enum pattern_result find_expression(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t to, size_t *start, size_t *end);

static const struct pattern_method expression_method = {
	find_expression, release_expression};

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

/* Compiling ----------------------------------------------------------- */

static bool
starts_at(struct str text, size_t at, const char *what)
{
	size_t n = strlen(what);

	return text.n - at >= n && memcmp(text.p + at, what, n) == 0;
}

static bool
refuse(struct pattern_error *error, size_t offset, size_t length,
	const char *message)
{
	error->offset = offset;
	error->length = length;
	g_strlcpy(error->message, message, sizeof(error->message));
	return false;
}

static size_t
settings_length(struct str text, size_t at)
{
	const char *end = memchr(text.p + at, ')', text.n - at);

	return end == NULL ? 0 : (size_t)(end - text.p) - at + 1;
}

/* `(*LIMIT_MATCH=…)` and the like at the start would lift our own limits. */
static bool
check_settings(struct str text, struct pattern_error *error)
{
	size_t at = 0;

	while (starts_at(text, at, "(*")) {
		size_t length = settings_length(text, at);

		if (starts_at(text, at, "(*LIMIT_"))
			return refuse(error, at, length,
				"a pattern cannot set its own limits");
		if (starts_at(text, at, "(*UTF") ||
			starts_at(text, at, "(*UCP"))
			return refuse(error, at, length,
				"patterns are UTF and UCP already; leave "
				"this out");
		if (length == 0)
			break;
		at += length;
	}
	return true;
}

/* Calls out of the matcher lead nowhere here. */
static bool
check_callouts(struct str text, struct pattern_error *error)
{
	bool in_class = false;

	for (size_t i = 0; i < text.n; i++) {
		if (starts_at(text, i, "\\Q")) {
			while (i < text.n && !starts_at(text, i, "\\E"))
				i++;
			i++;
		} else if (text.p[i] == '\\') {
			i++;
		} else if (in_class) {
			in_class = text.p[i] != ']';
		} else if (text.p[i] == '[') {
			in_class = true;
			/* A ']' that comes first is one of the class. */
			i += starts_at(text, i, "[^");
			i += starts_at(text, i + 1, "]");
		} else if (starts_at(text, i, "(?C")) {
			return refuse(error, i, settings_length(text, i),
				"callouts are not known here");
		}
	}
	return true;
}

/* Some of PCRE2's messages speak to programmers. */
static void
tidy_message(int number, char *message)
{
	char *aside = strstr(message, " (but see ");

	if (aside != NULL)
		*aside = '\0';
	if (number == PCRE2_ERROR_BACKSLASH_C_CALLER_DISABLED)
		strcpy(message, "\\C is not known here");
}

static bool
contains(struct str text, const char *what)
{
	return memmem(text.p, text.n, what, strlen(what)) != NULL;
}

/*
 * PCRE2 10.42 makes repeats possessive that must give back what they took,
 * where \R, an atomic or a possessive group follows: `\R*\s` does not find a
 * line feed.
 */
static uint32_t
extra_options(struct str text)
{
	static const char *const signs[] = {
		"(?>", "\\R", ")?+", ")*+", ")++", "}+"};

	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++)
		if (contains(text, signs[i]))
			return PCRE2_NO_AUTO_POSSESS;
	return 0;
}

static pcre2_code *
compile_code(struct str text, uint32_t options, struct pattern_error *error)
{
	pcre2_compile_context *context = pcre2_compile_context_create(NULL);
	int number = 0;
	PCRE2_SIZE offset = 0;
	pcre2_code *code;

	if (context == NULL)
		g_error("pattern: out of memory");
	pcre2_set_max_pattern_length(context, LIMIT_PATTERN_BYTES);
	pcre2_set_newline(context, PCRE2_NEWLINE_LF);
	pcre2_set_bsr(context, PCRE2_BSR_UNICODE);
	code = pcre2_compile((PCRE2_SPTR)text.p, text.n,
		options | PCRE2_DUPNAMES | PCRE2_NEVER_BACKSLASH_C |
			PCRE2_USE_OFFSET_LIMIT | extra_options(text),
		&number, &offset, context);
	pcre2_compile_context_free(context);
	if (code == NULL) {
		pcre2_get_error_message(number, (PCRE2_UCHAR *)error->message,
			sizeof(error->message));
		error->offset = MIN(offset, text.n);
		error->length = 0;
		tidy_message(number, error->message);
	}
	return code;
}

static bool
is_ascii(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] >= 0x80)
			return false;
	return true;
}

/*
 * On an ASCII subject all of \w \d \s \b and the classes mean the same with
 * and without UTF and UCP, and what stands beyond ASCII in the expression
 * (\xe9) matches nothing either way. What has no meaning without UTF
 * (\x{2019}) does not compile and leaves the pattern without this form.
 */
static pcre2_code *
compile_ascii(struct str text, uint32_t options)
{
	struct pattern_error ignored;

	return is_ascii(text) ? compile_code(text, options, &ignored) : NULL;
}

/*
 * Where memory may not be written and executed there is no JIT: no matter.
 * The JIT of PCRE2 10.42 loses its way in atomic groups: `(?>[a-c]++|c?)b-`
 * is found in "aab-", where it is not, and forgets to take \K back. They are
 * left to the interpreter.
 */
static bool
compile_jit(pcre2_code *code, struct str text)
{
	return code != NULL && !contains(text, "(?>") &&
	       !contains(text, "\\K") &&
	       pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
}

static bool
is_anchored(const pcre2_code *code)
{
	uint32_t options = 0;

	pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	return (options & PCRE2_ANCHORED) != 0;
}

static pcre2_code *
compile_checked(
	struct str expression, uint32_t options, struct pattern_error *error)
{
	memset(error, 0, sizeof(*error));
	if (expression.n > LIMIT_PATTERN_BYTES) {
		refuse(error, 0, 0, "this pattern is too long");
		return NULL;
	}
	if (!check_settings(expression, error) ||
		!check_callouts(expression, error))
		return NULL;
	return compile_code(expression, options | PCRE2_UTF | PCRE2_UCP, error);
}

bool
pattern_check(struct str expression, bool caseless, struct pattern_error *error)
{
	pcre2_code *code = compile_checked(
		expression, caseless ? PCRE2_CASELESS : 0, error);

	pcre2_code_free(code);
	return code != NULL;
}

struct pattern *
pattern_new(struct str expression, bool caseless, struct pattern_error *error)
{
	uint32_t options = caseless ? PCRE2_CASELESS : 0;
	pcre2_code *code = compile_checked(expression, options, error);
	struct pattern *pattern;

	if (code == NULL)
		return NULL;
	pattern = g_new0(struct pattern, 1);
	pattern->method = &expression_method;
	pattern->expression = g_strndup(expression.p, expression.n);
	pattern->expression_length = expression.n;
	pattern->caseless = caseless;
	pattern->code = code;
	pattern->ascii = compile_ascii(expression, options);
	pattern->anchored = is_anchored(code);
	pattern->jit = compile_jit(code, expression);
	compile_jit(pattern->ascii, expression);
	pattern_analyse(pattern);
	return pattern;
}

struct pattern *
pattern_compile(struct diag *diag, struct place place, struct str expression,
	bool caseless)
{
	struct pattern_error error;
	struct pattern *pattern = pattern_new(expression, caseless, &error);

	if (pattern == NULL) {
		place.offset += (uint32_t)MIN(error.offset, place.length);
		place.length = (uint32_t)error.length;
		diag_error(diag, place, "%s", error.message);
	}
	return pattern;
}

static void
release_expression(struct pattern *pattern)
{
	pcre2_code_free(pattern->code);
	pcre2_code_free(pattern->ascii);
}

void
pattern_free(struct pattern **pattern)
{
	if (*pattern == NULL)
		return;
	(*pattern)->method->release(*pattern);
	g_free((*pattern)->literals);
	g_free((*pattern)->expression);
	g_free((*pattern)->written);
	g_free(*pattern);
	*pattern = NULL;
}

unsigned
pattern_id(const struct pattern *pattern)
{
	return pattern->id;
}

void
pattern_set_id(struct pattern *pattern, unsigned id)
{
	pattern->id = id;
}

struct str
pattern_written(const struct pattern *pattern)
{
	return str_of(pattern->written);
}

void
pattern_set_written(struct pattern *pattern, struct str written)
{
	g_free(pattern->written);
	pattern->written = g_strndup(written.n ? written.p : "", written.n);
}

size_t
pattern_literals(const struct pattern *pattern, const struct str **literals)
{
	*literals = pattern->literals;
	return pattern->literal_count;
}

struct pattern_nature
pattern_nature(const struct pattern *pattern)
{
	return pattern->nature;
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

static enum pattern_result
find_expression(const struct pattern *pattern, struct pattern_scratch *scratch,
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

enum pattern_result
pattern_find_before(const struct pattern *pattern,
	struct pattern_scratch *scratch, struct str subject, bool ascii,
	size_t from, size_t to, size_t *start, size_t *end)
{
	size_t ignored;

	to = MIN(to, subject.n);
	if (from >= to)
		return PATTERN_NO;
	return pattern->method->find(pattern, scratch, subject, ascii, from, to,
		start != NULL ? start : &ignored, end != NULL ? end : &ignored);
}

enum pattern_result
pattern_find(const struct pattern *pattern, struct pattern_scratch *scratch,
	struct str subject, bool ascii, size_t from, size_t *start, size_t *end)
{
	return pattern_find_before(
		pattern, scratch, subject, ascii, from, subject.n, start, end);
}
