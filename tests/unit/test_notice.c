#include "notice_cases.h"
#include "notice_fixture.h"

/* A letter of Lorraine Fenn's to Cllr Pike, with others hidden. */
static enum tri
given(struct fixture *f, const char *hidden, const char *text)
{
	letter(f, "housing@b.example", "pike@b.example", hidden, text);
	return notice_given(&f->message, &f->people);
}

static void
notices_fit_their_copies(void **state)
{
	unsigned bad = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(notice_cases); i++)
		if (given(*state, notice_cases[i].hidden,
			    notice_cases[i].text) !=
			tri_of(notice_cases[i].told))
			bad++, print_error("%s: \"%s\" should%s tell\n",
				       notice_cases[i].hidden,
				       notice_cases[i].text,
				       notice_cases[i].told ? "" : " not");
	assert_int_equal(bad, 0);
}

static void
nobody_hidden_needs_no_notice(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(given(f, "pike@b.example", "Hello."), TRI_YES);
	assert_int_equal(given(f, "archive@b.example", "Hello."), TRI_YES);
	letter(f, "housing@b.example", "", "pike@b.example", "Hello.");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_YES);
}

static void
undisclosed_recipients_are_told_of_each(void **state)
{
	unsigned bad = 0;
	struct fixture *f = *state;
	static const struct {
		const char *text;
		enum tri given;
	} letters[] = {
		{"Dear Councillor, here are the figures.", TRI_NO},
		{"Dear Fiona and William, here are the figures.", TRI_YES},
		{"Dear Fiona, here are the figures.", TRI_NO},
		{"I am sending this to all of you by blind copy.", TRI_YES},
		{"This goes to Cllr Lowe and Cllr Tate.", TRI_YES},
		{"This goes to all members of the committee.", TRI_YES},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(letters); i++) {
		letter(f, "housing@b.example", "",
			"lowe@b.example tate@b.example", letters[i].text);
		if (notice_given(&f->message, &f->people) != letters[i].given)
			bad++, print_error("\"%s\"\n", letters[i].text);
	}
	assert_int_equal(bad, 0);
}

static void
signatures_tell_in_lines_only(void **state)
{
	struct fixture *f = *state;

	given(f, "mo@b.example", "Here it is.");
	f->message.zones[ZONE_SIGNATURE] =
		zone_of(f, "Lorraine Fenn\n\ncc: Gareth Mellor");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_YES);
	f->message.zones[ZONE_SIGNATURE] =
		zone_of(f, "This e-mail may be shared with Gareth Mellor.");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
	f->message.zones[ZONE_QUOTED] =
		zone_of(f, "I am copying this to Gareth Mellor.");
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
}

static void
unread_text_leaves_it_open(void **state)
{
	struct fixture *f = *state;

	given(f, "mo@b.example", "");
	f->message.unread = UNREAD_ENCRYPTED;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_UNKNOWN);
	given(f, "mo@b.example", "Here it is.");
	f->message.zones[ZONE_TEXT].cut = true;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_UNKNOWN);
	given(f, "mo@b.example", "Here it is.");
	f->message.unread = UNREAD_SIZE;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
}

static void
earlier_transactions_count(void **state)
{
	struct fixture *f = *state;

	given(f, "pike@b.example", "Here it is.");
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_VISIBLE);
	f->people.earlier = EARLIER_UNTOLD;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_NO);
	f->people.earlier = EARLIER_TOLD;
	assert_int_equal(notice_given(&f->message, &f->people), TRI_YES);

	given(f, "mo@b.example", "Here it is.");
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_UNTOLD);
	given(f, "mo@b.example", "I am copying this to Gareth Mellor.");
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_TOLD);
	f->people.earlier = EARLIER_UNTOLD;
	assert_int_equal(
		notice_to_remember(&f->message, &f->people), EARLIER_UNTOLD);
}

static void
no_limit_is_passed_over(void **state)
{
	struct fixture *f = *state;
	GString *text = g_string_new(NULL), *rcpts;
	gint64 start;

	while (text->len < 200 * 1000)
		g_string_append(text,
			"I have sent and I have sent the copy of, the copy, ");
	start = g_get_monotonic_time();
	given(f, "mo@b.example", text->str);
	assert_true(g_get_monotonic_time() - start < G_USEC_PER_SEC);
	g_string_assign(text, "");
	while (text->len < 200 * 1000)
		g_string_append(text, "I am also now just quickly giving Anna "
				      "and Bert, and really carefully. ");
	start = g_get_monotonic_time();
	given(f, "mo@b.example", text->str);
	assert_true(g_get_monotonic_time() - start < 3 * G_USEC_PER_SEC);
	/* Many are told of at the very end of a long text. */
	g_string_assign(text, "");
	while (text->len < 500 * 1000)
		g_string_append(text, "I am copying this to Gareth Mellor and "
				      "the Chief Executive, Priya Ashworth. ");
	g_string_append(text, "This is copied to all our tenants.");
	rcpts = g_string_new(NULL);
	for (int i = 0; i < 60; i++)
		g_string_append_printf(rcpts, "t%d@mail%d.example ", i, i);
	start = g_get_monotonic_time();
	given(f, rcpts->str, text->str);
	assert_true(g_get_monotonic_time() - start < 4 * G_USEC_PER_SEC);
	g_string_free(rcpts, TRUE);
	g_string_free(text, TRUE);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(notices_fit_their_copies),
		TEST(nobody_hidden_needs_no_notice),
		TEST(undisclosed_recipients_are_told_of_each),
		TEST(signatures_tell_in_lines_only),
		TEST(unread_text_leaves_it_open),
		TEST(earlier_transactions_count),
		TEST(no_limit_is_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
