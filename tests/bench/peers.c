#include "peers.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static GString *
quoted(const char *expression)
{
	GString *out = g_string_new("/");

	for (const char *p = expression; *p != '\0'; p++) {
		if (*p == '/')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
		if (*p == '\\' && p[1] != '\0')
			g_string_append_c(out, *++p);
	}
	g_string_append_c(out, '/');
	return out;
}

static void
write_file(const char *path, const GString *text)
{
	GError *error = NULL;

	if (!g_file_set_contents(path, text->str, (gssize)text->len, &error)) {
		fprintf(stderr, "%s\n", error->message);
		g_error_free(error);
	}
	/* The filter may not run as we do. */
	if (chmod(path, 0644) != 0)
		perror(path);
}

/* Rspamd --------------------------------------------------------------- */

/* @ is the bench's folder. The proxy scans by itself; of its modules there is only the one that looks
 * for expressions, in the text parts, caseless and UTF-8. */
static const char *const rspamd_head =
	"options {\n"
	"    filters = \"regexp\";\n"
	"    tempdir = \"@\";\n"
	"    rrd = \"\";\n"
	"    hs_cache_dir = \"@\";\n"
	"    max_cores_size = 0;\n"
	"    dns { nameserver = [\"127.0.0.1\"]; }\n"
	"    raw_mode = false;\n"
	"    history_rows = 1;\n"
	"    url_tld = \"@/tld.dat\";\n"
	"}\n"
	"logging { type = \"console\"; level = \"warning\"; }\n"
	"metric { name = \"default\";\n"
	"    actions { reject = 100000; add_header = 0.01; }\n"
	"    unknown_weight = 0.1;\n"
	"}\n"
	"worker {\n"
	"    type = \"rspamd_proxy\";\n"
	"    count = 1;\n"
	"    bind_socket = \"@/rspamd.sock mode=0666\";\n"
	"    milter = yes;\n"
	"    timeout = 120s;\n"
	"    upstream \"local\" { default = yes; self_scan = yes; }\n"
	"}\n"
	"worker { type = \"hs_helper\"; count = 1; }\n"
	"regexp {\n";

/* Its own list has 10,000 and takes long to compile. */
static void
write_domains(const char *folder)
{
	GString *text = g_string_new("com\nuk\nexample\n");
	char *path = g_build_filename(folder, "tld.dat", NULL);

	write_file(path, text);
	g_string_free(text, TRUE);
	g_free(path);
}

struct filter *
peers_rspamd(const char *folder, const GPtrArray *expressions)
{
	char *path, *line;
	char **command;
	GString *text;

	if (access("/usr/bin/rspamd", X_OK) != 0)
		return NULL;
	text = g_string_new(rspamd_head);
	g_string_replace(text, "@", folder, 0);
	for (unsigned i = 0; i < expressions->len; i++) {
		GString *one = quoted(expressions->pdata[i]);

		g_string_append_printf(
			text, "PATTERN_%u = <<EOD\n%siuP\nEOD;\n", i, one->str);
		g_string_free(one, TRUE);
	}
	g_string_append(text, "}\n");
	write_domains(folder);
	path = g_build_filename(folder, "rspamd.conf", NULL);
	write_file(path, text);
	line = g_strdup_printf("/usr/bin/rspamd -f -c %s%s", path,
		geteuid() == 0 ? " -u nobody -g nogroup" : "");
	command = g_strsplit(line, " ", -1);
	g_free(line);
	g_free(path);
	g_string_free(text, TRUE);
	return filter_new(folder, "rspamd", command);
}

/* SpamAssassin --------------------------------------------------------- */

static void
write_body_rules(const char *folder, const GPtrArray *expressions)
{
	char *path = g_build_filename(folder, "sa.cf", NULL);
	GString *text = g_string_new("use_bayes 0\nskip_rbl_checks 1\n");

	for (unsigned i = 0; i < expressions->len; i++) {
		GString *one = quoted(expressions->pdata[i]);

		g_string_append_printf(text,
			"body PATTERN_%u %si\nscore PATTERN_%u 0.1\n", i,
			one->str, i);
		g_string_free(one, TRUE);
	}
	write_file(path, text);
	g_string_free(text, TRUE);
	g_free(path);
}

/* Both programs are the children of a shell, so that they are one filter. */
struct filter *
peers_spamassassin(const char *folder, const GPtrArray *expressions)
{
	static const char script[] =
		"mkdir -p @/sa; cp @/sa.cf @/sa/bench.cf; "
		"echo loadplugin Mail::SpamAssassin::Plugin::Check "
		">@/sa/init.pre; "
		"/usr/sbin/spamd -u nobody -L -x -m 2 "
		"--siteconfigpath=@/sa -C @/sa "
		"--socketpath=@/spamd.sock --socketmode=0666 -s stderr & "
		"while ! test -S @/spamd.sock; do sleep 0.1; done; "
		"/usr/sbin/spamass-milter -p @/spamassassin.sock "
		"-- -U @/spamd.sock & wait";
	GString *text;
	char **command;

	if (access("/usr/sbin/spamass-milter", X_OK) != 0 ||
		access("/usr/sbin/spamd", X_OK) != 0)
		return NULL;
	write_body_rules(folder, expressions);
	command = g_new0(char *, 4);
	command[0] = g_strdup("/bin/sh");
	command[1] = g_strdup("-c");
	text = g_string_new(script);
	g_string_replace(text, "@", folder, 0);
	command[2] = g_string_free(text, FALSE);
	return filter_new(folder, "spamassassin", command);
}
