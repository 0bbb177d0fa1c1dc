#include "tool/mailbox.h"

#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool/engine.h"

enum { FOLDERS_DEEP = 32 };

struct stored {
	char *path;
	unsigned number; /* within an mbox, from 1; 0: the file is a message */
	long offset;
	size_t length;
};

struct mailbox {
	GArray *items; /* struct stored */
};

struct mailbox *
mailbox_new(void)
{
	struct mailbox *mailbox = g_new0(struct mailbox, 1);

	mailbox->items = g_array_new(FALSE, TRUE, sizeof(struct stored));
	return mailbox;
}

static struct stored *
item_at(const struct mailbox *mailbox, size_t index)
{
	return &g_array_index(mailbox->items, struct stored, index);
}

void
mailbox_free(struct mailbox **mailbox)
{
	if (*mailbox == NULL)
		return;
	for (size_t i = 0; i < (*mailbox)->items->len; i++)
		g_free(item_at(*mailbox, i)->path);
	g_array_free((*mailbox)->items, TRUE);
	g_free(*mailbox);
	*mailbox = NULL;
}

static void
add_item(struct mailbox *mailbox, const char *path, unsigned number,
	long offset, size_t length)
{
	struct stored item = {g_strdup(path), number, offset, length};

	g_array_append_val(mailbox->items, item);
}

static bool
complain(const char *path)
{
	engine_complain(path);
	return false;
}

/* --- mbox -------------------------------------------------------------- */

static bool
is_from_line(const char *line, size_t length)
{
	return length >= 5 && memcmp(line, "From ", 5) == 0;
}

static bool
is_empty_line(const char *line, size_t length)
{
	return length == 0 || line[0] == '\n' ||
	       (length == 2 && line[0] == '\r' && line[1] == '\n');
}

/* Finds where the messages of an mbox begin and end. */
static bool
add_mbox(struct mailbox *mailbox, const char *path, FILE *in)
{
	char *line = NULL;
	size_t room = 0;
	long offset = 0, start = -1;
	unsigned number = 0;
	bool after_empty = true;
	ssize_t length;

	while ((length = getline(&line, &room, in)) > 0) {
		if (after_empty && is_from_line(line, (size_t)length)) {
			if (start >= 0)
				add_item(mailbox, path, ++number, start,
					(size_t)(offset - start));
			start = offset;
		}
		after_empty = is_empty_line(line, (size_t)length);
		offset += length;
	}
	if (start >= 0)
		add_item(mailbox, path, ++number, start,
			(size_t)(offset - start));
	free(line);
	return !ferror(in);
}

/* A file: an mbox or one message. */
static bool
add_file(struct mailbox *mailbox, const char *path)
{
	FILE *in = fopen(path, "rb");
	char head[5];
	bool good = true;

	if (in == NULL)
		return complain(path);
	if (fread(head, 1, sizeof(head), in) == sizeof(head) &&
		is_from_line(head, sizeof(head))) {
		rewind(in);
		good = add_mbox(mailbox, path, in);
	} else {
		add_item(mailbox, path, 0, 0, 0);
	}
	if (ferror(in))
		good = complain(path);
	fclose(in);
	return good;
}

/* --- Folders ----------------------------------------------------------- */

/* The names in a folder, sorted; ends with NULL. */
static char **
list_folder(const char *path)
{
	GDir *folder = g_dir_open(path, 0, NULL);
	GPtrArray *names = g_ptr_array_new();
	const char *name;

	if (folder == NULL) {
		complain(path);
		g_ptr_array_free(names, TRUE);
		return NULL;
	}
	while ((name = g_dir_read_name(folder)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_dir_close(folder);
	g_ptr_array_add(names, NULL);
	qsort(names->pdata, names->len - 1, sizeof(char *),
		(int (*)(const void *, const void *))g_strcmp0);
	return (char **)g_ptr_array_free(names, FALSE);
}

static bool
is_message_name(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return g_str_has_suffix(name, ".eml") ||
	       g_str_has_suffix(name, ".mbox") ||
	       (digits > 0 && name[digits] == '\0');
}

/* cur and new of a Maildir: every file in them is a message. */
static bool
is_maildir_part(const char *path)
{
	char *parent = g_path_get_dirname(path);
	char *cur = g_build_filename(parent, "cur", NULL);
	char *name = g_path_get_basename(path);
	bool is_part;

	is_part = (strcmp(name, "cur") == 0 || strcmp(name, "new") == 0) &&
		  g_file_test(cur, G_FILE_TEST_IS_DIR);
	g_free(name);
	g_free(cur);
	g_free(parent);
	return is_part;
}

static bool
add_folder(struct mailbox *mailbox, const char *path, unsigned depth)
{
	bool all = is_maildir_part(path);
	char **names = list_folder(path);
	bool good = names != NULL;

	for (size_t i = 0; names != NULL && names[i] != NULL; i++) {
		char *inner = g_build_filename(path, names[i], NULL);
		GStatBuf about;

		if (g_lstat(inner, &about) != 0)
			good = complain(inner);
		else if (S_ISDIR(about.st_mode) && depth < FOLDERS_DEEP)
			good = add_folder(mailbox, inner, depth + 1) && good;
		else if (S_ISREG(about.st_mode) &&
			 (all || is_message_name(names[i])))
			good = add_file(mailbox, inner) && good;
		g_free(inner);
	}
	g_strfreev(names);
	return good;
}

bool
mailbox_add(struct mailbox *mailbox, const char *path)
{
	if (g_file_test(path, G_FILE_TEST_IS_DIR))
		return add_folder(mailbox, path, 0);
	return add_file(mailbox, path);
}

/* --- Reading ----------------------------------------------------------- */

size_t
mailbox_count(const struct mailbox *mailbox)
{
	return mailbox->items->len;
}

char *
mailbox_label(const struct mailbox *mailbox, size_t index)
{
	const struct stored *item = item_at(mailbox, index);

	return item->number > 0
		       ? g_strdup_printf("%s#%u", item->path, item->number)
		       : g_strdup(item->path);
}

/* Takes one ">" off each ">From " line, in place; the new length. */
static size_t
unquote_from(char *text, size_t length)
{
	size_t to = 0;
	bool line_start = true;

	for (size_t i = 0; i < length; i++) {
		size_t marks = i;

		while (line_start && marks < length && text[marks] == '>')
			marks++;
		if (marks > i && is_from_line(text + marks, length - marks))
			i++;
		line_start = text[i] == '\n';
		text[to++] = text[i];
	}
	return to;
}

static bool
read_part(const struct stored *item, struct raw_mail *raw)
{
	FILE *in = fopen(item->path, "rb");
	char *text = g_malloc(item->length + 1);
	bool good = in != NULL && fseek(in, item->offset, SEEK_SET) == 0 &&
		    fread(text, 1, item->length, in) == item->length;

	if (good)
		raw_mail_parse(raw,
			(struct str){text, unquote_from(text, item->length)});
	else
		complain(item->path);
	if (in != NULL)
		fclose(in);
	g_free(text);
	return good;
}

bool
mailbox_read(const struct mailbox *mailbox, size_t index, struct raw_mail *raw)
{
	const struct stored *item = item_at(mailbox, index);

	raw_mail_reset(raw);
	return item->number > 0 ? read_part(item, raw)
				: engine_read_file(raw, item->path);
}
