#include "boilerplate.h"

#include <stdint.h>

#include <glib.h>

#include "base/bytes.h"
#include "base/words.h"

struct phrase {
	struct str words; /* lower case, single spaces */
	unsigned char disclaimer, banner;
};

/*
 * In the order of the alphabet by first letter (the index needs it). A
 * phrase that people write as well weighs 1, so that it takes company; what
 * nobody writes by hand weighs 3.
 */
static const struct phrase phrases[] = {
	{WORDS("accept no liability"), 2, 0},
	{WORDS("accepts no liability"), 2, 0},
	{WORDS("addressee"), 1, 0},
	{WORDS("any attachments"), 1, 0},
	{WORDS("any files transmitted with it"), 3, 0},
	{WORDS("any unauthorised"), 2, 0},
	{WORDS("any views or opinions"), 2, 0},
	{WORDS("be legally privileged"), 2, 0},
	{WORDS("before printing"), 1, 0},
	{WORDS("came from outside"), 0, 1},
	{WORDS("caution:"), 0, 1},
	{WORDS("click links"), 0, 1},
	{WORDS("click on links"), 0, 1},
	{WORDS("computer viruses"), 2, 0},
	{WORDS("confidential"), 1, 0},
	{WORDS("consider the environment"), 3, 0},
	{WORDS("contain confidential"), 1, 0},
	{WORDS("data protection act"), 1, 0},
	{WORDS("delete it"), 1, 0},
	{WORDS("delete the message"), 1, 0},
	{WORDS("destroy it"), 1, 0},
	{WORDS("disclaimer:"), 3, 0},
	{WORDS("disclosure, copying"), 2, 0},
	{WORDS("do not click"), 0, 1},
	{WORDS("do not necessarily"), 2, 0},
	{WORDS("environment before"), 1, 0},
	{WORDS("external e-mail"), 0, 1},
	{WORDS("external email"), 0, 1},
	{WORDS("external message"), 0, 1},
	{WORDS("external sender"), 0, 1},
	{WORDS("for the intended recipient"), 2, 0},
	{WORDS("freedom of information act"), 1, 0},
	{WORDS("from an external"), 0, 1},
	{WORDS("from outside"), 0, 1},
	{WORDS("have received it in error"), 2, 0},
	{WORDS("have received this"), 1, 0},
	{WORDS("how we use your personal"), 2, 0},
	{WORDS("in error"), 1, 0},
	{WORDS("individual or entity"), 2, 0},
	{WORDS("intended for the"), 1, 0},
	{WORDS("intended only for"), 2, 0},
	{WORDS("intended recipient"), 2, 0},
	{WORDS("intended solely for"), 3, 0},
	{WORDS("legally privileged"), 2, 0},
	{WORDS("links or attachments"), 0, 1},
	{WORDS("may be monitored"), 2, 0},
	{WORDS("may be recorded"), 2, 0},
	{WORDS("may be subject to"), 1, 0},
	{WORDS("may contain"), 1, 0},
	{WORDS("may not reflect the views"), 3, 0},
	{WORDS("monitors all e"), 2, 0},
	{WORDS("monitors e-mail"), 3, 0},
	{WORDS("monitors email"), 3, 0},
	{WORDS("named recipient"), 2, 0},
	{WORDS("necessarily reflect"), 2, 0},
	{WORDS("necessarily represent"), 2, 0},
	{WORDS("necessarily those of"), 2, 0},
	{WORDS("not the intended"), 2, 0},
	{WORDS("notify the sender"), 2, 0},
	{WORDS("open attachments"), 0, 1},
	{WORDS("originated from outside"), 0, 3},
	{WORDS("originated outside"), 0, 3},
	{WORDS("originates from outside"), 0, 3},
	{WORDS("outside of the organisation"), 0, 1},
	{WORDS("outside the council"), 0, 1},
	{WORDS("outside the organisation"), 0, 1},
	{WORDS("please tell the sender"), 1, 0},
	{WORDS("print this e-mail"), 2, 0},
	{WORDS("print this email"), 2, 0},
	{WORDS("privacy notice"), 2, 0},
	{WORDS("privileged"), 1, 0},
	{WORDS("received in error"), 2, 0},
	{WORDS("received it in error"), 2, 0},
	{WORDS("received this e-mail in error"), 2, 0},
	{WORDS("received this email in error"), 2, 0},
	{WORDS("received this message in error"), 2, 0},
	{WORDS("recognise the sender"), 0, 1},
	{WORDS("scanned by"), 1, 0},
	{WORDS("scanned for viruses"), 2, 0},
	{WORDS("sender immediately"), 1, 0},
	{WORDS("solely for the use"), 2, 0},
	{WORDS("solely those of the author"), 3, 0},
	{WORDS("strictly prohibited"), 2, 0},
	{WORDS("swept for"), 2, 0},
	{WORDS("think before printing"), 3, 0},
	{WORDS("think before you print"), 3, 0},
	{WORDS("this communication"), 1, 0},
	{WORDS("this e-mail and any"), 2, 0},
	{WORDS("this e-mail has been"), 1, 0},
	{WORDS("this email and any"), 2, 0},
	{WORDS("this email has been"), 1, 0},
	{WORDS("this message and any"), 2, 0},
	{WORDS("this message is sent by"), 1, 0},
	{WORDS("unauthorised use"), 2, 0},
	{WORDS("views expressed"), 2, 0},
	{WORDS("virus"), 1, 0},
	{WORDS("viruses"), 1, 0},
	{WORDS("your personal data"), 1, 0},
};

enum {
	LETTERS = 26,
	SHORTEST_PHRASE = 5, /* "virus" */
	HASH_BITS = 13,
};

/* Where a phrase may begin: every place asks, nearly all in vain. */
struct phrase_index {
	/* A bit for each hash of three bytes that begin a phrase. */
	unsigned char begins[(1 << HASH_BITS) / 8];
	/* The first phrase of each letter. */
	unsigned char starts[LETTERS + 1];
	/* Its first eight bytes (key_of), and which of them it has. */
	uint64_t keys[G_N_ELEMENTS(phrases)], masks[G_N_ELEMENTS(phrases)];
};

/* Of the first three of the four bytes at p, whatever their case. What has
 * the same hash is told apart when the phrase is compared. */
static inline uint32_t
hash_of(const char *p)
{
	uint32_t bytes;

	memcpy(&bytes, p, sizeof(bytes));
	bytes = GUINT32_FROM_LE(bytes) & 0x1F1F1F;
	return bytes * UINT32_C(2654435761) >> (32 - HASH_BITS);
}

static void
index_beginning(struct phrase_index *index, const char *words, char third)
{
	const char bytes[4] = {words[0], words[1], third, '\0'};
	uint32_t hash = hash_of(bytes);

	index->begins[hash / 8] |= (unsigned char)(1 << hash % 8);
}

/* The first bytes of s as a number in which case makes no difference. What has
 * the same is told apart when the phrase is compared. */
static uint64_t
key_of(struct str s)
{
	char bytes[BYTES_STEP] = {0};

	memcpy(bytes, s.p, MIN(s.n, sizeof(bytes)));
	return GUINT64_FROM_LE(bytes_load(bytes)) & BYTES_EACH(0x1F);
}

static void
index_key(struct phrase_index *index, size_t i)
{
	struct str words = phrases[i].words;

	index->keys[i] = key_of(words);
	index->masks[i] = words.n < BYTES_STEP
				  ? (UINT64_C(1) << 8 * words.n) - 1
				  : UINT64_MAX;
}

static void
index_phrases(struct phrase_index *index)
{
	unsigned char phrase = 0;

	for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++) {
		const char *words = phrases[i].words.p;

		index_beginning(index, words, words[2]);
		index_key(index, i);
		if (words[2] != ' ')
			continue;
		/* Any white space will do for it. */
		index_beginning(index, words, '\n');
		index_beginning(index, words, '\r');
		index_beginning(index, words, '\t');
	}
	for (int letter = 0; letter <= LETTERS; letter++) {
		while (phrase < G_N_ELEMENTS(phrases) &&
			phrases[phrase].words.p[0] < 'a' + letter)
			phrase++;
		index->starts[letter] = phrase;
	}
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* Does the phrase stand at `at`? Any white space will do for a space. */
static bool
stands_at(struct str s, size_t at, struct str phrase)
{
	for (size_t i = 0; i < phrase.n; i++) {
		if (at >= s.n)
			return false;
		if (phrase.p[i] != ' ') {
			if (word_lower(s.p[at++]) != phrase.p[i])
				return false;
			continue;
		}
		if (!is_space(s.p[at]))
			return false;
		/* Bounded, so that a text of blanks stays linear. */
		for (int blanks = 0; blanks < 8 && at < s.n; blanks++) {
			if (!is_space(s.p[at]) && s.p[at] != '>')
				break;
			at++;
		}
	}
	return true;
}

/* Are its first bytes words with single spaces between them, as phrases have
 * them, and no mark of quoting? */
static bool
begins_plainly(struct str s)
{
	uint64_t eight;

	if (s.n <= BYTES_STEP)
		return false;
	eight = bytes_load(s.p);
	return !bytes_any_below(eight, ' ') && !bytes_any_double(eight, ' ') &&
	       !bytes_any_is(eight, '>');
}

/* What the phrases add to the score that stand at `at`. */
static void
score_at(struct str s, size_t at, const struct phrase_index *index,
	struct boilerplate_score *score)
{
	struct str text = {s.p + at, s.n - at};
	unsigned letter = (unsigned)word_lower(text.p[0]) - 'a';
	bool plain = begins_plainly(text);
	uint64_t key = key_of(text);

	if (letter >= LETTERS)
		return;
	for (size_t i = index->starts[letter]; i < index->starts[letter + 1];
		i++) {
		if ((plain && ((key ^ index->keys[i]) & index->masks[i])) ||
			!stands_at(s, at, phrases[i].words))
			continue;
		score->disclaimer += phrases[i].disclaimer;
		score->banner += phrases[i].banner;
	}
}

static void
score_start(struct str s, size_t at, const struct phrase_index *index,
	struct boilerplate_score *score)
{
	uint32_t hash = hash_of(s.p + at);

	if (index->begins[hash / 8] >> hash % 8 & 1)
		score_at(s, at, index, score);
}

/* Which of the bytes at p are letters, eight by eight: a bit for each. */
static uint64_t
letter_bits(const char *p, size_t eights)
{
	uint64_t bits = 0;

	for (size_t i = 0; i < eights; i++) {
		uint64_t eight = bytes_load(p + i * BYTES_STEP);

		bits |= bytes_bits(bytes_letters(GUINT64_FROM_LE(eight)))
			<< i * BYTES_STEP;
	}
	return bits;
}

/* Phrases begin where a word does: nowhere else is looked for one. */
static void
score_words(struct str s, const struct phrase_index *index,
	struct boilerplate_score *score)
{
	uint64_t within = 0; /* 1: a letter stands before `at` */
	size_t at = 0;

	/* A phrase at the last byte is compared to its fourth one. */
	while (s.n - at >= 2 * BYTES_STEP) {
		size_t eights =
			MIN((s.n - at) / BYTES_STEP - 1, (size_t)BYTES_STEP);
		uint64_t letters = letter_bits(s.p + at, eights);
		uint64_t starts = letters & ~(letters << 1 | within);

		for (; starts != 0; starts &= starts - 1)
			score_start(s, at + (size_t)__builtin_ctzll(starts),
				index, score);
		within = letters >> (eights * BYTES_STEP - 1) & 1;
		at += eights * BYTES_STEP;
	}
	for (; at + SHORTEST_PHRASE <= s.n; at++) {
		bool letter = g_ascii_isalpha(s.p[at]);

		if (letter && !within)
			score_start(s, at, index, score);
		within = letter;
	}
}

struct boilerplate_score
boilerplate_score(struct str paragraph)
{
	static struct phrase_index index;
	static gsize indexed;
	struct boilerplate_score score = {0, 0};

	if (g_once_init_enter(&indexed)) {
		index_phrases(&index);
		g_once_init_leave(&indexed, 1);
	}
	score_words(paragraph, &index, &score);
	return score;
}

/* The next letter or digit at or after *at in lower case; 0 at the end. */
static char
next_letter(struct str s, size_t *at)
{
	while (*at < s.n && !g_ascii_isalnum(s.p[*at]))
		(*at)++;
	return *at < s.n ? word_lower(s.p[(*at)++]) : '\0';
}

static size_t
match_letters(struct str text, size_t at, struct str wanted)
{
	size_t i = 0;
	bool any = false;

	for (;;) {
		char want = next_letter(wanted, &i);

		if (want == '\0')
			return any ? at : 0;
		if (next_letter(text, &at) != want)
			return 0;
		any = true;
	}
}

size_t
boilerplate_registered(
	struct str text, size_t at, const struct str *registered, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t end = match_letters(text, at, registered[i]);

		if (end > 0)
			return end;
	}
	return 0;
}
