#include "case_letters.h"

#include <glib.h>

#include "mime/address.h"
#include "tool/made_mail.h"

enum column { SUBJECT, PROTOCOL, FROM, TO, FLAGS, TEXT, COLUMNS };

static const char *const names[COLUMNS] = {
	"subject", "protocol", "from", "to", "flags", "text"};

static const char columns_are[] =
	"a letter has the columns subject, protocol, from, to, flags, text, "
	"parted by tabs";

/* A letter's line while it is read. */
struct letter {
	struct diag *diag;
	struct place place; /* of the line */
	struct arena *arena;
	struct str columns[COLUMNS];
};

/* --- Columns ----------------------------------------------------------- */

struct place
case_place(struct place line, struct str piece)
{
	const char *start = source_text(line.source).p;

	return (struct place){
		line.source, (uint32_t)(piece.p - start), (uint32_t)piece.n};
}

/* As many as there are, which may be more than there should be. */
static size_t
split_line(struct str line, struct str columns[COLUMNS])
{
	struct str piece;
	size_t count = 0;

	for (; str_split(&line, '\t', &piece); count++)
		if (count < COLUMNS)
			columns[count] = str_trim(piece);
	return count;
}

bool
case_letters_begin(struct str line)
{
	struct str first;

	return str_split(&line, '\t', &first) &&
	       str_eq(str_trim(first), str_of(names[SUBJECT]));
}

bool
case_letters_head(struct diag *diag, struct place place, struct str line)
{
	struct str columns[COLUMNS];
	size_t count = split_line(line, columns);

	for (size_t i = 0; i < MIN(count, COLUMNS); i++) {
		if (str_eq(columns[i], str_of(names[i])))
			continue;
		diag_error(
			diag, case_place(place, columns[i]), "%s", columns_are);
		return false;
	}
	if (count == COLUMNS)
		return true;
	diag_error(diag, place, "%s; here are %zu", columns_are, count);
	return false;
}

/* --- Addresses --------------------------------------------------------- */

static bool
check_address(const struct letter *letter, struct str word)
{
	if (address_key(letter->arena, word).n > 0)
		return true;
	diag_error(letter->diag, case_place(letter->place, word),
		"\"%.*s\" is no address", STR_ARG(word));
	return false;
}

/* Every wrong one is named. */
static bool
check_addresses(const struct letter *letter)
{
	struct str to = letter->columns[TO];
	bool good = check_address(letter, letter->columns[FROM]);
	struct str word;

	while (str_split(&to, ',', &word))
		if (!check_address(letter, str_trim(word)))
			good = false;
	return good;
}

/* --- Text -------------------------------------------------------------- */

/* Appends what an escape stands for; `escape` begins with the backslash and
 * ends with the column. */
static bool
add_escaped(const struct letter *letter, struct str escape, GString *text)
{
	char c = escape.n > 1 ? escape.p[1] : '\0';

	if (c == 'n' || c == '\\') {
		g_string_append_c(text, c == 'n' ? '\n' : '\\');
		return true;
	}
	escape.n = MIN(escape.n, 2);
	diag_error(letter->diag, case_place(letter->place, escape),
		"a backslash is written \\\\, and \\n for a line break; there "
		"is no other");
	return false;
}

/* Every wrong escape is named. */
static bool
read_text(const struct letter *letter, GString *text)
{
	struct str rest = letter->columns[TEXT];
	bool good = true;

	while (rest.n > 0) {
		const char *end = memchr(rest.p, '\\', rest.n);
		size_t before = end != NULL ? (size_t)(end - rest.p) : rest.n;

		g_string_append_len(text, rest.p, (gssize)before);
		rest.p += before;
		rest.n -= before;
		if (rest.n == 0)
			break;
		if (!add_escaped(letter, rest, text))
			good = false;
		rest.p += MIN(rest.n, 2);
		rest.n -= MIN(rest.n, 2);
	}
	return good;
}

/* --- The letter -------------------------------------------------------- */

static void
write_mail(
	const struct letter *letter, const GString *text, struct raw_mail *raw)
{
	const struct made_mail mail = {.from = letter->columns[FROM],
		.to = letter->columns[TO],
		.subject = letter->columns[SUBJECT],
		.text = {text->str, text->len}};

	made_mail_write(raw, &mail);
}

bool
case_letter_read(struct diag *diag, struct place place, struct str line,
	struct raw_mail *raw, struct labelled *labelled)
{
	struct letter letter = {.diag = diag, .place = place};
	size_t count = split_line(line, letter.columns);
	GString *text;
	bool good;

	if (count != COLUMNS) {
		diag_error(diag, place, "%s; here are %zu", columns_are, count);
		return false;
	}
	letter.arena = arena_new();
	text = g_string_new(NULL);
	good = check_addresses(&letter);
	good = read_text(&letter, text) && good;
	if (good)
		write_mail(&letter, text, raw);
	g_string_free(text, TRUE);
	arena_free(&letter.arena);
	*labelled = (struct labelled){.place = place,
		.protocol = letter.columns[PROTOCOL],
		.from = letter.columns[FROM],
		.rcpts = letter.columns[TO],
		.flags = letter.columns[FLAGS],
		.raw = raw};
	return good;
}
