/*
 * replay: a fuzz target without libFuzzer, so that any compiler builds it.
 *
 * Runs each file named, and those in each folder named, through the target.
 * Each is named before it is run, so that the last line names the culprit.
 */
#include "fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static void
run_file(const char *path)
{
	char *text;
	size_t size;
	GError *error = NULL;
	uint8_t *bytes;

	if (!g_file_get_contents(path, &text, &size, &error)) {
		fprintf(stderr, "%s\n", error->message);
		exit(1);
	}
	/* Just as long as the input, so that sanitizers see an overrun. */
	bytes = malloc(size > 0 ? size : 1);
	if (size > 0)
		memcpy(bytes, text, size);
	g_free(text);
	puts(path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
}

static void
run_path(const char *path)
{
	struct dirent **entries;
	struct stat status;
	int n;

	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode)) {
		run_file(path);
		return;
	}
	n = scandir(path, &entries, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char *inner = g_build_filename(path, entries[i]->d_name, NULL);

		if (entries[i]->d_name[0] != '.')
			run_path(inner);
		g_free(inner);
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

int
main(int argc, char **argv)
{
	for (int i = 1; i < argc; i++)
		run_path(argv[i]);
	return 0;
}
