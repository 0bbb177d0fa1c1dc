#include "mime/raw.h"

#include "base/limits.h"
#include "mail_test.h"

/* The fields and body as one text, to compare. */
static char *
printed(const struct raw_mail *mail)
{
	GString *out = g_string_new(NULL);
	size_t count;
	const struct field *fields = raw_mail_fields(mail, &count);
	struct str body = raw_mail_body(mail);

	for (size_t i = 0; i < count; i++) {
		g_string_append_len(
			out, fields[i].name.p, (gssize)fields[i].name.n);
		g_string_append(out, "=");
		g_string_append_len(
			out, fields[i].value.p, (gssize)fields[i].value.n);
		g_string_append(out, "|");
	}
	g_string_append(out, "#");
	if (body.n > 0)
		g_string_append_len(out, body.p, (gssize)body.n);
	return g_string_free(out, FALSE);
}

struct parse_case {
	const char *text, *wanted;
};

static const struct parse_case parse_cases[] = {
	{"A: b\r\nC: d\r\n\r\nbody\r\n", "A= b|C= d|#body\r\n"},
	{"A: b\nC: d\n\nbody\n", "A= b|C= d|#body\n"},
	{"A: b\r\n\tc\r\n d\r\n\r\n", "A= b\n\tc\n d|#"},
	{"A: b\n  \n c\n\nx", "A= b\n  \n c|#x"},
	{"From x@y Mon Jan  1\nA: b\n\nFrom z", "A= b|#From z"},
	{"Subject : a\n\n", "Subject= a|#"},
	{"A:b", "A=b|#"},
	{"A:\n\n", "A=|#"},
	{"", "#"},
	{"\n", "#"},
	{"\r\n", "#"},
	{"\n\nx", "#\nx"},
	/* A line that is no field ends the header and begins the body. */
	{"A: b\nno header\nC: d\n\nx", "A= b|#no header\nC: d\n\nx"},
	{"A: b\nX-\xC3\xA9: c\n\nx", "A= b|#X-\xC3\xA9: c\n\nx"},
	{" starts with a blank\n\nx", "# starts with a blank\n\nx"},
	{":\n\n", "#:\n\n"},
	{"A: b\rC: d\n\nx", "A= b\rC: d|#x"},
};

static void
test_parse(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(parse_cases); i++) {
		struct raw_mail *mail = raw_mail_new();
		struct str text = exact_text(parse_cases[i].text);
		char *got;

		raw_mail_parse(mail, text);
		exact_free(text);
		got = printed(mail);
		assert_string_equal(got, parse_cases[i].wanted);
		assert_false(raw_mail_is_cut(mail));
		g_free(got);
		raw_mail_free(&mail);
		assert_null(mail);
	}
}

static void
test_nul_is_kept(void **state)
{
	struct raw_mail *mail = raw_mail_new();
	struct str text = exact("A: b\0c\n\nd\0e", 11);
	size_t count;
	const struct field *fields;

	(void)state;
	raw_mail_parse(mail, text);
	fields = raw_mail_fields(mail, &count);
	assert_int_equal(count, 1);
	assert_memory_equal(fields[0].value.p, " b\0c", 4);
	assert_int_equal(fields[0].value.n, 4);
	assert_int_equal(raw_mail_body(mail).n, 3);
	exact_free(text);
	raw_mail_free(&mail);
}

/* However the mail server cuts the body, the bytes are the same. */
static void
test_chunks(void **state)
{
	const char text[] = "one\r\ntwo \xC3\xA9\r\nthree";
	static const size_t sizes[] = {1, 2, 7, 65535};

	(void)state;
	for (size_t s = 0; s < G_N_ELEMENTS(sizes); s++) {
		struct raw_mail *mail = raw_mail_new();

		for (size_t at = 0; at < strlen(text); at += sizes[s])
			raw_mail_add_body(mail, text + at,
				MIN(sizes[s], strlen(text) - at));
		raw_mail_add_body(mail, NULL, 0);
		assert_str(raw_mail_body(mail), text);
		raw_mail_free(&mail);
	}
}

static void
test_body_limit(void **state)
{
	struct raw_mail *mail = raw_mail_new();

	(void)state;
	raw_mail_set_body_limit(mail, 5);
	raw_mail_add_body(mail, "abc", 3);
	assert_false(raw_mail_is_cut(mail));
	raw_mail_add_body(mail, "def", 3);
	assert_true(raw_mail_is_cut(mail));
	assert_str(raw_mail_body(mail), "abcde");
	raw_mail_add_body(mail, "g", 1);
	assert_str(raw_mail_body(mail), "abcde");
	raw_mail_reset(mail);
	assert_false(raw_mail_is_cut(mail));
	assert_int_equal(raw_mail_body(mail).n, 0);
	raw_mail_free(&mail);
}

static void
test_header_limits(void **state)
{
	struct raw_mail *mail = raw_mail_new();
	struct str large = repeated("x", LIMIT_HEADER_FIELD_BYTES);
	size_t count;

	(void)state;
	raw_mail_add_field(mail, STR_LIT("Large"), large);
	assert_true(raw_mail_is_cut(mail));
	raw_mail_fields(mail, &count);
	assert_int_equal(count, 0);
	raw_mail_reset(mail);
	for (int i = 0; i < LIMIT_HEADER_FIELDS; i++)
		raw_mail_add_field(mail, STR_LIT("A"), STR_LIT("b"));
	assert_false(raw_mail_is_cut(mail));
	raw_mail_add_field(mail, STR_LIT("A"), STR_LIT("b"));
	assert_true(raw_mail_is_cut(mail));
	raw_mail_fields(mail, &count);
	assert_int_equal(count, LIMIT_HEADER_FIELDS);
	raw_mail_reset(mail);
	large.n = 60000;
	for (int i = 0; i < 20; i++)
		raw_mail_add_field(mail, STR_LIT("A"), large);
	assert_true(raw_mail_is_cut(mail));
	raw_mail_fields(mail, &count);
	assert_int_equal(count, LIMIT_HEADER_BYTES / 60001);
	exact_free(large);
	raw_mail_free(&mail);
}

/* Several messages on one connection leave nothing to the next. */
static void
test_reset(void **state)
{
	struct raw_mail *mail = raw_mail_new();
	char *got;

	(void)state;
	for (int i = 0; i < 3; i++) {
		raw_mail_add_field(mail, STR_LIT(" A "), STR_LIT("b"));
		raw_mail_add_body(mail, "body", 4);
		got = printed(mail);
		assert_string_equal(got, "A=b|#body");
		g_free(got);
		raw_mail_reset(mail);
		got = printed(mail);
		assert_string_equal(got, "#");
		g_free(got);
	}
	raw_mail_free(&mail);
}

static void
test_read_file(void **state)
{
	struct raw_mail *mail = raw_mail_new();
	char text[] = "A: b\n\nbody\n";
	FILE *in = fmemopen(text, strlen(text), "r");
	char *got;

	(void)state;
	assert_int_equal(raw_mail_read(mail, in), 0);
	fclose(in);
	got = printed(mail);
	assert_string_equal(got, "A= b|#body\n");
	g_free(got);
	raw_mail_free(&mail);
}

static void
test_read_error(void **state)
{
	struct raw_mail *mail = raw_mail_new();
	FILE *in = fopen(".", "r");

	(void)state;
	assert_non_null(in);
	assert_int_equal(raw_mail_read(mail, in), -1);
	fclose(in);
	raw_mail_free(&mail);
}

/* A file that never ends is read up to what may be held. */
static void
test_read_endless(void **state)
{
	struct raw_mail *mail = raw_mail_new();
	FILE *in = fopen("/dev/zero", "r");

	(void)state;
	assert_non_null(in);
	raw_mail_set_body_limit(mail, 1000);
	assert_int_equal(raw_mail_read(mail, in), 0);
	assert_true(raw_mail_is_cut(mail));
	assert_int_equal(raw_mail_body(mail).n, 1000);
	fclose(in);
	raw_mail_free(&mail);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_nul_is_kept),
		cmocka_unit_test(test_chunks),
		cmocka_unit_test(test_body_limit),
		cmocka_unit_test(test_header_limits),
		cmocka_unit_test(test_reset),
		cmocka_unit_test(test_read_file),
		cmocka_unit_test(test_read_error),
		cmocka_unit_test(test_read_endless),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
