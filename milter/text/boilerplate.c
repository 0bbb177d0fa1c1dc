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
 * In the order of the alphabet. A phrase that people write as well weighs 1,
 * so that it takes company; what nobody writes by hand weighs 3.
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
	SHORTEST_PHRASE = 5, /* "virus" */
	HASH_BITS = 11,
	/* Phrases, and some once more for each white space. */
	MOST_BEGINNINGS = 2 * G_N_ELEMENTS(phrases),
	WORDS_AT_ONCE = 64, /* bytes of which the letters are a bit each */
};

/* A phrase and the next one of those whose beginnings have one hash. */
struct beginning {
	unsigned char phrase, next; /* next: 0 at the end */
};

/* Where a phrase may begin: every word asks, nearly all in vain. */
struct phrase_index {
	/* By the hash of three bytes; 0: no phrase begins with them. */
	unsigned char first[1 << HASH_BITS];
	struct beginning beginnings[MOST_BEGINNINGS]; /* from 1 on */
	unsigned char count;
	/* The first eight bytes of each (key_of), and which of them it has. */
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
index_beginning(struct phrase_index *index, size_t phrase, char third)
{
	const char *words = phrases[phrase].words.p;
	const char bytes[4] = {words[0], words[1], third, '\0'};
	unsigned char *first = &index->first[hash_of(bytes)];

	index->count++;
	g_assert(index->count < MOST_BEGINNINGS);
	index->beginnings[index->count] =
		(struct beginning){(unsigned char)phrase, *first};
	*first = index->count;
}

/* Eight bytes as a number in which case makes no difference. What has the same
 * is told apart when the phrase is compared. */
static inline uint64_t
key_of(const char *eight)
{
	return GUINT64_FROM_LE(bytes_load(eight)) & BYTES_EACH(0x1F);
}

static void
index_key(struct phrase_index *index, size_t i)
{
	struct str words = phrases[i].words;
	char bytes[BYTES_STEP] = {0};

	memcpy(bytes, words.p, MIN(words.n, sizeof(bytes)));
	index->keys[i] = key_of(bytes);
	index->masks[i] = words.n < BYTES_STEP
				  ? (UINT64_C(1) << 8 * words.n) - 1
				  : UINT64_MAX;
}

static void
index_phrases(struct phrase_index *index)
{
	for (size_t i = 0; i < G_N_ELEMENTS(phrases); i++) {
		char third = phrases[i].words.p[2];

		index_beginning(index, i, third);
		index_key(index, i);
		if (third != ' ')
			continue;
		/* Any white space will do for it. */
		index_beginning(index, i, '\n');
		index_beginning(index, i, '\r');
		index_beginning(index, i, '\t');
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

/* What the phrases add to the score that stand at `at`, of which `beginning`
 * is the first that may. */
static void
score_at(struct str s, size_t at, const struct phrase_index *index,
	unsigned char beginning, struct boilerplate_score *score)
{
	bool plain = begins_plainly((struct str){s.p + at, s.n - at});
	uint64_t key = plain ? key_of(s.p + at) : 0;

	for (; beginning != 0; beginning = index->beginnings[beginning].next) {
		size_t i = index->beginnings[beginning].phrase;

		if ((plain && ((key ^ index->keys[i]) & index->masks[i])) ||
			!stands_at(s, at, phrases[i].words))
			continue;
		score->disclaimer += phrases[i].disclaimer;
		score->banner += phrases[i].banner;
	}
}

/* Which of sixteen bytes are letters: a bit for each. */
static inline uint64_t
letters_in_block(const char *p)
{
	bytes_block block = (bytes_load_block(p) | 0x20) - 'a';

	return bytes_true_bits(block <= 'z' - 'a');
}

/* The same of the n bytes (64 at most) at `at`, behind which or before which
 * there are so many that it is sixteen. */
static uint64_t
letters_at(struct str s, size_t at, size_t n)
{
	uint64_t bits = 0;
	size_t i = 0;

	for (; i + BYTES_BLOCK <= n; i += BYTES_BLOCK)
		bits |= letters_in_block(s.p + at + i) << i;
	/* The rest, together with some that were seen. */
	if (i < n)
		bits |= letters_in_block(s.p + at + n - BYTES_BLOCK) >>
			(BYTES_BLOCK - (n - i)) << i;
	return bits;
}

/* Phrases begin where a word does: nowhere else is looked for one. */
static void
score_words(struct str s, const struct phrase_index *index,
	struct boilerplate_score *score)
{
	uint64_t within = 0; /* 1: a letter stands before `at` */
	/* Behind it there is no room for a phrase. */
	size_t end = s.n - SHORTEST_PHRASE + 1;

	for (size_t at = 0; at < end; at += WORDS_AT_ONCE) {
		size_t n = MIN(end - at, (size_t)WORDS_AT_ONCE);
		uint64_t letters = letters_at(s, at, n);
		uint64_t starts = letters & ~(letters << 1 | within);

		within = letters >> (WORDS_AT_ONCE - 1);
		for (; starts != 0; starts &= starts - 1) {
			size_t start = at + (size_t)__builtin_ctzll(starts);
			unsigned char first =
				index->first[hash_of(s.p + start)];

			if (first != 0)
				score_at(s, start, index, first, score);
		}
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
	if (paragraph.n >= BOILERPLATE_LEAST)
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
