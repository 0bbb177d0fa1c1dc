/*
 * What only the files of people/ see of the index of names: looser forms than
 * mention.h gives, and persons by a bare display name.
 */
#ifndef COMITY_PEOPLE_MENTION_INTERNAL_H
#define COMITY_PEOPLE_MENTION_INTERNAL_H

#include "people/mention.h"

enum mention_form {
	FORM_NAME,       /* "Priya Ashworth" */
	FORM_SURNAME,    /* "Cllr Marsh", "Mrs P. Ashworth" */
	FORM_OFFICE,     /* "Director of Housing", "the Monitoring Officer" */
	FORM_FIRST_NAME, /* "Priya", the only one on the roster */
	FORM_DEPARTMENT, /* "Legal": of whoever is its head or works there */
};

struct found_mention {
	struct mention mention;
	enum mention_form form;
	bool possessive; /* "the Director's view" */
};

struct found_mentions {
	struct found_mention *items; /* by start */
	size_t count;
};

struct found_mentions mention_scan(struct arena *arena,
	const struct mention_index *index, const struct zone_text *zone,
	int32_t day);

/* The only person with this display name ("Grice, Paul (Cllr)"), or NULL. */
const struct person *mention_by_display_name(
	const struct mention_index *index, struct str name, int32_t day);

struct tell;
/* How copies are told of; belongs to the index since both are a policy's. */
const struct tell *mention_index_tell(const struct mention_index *index);

#endif
