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

/* Those from `from` on before `to`. */
static inline void
bits_add_from(uint64_t *words, size_t from, size_t to)
{
	while (from < to) {
		size_t end = (from / 64 + 1) * 64;
		size_t last = (end < to ? end : to) - 1;

		words[from / 64] |= UINT64_MAX << from % 64 &
				    UINT64_MAX >> (63 - last % 64);
		from = last + 1;
	}
}

#endif
