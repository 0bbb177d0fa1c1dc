#include "rules.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "judge/policy.h"
#include "prose.h"

enum {
	LINES_A_RULE = 6,
	/* Of ten words of a made pattern so many are common ones. */
	COMMON_OF_TEN = 3,
};

static const char *const common[] = {"report", "council", "meeting", "street",
	"lights", "please", "budget", "notice", "member", "agenda", "resident",
	"planning", "website", "contractor", "parking", "plans", "week",
	"October", "page", "letter", "site", "visit", "tree", "survey", "fence",
	"Cabinet", "tenant", "county", "copy", "minutes"};
static const char *const syllables[] = {"bra", "col", "dun", "fer", "gal",
	"hib", "jor", "kel", "lum", "mor", "nas", "pel", "quin", "ros", "sil",
	"tor", "ush", "vel", "wex", "yar"};

/* Shipped --------------------------------------------------------------- */

static void
add_words(const struct pattern *pattern, GPtrArray *words)
{
	const struct pattern_literal *literals;
	const struct pattern *const *pieces;
	size_t count = pattern_pieces(pattern, &pieces);

	for (size_t p = 0; p < count; p++) {
		size_t more = pattern_literals(pieces[p], &literals);

		for (size_t i = 0; i < more; i++)
			g_ptr_array_add(words, g_strndup(literals[i].text.p,
						       literals[i].text.n));
	}
}

size_t
rules_count(GPtrArray *words, GPtrArray *expressions)
{
	const struct policy_overrides overrides = {
		.protocol = "broxtowe-borough"};
	struct diag *diag = diag_new();
	struct policy *policy = policy_load(diag, NULL, &overrides);
	const struct ruleset *rules;

	if (policy == NULL) {
		diag_print(diag, stderr);
		exit(EXIT_FAILURE);
	}
	rules = policy_rules(policy);
	for (size_t i = 0; i < rules->pattern_count; i++) {
		struct str text = pattern_expression(rules->patterns[i]);

		if (words != NULL)
			add_words(rules->patterns[i], words);
		if (expressions != NULL)
			g_ptr_array_add(expressions, g_strndup(text.p, text.n));
	}
	/* The policy stays: this is done once. */
	diag_free(&diag);
	return rules->pattern_count;
}

/* Made ------------------------------------------------------------------ */

static void
append_word(struct dice *dice, GString *out, bool rare)
{
	uint32_t count = 2 + dice_throw(dice, 2);

	if (dice_throw(dice, 10) < COMMON_OF_TEN && !rare) {
		g_string_append(
			out, common[dice_throw(dice, G_N_ELEMENTS(common))]);
		return;
	}
	for (uint32_t i = 0; i < count; i++)
		g_string_append(out,
			syllables[dice_throw(dice, G_N_ELEMENTS(syllables))]);
}

/* W is a word, R a rare one: nobody writes a pattern that is found in every
 * message. */
static void
append_pattern(struct dice *dice, GString *out)
{
	static const char *const shapes[] = {"\"W W\"", "\"W W W\"",
		"/\\bW (?:the |a )?W\\b/","/\\b(?:R|R|R)s?\\b/",
		"/\\b(?:W|W) (?:W|W|W|W)\\b/", "/\\bW[^.]{0,40}W\\b/",
		"/\\b(?:I|we|they) (?:W|W) (?:\\w+ ){0,3}W/", "/\\bWing W/",
		"/W-?W/c"};
	const char *shape = shapes[dice_throw(dice, G_N_ELEMENTS(shapes))];

	for (; *shape != '\0'; shape++) {
		if ((*shape == 'W' || *shape == 'R') && shape[1] != '\0')
			append_word(dice, out, *shape == 'R');
		else
			g_string_append_c(out, *shape);
	}
}

/* Shipped ones. */
static const char *const flags[] = {"political-wording", "discourtesy",
	"familiarity", "undue-pressure", "confidential-disclosure"};

GString *
rules_alone(size_t patterns)
{
	GString *out = g_string_new("# Made by the bench.\n");
	GString *more = rules_made(patterns);

	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
		g_string_append_printf(out,
			"flag %s {\n    severity info\n    threshold 2\n"
			"    warning \"Made.\"\n}\n",
			flags[i]);
	g_string_append(out, "protocol made {\n    title \"Made\"\n");
	for (size_t i = 0; i < G_N_ELEMENTS(flags); i++)
		g_string_append_printf(out,
			"    clause \"%zu\" \"Made\" flags %s\n", i + 1,
			flags[i]);
	g_string_append(out, "}\n");
	g_string_append_len(out, more->str, (gssize)more->len);
	g_string_free(more, TRUE);
	return out;
}

GString *
rules_made(size_t patterns)
{
	GString *out = g_string_new("# Made by the bench.\n");
	struct dice dice = {4711};

	for (size_t i = 0; i < patterns; i++) {
		if (i % LINES_A_RULE == 0)
			g_string_append_printf(out,
				"%s\nrule made-%zu {\n    flag  %s\n"
				"    when  author is member and everyone has "
				"officer\n          or author is officer and "
				"everyone has member\n",
				i > 0 ? "}\n" : "", i / LINES_A_RULE,
				flags[i / LINES_A_RULE % G_N_ELEMENTS(flags)]);
		g_string_append(out, "    1     ");
		append_pattern(&dice, out);
		g_string_append_c(out, '\n');
	}
	g_string_append(out, "}\n");
	return out;
}
