#include "pattern_internal.h"

#include <glib.h>

static void release_expression(struct pattern *pattern);

static const struct pattern_method expression_method = {
	expression_find, release_expression};

struct pattern *
pattern_bare(struct str expression, bool caseless, const struct pattern *whole)
{
	struct pattern *pattern = g_new0(struct pattern, 1);

	pattern->method = &expression_method;
	pattern->expression = g_strndup(expression.p, expression.n);
	pattern->expression_length = expression.n;
	pattern->caseless = caseless;
	pattern->self = pattern;
	pattern->pieces = &pattern->self;
	pattern->piece_count = 1;
	pattern->utf = g_new0(struct compiled, 1);
	pattern->ascii = g_new0(struct compiled, 1);
	pattern->whole = whole;
	return pattern;
}

struct pattern *
pattern_new(struct str expression, bool caseless, struct pattern_error *error)
{
	struct pattern *pattern;

	if (!pattern_check(expression, caseless, error))
		return NULL;
	pattern = pattern_bare(expression, caseless, NULL);
	pattern_analyse(pattern);
	return pattern;
}

static void
free_pieces(struct pattern *pattern)
{
	if (pattern->pieces == &pattern->self)
		return;
	for (size_t i = 0; i < pattern->piece_count; i++)
		pattern_free(&pattern->pieces[i]);
	g_free(pattern->pieces);
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
	pcre2_code_free(pattern->utf->code);
	pcre2_code_free(pattern->ascii->code);
	g_free(pattern->ascii->gate);
	g_free(pattern->utf);
	g_free(pattern->ascii);
}

void
pattern_free(struct pattern **pattern)
{
	if (*pattern == NULL)
		return;
	free_pieces(*pattern);
	(*pattern)->method->release(*pattern);
	pattern_drop_literals(*pattern);
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
pattern_expression(const struct pattern *pattern)
{
	return (struct str){pattern->expression, pattern->expression_length};
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
pattern_pieces(
	const struct pattern *pattern, const struct pattern *const **pieces)
{
	*pieces = (const struct pattern *const *)pattern->pieces;
	return pattern->piece_count;
}

size_t
pattern_literals(
	const struct pattern *pattern, const struct pattern_literal **literals)
{
	*literals = pattern->literals;
	return pattern->literal_count;
}

size_t
pattern_partners(
	const struct pattern *pattern, const struct pattern_partner **partners)
{
	*partners = pattern->partners;
	return pattern->partner_count;
}

struct pattern_nature
pattern_nature(const struct pattern *pattern)
{
	return pattern->nature;
}

/* Matching ------------------------------------------------------------ */

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
