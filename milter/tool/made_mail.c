#include "tool/made_mail.h"

#include <glib.h>

/* Of MADE_MAIL_DAY. */
static const char sent_at[] = "Tue, 24 Nov 2026 10:00:00 +0000";

/* As many bytes of text as an encoded word may hold where "Subject:" stands
 * before it: a line with such words has 76 characters at most. */
enum { WORD_BYTES_MOST = 39 };

/* --- Encoded words ----------------------------------------------------- */

static bool
is_continued(char c)
{
	return ((unsigned char)c & 0xC0) == 0x80;
}

/* As many of the first bytes as one word takes, no character cut in two. */
static struct str
take_word(struct str *rest)
{
	struct str word = {rest->p, MIN(rest->n, WORD_BYTES_MOST)};

	for (int i = 0;
		i < 3 && word.n < rest->n && is_continued(rest->p[word.n]); i++)
		word.n--;
	rest->p += word.n;
	rest->n -= word.n;
	return word;
}

/* Words one to a line: the breaks between them are no part of the text. */
static void
add_encoded(GString *out, struct str text)
{
	while (text.n > 0) {
		struct str word = take_word(&text);
		char *base64 = g_base64_encode((const guchar *)word.p, word.n);

		g_string_append_printf(out, "=?utf-8?B?%s?=", base64);
		if (text.n > 0)
			g_string_append(out, "\n ");
		g_free(base64);
	}
}

/* Printing ASCII without any of `except`? */
static bool
is_plain(struct str text, const char *except)
{
	for (size_t i = 0; i < text.n; i++)
		if (text.p[i] < ' ' || text.p[i] > '~' ||
			strchr(except, text.p[i]) != NULL)
			return false;
	return true;
}

static void
add_text(GString *out, struct str text)
{
	if (is_plain(text, "") &&
		find_pair(text.p, text.p + text.n, '=', '?') == NULL)
		g_string_append_len(out, text.p, (gssize)text.n);
	else
		add_encoded(out, text);
}

/* A name before an address, where punctuation would be read as some. */
static void
add_name(GString *out, struct str name)
{
	if (is_plain(name, "()<>[]:;@\\,\"=?"))
		g_string_append_len(out, name.p, (gssize)name.n);
	else
		add_encoded(out, name);
}

/* --- The message ------------------------------------------------------- */

static void
add_field(struct raw_mail *raw, const char *name, struct str value)
{
	GString *text = g_string_new(" ");

	g_string_append_len(text, value.p, (gssize)value.n);
	raw_mail_add_field(
		raw, str_of(name), (struct str){text->str, text->len});
	g_string_free(text, TRUE);
}

static void
add_from(struct raw_mail *raw, const struct made_mail *mail)
{
	GString *from = g_string_new(NULL);

	if (mail->name.n > 0) {
		add_name(from, mail->name);
		g_string_append_c(from, ' ');
	}
	g_string_append_printf(from, "<%.*s>", STR_ARG(mail->from));
	add_field(raw, "From", (struct str){from->str, from->len});
	g_string_free(from, TRUE);
}

static void
add_subject(struct raw_mail *raw, struct str text)
{
	GString *subject = g_string_new(NULL);

	add_text(subject, text);
	add_field(raw, "Subject", (struct str){subject->str, subject->len});
	g_string_free(subject, TRUE);
}

void
made_mail_write(struct raw_mail *raw, const struct made_mail *mail)
{
	raw_mail_reset(raw);
	add_from(raw, mail);
	add_field(raw, "To", mail->to);
	add_subject(raw, mail->subject);
	add_field(raw, "Date", str_of(sent_at));
	add_field(raw, "MIME-Version", STR_LIT("1.0"));
	add_field(raw, "Content-Type", STR_LIT("text/plain; charset=utf-8"));
	add_field(raw, "Content-Transfer-Encoding", STR_LIT("8bit"));
	raw_mail_add_body(raw, mail->text.p, mail->text.n);
	raw_mail_add_body(raw, "\n", 1);
}
