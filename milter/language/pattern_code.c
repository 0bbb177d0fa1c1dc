/*
 * Expressions into what PCRE2 runs: refused where they would lift a limit of
 * ours, compiled once for any text and once for plain ASCII, to machine code
 * where that may be.
 */
#include "pattern_internal.h"
#include "pattern_tree.h"

#include "base/limits.h"

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

/*
 * Calls out of the matcher lead nowhere here, and where a search begins (\G)
 * is for the matcher to choose: it is no place in the text.
 */
static bool
check_escapes(struct str text, struct pattern_error *error)
{
	bool in_class = false;

	for (size_t i = 0; i < text.n; i++) {
		if (starts_at(text, i, "\\Q")) {
			while (i < text.n && !starts_at(text, i, "\\E"))
				i++;
			i++;
		} else if (starts_at(text, i, "\\G")) {
			return refuse(error, i, 2, "\\G is not known here");
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

/* A range to beyond ASCII; anywhere, since a set's ends are hard to tell. */
static bool
has_wide_range(struct str text)
{
	for (size_t i = 1; i + 1 < text.n; i++)
		if (text.p[i] == '-' && text.p[i - 1] != '[' &&
			(unsigned char)text.p[i + 1] >= 0xC5)
			return true;
	return false;
}

/*
 * On an ASCII subject all of \w \d \s \b and the classes mean the same with
 * and without UTF and UCP, and what stands beyond ASCII in the expression
 * (\xe9) matches nothing either way; a byte that never comes stands for it
 * here. What has no meaning without UTF (\x{2019}) does not compile and leaves
 * the pattern without this form; so do the two signs that are letters of ASCII
 * as well, and ranges that may hold one.
 */
static pcre2_code *
compile_ascii(struct str text, uint32_t options)
{
	struct pattern_error ignored;
	char *plain;
	pcre2_code *code;
	size_t n = 0;

	if (contains(text, LONG_S) || contains(text, KELVIN_SIGN) ||
		has_wide_range(text))
		return NULL;
	plain = g_malloc(text.n + 1);
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.p[i];

		if ((c & 0xC0) != 0x80)
			plain[n++] = c < 0x80 ? (char)c : '\xFF';
	}
	code = compile_code((struct str){plain, n}, options, &ignored);
	g_free(plain);
	return code;
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
	return !contains(text, "(?>") && !contains(text, "\\K") &&
	       pcre2_jit_compile(code, PCRE2_JIT_COMPLETE) == 0;
}

bool
pattern_has_jit(void)
{
	struct pattern_error ignored;
	pcre2_code *code = compile_code(STR_LIT("a"), 0, &ignored);
	bool has = code != NULL && compile_jit(code, STR_LIT("a"));

	pcre2_code_free(code);
	return has;
}

static bool
is_anchored(const pcre2_code *code)
{
	uint32_t options = 0;

	pcre2_pattern_info(code, PCRE2_INFO_ALLOPTIONS, &options);
	return (options & PCRE2_ANCHORED) != 0;
}

static void
add_start(struct compiled *compiled, unsigned c)
{
	compiled->starts[c / 8] |= (uint8_t)(1u << (c % 8));
}

/* PCRE2 does not say whether the first byte's case counts, so it does not. */
static void
find_starts(struct compiled *compiled)
{
	const uint8_t *bitmap = NULL;
	uint32_t first = 0;
	uint32_t type = 0;

	pcre2_pattern_info(compiled->code, PCRE2_INFO_FIRSTCODETYPE, &type);
	pcre2_pattern_info(compiled->code, PCRE2_INFO_FIRSTCODEUNIT, &first);
	pcre2_pattern_info(compiled->code, PCRE2_INFO_FIRSTBITMAP, &bitmap);
	if (type == 1 && first < 0x80) {
		add_start(
			compiled, (unsigned char)g_ascii_tolower((char)first));
		add_start(
			compiled, (unsigned char)g_ascii_toupper((char)first));
	} else if (bitmap != NULL) {
		memcpy(compiled->starts, bitmap, sizeof(compiled->starts));
	} else {
		memset(compiled->starts, 0xFF, sizeof(compiled->starts));
	}
}

static void
make_ready(const struct pattern *pattern, struct compiled *compiled, bool ascii)
{
	struct str text = pattern_expression(pattern);
	uint32_t options = pattern->caseless ? PCRE2_CASELESS : 0;
	struct pattern_error ignored;

	/* What is looked for in pieces is rarely looked for as a whole. */
	if (ascii && pattern->piece_count == 1)
		compiled->code = compile_ascii(text, options);
	else if (!ascii)
		compiled->code = compile_code(
			text, options | PCRE2_UTF | PCRE2_UCP, &ignored);
	if (compiled->code == NULL)
		return;
	compiled->anchored = is_anchored(compiled->code);
	find_starts(compiled);
}

static void
make_fast(const struct pattern *pattern, struct compiled *compiled)
{
	compiled->jit =
		compiled->code != NULL && pattern->piece_count == 1 &&
		compile_jit(compiled->code, pattern_expression(pattern));
}

static const struct compiled *
compiled_form(const struct pattern *pattern, bool ascii, bool brief)
{
	struct compiled *compiled = ascii ? pattern->ascii : pattern->utf;

	if (g_once_init_enter(&compiled->ready)) {
		make_ready(pattern, compiled, ascii);
		g_once_init_leave(&compiled->ready, 1);
	}
	if (!brief && g_once_init_enter(&compiled->fast)) {
		make_fast(pattern, compiled);
		g_once_init_leave(&compiled->fast, 1);
	}
	return compiled;
}

const struct compiled *
pattern_compiled(const struct pattern *pattern, bool ascii, bool brief)
{
	const struct compiled *compiled;

	if (ascii) {
		compiled = compiled_form(pattern, true, brief);
		if (compiled->code != NULL)
			return compiled;
	}
	compiled = compiled_form(pattern, false, brief);
	/* A piece that is no expression by itself is found as the whole is. */
	if (compiled->code == NULL && pattern->whole != NULL)
		return compiled_form(pattern->whole, false, brief);
	return compiled;
}

/* NULL with `error` filled in where it is no expression. */
static pcre2_code *
checked_code(struct str expression, bool caseless, struct pattern_error *error)
{
	uint32_t options = caseless ? PCRE2_CASELESS : 0;

	if (expression.n > LIMIT_PATTERN_BYTES) {
		refuse(error, 0, 0, "this pattern is too long");
		return NULL;
	}
	if (!check_settings(expression, error) ||
		!check_escapes(expression, error))
		return NULL;
	return compile_code(expression, options | PCRE2_UTF | PCRE2_UCP, error);
}

/* What is sound is compiled when it is first needed: most pieces never are. */
bool
pattern_check(struct str expression, bool caseless, struct pattern_error *error)
{
	pcre2_code *code;

	memset(error, 0, sizeof(*error));
	if (pattern_is_sound(expression))
		return true;
	code = checked_code(expression, caseless, error);
	pcre2_code_free(code);
	return code != NULL;
}
