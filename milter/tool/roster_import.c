#include "tool/roster_import.h"

#include <errno.h>
#include <glib.h>

#include "tool/engine.h"
#include "tool/put_file.h"
#include "tool/roster_merge.h"
#include "tool/roster_sources.h"

struct import {
	const struct options *options;
	const char *path;
	struct diag *diag;
	struct arena *arena;
	bool exists;
	char *bytes; /* of the file, as it was read */
	gsize length;
	const struct roster_table *table;
	const struct roster_map *map;
	struct roster_entry *entries;
	size_t entry_count;
};

/* --- What goes in ------------------------------------------------------ */

/* An import from both at once would not know whose a line is. */
static bool
check_options(const struct options *options)
{
	const char *wrong = NULL;

	if (options->arguments[2] != NULL)
		wrong = "import takes one roster";
	else if ((options->ldap != NULL) == (options->moderngov != NULL))
		wrong = "import needs --ldap or --moderngov";
	else if (options->ldap != NULL && options->base == NULL)
		wrong = "--ldap needs --base: the entry to search below";
	if (wrong != NULL)
		fprintf(stderr, "comity: %s\n", wrong);
	return wrong == NULL;
}

static bool
read_roster(struct import *import)
{
	const struct source *source;
	GError *error = NULL;
	bool good = true;

	import->exists = g_file_test(import->path, G_FILE_TEST_EXISTS);
	if (!import->exists) {
		source = diag_read_memory(
			import->diag, import->path, (struct str){"", 0});
	} else if (!g_file_get_contents(import->path, &import->bytes,
			   &import->length, &error)) {
		fprintf(stderr, "comity: %s\n", error->message);
		g_error_free(error);
		return false;
	} else {
		source = diag_read_memory(import->diag, import->path,
			(struct str){import->bytes, import->length});
	}
	if (source == NULL)
		return false;
	import->table = roster_table_read(import->arena, source);
	/* A roster with a mistake is mended before it is added to. */
	if (import->table->count > 0) {
		struct roster *roster = roster_load(import->diag, source);

		good = roster != NULL;
		roster_free(&roster);
	}
	return good;
}

static const struct source *
usual_map(struct import *import)
{
	char *text = import->options->ldap != NULL ? ldap_usual_map()
						   : moderngov_usual_map();
	const struct source *source = diag_read_memory(
		import->diag, "the usual mapping", str_of(text));

	g_free(text);
	return source;
}

static bool
read_map(struct import *import)
{
	const char *path = import->options->map;
	const struct source *source =
		path != NULL ? diag_read_file(import->diag, path,
				       (struct place){NULL, 0, 0})
			     : usual_map(import);

	if (source != NULL)
		import->map =
			roster_map_read(import->arena, import->diag, source);
	return import->map != NULL;
}

static void
say_left_out(const struct record *record, const char *why)
{
	char *label = g_strndup(record->label.p, record->label.n);
	char *plain = diag_plain(label);

	printf("? %s  %s\n", plain, why);
	g_free(plain);
	g_free(label);
}

static void
make_entries(struct import *import, const struct record_list *list)
{
	struct roster_entry *entries =
		ARENA_ARRAY(import->arena, struct roster_entry, list->count);
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		switch (roster_map_apply(import->arena, import->map,
			list->items[i], &entries[count])) {
		case ENTRY_PERSON:
			count++;
			break;
		case ENTRY_NO_ADDRESS:
			say_left_out(
				list->items[i], "left out: no e-mail address");
			break;
		case ENTRY_NO_ROLE:
			say_left_out(list->items[i],
				"left out: the mapping gives it no role");
			break;
		case ENTRY_SKIPPED:
			break;
		}
	import->entries = entries;
	import->entry_count = count;
}

static bool
read_source(struct import *import)
{
	const struct options *options = import->options;
	struct record_list list = {import->arena, NULL, 0};
	bool good = options->ldap != NULL
			    ? ldap_records(options,
				      roster_map_attributes(
					      import->arena, import->map),
				      &list)
			    : moderngov_records(options->moderngov, &list);

	if (!good)
		return false;
	make_entries(import, &list);
	if (import->entry_count > 0)
		return true;
	fputs("comity: of all that was read nobody is left for the roster\n",
		stderr);
	return false;
}

/* --- What comes out ---------------------------------------------------- */

/* Half of the source's lines at a stroke is a mistake sooner than news. */
static bool
may_remove(const struct import *import, const struct roster_merge *merge)
{
	if (import->options->force || merge->removed < 3 ||
		merge->removed * 2 <= merge->owned)
		return true;
	fprintf(stderr,
		"comity: %zu of %zu lines would go; nothing was written "
		"(--force does it)\n",
		merge->removed, merge->owned);
	return false;
}

/* The roster to be has to load, as the daemon will load it. */
static bool
is_sound(const struct roster_merge *merge, const char *path)
{
	struct diag *diag = diag_new();
	char *name = g_strconcat(path, " (as it would be)", NULL);
	const struct source *source = diag_read_memory(
		diag, name, (struct str){merge->text->str, merge->text->len});
	struct roster *roster =
		source != NULL ? roster_load(diag, source) : NULL;
	bool good = roster != NULL;

	if (!good)
		diag_print(diag, stderr);
	roster_free(&roster);
	diag_free(&diag);
	g_free(name);
	return good;
}

/* A spreadsheet's habits are kept: the mark in front, CR before LF. */
static GString *
in_form(const struct import *import, const GString *text)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *line_end =
		import->length > 0 ? memchr(import->bytes, '\n', import->length)
				   : NULL;
	bool crlf = line_end != NULL && line_end > import->bytes &&
		    line_end[-1] == '\r';
	GString *formed = g_string_new(NULL);

	if (import->length >= 3 && memcmp(import->bytes, mark, 3) == 0)
		g_string_append(formed, mark);
	for (gsize i = 0; i < text->len; i++) {
		if (crlf && text->str[i] == '\n')
			g_string_append_c(formed, '\r');
		g_string_append_c(formed, text->str[i]);
	}
	return formed;
}

/* Somebody may have saved the file in their editor meanwhile. */
static bool
is_untouched(const struct import *import)
{
	char *now = NULL;
	gsize length = 0;
	bool same = g_file_get_contents(import->path, &now, &length, NULL) &&
		    length == import->length &&
		    memcmp(now, import->bytes, length) == 0;

	g_free(now);
	if (!same)
		fprintf(stderr,
			"comity: %s was changed meanwhile; nothing was "
			"written\n",
			import->path);
	return same;
}

static bool
write_roster(const struct import *import, const GString *text)
{
	if (!import->exists)
		return create_file(import->path, str_of(text->str));
	return is_untouched(import) &&
	       put_file(import->path, str_of(text->str));
}

static bool
finish(const struct import *import, const struct roster_merge *merge)
{
	GString *formed;
	bool good = true, same;

	fputs(merge->changes->str, stdout);
	printf("%s: %zu added, %zu removed, %zu altered, %zu unchanged, "
	       "%zu kept by hand\n",
		import->path, merge->added, merge->removed, merge->altered,
		merge->same, merge->by_hand);
	if (!is_sound(merge, import->path) || !may_remove(import, merge))
		return false;
	formed = in_form(import, merge->text);
	same = import->exists && formed->len == import->length &&
	       memcmp(formed->str, import->bytes, formed->len) == 0;
	if (import->options->dry_run)
		puts("nothing was written (--dry-run)");
	else if (!same)
		good = write_roster(import, formed);
	g_string_free(formed, TRUE);
	return good;
}

static bool
run(struct import *import)
{
	struct roster_merge merge = {
		.source = import->options->ldap != NULL ? "ldap" : "moderngov"};
	bool good;

	if (!read_roster(import) || !read_map(import) || !read_source(import))
		return false;
	merge.table = import->table;
	merge.map = import->map;
	merge.entries = import->entries;
	merge.entry_count = import->entry_count;
	roster_merge_run(&merge);
	good = finish(import, &merge);
	roster_merge_clear(&merge);
	return good;
}

int
roster_import(const struct options *options)
{
	struct import import = {
		.options = options, .path = options->arguments[1]};
	bool good;

	if (!check_options(options))
		return 1;
	import.diag = diag_new();
	import.arena = arena_new();
	good = run(&import);
	if (diag_errors(import.diag) > 0)
		diag_print(import.diag, stderr);
	arena_free(&import.arena);
	diag_free(&import.diag);
	g_free(import.bytes);
	return good ? 0 : 1;
}
