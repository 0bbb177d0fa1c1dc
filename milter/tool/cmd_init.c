#include "tool/commands.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#include "init_internal.h"
#include "judge/policy.h"
#include "tool/engine.h"
#include "tool/put_file.h"

struct init {
	const struct options *options;
	struct init_answers answers;
	char *directory, *config, *roster, *roster_name;
	bool config_is_installed; /* as `make install` left it */
};

static void
find_places(struct init *init)
{
	init->directory = init->options->directory != NULL
				  ? g_strdup(init->options->directory)
				  : g_path_get_dirname(COMITY_CONFIG);
	init->config = g_build_filename(init->directory, "comity.conf", NULL);
	init->roster_name = g_strconcat(init->answers.council, ".csv", NULL);
	init->roster =
		g_build_filename(init->directory, init->roster_name, NULL);
}

/* --- Nothing is overwritten -------------------------------------------- */

/* The configuration that was installed and never touched is nobody's yet. */
static bool
is_as_installed(const char *path)
{
	GString *installed = init_installed_text(policy_shipped_directory());
	char *text = NULL;
	gsize length = 0;
	bool same = g_file_get_contents(path, &text, &length, NULL) &&
		    length == installed->len &&
		    memcmp(text, installed->str, length) == 0;

	g_free(text);
	g_string_free(installed, TRUE);
	return same;
}

static bool
is_free(const char *path)
{
	GStatBuf unused;

	if (g_lstat(path, &unused) != 0 && errno == ENOENT)
		return true;
	fprintf(stderr, "comity: %s is there already; nothing was written\n",
		path);
	return false;
}

static bool
check_places(struct init *init)
{
	init->config_is_installed = is_as_installed(init->config);
	return (init->config_is_installed || is_free(init->config)) &&
	       is_free(init->roster);
}

/* --- Writing ----------------------------------------------------------- */

static bool
write_config(const struct init *init, const GString *text)
{
	return init->config_is_installed
		       ? put_file(init->config, str_of(text->str))
		       : create_file(init->config, str_of(text->str));
}

static bool
write_files(const struct init *init)
{
	const char *rules = policy_shipped_directory();
	GString *roster = init_roster_text(&init->answers);
	GString *config =
		init_config_text(&init->answers, rules, init->roster_name);
	bool good = g_mkdir_with_parents(init->directory, 0755) == 0;

	if (!good)
		engine_complain(init->directory);
	/* The roster first: a configuration without one does not load. */
	good = good && create_file(init->roster, str_of(roster->str));
	if (good && !write_config(init, config)) {
		g_unlink(init->roster);
		good = false;
	}
	g_string_free(roster, TRUE);
	g_string_free(config, TRUE);
	return good;
}

static void
say_what_next(const struct init *init)
{
	printf("Written: %s\n         %s\n\n", init->config, init->roster);
	printf("Lines for the mail server (%s):\n\n",
		mta_names[init->answers.mta]);
	init_print_mta(init->answers.mta);
	printf("\nNext: write the council's people into %s, by hand\n"
	       "or with \"comity roster import\", and try it with\n"
	       "    comity roster check %s\n"
	       "    comity scan --config %s MESSAGE.eml\n\n",
		init->roster, init->roster, init->config);
}

static int
lint(const struct init *init)
{
	const char *arguments[] = {init->config, NULL};
	struct options options = {.arguments = arguments};

	printf("Checking %s:\n", init->config);
	fflush(stdout);
	return cmd_lint(&options);
}

int
cmd_init(const struct options *options)
{
	struct init init = {.options = options};
	bool good = init_ask(options, &init.answers);
	int status = 1;

	if (good) {
		find_places(&init);
		good = check_places(&init) && write_files(&init);
	}
	if (good) {
		say_what_next(&init);
		status = lint(&init);
	}
	if (init.answers.domains != NULL)
		init_answers_clear(&init.answers);
	g_free(init.directory);
	g_free(init.config);
	g_free(init.roster_name);
	g_free(init.roster);
	return status;
}
