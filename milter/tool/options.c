#include "tool/options.h"

#include <glib.h>
#include <string.h>

#include "base/diag.h"
#include "tool/commands.h"

const struct command commands[] = {
	{"lint", cmd_lint, "config", "[CONFIG]", 0, 1,
		"find every mistake in a configuration and its rules",
		"Reads CONFIG and all that it names, runs the examples in "
		"the rules, and prints\nevery error and warning with its "
		"place. Without CONFIG it is the installed\nconfiguration, "
		"or the shipped rules where there is none.\n"},
	{"scan", cmd_scan, "config protocol roster from rcpt json explain",
		"FILE...", 1, 0, "say what a message would get",
		"Does with each message what the daemon would do with it. "
		"\"-\" is standard input.\nWithout --rcpt the envelope is To "
		"and Cc, without --from its sender is From.\nIt needs no "
		"configuration: without --config the shipped rules are "
		"used.\n"},
	{"test", cmd_test, "config protocol roster sentences json",
		"[CASES.tsv...]", 0, 0,
		"compare the rules with labelled messages",
		"CASES.tsv has a message a line, in columns parted by tabs: "
		"file (its name as\nseen from CASES.tsv), protocol, envelope "
		"sender, recipients parted by commas,\nflags parted by commas "
		"or \"-\", and a note. Prints precision, recall and F1 by\n"
		"flag, and each miss. \"-\" as protocol, sender or recipients "
		"is the usual one.\nA list may hold letters instead, see "
		"comity(1).\n"},
	{"learn", cmd_learn, "config protocol roster flag words into sentences",
		"SET...", 1, 0,
		"learn from labelled messages what texts are like",
		"Prints a likeness block for each --flag, for a rule to ask by "
		"\"message\nresembles\". A SET is a file as CASES.tsv of "
		"\"comity test\", or a folder with\nrosters (*.csv) and "
		"messages/labels.tsv or letters.tsv, or both. Names on the\n"
		"rosters are not learnt. A file of --sentences is learnt from "
		"as well.\n"},
	{"coverage", cmd_coverage, "config protocol json", "[PROTOCOL]", 0, 1,
		"list a protocol's clauses and what handles each",
		"For each clause: the flags that stand for it and their "
		"rules, or why no message\ncan show it. Without PROTOCOL all "
		"protocols.\n"},
	{"replay", cmd_replay, "config against protocol roster json html",
		"MAILDIR|MBOX|FOLDER...", 1, 0,
		"go through stored mail and count what the rules say",
		"Prints hits by flag, rule and clause with examples. With "
		"--against only the\nmessages of which the other "
		"configuration says something else. A folder's *.eml\nand "
		"numbered files are read, and the folders in it.\n"},
	{"report", cmd_report, "config html until from council names json",
		"AUDITLOG...", 1, 0,
		"count what an audit log says that the rules found",
		"Prints the messages by week, flag, clause, direction and "
		"rule, or writes a page\nof them. Names nobody unless --names "
		"is given. \"-\" is standard input. A line\nthat is no audit "
		"line is named and left out. Days are local.\n"},
	{"fmt", cmd_fmt, "write check", "FILE...", 1, 0,
		"print rule files in their one canonical form",
		"Comments are kept. \"-\" is standard input. With --write a "
		"file that is not in\nthe form is replaced in one step; with "
		"--check its name is printed and the exit\nstatus is 1.\n"},
	{"roster", cmd_roster,
		"config ldap base map bind filter timeout ca moderngov no-tls "
		"dry-run force",
		"check|import ROSTER...", 2, 0,
		"check who the people are, or import them",
		"\"check\" names every mistake in a roster, and what is likely "
		"one. \"import\"\nbrings in what an LDAP directory (--ldap, "
		"--base) or ModernGov (--moderngov)\nsays; lines written by "
		"hand stay. comity-roster(5) has the mapping and the file\n"
		"of --bind.\n"},
	{"init", cmd_init, "protocol council mta directory domain", "", 0, 0,
		"write a first configuration",
		"Writes comity.conf and a roster to be filled in, prints the "
		"lines for the mail\nserver, and checks what it wrote. On a "
		"terminal it asks for what is not given.\nNothing is ever "
		"overwritten.\n"},
	{NULL, NULL, NULL, NULL, 0, 0, NULL, NULL},
};

/* Where an option's value goes. */
enum option_kind {
	IS_ONCE,   /* const char *: may be given only once */
	IS_EACH,   /* const char **: again for each */
	IS_SWITCH, /* bool */
	IS_HELP,
};

#define ONCE(field) IS_ONCE, offsetof(struct options, field)
#define EACH(field) IS_EACH, offsetof(struct options, field)
#define SWITCH(field) IS_SWITCH, offsetof(struct options, field)

static const struct option_row {
	const char *name;
	const char *only;  /* the command that it means this to; NULL: any */
	char brief;	   /* "-w"; '\0': none */
	const char *value; /* NULL: takes none */
	enum option_kind kind;
	size_t place; /* in struct options */
	const char *does;
} option_rows[] = {
	{"config", NULL, 'c', "FILE", ONCE(config),
		"settings and rules (else those shipped)"},
	{"protocol", NULL, '\0', "NAME", ONCE(protocol),
		"judge by this protocol"},
	{"roster", NULL, '\0', "FILE", EACH(rosters),
		"the council's people; may be given again, or a folder"},
	{"from", "scan", '\0', "ADDRESS", ONCE(from), "envelope sender"},
	{"rcpt", NULL, '\0', "ADDRESS", EACH(rcpts),
		"envelope recipient; again for each"},
	{"sentences", NULL, '\0', "FILE", ONCE(sentences),
		"labelled sentences: flag, hit or miss, role, sentence"},
	{"flag", NULL, '\0', "NAME", EACH(flags),
		"learn this flag; again for each"},
	{"words", NULL, '\0', "N", ONCE(words),
		"keep so many words a flag (500)"},
	{"into", NULL, '\0', "FOLDER", ONCE(into),
		"write FOLDER/NAME.rules for each flag"},
	{"against", NULL, '\0', "FILE", ONCE(against),
		"print what another configuration changes"},
	{"json", NULL, '\0', NULL, SWITCH(json), "print JSON"},
	{"explain", NULL, '\0', NULL, SWITCH(explain),
		"say which rules spoke, and about what"},
	{"write", NULL, 'w', NULL, SWITCH(write), "write the files back"},
	{"check", NULL, '\0', NULL, SWITCH(check),
		"only say which files would change"},
	{"html", NULL, '\0', "FILE", ONCE(html),
		"write a page of charts and tables"},
	{"from", "report", '\0', "DATE", ONCE(since),
		"the first day, as in 2026-07-01"},
	{"until", NULL, '\0', "DATE", ONCE(until), "the last day"},
	{"council", "report", '\0', "NAME", ONCE(council),
		"count this council's mail alone"},
	{"names", NULL, '\0', NULL, SWITCH(names),
		"name authors, where the log does"},
	{"ldap", NULL, '\0', "URI", ONCE(ldap),
		"import from ldaps://HOST or ldap://HOST"},
	{"base", NULL, '\0', "DN", ONCE(base), "search below this entry"},
	{"filter", NULL, '\0', "FILTER", ONCE(filter),
		"search for these entries"},
	{"bind", NULL, '\0', "FILE", ONCE(bind),
		"log in by this file: dn, password"},
	{"ca", NULL, '\0', "FILE", ONCE(ca),
		"authorities that may vouch for the server"},
	{"no-tls", NULL, '\0', NULL, SWITCH(no_tls),
		"no StartTLS on ldap://; no login then"},
	{"timeout", NULL, '\0', "SECONDS", ONCE(timeout),
		"give up after so long (30)"},
	{"moderngov", NULL, '\0', "FILE", ONCE(moderngov),
		"import ModernGov's councillor XML"},
	{"map", NULL, '\0', "FILE", ONCE(map),
		"which attribute fills which column"},
	{"dry-run", NULL, '\0', NULL, SWITCH(dry_run),
		"only show what would change"},
	{"force", NULL, '\0', NULL, SWITCH(force),
		"also where most lines would go"},
	{"council", "init", '\0', "NAME", ONCE(council),
		"the council, in one word"},
	{"domain", NULL, '\0', "DOMAIN", EACH(domains),
		"its mail domain; again for each"},
	{"mta", NULL, '\0', "NAME", ONCE(mta), "postfix or sendmail"},
	{"directory", NULL, '\0', "DIR", ONCE(directory),
		"where to write (the installed one)"},
	{"help", NULL, 'h', NULL, IS_HELP, 0, "print this"},
};

struct reader {
	struct options *options;
	const struct command *command;
	bool *help;
};

/* --- Names ------------------------------------------------------------- */

static bool
takes(const struct command *command, const struct option_row *row)
{
	struct str all = str_of(command->takes), name;

	if (row->kind == IS_HELP)
		return true;
	if (row->only != NULL && strcmp(row->only, command->name) != 0)
		return false;
	while (str_split(&all, ' ', &name))
		if (str_eq(name, str_of(row->name)))
			return true;
	return false;
}

void
options_say_unknown(const char *kind, struct str word, const char *const *names,
	const char *dashes)
{
	const char *nearest = diag_nearest(word, names);
	char *written = g_strndup(word.p, word.n);
	char *plain = diag_plain(written);

	fprintf(stderr, "comity: there is no %s \"%s%s\"", kind, dashes, plain);
	g_free(plain);
	g_free(written);
	if (nearest != NULL)
		fprintf(stderr, "; did you mean \"%s%s\"?", dashes, nearest);
	fputc('\n', stderr);
}

const struct command *
options_command(const char *name)
{
	const char *names[G_N_ELEMENTS(commands) + 1];
	size_t i;

	for (i = 0; commands[i].name != NULL; i++) {
		names[i] = commands[i].name;
		if (strcmp(names[i], name) == 0)
			return &commands[i];
	}
	names[i] = "help";
	names[i + 1] = NULL;
	options_say_unknown("command", str_of(name), names, "");
	fputs("\"comity help\" lists the commands.\n", stderr);
	return NULL;
}

static const struct option_row *
find_long(const struct command *command, struct str name)
{
	const char *names[G_N_ELEMENTS(option_rows) + 1];
	size_t count = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(option_rows); i++) {
		const struct option_row *row = &option_rows[i];

		if (!takes(command, row))
			continue;
		if (str_eq(str_of(row->name), name))
			return row;
		names[count++] = row->name;
	}
	names[count] = NULL;
	options_say_unknown("option", name, names, "--");
	return NULL;
}

static const struct option_row *
find_brief(const struct command *command, char letter)
{
	for (size_t i = 0; i < G_N_ELEMENTS(option_rows); i++)
		if (option_rows[i].brief == letter &&
			takes(command, &option_rows[i]))
			return &option_rows[i];
	fprintf(stderr, "comity: there is no option \"-%c\"\n", letter);
	return NULL;
}

/* --- Values ------------------------------------------------------------ */

/* An option that may be given only once. */
static bool
set_once(const struct option_row *row, const char **place, const char *value)
{
	if (*place != NULL) {
		fprintf(stderr, "comity: --%s is given twice\n", row->name);
		return false;
	}
	*place = value;
	return true;
}

/* Lists are short, and end with NULL. */
static void
append(const char ***list, const char *value)
{
	size_t count = 0;

	while (*list != NULL && (*list)[count] != NULL)
		count++;
	*list = g_renew(const char *, *list, count + 2);
	(*list)[count] = value;
	(*list)[count + (value != NULL)] = NULL;
}

static bool
set_option(struct reader *reader, const struct option_row *row, char *value)
{
	void *place = (char *)reader->options + row->place;

	switch (row->kind) {
	case IS_ONCE:
		return set_once(row, place, value);
	case IS_EACH:
		append(place, value);
		break;
	case IS_SWITCH:
		*(bool *)place = true;
		break;
	case IS_HELP:
		*reader->help = true;
		break;
	}
	return true;
}

/* words[i] begins with a dash; returns the words used, 0 on an error. */
static int
read_option(struct reader *reader, int count, char **words, int i)
{
	char *word = words[i];
	const struct option_row *row;
	char *value = NULL;
	bool is_long = word[1] == '-';

	if (is_long) {
		value = strchr(word, '=');
		row = find_long(reader->command,
			(struct str){word + 2,
				value != NULL ? (size_t)(value - word) - 2
					      : strlen(word) - 2});
		value = value != NULL ? value + 1 : NULL;
	} else {
		row = find_brief(reader->command, word[1]);
		value = word[2] != '\0' ? word + 2 : NULL;
	}
	if (row == NULL)
		return 0;
	if (row->value == NULL && value != NULL) {
		fprintf(stderr, "comity: --%s takes no value\n", row->name);
		return 0;
	}
	if (row->value == NULL || value != NULL)
		return set_option(reader, row, value) ? 1 : 0;
	if (i + 1 >= count) {
		fprintf(stderr, "comity: --%s needs a value: %s\n", row->name,
			row->value);
		return 0;
	}
	return set_option(reader, row, words[i + 1]) ? 2 : 0;
}

static bool
read_words(struct reader *reader, int count, char **words)
{
	bool options_over = false;
	int i = 0;

	while (i < count) {
		bool dash = words[i][0] == '-' && words[i][1] != '\0';
		int used = 1;

		if (!options_over && strcmp(words[i], "--") == 0)
			options_over = true;
		else if (!options_over && dash)
			used = read_option(reader, count, words, i);
		else
			append(&reader->options->arguments, words[i]);
		if (used == 0)
			return false;
		i += used;
	}
	return true;
}

static bool
check_count(const struct command *command, size_t count)
{
	if (count >= command->least &&
		(command->most == 0 || count <= command->most) &&
		(command->arguments[0] != '\0' || count == 0))
		return true;
	fprintf(stderr, "comity: %s: the usage is: comity %s [OPTION...] %s\n",
		count < command->least ? "something is missing"
				       : "that is too much",
		command->name, command->arguments);
	return false;
}

bool
options_read(struct options *options, const struct command *command, int count,
	char **words, bool *help)
{
	struct reader reader = {options, command, help};
	size_t arguments = 0;
	bool good;

	*help = false;
	memset(options, 0, sizeof(*options));
	append(&options->rosters, NULL);
	append(&options->rcpts, NULL);
	append(&options->domains, NULL);
	append(&options->flags, NULL);
	append(&options->arguments, NULL);
	good = read_words(&reader, count, words);
	while (options->arguments[arguments] != NULL)
		arguments++;
	return good && !*help && check_count(command, arguments);
}

void
options_free(struct options *options)
{
	g_free(options->rosters);
	g_free(options->rcpts);
	g_free(options->domains);
	g_free(options->flags);
	g_free(options->arguments);
	memset(options, 0, sizeof(*options));
}

/* --- Usage ------------------------------------------------------------- */

static void
usage_option(FILE *out, const struct option_row *row)
{
	char *left = g_strdup_printf("--%s%s%s", row->name,
		row->value != NULL ? " " : "",
		row->value != NULL ? row->value : "");

	if (row->brief != '\0')
		fprintf(out, "  -%c, %-18s %s\n", row->brief, left, row->does);
	else
		fprintf(out, "      %-18s %s\n", left, row->does);
	g_free(left);
}

static void
usage_all(FILE *out)
{
	fputs("comity reads mail between members and officers by the "
	      "council's protocol.\n\n"
	      "Usage: comity COMMAND [OPTION...] [ARGUMENT...]\n\n",
		out);
	for (size_t i = 0; commands[i].name != NULL; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name,
			commands[i].does);
	fputs("  help       this text, or that of a command\n\n"
	      "Exit status: 0, or 1 where a message or a configuration could "
	      "not be read.\n",
		out);
}

void
options_usage(FILE *out, const struct command *command)
{
	if (command == NULL) {
		usage_all(out);
		return;
	}
	fprintf(out, "Usage: comity %s [OPTION...] %s\n\n%s\n", command->name,
		command->arguments, command->more);
	for (size_t i = 0; i < G_N_ELEMENTS(option_rows); i++)
		if (takes(command, &option_rows[i]))
			usage_option(out, &option_rows[i]);
}
