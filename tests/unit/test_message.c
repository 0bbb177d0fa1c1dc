#include "mail_test.h"

#include "base/limits.h"
#include "message/message.h"
#include "mime/mime.h"

/*
 * What message.h promises of the structure; what is read in which zone is
 * in test_reading.c.
 */

enum { MOST_MS = 50 }; /* to read a mebibyte */

struct reading {
	struct arena *arena;
	struct raw_mail *raw;
	struct message message;
};

static void
read_message(struct reading *r, const char *text)
{
	struct str copy = exact_text(text);

	r->arena = arena_new();
	r->raw = raw_mail_new();
	raw_mail_parse(r->raw, copy);
	exact_free(copy);
	message_read(r->arena, r->raw, NULL, &r->message);
}

static void
end_reading(struct reading *r)
{
	raw_mail_free(&r->raw);
	arena_free(&r->arena);
}

static void
test_header(void **state)
{
	struct reading r;
	struct message header;
	const struct field *field;
	size_t from = 0;

	(void)state;
	read_message(&r,
		"From: Jane <j@c.example>\nSender: s@c.example\n"
		"Reply-To: r@c.example\nTo: a@c.example,\n b@c.example\n"
		"Cc: c@c.example\nBcc: d@c.example\nX-Note: one\n"
		"Message-ID: <1@c.example>\nSubject: =?utf-8?q?B=C3=AEns?=\n"
		"x-note: =?utf-8?q?two?=\n\nText\n");
	message_read_header(r.arena, r.raw, &header);
	assert_str(header.from.items[0].key, "j@c.example");
	assert_str(header.sender.items[0].key, "s@c.example");
	assert_str(header.reply_to.items[0].key, "r@c.example");
	assert_int_equal(header.to.count, 2);
	assert_str(header.to.items[1].key, "b@c.example");
	assert_str(header.cc.items[0].key, "c@c.example");
	assert_str(header.bcc.items[0].key, "d@c.example");
	assert_str(header.message_id, "1@c.example");
	assert_str(header.subject, "B\xc3\xaens");
	field = message_field(&header, STR_LIT("X-Note"), &from);
	assert_str(field->value, "one");
	field = message_field(&header, STR_LIT("X-Note"), &from);
	assert_str(field->value, "two");
	assert_null(message_field(&header, STR_LIT("X-Note"), &from));
	/* the whole reading says the same of the header */
	assert_int_equal(r.message.field_count, header.field_count);
	assert_str(r.message.subject, "B\xc3\xaens");
	end_reading(&r);
}

static void
test_resent(void **state)
{
	struct reading r;

	(void)state;
	read_message(&r, "From: j@c.example\nTo: a@c.example\n"
			 "Resent-From: a@c.example\nResent-To: b@c.example\n"
			 "Resent-Cc: c@c.example\n\nText\n");
	assert_str(r.message.resent_from.items[0].key, "a@c.example");
	assert_str(r.message.resent_to.items[0].key, "b@c.example");
	assert_str(r.message.resent_cc.items[0].key, "c@c.example");
	assert_true(r.message.is_redirected);
	end_reading(&r);
}

static void
test_unread_names(void **state)
{
	int names = 0;

	(void)state;
	while (unread_names[names] != NULL)
		names++;
	assert_int_equal(1 << (names - 1), UNREAD_ERROR);
	assert_string_equal(unread_names[0], "size");
	assert_string_equal(unread_names[4], "encrypted");
}

/* A zone's offsets lead to the writer's own words in the part. */
static void
test_explain(void **state)
{
	struct reading r;
	const struct zone_text *zone;
	const struct zone_run *run;
	size_t at, original;

	(void)state;
	read_message(&r,
		"Subject: x\nContent-Type: text/html; charset=utf-8\n\n"
		"<p>Vote\xe2\x80\x8b Lab<b>\xe2\x80\x8bour</b> "
		"&ldquo;now&rdquo;</p>\n");
	zone = &r.message.zones[ZONE_TEXT];
	assert_str(zone->text, "Vote Labour \"now\"");
	at = str_find_nocase(zone->text, STR_LIT("Labour"), 0);
	run = zone_origin(zone, at, &original);
	assert_int_equal(run->part, 0);
	assert_true(r.message.texts[0].html);
	assert_memory_equal(r.message.texts[0].text.p + original,
		"Lab\xe2\x80\x8bour \xe2\x80\x9cnow", 16);
	end_reading(&r);
}

static void
test_zones_always_there(void **state)
{
	struct reading r;

	(void)state;
	read_message(&r, "");
	for (int zone = 0; zone < ZONE_COUNT; zone++) {
		assert_int_equal(r.message.zones[zone].text.n, 0);
		assert_non_null(r.message.zones[zone].text.p);
		assert_int_equal(r.message.zones[zone].text.p[0], '\0');
	}
	assert_int_equal(r.message.unread, 0);
	end_reading(&r);
}

static void
test_size(void **state)
{
	struct reading r = {.arena = arena_new(), .raw = raw_mail_new()};
	struct str body = repeated("Vote. ", LIMIT_TEXT_BYTES / 6 + 100);
	size_t bytes = 0;

	(void)state;
	raw_mail_add_body(r.raw, body.p, body.n);
	message_read(r.arena, r.raw, NULL, &r.message);
	assert_true(r.message.unread & UNREAD_SIZE);
	for (size_t i = 0; i < r.message.text_count; i++)
		bytes += r.message.texts[i].text.n;
	assert_true(bytes <= LIMIT_TEXT_BYTES);
	assert_true(r.message.zones[ZONE_TEXT].text.n > 0);

	/* the body was longer than what the mail server handed over */
	raw_mail_reset(r.raw);
	raw_mail_set_body_limit(r.raw, 10);
	raw_mail_add_body(r.raw, body.p, 20);
	message_read(r.arena, r.raw, NULL, &r.message);
	assert_int_equal(r.message.unread, UNREAD_SIZE);
	exact_free(body);
	end_reading(&r);
}

static void
test_many_letters(void **state)
{
	GString *text =
		g_string_new("Content-Type: multipart/mixed; boundary=b\n\n");
	struct reading r;

	(void)state;
	for (int i = 0; i < LIMIT_FORWARDS + 3; i++)
		g_string_append(text,
			"--b\nContent-Type: message/rfc822\n\n"
			"From: j@c.example\nSubject: S\n\nText\n");
	g_string_append(text, "--b--\n");
	read_message(&r, text->str);
	assert_int_equal(r.message.forward_count, LIMIT_FORWARDS);
	assert_true(r.message.unread & UNREAD_PARTS);
	g_string_free(text, TRUE);
	end_reading(&r);
}

static void
read_body_of(const char *type, struct str body)
{
	struct reading r = {.arena = arena_new(), .raw = raw_mail_new()};

	raw_mail_add_field(r.raw, STR_LIT("Content-Type"), str_of(type));
	raw_mail_add_field(r.raw, STR_LIT("From"),
		STR_LIT("Cllr Jenny Cope <j.cope@c.example>"));
	raw_mail_add_body(r.raw, body.p, body.n);
	message_read(r.arena, r.raw, NULL, &r.message);
	end_reading(&r);
}

static void
read_parts(struct str body)
{
	read_body_of("multipart/alternative; boundary=b", body);
}

static void
read_plain(struct str body)
{
	read_body_of("text/plain; charset=utf-8", body);
}

static void
read_html(struct str body)
{
	read_body_of("text/html; charset=utf-8", body);
}

static void
read_gb18030(struct str body)
{
	read_body_of("text/plain; charset=gb18030", body);
}

/* A mebibyte of the worst is read in 50 ms, twice as much in twice the time.
 * Marks of quoting, signatures and lists make lines that cost most. */
static void
test_linear(void **state)
{
	static const char *const parts[] = {"a\n", "--b\n", "--b\n\n",
		"--b\nContent-Type: text/plain\n\nx y\n",
		"--b\nContent-Type: text/html\n\n<p>x <i>y\n",
		"--b\nContent-Type: message/rfc822\n\nFrom: a\n\n",
		"--b\n\n-----BEGIN PGP SIGNED MESSAGE-----\n",
		"--b\nContent-Type: text/calendar\n\nBEGIN:VEVENT\n"};
	static const char *const lines[] = {"a\n", "A\n", "a\n\n", "> a\n",
		"-- \n", "_\n", "\n", "A b\n", "a. ", "1. ", "From: a\n",
		"Regards\nJenny\n\n", "virus\n", "\xe2\x80\x99", "a\xd0\xb0 ",
		"e\xcc\x81", "\xff"};
	static const char *const markup[] = {"<p>a", "<br>a", "<td>a", "<li>a",
		"<b hidden>a</b>b", "&nbsp;", "<p style=color:red>a"};

	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
		assert_linear(parts[i], MOST_MS, read_parts);
	for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
		assert_linear(lines[i], MOST_MS, read_plain);
	for (size_t i = 0; i < G_N_ELEMENTS(markup); i++)
		assert_linear(markup[i], MOST_MS, read_html);
	assert_linear("\xff", MOST_MS, read_gb18030);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_resent),
		cmocka_unit_test(test_unread_names),
		cmocka_unit_test(test_explain),
		cmocka_unit_test(test_zones_always_there),
		cmocka_unit_test(test_size),
		cmocka_unit_test(test_many_letters),
		cmocka_unit_test(test_linear),
	};

	mime_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
