#include "mention_phrases.h"

#include <glib.h>

#include "word_internal.h"

/* What the words in the roster's `posts` are called in letters. */
static const struct {
	const char *post;
	const char *phrase;
	bool bare;
} post_phrases[] = {
	{"chief-executive", "Chief Executive", false},
	{"chief-executive", "Chief Executive Officer", false},
	{"chief-executive", "Chief Exec", false},
	{"chief-executive", "CEO", false},
	{"chief-executive", "CX", false},
	{"chief-executive", "Head of Paid Service", false},
	{"chief-executive", "Head of the Paid Service", false},
	{"monitoring-officer", "Monitoring Officer", false},
	{"section-151", "Section 151 Officer", false},
	{"section-151", "Section 151", false},
	{"section-151", "s151 Officer", false},
	{"section-151", "s151", false},
	{"section-151", "s 151 Officer", false},
	{"section-151", "151 Officer", false},
	{"section-151", "Chief Finance Officer", false},
	{"section-151", "Chief Financial Officer", false},
	{"section-151", "Responsible Finance Officer", false},
	{"section-151", "Responsible Financial Officer", false},
	{"section-151", "RFO", false},
	{"section-151", "CFO", false},
	{"section-151", "Treasurer", true},
	{"head-of-hr", "Head of Human Resources", false},
	{"head-of-hr", "Head of HR", false},
	{"head-of-hr", "HR Manager", false},
	{"head-of-hr", "Head of People", true},
	{"director", "Director", true},
	{"clerk", "Clerk", true},
	{"clerk", "Town Clerk", false},
	{"clerk", "Parish Clerk", false},
	{"clerk", "Clerk to the Council", false},
	{"clerk", "Clerk of the Council", false},
	{"clerk", "Clerk to the Parish Council", false},
	{"clerk", "Clerk to the Town Council", false},
	{"clerk", "Proper Officer", false},
	{"chair", "Chair", true},
	{"chair", "Chairman", true},
	{"chair", "Chairwoman", true},
	{"chair", "Chairperson", true},
	{"chairman", "Chair", true},
	{"chairman", "Chairman", true},
	{"chairman", "Chair of the Council", false},
	{"chairman", "Chairman of the Council", false},
	{"chairman", "Council Chairman", false},
	{"chairman", "Chairman of the Parish Council", false},
	{"chairman", "Chair of the Parish Council", false},
	{"leader", "Leader", true},
	{"leader", "Leader of the Council", false},
	{"leader", "Council Leader", false},
	{"leader", "Council's Leader", false},
	{"mayor", "Mayor", true},
	{"mayor", "Town Mayor", false},
};

/* A part of a title names an office when one of these stands in it. */
static const char *const office_words[] = {"officer", "director", "head",
	"executive", "manager", "leader", "chair", "chairman", "chairwoman",
	"chairperson", "clerk", "mayor", "solicitor", "treasurer", "engineer",
	"surveyor", "accountant", "secretary", "warden", "supervisor", "lead",
	"coordinator", "inspector", "planner", "adviser", "advisor",
	"registrar", "architect", "lawyer", "member", "holder", "provost",
	"auditor", "controller", "curator", "librarian", "superintendent",
	"whip", "spokesman", "spokesperson", NULL};

/* Titles that many bear and that name nobody. */
static const char *const no_office[] = {"councillor", "member", "officer",
	"manager", "cllr", "county councillor", "borough councillor",
	"district councillor", "town councillor", "parish councillor",
	"city councillor", "lead", "cabinet member", "executive member",
	"director", "head", "chair", "chairman", "leader", "clerk", NULL};

const char *const courtesy_words[] = {"cllr", "cllrs", "councillor",
	"councillors", "county", "borough", "district", "town", "parish",
	"city", "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor",
	"sir", "dame", "lord", "lady", "rev", "revd", "reverend", "alderman",
	"messrs", "mayor", "hon", "the", NULL};

static bool
in_words(struct str word, const char *const *words)
{
	for (size_t i = 0; words[i] != NULL; i++)
		if (str_eq_nocase(word, str_of(words[i])))
			return true;
	return false;
}

bool
word_is_courtesy(struct str folded)
{
	return in_words(folded, courtesy_words);
}

/* Names ------------------------------------------------------------------ */

/* Takes the next piece off a name, parted by blanks. */
static bool
name_piece(struct str *rest, struct str *piece)
{
	*rest = str_trim(*rest);
	if (rest->n == 0)
		return false;
	return str_split(rest, ' ', piece);
}

static bool
is_courtesy_piece(struct str piece)
{
	while (piece.n > 0 && piece.p[piece.n - 1] == '.')
		piece.n--;
	return word_is_courtesy(piece);
}

/* "Cllr Jane Marsh" without "Cllr"; letters behind a comma are honours. */
static struct str
name_itself(struct str name)
{
	struct str rest, piece;
	const char *comma = name.n ? memchr(name.p, ',', name.n) : NULL;

	if (comma != NULL)
		name.n = (size_t)(comma - name.p);
	name = rest = str_trim(name);
	while (name_piece(&rest, &piece) && is_courtesy_piece(piece) &&
		rest.p != NULL)
		name = str_trim(rest);
	return name;
}

struct str
name_first(struct str name)
{
	struct str rest = name_itself(name), piece = {NULL, 0};

	name_piece(&rest, &piece);
	return piece;
}

struct str
name_surname(struct str name)
{
	struct str rest = name_itself(name), piece, last = {NULL, 0};

	while (name_piece(&rest, &piece)) {
		/* "Marsh OBE", "Kell FSLCC": capitals alone are honours. */
		if (piece.n >= 2 && g_ascii_isupper(piece.p[0]) &&
			g_ascii_isupper(piece.p[1]) && last.n > 0)
			break;
		last = piece;
	}
	return last;
}

static void
name_phrases(const struct person *person, phrase_fn *phrase, void *context)
{
	struct str itself = name_itself(person->name);
	struct str first = name_first(person->name);
	struct str last = name_surname(person->name);
	char *short_form;

	if (itself.n == 0)
		return;
	phrase(person, itself, FORM_NAME, false, context);
	if (last.p == first.p || person->role == ROLE_GROUP ||
		person->role == ROLE_LIST)
		return;
	/* Middle names and honours are seldom written. */
	short_form =
		g_strdup_printf("%.*s %.*s", STR_ARG(first), STR_ARG(last));
	phrase(person, str_of(short_form), FORM_NAME, false, context);
	g_free(short_form);
	phrase(person, last, FORM_SURNAME, false, context);
	phrase(person, first, FORM_FIRST_NAME, false, context);
}

/* Offices ---------------------------------------------------------------- */

static bool
names_office(struct str part)
{
	struct word_reader reader = word_reader_new(part);
	struct word word;
	bool found = false;

	if (!in_words(part, no_office))
		while (!found && word_next(&reader, &word))
			found = in_words(word.folded, office_words);
	word_reader_clear(&reader);
	return found;
}

/* Chairs are called by several words; `rest` follows the word. */
static void
chair_phrases(const struct person *person, struct str rest, phrase_fn *phrase,
	void *context)
{
	static const char *const words[] = {
		"chair", "chairman", "chairwoman", "chairperson"};

	for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
		char *form =
			g_strdup_printf("%s %.*s", words[i], STR_ARG(rest));

		phrase(person, str_of(form), FORM_OFFICE, false, context);
		g_free(form);
	}
}

static bool
cut_prefix(struct str part, const char *prefix, struct str *rest)
{
	if (!str_starts_nocase(part, str_of(prefix)))
		return false;
	*rest = (struct str){part.p + strlen(prefix), part.n - strlen(prefix)};
	return true;
}

static bool
cut_suffix(struct str part, const char *suffix, struct str *rest)
{
	size_t n = strlen(suffix);

	if (part.n <= n || !str_eq_nocase((struct str){part.p + part.n - n, n},
				   str_of(suffix)))
		return false;
	*rest = str_trim((struct str){part.p, part.n - n});
	return true;
}

static void
say(const struct person *person, enum mention_form form, phrase_fn *phrase,
	void *context, const char *before, struct str middle,
	const char *behind)
{
	char *text =
		g_strdup_printf("%s%.*s%s", before, STR_ARG(middle), behind);

	phrase(person, str_of(text), form, false, context);
	g_free(text);
}

/* "Chair of Planning Committee" is also "Planning Chair". */
static void
say_chair(const struct person *person, struct str of, phrase_fn *phrase,
	void *context)
{
	struct str body = of, full;

	if (!cut_suffix(of, " Committee", &body))
		body = of;
	full = of;
	for (int i = 0; i < 2; i++, full = body) {
		char *rest = g_strdup_printf("of %.*s", STR_ARG(full));

		chair_phrases(person, str_of(rest), phrase, context);
		g_free(rest);
	}
	say(person, FORM_OFFICE, phrase, context, "chair of ", body,
		" committee");
	say(person, FORM_OFFICE, phrase, context, "chairman of ", body,
		" committee");
	say(person, FORM_OFFICE, phrase, context, "", body, " chair");
	say(person, FORM_OFFICE, phrase, context, "", body, " chairman");
	say(person, FORM_OFFICE, phrase, context, "", body, " committee chair");
}

/* "Director of Housing" is also "Housing Director", and Housing is his. */
static void
say_head(const struct person *person, struct str part, phrase_fn *phrase,
	void *context)
{
	static const struct {
		const char *title, *behind;
	} heads[] = {
		{"Director of ", " Director"},
		{"Director for ", " Director"},
		{"Executive Director of ", " Director"},
		{"Strategic Director of ", " Director"},
		{"Corporate Director of ", " Director"},
		{"Assistant Director of ", " Assistant Director"},
		{"Head of ", " Manager"},
		{"Service Manager for ", " Service Manager"},
	};
	struct str of;

	for (size_t i = 0; i < G_N_ELEMENTS(heads); i++) {
		if (!cut_prefix(part, heads[i].title, &of))
			continue;
		say(person, FORM_OFFICE, phrase, context, "", of,
			heads[i].behind);
		say(person, FORM_DEPARTMENT, phrase, context, "", of, "");
		if (str_find_nocase(part, STR_LIT("Director"), 0) == SIZE_MAX)
			continue;
		say(person, FORM_OFFICE, phrase, context, "Director of ", of,
			"");
		say(person, FORM_OFFICE, phrase, context, "Director for ", of,
			"");
	}
}

static void
say_cabinet(const struct person *person, struct str part, phrase_fn *phrase,
	void *context)
{
	static const char *const ways[] = {"Cabinet Member for ",
		"Cabinet Member ", "Executive Member for ", "Lead Member for ",
		"Portfolio Holder for ", "Portfolio Holder ",
		"Cabinet Lead for "};
	struct str of = {NULL, 0};

	for (size_t i = 0; i < G_N_ELEMENTS(ways) && of.n == 0; i++)
		if (!cut_prefix(part, ways[i], &of))
			of = (struct str){NULL, 0};
	if (of.n == 0)
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++)
		say(person, FORM_OFFICE, phrase, context, ways[i], of, "");
	say(person, FORM_OFFICE, phrase, context, "", of, " portfolio holder");
	say(person, FORM_OFFICE, phrase, context, "", of, " cabinet member");
}

static void
say_department(const struct person *person, struct str part, phrase_fn *phrase,
	void *context)
{
	static const char *const ends[] = {
		" Manager", " Officer", " Team Leader", " Supervisor"};
	struct str of;

	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		if (cut_suffix(part, ends[i], &of) && !names_office(of))
			phrase(person, of, FORM_DEPARTMENT, false, context);
}

static void
part_phrases(const struct person *person, struct str part, phrase_fn *phrase,
	void *context)
{
	struct str of;

	part = str_trim(part);
	if (!names_office(part))
		return;
	phrase(person, part, FORM_OFFICE, false, context);
	if (cut_prefix(part, "Chair of ", &of) ||
		cut_prefix(part, "Chairman of ", &of) ||
		cut_prefix(part, "Chairwoman of ", &of))
		say_chair(person, cut_prefix(of, "the ", &of) ? of : of, phrase,
			context);
	if (cut_prefix(part, "Leader of the Opposition", &of))
		say(person, FORM_OFFICE, phrase, context, "Opposition Leader",
			of, "");
	if (cut_suffix(part, " Town Clerk", &of) ||
		cut_suffix(part, " Parish Clerk", &of))
		say(person, FORM_OFFICE, phrase, context, "", of, " Clerk");
	/* "Town Mayor" is the Mayor to everybody. */
	if (cut_suffix(part, " Mayor", &of) && of.n < 9)
		phrase(person, STR_LIT("Mayor"), FORM_OFFICE, true, context);
	say_head(person, part, phrase, context);
	say_cabinet(person, part, phrase, context);
	say_department(person, part, phrase, context);
}

/* Two offices in one title: "Monitoring Officer and Head of Legal". */
static void
title_phrases(const struct person *person, phrase_fn *phrase, void *context)
{
	static const char *const joints[] = {
		" and ", " & ", ", ", "; ", " / ", "/", " (", ")"};
	struct str title = str_trim(person->title), rest = title;

	part_phrases(person, title, phrase, context);
	while (rest.n > 0) {
		size_t end = rest.n, next = rest.n;
		struct str before;

		for (size_t i = 0; i < G_N_ELEMENTS(joints); i++) {
			size_t at = str_find_nocase(rest, str_of(joints[i]), 0);

			if (at < end) {
				end = at;
				next = at + strlen(joints[i]);
			}
		}
		before = (struct str){rest.p, end};
		if (end < title.n)
			part_phrases(person, before, phrase, context);
		rest = (struct str){rest.p + next, rest.n - next};
	}
}

static void
post_phrases_of(const struct person *person, phrase_fn *phrase, void *context)
{
	for (size_t i = 0; i < G_N_ELEMENTS(post_phrases); i++)
		if (person_has_post(person, str_of(post_phrases[i].post)))
			phrase(person, str_of(post_phrases[i].phrase),
				FORM_OFFICE, post_phrases[i].bare, context);
	if (person_has_post(person, STR_LIT("head-of-hr"))) {
		phrase(person, STR_LIT("HR"), FORM_DEPARTMENT, false, context);
		phrase(person, STR_LIT("Human Resources"), FORM_DEPARTMENT,
			false, context);
	}
	if (person_has_post(person, STR_LIT("section-151")))
		phrase(person, STR_LIT("Finance"), FORM_DEPARTMENT, false,
			context);
}

void
person_phrases(const struct person *person, phrase_fn *phrase, void *context)
{
	if (person->is_default || person->role == ROLE_ARCHIVE)
		return;
	name_phrases(person, phrase, context);
	title_phrases(person, phrase, context);
	post_phrases_of(person, phrase, context);
}
