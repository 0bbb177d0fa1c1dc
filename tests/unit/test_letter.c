/* Letters to a member that are carried on, and whether the member knows. */
#include "notice_fixture.h"

static void
forward(struct fixture *f, const char *from, const char *to, const char *cc)
{
	struct forwarded *letters = ARENA_ARRAY(f->arena, struct forwarded, 1);

	letters[0] = (struct forwarded){.from = addresses(f, from),
		.to = addresses(f, to),
		.cc = addresses(f, cc)};
	f->message.forwards = letters;
	f->message.forward_count = 1;
	f->message.is_forward = true;
}

static const struct {
	const char *what, *author, *to, *hidden;	 /* of the message */
	const char *letter_from, *letter_to, *letter_cc; /* of the letter */
	enum tri forwards;
} forwards[] = {
	{"own letter to an outsider", "env@b.example", "x@else.example", "",
		"env@b.example", "pike@b.example", "", TRI_YES},
	{"a colleague's letter to a colleague", "env@b.example", "jo@b.example",
		"", "housing@b.example", "pike@b.example", "", TRI_YES},
	{"letter back to its writer", "env@b.example", "housing@b.example", "",
		"housing@b.example", "pike@b.example", "", TRI_NO},
	{"to one who was in Cc", "env@b.example", "ceo@b.example", "",
		"env@b.example", "pike@b.example", "ceo@b.example", TRI_NO},
	{"hidden recipient was not on it", "env@b.example", "pike@b.example",
		"ceo@b.example", "env@b.example", "pike@b.example", "",
		TRI_YES},
	{"to the same member", "env@b.example", "pike@b.example", "",
		"env@b.example", "pike@b.example", "", TRI_NO},
	{"to another member", "env@b.example", "lowe@b.example", "",
		"env@b.example", "pike@b.example", "", TRI_YES},
	{"a member forwards", "pike@b.example", "x@else.example", "",
		"env@b.example", "pike@b.example", "", TRI_NO},
	{"what a member wrote", "env@b.example", "x@else.example", "",
		"pike@b.example", "env@b.example", "", TRI_NO},
	{"officers among themselves", "env@b.example", "x@else.example", "",
		"housing@b.example", "env@b.example", "", TRI_NO},
	{"to a group", "env@b.example", "x@else.example", "", "env@b.example",
		"labour@b.example", "", TRI_YES},
	{"to a list of members", "env@b.example", "x@else.example", "",
		"env@b.example", "all@b.example", "", TRI_YES},
	{"to one on the list", "env@b.example", "tate@b.example", "",
		"env@b.example", "all@b.example", "", TRI_NO},
	{"to one of the group", "env@b.example", "marsh@b.example", "",
		"env@b.example", "labour@b.example", "", TRI_NO},
	{"member in Cc", "env@b.example", "x@else.example", "", "env@b.example",
		"jo@b.example", "pike@b.example", TRI_YES},
	{"bare names", "env@b.example", "x@else.example", "", "Dean_Whitlock",
		"Cllr_Helen_Pike", "", TRI_YES},
	{"turned names", "env@b.example", "x@else.example", "",
		"Whitlock,_Dean", "Pike,_Helen", "", TRI_YES},
	{"an unknown councillor", "env@b.example", "x@else.example", "",
		"Dean_Whitlock", "Cllr_New_Face", "", TRI_YES},
	{"an unknown writer", "env@b.example", "x@else.example", "", "Somebody",
		"Cllr_Helen_Pike", "", TRI_UNKNOWN},
	{"an unknown addressee", "env@b.example", "x@else.example", "",
		"Dean_Whitlock", "Somebody", "", TRI_UNKNOWN},
	{"nothing at its head", "env@b.example", "x@else.example", "", "", "",
		"", TRI_UNKNOWN},
	{"only to the archive", "env@b.example", "archive@b.example", "",
		"env@b.example", "pike@b.example", "", TRI_NO},
};

static void
letters_are_carried_on(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(forwards); i++) {
		enum tri got;

		letter(f, forwards[i].author, forwards[i].to,
			forwards[i].hidden, "See below.");
		forward(f, forwards[i].letter_from, forwards[i].letter_to,
			forwards[i].letter_cc);
		got = notice_forwards_letter(&f->message, &f->people);
		if (got != forwards[i].forwards)
			fail_msg("%s: %d", forwards[i].what, got);
	}
}

static const struct {
	const char *to, *text;
	enum tri knows;
} knowing[] = {
	{"x@else.example", "See below.", TRI_NO},
	{"x@else.example", "Cllr Pike knows that I am sending you this.",
		TRI_YES},
	{"x@else.example", "She is aware that you have this.", TRI_YES},
	{"x@else.example", "Cllr Pike has agreed to my passing this on.",
		TRI_YES},
	{"x@else.example", "I have told Cllr Pike that you will see it.",
		TRI_YES},
	{"x@else.example", "Helen Pike asked me to forward this.", TRI_YES},
	{"x@else.example", "Passed on with the councillor's agreement.",
		TRI_YES},
	{"x@else.example", "The member has been told.", TRI_YES},
	{"x@else.example", "Cllr Pike said I could share this.", TRI_YES},
	{"x@else.example", "Cllr Pike doesn't mind.", TRI_YES},
	{"x@else.example", "Cllr Pike does not know.", TRI_NO},
	{"x@else.example", "I have not told Cllr Pike.", TRI_NO},
	{"x@else.example", "Cllr Lowe knows that I am sending this.", TRI_NO},
	/* What was said to her is not that it is passed on. */
	{"x@else.example", "See what I've told the councillor.", TRI_NO},
	{"x@else.example", "Cllr Pike asked about the bins.", TRI_NO},
	{"x@else.example", "Do you know Cllr Pike?", TRI_NO},
	{"x@else.example pike@b.example", "See below.", TRI_YES},
};

static void
the_member_may_know(void **state)
{
	unsigned bad = 0;
	struct fixture *f = *state;

	for (size_t i = 0; i < G_N_ELEMENTS(knowing); i++) {
		letter(f, "env@b.example", knowing[i].to, "", knowing[i].text);
		forward(f, "env@b.example", "pike@b.example", "");
		if (notice_member_knows(&f->message, &f->people) !=
			knowing[i].knows)
			bad++, print_error("\"%s\"\n", knowing[i].text);
	}
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(letters_are_carried_on),
		TEST(the_member_may_know),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
