#include "mail.h"

#include <stdbool.h>
#include <string.h>

#include "prose.h"

enum {
	MEMBERS = 40,
	OFFICERS = 80,
	STRANGERS = 500,
	/* Correspondence has from 2 to 30 KB, many small and few large. */
	LEAST_BYTES = 2 * 1024,
	MOST_BYTES = 30 * 1024,
	MEGABYTE = 1024 * 1024,
	LINE_WIDTH = 72,
	BASE64_LINE = 57,
	QP_WIDTH = 72,
};

const char *const mix_names[MIX_COUNT] = {
	"ordinary", "correspondence", "large", "worst text"};

static const char domain[] = "northmere.example";

static const char *const first_names[] = {"Alison", "Brian", "Carol", "Dev",
	"Eileen", "Farid", "Gwen", "Harold", "Ines", "Joyce", "Kieran", "Lucy",
	"Mohammed", "Nora", "Owen", "Padma", "Quentin", "Rhian", "Sunil",
	"Teresa"};
static const char *const last_names[] = {"Ackroyd", "Bannister", "Clough",
	"Dhillon", "Entwistle", "Fairclough", "Greenhalgh", "Hardcastle",
	"Iqbal", "Jepson", "Kershaw", "Lomax"};

static const char *const *rule_words;
static size_t rule_word_count;

void
mail_set_words(const char *const *words, size_t count)
{
	rule_words = words;
	rule_word_count = count;
}

/* People ---------------------------------------------------------------- */

enum kind { MEMBER, OFFICER, STRANGER };

struct writer {
	char name[64], address[96];
};

static struct writer
writer(enum kind kind, unsigned number)
{
	static const char prefixes[] = "mos";
	const char *first = first_names[number % G_N_ELEMENTS(first_names)];
	const char *last = last_names[number / 3 % G_N_ELEMENTS(last_names)];
	struct writer who;

	g_snprintf(who.name, sizeof(who.name), "%s%s %s",
		kind == MEMBER ? "Cllr " : "", first, last);
	g_snprintf(who.address, sizeof(who.address), "%c%u.%s@%s",
		prefixes[kind], number, last,
		kind == STRANGER ? "somewhere.example" : domain);
	who.address[3] = g_ascii_tolower(who.address[3]);
	return who;
}

GString *
mail_roster(void)
{
	static const char *const parties[] = {
		"Labour", "Conservative", "Liberal Democrat"};
	GString *out =
		g_string_new("address,role,name,title,party,posts,expands\n");

	for (unsigned i = 0; i < MEMBERS; i++) {
		struct writer who = writer(MEMBER, i);

		g_string_append_printf(out, "%s,member,%s,Councillor,%s,,\n",
			who.address, who.name + strlen("Cllr "),
			parties[i % G_N_ELEMENTS(parties)]);
	}
	for (unsigned i = 0; i < OFFICERS; i++) {
		struct writer who = writer(OFFICER, i);

		g_string_append_printf(out, "%s,officer,%s,Officer,,%s,\n",
			who.address, who.name, i % 9 ? "" : "director");
	}
	return out;
}

/* Text ------------------------------------------------------------------ */

/* Words of the rules one after the other, a full stop now and then. */
static void
worst_paragraph(struct dice *dice, GString *out)
{
	for (int i = 0; i < 60; i++) {
		g_string_append(out, rule_words[dice_throw(
					     dice, (uint32_t)rule_word_count)]);
		g_string_append(out, i % 15 == 14 ? ". " : " ");
	}
}

static void
paragraph(struct dice *dice, enum mix mix, GString *out)
{
	if (mix == MIX_WORST)
		worst_paragraph(dice, out);
	else
		prose_paragraph(dice, out);
}

/* Appends a paragraph in lines of the usual width. */
static void
wrap(GString *out, const char *prefix, const char *text)
{
	size_t column = 0;

	g_string_append(out, prefix);
	for (const char *word = text; *word != '\0';) {
		size_t n = strcspn(word, " ");

		if (column > 0 && column + n > LINE_WIDTH) {
			g_string_append_printf(out, "\r\n%s", prefix);
			column = 0;
		} else if (column > 0) {
			g_string_append_c(out, ' ');
		}
		g_string_append_len(out, word, (gssize)n);
		column += n + 1;
		word += n;
		word += strspn(word, " ");
	}
	g_string_append(out, "\r\n");
}

static void
quoted_tail(struct dice *dice, const struct writer *other, GString *out,
	size_t bytes)
{
	GString *text = g_string_new(NULL);
	size_t end = out->len + bytes;

	g_string_append_printf(out,
		"\r\nOn Mon, 9 Nov 2026 at 10:1%u, %s <%s> wrote:\r\n",
		dice_throw(dice, 10), other->name, other->address);
	while (out->len < end) {
		g_string_truncate(text, 0);
		prose_paragraph(dice, text);
		wrap(out, "> ", text->str);
		g_string_append(out, ">\r\n");
	}
	g_string_free(text, TRUE);
}

/* A plain letter of about so many bytes, perhaps with what it answers. */
static void
plain_letter(struct dice *dice, enum mix mix, const struct writer *from,
	const struct writer *to, bool reply, size_t bytes, GString *out)
{
	GString *text = g_string_new(NULL);
	size_t own = reply ? bytes / 3 : bytes;
	size_t end = out->len + own;

	g_string_append_printf(out, "Dear %s,\r\n\r\n", to->name);
	while (out->len < end) {
		g_string_truncate(text, 0);
		paragraph(dice, mix, text);
		wrap(out, "", text->str);
		g_string_append(out, "\r\n");
	}
	g_string_append_printf(out,
		"Kind regards,\r\n%s\r\n\r\n-- \r\n%s\r\nNorthmere Borough "
		"Council\r\nTel. 01632 960%03u\r\n",
		from->name, from->name, dice_throw(dice, 1000));
	if (reply)
		quoted_tail(dice, to, out, bytes - own);
	g_string_free(text, TRUE);
}

static void
html_escaped(GString *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '&')
			g_string_append(out, "&amp;");
		else if (*text == '<')
			g_string_append(out, "&lt;");
		else
			g_string_append_c(out, *text);
	}
}

/* The plain letter as a mail program's HTML. */
static GString *
html_letter(const char *plain)
{
	GString *out = g_string_new(
		"<html><head><meta http-equiv=\"Content-Type\" content=\""
		"text/html; charset=utf-8\"><style>p.MsoNormal {margin:0cm; "
		"font-size:11.0pt; font-family:\"Calibri\",sans-serif;}"
		"</style></head>\r\n<body lang=EN-GB><div "
		"class=WordSection1>\r\n");
	char **lines = g_strsplit(plain, "\r\n\r\n", -1);

	for (char **line = lines; *line != NULL; line++) {
		g_string_append(out, "<p class=MsoNormal><span "
				     "style='font-size:11.0pt'>");
		html_escaped(out, *line);
		g_string_append(out, "</span></p>\r\n");
	}
	g_strfreev(lines);
	g_string_append(out, "</div></body></html>\r\n");
	return out;
}

static void
quoted_printable(GString *out, const GString *text)
{
	size_t column = 0;

	for (size_t i = 0; i < text->len; i++) {
		unsigned char c = (unsigned char)text->str[i];

		if (column > QP_WIDTH) {
			g_string_append(out, "=\r\n");
			column = 0;
		}
		if (c == '=' || c >= 0x7F) {
			g_string_append_printf(out, "=%02X", c);
			column += 3;
		} else {
			g_string_append_c(out, (char)c);
			column = c == '\n' ? 0 : column + 1;
		}
	}
}

/* Messages -------------------------------------------------------------- */

static void
add_field(struct mail *mail, const char *name, char *value)
{
	g_ptr_array_add(mail->names, g_strdup(name));
	g_ptr_array_add(mail->values, value);
}

static char *
mailbox(const struct writer *who)
{
	return g_strdup_printf("%s <%s>", who->name, who->address);
}

static void
add_header(struct mail *mail, struct dice *dice, unsigned number,
	const struct writer *from, const struct writer *to, bool reply)
{
	GString *subject = g_string_new(reply ? "Re: " : "");

	prose_subject(dice, subject);
	add_field(mail, "Received",
		g_strdup_printf("from client.%s ([192.0.2.%u])\n\tby relay.%s "
				"(Postfix) with ESMTPSA id %08X;\n\tMon, 16 "
				"Nov 2026 12:00:00 +0000 (GMT)",
			domain, number % 250 + 1, domain,
			dice_throw(dice, UINT32_MAX)));
	add_field(mail, "From", mailbox(from));
	add_field(mail, "To", mailbox(to));
	add_field(mail, "Subject", g_string_free(subject, FALSE));
	add_field(mail, "Date", g_strdup("Mon, 16 Nov 2026 12:00:00 +0000"));
	add_field(mail, "Message-ID",
		g_strdup_printf("<%08x.%u@client.%s>",
			dice_throw(dice, UINT32_MAX), number, domain));
	if (reply)
		add_field(mail, "In-Reply-To",
			g_strdup_printf("<%08x@client.%s>",
				dice_throw(dice, UINT32_MAX), domain));
	add_field(mail, "User-Agent", g_strdup("Mozilla Thunderbird"));
	add_field(mail, "Accept-Language", g_strdup("en-GB, en-US"));
	add_field(mail, "MIME-Version", g_strdup("1.0"));
}

static void
append_attachment(struct dice *dice, GString *out, size_t bytes)
{
	guchar block[BASE64_LINE];
	gchar line[BASE64_LINE * 2];

	g_string_append_printf(out,
		"Content-Type: application/pdf; name=\"report-%u.pdf\"\r\n"
		"Content-Disposition: attachment; "
		"filename=\"report-%u.pdf\"\r\n"
		"Content-Transfer-Encoding: base64\r\n\r\n",
		dice_throw(dice, 1000), dice_throw(dice, 1000));
	for (size_t done = 0; done < bytes; done += sizeof(block)) {
		gint state = 0, save = 0;
		gsize n;

		for (size_t i = 0; i < sizeof(block); i++)
			block[i] = (guchar)dice_throw(dice, 256);
		n = g_base64_encode_step(
			block, sizeof(block), FALSE, line, &state, &save);
		n += g_base64_encode_close(FALSE, line + n, &state, &save);
		g_string_append_len(out, line, (gssize)n);
		g_string_append(out, "\r\n");
	}
}

static void
append_alternatives(GString *out, const char *boundary, const GString *plain)
{
	GString *html = html_letter(plain->str);

	g_string_append_printf(out,
		"--%s\r\nContent-Type: text/plain; charset=\"utf-8\"\r\n"
		"Content-Transfer-Encoding: 8bit\r\n\r\n%s\r\n--%s\r\n"
		"Content-Type: text/html; charset=\"utf-8\"\r\n"
		"Content-Transfer-Encoding: quoted-printable\r\n\r\n",
		boundary, plain->str, boundary);
	quoted_printable(out, html);
	g_string_append_printf(out, "--%s--\r\n", boundary);
	g_string_free(html, TRUE);
}

/* How the letter is wrapped up. */
enum form { FORM_PLAIN, FORM_HTML, FORM_ATTACHED };

static void
add_body(struct mail *mail, struct dice *dice, enum form form,
	const GString *plain, size_t attached)
{
	GString *out = mail->body;

	if (form == FORM_PLAIN) {
		add_field(mail, "Content-Type",
			g_strdup("text/plain; charset=utf-8; format=flowed"));
		add_field(mail, "Content-Transfer-Encoding", g_strdup("8bit"));
		g_string_append(out, plain->str);
	} else if (form == FORM_HTML) {
		add_field(mail, "Content-Type",
			g_strdup("multipart/alternative; "
				 "boundary=\"=_alternative\""));
		append_alternatives(out, "=_alternative", plain);
	} else {
		add_field(mail, "Content-Type",
			g_strdup("multipart/mixed; boundary=\"=_mixed\""));
		g_string_append(out,
			"--=_mixed\r\nContent-Type: multipart/alternative; "
			"boundary=\"=_inner\"\r\n\r\n");
		append_alternatives(out, "=_inner", plain);
		for (; attached > 0;) {
			size_t one = MIN(attached, (size_t)(3 * MEGABYTE));

			g_string_append(out, "\r\n--=_mixed\r\n");
			append_attachment(dice, out, one);
			attached -= one;
		}
		g_string_append(out, "\r\n--=_mixed--\r\n");
	}
}

/* Many small ones and few large ones: the same share for each doubling. */
static size_t
letter_bytes(struct dice *dice)
{
	size_t bytes = LEAST_BYTES;

	while (bytes < MOST_BYTES / 2 && dice_throw(dice, 3) > 0)
		bytes *= 2;
	return bytes + dice_throw(dice, (uint32_t)bytes);
}

static void
choose_people(
	struct dice *dice, enum mix mix, struct writer *from, struct writer *to)
{
	unsigned member = dice_throw(dice, MEMBERS);
	unsigned officer = dice_throw(dice, OFFICERS);

	*from = writer(OFFICER, officer);
	*to = writer(MEMBER, member);
	if (mix == MIX_ORDINARY) {
		*from = writer(STRANGER, dice_throw(dice, STRANGERS));
		*to = writer(OFFICER, officer);
	} else if (dice_throw(dice, 2)) {
		*from = writer(MEMBER, member);
		*to = writer(OFFICER, officer);
	}
}

/* What a letter is to be; `attached` 0: as much as falls. */
struct plan {
	bool reply;
	enum form form;
	size_t bytes, attached;
};

static struct dice
dice_of(unsigned number)
{
	return (struct dice){(number + 1) * UINT64_C(0x9E3779B97F4A7C15)};
}

static struct mail *
make(struct dice *dice, enum mix mix, unsigned number, const struct plan *plan)
{
	struct mail *mail = g_new0(struct mail, 1);
	GString *plain = g_string_new(NULL);
	struct writer from, to;
	size_t attached = plan->attached;

	mail->names = g_ptr_array_new_with_free_func(g_free);
	mail->values = g_ptr_array_new_with_free_func(g_free);
	mail->body = g_string_new(NULL);
	choose_people(dice, mix, &from, &to);
	mail->from = g_strdup(from.address);
	mail->rcpts = g_new0(char *, 2);
	mail->rcpts[0] = g_strdup(to.address);
	add_header(mail, dice, number, &from, &to, plan->reply);
	/* HTML says all of it once more, and more at length. */
	plain_letter(dice, mix, &from, &to, plan->reply,
		plan->form == FORM_PLAIN ? plan->bytes : plan->bytes / 3,
		plain);
	if (attached == 0)
		attached = MEGABYTE * 3 / 4 + dice_throw(dice, 3 * MEGABYTE);
	add_body(mail, dice, plan->form, plain, attached);
	g_string_free(plain, TRUE);
	return mail;
}

struct mail *
mail_make(enum mix mix, unsigned number)
{
	struct dice dice = dice_of(number);
	struct plan plan = {.reply = dice_throw(&dice, 2)};

	plan.form = mix == MIX_LARGE	       ? FORM_ATTACHED
		    : dice_throw(&dice, 5) < 2 ? FORM_PLAIN
					       : FORM_HTML;
	plan.bytes = letter_bytes(&dice);
	return make(&dice, mix, number, &plan);
}

struct mail *
mail_make_sized(enum bulk bulk, unsigned number, size_t bytes)
{
	struct dice dice = dice_of(number);
	struct plan text = {.form = FORM_PLAIN, .bytes = bytes};
	/* Base64 makes a line of 78 bytes of each 57. */
	struct plan files = {.form = FORM_ATTACHED,
		.bytes = LEAST_BYTES,
		.attached = bytes / 78 * BASE64_LINE};

	return make(
		&dice, MIX_LARGE, number, bulk == BULK_TEXT ? &text : &files);
}

void
mail_free(struct mail *mail)
{
	g_free(mail->from);
	g_strfreev(mail->rcpts);
	g_ptr_array_free(mail->names, TRUE);
	g_ptr_array_free(mail->values, TRUE);
	g_string_free(mail->body, TRUE);
	g_free(mail);
}

GString *
mail_text(const struct mail *mail)
{
	GString *out = g_string_new(NULL);

	for (unsigned i = 0; i < mail->names->len; i++)
		g_string_append_printf(out, "%s: %s\r\n",
			(const char *)mail->names->pdata[i],
			(const char *)mail->values->pdata[i]);
	g_string_append_printf(out, "\r\n%s", mail->body->str);
	return out;
}
