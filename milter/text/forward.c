#include "text/forward.h"

#include <stdint.h>

#include <glib.h>

#include "base/limits.h"
#include "mime/decode.h"
#include "quote_heads.h"

static struct address *
add_address(struct arena *arena, struct address_list *list)
{
	/* The count is a power of two exactly when the room is used up. */
	if ((list->count & (list->count - 1)) == 0) {
		struct address *more = ARENA_ARRAY(
			arena, struct address, MAX(list->count * 2, 1));

		if (list->count > 0)
			memcpy(more, list->items, list->count * sizeof(*more));
		list->items = more;
	}
	return &list->items[list->count++];
}

static bool
is_outer(char c)
{
	return strchr(" \t\r\n\"'<>[]*;,", c) != NULL;
}

/* Without blanks, quotes, brackets and list marks at both ends. */
static struct str
bare(struct str s)
{
	while (s.n > 0 && is_outer(s.p[0])) {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_outer(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* "mailto:a@b" and "a@b<mailto:a@b>" (Outlook makes both): the address. */
static struct str
bare_spec(struct str s)
{
	s = bare(s);
	if (str_starts_nocase(s, STR_LIT("mailto:"))) {
		s.p += 7;
		s.n -= 7;
	}
	for (size_t i = 0; i < s.n; i++)
		if (is_outer(s.p[i]) || s.p[i] == '(' || s.p[i] == ')')
			s.n = i;
	return s;
}

/*
 * One person of an old header: "Jenny Cope <j.cope@…>", "Cope, Jenny
 * [mailto:j.cope@…]", an address alone or, as Outlook likes it, a name alone.
 */
static void
add_person(struct arena *arena, struct str piece, struct address_list *list)
{
	struct str spec = {NULL, 0}, name = piece;
	struct address person = {.valid = false};

	if (bare(piece).n == 0)
		return;
	if (list->count >= LIMIT_ADDRESSES) {
		list->cut = true;
		return;
	}
	for (size_t i = 0; i < piece.n && spec.n == 0; i++) {
		struct str rest = {piece.p + i + 1, piece.n - i - 1};

		if (piece.p[i] != '<' && piece.p[i] != '[')
			continue;
		if (memchr(rest.p, '@', rest.n) == NULL)
			break;
		spec = bare_spec(rest);
		name.n = i;
	}
	if (spec.n == 0 && memchr(piece.p, '@', piece.n) != NULL) {
		spec = bare_spec(piece);
		name.n = 0;
	}
	if (spec.n > 0)
		person = address_from_envelope(arena, spec);
	/* "a@b<mailto:a@b>" has no name. */
	name = bare(name);
	if (memchr(name.p, '@', name.n) == NULL)
		person.name = name;
	*add_address(arena, list) = person;
}

static size_t
count_byte(struct str s, char wanted)
{
	size_t count = 0;

	for (size_t i = 0; i < s.n; i++)
		count += s.p[i] == wanted;
	return count;
}

/*
 * Outlook parts people by ";" and writes "Cope, Jenny"; the others part them
 * by ",". One address alone is one person, whatever commas its name has.
 */
static void
read_people(struct arena *arena, struct str value, struct address_list *list)
{
	bool quoted = false, in_angle = false;
	char mark = memchr(value.p, ';', value.n) != NULL ? ';' : ',';
	size_t start = 0;

	if (mark == ',' && count_byte(value, '<') == 1 &&
		count_byte(value, '@') == 1) {
		add_person(arena, value, list);
		return;
	}
	for (size_t i = 0; i <= value.n; i++) {
		char c = i < value.n ? value.p[i] : mark;

		if (c == '"')
			quoted = !quoted;
		else if (c == '<' || c == '>')
			in_angle = c == '<';
		if (i < value.n && (c != mark || quoted || in_angle))
			continue;
		add_person(
			arena, (struct str){value.p + start, i - start}, list);
		start = i + 1;
	}
}

/* A value of several lines as one, without their marks of quoting. */
static struct str
one_line(struct arena *arena, struct str value)
{
	char *copy;
	size_t n = 0;
	struct str rest = value, line;

	value = str_trim(value);
	if (value.n == 0 || memchr(value.p, '\n', value.n) == NULL)
		return value;
	copy = arena_alloc(arena, value.n + 1);
	rest = value;
	while (str_split(&rest, '\n', &line)) {
		line = line_words(line);
		if (n > 0 && line.n > 0)
			copy[n++] = ' ';
		if (line.n > 0)
			memcpy(copy + n, line.p, line.n);
		n += line.n;
	}
	return (struct str){copy, n};
}

/* The header below the marker, or on its line. */
static bool
find_head(struct str text, struct old_head *head)
{
	size_t start = old_head_start(text, 0), next;

	if (start < text.n && old_head_read(text, start, start > 0, head))
		return true;
	return old_head_read_line(
		text_line(text, skip_empty_lines(text, 0), &next), head);
}

bool
forward_read_inline(
	struct arena *arena, struct str text, struct forwarded *forwarded)
{
	struct old_head head;
	struct str value;

	*forwarded = (struct forwarded){.attached = false};
	if (!find_head(text, &head))
		return false;
	/* An author is one person; only their address may hold a comma. */
	value = one_line(arena, head.fields[OLD_FROM]);
	if (memchr(value.p, ';', value.n) == NULL &&
		count_byte(value, '@') <= 1)
		add_person(arena, value, &forwarded->from);
	else
		read_people(arena, value, &forwarded->from);
	if (head.fields[OLD_TO].n > 0)
		read_people(arena, one_line(arena, head.fields[OLD_TO]),
			&forwarded->to);
	if (head.fields[OLD_CC].n > 0)
		read_people(arena, one_line(arena, head.fields[OLD_CC]),
			&forwarded->cc);
	forwarded->date = one_line(arena, head.fields[OLD_DATE]);
	forwarded->subject = one_line(arena, head.fields[OLD_SUBJECT]);
	return true;
}

void
forward_read_fields(struct arena *arena, const struct field *fields,
	size_t count, struct forwarded *forwarded)
{
	*forwarded = (struct forwarded){.attached = true};
	for (size_t i = 0; i < count; i++) {
		struct str name = fields[i].name, value = fields[i].value;

		if (str_eq_nocase(name, STR_LIT("From")))
			address_list_read(arena, value, &forwarded->from);
		else if (str_eq_nocase(name, STR_LIT("To")))
			address_list_read(arena, value, &forwarded->to);
		else if (str_eq_nocase(name, STR_LIT("Cc")))
			address_list_read(arena, value, &forwarded->cc);
		else if (str_eq_nocase(name, STR_LIT("Date")))
			forwarded->date = str_trim(value);
		else if (str_eq_nocase(name, STR_LIT("Subject")))
			forwarded->subject = decode_header(arena, value);
	}
}
