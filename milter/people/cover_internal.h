/*
 * cover: does a stretch that names people cover one certain hidden recipient?
 *
 * By address, by name, by post or title, by department, by party or group, as
 * one of a body, or among all. Of somebody outside the council the roster
 * knows no name: their display name, the parts of their address and its
 * domain are compared with the words, and where those tell nothing ("the
 * applicant's agent"), that somebody outside is named at all counts.
 */
#ifndef COMITY_PEOPLE_COVER_INTERNAL_H
#define COMITY_PEOPLE_COVER_INTERNAL_H

#include "mention_internal.h"
#include "people/participants.h"
#include "tell_internal.h"

/* A stretch of a zone's text that names those who get a copy. */
struct stretch {
	const struct zone_text *zone;
	const struct found_mentions *mentions; /* of that zone */
	size_t start, end;
	size_t sentence_start; /* for pronouns: what went before */
	enum frame_side side;
	unsigned bodies;
};

struct str stretch_text(const struct stretch *stretch);
/* Whether somebody of the roster is named at this offset of the zone. */
bool stretch_mentions(const struct stretch *stretch, size_t at);
/*
 * Does the word stand in the stretch, as a name: with a capital, and not as
 * part of what the index of names knows? `is_first`: a first name.
 */
bool stretch_has_name(
	const struct stretch *stretch, struct str wanted, bool is_first);
/* Is somebody meant whom only their address and display name describe? */
bool stretch_describes(
	const struct stretch *stretch, const struct participant *somebody);

bool stretch_covers(const struct stretch *stretch,
	const struct participants *people, const struct participant *somebody);

#endif
