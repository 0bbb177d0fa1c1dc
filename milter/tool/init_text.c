#include "init_internal.h"

#include <stdio.h>
#include <string.h>

/* Made of the files in contrib/: an array of lines each. */
#include "comity.conf.h"
#include "postfix.cf.h"
#include "sendmail.mc.h"

static const char *const sockets[MTA_COUNT] = {
	"unix:/var/spool/postfix/comity/comity.sock",
	"unix:/run/comity/comity.sock",
};

/* --- The configuration ------------------------------------------------- */

static void
append_line(GString *text, const char *line, const char *rules)
{
	static const char mark[] = "@rulesdir@";
	const char *at = strstr(line, mark);

	if (at == NULL)
		g_string_append(text, line);
	else
		g_string_append_printf(text, "%.*s%s%s", (int)(at - line), line,
			rules, at + sizeof(mark) - 1);
	g_string_append_c(text, '\n');
}

GString *
init_installed_text(const char *rules)
{
	GString *text = g_string_new(NULL);

	for (size_t i = 0; comity_conf[i] != NULL; i++)
		append_line(text, comity_conf[i], rules);
	return text;
}

static void
append_council(
	GString *text, const struct init_answers *answers, const char *roster)
{
	g_string_append_printf(
		text, "council %s {\n\tdomains    ", answers->council);
	for (guint i = 0; i < answers->domains->len; i++)
		g_string_append_printf(text, " \"%s\"",
			(const char *)answers->domains->pdata[i]);
	g_string_append_printf(text,
		"\n\tprotocol    %s\n\troster      \"%s\"\n"
		"\ttime-zone   \"Europe/London\"\n}\n",
		answers->protocol, roster);
}

/* The socket lies where this mail server can reach it. */
static bool
append_setting(GString *text, const char *line, enum mta mta)
{
	if (g_str_has_prefix(line, "socket \""))
		g_string_append_printf(text, "socket \"%s\"\n", sockets[mta]);
	else if (g_str_has_prefix(line, "socket-group ") && mta == MTA_SENDMAIL)
		/* Sendmail's daemon is root and needs no group. */
		g_string_append_printf(text, "#%s\n", line);
	else
		return false;
	return true;
}

GString *
init_config_text(const struct init_answers *answers, const char *rules,
	const char *roster)
{
	GString *text = g_string_new(NULL);
	bool in_example = false;

	for (size_t i = 0; comity_conf[i] != NULL; i++) {
		const char *line = comity_conf[i];

		if (g_str_has_prefix(line, "#council ")) {
			in_example = true;
			append_council(text, answers, roster);
		}
		if (!in_example && !append_setting(text, line, answers->mta))
			append_line(text, line, rules);
		if (strcmp(line, "#}") == 0)
			in_example = false;
	}
	return text;
}

/* --- The roster -------------------------------------------------------- */

/*
 * A line for each role that the rules cannot do without, to be written over,
 * and everybody else of the council's domains as an officer.
 */
GString *
init_roster_text(const struct init_answers *answers)
{
	const char *domain = answers->domains->pdata[0];
	GString *text =
		g_string_new("address,role,name,title,party,posts,"
			     "expands,aliases,ward,from,until,source\n");

	g_string_append_printf(text,
		"cllr.example@%s,member,Cllr Example (replace this line),"
		"Councillor,,,,,,,,\n"
		"chief.executive.example@%s,officer,"
		"Officer Example (replace this line),Chief Executive,,"
		"chief-executive,,,,,,\n"
		"monitoring.officer.example@%s,officer,"
		"Second Example (replace this line),Monitoring Officer,,"
		"monitoring-officer,,,,,,\n"
		"all.councillors.example@%s,list,"
		"List Example (replace this line),,,,role:member,,,,,\n",
		domain, domain, domain, domain);
	for (guint i = 0; i < answers->domains->len; i++)
		g_string_append_printf(text, "@%s,officer,,,,,,,,,,\n",
			(const char *)answers->domains->pdata[i]);
	return text;
}

/* --- The mail server --------------------------------------------------- */

void
init_print_mta(enum mta mta)
{
	const char *const *lines =
		mta == MTA_POSTFIX ? postfix_cf : sendmail_mc;

	for (size_t i = 0; lines[i] != NULL; i++)
		puts(lines[i]);
	if (mta == MTA_POSTFIX)
		puts("\n# The folder of the socket, once:\n"
		     "#   install -d -o comity -g postfix -m 2750 "
		     "/var/spool/postfix/comity");
}
