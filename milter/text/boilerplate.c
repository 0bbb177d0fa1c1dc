#include "boilerplate.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"

struct phrase {
	struct str words; /* lower case, single spaces */
	unsigned char disclaimer, banner;
};

/*
 * In the order of the alphabet by two letters (the index needs it). A
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
	PAIRS = LETTERS * LETTERS,
	SHORTEST_PHRASE = 5, /* "virus" */
};

/* Where to look for a phrase, by its first letters: every word asks, and
 * nearly all are to be told by three of them. */
struct phrase_index {
	unsigned char starts[PAIRS + 1]; /* first phrase of a pair or later */
	uint32_t thirds[PAIRS + 1];	 /* a bit for each third letter */
};

/* The number of a letter, 0 for "a"; LETTERS and more for all else. */
static inline unsigned
letter_of(char c)
{
	return (unsigned)((unsigned char)c | 0x20) - 'a';
}

/* The number of the two letters at p, PAIRS where they are none. */
static inline unsigned
pair_of(const char *p)
{
	unsigned first = letter_of(p[0]), second = letter_of(p[1]);

	return first < LETTERS && second < LETTERS ? first * LETTERS + second
						   : PAIRS;
}

/* What is no letter has the last bit. */
static inline uint32_t
third_bit(char c)
{
	return UINT32_C(1) << MIN(letter_of(c), (unsigned)LETTERS);
}

static void
index_phrases(struct phrase_index *index)
{
	unsigned char phrase = 0;

	for (unsigned pair = 0; pair <= PAIRS; pair++) {
		index->starts[pair] = phrase;
		index->thirds[pair] = 0;
		while (phrase < G_N_ELEMENTS(phrases) &&
			pair_of(phrases[phrase].words.p) == pair)
			index->thirds[pair] |=
				third_bit(phrases[phrase++].words.p[2]);
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

/* What the phrases first..end, tried at `at`, add to the score. */
static void
score_at(struct str s, size_t at, size_t first, size_t end,
	struct boilerplate_score *score)
{
	for (size_t i = first; i < end; i++) {
		if (!stands_at(s, at, phrases[i].words))
			continue;
		score->disclaimer += phrases[i].disclaimer;
		score->banner += phrases[i].banner;
	}
}

struct boilerplate_score
boilerplate_score(struct str paragraph)
{
	static struct phrase_index index;
	static gsize indexed;
	struct boilerplate_score score = {0, 0};
	struct str s = paragraph;
	size_t at = 0;

	if (g_once_init_enter(&indexed)) {
		index_phrases(&index);
		g_once_init_leave(&indexed, 1);
	}
	while (s.n - at >= SHORTEST_PHRASE) {
		unsigned pair = pair_of(s.p + at);

		if ((index.thirds[pair] & third_bit(s.p[at + 2])) != 0)
			score_at(s, at, index.starts[pair],
				index.starts[pair + 1], &score);
		/* Phrases begin where a word does. */
		while (at < s.n && letter_of(s.p[at]) < LETTERS)
			at++;
		while (at < s.n && letter_of(s.p[at]) >= LETTERS)
			at++;
	}
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
