/*
 * roster_sources: where a roster's people can come from.
 *
 * Each source gives records (roster_map.h) and has a mapping of its own for
 * when nobody writes one. A source gives everybody or fails: half a directory
 * would make officers of the other half outsiders.
 *
 * LDAP (RFC 4511; Active Directory): a paged search (RFC 2696) below a base,
 * over ldaps://, ldapi:// or ldap:// with StartTLS; the server's certificate is
 * always checked. Referrals are not followed. Each value of an attribute comes
 * as it is; one that is a DN comes also, and first, as its first name:
 * memberOf "CN=Councillors,OU=…" as "Councillors".
 *
 * ModernGov: the XML that its web service answers to GetCouncillorsByWard. The
 * elements of a councillor are attributes; besides, `wardtitle` is the ward's,
 * `email` and `homeemail` are those of the work and home address, `keypost` is
 * each of the posts in `keyposts`, and `termstart` and `termend` are of the
 * last term of office. A document type declaration is refused, so that no
 * entity is ever expanded; nothing is fetched.
 *
 * Threads: one at a time. Records live in the list's arena.
 */
#ifndef COMITY_TOOL_ROSTER_SOURCES_H
#define COMITY_TOOL_ROSTER_SOURCES_H

#include "tool/options.h"
#include "tool/roster_map.h"

/* The mappings in contrib/roster, to be freed with g_free(). */
char *ldap_usual_map(void);
char *moderngov_usual_map(void);

/* False on any failure, said on standard error. */
bool ldap_records(const struct options *options, const char **attributes,
	struct record_list *list);
/* "-" is standard input. */
bool moderngov_records(const char *path, struct record_list *list);

#endif
