/*
 * random_rules: a rule set of 2,000 patterns of all shapes, and texts that are
 * made of their words.
 */
#ifndef COMITY_TESTS_RANDOM_RULES_H
#define COMITY_TESTS_RANDOM_RULES_H

#include <glib.h>

enum { PATTERNS = 2000, RULE_LINES = 20 };

static const char *const random_words[] = {"vote", "for", "the", "council",
	"members", "party", "Labour", "Tory", "Greens", "officer", "please",
	"report", "committee", "planning", "agenda", "minutes", "confidential",
	"exempt", "copy", "meeting", "resident", "complaint", "director",
	"chief", "executive", "housing", "street", "lights", "repair", "thank",
	"you", "urgent", "group", "leader", "ward", "election", "leaflet",
	"print", "doorstep", "budget", "tax", "caf\xc3\xa9", "na\xc3\xafve",
	"a", "I", "kiss", "skill", "K", "s"};

static inline const char *
pick(GRand *random)
{
	return random_words[g_rand_int_range(
		random, 0, G_N_ELEMENTS(random_words))];
}

/* Some shape of pattern out of three words. */
static inline void
append_pattern(GString *out, GRand *random)
{
	static const char *const shapes[] = {
		"\"%s %s %s\"",
		"/\\b%s\\b/",
		"/\\b%s (?:%s|%s)\\b/",
		"/%s.{0,40}%s/",
		"/%s[^.]*%s/c",
		"/(?:%s|%s)s?\\s+%s/",
		"/\\b%s(?: %s)? %s\\b/",
		"/(?<!%s )%s/",
		"/%s(?= %s)/",
		"/[a-z]{4,}ing %s/",
		"/(?-i:%s)\\W+%s/",
		"/%s?%s/",
		"/^%s/",
		"/(?:%s){2}/",
		"/\\b%s|%s\\b/",
		"/%s\\x{20}%s/",
		"/(%s)\\s\\1/",
	};
	const char *shape =
		shapes[g_rand_int_range(random, 0, G_N_ELEMENTS(shapes))];

	for (const char *p = shape; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 's') {
			g_string_append(out, pick(random));
			p++;
		} else {
			g_string_append_c(out, *p);
		}
	}
}

static inline char *
random_rules(GRand *random)
{
	GString *out = g_string_new(
		"flag f {\nseverity info\nthreshold 1\nwarning \"w\"\n}\n"
		"protocol p {\ntitle \"t\"\nclause \"1\" \"c\" flags f\n}\n");

	for (int i = 0; i < PATTERNS; i++) {
		if (i % RULE_LINES == 0)
			g_string_append_printf(
				out, "rule r%d {\nflag f\n", i / RULE_LINES);
		g_string_append(out, "1 ");
		append_pattern(out, random);
		g_string_append_c(out, '\n');
		if (i % RULE_LINES == RULE_LINES - 1)
			g_string_append(out, "}\n");
	}
	return g_string_free(out, FALSE);
}

static inline char *
random_text(GRand *random)
{
	static const char *const gaps[] = {" ", " ", " ", " ", " ", " ", ", ",
		". ", "\n", "\n\n", "  ", "-", "'s ", "", " \xc2\xa3\xc2\xa3 ",
		" ----- "};
	GString *out = g_string_new(NULL);
	int count = g_rand_int_range(random, 1, 1500);

	for (int i = 0; i < count; i++) {
		size_t at = out->len;

		g_string_append(out, pick(random));
		if (g_rand_int_range(random, 0, 4) == 0)
			out->str[at] = g_ascii_toupper(out->str[at]);
		g_string_append(out,
			gaps[g_rand_int_range(random, 0, G_N_ELEMENTS(gaps))]);
	}
	return g_string_free(out, FALSE);
}

#endif
