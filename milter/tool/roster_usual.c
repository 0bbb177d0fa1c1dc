#include "tool/roster_sources.h"

#include <glib.h>

/* Made of the files in contrib/: an array of lines each. */
#include "roster/ldap.map.h"
#include "roster/moderngov.map.h"

static char *
join(const char *const *lines)
{
	GString *text = g_string_new(NULL);

	for (; *lines != NULL; lines++) {
		g_string_append(text, *lines);
		g_string_append_c(text, '\n');
	}
	return g_string_free(text, FALSE);
}

char *
ldap_usual_map(void)
{
	return join(roster_ldap_map);
}

char *
moderngov_usual_map(void)
{
	return join(roster_moderngov_map);
}
