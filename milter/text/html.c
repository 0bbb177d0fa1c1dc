#include "text/html.h"

#include <stddef.h>

#include "base/utf8.h"
#include "base/words.h"

#include "html_internal.h"
#include "mime/decode.h"

/* Reading one document. */
struct reader {
	const char *p, *end;
	struct html_elements elements;
};

/* Tags -------------------------------------------------------------------- */

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool
ends_name(char c)
{
	return is_space(c) || c == '/' || c == '>';
}

/* The value behind '='; a quote that lacks its partner takes all the rest. */
static struct str
read_value(struct reader *r)
{
	struct str value = {r->p, 0};

	if (r->p < r->end && (*r->p == '"' || *r->p == '\'')) {
		const char *stop =
			memchr(r->p + 1, *r->p, (size_t)(r->end - r->p - 1));

		value.p++;
		value.n = (size_t)((stop != NULL ? stop : r->end) - value.p);
		r->p = stop != NULL ? stop + 1 : r->end;
		return value;
	}
	while (r->p < r->end && !is_space(*r->p) && *r->p != '>')
		r->p++;
	value.n = (size_t)(r->p - value.p);
	return value;
}

static void
skip_spaces(struct reader *r)
{
	while (r->p < r->end && is_space(*r->p))
		r->p++;
}

/* Where the value of an attribute is kept, NULL where nobody asks for it. */
static struct str *
find_attribute(struct html_attributes *kept, struct str name)
{
	static const struct {
		struct str name;
		size_t place; /* in `kept` */
	} wanted[] = {
		{WORDS("id"), offsetof(struct html_attributes, id)},
		{WORDS("name"), offsetof(struct html_attributes, name)},
		{WORDS("type"), offsetof(struct html_attributes, type)},
		{WORDS("style"), offsetof(struct html_attributes, style)},
		{WORDS("class"), offsetof(struct html_attributes, class)},
		{WORDS("color"), offsetof(struct html_attributes, colour)},
		{WORDS("hidden"), offsetof(struct html_attributes, hidden)},
		{WORDS("bgcolor"), offsetof(struct html_attributes, bgcolor)},
		{WORDS("background"),
			offsetof(struct html_attributes, background)},
	};

	for (size_t i = 0; i < G_N_ELEMENTS(wanted); i++)
		if (wanted[i].name.n == name.n &&
			(wanted[i].name.p[0] ^ name.p[0]) % 32 == 0 &&
			str_eq_nocase(name, wanted[i].name))
			return (struct str *)((char *)kept + wanted[i].place);
	return NULL;
}

/* Of an attribute that stands there twice the first counts. */
static void
keep_attribute(struct html_attributes *kept, struct str name, struct str value)
{
	struct str *place = find_attribute(kept, name);

	if (place != NULL && place->p == NULL)
		*place = value;
}

/*
 * Reads what stands between a tag's name and its '>'. Sets *closed for "/>".
 * False where the document ends before: such a tag is not shown at all.
 */
static bool
read_attributes(struct reader *r, struct html_attributes *kept, bool *closed)
{
	*closed = false;
	while (r->p < r->end) {
		struct str name;

		if (is_space(*r->p)) {
			r->p++;
			continue;
		}
		if (*r->p == '>') {
			r->p++;
			return true;
		}
		if (*r->p == '/') {
			*closed = true;
			r->p++;
			continue;
		}
		*closed = false;
		name.p = r->p++;
		while (r->p < r->end && !ends_name(*r->p) && *r->p != '=')
			r->p++;
		name.n = (size_t)(r->p - name.p);
		skip_spaces(r);
		if (r->p < r->end && *r->p == '=') {
			r->p++;
			skip_spaces(r);
			keep_attribute(kept, name, read_value(r));
		} else {
			keep_attribute(kept, name, STR_LIT(""));
		}
	}
	return false;
}

static struct str
read_name(struct reader *r)
{
	struct str name = {r->p, 0};

	while (r->p < r->end && !ends_name(*r->p))
		r->p++;
	name.n = (size_t)(r->p - name.p);
	return name;
}

static void
skip_declaration(struct reader *r)
{
	const char *stop = memchr(r->p, '>', (size_t)(r->end - r->p));

	r->p = stop != NULL ? stop + 1 : r->end;
}

/* Whether "/name" stands here, behind a '<'. */
static bool
is_end_tag(const struct reader *r, struct str name)
{
	struct str rest = {r->p, (size_t)(r->end - r->p)};

	if (rest.n <= name.n || rest.p[0] != '/')
		return false;
	rest.p++;
	rest.n--;
	return str_starts_nocase(rest, name) &&
	       (rest.n == name.n || ends_name(rest.p[name.n]));
}

/* The content of style, script and the like: text to nobody. */
static void
drop_content(struct reader *r, struct str name)
{
	const char *start = r->p;
	bool is_sheet = str_eq_nocase(name, STR_LIT("style"));

	while (r->p < r->end) {
		const char *mark = memchr(r->p, '<', (size_t)(r->end - r->p));
		struct str content = {start, 0};

		if (mark == NULL)
			break;
		r->p = mark + 1;
		if (!is_end_tag(r, name))
			continue;
		content.n = (size_t)(mark - start);
		r->elements.sheet_colours |=
			is_sheet &&
			str_find_nocase(content, STR_LIT("background"), 0) !=
				SIZE_MAX;
		skip_declaration(r);
		return;
	}
	r->p = r->end;
}

static void
start_tag(struct reader *r)
{
	struct html_attributes attributes = {.id = {NULL, 0}};
	struct str name = read_name(r);
	enum tag tag = html_tag_find(name);
	bool closed;

	if (!read_attributes(r, &attributes, &closed))
		return;
	if (tag == TAG_DROPPED)
		drop_content(r, name);
	else if (tag != TAG_OTHER || !closed)
		html_elements_start(&r->elements, tag, &attributes);
}

static void
end_tag(struct reader *r)
{
	struct html_attributes ignored = {.id = {NULL, 0}};
	enum tag tag = html_tag_find(read_name(r));
	bool closed;

	if (read_attributes(r, &ignored, &closed))
		html_elements_end(&r->elements, tag);
}

/* Comments and declarations ----------------------------------------------- */

/* Behind "<!--". One without an end takes the rest, as in a browser. */
static void
skip_comment(struct reader *r)
{
	if (r->p < r->end && *r->p == '>') {
		r->p++;
		return;
	}
	if (r->end - r->p >= 2 && r->p[0] == '-' && r->p[1] == '>') {
		r->p += 2;
		return;
	}
	while (r->p < r->end) {
		const char *mark = find_pair(r->p, r->end, '-', '-');
		size_t left;

		if (mark == NULL)
			break;
		left = (size_t)(r->end - mark);
		if (left >= 3 && mark[2] == '>') {
			r->p = mark + 3;
			return;
		}
		if (left >= 4 && mark[2] == '!' && mark[3] == '>') {
			r->p = mark + 4;
			return;
		}
		r->p = mark + 1;
	}
	r->p = r->end;
}

/* At a '<': a tag, a comment, or just that character. */
static void
read_markup(struct reader *r)
{
	size_t left = (size_t)(r->end - r->p);

	if (left >= 2 && g_ascii_isalpha(r->p[1])) {
		r->p += 1;
		start_tag(r);
	} else if (left >= 3 && r->p[1] == '/' && g_ascii_isalpha(r->p[2])) {
		r->p += 2;
		end_tag(r);
	} else if (left >= 4 && memcmp(r->p, "<!--", 4) == 0) {
		r->p += 4;
		skip_comment(r);
	} else if (left >= 2 && strchr("!?/", r->p[1]) != NULL) {
		skip_declaration(r);
	} else {
		html_elements_text(&r->elements, (struct str){r->p, 1});
		r->p++;
	}
}

static void
read_document(struct reader *r)
{
	while (r->p < r->end) {
		const char *mark = memchr(r->p, '<', (size_t)(r->end - r->p));
		struct str text = {r->p, 0};

		text.n = (size_t)((mark != NULL ? mark : r->end) - r->p);
		if (text.n > 0)
			html_elements_text(&r->elements, text);
		r->p += text.n;
		if (mark != NULL)
			read_markup(r);
	}
}

struct html_text
html_read(struct arena *arena, struct str html)
{
	struct reader r;

	html = utf8_make_valid(arena, html);
	r.p = html.p;
	r.end = html.n > 0 ? html.p + html.n : html.p;
	html_elements_init(&r.elements, arena, html.n);
	read_document(&r);
	return html_elements_finish(&r.elements, arena);
}
