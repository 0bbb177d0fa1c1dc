/*
 * Messages of a few lines, read, and shown zone by zone. Each case names what
 * it holds: a mail client's form, a fault of a library, a habit of writers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "mime/mime.h"
#include "reading_describe.h"

struct reading_case {
	const char *name;
	const char *head; /* fields besides From, To and Subject: Bins */
	const char *body;
	size_t body_bytes; /* it may hold NUL */
	const char *read;
};

#include "reading_decoding.h"
#include "reading_forwards.h"
#include "reading_html.h"
#include "reading_marks.h"
#include "reading_parts.h"
#include "reading_replies.h"
#include "reading_signatures.h"
#include "reading_text.h"

static bool
has_field(const char *head, const char *name)
{
	struct str rest = str_of(head), line;

	while (str_split(&rest, '\n', &line))
		if (str_starts_nocase(line, str_of(name)))
			return true;
	return false;
}

/* The case's message, in memory of its very length. */
static struct str
make_message(const struct reading_case *c)
{
	GString *made = g_string_new(NULL);
	struct str message;

	if (!has_field(c->head, "From:"))
		g_string_append(
			made, "From: Jane Marsh <j.marsh@council.example>\n");
	g_string_append(made, c->head);
	if (!has_field(c->head, "To:"))
		g_string_append(made, "To: Bob Lee <b.lee@council.example>\n");
	if (!has_field(c->head, "Subject:"))
		g_string_append(made, "Subject: Bins\n");
	g_string_append_c(made, '\n');
	g_string_append_len(made, c->body, (gssize)c->body_bytes);
	message.n = made->len;
	message.p = g_memdup2(made->str, made->len);
	g_string_free(made, TRUE);
	return message;
}

/* What was read, without the subject that all cases have. */
static char *
read_case(const struct reading_case *c)
{
	static const char usual[] = "subject: Bins\n";
	const struct str disclaimer = STR_LIT("Markby welcomes careful "
					      "drivers, always has, and "
					      "always will.");
	const struct message_options options = {&disclaimer, 1};
	struct arena *arena = arena_new();
	struct raw_mail *raw = raw_mail_new();
	struct str bytes = make_message(c);
	struct message message;
	char *read;

	raw_mail_parse(raw, bytes);
	message_read(arena, raw, &options, &message);
	read = describe_message(&message);
	if (g_str_has_prefix(read, usual))
		memmove(read, read + strlen(usual),
			strlen(read + strlen(usual)) + 1);
	g_free((void *)(uintptr_t)bytes.p);
	raw_mail_free(&raw);
	arena_free(&arena);
	return read;
}

/* Tells all cases that are read otherwise, not only the first. */
static void
check_cases(const struct reading_case *cases, size_t count)
{
	size_t wrong = 0;

	for (size_t i = 0; i < count; i++) {
		char *read = read_case(&cases[i]);

		if (strcmp(read, cases[i].read) != 0) {
			print_error("-- %s\nread:\n%swanted:\n%s",
				cases[i].name, read, cases[i].read);
			wrong++;
		}
		g_free(read);
	}
	assert_int_equal(wrong, 0);
}

#define CASE_TEST(group)                                                       \
	static void test_##group(void **state)                                 \
	{                                                                      \
		(void)state;                                                   \
		check_cases(group##_cases, G_N_ELEMENTS(group##_cases));       \
	}

CASE_TEST(decoding)
CASE_TEST(forwards)
CASE_TEST(html)
CASE_TEST(marks)
CASE_TEST(parts)
CASE_TEST(replies)
CASE_TEST(signatures)
CASE_TEST(text)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decoding),
		cmocka_unit_test(test_forwards),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_marks),
		cmocka_unit_test(test_parts),
		cmocka_unit_test(test_replies),
		cmocka_unit_test(test_signatures),
		cmocka_unit_test(test_text),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
