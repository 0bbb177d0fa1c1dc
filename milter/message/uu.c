#include "part_reading.h"

#include <glib.h>

/* "begin 644 plan.doc": mode and name of a file. */
static bool
is_begin(struct str line, struct str *name)
{
	size_t mode = 6;

	if (line.n < 12 || memcmp(line.p, "begin ", 6) != 0)
		return false;
	while (mode < line.n && line.p[mode] >= '0' && line.p[mode] <= '7')
		mode++;
	if (mode < 9 || mode > 10 || line.p[mode] != ' ')
		return false;
	*name = str_trim((struct str){line.p + mode, line.n - mode});
	return name->n > 0;
}

/* The first character says how many bytes; four characters stand for three.
 * Some senders add a sum behind, others lose blanks at the end. */
static bool
is_data(struct str line)
{
	size_t bytes, characters;

	if (line.n < 2 || line.p[0] <= ' ' || line.p[0] >= '`')
		return false;
	bytes = (size_t)(line.p[0] - ' ');
	characters = (bytes + 2) / 3 * 4;
	if (line.n > characters + 2 || line.n + 3 < characters)
		return false;
	for (size_t i = 1; i < line.n; i++)
		if (line.p[i] < ' ' || line.p[i] > '`')
			return false;
	return true;
}

static bool
is_last(struct str line)
{
	line = str_trim(line);
	return line.n == 0 || str_eq(line, STR_LIT("`"));
}

/* Passes over lines of data and "end"; false where they are no such block. */
static bool
skip_block(struct str *rest)
{
	struct str line = {NULL, 0};
	size_t lines = 0;

	while (str_split(rest, '\n', &line) && is_data(line))
		lines++;
	if (lines > 0 && is_last(line) && !str_split(rest, '\n', &line))
		return false;
	return lines > 0 && str_eq(str_trim(line), STR_LIT("end"));
}

/* Does some line begin as the first one of a file does? */
static bool
has_begin(struct str text)
{
	const char *p = text.p, *end = text.p + text.n;

	if (str_starts_nocase(text, STR_LIT("begin ")))
		return true;
	while ((p = find_pair(p, end, '\n', 'b')) != NULL) {
		p++;
		if (end - p >= 6 && memcmp(p, "begin ", 6) == 0)
			return true;
	}
	return false;
}

struct str
uu_strip(
	struct arena *arena, struct str text, struct str **names, size_t *count)
{
	struct str rest = text, line, name;
	size_t room = 0, n = 0;
	char *out;

	*names = NULL;
	*count = 0;
	if (text.n == 0 || !has_begin(text))
		return text;
	out = arena_alloc(arena, text.n + 2);
	while (rest.n > 0 && str_split(&rest, '\n', &line)) {
		struct str behind = rest;

		if (is_begin(line, &name) && skip_block(&behind)) {
			*names = arena_grow(
				arena, *names, *count, &room, sizeof(**names));
			(*names)[(*count)++] = name;
			rest = behind;
			continue;
		}
		memcpy(out + n, line.p, line.n);
		n += line.n;
		if (rest.p != NULL)
			out[n++] = '\n';
	}
	return *count > 0 ? (struct str){out, n} : text;
}
