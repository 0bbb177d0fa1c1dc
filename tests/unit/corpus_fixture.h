/*
 * corpus_fixture: the labelled mail of this tree, for tests that look at each
 * pattern in each sentence.
 */
#ifndef COMITY_TESTS_CORPUS_FIXTURE_H
#define COMITY_TESTS_CORPUS_FIXTURE_H

#include "judge_fixture.h"
#include "mime/raw.h"

/* Everything is tried everywhere: one message in so many is enough for one
 * run. */
enum { CORPUS_STEP = 8 };

typedef void corpus_fn(const struct message *message, void *context);

static inline void
corpus_read(const char *path, corpus_fn *fn, void *context)
{
	struct raw_mail *raw = raw_mail_new();
	struct arena *arena = arena_new();
	struct message message;
	char *text;
	size_t n;

	assert_true(g_file_get_contents(path, &text, &n, NULL));
	raw_mail_parse(raw, (struct str){text, n});
	message_read(arena, raw, NULL, &message);
	fn(&message, context);
	arena_free(&arena);
	raw_mail_free(&raw);
	g_free(text);
}

/* Some of the messages of a folder, whatever order it has them in, others for
 * each `share`; how many comes back. */
static inline size_t
corpus_folder(
	const char *folder, unsigned share, corpus_fn *fn, void *context)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;
	size_t count = 0;

	assert_non_null(dir);
	while ((name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		if (g_str_has_suffix(name, ".eml") &&
			g_str_hash(name) % CORPUS_STEP ==
				share % CORPUS_STEP) {
			corpus_read(path, fn, context);
			count++;
		}
		g_free(path);
	}
	g_dir_close(dir);
	return count;
}

#endif
