#include "mime/raw.h"

#include <errno.h>
#include <stdint.h>

#include <glib.h>

#include "base/arena.h"
#include "base/limits.h"

/*
 * What is kept over raw_mail_reset(). A busy relay holds hundreds of
 * connections: a large message must not stay allocated on each of them.
 */
enum { KEPT_BODY_BYTES = 256 * 1024 };

struct raw_mail {
	struct arena *text; /* names and values of the fields */
	GArray *fields;	    /* of struct field */
	size_t header_bytes;
	char *body;
	size_t body_length, body_room, body_limit;
	bool cut;
};

struct raw_mail *
raw_mail_new(void)
{
	struct raw_mail *mail = g_new0(struct raw_mail, 1);

	mail->text = arena_new();
	mail->fields = g_array_new(FALSE, FALSE, sizeof(struct field));
	mail->body_limit = LIMIT_BODY_BYTES;
	return mail;
}

void
raw_mail_free(struct raw_mail **mail)
{
	if (*mail == NULL)
		return;
	arena_free(&(*mail)->text);
	g_array_free((*mail)->fields, TRUE);
	g_free((*mail)->body);
	g_free(*mail);
	*mail = NULL;
}

void
raw_mail_reset(struct raw_mail *mail)
{
	arena_reset(mail->text);
	g_array_set_size(mail->fields, 0);
	mail->header_bytes = 0;
	mail->body_length = 0;
	if (mail->body_room > KEPT_BODY_BYTES) {
		g_free(mail->body);
		mail->body = NULL;
		mail->body_room = 0;
	}
	mail->cut = false;
}

/* A copy in which line ends are LF; a CR on its own is kept. */
static struct str
copy_value(struct arena *arena, struct str value)
{
	char *copy;
	size_t n = 0;

	if (value.n == 0 || memchr(value.p, '\r', value.n) == NULL)
		return arena_str(arena, value);
	copy = arena_alloc(arena, value.n + 1);
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] != '\r' || i + 1 == value.n ||
			value.p[i + 1] != '\n')
			copy[n++] = value.p[i];
	copy[n] = '\0';
	return (struct str){copy, n};
}

void
raw_mail_add_field(struct raw_mail *mail, struct str name, struct str value)
{
	struct field field;
	size_t bytes = name.n + value.n;

	if (mail->fields->len >= LIMIT_HEADER_FIELDS ||
		bytes > LIMIT_HEADER_FIELD_BYTES ||
		mail->header_bytes + bytes > LIMIT_HEADER_BYTES) {
		mail->cut = true;
		return;
	}
	mail->header_bytes += bytes;
	field.name = arena_str(mail->text, str_trim(name));
	field.value = copy_value(mail->text, value);
	g_array_append_val(mail->fields, field);
}

void
raw_mail_add_body(struct raw_mail *mail, const char *bytes, size_t length)
{
	size_t room = mail->body_limit > mail->body_length
			      ? mail->body_limit - mail->body_length
			      : 0;

	if (length > room) {
		length = room;
		mail->cut = true;
	}
	if (length == 0)
		return;
	if (mail->body_length + length > mail->body_room) {
		size_t wanted = MAX(mail->body_length + length,
			MIN(mail->body_room * 2, mail->body_limit));

		mail->body_room = MAX(wanted, 16 * 1024);
		mail->body = g_realloc(mail->body, mail->body_room);
	}
	memcpy(mail->body + mail->body_length, bytes, length);
	mail->body_length += length;
}

void
raw_mail_set_body_limit(struct raw_mail *mail, size_t bytes)
{
	mail->body_limit = bytes;
}

const struct field *
raw_mail_fields(const struct raw_mail *mail, size_t *count)
{
	*count = mail->fields->len;
	return (const struct field *)(const void *)mail->fields->data;
}

struct str
raw_mail_body(const struct raw_mail *mail)
{
	return (struct str){mail->body, mail->body_length};
}

bool
raw_mail_is_cut(const struct raw_mail *mail)
{
	return mail->cut;
}

/* One line with its end; false when *rest is used up. */
static bool
next_line(struct str *rest, struct str *line)
{
	const char *end;

	if (rest->n == 0)
		return false;
	end = memchr(rest->p, '\n', rest->n);
	line->p = rest->p;
	line->n = end != NULL ? (size_t)(end + 1 - rest->p) : rest->n;
	rest->p += line->n;
	rest->n -= line->n;
	return true;
}

/* Only a line without any byte ends a header: mail servers take one of spaces
 * for a folded line. */
static bool
is_empty(struct str line)
{
	return line.p[0] == '\n' ||
	       (line.n == 2 && line.p[0] == '\r' && line.p[1] == '\n');
}

/* Where the colon behind a field's name stands, 0 for any other line. */
static size_t
name_length(struct str line)
{
	size_t i = 0;

	while (i < line.n && line.p[i] > ' ' && line.p[i] < 127 &&
		line.p[i] != ':')
		i++;
	if (i == 0)
		return 0;
	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i < line.n && line.p[i] == ':' ? i : 0;
}

/* The value's end without the line end, which is no part of it. */
static struct str
without_line_end(struct str value)
{
	if (value.n > 0 && value.p[value.n - 1] == '\n')
		value.n--;
	if (value.n > 0 && value.p[value.n - 1] == '\r')
		value.n--;
	return value;
}

void
raw_mail_parse(struct raw_mail *mail, struct str text)
{
	struct str rest = text;
	struct str line;
	struct str before;

	if (text.n >= 5 && memcmp(text.p, "From ", 5) == 0)
		next_line(&rest, &line);
	for (before = rest; next_line(&rest, &line); before = rest) {
		size_t colon = name_length(line);
		struct str value;

		if (is_empty(line))
			break;
		if (colon == 0) {
			/* Both mail servers end the header here and make the
			 * line the body's first. */
			rest = before;
			break;
		}
		value.p = line.p + colon + 1;
		while (rest.n > 0 && (rest.p[0] == ' ' || rest.p[0] == '\t'))
			next_line(&rest, &line);
		value.n = (size_t)(rest.p - value.p);
		raw_mail_add_field(mail, (struct str){before.p, colon},
			without_line_end(value));
	}
	raw_mail_add_body(mail, rest.p, rest.n);
}

int
raw_mail_read(struct raw_mail *mail, FILE *in)
{
	const size_t most =
		MIN(mail->body_limit, SIZE_MAX / 2) + LIMIT_HEADER_BYTES;
	GString *text = g_string_new(NULL);
	char buffer[16 * 1024];
	size_t n;
	int error = 0;

	while (!mail->cut && (n = fread(buffer, 1, sizeof(buffer), in)) > 0) {
		mail->cut = n > most - text->len;
		g_string_append_len(
			text, buffer, (gssize)MIN(n, most - text->len));
	}
	if (ferror(in))
		error = errno;
	else
		raw_mail_parse(mail, (struct str){text->str, text->len});
	g_string_free(text, TRUE);
	errno = error;
	return error != 0 ? -1 : 0;
}
