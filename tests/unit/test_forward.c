#include "mail_test.h"

#include "text/forward.h"

/* "name<key>" for each, parted by "; ". */
static char *
show(const struct address_list *list)
{
	GString *out = g_string_new(NULL);

	for (size_t i = 0; i < list->count; i++) {
		const struct address *a = &list->items[i];

		g_string_append_printf(out, "%s%.*s<%.*s>", i > 0 ? "; " : "",
			STR_ARG(a->name), STR_ARG(a->key));
		assert_int_equal(a->valid, a->key.n > 0);
	}
	return g_string_free(out, FALSE);
}

static void
assert_people(const struct address_list *list, const char *wanted)
{
	char *shown = show(list);

	assert_string_equal(shown, wanted);
	g_free(shown);
}

struct inline_case {
	const char *text;
	const char *from, *to, *cc, *date, *subject;
};

static const struct inline_case inline_cases[] = {
	{"From: Bob Lee <b.lee@c.example>\nSent: Monday\n"
	 "To: Ann Day <a.day@c.example>\nSubject: Bins\n\nText\n",
		"Bob Lee<b.lee@c.example>", "Ann Day<a.day@c.example>", "",
		"Monday", "Bins"},
	{"\n\n-------- Forwarded Message --------\nSubject: \tBins\n"
	 "Date: \tMonday\nFrom: \tb.lee@c.example\nTo: \ta.day@c.example\n",
		"<b.lee@c.example>", "<a.day@c.example>", "", "Monday", "Bins"},
	{"________________________________\r\nFrom: Bob Lee\r\n"
	 "Sent: Monday\r\nTo: Day, Ann; Fry, Tim\r\nCc: Clerk\r\n"
	 "Subject: Bins\r\n\r\nText",
		"Bob Lee<>", "Day, Ann<>; Fry, Tim<>", "Clerk<>", "Monday",
		"Bins"},
	{"From: Lee, Bob (Housing) [mailto:B.Lee@C.example]\nSent: Monday\n"
	 "To: 'Ann Day'; Tim Fry <t.fry@c.example>\nSubject: Bins\n",
		"Lee, Bob (Housing)<b.lee@c.example>",
		"Ann Day<>; Tim Fry<t.fry@c.example>", "", "Monday", "Bins"},
	{"Begin forwarded message:\n\n> From: Bob Lee <b.lee@c.example>\n"
	 "> Subject: Bins\n> Date: Monday\n> To: Ann Day\n"
	 "> <a.day@c.example>, \"Fry, Tim\" <t.fry@c.example>\n>\n> Text\n",
		"Bob Lee<b.lee@c.example>",
		"Ann Day<a.day@c.example>; Fry, Tim<t.fry@c.example>", "",
		"Monday", "Bins"},
	{"*From:* Bob Lee <b.lee@c.example>\n*Sent:* Monday\n"
	 "*To:* Day, Ann <a.day@c.example>\n*Subject:* Bins\n",
		"Bob Lee<b.lee@c.example>", "Day, Ann<a.day@c.example>", "",
		"Monday", "Bins"},
	{"From: b.lee@c.example<mailto:b.lee@c.example>\nSent: Monday\n"
	 "To: a.day@c.example\n",
		"<b.lee@c.example>", "<a.day@c.example>", "", "Monday", ""},
	{"Oddi wrth: Bob Lee <b.lee@c.example>\nAnfonwyd: Llun\n"
	 "At: Ann Day <a.day@c.example>\nPwnc: Biniau\n",
		"Bob Lee<b.lee@c.example>", "Ann Day<a.day@c.example>", "",
		"Llun", "Biniau"},
	{"----- Forwarded message ----- From: Bob <b@c.example>To: Ann "
	 "<a@c.example>Sent: MondaySubject: Bins\nText\n",
		"Bob<b@c.example>", "Ann<a@c.example>", "", "Monday", "Bins"},
	{"From: Bob <b@c.example>\nSent: Monday\nTo: a@good@evil.example\n",
		"Bob<b@c.example>", "<>", "", "Monday", ""},
	{"From: Bob <b@c.example>\nSent: Monday\nTo:\nSubject: Bins\n",
		"Bob<b@c.example>", "", "", "Monday", "Bins"},
};

static void
test_inline(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(inline_cases); i++) {
		const struct inline_case *c = &inline_cases[i];
		struct str text = exact_text(c->text);
		struct forwarded letter;

		assert_true(forward_read_inline(arena, text, &letter));
		assert_people(&letter.from, c->from);
		assert_people(&letter.to, c->to);
		assert_people(&letter.cc, c->cc);
		assert_str(letter.date, c->date);
		assert_str(letter.subject, c->subject);
		assert_false(letter.attached);
		exact_free(text);
	}
	arena_free(&arena);
}

static void
test_none(void **state)
{
	static const char *const texts[] = {"", "\n\n", "-----\n", "Hello.\n",
		"From: Bob\n", "From: May\nTo: June\n",
		"Begin forwarded message:\n", "Subject: x\nDate: y\nTo: z\n",
		"text\nFrom: Bob\nSent: Monday\nTo: Ann\n"};
	struct arena *arena = arena_new();

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct str text = exact_text(texts[i]);
		struct forwarded letter;

		assert_false(forward_read_inline(arena, text, &letter));
		exact_free(text);
	}
	arena_free(&arena);
}

static void
test_fields(void **state)
{
	static const struct field fields[] = {
		{{"From", 4}, {"Bob <b@c.example>", 17}},
		{{"TO", 2}, {"a@c.example,\n t@c.example", 25}},
		{{"cc", 2}, {"Clerk:;", 7}}, {{"Date", 4}, {" Monday ", 8}},
		{{"Subject", 7}, {"=?utf-8?q?Bins?=", 16}}};
	struct arena *arena = arena_new();
	struct forwarded letter;

	(void)state;
	forward_read_fields(arena, fields, G_N_ELEMENTS(fields), &letter);
	assert_true(letter.attached);
	assert_people(&letter.from, "Bob<b@c.example>");
	assert_people(&letter.to, "<a@c.example>; <t@c.example>");
	assert_people(&letter.cc, "");
	assert_str(letter.date, "Monday");
	assert_str(letter.subject, "Bins");
	arena_free(&arena);
}

static void
read_block(struct str text)
{
	struct arena *arena = arena_new();
	struct forwarded letter;

	forward_read_inline(arena, text, &letter);
	arena_free(&arena);
}

static void
test_linear(void **state)
{
	static const char *const units[] = {"From: a\n", "From: a\nTo: b;\n",
		"To: a;\n", "\n", "-----\n", "From: a\nSent: b\nTo: c\nd@e\n",
		"From: <", "To: a@b,", "\"", "From: a To: b "};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(units); i++)
		assert_linear(units[i], 400.0, read_block);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_inline),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
