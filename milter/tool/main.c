/*
 * comity: the administrator's tool.
 */
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "mime/mime.h"
#include "tool/options.h"

/* A full disk or a closed pipe must not pass for success. */
static int
finish(int status)
{
	if (fflush(stdout) != 0 || ferror(stdout)) {
		fprintf(stderr, "comity: cannot write: %s\n", strerror(errno));
		return 1;
	}
	return status;
}

static int
help(const char *name)
{
	const struct command *command = NULL;

	if (name != NULL) {
		command = options_command(name);
		if (command == NULL)
			return 1;
	}
	options_usage(stdout, command);
	return finish(0);
}

static int
run(const struct command *command, int count, char **words)
{
	struct options options;
	bool asked_for_help;
	int status = 1;

	if (options_read(&options, command, count, words, &asked_for_help))
		status = command->run(&options);
	else if (asked_for_help)
		status = help(command->name);
	else
		fprintf(stderr, "\"comity help %s\" says more.\n",
			command->name);
	options_free(&options);
	return finish(status);
}

int
main(int argc, char **argv)
{
	const struct command *command;

	setlocale(LC_CTYPE, "C.UTF-8");
	if (argc < 2) {
		options_usage(stderr, NULL);
		return 1;
	}
	if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0 ||
		strcmp(argv[1], "-h") == 0)
		return help(argc > 2 ? argv[2] : NULL);
	if (strcmp(argv[1], "--version") == 0) {
		puts("comity " COMITY_VERSION);
		return finish(0);
	}
	command = options_command(argv[1]);
	if (command == NULL)
		return 1;
	mime_init();
	return run(command, argc - 2, argv + 2);
}
