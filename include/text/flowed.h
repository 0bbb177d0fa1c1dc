/*
 * flowed: format=flowed text (RFC 3676) with its soft line breaks undone.
 *
 * A line that ends with a space goes on in the next one of the same quoting
 * depth; with DelSp=yes that space goes too. Space-stuffing is taken off.
 * Quoted lines come out as ">" marks, a space and the text. The signature
 * separator "-- " is never joined.
 *
 * Linear; pure; the result lives in the arena.
 */
#ifndef COMITY_TEXT_FLOWED_H
#define COMITY_TEXT_FLOWED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

struct str flowed_unwrap(struct arena *arena, struct str text, bool delsp);

#endif
