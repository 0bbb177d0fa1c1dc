#include "word_list.h"

#include "base/words.h"

enum { LONGEST = 31 }; /* bits of a set of lengths */

static uint32_t
length_bit(size_t n)
{
	return UINT32_C(1) << MIN(n, (size_t)LONGEST);
}

static uint32_t
second_bit(char c)
{
	return UINT32_C(1) << (c & 31);
}

/* Capitals get the number of their small letter. */
static size_t
slot_of(struct str word)
{
	uint32_t hash = 0;

	for (size_t i = 0; i < word.n; i++)
		hash = hash * 31 + ((unsigned char)word.p[i] | 0x20);
	return (hash ^ hash >> 8) % WORD_LIST_SLOTS;
}

static void
index_word(struct word_list *list, struct str word)
{
	size_t slot = slot_of(word);

	while (list->slots[slot] != 0)
		slot = (slot + 1) % WORD_LIST_SLOTS;
	list->slots[slot] = (uint16_t)(word.p - list->words);
	list->lengths[word.p[0] & 31] |= length_bit(word.n);
	list->seconds[word.p[0] & 31] |= second_bit(word.p[1]);
}

static void
index_list(struct word_list *list)
{
	struct str rest = str_of(list->words + 1), word;
	size_t count = 0;

	while (str_split(&rest, list->words[0], &word) && rest.p != NULL) {
		index_word(list, word);
		count++;
	}
	/* Looking for what is not there ends at a free slot. */
	g_assert(count < WORD_LIST_SLOTS / 2);
}

/* Does `word` stand at `at`, where a word of the list begins? */
static bool
stands_at(const struct word_list *list, size_t at, struct str word)
{
	const char *p = list->words + at;

	for (size_t i = 0; i < word.n; i++)
		if (p[i] != word_lower(word.p[i]))
			return false;
	return p[word.n] == list->words[0];
}

static inline void
make_ready(struct word_list *list)
{
	if (g_once_init_enter(&list->indexed)) {
		index_list(list);
		g_once_init_leave(&list->indexed, 1);
	}
}

bool
word_list_may_begin(struct word_list *list, struct str text)
{
	make_ready(list);
	return (list->seconds[text.p[0] & 31] & second_bit(text.p[1])) != 0;
}

size_t
word_list_find(struct word_list *list, struct str word)
{
	make_ready(list);
	if (word.n == 0 ||
		(list->lengths[word.p[0] & 31] & length_bit(word.n)) == 0)
		return 0;
	for (size_t slot = slot_of(word); list->slots[slot] != 0;
		slot = (slot + 1) % WORD_LIST_SLOTS)
		if (stands_at(list, list->slots[slot], word))
			return list->slots[slot];
	return 0;
}
