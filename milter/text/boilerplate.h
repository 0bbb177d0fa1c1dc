/*
 * boilerplate: text that machines and habits put into mail, not the writer.
 *
 * For segment.c. Standard disclaimers and banners are known by stock phrases,
 * of which a paragraph must hold enough; the council's own by their letters.
 */
#ifndef COMITY_TEXT_BOILERPLATE_H
#define COMITY_TEXT_BOILERPLATE_H

#include <stdbool.h>

#include "base/str.h"

struct boilerplate_score {
	unsigned disclaimer;
	unsigned banner; /* "CAUTION: this e-mail comes from outside" */
};

enum { BOILERPLATE_LEAST = 20 }; /* bytes; nothing shorter scores */

struct boilerplate_score boilerplate_score(struct str paragraph);

/*
 * Does one of the registered texts start at `at`? Only letters and digits
 * count, without case, so that wrapping and typography do not matter. The end
 * of what matched, or 0.
 */
size_t boilerplate_registered(
	struct str text, size_t at, const struct str *registered, size_t count);

#endif
