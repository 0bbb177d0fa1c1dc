#include "part_reading.h"

/* Is the line a property called `name`, with parameters or without? */
static bool
is_property(struct str line, const char *name)
{
	struct str wanted = str_of(name);

	return line.n > wanted.n && str_starts_nocase(line, wanted) &&
	       (line.p[wanted.n] == ':' || line.p[wanted.n] == ';');
}

static bool
is_read(struct str line)
{
	return is_property(line, "SUMMARY") || is_property(line, "LOCATION") ||
	       is_property(line, "DESCRIPTION") || is_property(line, "COMMENT");
}

/* What stands behind the first colon outside quotation marks. */
static struct str
value_of(struct str line)
{
	bool quoted = false;

	for (size_t i = 0; i < line.n; i++) {
		if (line.p[i] == '"')
			quoted = !quoted;
		else if (line.p[i] == ':' && !quoted)
			return (struct str){line.p + i + 1, line.n - i - 1};
	}
	return (struct str){line.p, 0};
}

/* Copies with "\n", "\," and the like undone; where it ended. */
static char *
put_unescaped(char *out, struct str value)
{
	for (size_t i = 0; i < value.n; i++) {
		char c = value.p[i];

		if (c == '\\' && i + 1 < value.n) {
			c = value.p[++i];
			if (c == 'n' || c == 'N')
				c = '\n';
		}
		*out++ = c;
	}
	*out++ = '\n';
	return out;
}

/* Long lines are folded: a blank at the start of a line goes on with it. */
static struct str
unfold(struct arena *arena, struct str in)
{
	char *out = arena_alloc(arena, in.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < in.n; i++) {
		if (in.p[i] == '\r')
			continue;
		if (in.p[i] == '\n' && i + 1 < in.n &&
			(in.p[i + 1] == ' ' || in.p[i + 1] == '\t')) {
			i++;
			continue;
		}
		out[n++] = in.p[i];
	}
	return (struct str){out, n};
}

struct str
invite_read(struct arena *arena, struct str calendar)
{
	struct str rest = unfold(arena, calendar), line;
	/* A value is never longer than its line, which has a name, too. */
	char *out = arena_alloc(arena, rest.n + 2);
	char *end = out;
	bool in_event = false;

	while (str_split(&rest, '\n', &line)) {
		/* Alarms repeat the description within the event. */
		if (str_starts_nocase(line, STR_LIT("BEGIN:")))
			in_event =
				str_starts_nocase(
					line, STR_LIT("BEGIN:VEVENT")) ||
				str_starts_nocase(line, STR_LIT("BEGIN:VTODO"));
		else if (in_event && is_read(line))
			end = put_unescaped(end, value_of(line));
	}
	return (struct str){out, (size_t)(end - out)};
}
