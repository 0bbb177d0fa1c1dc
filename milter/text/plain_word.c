#include "text/plain_word.h"

#include <string.h>

#include <glib.h>

bool
plain_word_next(struct str text, size_t *at, struct str *word)
{
	size_t start = *at;
	size_t end;

	while (start < text.n && !plain_word_has(text.p[start]))
		start++;
	end = start;
	while (end < text.n && plain_word_has(text.p[end]))
		end++;
	*at = end;
	*word = (struct str){text.p + start, end - start};
	return end > start;
}

struct str
plain_word_bare(struct str word)
{
	while (word.n > 0 && word.p[word.n - 1] == '\'')
		word.n--;
	while (word.n > 0 && *word.p == '\'') {
		word.p++;
		word.n--;
	}
	return word;
}

/*
 * Eight bytes at a time. The bit that parts small letters from capitals is set
 * in all of them; an apostrophe has it already.
 */
uint64_t
plain_word_hash(struct str word)
{
	const uint64_t odd = UINT64_C(0x9E3779B97F4A7C15);
	uint64_t hash = word.n;

	for (size_t at = 0; at < word.n; at += 8) {
		uint64_t eight = 0;

		if (word.n - at >= 8)
			memcpy(&eight, word.p + at, 8);
		else
			for (size_t i = at; i < word.n; i++)
				eight = eight << 8 | (unsigned char)word.p[i];
		hash = (hash ^ (eight | UINT64_C(0x2020202020202020))) * odd;
		hash ^= hash >> 32;
	}
	return hash;
}
