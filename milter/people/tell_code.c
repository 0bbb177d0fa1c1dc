#include "tell_code.h"

#include <string.h>

#include "tell_internal.h"

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

static bool
mentions(const char *expression, const char *name)
{
	size_t n = strlen(name);

	while ((expression = strchr(expression, '{')) != NULL) {
		expression++;
		if (strncmp(expression, name, n) == 0 && expression[n] == '}')
			return true;
	}
	return false;
}

/* Is the part named in the expression, or in a part behind it that is needed?
 * Each part uses only those before it. */
static bool
is_needed(const char *expression, const struct frame_part *part)
{
	if (mentions(expression, part->name))
		return true;
	for (const struct frame_part *user = part + 1; user->name; user++)
		if (mentions(user->expression, part->name) &&
			is_needed(expression, user))
			return true;
	return false;
}

/* The parts that it needs, where none of them matches anything by itself. */
static void
append_parts(GString *pattern, const char *expression)
{
	g_string_append(pattern, "(?(DEFINE)");
	for (const struct frame_part *part = frame_parts; part->name; part++) {
		if (!is_needed(expression, part))
			continue;
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
		append_parts(pattern, expression);
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

const pcre2_code *
tell_code_get(struct tell_code *code)
{
	if (g_once_init_enter(&code->ready)) {
		code->code = compile(code->expression);
		code->who = pcre2_substring_number_from_name(
			code->code, (PCRE2_SPTR) "who");
		g_once_init_leave(&code->ready, 1);
	}
	return code->code;
}

void
tell_codes_free(struct tell_code *codes, size_t count)
{
	for (size_t i = 0; i < count; i++)
		pcre2_code_free(codes[i].code);
	g_free(codes);
}
