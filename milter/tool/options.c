#include "tool/options.h"

#include <glib.h>
#include <string.h>

#include "base/diag.h"
#include "tool/commands.h"

const struct command commands[] = {
	{"lint", cmd_lint, "c", "[CONFIG]", 0, 1,
		"find every mistake in a configuration and its rules",
		"Reads CONFIG and all that it names, runs the examples in "
		"the rules, and prints\nevery error and warning with its "
		"place. Without CONFIG it is the installed\nconfiguration, "
		"or the shipped rules where there is none.\n"},
	{"scan", cmd_scan, "cprfajx", "FILE...", 1, 0,
		"say what a message would get",
		"Does with each message what the daemon would do with it. "
		"\"-\" is standard input.\nWithout --rcpt the envelope is To "
		"and Cc, without --from its sender is From.\nIt needs no "
		"configuration: without --config the shipped rules are "
		"used.\n"},
	{"test", cmd_test, "cprsj", "[CASES.tsv...]", 0, 0,
		"compare the rules with labelled messages",
		"CASES.tsv has a message a line, in columns parted by tabs: "
		"file (its name as\nseen from CASES.tsv), protocol, envelope "
		"sender, recipients parted by commas,\nflags parted by commas "
		"or \"-\", and a note. Prints precision, recall and F1 by\n"
		"flag, and each miss. \"-\" as protocol, sender or recipients "
		"is the usual one.\n"},
	{"coverage", cmd_coverage, "cpj", "[PROTOCOL]", 0, 1,
		"list a protocol's clauses and what handles each",
		"For each clause: the flags that stand for it and their "
		"rules, or why no message\ncan show it. Without PROTOCOL all "
		"protocols.\n"},
	{"replay", cmd_replay, "cgprjl", "MAILDIR|MBOX|FOLDER...", 1, 0,
		"go through stored mail and count what the rules say",
		"Prints hits by flag, rule and clause with examples. With "
		"--against only the\nmessages of which the other "
		"configuration says something else. A folder's *.eml\nand "
		"numbered files are read, and the folders in it.\n"},
	{"report", cmd_report, "clubonj", "AUDITLOG...", 1, 0,
		"count what an audit log says that the rules found",
		"Prints the messages by week, flag, clause, direction and "
		"rule, or writes a page\nof them. Names nobody unless --names "
		"is given. \"-\" is standard input. A line\nthat is no audit "
		"line is named and left out. Days are local.\n"},
	{"fmt", cmd_fmt, "wk", "FILE...", 1, 0,
		"print rule files in their one canonical form",
		"Comments are kept. \"-\" is standard input. With --write a "
		"file that is not in\nthe form is replaced in one step; with "
		"--check its name is printed and the exit\nstatus is 1.\n"},
	{"roster", cmd_roster, "cLBMNITKOSDF", "check|import ROSTER...", 2, 0,
		"check who the people are, or import them",
		"\"check\" names every mistake in a roster, and what is likely "
		"one. \"import\"\nbrings in what an LDAP directory (--ldap, "
		"--base) or ModernGov (--moderngov)\nsays; lines written by "
		"hand stay. comity-roster(5) has the mapping and the file\n"
		"of --bind.\n"},
	{"init", cmd_init, "pCEYv", "", 0, 0, "write a first configuration",
		"Writes comity.conf and a roster to be filled in, prints the "
		"lines for the mail\nserver, and checks what it wrote. On a "
		"terminal it asks for what is not given.\nNothing is ever "
		"overwritten.\n"},
	{NULL, NULL, NULL, NULL, 0, 0, NULL, NULL},
};

static const struct option_row {
	char letter; /* in command.takes */
	char brief;  /* "-w"; '\0': none */
	const char *name;
	const char *value; /* NULL: takes none */
	const char *does;
} option_rows[] = {
	{'c', 'c', "config", "FILE", "settings and rules (else those shipped)"},
	{'p', '\0', "protocol", "NAME", "judge by this protocol"},
	{'r', '\0', "roster", "FILE",
		"the council's people; may be given again, or a folder"},
	{'f', '\0', "from", "ADDRESS", "envelope sender"},
	{'a', '\0', "rcpt", "ADDRESS", "envelope recipient; again for each"},
	{'s', '\0', "sentences", "FILE",
		"labelled sentences: flag, hit or miss, role, sentence"},
	{'g', '\0', "against", "FILE",
		"print what another configuration changes"},
	{'j', '\0', "json", NULL, "print JSON"},
	{'x', '\0', "explain", NULL, "say which rules spoke, and about what"},
	{'w', 'w', "write", NULL, "write the files back"},
	{'k', '\0', "check", NULL, "only say which files would change"},
	{'l', '\0', "html", "FILE", "write a page of charts and tables"},
	{'b', '\0', "from", "DATE", "the first day, as in 2026-07-01"},
	{'u', '\0', "until", "DATE", "the last day"},
	{'o', '\0', "council", "NAME", "count this council's mail alone"},
	{'n', '\0', "names", NULL, "name authors, where the log does"},
	{'L', '\0', "ldap", "URI", "import from ldaps://HOST or ldap://HOST"},
	{'B', '\0', "base", "DN", "search below this entry"},
	{'I', '\0', "filter", "FILTER", "search for these entries"},
	{'N', '\0', "bind", "FILE", "log in by this file: dn, password"},
	{'K', '\0', "ca", "FILE", "authorities that may vouch for the server"},
	{'S', '\0', "no-tls", NULL, "no StartTLS on ldap://; no login then"},
	{'T', '\0', "timeout", "SECONDS", "give up after so long (30)"},
	{'O', '\0', "moderngov", "FILE", "import ModernGov's councillor XML"},
	{'M', '\0', "map", "FILE", "which attribute fills which column"},
	{'D', '\0', "dry-run", NULL, "only show what would change"},
	{'F', '\0', "force", NULL, "also where most lines would go"},
	{'C', '\0', "council", "NAME", "the council, in one word"},
	{'v', '\0', "domain", "DOMAIN", "its mail domain; again for each"},
	{'E', '\0', "mta", "NAME", "postfix or sendmail"},
	{'Y', '\0', "directory", "DIR", "where to write (the installed one)"},
	{'h', 'h', "help", NULL, "print this"},
};

struct reader {
	struct options *options;
	const struct command *command;
	GPtrArray *rosters, *rcpts, *domains, *arguments;
	bool *help;
};

/* --- Names ------------------------------------------------------------- */

static bool
takes(const struct command *command, const struct option_row *row)
{
	return row->letter == 'h' ||
	       strchr(command->takes, row->letter) != NULL;
}

static void
say_nearest(const char *kind, struct str word, const char *const *names,
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
	say_nearest("command", str_of(name), names, "");
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
	say_nearest("option", name, names, "--");
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

static bool
set_option(struct reader *reader, const struct option_row *row, char *value)
{
	struct options *options = reader->options;

	switch (row->letter) {
	case 'c':
		return set_once(row, &options->config, value);
	case 'p':
		return set_once(row, &options->protocol, value);
	case 'f':
		return set_once(row, &options->from, value);
	case 's':
		return set_once(row, &options->sentences, value);
	case 'g':
		return set_once(row, &options->against, value);
	case 'l':
		return set_once(row, &options->html, value);
	case 'b':
		return set_once(row, &options->since, value);
	case 'u':
		return set_once(row, &options->until, value);
	case 'L':
		return set_once(row, &options->ldap, value);
	case 'B':
		return set_once(row, &options->base, value);
	case 'I':
		return set_once(row, &options->filter, value);
	case 'N':
		return set_once(row, &options->bind, value);
	case 'K':
		return set_once(row, &options->ca, value);
	case 'T':
		return set_once(row, &options->timeout, value);
	case 'O':
		return set_once(row, &options->moderngov, value);
	case 'M':
		return set_once(row, &options->map, value);
	case 'o': /* of a report */
	case 'C': /* of a new configuration */
		return set_once(row, &options->council, value);
	case 'E':
		return set_once(row, &options->mta, value);
	case 'Y':
		return set_once(row, &options->directory, value);
	case 'v':
		g_ptr_array_add(reader->domains, value);
		break;
	case 'S':
		options->no_tls = true;
		break;
	case 'D':
		options->dry_run = true;
		break;
	case 'F':
		options->force = true;
		break;
	case 'r':
		g_ptr_array_add(reader->rosters, value);
		break;
	case 'a':
		g_ptr_array_add(reader->rcpts, value);
		break;
	case 'j':
		options->json = true;
		break;
	case 'x':
		options->explain = true;
		break;
	case 'w':
		options->write = true;
		break;
	case 'k':
		options->check = true;
		break;
	case 'n':
		options->names = true;
		break;
	case 'h':
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
			g_ptr_array_add(reader->arguments, words[i]);
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

static const char **
list_of(GPtrArray *array)
{
	g_ptr_array_add(array, NULL);
	return (const char **)g_ptr_array_free(array, FALSE);
}

bool
options_read(struct options *options, const struct command *command, int count,
	char **words, bool *help)
{
	struct reader reader = {options, command, g_ptr_array_new(),
		g_ptr_array_new(), g_ptr_array_new(), g_ptr_array_new(), help};
	size_t arguments;
	bool good;

	*help = false;
	memset(options, 0, sizeof(*options));
	good = read_words(&reader, count, words);
	arguments = reader.arguments->len;
	options->rosters = list_of(reader.rosters);
	options->rcpts = list_of(reader.rcpts);
	options->domains = list_of(reader.domains);
	options->arguments = list_of(reader.arguments);
	return good && !*help && check_count(command, arguments);
}

void
options_free(struct options *options)
{
	g_free(options->rosters);
	g_free(options->rcpts);
	g_free(options->domains);
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
