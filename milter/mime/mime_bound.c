#include "mime_internal.h"

#include <stdint.h>

#include "base/limits.h"
#include "base/words.h"
#include "mime/unread.h"

enum {
	/* Lines that may part something: text has some that do not. */
	MOST_DASH_LINES = 4 * LIMIT_PARTS,
	/* Header fields of all parts and letters within: GMime takes 500
	 * bytes for each. */
	MOST_FIELDS = 20 * 1000,
};

/* Passing over the lines of a body. */
struct bound {
	bool letters; /* a blank line may be followed by a letter's header */
	bool in_header;
	bool in_field;
	size_t fields, field_bytes, dash_lines;
};

static bool
is_field(struct str line)
{
	size_t i = 0;

	while (i < line.n && line.p[i] > ' ' && line.p[i] != ':')
		i++;
	while (i > 0 && i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		i++;
	return i < line.n && line.p[i] == ':';
}

static bool
is_empty(struct str line)
{
	return line.n == 0 || (line.n == 1 && line.p[0] == '\r');
}

/* Nobody can put letters into a body without writing one of these. */
static bool
names_letters(struct str line)
{
	static const struct str type = WORDS("message/");
	static const struct str subtype = WORDS("/digest");
	const char *at = line.p, *end = line.p + line.n;

	for (; (at = memchr(at, '/', (size_t)(end - at))) != NULL; at++) {
		size_t before = (size_t)(at + 1 - line.p);
		struct str behind = {at, (size_t)(end - at)};

		if (str_starts_nocase(behind, subtype) ||
			(before >= type.n &&
				str_starts_nocase(
					(struct str){at + 1 - type.n, type.n},
					type)))
			return true;
	}
	return false;
}

/* Goes over one line; returns the bits of limits that it broke. */
static unsigned
count_line(struct bound *b, struct str line)
{
	bool folded = line.n > 0 && (line.p[0] == ' ' || line.p[0] == '\t');

	if (line.n >= 2 && line.p[0] == '-' && line.p[1] == '-') {
		b->in_header = true;
		b->in_field = false;
		return ++b->dash_lines > MOST_DASH_LINES ? UNREAD_PARTS : 0;
	}
	if (is_empty(line)) {
		b->in_header = b->letters;
		b->in_field = false;
		return 0;
	}
	if (!b->in_header)
		return 0;
	b->letters |= names_letters(line);
	if (!folded) {
		b->in_field = is_field(line);
		b->fields += b->in_field;
	}
	if (b->in_field)
		b->field_bytes += line.n;
	return b->fields > MOST_FIELDS || b->field_bytes > LIMIT_HEADER_BYTES
		       ? UNREAD_SIZE
		       : 0;
}

/* From the start of a line: the first line that begins with "--". */
static struct str
skip_text(struct str rest)
{
	const char *start = rest.p, *end = rest.p + rest.n, *at = start;

	while ((at = find_pair(at, end, '-', '-')) != NULL) {
		if (at == start || at[-1] == '\n')
			return (struct str){at, (size_t)(end - at)};
		at++;
	}
	return (struct str){end, 0};
}

size_t
mime_bound(struct str body, bool letters, unsigned *unread)
{
	struct str rest = body;
	struct str line;
	struct bound b = {.in_header = letters, .letters = letters};

	while (rest.n > 0) {
		unsigned broken;

		/* Below a part's header only the next part counts. */
		if (!b.in_header && !b.letters)
			rest = skip_text(rest);
		if (rest.n == 0 || !str_split(&rest, '\n', &line))
			break;
		broken = count_line(&b, line);
		if (broken != 0) {
			*unread |= broken;
			return (size_t)(line.p - body.p);
		}
	}
	return body.n;
}
