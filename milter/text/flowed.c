#include "text/flowed.h"

#include "base/bytes.h"

/* One line as it stands in the text, its marks read. */
struct flowed_line {
	size_t depth;
	struct str words; /* without marks, stuffing and line end */
	bool separator;	  /* "-- " above a signature */
	bool soft;	  /* the paragraph goes on in the next line */
};

static struct flowed_line
read_line(struct str s)
{
	struct flowed_line line = {0};

	if (s.n > 0 && s.p[s.n - 1] == '\r')
		s.n--;
	while (line.depth < s.n && s.p[line.depth] == '>')
		line.depth++;
	line.words = (struct str){s.p + line.depth, s.n - line.depth};
	if (line.words.n > 0 && line.words.p[0] == ' ') {
		line.words.p++;
		line.words.n--;
	}
	line.separator = str_eq(line.words, STR_LIT("-- "));
	line.soft = !line.separator && line.words.n > 0 &&
		    line.words.p[line.words.n - 1] == ' ';
	return line;
}

static char *
put(char *out, struct str s)
{
	if (s.n > 0)
		memcpy(out, s.p, s.n);
	return out + s.n;
}

static char *
put_marks(char *out, size_t depth)
{
	if (depth == 0)
		return out;
	memset(out, '>', depth);
	out[depth] = ' ';
	return out + depth + 1;
}

struct str
flowed_unwrap(struct arena *arena, struct str text, bool delsp)
{
	/* Marks grow by a space at most, where no line had one to lose. */
	char *out = arena_room(arena, text.n + text.n / 2 + 2);
	char *end = out;
	struct flowed_line last = {0};
	const char *p = text.p, *behind = text.p + text.n;
	bool first = true;

	if (text.n == 0)
		return text;
	while (p < behind) {
		const char *lf = bytes_line_end(p, behind);
		struct flowed_line line =
			read_line((struct str){p, (size_t)(lf - p)});

		p = lf < behind ? lf + 1 : behind;
		if (first || !last.soft || line.separator ||
			line.depth != last.depth) {
			if (!first)
				*end++ = '\n';
			end = put_marks(end, line.depth);
		} else if (delsp) {
			end--;
		}
		end = put(end, line.words);
		last = line;
		first = false;
	}
	if (text.p[text.n - 1] == '\n')
		*end++ = '\n';
	return (struct str){out, (size_t)(end - out)};
}
