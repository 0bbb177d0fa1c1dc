#include "tool/commands.h"

#include <glib.h>
#include <string.h>

#include "base/diag.h"
#include "base/limits.h"
#include "language/fmt.h"
#include "tool/engine.h"
#include "tool/put_file.h"

static bool
complain(const char *path)
{
	engine_complain(path);
	return false;
}

/* --- A file ------------------------------------------------------------ */

static const struct source *
read_standard_input(struct diag *diag)
{
	GString *text = g_string_new(NULL);
	const struct source *source = NULL;
	char bytes[16 * 1024];
	size_t length;

	while ((length = fread(bytes, 1, sizeof(bytes), stdin)) > 0 &&
		text->len <= LIMIT_CONFIG_BYTES)
		g_string_append_len(text, bytes, (gssize)length);
	if (ferror(stdin))
		complain("-");
	else
		source = diag_read_memory(
			diag, "-", (struct str){text->str, text->len});
	g_string_free(text, TRUE);
	return source;
}

/* Is the file this text already, to the byte? (CRLF is not.) */
static bool
is_same(const char *path, const struct source *source, const char *text)
{
	char *old = NULL;
	gsize length = 0;
	bool same;

	if (strcmp(path, "-") == 0 ||
		!g_file_get_contents(path, &old, &length, NULL))
		return str_eq(source_text(source), str_of(text));
	same = str_eq((struct str){old, length}, str_of(text));
	g_free(old);
	return same;
}

static bool
use_text(const struct options *options, const char *path,
	const struct source *source, const char *text)
{
	bool same = is_same(path, source, text);

	if (options->check && !same)
		puts(path);
	if (options->check)
		return same;
	if (options->write && strcmp(path, "-") != 0)
		return same || put_file(path, str_of(text));
	fputs(text, stdout);
	return true;
}

static bool
format_file(const struct options *options, const char *path)
{
	struct place nowhere = {NULL, 0, 0};
	struct diag *diag = diag_new();
	const struct source *source;
	char *text = NULL;
	bool good;

	source = strcmp(path, "-") == 0 ? read_standard_input(diag)
					: diag_read_file(diag, path, nowhere);
	if (source != NULL)
		text = fmt_source(diag, source);
	if (diag_errors(diag) > 0)
		diag_print(diag, stderr);
	good = text != NULL && use_text(options, path, source, text);
	g_free(text);
	diag_free(&diag);
	return good;
}

int
cmd_fmt(const struct options *options)
{
	int status = 0;

	for (size_t i = 0; options->arguments[i] != NULL; i++)
		if (!format_file(options, options->arguments[i]))
			status = 1;
	return status;
}
