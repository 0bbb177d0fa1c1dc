/*
 * The parts of a body whose structure leaves no doubt; see mime_internal.h.
 *
 * GMime spends some hundred allocations on a part, which is more than all
 * else that is read of an ordinary message. Nearly every message is of plain
 * structure and needs nothing of that: header fields as RFC 5322 has them,
 * a Content-Type without comments and continuations, boundaries of letters
 * and signs. Such a message is gone through here in one pass. Whatever else
 * is met, the whole of it is GMime's: nothing here guesses, and the rules of
 * what ends a part are GMime's own, so that both say the same.
 */
#include "mime_internal.h"

#include <stdint.h>

#include "base/limits.h"

enum {
	/* Header fields of one entity; more of them are not usual. */
	MOST_FIELDS = 200,
	LONGEST_BOUNDARY = 200,
};

/* Where the line is that ended the last content. */
enum { LEVEL_NONE = -1 };

struct plain_reader {
	struct arena *arena;
	const char *p, *end;
	struct str bounds[LIMIT_PART_NESTING + 1]; /* the innermost last */
	int levels;
	int found; /* level of the boundary at p; LEVEL_NONE: end of all */
	bool found_last; /* "--" behind it: no further part follows */
	struct mime_node *nodes;
	size_t count, room;
};

static bool read_entity(
	struct plain_reader *r, const struct mime_fields *mime, int depth);

static struct mime_node *
add_node(struct plain_reader *r, enum part_kind kind,
	const struct mime_fields *mime, int depth)
{
	struct mime_node *node;

	r->nodes = arena_grow(
		r->arena, r->nodes, r->count, &r->room, sizeof(*r->nodes));
	node = &r->nodes[r->count++];
	*node = (struct mime_node){.kind = kind, .depth = depth, .mime = *mime};
	return node;
}

/* More parts than are listed: the rest need not be looked at. */
static bool
is_full(const struct plain_reader *r)
{
	return r->count > LIMIT_PARTS;
}

/* Lines -------------------------------------------------------------------- */

/* The line at r->p without its LF. */
static struct str
line_here(const struct plain_reader *r)
{
	const char *lf = memchr(r->p, '\n', (size_t)(r->end - r->p));

	return (struct str){r->p, (size_t)((lf != NULL ? lf : r->end) - r->p)};
}

/* Behind the line at r->p; false where the body ends before its LF. */
static bool
skip_line(struct plain_reader *r)
{
	r->p += line_here(r).n;
	if (r->p == r->end)
		return false;
	r->p++;
	return true;
}

static bool
is_blank_rest(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != ' ' && s.p[i] != '\t' && s.p[i] != '\r')
			return false;
	return true;
}

/* Is the line, which begins with "--", one of the boundaries? */
static bool
find_level(struct plain_reader *r, struct str line)
{
	for (int level = r->levels - 1; level >= 0; level--) {
		struct str bound = r->bounds[level];
		struct str rest = {line.p + 2, line.n - 2};

		if (rest.n < bound.n || memcmp(rest.p, bound.p, bound.n) != 0)
			continue;
		rest.p += bound.n;
		rest.n -= bound.n;
		r->found = level;
		r->found_last =
			rest.n >= 2 && rest.p[0] == '-' && rest.p[1] == '-' &&
			is_blank_rest((struct str){rest.p + 2, rest.n - 2});
		if (r->found_last || is_blank_rest(rest))
			return true;
	}
	return false;
}

/*
 * Moves to the next boundary line, whichever it is. *content is what stands
 * before it without the line end, which belongs to the boundary (CRLF where
 * its own line has one). False where that leaves a doubt.
 */
static bool
scan_content(struct plain_reader *r, struct str *content)
{
	const char *start = r->p, *at = r->p;

	*content = (struct str){start, (size_t)(r->end - start)};
	while ((at = find_pair(at, r->end, '-', '-')) != NULL) {
		struct str line;
		size_t chop;

		if (at > start && at[-1] != '\n') {
			at++;
			continue;
		}
		r->p = at;
		line = line_here(r);
		if (!find_level(r, line)) {
			at += line.n;
			continue;
		}
		chop = line.p[line.n - 1] == '\r' ? 2 : 1;
		content->n = (size_t)(at - start);
		if (content->n > 0 && content->n < chop)
			return false;
		content->n -= MIN(chop, content->n);
		return true;
	}
	r->p = r->end;
	r->found = LEVEL_NONE;
	return true;
}

/* Header fields ------------------------------------------------------------ */

/* The length of the name before the colon, 0 where it is none beyond doubt. */
static size_t
name_length(struct str line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] > ' ' && line.p[n] < 127 &&
		line.p[n] != ':')
		n++;
	return n < line.n && line.p[n] == ':' ? n : 0;
}

static struct str
without_line_end(const char *start, const char *end)
{
	while (end > start && (end[-1] == '\n' || end[-1] == '\r'))
		end--;
	return (struct str){start, (size_t)(end - start)};
}

static bool
is_header_end(struct str line)
{
	return line.n == 0 || (line.n == 1 && line.p[0] == '\r');
}

/* Reads the fields at r->p and the empty line below them. */
static bool
read_fields(struct plain_reader *r, struct field **fields, size_t *count)
{
	const char *start = r->p;
	size_t room = 0;

	*fields = NULL;
	*count = 0;
	for (;;) {
		struct str line = line_here(r);
		size_t name = name_length(line);
		const char *value = line.p + name + 1;
		struct field *field;

		if (line.p + line.n == r->end)
			return false;
		if (is_header_end(line))
			break;
		if (name == 0 || *count == MOST_FIELDS ||
			memcmp(line.p, "--", 2) == 0)
			return false;
		do
			skip_line(r);
		while (r->p < r->end && (*r->p == ' ' || *r->p == '\t'));
		*fields = arena_grow(
			r->arena, *fields, *count, &room, sizeof(**fields));
		field = &(*fields)[(*count)++];
		field->name = (struct str){line.p, name};
		field->value = without_line_end(value, r->p);
	}
	if (memchr(start, '\0', (size_t)(r->p - start)) != NULL)
		return false;
	return skip_line(r);
}

/* The length of a token of RFC 2045 without '*', which RFC 2231 uses. */
static size_t
token_length(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] > ' ' && s.p[n] < 127 &&
		!mime_is_one_of(s.p[n], "()<>@,;:\\\"/[]?=*"))
		n++;
	return n;
}

static void
advance(struct str *rest, size_t n)
{
	rest->p += n;
	rest->n -= n;
}

/* Takes a value off the front; false where it is none of the usual form. */
static bool
skip_value(struct str *rest)
{
	size_t n;

	if (rest->n == 0 || rest->p[0] != '"') {
		n = token_length(*rest);
		advance(rest, n);
		return n > 0;
	}
	for (n = 1; n < rest->n && rest->p[n] != '"'; n++)
		if (rest->p[n] == '\\' || rest->p[n] < ' ')
			return false;
	if (n == rest->n)
		return false;
	advance(rest, n + 1);
	return true;
}

/* Are the parameters name=value, and one of them a boundary? */
static bool
are_plain_params(struct str rest)
{
	size_t boundaries = 0;

	while ((rest = str_trim(rest)).n > 0) {
		struct str name;

		if (rest.p[0] != ';')
			return false;
		advance(&rest, 1);
		rest = str_trim(rest);
		name = (struct str){rest.p, token_length(rest)};
		if (name.n == 0 || name.n == rest.n || rest.p[name.n] != '=')
			return false;
		advance(&rest, name.n + 1);
		boundaries += str_eq_nocase(name, STR_LIT("boundary"));
		if (!skip_value(&rest))
			return false;
	}
	return boundaries == 1;
}

/* Does the Content-Type say what it says in one way only? */
static bool
is_plain_type(struct str value, const struct mime_fields *mime)
{
	struct str subtype = mime->type;
	size_t n;

	value = str_trim(value);
	n = token_length(subtype);
	if (n == 0 || n == subtype.n || !str_starts_nocase(value, subtype))
		return false;
	advance(&subtype, n + 1);
	if (token_length(subtype) != subtype.n)
		return false;
	advance(&value, mime->type.n);
	return !mime_is_multipart(mime->type) || are_plain_params(value);
}

/* What the fields of an entity within say of it. */
static bool
read_mime(struct plain_reader *r, const struct field *fields, size_t count,
	struct mime_fields *mime)
{
	mime_fields_read(r->arena, fields, count, mime);
	if (mime->rival.n > 0)
		return false;
	for (size_t i = 0; i < count; i++)
		if (str_eq_nocase(fields[i].name, STR_LIT("content-type")) &&
			!is_plain_type(fields[i].value, mime))
			return false;
	return true;
}

/* Entities ----------------------------------------------------------------- */

static bool
is_plain_boundary(struct str boundary)
{
	for (size_t i = 0; i < boundary.n; i++)
		if (boundary.p[i] < ' ' || boundary.p[i] == 127 ||
			boundary.p[i] == '"' || boundary.p[i] == '\\')
			return false;
	return boundary.n > 0 && boundary.n <= LONGEST_BOUNDARY &&
	       boundary.p[0] != ' ' && boundary.p[boundary.n - 1] != ' ';
}

/* One part of the multipart `around`, from its boundary line on. */
static bool
read_part(struct plain_reader *r, const struct mime_fields *around, int depth)
{
	struct mime_fields mime;
	struct field *fields;
	size_t count;

	if (!skip_line(r) || !read_fields(r, &fields, &count) ||
		!read_mime(r, fields, count, &mime))
		return false;
	/* RFC 2046 5.1.5 */
	if (mime.type.n == 0 && mime_is_digest(around->type))
		mime.type = STR_LIT("message/rfc822");
	return read_entity(r, &mime, depth);
}

static bool
read_multipart(
	struct plain_reader *r, const struct mime_fields *mime, int depth)
{
	int level = r->levels;
	struct str ignored;

	if (!is_plain_boundary(mime->boundary) || level > LIMIT_PART_NESTING)
		return false;
	add_node(r, PART_MULTIPART, mime, depth);
	r->bounds[r->levels++] = mime->boundary;
	if (!scan_content(r, &ignored) || r->found != level || r->found_last)
		return false;
	do {
		if (!read_part(r, mime, depth + 1))
			return false;
		if (is_full(r))
			return true;
	} while (r->found == level && !r->found_last);
	r->levels--;
	if (r->found != level)
		return true; /* what ends it is around it */
	skip_line(r);
	return scan_content(r, &ignored);
}

static bool
is_content_field(const struct field *field)
{
	return str_starts_nocase(field->name, STR_LIT("content-"));
}

/* A letter: its own fields, then what it holds. */
static bool
read_letter(struct plain_reader *r, const struct mime_fields *mime, int depth)
{
	struct mime_node *node;
	struct mime_fields inner;
	struct field *fields, *own;
	size_t count, own_count = 0;

	if (mime->encoding != ENCODING_NONE || r->p == r->end ||
		!read_fields(r, &fields, &count) ||
		!read_mime(r, fields, count, &inner))
		return false;
	own = ARENA_ARRAY(r->arena, struct field, count);
	for (size_t i = 0; i < count; i++)
		if (!is_content_field(&fields[i]))
			own[own_count++] = fields[i];
	node = add_node(r, PART_MESSAGE, mime, depth);
	node->fields = own;
	node->field_count = own_count;
	return read_entity(r, &inner, depth + 1);
}

/* What stands at r->p, below the fields. */
static bool
read_entity(struct plain_reader *r, const struct mime_fields *mime, int depth)
{
	struct str content;

	if (depth > LIMIT_PART_NESTING)
		return false;
	if (mime_is_multipart(mime->type))
		return read_multipart(r, mime, depth);
	if (mime_is_message(mime->type))
		return read_letter(r, mime, depth);
	if (!scan_content(r, &content))
		return false;
	add_node(r, PART_LEAF, mime, depth)->bytes = content;
	return true;
}

bool
mime_plain_read(struct arena *arena, const struct mime_fields *mime,
	struct str body, struct mime_node **nodes, size_t *count)
{
	struct plain_reader r = {.arena = arena,
		.p = body.p,
		.end = body.n > 0 ? body.p + body.n : body.p,
		.found = LEVEL_NONE};

	if (body.n == 0 || !read_entity(&r, mime, 0))
		return false;
	*nodes = r.nodes;
	*count = r.count;
	return true;
}
