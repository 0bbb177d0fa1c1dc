#include "mail_test.h"

#include "message/message.h"
#include "mime/date.h"
#include "tool/made_mail.h"

static struct arena *arena;
static struct raw_mail *raw;
static struct message message;

static void
make(struct made_mail mail)
{
	made_mail_write(raw, &mail);
	message_read(arena, raw, NULL, &message);
}

/* A letter with this subject and nothing else of note. */
static void
make_subject(struct str subject)
{
	make((struct made_mail){.from = STR_LIT("a@town.example"),
		.to = STR_LIT("b@town.example"),
		.subject = subject,
		.text = STR_LIT("Yours.")});
}

static void
test_all_of_it(void **state)
{
	size_t from = 0;
	int64_t sent;

	(void)state;
	make((struct made_mail){STR_LIT("Cllr Jane Marsh"),
		STR_LIT("j.marsh@town.example"),
		STR_LIT("b@town.example, c@elsewhere.example"),
		STR_LIT("Bins in Mill Lane"), STR_LIT("Dear Ben,\n\nthanks.")});
	assert_int_equal(message.from.count, 1);
	assert_str(message.from.items[0].name, "Cllr Jane Marsh");
	assert_str(message.from.items[0].spec, "j.marsh@town.example");
	assert_int_equal(message.to.count, 2);
	assert_str(message.to.items[0].spec, "b@town.example");
	assert_str(message.to.items[1].spec, "c@elsewhere.example");
	assert_str(message.subject, "Bins in Mill Lane");
	assert_str(message.texts[0].text, "Dear Ben,\n\nthanks.\n");
	assert_int_equal(message.unread, 0);
	assert_true(date_read(
		message_field(&message, STR_LIT("Date"), &from)->value, &sent));
	assert_int_equal(sent / (24 * 60 * 60), MADE_MAIL_DAY);
}

static void
test_no_name(void **state)
{
	(void)state;
	make_subject(STR_LIT("x"));
	assert_str(message.from.items[0].spec, "a@town.example");
	assert_str(message.from.items[0].name, "");
}

/* What would be read as something else in a header. */
static void
test_names(void **state)
{
	static const char *const names[] = {"Seán Ó Briain", "O'Hara, Pat",
		"Pat (Works)", "Pat \"P\" Osk", "a@town.example", "Pat <b@c>",
		"=?utf-8?Q?Pat?=", "Anne-Marie D. Osk", "Łukasz; x: y"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++) {
		make((struct made_mail){.name = str_of(names[i]),
			.from = STR_LIT("p@town.example"),
			.to = STR_LIT("b@town.example")});
		assert_int_equal(message.from.count, 1);
		assert_str(message.from.items[0].spec, "p@town.example");
		assert_str(message.from.items[0].name, names[i]);
	}
}

static void
test_subjects(void **state)
{
	static const char *const subjects[] = {"Bins", "£40 – “now”",
		"Cwm Rhyd-y-Gwiail: ŵ", "=?utf-8?Q?no?= word", "a=b?c",
		"😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
		"a long subject with one é at its very end, behind many words "
		"of plain ASCII that need no encoding at all: é"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
		make_subject(str_of(subjects[i]));
		assert_str(message.subject, subjects[i]);
	}
}

/* RFC 2047: a line with an encoded word has 76 characters at most, all of
 * them ASCII. */
static void
test_lines_of_an_encoded_subject(void **state)
{
	struct str subject = repeated("é€😀x", 50);
	size_t count;
	const struct field *fields;

	(void)state;
	make_subject(subject);
	assert_true(str_eq(message.subject, subject));
	fields = raw_mail_fields(raw, &count);
	for (size_t i = 0; i < count; i++) {
		struct str rest = fields[i].value;
		size_t before = fields[i].name.n + 1;
		struct str line;

		while (str_split(&rest, '\n', &line)) {
			assert_true(before + line.n <= 76);
			for (size_t j = 0; j < line.n; j++)
				assert_in_range(line.p[j], ' ', '~');
			before = 0;
		}
	}
	exact_free(subject);
}

static void
test_one_after_another(void **state)
{
	(void)state;
	make_subject(STR_LIT("first"));
	make_subject(STR_LIT("second"));
	assert_str(message.subject, "second");
	assert_str(message.texts[0].text, "Yours.\n");
}

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	raw = raw_mail_new();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	raw_mail_free(&raw);
	arena_free(&arena);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_all_of_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_no_name, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_names, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_subjects, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_lines_of_an_encoded_subject, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_one_after_another, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
