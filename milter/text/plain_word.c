#include "text/plain_word.h"

#include <glib.h>

#include "base/words.h"

static bool
is_letter(char c)
{
	return (unsigned char)c >= 0x80 || g_ascii_isalpha(c);
}

bool
plain_word_next(struct str text, size_t *at, struct str *word)
{
	size_t start = *at;
	size_t end;

	while (start < text.n && !is_letter(text.p[start]))
		start++;
	end = start;
	while (end < text.n && (is_letter(text.p[end]) || text.p[end] == '\''))
		end++;
	*at = end;
	while (end > start && text.p[end - 1] == '\'')
		end--;
	*word = (struct str){text.p + start, end - start};
	return end > start;
}

uint64_t
plain_word_hash(struct str word)
{
	/* FNV-1a. */
	uint64_t hash = UINT64_C(0xCBF29CE484222325);

	for (size_t i = 0; i < word.n; i++) {
		hash ^= (unsigned char)word_lower(word.p[i]);
		hash *= UINT64_C(0x100000001B3);
	}
	return hash;
}
