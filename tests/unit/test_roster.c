#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <glib.h>

#include "base/calendar.h"
#include "people/csv.h"
#include "people/roster.h"

#define HEADER "address,role,name,title,party,posts,expands"
#define HEADER_ALL HEADER ",aliases,ward,from,until"

static int32_t
day(const char *text)
{
	int32_t value = 0;

	assert_true(calendar_parse_day(str_of(text), &value));
	return value;
}

/* The bytes are copied to their exact length: sanitizers see an overrun. */
static const struct source *
source_of(struct diag *diag, const char *text)
{
	size_t length = strlen(text);
	char *copy = g_memdup2(text, length);
	const struct source *source;

	source = diag_read_memory(
		diag, "roster.csv", (struct str){copy, length});
	g_free(copy);
	return source;
}

static const char town[] = HEADER_ALL
	"\n"
	"clerk@town.example,officer,Moira Kell,Town Clerk,,Clerk,,"
	"town.clerk@town.example m.kell@old.example,,,\n"
	"cllr.a@town.example,member,\"Hobbs, Vera\",\"The \"\"Mayor\"\"\","
	" Independent ,chair  chairman,,,Castle,,\n"
	"cllr.b@town.example,member,Stan,Councillor,Labour,,,,Bridge,"
	"2023-05-05,2027-05-06\n"
	"cllr.b@town.example,member,Sue,Councillor,Green,,,,Bridge,"
	"2027-05-07,\n"
	"green@town.example,group,Green Group,,Green,,,,,,\n"
	"all@town.example,list,All,,,,role:member,,,,\n"
	"chairs@town.example,list,Chairs,,,,post:chair,,,,\n"
	"mixed@town.example,list,Mixed,,,,"
	"chairs@town.example party:independent M.Kell@OLD.example,,,,\n"
	"bridge@town.example,list,Bridge,,,,ward:Bridge someone@else.example,"
	",,,\n"
	",,,,,,,,,,\n"
	"\n"
	"@town.example,officer,,,,,,,,,";

struct fixture {
	struct diag *diag;
	struct roster *roster;
};

static int
load_town(void **state)
{
	struct fixture *fixture = g_new0(struct fixture, 1);

	fixture->diag = diag_new();
	fixture->roster =
		roster_load(fixture->diag, source_of(fixture->diag, town));
	*state = fixture;
	return fixture->roster == NULL;
}

static int
free_town(void **state)
{
	struct fixture *fixture = *state;

	roster_free(&fixture->roster);
	diag_free(&fixture->diag);
	g_free(fixture);
	return 0;
}

static const struct person *
find(void **state, const char *key, const char *on)
{
	struct fixture *fixture = *state;

	return roster_find(fixture->roster, str_of(key), day(on));
}

static void
assert_str(struct str got, const char *wanted)
{
	char *copy = g_strndup(got.p, got.n);

	assert_string_equal(copy, wanted);
	g_free(copy);
}

static void
people_are_found(void **state)
{
	static const struct {
		const char *key, *on, *name;
	} cases[] = {
		{"clerk@town.example", "2026-11-01", "Moira Kell"},
		{"town.clerk@town.example", "2026-11-01", "Moira Kell"},
		{"m.kell@old.example", "2026-11-01", "Moira Kell"},
		{"cllr.a@town.example", "2026-11-01", "Hobbs, Vera"},
		{"cllr.b@town.example", "2026-11-01", "Stan"},
		{"cllr.b@town.example", "2027-05-06", "Stan"},
		{"cllr.b@town.example", "2027-05-07", "Sue"},
		/* Out of dates: as if the line were not there. */
		{"cllr.b@town.example", "2023-05-04", ""},
		{"anyone@town.example", "2026-11-01", ""},
		{"x@sub.town.example", "2026-11-01", NULL},
		{"x@else.example", "2026-11-01", NULL},
		{"town.example", "2026-11-01", NULL},
		{"", "2026-11-01", NULL},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		const struct person *person =
			find(state, cases[i].key, cases[i].on);

		if (cases[i].name == NULL)
			assert_null(person);
		else
			assert_str(person->name, cases[i].name);
	}
}

static void
cells_are_read(void **state)
{
	const struct person *mayor =
		find(state, "cllr.a@town.example", "2026-11-01");
	const struct person *other =
		find(state, "x@town.example", "2026-11-01");
	struct fixture *fixture = *state;
	size_t count;

	assert_int_equal(mayor->role, ROLE_MEMBER);
	assert_str(mayor->title, "The \"Mayor\"");
	assert_str(mayor->party, "Independent");
	assert_str(mayor->ward, "Castle");
	assert_int_equal(mayor->post_count, 2);
	assert_true(person_has_post(mayor, STR_LIT("CHAIRMAN")));
	assert_false(person_has_post(mayor, STR_LIT("chai")));
	assert_int_equal(mayor->line, 3);
	assert_int_equal(mayor->from, INT32_MIN);
	assert_true(other->is_default);
	assert_int_equal(other->role, ROLE_OFFICER);
	assert_int_equal(other->line, 13);
	assert_non_null(roster_people(fixture->roster, &count));
	assert_int_equal(count, 10);
}

static void
lists_hold_their_members(void **state)
{
	static const struct {
		const char *list, *key, *on;
		bool has;
	} cases[] = {
		{"all@town.example", "cllr.a@town.example", "2026-11-01", true},
		{"all@town.example", "clerk@town.example", "2026-11-01", false},
		{"all@town.example", "green@town.example", "2026-11-01", false},
		{"chairs@town.example", "cllr.a@town.example", "2026-11-01",
			true},
		{"chairs@town.example", "cllr.b@town.example", "2026-11-01",
			false},
		{"mixed@town.example", "cllr.a@town.example", "2026-11-01",
			true},
		{"mixed@town.example", "clerk@town.example", "2026-11-01",
			true},
		{"mixed@town.example", "cllr.b@town.example", "2026-11-01",
			false},
		{"bridge@town.example", "cllr.b@town.example", "2026-11-01",
			true},
		{"bridge@town.example", "cllr.a@town.example", "2026-11-01",
			false},
		/* A domain's default is nobody in particular. */
		{"mixed@town.example", "other@town.example", "2026-11-01",
			false},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++)
		assert_int_equal(
			roster_list_has(fixture->roster,
				find(state, cases[i].list, cases[i].on),
				find(state, cases[i].key, cases[i].on),
				day(cases[i].on)),
			cases[i].has);
}

static bool
is_outside(struct str key, const struct person *person, void *context)
{
	struct str *outside = context;

	if (person == NULL)
		*outside = key;
	return person == NULL;
}

static void
lists_name_outsiders(void **state)
{
	struct fixture *fixture = *state;
	struct str outside = {NULL, 0};

	assert_true(roster_list_find(fixture->roster,
		find(state, "bridge@town.example", "2026-11-01"),
		day("2026-11-01"), is_outside, &outside));
	assert_str(outside, "someone@else.example");
	assert_false(roster_list_find(fixture->roster,
		find(state, "all@town.example", "2026-11-01"),
		day("2026-11-01"), is_outside, &outside));
}

static void
labels_compare(void **state)
{
	(void)state;
	assert_true(label_same(STR_LIT(" Labour"), STR_LIT("labour ")));
	assert_false(label_same(STR_LIT(""), STR_LIT(" ")));
	assert_false(label_same(STR_LIT("Green"), STR_LIT("Greens")));
	assert_true(label_differs(STR_LIT("Green"), STR_LIT("Labour")));
	assert_false(label_differs(STR_LIT("Green"), STR_LIT("")));
	assert_false(label_differs(STR_LIT("Green"), STR_LIT("GREEN ")));
}

static void
append_line(enum diag_level level, const char *text, void *context)
{
	GString *all = context;

	(void)level;
	g_string_append_printf(all, "%s\n", text);
}

/* A mistake, the words that must be said of it, and where it stands. */
static const struct mistake {
	const char *text;
	const char *said; /* NULL: nothing is wrong */
	bool refused;
} mistakes[] = {
	{HEADER "\na@b.example,member,,,,,\n", NULL, false},
	{"", "roster.csv:1:1: error: the roster is empty", true},
	{HEADER "\n", "roster.csv:1:1: error: the roster names nobody", true},
	{"address,role,name,party,posts,expands\na@b.example,member,,,,\n",
		"1:1: error: column \"title\" is missing", true},
	{HEADER ",role\na@b.example,member,,,,,,member\n",
		"1:45: error: column \"role\" stands here a second time", true},
	{HEADER ",phone\na@b.example,member,,,,,,1\n",
		"1:45: warning: column \"phone\" is not read", false},
	{"address;role;name\na@b.example;member;A\n",
		"1:1: error: the columns of a roster are parted by commas",
		true},
	{HEADER "\na@b.example,membr,,,,,\n",
		"2:13: error: \"membr\" is no role", true},
	{HEADER "\na@b.example,outsider,,,,,\n", "2:13: error: \"outsider\" is",
		true},
	{HEADER "\na@b.example,,,,,,\n", "error: a line without a role", true},
	{HEADER "\n,member,,,,,\n", "error: a line without an address", true},
	{HEADER "\nnobody,member,,,,,\n",
		"2:1: error: \"nobody\" is no address", true},
	{HEADER "\n@,member,,,,,\n", "2:1: error: \"@\" is no address", true},
	{HEADER "\na@b.example,member,,,,\n",
		"2:1: error: 6 cells in this line, 7 columns in the first",
		true},
	{HEADER "\na@b.example,member,\"A,,,,\n",
		"2:20: error: this quote is never closed", true},
	{HEADER "\na@b.example,member,\"A\"b,,,,\n",
		"2:23: error: text behind the closing quote", true},
	{HEADER "\na@b.example,member,,,,,\nA@B.example,officer,,,,,\n",
		"3:1: error: \"a@b.example\" stands here again\n"
		"roster.csv:2:1: note: it stood here first",
		true},
	{HEADER ",aliases\na@b.example,member,,,,,,\n"
		"c@b.example,officer,,,,,,a@b.example\n",
		"3:26: error: \"a@b.example\" stands here again", true},
	{HEADER ",aliases\na@b.example,member,,,,,,nobody\n",
		"2:25: error: alias \"nobody\" is no address", true},
	{HEADER ",aliases\n@b.example,officer,,,,,,a@b.example\n",
		"2:25: error: the default of a domain has no aliases", true},
	{HEADER ",from,until\na@b.example,member,,,,,,2026-01-01,2026-06-30\n"
		"a@b.example,officer,,,,,,2026-06-30,\n",
		"note: their dates overlap from 2026-06-30 until 2026-06-30",
		true},
	{HEADER ",source\na@b.example,member,,,,,,ldap keep:posts\n", NULL,
		false},
	{HEADER ",from,until\na@b.example,member,,,,,,2026-01-01,2026-06-29\n"
		"a@b.example,officer,,,,,,2026-06-30,\n",
		NULL, false},
	{HEADER ",from,until\na@b.example,member,,,,,,1/2/2026,\n",
		"2:25: error: \"1/2/2026\" is no date; write YYYY-MM-DD", true},
	{HEADER ",from,until\na@b.example,member,,,,,,2026-02-01,2026-01-01\n",
		"2:36: error: ends before it begins", true},
	{HEADER "\nl@b.example,list,,,,,\n",
		"warning: a list that expands to nobody", false},
	{HEADER "\na@b.example,member,,,,,role:member\n",
		"2:24: warning: only a list expands", false},
	{HEADER "\ng@b.example,group,,,,,\n",
		"warning: a group's mailbox without a party", false},
	{HEADER "\nl@b.example,list,,,,,role:clerk\n",
		"2:22: error: \"clerk\" is no role", true},
	{HEADER "\nl@b.example,list,,,,,nobody\n",
		"2:22: error: \"nobody\" is no address, nor role:", true},
	{HEADER "\nl@b.example,list,,,,,x@c.example\n",
		"2:22: warning: \"x@c.example\" is on this list and has no "
		"line",
		false},
	{HEADER "\nl@b.example,list,,,,,x@c.example\n@c.example,media,,,,,\n",
		NULL, false},
	{HEADER "\nl@b.example,list,,,,,post:chair\n",
		"2:22: warning: nobody is \"post:chair\"", false},
	{HEADER "\nl@b.example,list,,,,,party:Liberal_Democrats\n"
		"a@b.example,member,,,Liberal Democrats,,\n",
		NULL, false},
	{HEADER "\nl@b.example,list,,,,,m@b.example\n"
		"m@b.example,list,,,,,l@b.example\n",
		"2:22: error: lists within this list go in a ring", true},
};

static void
mistakes_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(mistakes); i++) {
		const struct mistake *mistake = &mistakes[i];
		struct diag *diag = diag_new();
		GString *said = g_string_new(NULL);
		struct roster *roster =
			roster_load(diag, source_of(diag, mistake->text));

		diag_each_line(diag, append_line, said);
		if ((roster == NULL) != mistake->refused)
			fail_msg("case %zu: %s", i, said->str);
		if (mistake->said == NULL)
			assert_string_equal(said->str, "");
		else if (strstr(said->str, mistake->said) == NULL)
			fail_msg("case %zu wants %s, has %s", i, mistake->said,
				said->str);
		roster_free(&roster);
		g_string_free(said, TRUE);
		diag_free(&diag);
	}
}

static void
all_mistakes_come_at_once(void **state)
{
	struct diag *diag = diag_new();

	(void)state;
	assert_null(roster_load(
		diag, source_of(diag, HEADER "\nx,nothing,,,,,\ny,,,,,,\n")));
	assert_int_equal(diag_errors(diag), 4);
	diag_free(&diag);
}

static void
csv_keeps_places(void **state)
{
	struct arena *arena = arena_new();
	struct diag *diag = diag_new();
	struct csv_reader reader = csv_open(
		arena, diag, source_of(diag, "a, \"b\nc\"\"\" ,d\n\n,,\nlast"));
	struct csv_row row;
	unsigned line, column;

	(void)state;
	assert_true(csv_next(&reader, &row));
	assert_int_equal(row.count, 3);
	assert_str(row.cells[1].text, "b\nc\"");
	place_position(row.cells[2].place, &line, &column);
	assert_int_equal(line, 2);
	assert_true(csv_next(&reader, &row));
	assert_int_equal(row.line, 5);
	assert_int_equal(row.count, 1);
	assert_str(row.cells[0].text, "last");
	assert_false(csv_next(&reader, &row));
	assert_int_equal(diag_errors(diag), 0);
	diag_free(&diag);
	arena_free(&arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			people_are_found, load_town, free_town),
		cmocka_unit_test_setup_teardown(
			cells_are_read, load_town, free_town),
		cmocka_unit_test_setup_teardown(
			lists_hold_their_members, load_town, free_town),
		cmocka_unit_test_setup_teardown(
			lists_name_outsiders, load_town, free_town),
		cmocka_unit_test(labels_compare),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(all_mistakes_come_at_once),
		cmocka_unit_test(csv_keeps_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
