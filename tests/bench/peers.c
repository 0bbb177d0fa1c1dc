#include "peers.h"

#include <stddef.h>

struct filter *
peers_rspamd(const char *folder)
{
	(void)folder;
	return NULL;
}

struct filter *
peers_spamassassin(const char *folder)
{
	(void)folder;
	return NULL;
}
