/*
 * options: the command line of `comity`.
 *
 * Commands and options stand in two tables in options.c; a command says which
 * options it takes, and its usage text is made from the tables. An option's
 * value follows it or stands behind `=`; `--` ends the options; `-` is an
 * argument. What is not known is answered with the nearest name that is.
 *
 * Threads: one at a time; the options are read-only after options_read().
 */
#ifndef COMITY_TOOL_OPTIONS_H
#define COMITY_TOOL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/str.h"

struct options {
	const char *config;   /* NULL: the shipped rules */
	const char *protocol; /* NULL: as configured */
	const char *from;     /* NULL: the address in From */
	const char *against;
	const char *sentences;
	const char *html;
	const char *since, *until; /* dates as they were written */
	/* roster import */
	const char *ldap, *base, *map, *bind, *filter, *ca, *timeout;
	const char *moderngov;
	/* init, and report: NULL, all councils */
	const char *council, *mta, *directory;
	/* learn */
	const char *words, *into;
	/* Lists end with NULL. */
	const char **rosters;
	const char **rcpts;
	const char **domains;
	const char **flags;
	const char **arguments;
	bool json, explain, write, check, names;
	bool dry_run, no_tls, force;
};

/* Exit status of the program: 0 done, 1 something could not be read. */
typedef int command_fn(const struct options *options);

struct command {
	const char *name;
	command_fn *run;
	const char *takes;     /* names of the option table */
	const char *arguments; /* as printed in the usage line */
	size_t least, most;    /* number of arguments; most 0: no bound */
	const char *does;      /* a line for the list of commands */
	const char *more;      /* the rest of its usage text */
};

/* The table of commands; its last name is NULL. */
extern const struct command commands[];

/* "There is no KIND WORD", and what of `names` (ends with NULL) was meant. */
void options_say_unknown(const char *kind, struct str word,
	const char *const *names, const char *dashes);
/* NULL where there is none of that name: said on standard error. */
const struct command *options_command(const char *name);
/*
 * Reads what follows the command's name. False on an error, which has been
 * said on standard error, and after `--help`, when *help is set.
 */
bool options_read(struct options *options, const struct command *command,
	int count, char **words, bool *help);
void options_free(struct options *options);

/* The usage text of a command; of the program where it is NULL. */
void options_usage(FILE *out, const struct command *command);

#endif
