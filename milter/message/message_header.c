#include "message/message.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"
#include "mime/decode.h"

/* What a field of the header tells. */
enum tells {
	TELLS_FROM,
	TELLS_SENDER,
	TELLS_REPLY_TO,
	TELLS_TO,
	TELLS_CC,
	TELLS_BCC,
	TELLS_RESENT_FROM,
	TELLS_RESENT_TO,
	TELLS_RESENT_CC,
	TELLS_SUBJECT,
	TELLS_MESSAGE_ID,
	TELLS_REPLY,	 /* it answers a message */
	TELLS_TYPE,	 /* Content-Type: a report is automatic */
	TELLS_AUTOMATIC, /* whatever the value */
	TELLS_SUBMITTED, /* Auto-Submitted */
	TELLS_PRECEDENCE,
	TELLS_REDIRECTED, /* by a mailbox rule, whatever the value */
	TELLS_REDIRECTED_IF_TRUE,
	TELLS_GENERATED, /* Exchange's source of a message */
};

static const struct {
	struct str name;
	enum tells tells;
} known_fields[] = {
	{WORDS("From"), TELLS_FROM},
	{WORDS("Sender"), TELLS_SENDER},
	{WORDS("Reply-To"), TELLS_REPLY_TO},
	{WORDS("To"), TELLS_TO},
	{WORDS("Cc"), TELLS_CC},
	{WORDS("Bcc"), TELLS_BCC},
	{WORDS("Resent-From"), TELLS_RESENT_FROM},
	{WORDS("Resent-To"), TELLS_RESENT_TO},
	{WORDS("Resent-Cc"), TELLS_RESENT_CC},
	{WORDS("Resent-Date"), TELLS_REDIRECTED},
	{WORDS("Resent-Message-ID"), TELLS_REDIRECTED},
	{WORDS("Subject"), TELLS_SUBJECT},
	{WORDS("Message-ID"), TELLS_MESSAGE_ID},
	{WORDS("In-Reply-To"), TELLS_REPLY},
	{WORDS("References"), TELLS_REPLY},
	{WORDS("Content-Type"), TELLS_TYPE},
	{WORDS("Auto-Submitted"), TELLS_SUBMITTED},
	{WORDS("Precedence"), TELLS_PRECEDENCE},
	{WORDS("X-Autoreply"), TELLS_AUTOMATIC},
	{WORDS("X-Autorespond"), TELLS_AUTOMATIC},
	{WORDS("X-Autoresponder"), TELLS_AUTOMATIC},
	{WORDS("X-Failed-Recipients"), TELLS_AUTOMATIC},
	{WORDS("X-Forwarded-To"), TELLS_REDIRECTED},
	{WORDS("X-Forwarded-For"), TELLS_REDIRECTED},
	{WORDS("X-MS-Exchange-Inbox-Rules-Loop"), TELLS_REDIRECTED},
	{WORDS("X-MS-Exchange-Organization-AutoForwarded"),
		TELLS_REDIRECTED_IF_TRUE},
	{WORDS("X-MS-Exchange-AutoForwarded"), TELLS_REDIRECTED_IF_TRUE},
	{WORDS("X-MS-Exchange-Generated-Message-Source"), TELLS_GENERATED},
};

/* Where a long field has a name of ours, its number; else -1. */
static int
find_known(struct str name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(known_fields); i++)
		if (known_fields[i].name.n == name.n &&
			str_eq_nocase(name, known_fields[i].name))
			return (int)known_fields[i].tells;
	return -1;
}

static bool
contains(struct str s, struct str part)
{
	return str_find_nocase(s, part, 0) != SIZE_MAX;
}

/* RFC 3834: all but "no"; forwarding leaves a person's letter what it was. */
static void
read_submitted(struct message *message, struct str value)
{
	if (str_starts_nocase(value, STR_LIT("auto-forwarded")))
		message->is_redirected = true;
	else if (value.n > 0 && !str_starts_nocase(value, STR_LIT("no")))
		message->is_automatic = true;
}

static void
read_precedence(struct message *message, struct str value)
{
	if (str_starts_nocase(value, STR_LIT("bulk")) ||
		str_starts_nocase(value, STR_LIT("junk")) ||
		str_starts_nocase(value, STR_LIT("auto_reply")))
		message->is_automatic = true;
}

static struct str
without_angles(struct str value)
{
	value = str_trim(value);
	if (value.n >= 2 && value.p[0] == '<' && value.p[value.n - 1] == '>')
		return (struct str){value.p + 1, value.n - 2};
	return value;
}

static struct address_list *
address_field(struct message *message, int tells)
{
	switch (tells) {
	case TELLS_FROM:
		return &message->from;
	case TELLS_SENDER:
		return &message->sender;
	case TELLS_REPLY_TO:
		return &message->reply_to;
	case TELLS_TO:
		return &message->to;
	case TELLS_CC:
		return &message->cc;
	case TELLS_BCC:
		return &message->bcc;
	case TELLS_RESENT_FROM:
		return &message->resent_from;
	case TELLS_RESENT_TO:
		return &message->resent_to;
	case TELLS_RESENT_CC:
		return &message->resent_cc;
	default:
		return NULL;
	}
}

static void
read_addresses(struct arena *arena, struct message *message,
	struct address_list *list, struct str value)
{
	address_list_read(arena, value, list);
	/* Nobody writes or receives by these two. */
	if (list == &message->sender || list == &message->reply_to)
		return;
	if (list->damaged)
		message->unread |= UNREAD_ADDRESSES;
	if (list->cut)
		message->unread |= UNREAD_SIZE;
}

/* What one field says; `value` is decoded, `raw` as it came. */
static void
read_field(struct arena *arena, struct message *message, int tells,
	struct str value, struct str raw)
{
	struct address_list *list = address_field(message, tells);

	if (list != NULL) {
		read_addresses(arena, message, list, raw);
		message->is_redirected |=
			tells == TELLS_RESENT_FROM || tells == TELLS_RESENT_TO;
		return;
	}
	switch (tells) {
	case TELLS_SUBJECT:
		if (message->subject.p == NULL)
			message->subject = value;
		break;
	case TELLS_MESSAGE_ID:
		if (message->message_id.p == NULL)
			message->message_id = without_angles(value);
		break;
	case TELLS_REPLY:
		message->is_reply |= value.n > 0;
		break;
	case TELLS_TYPE:
		message->is_automatic |=
			str_starts_nocase(value, STR_LIT("multipart/report"));
		break;
	case TELLS_AUTOMATIC:
		message->is_automatic = true;
		break;
	case TELLS_SUBMITTED:
		read_submitted(message, value);
		break;
	case TELLS_PRECEDENCE:
		read_precedence(message, value);
		break;
	case TELLS_REDIRECTED:
		message->is_redirected = true;
		break;
	case TELLS_REDIRECTED_IF_TRUE:
		message->is_redirected |=
			str_starts_nocase(value, STR_LIT("true"));
		break;
	case TELLS_GENERATED:
		message->is_redirected |=
			contains(value, STR_LIT("Mailbox Rules Agent"));
		break;
	default:
		break;
	}
}

/* Takes "[EXTERNAL]" and other tags in square brackets off the front. */
static struct str
without_tags(struct str subject)
{
	for (int tags = 0; tags < 4; tags++) {
		const char *end;

		subject = str_trim(subject);
		if (subject.n == 0 || subject.p[0] != '[')
			break;
		end = memchr(subject.p, ']', subject.n);
		if (end == NULL)
			break;
		subject.n -= (size_t)(end + 1 - subject.p);
		subject.p = end + 1;
	}
	return subject;
}

/* Does the subject start with a client's mark: "Re:", "FW :", "RE[2]:"? */
static bool
has_prefix(struct str subject, const char *const *prefixes)
{
	for (; *prefixes != NULL; prefixes++) {
		struct str prefix = str_of(*prefixes);
		size_t i = prefix.n;

		if (!str_starts_nocase(subject, prefix))
			continue;
		if (i < subject.n && subject.p[i] == '[')
			while (i < subject.n && subject.p[i] != ']')
				i++;
		while (i < subject.n && strchr(" ]", subject.p[i]) != NULL &&
			subject.p[i] != '\0')
			i++;
		if (i < subject.n && subject.p[i] == ':')
			return true;
	}
	return false;
}

static bool
is_automatic_subject(struct str subject)
{
	static const char *const starts[] = {
		"automatic reply:", "automatic reply -",
		"auto reply:", "auto-reply:", "autoreply:", "out of office",
		"out-of-office", "undeliverable:", "undelivered mail",
		"delivery status notification", "mail delivery failed",
		"returned mail:", "ateb awtomatig", NULL};

	for (size_t i = 0; starts[i] != NULL; i++)
		if (str_starts_nocase(subject, str_of(starts[i])))
			return true;
	return false;
}

/* The marks that clients put in front of a subject. */
static void
read_subject(struct message *message)
{
	static const char *const replies[] = {"re", "aw", "sv", "ateb", NULL};
	static const char *const forwards[] = {
		"fw", "fwd", "wg", "ymlaen", NULL};
	struct str subject = without_tags(message->subject);

	message->is_automatic |= is_automatic_subject(subject);
	if (has_prefix(subject, replies)) {
		message->is_reply = true;
	} else if (has_prefix(subject, forwards)) {
		/* Outlook's forwards name what they forward in
		 * In-Reply-To as well. */
		message->is_forward = true;
		message->is_reply = false;
	}
}

void
message_read_header(struct arena *arena, const struct raw_mail *raw,
	struct message *message)
{
	size_t count;
	const struct field *fields = raw_mail_fields(raw, &count);

	*message = (struct message){.field_count = count};
	message->fields = ARENA_ARRAY(arena, struct field, count);
	for (size_t i = 0; i < count; i++) {
		struct field *field = &message->fields[i];
		int tells = find_known(fields[i].name);

		field->name = fields[i].name;
		field->value = decode_header(arena, fields[i].value);
		if (tells >= 0)
			read_field(arena, message, tells, field->value,
				fields[i].value);
	}
	read_subject(message);
	if (raw_mail_is_cut(raw))
		message->unread |= UNREAD_SIZE;
}

const struct field *
message_field(const struct message *message, struct str name, size_t *from)
{
	for (; *from < message->field_count; (*from)++) {
		const struct field *field = &message->fields[*from];

		if (str_eq_nocase(field->name, name)) {
			(*from)++;
			return field;
		}
	}
	return NULL;
}
