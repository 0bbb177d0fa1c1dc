#include "json_internal.h"

#include <string.h>

#include "base/utf8.h"

/*
 * A line is some two hundred pieces of a few bytes each: where there is room,
 * which is nearly always, asking GLib for it would cost more than the copy.
 */
static void
put(struct writer *writer, const char *bytes, size_t n)
{
	GString *text = writer->text;

	if (n >= text->allocated_len - text->len) {
		g_string_append_len(text, bytes, (gssize)n);
		return;
	}
	memcpy(text->str + text->len, bytes, n);
	text->len += n;
	text->str[text->len] = '\0';
}

/* Before a value or a name. */
static void
part(struct writer *writer)
{
	if (writer->comma)
		put(writer, ", ", 2);
	writer->comma = true;
}

void
write_open(struct writer *writer, char bracket)
{
	part(writer);
	put(writer, &bracket, 1);
	writer->comma = false;
}

void
write_close(struct writer *writer, char bracket)
{
	put(writer, &bracket, 1);
	writer->comma = true;
}

void
write_name(struct writer *writer, const char *name)
{
	part(writer);
	put(writer, "\"", 1);
	put(writer, name, strlen(name));
	put(writer, "\": ", 3);
	writer->comma = false;
}

/* Strings ------------------------------------------------------------------ */

/* How many bytes can stand in a string as they are. */
static size_t
plain_length(struct str s)
{
	size_t n = 0;

	for (; n < s.n; n++) {
		unsigned char c = (unsigned char)s.p[n];

		if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
			break;
	}
	return n;
}

static void
put_utf16(struct writer *writer, unsigned unit)
{
	g_string_append_printf(writer->text, "\\u%04X", unit);
}

static void
put_code(struct writer *writer, gunichar code)
{
	static const char short_forms[] = "\"\"\\\\\bb\ff\nn\rr\tt";

	for (const char *form = short_forms; *form != '\0'; form += 2) {
		if ((gunichar)*form == code) {
			put(writer, "\\", 1);
			put(writer, form + 1, 1);
			return;
		}
	}
	if (code >= 0x10000) {
		put_utf16(writer, 0xd800 + ((code - 0x10000) >> 10));
		code = 0xdc00 + ((code - 0x10000) & 0x3ff);
	}
	put_utf16(writer, code);
}

/* One character that cannot stand as it is, or a broken one; its length. */
static size_t
put_character(struct writer *writer, struct str s)
{
	size_t bad;
	size_t n = utf8_sequence_length((const unsigned char *)s.p, s.n, &bad);

	put_code(writer, n > 0 ? g_utf8_get_char(s.p) : 0xfffd);
	return n > 0 ? n : bad;
}

void
write_string(struct writer *writer, struct str s)
{
	part(writer);
	put(writer, "\"", 1);
	while (s.n > 0) {
		size_t n = plain_length(s);

		put(writer, s.p, n);
		if (n < s.n)
			n += put_character(
				writer, (struct str){s.p + n, s.n - n});
		s.p += n;
		s.n -= n;
	}
	put(writer, "\"", 1);
}

/* Other values ------------------------------------------------------------- */

static void
write_bare(struct writer *writer, const char *word)
{
	part(writer);
	g_string_append(writer->text, word);
}

void
write_integer(struct writer *writer, int64_t number)
{
	part(writer);
	g_string_append_printf(
		writer->text, "%" G_GINT64_FORMAT, (gint64)number);
}

void
write_boolean(struct writer *writer, bool value)
{
	write_bare(writer, value ? "true" : "false");
}

void
write_null(struct writer *writer)
{
	write_bare(writer, "null");
}

/* Our own ------------------------------------------------------------------ */

void
write_part(struct writer *writer, const char *name, const struct str *value)
{
	write_name(writer, name);
	if (value != NULL)
		write_string(writer, *value);
	else
		write_null(writer);
}

void
write_bits(struct writer *writer, unsigned bits, const char *const *names)
{
	write_open(writer, '[');
	for (unsigned i = 0; names[i] != NULL; i++)
		if (bits & 1u << i)
			write_string(writer, str_of(names[i]));
	write_close(writer, ']');
}

bool
next_clause(struct str *clauses, struct str *clause)
{
	while (clauses->n > 0 && str_split(clauses, ',', clause)) {
		*clause = str_trim(*clause);
		if (clause->n > 0)
			return true;
	}
	return false;
}

void
write_clauses(struct writer *writer, struct str clauses)
{
	struct str clause;

	write_open(writer, '[');
	while (next_clause(&clauses, &clause))
		write_string(writer, clause);
	write_close(writer, ']');
}

void
write_letter(struct writer *writer, const struct verdict *verdict)
{
	const struct protocol *protocol = verdict->protocol;
	bool verified = verdict->identity == IDENTITY_VERIFIED;

	write_part(
		writer, "protocol", protocol != NULL ? &protocol->name : NULL);
	write_name(writer, "correspondence");
	write_boolean(writer, verdict->correspondence);
	write_name(writer, "directions");
	write_bits(writer, verdict->directions, direction_names);
	write_name(writer, "identity");
	write_string(writer, str_of(verified ? "verified" : "unverified"));
}

struct str
answer_action(const struct verdict *verdict)
{
	return verdict->correspondence ? str_of(action_names[verdict->action])
				       : STR_LIT("none");
}
