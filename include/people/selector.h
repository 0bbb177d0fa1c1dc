/*
 * selector: a description that a person fits or does not.
 *
 * "member", "officer with post director", "group with other party", as written
 * in rule conditions and complaint routes. A selector is a set of alternatives;
 * an alternative is a conjunction of traits.
 *
 * Threads: immutable.
 */
#ifndef COMITY_PEOPLE_SELECTOR_H
#define COMITY_PEOPLE_SELECTOR_H

#include <stdbool.h>

#include "base/str.h"
#include "people/roster.h"

enum trait_kind {
	TRAIT_ANYONE,
	TRAIT_ROLE,        /* role */
	TRAIT_POST,        /* text: the post's word */
	TRAIT_PARTY,       /* text: the party's name */
	TRAIT_SAME_PARTY,  /* as the reference person */
	TRAIT_OTHER_PARTY, /* has a party, and not the reference's */
	TRAIT_NOT_PARTY,   /* has a party, and not that of text */
	TRAIT_WARD,        /* text */
	TRAIT_ADDRESS,     /* text: a key */
	TRAIT_DOMAIN,      /* text: a domain; subdomains included */
	TRAIT_NAMED,       /* has a line of their own, no domain default */
};

struct trait {
	enum trait_kind kind;
	enum role role;
	struct str text;
	bool negated; /* "without post restricted" */
};

struct selector_alternative {
	const struct trait *traits;
	size_t count;
};

struct selector {
	const struct selector_alternative *alternatives;
	size_t count;
};

/*
 * Whether somebody with this key fits. `person` NULL is somebody outside.
 * `party` is the party that same/other refer to (empty: nobody fits either).
 */
bool selector_fits(const struct selector *selector, struct str key,
	const struct person *person, struct str party);

#endif
