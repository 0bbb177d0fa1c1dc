#include "judge/prefilter.h"

#include <glib.h>

#include "judge/automaton.h"

struct prefilter {
	struct automaton *automaton;
	size_t pattern_count;
	uint64_t *always; /* patterns without literals */
};

/*
 * Two characters beyond ASCII that are a letter of ASCII where case is
 * ignored: the long s and the Kelvin sign. Folded text has neither; should a
 * text have one all the same, all patterns are tried.
 */
static const struct str strangers[] = {
	{"\xc5\xbf", 2},
	{"\xe2\x84\xaa", 3},
};

static bool
add_literals(GArray *words, const struct pattern *pattern, unsigned id)
{
	const struct str *literals = NULL;
	size_t count = pattern_literals(pattern, &literals);

	for (size_t i = 0; i < count; i++)
		if (literals[i].n == 0)
			return false;
	for (size_t i = 0; i < count; i++) {
		struct automaton_word word = {literals[i], id};

		g_array_append_val(words, word);
	}
	return count > 0;
}

struct prefilter *
prefilter_new(const struct ruleset *rules)
{
	struct prefilter *prefilter = g_new0(struct prefilter, 1);
	GArray *words =
		g_array_new(FALSE, FALSE, sizeof(struct automaton_word));

	prefilter->pattern_count = rules->pattern_count;
	prefilter->always = g_new0(uint64_t, rules->pattern_count / 64 + 1);
	for (unsigned id = 0; id < rules->pattern_count; id++)
		if (!add_literals(words, rules->patterns[id], id))
			prefilter->always[id / 64] |= (uint64_t)1 << (id % 64);
	for (size_t i = 0; i < G_N_ELEMENTS(strangers); i++) {
		struct automaton_word word = {
			strangers[i], (unsigned)rules->pattern_count};

		g_array_append_val(words, word);
	}
	prefilter->automaton = automaton_new(
		(const struct automaton_word *)(const void *)words->data,
		words->len);
	g_array_free(words, TRUE);
	return prefilter;
}

void
prefilter_free(struct prefilter **prefilter)
{
	if (*prefilter == NULL)
		return;
	automaton_free(&(*prefilter)->automaton);
	g_free((*prefilter)->always);
	g_free(*prefilter);
	*prefilter = NULL;
}

void
prefilter_scan(
	const struct prefilter *prefilter, struct str text, uint64_t *patterns)
{
	size_t words = prefilter->pattern_count / 64 + 1;
	size_t stranger = prefilter->pattern_count;

	for (size_t i = 0; i < words; i++)
		patterns[i] |= prefilter->always[i];
	automaton_scan(prefilter->automaton, text, patterns);
	if (patterns[stranger / 64] >> (stranger % 64) & 1)
		memset(patterns, 0xff, words * sizeof(*patterns));
}
