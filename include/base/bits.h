/*
 * bits: sets of small numbers, a bit each, 64 to a word.
 *
 * Threads: pure.
 */
#ifndef COMITY_BASE_BITS_H
#define COMITY_BASE_BITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

static inline bool
bits_have(const uint64_t *words, size_t bit)
{
	return words[bit / 64] >> (bit % 64) & 1;
}

static inline void
bits_add(uint64_t *words, size_t bit)
{
	words[bit / 64] |= UINT64_C(1) << (bit % 64);
}

#endif
