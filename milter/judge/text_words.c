#include "judge/text_words.h"

#include <glib.h>

#include "base/array.h"
#include "base/bytes.h"
#include "judge/trie.h"
#include "lexicon.h"
#include "text/plain_word.h"

enum { BLOCK_WORDS = 8 * 1024 };

/* Taking words ------------------------------------------------------------- */

/* What is taken of the word in hand. */
struct taking {
	struct lexicon_key key;
	size_t length; /* of the whole word, in the key or not */
};

/* A word that is near the end of all text or does not go into a block. */
static void
take_bytes(struct taking *taking, const char *p, size_t most)
{
	size_t n = 0;

	taking->key = (struct lexicon_key){{0}};
	for (; n < most && plain_word_has(p[n]); n++)
		if (n < LEXICON_LONGEST)
			taking->key.bytes[n] = trie_plain(p[n]);
	taking->length = n;
}

/* Bits of the first sixteen bytes at p that are of words. The key has them in
 * plain form, as trie_plain() says. */
static unsigned
read_block(struct lexicon_key *key, const char *p)
{
	bytes_block block = bytes_load_block(p);
	bytes_block low = block | 0x20;
	bytes_compared letters = (low >= 'a') & (low <= 'z');
	bytes_compared digits = (block >= '0') & (block <= '9');

	block |= (bytes_block)letters & 0x20;
	block = (block & ~(bytes_block)digits) | ((bytes_block)digits & '0');
	memcpy(key->bytes, &block, sizeof(block));
	return bytes_true_bits(
		letters | digits | (block == '\'') | (block >= 0x80));
}

/* Keeps so many bytes of the first sixteen. */
static void
cut_key(struct lexicon_key *key, size_t length)
{
	static const char masks[2 * BYTES_BLOCK] = {
		-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
	bytes_block block = bytes_load_block(key->bytes);

	block &= bytes_load_block(masks + BYTES_BLOCK - length);
	memcpy(key->bytes, &block, sizeof(block));
	memset(key->bytes + BYTES_BLOCK, 0, sizeof(key->bytes) - BYTES_BLOCK);
}

/* The word at `at`, which ends before `end`. Nearly all are within sixteen
 * bytes. */
static void
take_word(struct taking *taking, struct str text, size_t at, size_t end)
{
	size_t length = BYTES_BLOCK;

	if (text.n - at >= BYTES_BLOCK)
		length = (size_t)__builtin_ctz(
			~read_block(&taking->key, text.p + at));
	if (length >= BYTES_BLOCK) {
		take_bytes(taking, text.p + at, end - at);
		return;
	}
	taking->length = MIN(length, end - at);
	cut_key(&taking->key, taking->length);
}

/* Reading ------------------------------------------------------------------ */

static struct text_word *
add_word(struct text_words *words)
{
	words->list = array_grow(
		words->list, words->count, &words->room, sizeof(*words->list));
	return &words->list[words->count++];
}

/* Where the first word at or behind `at` starts, or `end`. */
static uint32_t
find_word(struct str text, uint32_t at, uint32_t end)
{
	while (at < end && !plain_word_has(text.p[at]))
		at++;
	return at;
}

static void
read_sentence(struct text_words *words, struct str text,
	const struct sentence *sentence, struct lexicon *lexicon)
{
	uint32_t end = sentence->end;
	struct taking taking;

	for (uint32_t at = find_word(text, sentence->start, end); at < end;
		at = find_word(text, at, end)) {
		struct text_word *word = add_word(words);

		word->start = at;
		take_word(&taking, text, at, end);
		at += (uint32_t)taking.length;
		word->end = at;
		word->known =
			lexicon != NULL && taking.length <= LEXICON_LONGEST
				? lexicon_look_up(lexicon, &taking.key)
				: NULL;
	}
}

void
text_words_begin(struct text_words *words)
{
	words->count = 0;
	words->first_sentence = words->end_sentence = 0;
}

void
text_words_clear(struct text_words *words)
{
	g_free(words->list);
	*words = (struct text_words){0};
}

void
text_words_read(struct text_words *words, const struct zone_text *zone,
	size_t first_sentence, struct lexicon *lexicon)
{
	size_t s = first_sentence;

	if (s == words->first_sentence && s < words->end_sentence)
		return;
	if (words->room > 2 * BLOCK_WORDS)
		text_words_clear(words);
	words->count = 0;
	words->first_sentence = s;
	while (s < zone->sentence_count && words->count < BLOCK_WORDS)
		read_sentence(
			words, zone->text, &zone->sentences[s++], lexicon);
	words->end_sentence = s;
}
