#include "tool/cases.h"

#include <glib.h>

enum { COLUMNS_LEAST = 5, COLUMNS_MOST = 6 };

/* --- Flags ------------------------------------------------------------- */

bool
labelled_has(const struct labelled *labelled, struct str flag)
{
	struct str list = labelled->flags;
	struct str piece;

	while (list.n > 0 && str_split(&list, ',', &piece))
		if (str_eq(str_trim(piece), flag))
			return true;
	return false;
}

bool
labelled_check(struct diag *diag, const struct labelled *labelled,
	const struct ruleset *rules)
{
	struct str list = labelled->flags;
	struct str piece;
	bool good = true;

	while (list.n > 0 && str_split(&list, ',', &piece)) {
		piece = str_trim(piece);
		if (piece.n == 0 || str_eq(piece, STR_LIT("-")) ||
			ruleset_flag(rules, piece) != NULL)
			continue;
		diag_error(diag, labelled->place, "there is no flag \"%.*s\"",
			STR_ARG(piece));
		good = false;
	}
	return good;
}

/* --- The envelope ------------------------------------------------------ */

/* The recipients as a list that ends with NULL; "-" is nobody. */
static char **
split_rcpts(struct str rcpts)
{
	char *text = g_strndup(rcpts.n > 0 ? rcpts.p : "", rcpts.n);
	char **list = g_strsplit(text, ",", -1);
	size_t kept = 0;

	for (size_t i = 0; list[i] != NULL; i++) {
		char *rcpt = g_strstrip(list[i]);

		if (rcpt[0] == '\0' || strcmp(rcpt, "-") == 0)
			g_free(list[i]);
		else
			list[kept++] = list[i];
	}
	list[kept] = NULL;
	g_free(text);
	return list;
}

/* NULL where the column leaves it open. */
static char *
copy_column(struct str column)
{
	if (column.n == 0 || str_eq(column, STR_LIT("-")))
		return NULL;
	return g_strndup(column.p, column.n);
}

void
labelled_mail_make(struct labelled_mail *mail, const struct labelled *labelled,
	const struct raw_mail *raw)
{
	mail->from = copy_column(labelled->from);
	mail->protocol = copy_column(labelled->protocol);
	mail->rcpts = split_rcpts(labelled->rcpts);
	mail->mail = (struct engine_mail){.raw = raw,
		.from = mail->from,
		.protocol = mail->protocol,
		.rcpts = mail->rcpts[0] != NULL
				 ? (const char *const *)mail->rcpts
				 : NULL};
}

void
labelled_mail_clear(struct labelled_mail *mail)
{
	g_strfreev(mail->rcpts);
	g_free(mail->protocol);
	g_free(mail->from);
}

/* --- The file ---------------------------------------------------------- */

struct case_reader {
	struct diag *diag;
	char *folder; /* of the file of cases */
	labelled_fn *each;
	void *context;
};

static bool
is_passed_over(struct str line)
{
	return str_trim(line).n == 0 || line.p[0] == '#';
}

/* A line that is to be a case. */
static bool
use_line(const struct case_reader *reader, struct place place, struct str line)
{
	struct str columns[COLUMNS_MOST] = {{NULL, 0}};
	struct labelled labelled;
	size_t count = 0;
	char *name, *path;
	bool good;

	while (count < COLUMNS_MOST && str_split(&line, '\t', &columns[count]))
		count++;
	if (count < COLUMNS_LEAST) {
		diag_error(reader->diag, place,
			"a case has the columns file, protocol, envelope "
			"sender, recipients, flags and a note, parted by "
			"tabs; here are %zu",
			count);
		return false;
	}
	if (str_eq(columns[0], STR_LIT("file")) &&
		str_eq(columns[1], STR_LIT("protocol")))
		return true;
	name = g_strndup(columns[0].p, columns[0].n);
	path = g_path_is_absolute(name)
		       ? g_strdup(name)
		       : g_build_filename(reader->folder, name, NULL);
	labelled = (struct labelled){place, columns[0], columns[1], columns[2],
		columns[3], columns[4], columns[5], path};
	good = reader->each(&labelled, reader->context);
	g_free(path);
	g_free(name);
	return good;
}

bool
cases_read(
	struct diag *diag, const char *path, labelled_fn *each, void *context)
{
	struct place place = {NULL, 0, 0};
	const struct source *source = diag_read_file(diag, path, place);
	struct case_reader reader = {diag, NULL, each, context};
	struct str text, rest, line;
	bool good = true;

	if (source == NULL)
		return false;
	reader.folder = g_path_get_dirname(path);
	text = rest = source_text(source);
	while (str_split(&rest, '\n', &line)) {
		place.source = source;
		place.offset = (uint32_t)(line.p - text.p);
		place.length = (uint32_t)line.n;
		if (!is_passed_over(line) && !use_line(&reader, place, line))
			good = false;
	}
	g_free(reader.folder);
	return good;
}
