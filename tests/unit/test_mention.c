#include "people_fixture.h"

#include "../../milter/people/mention_internal.h"

static const char borough[] =
	"address,role,name,title,party,posts,expands,aliases,ward,from,until\n"
	"ceo@b.example,officer,Priya Ashworth,Chief Executive,,"
	"chief-executive restricted,,,,,\n"
	"mo@b.example,officer,Gareth Mellor,"
	"Monitoring Officer and Head of Legal,,monitoring-officer,,,,,\n"
	"dce@b.example,officer,Samuel Okafor,"
	"Deputy Chief Executive and Section 151 Officer,,"
	"section-151 director,,,,,\n"
	"housing@b.example,officer,Lorraine Fenn,Director of Housing,,"
	"director,,,,,\n"
	"env@b.example,officer,Will O'Hara,Director of Environment,,"
	"director,,,,,\n"
	"hr@b.example,officer,Rukhsana Hussain,Head of Human Resources,,"
	"head-of-hr,,,,,\n"
	"plan@b.example,officer,Tom Barlow,Planning Officer,,,,,,,\n"
	"adm@b.example,officer,Si\303\242n Pugh,Director of Children's "
	"Services,,,,,,,\n"
	"clerk@b.example,officer,Moira Kell FSLCC,Town Clerk,,clerk,,,,,\n"
	"dep@b.example,officer,Beth Sayer,Deputy Town Clerk,,,,,,,\n"
	"marsh@b.example,member,Cllr Jane Marsh,Leader of the Council,Labour,"
	"leader cabinet,,,,,\n"
	"doyle@b.example,member,County Cllr Brendan Doyle,"
	"Cabinet Member for Housing,Labour,cabinet,,,,,\n"
	"shah@b.example,member,Cllr Nadia Shah,Chair of Planning Committee,"
	"Labour,chair,,,,,\n"
	"pike@b.example,member,Cllr Helen Pike,Leader of the Opposition,"
	"Conservative,,,,,,\n"
	"tate1@b.example,member,Cllr William Tate,Councillor,,,,,,,\n"
	"tate2@b.example,member,Cllr Gareth Tate,Councillor,,,,,,,\n"
	"mayor@b.example,member,Cllr Vera Smith-Jones,"
	"Town Mayor and Chair of the Council,,chair chairman,,,,,\n"
	"old@b.example,officer,Olga Past,Head of Parks,,,,,,,2020-01-01\n"
	"labour@b.example,group,Labour Group,,Labour,,,,,,\n"
	"all@b.example,list,All Members,,,,role:member,,,,\n"
	"@b.example,officer,,,,,,,,,\n";

static int
set_up(void **state)
{
	return fixture_begin(state, borough);
}

/* The local parts of all who are named, in order, parted by spaces. */
static char *
named(struct fixture *f, const char *text)
{
	struct zone_builder *builder = zone_builder_new(f->arena);
	GString *names = g_string_new(NULL);
	struct zone_text zone;
	struct mention_list list;

	zone_builder_add(builder, str_of(text), 0, strlen(text), 0, true);
	zone = zone_builder_finish(builder);
	list = mention_find(f->arena, f->index, &zone, 20000);
	for (size_t i = 0; i < list.count; i++) {
		struct str key = list.items[i].person->key;

		assert_true(list.items[i].start < list.items[i].end);
		assert_true(list.items[i].end <= zone.text.n);
		assert_true(list.items[i].sentence < zone.sentence_count);
		g_string_append_printf(names, "%s%.*s", i ? " " : "",
			(int)strcspn(key.p, "@"), key.p);
	}
	return g_string_free(names, FALSE);
}

static const struct {
	const char *text, *named;
} cases[] = {
	{"I spoke to Priya Ashworth yesterday.", "ceo"},
	{"I spoke to priya ashworth yesterday.", "ceo"},
	{"Priya  ASHWORTH's view", "ceo"},
	{"Mrs Ashworth and Ms P. Ashworth and Ms. Ashworth.", "ceo ceo ceo"},
	{"Ashworth is a village.", ""},
	{"Mrs Ashworth Barnes called.", ""},
	{"Cllr Marsh, Councillor Jane Marsh and Cllr J Marsh",
		"marsh marsh marsh"},
	{"cllr Doyle and County Cllr Doyle", "doyle doyle"},
	{"The marsh by the river, Councillor", ""},
	{"Cllr Tate said so.", "tate1 tate2"},
	{"Mr O'Hara and Will O'Hara's team, Will OHara", "env env env"},
	{"Cllr Smith-Jones, Cllr Smith Jones, Cllr Jones", "mayor mayor"},
	{"Sian Pugh, Si\303\242n Pugh", "adm adm"},
	{"Moira Kell rang.", "clerk"},
	{"The Chief Executive and the chief executive", "ceo ceo"},
	{"a chief executive", ""},
	{"The Deputy Chief Executive", "dce"},
	{"the former Chief Executive, the acting Chief Executive", "ceo"},
	{"The Assistant Chief Executive", ""},
	{"our Monitoring Officer, the Head of Legal", "mo mo"},
	{"the section 151 officer, the Section-151 Officer, the s151 officer, "
	 "the s.151 officer",
		"dce dce dce dce"},
	{"the Director of Housing, Housing Director, Director for Housing",
		"housing housing housing"},
	{"the Director of the Environment", "env"},
	{"the Director of Finance", ""},
	{"I asked the Director.", "dce housing env"},
	{"our director asked", "dce housing env"},
	{"The Managing Director of Norvale", ""},
	{"Head of HR, the head of human resources", "hr hr"},
	{"Director of Childrens Services, Director of Children's Services",
		"adm"},
	{"The Clerk, the Town Clerk, the Deputy Town Clerk, the Deputy Clerk",
		"clerk clerk dep dep"},
	{"a sales clerk", ""},
	{"The Leader of the Council and the Leader of the Opposition",
		"marsh pike"},
	{"I'll ask the Leader.", "marsh"},
	{"the leader of the Conservative group", ""},
	{"the Cabinet Member for Housing, the Portfolio Holder for Housing, "
	 "the housing portfolio holder",
		"doyle doyle doyle"},
	{"the Chair of the Planning Committee, the Chairman of Planning, the "
	 "Planning Chair",
		"shah shah shah"},
	{"the Mayor, the Town Mayor", "mayor mayor"},
	{"the Chairman of the Council", "mayor"},
	{"the Labour Group, All Members", "labour all"},
	{"Lorraine will ring you. Thanks to Priya.", "housing ceo"},
	{"Gareth will ring you.", ""}, /* two of that name */
	{"Lorraine Baker rang.", ""},
	{"Will you ring me? I asked Will to.", "env"},
	{"lorraine will ring you", ""},
	{"Olga Past has left.", ""},
	{"tom.barlow@b.example is away", ""},
	{"Housing and Legal and Planning", ""},
	{"", ""},
	{"\303\251\303\250 \xe2\x80\x94 nobody", ""},
};

static void
people_are_named(void **state)
{
	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		char *got = named(*state, cases[i].text);

		if (strcmp(got, cases[i].named) != 0)
			fail_msg("\"%s\": wanted \"%s\", got \"%s\"",
				cases[i].text, cases[i].named, got);
		g_free(got);
	}
}

static void
dates_count(void **state)
{
	struct fixture *f = *state;
	struct zone_builder *builder = zone_builder_new(f->arena);
	struct zone_text zone;

	zone_builder_add(builder, STR_LIT("Olga Past"), 0, 9, 0, true);
	zone = zone_builder_finish(builder);
	assert_int_equal(
		mention_find(f->arena, f->index, &zone, 10000).count, 1);
	assert_int_equal(
		mention_find(f->arena, f->index, &zone, 20000).count, 0);
}

static void
display_names_are_known(void **state)
{
	static const struct {
		const char *name, *key;
	} names[] = {
		{"Priya Ashworth", "ceo@b.example"},
		{"Ashworth, Priya", "ceo@b.example"},
		{"ASHWORTH, Priya (Chief Executive)", "ceo@b.example"},
		{"Cllr Jane Marsh", "marsh@b.example"},
		{"Jane Marsh (Cllr)", "marsh@b.example"},
		{"Marsh, Cllr Jane", "marsh@b.example"},
		{"Town Clerk", "clerk@b.example"},
		{"Labour Group", "labour@b.example"},
		{"Director", NULL},
		{"Priya", NULL},
		{"Nobody Here", NULL},
		{"", NULL},
		{",", NULL},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct person *person = mention_by_display_name(
			f->index, str_of(names[i].name), 20000);

		if (names[i].key == NULL
				? person != NULL
				: person == NULL ||
					  !str_eq(person->key,
						  str_of(names[i].key)))
			fail_msg("\"%s\"", names[i].name);
	}
}

/* Twice the text must not take much more than twice the time. */
static void
long_texts_are_quick(void **state)
{
	struct fixture *f = *state;
	static const char *const pieces[] = {"the Director of ", "a.a.",
		"Cllr ", "Leader of the ", "'s'", "J. ", "Priya "};

	for (size_t i = 0; i < G_N_ELEMENTS(pieces); i++) {
		GString *text = g_string_new(NULL);
		struct zone_text zone;
		struct sentence all;
		gint64 start;

		while (text->len < 1000 * 1000)
			g_string_append(text, pieces[i]);
		all = (struct sentence){0, (uint32_t)text->len, 0};
		zone = (struct zone_text){
			.text = {text->str, text->len},
			.sentences = &all,
			.sentence_count = 1,
		};
		start = g_get_monotonic_time();
		mention_find(f->arena, f->index, &zone, 20000);
		if (g_get_monotonic_time() - start > 2 * G_USEC_PER_SEC)
			fail_msg("\"%s\" takes too long", pieces[i]);
		g_string_free(text, TRUE);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_are_named),
		TEST(dates_count),
		TEST(display_names_are_known),
		TEST(long_texts_are_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
