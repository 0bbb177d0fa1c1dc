#include "base/limits.h"
#include "people_fixture.h"

static const char borough[] =
	"address,role,name,title,party,posts,expands,aliases\n"
	"ceo@b.example,officer,Priya Ashworth,Chief Executive,,"
	"chief-executive,,priya@old.example\n"
	"housing@b.example,officer,Lorraine Fenn,Director of Housing,,"
	"director,,\n"
	"marsh@b.example,member,Cllr Jane Marsh,Leader,Labour,leader,,"
	"jane@home.example\n"
	"doyle@b.example,member,Cllr Brendan Doyle,,Labour,cabinet,,\n"
	"pike@b.example,member,Cllr Helen Pike,,Conservative,,,\n"
	"labour@b.example,group,Labour Group,,Labour,,,\n"
	"tory@b.example,group,Conservative Group,,Conservative,,,\n"
	"all@b.example,list,All Members,,,,role:member,\n"
	"one@b.example,list,Just One,,,,pike@b.example,\n"
	"press@b.example,list,Press,,,,news@paper.example "
	"radio@waves.example,\n"
	"archive@b.example,archive,,,,,,\n"
	"@paper.example,media,,,,,,\n"
	"@b.example,officer,,,,,,\n";

static int
set_up(void **state)
{
	return fixture_begin(state, borough);
}

static void
find(struct fixture *f)
{
	participants_find(f->arena, f->roster, NULL, 20000, &f->message,
		&f->envelope, &f->people);
}

/* A letter by `from`, with the envelope given; "-" is an unknown envelope. */
static void
letter(struct fixture *f, const char *from, const char *to, const char *cc,
	const char *rcpts)
{
	f->message = (struct message){.from = addresses(f, from),
		.to = addresses(f, to),
		.cc = addresses(f, cc)};
	f->envelope = envelope_of(f, from, rcpts);
}

static enum tri
any(struct fixture *f, enum recipient_set set, enum role role)
{
	struct trait trait = {.kind = TRAIT_ROLE, .role = role};
	struct selector_alternative alternative = {&trait, 1};
	struct selector selector = {&alternative, 1};

	return participants_any(&f->people, set, &selector);
}

static enum tri
anyone(struct fixture *f, enum recipient_set set)
{
	return participants_more_than(&f->people, set, 0);
}

static const char member[] = "pike@b.example";

/* Who is hidden: nobody, or somebody of the role given. */
static const struct {
	const char *what, *to, *cc, *rcpts, *bcc;
	bool hidden;
	enum role role;
} cases[] = {
	{"all visible", member, "ceo@b.example", "ceo@b.example pike@b.example",
		"", false, 0},
	{"case and sub-address", "PIKE@B.Example", "",
		"<pike+council@b.example>", "", false, 0},
	{"alias in the envelope", member, "ceo@b.example",
		"pike@b.example priya@old.example", "", false, 0},
	{"alias in the header", "jane@home.example", "", "marsh@b.example", "",
		false, 0},
	{"one visible, one hidden", member, "", "pike@b.example ceo@b.example",
		"", true, ROLE_OFFICER},
	{"outsider hidden", member, "", "pike@b.example x@else.example", "",
		true, ROLE_OUTSIDE},
	{"only the hidden one in this transaction", member, "", "ceo@b.example",
		"", true, ROLE_OFFICER},
	{"only some of the visible in this transaction", member,
		"ceo@b.example", "pike@b.example", "", false, 0},
	{"archive", member, "", "pike@b.example archive@b.example", "", false,
		0},
	{"author's own copy", member, "", "pike@b.example housing@b.example",
		"", false, 0},
	{"list expanded upstream", "all@b.example", "",
		"marsh@b.example doyle@b.example pike@b.example", "", false, 0},
	{"list and its members", "all@b.example", "",
		"all@b.example pike@b.example", "", false, 0},
	{"list, and one who is not on it", "all@b.example", "",
		"pike@b.example ceo@b.example", "", true, ROLE_OFFICER},
	{"list's outsiders", "press@b.example", "",
		"news@paper.example radio@waves.example", "", false, 0},
	{"hidden list", "ceo@b.example", "", "ceo@b.example all@b.example", "",
		true, ROLE_MEMBER},
	{"hidden list of those visible", member, "",
		"pike@b.example one@b.example", "", false, 0},
	{"group's mailbox for its members", "labour@b.example", "",
		"marsh@b.example doyle@b.example", "", false, 0},
	{"group's mailbox, another's member", "labour@b.example", "",
		"marsh@b.example pike@b.example", "", true, ROLE_MEMBER},
	{"hidden group, all its members visible", "marsh@b.example",
		"doyle@b.example", "labour@b.example marsh@b.example", "",
		false, 0},
	{"hidden group, a member not visible", "marsh@b.example", "",
		"labour@b.example marsh@b.example", "", true, ROLE_GROUP},
	{"hidden group of a visible list", "all@b.example", "",
		"all@b.example tory@b.example", "", false, 0},
	{"Bcc field, in the envelope", member, "",
		"pike@b.example ceo@b.example", "ceo@b.example", true,
		ROLE_OFFICER},
	{"Bcc field, not in the envelope", member, "", "pike@b.example",
		"x@else.example", true, ROLE_OUTSIDE},
	{"Bcc field, no envelope", member, "", "-", "x@else.example", true,
		ROLE_OUTSIDE},
	{"no envelope", member, "ceo@b.example", "-", "", false, 0},
	{"Bcc field, visible too", member, "ceo@b.example", "pike@b.example",
		"ceo@b.example", false, 0},
	{"undisclosed, one", "", "", "pike@b.example", "", false, 0},
	{"undisclosed, one and the archive", "", "",
		"pike@b.example archive@b.example", "", false, 0},
	{"undisclosed, one and the author", "", "",
		"pike@b.example housing@b.example", "", false, 0},
	{"to oneself, one", "housing@b.example", "", "pike@b.example", "",
		false, 0},
	{"undisclosed, two", "", "", "pike@b.example marsh@b.example", "", true,
		ROLE_MEMBER},
	{"to oneself, two", "housing@b.example", "",
		"housing@b.example pike@b.example ceo@b.example", "", true,
		ROLE_MEMBER},
	{"undisclosed list", "", "", "all@b.example", "", true, ROLE_MEMBER},
	{"undisclosed list of one", "", "", "one@b.example", "", false, 0},
	{"undisclosed group", "", "", "labour@b.example", "", false, 0},
	{"same alias twice, undisclosed", "", "",
		"marsh@b.example jane@home.example", "", false, 0},
	{"no recipient at all", "", "", "", "", false, 0},
	{"unreadable, the same", "root", "", "root", "", false, 0},
	{"two of a domain's default", "x@b.example", "",
		"x@b.example y@b.example", "", true, ROLE_OFFICER},
};

static void
hidden_are_told_apart(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
		letter(f, "housing@b.example", cases[i].to, cases[i].cc,
			cases[i].rcpts);
		f->message.bcc = addresses(f, cases[i].bcc);
		find(f);
		if (anyone(f, SET_HIDDEN) != tri_of(cases[i].hidden))
			fail_msg("%s", cases[i].what);
		if (cases[i].hidden &&
			any(f, SET_HIDDEN, cases[i].role) != TRI_YES)
			fail_msg("%s: role", cases[i].what);
	}
}

static void
undisclosed_members_are_addressed(void **state)
{
	struct fixture *f = *state;

	letter(f, "housing@b.example", "", "", "pike@b.example ceo@b.example");
	find(f);
	assert_int_equal(anyone(f, SET_VISIBLE), TRI_NO);
	assert_int_equal(any(f, SET_EVERYONE, ROLE_MEMBER), TRI_YES);
	letter(f, "housing@b.example", "", "", "pike@b.example");
	find(f);
	assert_int_equal(any(f, SET_EVERYONE, ROLE_MEMBER), TRI_YES);
	assert_int_equal(any(f, SET_HIDDEN, ROLE_MEMBER), TRI_NO);
}

static void
a_redirected_message_hides_nobody(void **state)
{
	struct fixture *f = *state;

	letter(f, "housing@b.example", member, "", "x@else.example");
	f->message.is_redirected = true;
	find(f);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_NO);
	assert_int_equal(any(f, SET_EVERYONE, ROLE_OUTSIDE), TRI_YES);

	f->message.bcc = addresses(f, "ceo@b.example");
	find(f);
	assert_int_equal(any(f, SET_HIDDEN, ROLE_OFFICER), TRI_YES);
	assert_int_equal(any(f, SET_HIDDEN, ROLE_OUTSIDE), TRI_NO);

	/* The author who resends it chose where it goes. */
	f->message.bcc.count = 0;
	f->message.resent_from = addresses(f, "housing@b.example");
	find(f);
	assert_int_equal(any(f, SET_HIDDEN, ROLE_OUTSIDE), TRI_YES);

	f->message.resent_from = addresses(f, member);
	f->message.resent_to = addresses(f, "x@else.example");
	find(f);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_NO);
	assert_int_equal(any(f, SET_CC, ROLE_OUTSIDE), TRI_YES);
}

static void
an_addressee_s_mailbox_hides_nobody(void **state)
{
	struct fixture *f = *state;

	letter(f, "housing@b.example", member, "", "pike@mail.example");
	f->envelope.from = STR_LIT("<pike@b.example>");
	find(f);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_NO);
	f->envelope.from = STR_LIT("<>");
	find(f);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_YES);
	f->envelope.login = STR_LIT("pike@b.example");
	find(f);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_NO);
}

static void
identity_wants_a_witness(void **state)
{
	static const struct {
		const char *from, *sender, *login;
		enum identity identity;
	} identities[] = {
		{"ceo@b.example", "<ceo@b.example>", "", IDENTITY_VERIFIED},
		{"ceo@b.example", "PRIYA@old.example", "", IDENTITY_VERIFIED},
		{"ceo@b.example", "x@else.example", "", IDENTITY_UNVERIFIED},
		{"ceo@b.example", "<>", "", IDENTITY_UNVERIFIED},
		{"ceo@b.example", "x@else.example", "ceo@b.example",
			IDENTITY_VERIFIED},
		{"ceo@b.example", "", "CEO", IDENTITY_VERIFIED},
		{"ceo@b.example", "", "ce", IDENTITY_UNVERIFIED},
		{"ceo@b.example", "", "housing@b.example", IDENTITY_UNVERIFIED},
		/* Two of a domain's default line are two persons. */
		{"x@b.example", "y@b.example", "", IDENTITY_UNVERIFIED},
		{"x@else.example", "", "x", IDENTITY_UNVERIFIED},
		{"", "", "", IDENTITY_UNVERIFIED},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(identities); i++) {
		letter(f, identities[i].from, member, "", member);
		f->envelope.from = str_of(identities[i].sender);
		f->envelope.login = str_of(identities[i].login);
		find(f);
		if (f->people.identity != identities[i].identity)
			fail_msg("identity case %zu", i);
	}
}

static void
the_council_s_author_counts(void **state)
{
	struct fixture *f = *state;

	letter(f, "x@else.example ceo@b.example pike@b.example", member, "",
		member);
	find(f);
	assert_true(f->people.several_authors);
	assert_true(str_eq(f->people.author.key, STR_LIT("ceo@b.example")));
	assert_int_equal(f->people.author.role, ROLE_OFFICER);

	letter(f, "priya@old.example ceo@b.example", member, "", member);
	find(f);
	assert_false(f->people.several_authors);

	letter(f, "", member, "", member);
	find(f);
	assert_int_equal(f->people.author.key.n, 0);
	assert_int_equal(f->people.directions, 0);
}

static void
directions_are_found(void **state)
{
	static const struct {
		const char *from, *to, *rcpts;
		unsigned directions;
	} ways[] = {
		{"ceo@b.example", "pike@b.example", "pike@b.example",
			DIR_OFFICER_TO_MEMBER},
		{"ceo@b.example", "all@b.example", "all@b.example",
			DIR_OFFICER_TO_MEMBER},
		{"ceo@b.example", "pike@b.example tory@b.example",
			"x@else.example",
			DIR_OFFICER_TO_MEMBER | DIR_OFFICER_TO_GROUP},
		/* Nobody visible: one direction, and members come first. */
		{"ceo@b.example", "", "x@b.example pike@b.example",
			DIR_OFFICER_TO_MEMBER},
		{"pike@b.example", "x@b.example news@paper.example", "",
			DIR_MEMBER_TO_OFFICER | DIR_MEMBER_TO_OUTSIDE},
		{"tory@b.example", "x@b.example", "", DIR_GROUP_TO_OFFICER},
		{"x@else.example", "pike@b.example", "", 0},
		{"archive@b.example", "pike@b.example", "", 0},
		{"pike@b.example", "archive@b.example pike@b.example", "", 0},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(ways); i++) {
		letter(f, ways[i].from, ways[i].to, "", ways[i].rcpts);
		find(f);
		assert_int_equal(f->people.directions, ways[i].directions);
	}
	assert_string_equal(direction_names[11], "group-to-outside");
	assert_null(direction_names[12]);
}

static struct selector
selector_of(struct trait *trait, struct selector_alternative *alternative,
	enum role role, enum trait_kind second)
{
	trait[0] = (struct trait){.kind = TRAIT_ROLE, .role = role};
	trait[1] = (struct trait){.kind = second};
	*alternative = (struct selector_alternative){trait, 2};
	return (struct selector){alternative, 1};
}

static void
all_and_only(void **state)
{
	struct fixture *f = *state;
	struct trait traits[2];
	struct selector_alternative alternative;
	struct selector other_groups = selector_of(
		traits, &alternative, ROLE_GROUP, TRAIT_OTHER_PARTY);
	struct trait member_trait[2];
	struct selector_alternative member_alternative;
	struct selector members = selector_of(
		member_trait, &member_alternative, ROLE_MEMBER, TRAIT_ANYONE);

	letter(f, "ceo@b.example", "labour@b.example", "", "");
	find(f);
	assert_true(str_eq(participants_party(&f->people), STR_LIT("Labour")));
	assert_int_equal(
		participants_all_of(&f->people, SET_VISIBLE, &other_groups),
		TRI_NO);
	assert_int_equal(
		participants_only(&f->people, SET_TO, &members), TRI_NO);

	letter(f, "ceo@b.example", "labour@b.example", "tory@b.example", "");
	find(f);
	assert_int_equal(
		participants_all_of(&f->people, SET_VISIBLE, &other_groups),
		TRI_YES);
	assert_int_equal(participants_all_of(&f->people, SET_VISIBLE, &members),
		TRI_YES);

	/* A list of all members tells each group. */
	letter(f, "ceo@b.example", "labour@b.example", "all@b.example", "");
	find(f);
	assert_int_equal(
		participants_all_of(&f->people, SET_VISIBLE, &other_groups),
		TRI_YES);
	assert_int_equal(
		participants_only(&f->people, SET_CC, &members), TRI_YES);
	assert_int_equal(
		participants_only(&f->people, SET_VISIBLE, &members), TRI_NO);

	letter(f, "ceo@b.example", "", "", "");
	find(f);
	assert_int_equal(
		participants_only(&f->people, SET_VISIBLE, &members), TRI_NO);
	assert_int_equal(participants_party(&f->people).n, 0);
}

static void
a_hidden_party_does_not_show(void **state)
{
	struct fixture *f = *state;
	struct trait traits[2];
	struct selector_alternative alternative;
	struct selector same = selector_of(
		traits, &alternative, ROLE_MEMBER, TRAIT_SAME_PARTY);

	letter(f, "ceo@b.example", "", "", "pike@b.example housing@b.example");
	find(f);
	assert_int_equal(participants_party(&f->people).n, 0);
	assert_int_equal(
		participants_any(&f->people, SET_EVERYONE, &same), TRI_YES);
}

static void
numbers_of_the_hidden_are_not_told(void **state)
{
	struct fixture *f = *state;

	letter(f, "ceo@b.example", member, "doyle@b.example archive@b.example",
		"x@else.example y@else.example");
	find(f);
	assert_int_equal(
		participants_more_than(&f->people, SET_VISIBLE, 1), TRI_YES);
	assert_int_equal(
		participants_more_than(&f->people, SET_VISIBLE, 2), TRI_NO);
	assert_int_equal(
		participants_more_than(&f->people, SET_HIDDEN, 0), TRI_YES);
	assert_int_equal(
		participants_more_than(&f->people, SET_HIDDEN, 1), TRI_UNKNOWN);
	assert_int_equal(
		participants_more_than(&f->people, SET_HIDDEN, 5), TRI_UNKNOWN);
}

static void
cut_sets_leave_questions_open(void **state)
{
	struct fixture *f = *state;

	letter(f, "ceo@b.example", member, "", "pike@b.example");
	f->envelope.rcpts_cut = true;
	find(f);
	assert_true(f->people.incomplete);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_UNKNOWN);
	assert_int_equal(any(f, SET_VISIBLE, ROLE_MEMBER), TRI_YES);
	assert_int_equal(any(f, SET_EVERYONE, ROLE_MEDIA), TRI_UNKNOWN);

	letter(f, "ceo@b.example", member, "", "x@else.example");
	f->message.to.cut = true;
	find(f);
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_UNKNOWN);
}

static void
an_earlier_transaction_hides_somebody(void **state)
{
	struct fixture *f = *state;
	struct trait trait = {.kind = TRAIT_ANYONE};
	struct selector_alternative alternative = {&trait, 1};
	struct selector selector = {&alternative, 1};

	letter(f, "ceo@b.example", member, "", "pike@b.example");
	find(f);
	f->people.earlier = EARLIER_VISIBLE;
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_NO);
	f->people.earlier = EARLIER_UNTOLD;
	assert_int_equal(anyone(f, SET_HIDDEN), TRI_YES);
	assert_int_equal(
		participants_any(&f->people, SET_HIDDEN, &selector), TRI_YES);
	assert_int_equal(any(f, SET_HIDDEN, ROLE_OFFICER), TRI_UNKNOWN);
	assert_int_equal(any(f, SET_VISIBLE, ROLE_OFFICER), TRI_NO);
}

static enum tri
is_outside(const struct participant *somebody, void *context)
{
	unsigned *asked = context;

	(*asked)++;
	return tri_of(somebody->role == ROLE_OUTSIDE);
}

static void
every_hidden_one_is_asked_of(void **state)
{
	struct fixture *f = *state;
	unsigned asked = 0;

	letter(f, "ceo@b.example", member, "", "x@else.example y@else.example");
	find(f);
	assert_int_equal(
		hidden_every(f->people.hidden, is_outside, &asked), TRI_YES);
	assert_int_equal(asked, 2);
	letter(f, "ceo@b.example", member, "", "all@b.example x@else.example");
	find(f);
	asked = 0;
	assert_int_equal(
		hidden_every(f->people.hidden, is_outside, &asked), TRI_NO);
	assert_int_equal(asked, 1);
}

static void
ten_thousand_are_quick(void **state)
{
	struct fixture *f = *state;
	struct str *rcpts = ARENA_ARRAY(f->arena, struct str, 10000);
	gint64 start;

	letter(f, "ceo@b.example", "all@b.example", "", "");
	for (size_t i = 0; i < LIMIT_RECIPIENTS; i++)
		rcpts[i] = str_of(
			arena_printf(f->arena, "<x%zu@else.example>", i));
	f->envelope.rcpts = rcpts;
	f->envelope.rcpt_count = LIMIT_RECIPIENTS;
	start = g_get_monotonic_time();
	find(f);
	assert_true(g_get_monotonic_time() - start < 1000 * 1000);
	assert_int_equal(any(f, SET_HIDDEN, ROLE_OUTSIDE), TRI_YES);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, fixture_end)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(hidden_are_told_apart),
		TEST(undisclosed_members_are_addressed),
		TEST(a_redirected_message_hides_nobody),
		TEST(an_addressee_s_mailbox_hides_nobody),
		TEST(identity_wants_a_witness),
		TEST(the_council_s_author_counts),
		TEST(directions_are_found),
		TEST(all_and_only),
		TEST(a_hidden_party_does_not_show),
		TEST(numbers_of_the_hidden_are_not_told),
		TEST(cut_sets_leave_questions_open),
		TEST(an_earlier_transaction_hides_somebody),
		TEST(every_hidden_one_is_asked_of),
		TEST(ten_thousand_are_quick),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
