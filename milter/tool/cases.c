#include "tool/cases.h"

#include <glib.h>

#include "case_letters.h"
#include "tool/list_lines.h"

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
		diag_error(diag, case_place(labelled->place, piece),
			"there is no flag \"%.*s\"", STR_ARG(piece));
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
labelled_mail_make(struct labelled_mail *mail, const struct labelled *labelled)
{
	mail->from = copy_column(labelled->from);
	mail->protocol = copy_column(labelled->protocol);
	mail->rcpts = split_rcpts(labelled->rcpts);
	mail->mail = (struct engine_mail){.raw = labelled->raw,
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

/* --- A line ------------------------------------------------------------ */

/* What its lines are; the first one says it. */
enum list_kind {
	LIST_UNKNOWN,
	LIST_OF_FILES,
	LIST_OF_LETTERS,
	LIST_UNREADABLE
};

struct case_reader {
	struct diag *diag;
	const char *path; /* of the list */
	enum list_kind kind;
	struct raw_mail *raw; /* the message in hand */
	labelled_fn *each;
	void *context;
};

/* The name of a file as seen from the list. */
static bool
read_file(const struct case_reader *reader, struct str file)
{
	char *name = g_strndup(file.p, file.n);
	char *folder = g_path_get_dirname(reader->path);
	char *path = g_path_is_absolute(name)
			     ? g_strdup(name)
			     : g_build_filename(folder, name, NULL);
	bool good = engine_read_file(reader->raw, path);

	g_free(path);
	g_free(folder);
	g_free(name);
	return good;
}

/* A line that is to name a message. */
static bool
use_file(const struct case_reader *reader, struct place place, struct str line)
{
	struct str columns[COLUMNS_MOST] = {{NULL, 0}};
	struct labelled labelled;
	size_t count = 0;

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
	labelled = (struct labelled){place, columns[0], columns[1], columns[2],
		columns[3], columns[4], columns[5], reader->raw};
	return read_file(reader, columns[0]) &&
	       reader->each(&labelled, reader->context);
}

/* A line that is to be a letter. */
static bool
use_letter(const struct case_reader *reader, struct place place,
	struct str line, unsigned number)
{
	struct labelled labelled;
	char *base, *name;
	bool good;

	if (!case_letter_read(
		    reader->diag, place, line, reader->raw, &labelled))
		return false;
	base = g_path_get_basename(reader->path);
	name = g_strdup_printf("%s:%u", base, number);
	labelled.name = str_of(name);
	good = reader->each(&labelled, reader->context);
	g_free(name);
	g_free(base);
	return good;
}

/* --- The file ---------------------------------------------------------- */

/* The line with the names of the columns, where the list has one. */
static bool
begin_list(struct case_reader *reader, struct place place, struct str line)
{
	reader->kind = LIST_OF_FILES;
	if (!case_letters_begin(line))
		return use_file(reader, place, line);
	if (case_letters_head(reader->diag, place, line))
		reader->kind = LIST_OF_LETTERS;
	else
		reader->kind = LIST_UNREADABLE;
	return reader->kind == LIST_OF_LETTERS;
}

static bool
use_line(struct place place, struct str line, unsigned number, void *context)
{
	struct case_reader *reader = context;

	switch (reader->kind) {
	case LIST_UNKNOWN:
		return begin_list(reader, place, line);
	case LIST_OF_FILES:
		return use_file(reader, place, line);
	case LIST_OF_LETTERS:
		return use_letter(reader, place, line, number);
	case LIST_UNREADABLE:
		break;
	}
	return false;
}

bool
cases_read(
	struct diag *diag, const char *path, labelled_fn *each, void *context)
{
	struct case_reader reader = {
		diag, path, LIST_UNKNOWN, raw_mail_new(), each, context};
	bool good = list_lines_read(diag, path, use_line, &reader);

	raw_mail_free(&reader.raw);
	return good;
}
