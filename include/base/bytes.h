/*
 * bytes: eight or sixteen bytes of text looked at in one step.
 *
 * Nearly all of a letter is words with single spaces between them. Whoever
 * looks for something rarer passes over eight bytes at a time where there is
 * nothing of it, and looks at single bytes only where there is; sixteen where
 * all of a text is passed over and not just a line of it.
 *
 * Threads: pure.
 */
#ifndef COMITY_BASE_BYTES_H
#define COMITY_BASE_BYTES_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#include <glib.h>

enum { BYTES_STEP = 8, BYTES_BLOCK = 16, BYTES_LINE = 80 };

#define BYTES_EACH(byte) (UINT64_C(0x0101010101010101) * (uint64_t)(byte))

static inline uint64_t
bytes_load(const char *p)
{
	uint64_t eight;

	memcpy(&eight, p, sizeof(eight));
	return eight;
}

static inline void
bytes_store(char *p, uint64_t eight)
{
	memcpy(p, &eight, sizeof(eight));
}

/*
 * The top bit of the lowest byte that is below `least` (0x80 at most); above
 * it others may be set. For this and what follows, load with GUINT64_FROM_LE
 * on a big-endian machine, that the first byte be the lowest.
 */
static inline uint64_t
bytes_find_below(uint64_t eight, unsigned char least)
{
	return (eight - BYTES_EACH(least)) & ~eight & BYTES_EACH(0x80);
}

static inline bool
bytes_any_below(uint64_t eight, unsigned char least)
{
	return bytes_find_below(eight, least) != 0;
}

/* Is one of them no ASCII? */
static inline bool
bytes_any_high(uint64_t eight)
{
	return (eight & BYTES_EACH(0x80)) != 0;
}

static inline bool
bytes_any_is(uint64_t eight, unsigned char byte)
{
	return bytes_any_below(eight ^ BYTES_EACH(byte), 1);
}

/* The place of the lowest byte that was found. */
static inline size_t
bytes_first(uint64_t found)
{
	return (size_t)__builtin_ctzll(found) / 8;
}

/* The top bits of all eight bytes, which have no others, side by side. */
static inline uint64_t
bytes_bits(uint64_t tops)
{
	/* Each is shifted to its place in the highest byte. */
	return (tops >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* The top bit of each byte from `first` to `last`, both ASCII. */
static inline uint64_t
bytes_between(uint64_t eight, unsigned char first, unsigned char last)
{
	uint64_t plain = eight & BYTES_EACH(0x7F);
	/* Carries into the top bit from `first` on, and behind `last`. */
	uint64_t from_first = plain + BYTES_EACH(0x80 - first);
	uint64_t behind_last = plain + BYTES_EACH(0x7F - last);

	return from_first & ~behind_last & ~eight & BYTES_EACH(0x80);
}

/* The top bit of each byte that is an ASCII letter. */
static inline uint64_t
bytes_letters(uint64_t eight)
{
	return bytes_between(eight | BYTES_EACH(0x20), 'a', 'z');
}

static inline uint64_t
bytes_digits(uint64_t eight)
{
	return bytes_between(eight, '0', '9');
}

/* Is `byte` (below 0x80) there twice, one behind the other? */
static inline bool
bytes_any_double(uint64_t eight, unsigned char byte)
{
	const uint64_t low = BYTES_EACH(0x7F);
	uint64_t other = eight ^ BYTES_EACH(byte);
	/* The top bit of each byte that is zero now, and no other bit. */
	uint64_t found = ~(((other & low) + low) | other | low);

	return (found & found >> BYTES_STEP) != 0;
}

/* Sixteen bytes, which compare byte by byte. */
typedef unsigned char bytes_block __attribute__((vector_size(BYTES_BLOCK)));

static inline bytes_block
bytes_load_block(const char *p)
{
	bytes_block block;

	memcpy(&block, p, sizeof(block));
	return block;
}

/* What sixteen comparisons came out as, side by side. */
typedef __typeof__((bytes_block){0} == (bytes_block){0}) bytes_compared;

/* A bit for each that came out true, the first byte's lowest. Where there is
 * one instruction for it, the compiler does not find that by itself. */
static inline unsigned
bytes_true_bits(bytes_compared compared)
{
#ifdef __SSE2__
	return (unsigned)_mm_movemask_epi8((__m128i)compared);
#else
	uint64_t halves[2];

	memcpy(halves, &compared, sizeof(halves));
	return (unsigned)(bytes_bits(GUINT64_FROM_LE(halves[0]) &
				     BYTES_EACH(0x80)) |
			  bytes_bits(
				  GUINT64_FROM_LE(halves[1]) & BYTES_EACH(0x80))
				  << BYTES_STEP);
#endif
}

/* Did one of the sixteen comparisons come out true? */
static inline bool
bytes_any_true(bytes_compared compared)
{
	return bytes_true_bits(compared) != 0;
}

/* Which of sixteen bytes at p does bytes_skip_words() leave for a closer look?
 * Looks at the byte behind them, too. */
static inline bytes_compared
bytes_no_words(const char *p, unsigned char but, unsigned char also,
	unsigned char another)
{
	bytes_block here = bytes_load_block(p);
	bytes_block next = bytes_load_block(p + 1);

	return ((here < ' ') & (here != but)) |
	       ((here == ' ') & (next <= ' ')) | (here == also) |
	       (here == another);
}

/*
 * Behind words at p that have single spaces between them. A control byte that
 * is not `but`, a space before anything but a word, a byte that is `also` or
 * `another` and some bytes at the end are left for a closer look.
 */
static inline const char *
bytes_skip_words(const char *p, const char *end, unsigned char but,
	unsigned char also, unsigned char another)
{
	const char *last = end - p > BYTES_BLOCK ? end - BYTES_BLOCK - 1 : NULL;
	unsigned found;

	for (; end - p > BYTES_BLOCK; p += BYTES_BLOCK) {
		found = bytes_true_bits(bytes_no_words(p, but, also, another));
		if (found != 0)
			return p + __builtin_ctz(found);
	}
	/* The rest, together with some that were seen. */
	if (last == NULL)
		return p;
	found = bytes_true_bits(bytes_no_words(last, but, also, another));
	return found != 0 ? last + __builtin_ctz(found) : end - 1;
}

/* Which of sixteen bytes are not from `least` to the last of ASCII? */
static inline bytes_compared
bytes_no_ascii(const char *p, unsigned char least)
{
	return bytes_load_block(p) - least > (unsigned char)(0x7F - least);
}

/* Behind the bytes at p that are ASCII, `least` at least. */
static inline const char *
bytes_skip_ascii(const char *p, const char *end, unsigned char least)
{
	/* Where there is nothing else, in larger steps. */
	while (end - p >= 2 * BYTES_BLOCK &&
		!bytes_any_true(bytes_no_ascii(p, least) |
				bytes_no_ascii(p + BYTES_BLOCK, least)))
		p += 2 * BYTES_BLOCK;
	for (; end - p >= BYTES_BLOCK; p += BYTES_BLOCK) {
		unsigned others = bytes_true_bits(bytes_no_ascii(p, least));

		if (others != 0)
			return p + __builtin_ctz(others);
	}
	while (p < end && (unsigned char)*p >= least &&
		(unsigned char)*p < 0x80)
		p++;
	return p;
}

/* The first LF in [p, end), or `end`: a line as people write them takes no
 * call for it. */
static inline const char *
bytes_line_end(const char *p, const char *end)
{
	const char *lf;

	if (end - p >= BYTES_LINE) {
#pragma GCC unroll 5
		for (int i = 0; i < BYTES_LINE; i += BYTES_BLOCK) {
			unsigned found = bytes_true_bits(
				bytes_load_block(p + i) == '\n');

			if (found != 0)
				return p + i + __builtin_ctz(found);
		}
		p += BYTES_LINE;
	}
	lf = p < end ? memchr(p, '\n', (size_t)(end - p)) : NULL;
	return lf != NULL ? lf : end;
}

#endif
