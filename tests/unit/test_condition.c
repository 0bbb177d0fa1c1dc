#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <glib.h>

#include "language/ruleset.h"

#define BEFORE                                                                 \
	"flag f {\n severity info\n threshold 1\n warning \"W\"\n}\n"          \
	"protocol p {\n title \"P\"\n clause \"1\" \"C\" flags f\n}\n"         \
	"protocol q {\n title \"Q\"\n clause \"1\" \"C\" flags f\n}\n"         \
	"window purdah {\n from \"2027-03-22 00:00\"\n"                        \
	" until \"2027-05-06 22:00\"\n}\n"                                     \
	"likeness rude {\n start -40\n 90 \"twit\"\n}\n"                       \
	"define request = /r/\ndefine thing = \"t\"\n"                         \
	"condition told = notice given or letter known\n"                      \
	"condition odd = not told and\n text has \"a\" and working hours\n"    \
	"rule r {\n flag f\n when "
#define BEHIND "\n points 1\n}\n"

static void
describe_selector(GString *out, const struct selector *selector)
{
	static const char *const kinds[] = {
		[TRAIT_ANYONE] = "anyone",
		[TRAIT_ROLE] = "role",
		[TRAIT_POST] = "post",
		[TRAIT_PARTY] = "party",
		[TRAIT_SAME_PARTY] = "same",
		[TRAIT_OTHER_PARTY] = "other",
		[TRAIT_WARD] = "ward",
		[TRAIT_ADDRESS] = "address",
		[TRAIT_DOMAIN] = "domain",
		[TRAIT_NAMED] = "name",
	};

	for (size_t i = 0; i < selector->count; i++) {
		g_string_append(out, i > 0 ? "/" : "");
		for (size_t k = 0; k < selector->alternatives[i].count; k++) {
			const struct trait *trait =
				&selector->alternatives[i].traits[k];

			g_string_append_printf(out, "%s%s%s", k ? "+" : "",
				trait->negated ? "-" : "", kinds[trait->kind]);
			if (trait->kind == TRAIT_ROLE)
				g_string_append_printf(
					out, "=%d", (int)trait->role);
			if (trait->text.n > 0)
				g_string_append_printf(
					out, "=%.*s", STR_ARG(trait->text));
		}
	}
}

static void
describe_term(GString *out, const struct term *term)
{
	struct str written;

	if (term->op != TERM_PATTERN) {
		g_string_append(out, term->op == TERM_NOT ? "!(" : "(");
		describe_term(out, term->left);
		if (term->op != TERM_NOT) {
			g_string_append(out, term->op == TERM_AND ? "&" : "|");
			describe_term(out, term->right);
		}
		g_string_append(out, ")");
		return;
	}
	written = pattern_written(term->pattern);
	g_string_append_len(out, written.p, (gssize)written.n);
}

static void
describe_atom(GString *out, const struct condition *atom)
{
	static const char *const kinds[] = {
		[COND_AUTHOR] = "author",
		[COND_SET_ANY] = "any",
		[COND_SET_ONLY] = "only",
		[COND_SET_ALL] = "all",
		[COND_SET_MORE] = "more",
		[COND_ZONE] = "zone",
		[COND_LONGER] = "longer",
		[COND_NAMES] = "names",
		[COND_NAMES_PARTY] = "party",
		[COND_NOTICE] = "notice",
		[COND_LETTER_FORWARDED] = "letter",
		[COND_MEMBER_KNOWS] = "knows",
		[COND_ROUTE] = "route",
		[COND_IDENTITY] = "identity",
		[COND_MESSAGE] = "message",
		[COND_RESEMBLES] = "resembles",
		[COND_HEADER] = "header",
		[COND_ATTACHMENT] = "attachment",
		[COND_WINDOW] = "window",
		[COND_HOURS] = "hours",
		[COND_PROTOCOL] = "protocol",
		[COND_UNREAD] = "unread",
	};

	g_string_append(out, kinds[atom->kind]);
	if (atom->kind >= COND_SET_ANY && atom->kind <= COND_SET_MORE)
		g_string_append_printf(out, ":%d", (int)atom->set);
	if (atom->kind == COND_LONGER)
		g_string_append_printf(
			out, ":%d>%u", (int)atom->zone, atom->number);
	if (atom->kind == COND_ZONE || atom->kind == COND_NAMES)
		g_string_append_printf(out, ":%d", (int)atom->zone);
	if (atom->kind == COND_NAMES_PARTY)
		g_string_append_printf(
			out, ":%d<>%d", (int)atom->zone, (int)atom->set);
	if (atom->kind == COND_MESSAGE)
		g_string_append_printf(out, ":%d", (int)atom->trait);
	if (atom->kind == COND_SET_MORE || atom->kind == COND_RESEMBLES)
		g_string_append_printf(out, ">%u", atom->number);
	g_string_append(out, atom->at_start ? "^" : "");
	g_string_append(out, atom->by_type ? "%" : "");
	if (atom->text.n > 0)
		g_string_append_printf(out, "'%.*s'", STR_ARG(atom->text));
	g_string_append(out, "[");
	if (atom->selector != NULL)
		describe_selector(out, atom->selector);
	if (atom->term != NULL)
		describe_term(out, atom->term);
	else if (atom->pattern != NULL)
		g_string_append_printf(
			out, "%.*s", STR_ARG(pattern_written(atom->pattern)));
	g_string_append(out, "]");
}

static void
describe(GString *out, const struct condition *condition)
{
	switch (condition->op) {
	case COND_ATOM:
		describe_atom(out, condition);
		break;
	case COND_NOT:
		g_string_append(out, "!");
		describe(out, condition->left);
		break;
	default:
		g_string_append(out, "(");
		describe(out, condition->left);
		g_string_append(out, condition->op == COND_AND ? " & " : " | ");
		describe(out, condition->right);
		g_string_append(out, ")");
	}
}

/* What `when` says, in short; or how it fails. */
static char *
read_when(const char *when)
{
	struct diag *diag = diag_new();
	char *text = g_strconcat(BEFORE, when, BEHIND, NULL);
	struct ruleset *rules = ruleset_load_source(
		diag, diag_read_memory(diag, "t", str_of(text)));
	GString *out = g_string_new(NULL);

	if (rules != NULL)
		describe(out, rules->rules[0]->when);
	else
		g_string_printf(out, "%u errors", diag_errors(diag));
	ruleset_free(&rules);
	diag_free(&diag);
	g_free(text);
	return g_string_free(out, FALSE);
}

static const struct {
	const char *when, *tree;
} cases[] = {
	{"author is officer", "author[role=2]"},
	{"author is member with party \"Labour\" without ward \"Castle\"",
		"author[role=1+party=Labour+-ward=Castle]"},
	{"author is officer with post clerk, group",
		"author[role=2+post=clerk/role=3]"},
	{"author is outsider with domain \"@Example.ORG\"",
		"author[role=0+domain=example.org/role=6+domain=example.org]"},
	{"author is anyone with address \"A@B.example\"",
		"author[anyone+address=a@b.example]"},
	{"author is member with name", "author[role=1+name]"},
	{"visible has member", "any:0[role=1]"},
	{"visible has no member", "!any:0[role=1]"},
	{"hidden has anyone", "any:1[anyone]"},
	{"everyone has group with same party", "any:2[role=3+same]"},
	{"to has only member with other party", "only:3[role=1+other]"},
	{"cc has all officer with post director",
		"all:4[role=2+post=director]"},
	{"visible has post chief-executive",
		"any:0[anyone+post=chief-executive]"},
	{"visible more than 12", "more:0>12[]"},
	{"hidden more than 0", "more:1>0[]"},
	{"text has \"a\"", "zone:1[\"a\"]"},
	{"subject starts /a/c", "zone:0^[/a/c]"},
	{"subject starts thing", "zone:0^[thing]"},
	{"attachment has thing", "zone:5[thing]"},
	{"text longer than 60 words", "longer:1>60[]"},
	{"quoted shorter than 60 words", "!longer:2>59[]"},
	{"text longer than 0 words", "longer:1>0[]"},
	{"text longer than 9999 words", "longer:1>9999[]"},
	{"text shorter than 1 words", "!longer:1>0[]"},
	{"text shorter than 10000 words", "!longer:1>9999[]"},
	{"text has \"a\" and not subject longer than 5 words",
		"(zone:1[\"a\"] & !longer:0>5[])"},
	{"text names member with ward \"Castle\"",
		"names:1[role=1+ward=Castle]"},
	{"text names party other than cc", "party:1<>4[]"},
	{"notice given", "notice[]"},
	{"letter forwarded", "letter[]"},
	{"letter known", "knows[]"},
	{"complaint routed", "route[]"},
	{"identity verified", "identity[]"},
	{"message is reply", "message:0[]"},
	{"message is encrypted", "message:4[]"},
	{"message resembles rude by 50", "resembles>50[]"},
	{"message has unread", "unread[]"},
	{"message has attachment", "attachment[]"},
	{"header \"Sensitivity\"", "header'Sensitivity'[]"},
	{"header \"Sensitivity\" has /company/i", "1 errors"},
	{"header \"Sensitivity\" has \"company\"",
		"header'Sensitivity'[\"company\"]"},
	{"attachment name /\\.docx$/", "attachment[/\\.docx$/]"},
	{"attachment type \"application/pdf\"",
		"attachment%[\"application/pdf\"]"},
	{"during purdah", "window'purdah'[]"},
	{"working hours", "hours[]"},
	{"protocol is p", "protocol'p'[]"},
	{"protocol is p, q", "(protocol'p'[] | protocol'q'[])"},
	/* Precedence, and where a term ends. */
	{"not author is officer and notice given",
		"(!author[role=2] & notice[])"},
	{"not (author is officer and notice given)",
		"!(author[role=2] & notice[])"},
	{"notice given or letter known and working hours",
		"(notice[] | (knows[] & hours[]))"},
	{"notice given\n  and letter known\n  # why\n\n  or working hours",
		"((notice[] & knows[]) | hours[])"},
	{"text has \"a\" and \"b\"", "zone:1[(\"a\"&\"b\")]"},
	{"text has \"a\" or request and not (thing or /c/)",
		"zone:1[(\"a\"|(request&!((thing|/c/))))]"},
	{"text has \"a\" and not visible has member",
		"(zone:1[\"a\"] & !any:0[role=1])"},
	{"text has \"a\" or subject has \"b\"",
		"(zone:1[\"a\"] | zone:0[\"b\"])"},
	{"text has \"a\" and (visible has member or cc has member)",
		"(zone:1[\"a\"] & (any:0[role=1] | any:4[role=1]))"},
	{"text has (\"a\" or \"b\") and to has member",
		"(zone:1[(\"a\"|\"b\")] & any:3[role=1])"},
	{"to has member and text has request or thing and working hours",
		"((any:3[role=1] & zone:1[(request|thing)]) & hours[])"},
	{"visible has member, group with post chair and notice given",
		"(any:0[role=1/role=3+post=chair] & notice[])"},
	{"header \"X\" and notice given", "(header'X'[] & notice[])"},
	/* Conditions with a name. */
	{"told", "(notice[] | knows[])"},
	{"not told", "!(notice[] | knows[])"},
	{"told and working hours", "((notice[] | knows[]) & hours[])"},
	{"odd", "((!(notice[] | knows[]) & zone:1[\"a\"]) & hours[])"},
	{"text has \"a\" and told", "(zone:1[\"a\"] & (notice[] | knows[]))"},
	{"text has \"a\" or not told",
		"(zone:1[\"a\"] | !(notice[] | knows[]))"},
	{"text has \"a\" and (told or thing)", "1 errors"},
	{"text has thing and (told or working hours)",
		"(zone:1[thing] & ((notice[] | knows[]) | hours[]))"},
	{"author is officer, group and told",
		"(author[role=2/role=3] & (notice[] | knows[]))"},
	{"text has told", "1 errors"},
	{"text has (\"a\" or told)", "1 errors"},
	{"text starts told", "1 errors"},
	{"told told", "1 errors"},
	{"tod", "1 errors"},
	{"thing", "1 errors"},
	/* One mistake, one error. */
	{"", "1 errors"},
	{"nonsense", "1 errors"},
	{"author", "1 errors"},
	{"author is", "1 errors"},
	{"author is clown", "1 errors"},
	{"visible has", "1 errors"},
	{"visible has no", "1 errors"},
	{"visible more than", "1 errors"},
	{"visible more than member", "1 errors"},
	{"hidden more than 1", "1 errors"},
	{"hidden has \"a\"", "1 errors"},
	{"text has", "1 errors"},
	{"text has nonsense", "1 errors"},
	{"text longer", "1 errors"},
	{"text longer than", "1 errors"},
	{"text longer than words", "1 errors"},
	{"text longer than 60", "1 errors"},
	{"text longer than 60 letters", "1 errors"},
	{"text longer than 10000 words", "1 errors"},
	{"text shorter than 0 words", "1 errors"},
	{"text shorter than 10001 words", "1 errors"},
	{"visible longer than 60 words", "1 errors"},
	{"text has \"a\" and", "1 errors"},
	{"text has \"a\" and nonsense and notice given", "1 errors"},
	{"text has \"a\" and autor is officer", "1 errors"},
	{"text starts \"a\" and \"b\"", "1 errors"},
	{"(notice given", "1 errors"},
	{"notice given)", "1 errors"},
	{"not", "1 errors"},
	{"notice given notice given", "1 errors"},
	{"message is", "1 errors"},
	{"message", "1 errors"},
	{"header", "1 errors"},
	{"header Subject has \"a\"", "1 errors"},
	{"header \"a b\"", "1 errors"},
	{"header \"\"", "1 errors"},
	{"during christmas", "1 errors"},
	{"message resembles kind by 50", "1 errors"},
	{"message resembles rude", "1 errors"},
	{"message resembles rude by 100", "1 errors"},
	{"protocol is p,", "1 errors"},
	{"author is member with same", "1 errors"},
	{"author is member with ward Castle", "1 errors"},
	{"author is member with domain \"a@b\"", "1 errors"},
};

static void
test_conditions(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *found = read_when(cases[i].when);

		if (strcmp(found, cases[i].tree) != 0)
			fail_msg("%s: %s", cases[i].when, found);
		g_free(found);
	}
}

/* Each kind has a form in the table, and each form a case above. */
static void
test_table(void **state)
{
	bool seen[COND_KIND_COUNT] = {false};

	(void)state;
	for (const struct condition_form *form = condition_forms;
		form->words != NULL; form++) {
		assert_true(form->kind < COND_KIND_COUNT);
		seen[form->kind] = true;
	}
	for (int kind = 0; kind < COND_KIND_COUNT; kind++)
		assert_true(seen[kind]);
	assert_string_equal(condition_zones[ZONE_TEXT], "text");
	assert_string_equal(condition_sets[SET_HIDDEN], "hidden");
	assert_string_equal(condition_traits[MESSAGE_REPLY], "reply");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
