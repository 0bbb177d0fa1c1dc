/*
 * The inside of `comity init`: cmd_init.c leads, init_ask.c finds out what is
 * wanted, init_text.c has what is written.
 */
#ifndef COMITY_TOOL_INIT_INTERNAL_H
#define COMITY_TOOL_INIT_INTERNAL_H

#include <glib.h>

#include "tool/options.h"

enum mta { MTA_POSTFIX, MTA_SENDMAIL, MTA_COUNT };
extern const char *const mta_names[MTA_COUNT + 1];

struct init_answers {
	char *council;
	char *protocol;
	GPtrArray *domains; /* char * */
	enum mta mta;
};

/*
 * What the options say, and where one is missing what somebody at the terminal
 * answers. False: said on standard error.
 */
bool init_ask(const struct options *options, struct init_answers *answers);
void init_answers_clear(struct init_answers *answers);

/* The configuration as it is installed, for nobody in particular. */
GString *init_installed_text(const char *rules);
/* The same for that council; its roster is `roster`, beside it. */
GString *init_config_text(const struct init_answers *answers,
	const char *rules, const char *roster);
GString *init_roster_text(const struct init_answers *answers);
/* The lines to add to the mail server's configuration, from contrib/. */
void init_print_mta(enum mta mta);

#endif
