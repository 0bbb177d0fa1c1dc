#include "compile_internal.h"
#include "ruleset_internal.h"

#include <glob.h>
#include <stdlib.h>

static char *
directory_of(const struct source *source)
{
	return g_path_get_dirname(source_name(source));
}

/* Without the "./" that g_path_get_dirname() gives for a bare name. */
static char *
join_path(const char *directory, const char *path)
{
	if (g_path_is_absolute(path) || strcmp(directory, ".") == 0)
		return g_strdup(path);
	return g_build_filename(directory, path, NULL);
}

struct str
resolve_path(struct compiler *compiler, const struct token *token)
{
	char *directory = directory_of(token->place.source);
	char *joined = join_path(directory, token->text.p);
	struct str path = arena_str(compiler->arena, str_of(joined));

	g_free(joined);
	g_free(directory);
	return path;
}

static unsigned
nesting(const struct source *source)
{
	unsigned depth = 0;

	while (source_included_at(source).source != NULL) {
		source = source_included_at(source).source;
		depth++;
	}
	return depth;
}

/* Is the file one of those that are being read right now? */
static bool
is_open(const struct source *source, const char *real)
{
	bool same = false;

	while (source != NULL && !same) {
		char *name = realpath(source_name(source), NULL);

		same = name != NULL && strcmp(name, real) == 0;
		free(name);
		source = source_included_at(source).source;
	}
	return same;
}

/* False, reported, where the file was read before: a loop, or twice. */
static bool
check_new(struct compiler *compiler, const char *path, struct place from)
{
	char *real = realpath(path, NULL);
	struct place *before;
	bool fresh = true;

	if (real == NULL)
		return true;
	before = g_hash_table_lookup(compiler->files, real);
	if (is_open(from.source, real)) {
		diag_error(compiler->diag, from,
			"'%s' includes itself by way of this line", path);
		fresh = false;
	} else if (before != NULL) {
		diag_error(
			compiler->diag, from, "'%s' is included already", path);
		diag_note(compiler->diag, *before, "first included here");
		fresh = false;
	} else {
		before = g_memdup2(&from, sizeof(from));
		g_hash_table_insert(compiler->files, g_strdup(real), before);
	}
	free(real);
	return fresh;
}

static void
include_file(struct compiler *compiler, const char *path, struct place from)
{
	const struct source *source;

	if (!check_new(compiler, path, from))
		return;
	source = diag_read_file(compiler->diag, path, from);
	if (source != NULL)
		include_source(compiler, source);
}

static int
compare_paths(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* In the order of bytes, whatever the locale. */
static void
include_all(struct compiler *compiler, const char *pattern, struct place from)
{
	glob_t found = {0};

	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0) {
		qsort(found.gl_pathv, found.gl_pathc, sizeof(char *),
			compare_paths);
		for (size_t i = 0; i < found.gl_pathc; i++)
			include_file(compiler, found.gl_pathv[i], from);
	} else {
		diag_error(compiler->diag, from, "no file is called '%s'",
			pattern);
	}
	globfree(&found);
}

static void
read_include(struct compiler *compiler, const struct node *node)
{
	struct cursor cursor = cursor_start(compiler, node, 1);
	const struct token *path =
		cursor_expect(&cursor, TOKEN_STRING, "a file's name in quotes");
	struct str resolved;

	cursor_end(&cursor);
	if (cursor.failed)
		return;
	if (nesting(path->place.source) >= LIMIT_INCLUDE_NESTING) {
		diag_error(compiler->diag, path->place,
			"files include each other deeper than %d",
			LIMIT_INCLUDE_NESTING);
		return;
	}
	resolved = resolve_path(compiler, path);
	if (strpbrk(resolved.p, "*?[") != NULL)
		include_all(compiler, resolved.p, path->place);
	else
		include_file(compiler, resolved.p, path->place);
}

/*
 * An editor that was stopped, or a full disk, leaves an empty file. What is
 * empty on purpose says so in a comment; the file that is loaded never is.
 */
static void
check_empty(struct compiler *compiler, const struct tree *tree, bool any)
{
	struct place start = {tree->source, 0, 0};

	if (str_trim(source_text(tree->source)).n == 0 ||
		(!any && nesting(tree->source) == 0))
		diag_error(compiler->diag, start, "'%s' is empty",
			source_name(tree->source));
}

void
include_source(struct compiler *compiler, const struct source *source)
{
	unsigned errors = diag_errors(compiler->diag);
	struct tree *tree = tree_parse(compiler->trees, compiler->diag, source);
	bool any = false;

	g_ptr_array_add(ruleset_whole(compiler->rules)->sources,
		(gpointer)(uintptr_t)source_ref(source));
	for (const struct node *node = tree->nodes; node != NULL;
		node = node->next) {
		if (node->kind != NODE_STATEMENT)
			continue;
		any = true;
		if (token_is(&node->tokens[0], "include"))
			read_include(compiler, node);
		else
			g_ptr_array_add(compiler->statements,
				(gpointer)(uintptr_t)node);
	}
	if (diag_errors(compiler->diag) == errors)
		check_empty(compiler, tree, any);
}
