#include "tool/commands.h"

#include <glib.h>

#include "base/diag.h"
#include "judge/policy.h"

/* The installed configuration where there is one, else the shipped rules. */
static const char *
choose_config(const struct options *options)
{
	if (options->arguments[0] != NULL)
		return options->arguments[0];
	if (options->config != NULL)
		return options->config;
	return g_file_test(COMITY_CONFIG, G_FILE_TEST_EXISTS) ? COMITY_CONFIG
							      : NULL;
}

int
cmd_lint(const struct options *options)
{
	struct diag *diag = diag_new();
	const char *config = choose_config(options);
	struct policy_overrides overrides = {.check_only = true};
	struct policy *policy = policy_load(diag, config, &overrides);
	int status;

	/* Patterns are timed here alone: a load must not depend on it. */
	if (policy != NULL)
		ruleset_check_speed(diag, policy_rules(policy));
	status = policy == NULL || diag_errors(diag) > 0;
	if (config == NULL)
		printf("The shipped rules in %s:\n",
			policy_shipped_directory());
	diag_print(diag, stdout);
	if (diag_errors(diag) + diag_warnings(diag) == 0)
		puts("no errors, no warnings");
	policy_unref(&policy);
	diag_free(&diag);
	return status;
}
