#include "tool/list_lines.h"

static bool
is_passed_over(struct str line)
{
	return str_trim(line).n == 0 || line.p[0] == '#';
}

bool
list_lines_read(
	struct diag *diag, const char *path, list_line_fn *each, void *context)
{
	const struct place nowhere = {NULL, 0, 0};
	const struct source *source = diag_read_file(diag, path, nowhere);
	struct str text, rest, line;
	unsigned number = 0;
	bool good = true;

	if (source == NULL)
		return false;
	text = rest = source_text(source);
	while (str_split(&rest, '\n', &line)) {
		struct place place = {
			source, (uint32_t)(line.p - text.p), (uint32_t)line.n};

		number++;
		if (!is_passed_over(line) &&
			!each(place, line, number, context))
			good = false;
	}
	return good;
}
