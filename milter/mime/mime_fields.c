#include "mime_internal.h"

#include <glib.h>

#include "base/limits.h"
#include "base/words.h"
#include "mime/decode.h"

/* Parameters of one field that are looked at; nobody writes more. */
enum { MOST_PARAMS = 100 };

/* name*section*=value of RFC 2231; plain ones have section -1. */
struct param {
	struct str name; /* without '*' and what follows */
	int section;
	bool extended; /* percent-encoded; the first names its charset */
	struct str value;
};

struct params {
	struct param items[MOST_PARAMS];
	size_t count;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* Takes `n` bytes off the front. A view of nothing may have no pointer. */
static void
advance(struct str *rest, size_t n)
{
	n = MIN(n, rest->n);
	if (n > 0)
		rest->p += n;
	rest->n -= n;
}

/* Takes blanks and comments off the front. */
static void
skip_blanks(struct str *rest)
{
	size_t depth = 0, i;

	for (i = 0; i < rest->n; i++) {
		char c = rest->p[i];

		if (c == '(')
			depth++;
		else if (c == ')' && depth > 0)
			depth--;
		else if (c == '\\' && depth > 0)
			i++;
		else if (depth == 0 && !is_space(c))
			break;
	}
	advance(rest, i);
}

/* Takes what stands before any of `ends` off the front, trimmed. */
static struct str
take_until(struct str *rest, const char *ends)
{
	struct str taken = {rest->p, 0};

	while (taken.n < rest->n && !mime_is_one_of(rest->p[taken.n], ends))
		taken.n++;
	advance(rest, taken.n);
	return str_trim(taken);
}

/* Takes a quoted string; a backslash escapes only itself and the quote, since
 * careless senders write Windows paths. */
static struct str
take_quoted(struct arena *arena, struct str *rest)
{
	size_t end = 1, n = 0;
	char *out;

	while (end < rest->n && rest->p[end] != '"')
		end += rest->p[end] == '\\' ? 2 : 1;
	end = MIN(end, rest->n);
	out = arena_alloc(arena, end + 1);
	for (size_t i = 1; i < end; i++) {
		char c = rest->p[i];

		if (c == '\\' && i + 1 < end &&
			(rest->p[i + 1] == '"' || rest->p[i + 1] == '\\'))
			c = rest->p[++i];
		if (c != '\r' && c != '\n')
			out[n++] = c;
	}
	advance(rest, end + 1);
	return (struct str){out, n};
}

/* Splits "name*1*" into its parts. */
static void
read_param_name(struct str written, struct param *param)
{
	const char *star =
		written.n > 0 ? memchr(written.p, '*', written.n) : NULL;

	*param = (struct param){.name = written, .section = -1};
	if (star == NULL)
		return;
	param->name.n = (size_t)(star - written.p);
	param->extended = written.p[written.n - 1] == '*';
	param->section = 0;
	for (size_t i = param->name.n + 1;
		i < written.n && g_ascii_isdigit(written.p[i]) &&
		param->section < MOST_PARAMS;
		i++)
		param->section = param->section * 10 + (written.p[i] - '0');
}

/* Reads "; name=value; ..." */
static void
read_params(struct arena *arena, struct str rest, struct params *params)
{
	params->count = 0;
	while (rest.n > 0 && params->count < MOST_PARAMS) {
		struct param *param = &params->items[params->count];

		skip_blanks(&rest);
		read_param_name(take_until(&rest, "=;("), param);
		skip_blanks(&rest);
		if (rest.n > 0 && rest.p[0] == '=') {
			advance(&rest, 1);
			skip_blanks(&rest);
			if (rest.n > 0 && rest.p[0] == '"')
				param->value = take_quoted(arena, &rest);
			else
				param->value = take_until(&rest, ";");
			params->count += param->name.n > 0;
		}
		take_until(&rest, ";");
		advance(&rest, 1);
	}
}

static const struct param *
find_section(const struct params *params, struct str name, int section)
{
	for (size_t i = 0; i < params->count; i++)
		if (params->items[i].section == section &&
			str_eq_nocase(params->items[i].name, name))
			return &params->items[i];
	return NULL;
}

/* Appends `value` with its %XX undone. */
static void
append_percent(GString *out, struct str value)
{
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c == '%' && value.n - i > 2 &&
			hex_value(value.p[i + 1]) >= 0 &&
			hex_value(value.p[i + 2]) >= 0) {
			c = (char)(hex_value(value.p[i + 1]) << 4 |
				   hex_value(value.p[i + 2]));
			i += 2;
		}
		g_string_append_c(out, c);
	}
}

/* The sections of a parameter put together, in their charset. */
static struct str
join_sections(struct arena *arena, const struct params *params,
	const struct param *first)
{
	GString *bytes = g_string_new(NULL);
	struct str charset = {NULL, 0}, out;
	const struct param *param = first;

	for (int section = 1; param != NULL; section++) {
		struct str value = param->value, head = value, language;

		if (param == first && param->extended &&
			str_split(&head, '\'', &charset) &&
			str_split(&head, '\'', &language) && head.p != NULL)
			value = head;
		if (param->extended)
			append_percent(bytes, value);
		else
			g_string_append_len(bytes, value.p, (gssize)value.n);
		param = find_section(params, first->name, section);
	}
	out = arena_str(arena, (struct str){bytes->str, bytes->len});
	g_string_free(bytes, TRUE);
	return decode_charset(arena, out, charset, NULL);
}

/* The first parameter of this name, as written or put together; else empty. */
static struct str
param_value(struct arena *arena, const struct params *params, struct str name)
{
	const struct param *first = find_section(params, name, 0);

	if (first != NULL)
		return join_sections(arena, params, first);
	first = find_section(params, name, -1);
	return first != NULL ? first->value : (struct str){NULL, 0};
}

/* The two with a slash between, in lower case. */
static struct str
joined_type(struct arena *arena, struct str type, struct str subtype)
{
	char *joined = arena_alloc(arena, type.n + 1 + subtype.n + 1);

	for (size_t i = 0; i < type.n; i++)
		joined[i] = word_lower(type.p[i]);
	joined[type.n] = '/';
	for (size_t i = 0; i < subtype.n; i++)
		joined[type.n + 1 + i] = word_lower(subtype.p[i]);
	return (struct str){joined, type.n + 1 + subtype.n};
}

static struct str
lower(struct arena *arena, struct str s)
{
	char *copy = arena_copy(arena, s.p, s.n);

	for (size_t i = 0; i < s.n; i++)
		copy[i] = g_ascii_tolower(copy[i]);
	return (struct str){copy, s.n};
}

/* "type/subtype" in lower case; empty where it is nothing of that form. */
static struct str
take_type(struct arena *arena, struct str *rest)
{
	struct str type, subtype;

	skip_blanks(rest);
	type = take_until(rest, "/;( \t\r\n");
	skip_blanks(rest);
	if (type.n == 0 || rest->n == 0 || rest->p[0] != '/')
		return (struct str){NULL, 0};
	advance(rest, 1);
	skip_blanks(rest);
	subtype = take_until(rest, ";( \t\r\n");
	if (subtype.n == 0)
		return (struct str){NULL, 0};
	return joined_type(arena, type, subtype);
}

void
mime_fields_read_type(
	struct arena *arena, struct str value, struct mime_fields *out)
{
	struct params params;
	struct str method;

	out->type = take_type(arena, &value);
	take_until(&value, ";");
	read_params(arena, value, &params);
	out->boundary = param_value(arena, &params, STR_LIT("boundary"));
	out->charset = param_value(arena, &params, STR_LIT("charset"));
	out->flowed =
		str_eq_nocase(param_value(arena, &params, STR_LIT("format")),
			STR_LIT("flowed"));
	out->delsp = str_eq_nocase(
		param_value(arena, &params, STR_LIT("delsp")), STR_LIT("yes"));
	out->protocol = param_value(arena, &params, STR_LIT("protocol"));
	if (out->protocol.n == 0)
		out->protocol =
			param_value(arena, &params, STR_LIT("smime-type"));
	method = param_value(arena, &params, STR_LIT("method"));
	out->protocol = lower(arena, out->protocol);
	out->method = lower(arena, method);
	if (out->filename.n == 0)
		out->filename = decode_header(
			arena, param_value(arena, &params, STR_LIT("name")));
}

static bool
is_word(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!g_ascii_isalnum(s.p[i]) && s.p[i] != '-')
			return false;
	return s.n > 0;
}

/* An unknown disposition means "attachment" (RFC 2183 2.8), junk nothing. */
static void
read_disposition(struct arena *arena, struct str value, struct mime_fields *out)
{
	struct params params;
	struct str disposition, filename;

	skip_blanks(&value);
	disposition = take_until(&value, ";( \t\r\n");
	take_until(&value, ";");
	read_params(arena, value, &params);
	filename = param_value(arena, &params, STR_LIT("filename"));
	out->disposed = is_word(disposition) &&
			!str_eq_nocase(disposition, STR_LIT("inline"));
	if (filename.n > 0)
		out->filename = decode_header(arena, filename);
}

/* Tolerant: "base 64" and "\"base64\"" are base64 to mail clients. */
static enum mime_encoding
read_encoding(struct str value)
{
	static const struct {
		const char *name;
		enum mime_encoding encoding;
	} names[] = {
		{"base64", ENCODING_BASE64},
		{"quotedprintable", ENCODING_QP},
		{"xuuencode", ENCODING_UU},
		{"uuencode", ENCODING_UU},
		{"xuue", ENCODING_UU},
	};
	char plain[32];
	size_t n = 0;

	skip_blanks(&value);
	for (size_t i = 0; i < value.n && n < sizeof(plain) - 1; i++) {
		if (value.p[i] == ';' || value.p[i] == '(')
			break;
		if (g_ascii_isalnum(value.p[i]))
			plain[n++] = g_ascii_tolower(value.p[i]);
	}
	plain[n] = '\0';
	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (strcmp(plain, names[i].name) == 0)
			return names[i].encoding;
	return ENCODING_NONE;
}

static struct str
read_content_id(struct str value)
{
	value = str_trim(value);
	if (value.n >= 2 && value.p[0] == '<' && value.p[value.n - 1] == '>') {
		value.p++;
		value.n -= 2;
	}
	return value;
}

static struct str
capped(struct str value)
{
	value.n = MIN(value.n, LIMIT_MIME_FIELD_BYTES);
	return value;
}

void
mime_fields_read(struct arena *arena, const struct field *fields, size_t count,
	struct mime_fields *out)
{
	struct str type = {NULL, 0};

	*out = (struct mime_fields){.encoding = ENCODING_NONE};
	for (size_t i = 0; i < count; i++) {
		struct str name = fields[i].name;
		struct str value = capped(fields[i].value);

		if (!str_starts_nocase(name, STR_LIT("content-")))
			continue;
		if (str_eq_nocase(name, STR_LIT("content-type"))) {
			if (type.p == NULL)
				mime_fields_read_type(arena, type = value, out);
			else if (!str_eq(str_trim(type), str_trim(value)))
				out->rival = value;
		} else if (str_eq_nocase(name,
				   STR_LIT("content-transfer-encoding"))) {
			out->encoding = read_encoding(value);
		} else if (str_eq_nocase(
				   name, STR_LIT("content-disposition"))) {
			read_disposition(arena, value, out);
		} else if (str_eq_nocase(name, STR_LIT("content-id"))) {
			out->content_id = read_content_id(value);
		}
	}
}

bool
mime_is_multipart(struct str type)
{
	return str_starts_nocase(type, STR_LIT("multipart/"));
}

bool
mime_is_message(struct str type)
{
	static const char *const names[] = {"message/rfc822", "message/rfc2822",
		"message/global", "message/news"};

	for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
		if (str_eq(type, str_of(names[i])))
			return true;
	return false;
}

bool
mime_is_digest(struct str type)
{
	return str_eq(type, STR_LIT("multipart/digest"));
}

bool
mime_has_parts(const struct mime_fields *mime)
{
	return mime_is_multipart(mime->type) || mime_is_message(mime->type);
}
