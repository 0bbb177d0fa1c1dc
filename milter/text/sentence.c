#include "text/sentence.h"

#include <stdbool.h>
#include <stdint.h>

#include <glib.h>

#include "base/bytes.h"
#include "word_list.h"

/* What a full stop behind a word means, besides the end of a sentence. */
enum stop_kind {
	STOP_END,    /* no abbreviation known to us */
	STOP_NEVER,  /* something always follows: a name, an example */
	STOP_NUMBER, /* belongs to a number that follows: "para. 3" */
	STOP_ASK,    /* may end a sentence; the next word decides */
	STOP_UPPER,  /* ends it where a capital follows, but no day's name */
};

/* All stand in one list; where a word stands there tells its kind. */
#define NEVER_WORDS                                                            \
	" mr mrs ms mx dr prof rev revd cllr cllrs hon rt st sgt"              \
	" insp supt capt col gen lt maj messrs esq pres gov cf"                \
	" viz vs v eg ie ibid esp approx incl excl c.c cc e.g i.e"             \
	" n.b p.s p.p pp.s fao f.a.o re attn d.o.b"
#define NUMBER_WORDS                                                           \
	" no nos para paras p pp s ss sec sect cl art fig figs"                \
	" ref refs vol ch reg regs sch sched app appx tel ext min"             \
	" mins jan feb mar apr jun jul aug sep sept oct nov dec"               \
	" mon tue tues wed weds thu thur thurs fri sat sun c ca"               \
	" circa max vat ver rule item page q nr mob"
#define UPPER_WORDS " etc a.m p.m"
#define ASK_WORDS                                                              \
	" ltd inc co corp plc dept depts dist est rd ave cres sq"              \
	" ln cl bldg blvd jr sr al hrs hr govt gvt cttee dev mgr"              \
	" asst dep admin assoc bros dir exec mgmt temp perm misc"              \
	" info avg pop "

enum {
	BEHIND_NEVER = sizeof(NEVER_WORDS),
	BEHIND_NUMBER = BEHIND_NEVER + sizeof(NUMBER_WORDS) - 1,
	BEHIND_UPPER = BEHIND_NUMBER + sizeof(UPPER_WORDS) - 1,
};

static struct word_list stop_words = {
	.words = NEVER_WORDS NUMBER_WORDS UPPER_WORDS ASK_WORDS};
static struct word_list days = {
	.words = " monday tuesday wednesday thursday friday saturday"
		 " sunday "};
/* Words that begin sentences and hardly ever follow an abbreviation. */
static struct word_list starters = {
	.words = " i we you he she it they this that these those there the"
		 " a an if when where what who why how can could would"
		 " will shall should may might do does did is are was were"
		 " have has had please thanks thank my our your his her"
		 " their its so but and as at for in on to from with no"
		 " not yes all any some many most both each also however"
		 " perhaps since once after before while though although"
		 " until let just i'm i've i'd i'll we're we've we'd we'll"
		 " it's that's there's he's she's they're mr mrs ms dr"
		 " cllr cllrs councillor councillors see "};
/* A single letter behind these is a name of a thing, not an initial. */
static struct word_list labels = {
	.words = " option part plan appendix annex band grade block"
		 " section schedule item group class lot bidder site route"
		 " unit zone category team note "};

enum {
	LONGEST_WORD = 16,
	LONGEST_SHORT = 6, /* "approx", "messrs" */
};

static bool
is_end_mark(char c)
{
	return c == '.' || c == '!' || c == '?';
}

static bool
is_closer(char c)
{
	return c == '"' || c == '\'' || c == ')' || c == ']' || c == '*' ||
	       c == '_' || c == '}';
}

static bool
is_opener(char c)
{
	return c == '"' || c == '\'' || c == '(' || c == '[' || c == '*' ||
	       c == '_' || c == '{';
}

static inline bool
is_word_byte(char c)
{
	return g_ascii_isalnum(c) || c == '.' || c == '\'' ||
	       (unsigned char)c >= 0x80;
}

/* The word that ends just before `end`, within [from, end). */
static struct str
word_before(struct str s, size_t from, size_t end)
{
	size_t start = end, least = from;

	if (end - from > LONGEST_WORD)
		least = end - LONGEST_WORD - 1;
	while (start > least && is_word_byte(s.p[start - 1]))
		start--;
	return (struct str){s.p + start, end - start};
}

static struct str
word_at(struct str s, size_t at)
{
	size_t end = at;

	while (end < s.n && end - at <= LONGEST_WORD &&
		(g_ascii_isalnum(s.p[end]) || s.p[end] == '\''))
		end++;
	return (struct str){s.p + at, end - at};
}

/* The word before the word that starts at `start`. */
static struct str
earlier_word(struct str s, size_t from, size_t start)
{
	if (start <= from || s.p[start - 1] != ' ')
		return (struct str){s.p + start, 0};
	return word_before(s, from, start - 1);
}

static bool
is_number(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!g_ascii_isdigit(word.p[i]) && word.p[i] != '.')
			return false;
	return word.n > 0;
}

/* "U.K", "a.m", "J": letters with a stop behind each. */
static bool
is_dotted(struct str word)
{
	for (size_t i = 0; i < word.n; i++)
		if (i % 2 ? word.p[i] != '.' : !g_ascii_isalpha(word.p[i]))
			return false;
	return word.n % 2 == 1;
}

/*
 * A single letter before a full stop. "J. Smith" and "Cllr J. Smith" have an
 * initial; "Option A. It" and "nor do I. We" have not. Behind a small word
 * the next word decides: "by J. Smith", "on plan E. It".
 */
static enum stop_kind
letter_kind(struct str s, size_t from, struct str word)
{
	size_t start = (size_t)(word.p - s.p);
	struct str before = earlier_word(s, from, start);

	if (start == from)
		return STOP_NEVER;
	if (!g_ascii_isupper(word.p[0]))
		return STOP_ASK;
	if (word_list_has(&labels, before))
		return STOP_END;
	if (before.n == 0 || !g_ascii_islower(before.p[0]))
		return STOP_NEVER;
	return word.p[0] == 'I' ? STOP_END : STOP_ASK;
}

/* What the lists say of a word; of most, nothing. */
static enum stop_kind
listed_kind(struct str word)
{
	size_t at = word_list_find(&stop_words, word);

	if (at == 0)
		return STOP_END;
	if (at < BEHIND_NEVER)
		return STOP_NEVER;
	if (at < BEHIND_NUMBER)
		return STOP_NUMBER;
	return at < BEHIND_UPPER ? STOP_UPPER : STOP_ASK;
}

static enum stop_kind
word_kind(struct str s, size_t from, struct str word)
{
	bool first = word.p == s.p + from;
	enum stop_kind listed;

	if (word.n == 0)
		return STOP_END;
	if (is_number(word))
		return first ? STOP_NEVER : STOP_END;
	if (word.n > LONGEST_SHORT)
		return STOP_END;
	listed = listed_kind(word);
	if (listed == STOP_NEVER)
		return STOP_NEVER;
	if (word.n == 1 &&
		(listed != STOP_NUMBER || g_ascii_isupper(word.p[0])))
		return letter_kind(s, from, word);
	return listed == STOP_END && is_dotted(word) ? STOP_ASK : listed;
}

/* Does what stands at `at` begin with a lower-case letter? */
static bool
is_lower_at(struct str s, size_t at)
{
	gunichar c;

	if ((unsigned char)s.p[at] < 0x80)
		return g_ascii_islower(s.p[at]);
	c = g_utf8_get_char_validated(s.p + at, (gssize)MIN(s.n - at, 6));
	return c < 0x110000 && g_unichar_islower(c);
}

/* The first byte of the next word, behind spaces and opening signs. */
static size_t
next_word(struct str s, size_t at)
{
	while (at < s.n && (s.p[at] == ' ' || is_opener(s.p[at])))
		at++;
	return at;
}

/* Does a single full stop behind `word` end the sentence? */
static bool
stop_ends(struct str s, size_t from, size_t stop, size_t next, bool closed)
{
	struct str word = word_before(s, from, stop);
	bool lower = is_lower_at(s, next);

	switch (word_kind(s, from, word)) {
	case STOP_NEVER:
		return false;
	case STOP_NUMBER:
		return !g_ascii_isdigit(s.p[next]) && s.p[next] != '(' &&
		       !(lower && word.n < 3);
	case STOP_ASK:
		return !lower && word_list_has(&starters, word_at(s, next));
	case STOP_UPPER:
		return !lower && !g_ascii_isdigit(s.p[next]) &&
		       !word_list_has(&days, word_at(s, next));
	case STOP_END:
		break;
	}
	return !lower || (!closed && word.n > 1 && !is_number(word));
}

/*
 * The typist forgot the space: "by Friday.Please ring". Not in names of files
 * and hosts, which have lower-case letters behind the stop or further stops.
 */
static bool
is_missing_space(struct str s, size_t from, size_t mark)
{
	struct str before = word_before(s, from, mark);
	struct str after = word_at(s, mark + 1);

	if (before.n < 2 || after.n < 2 || mark + 1 + after.n >= s.n)
		return false;
	for (size_t i = 0; i < before.n; i++)
		if (!g_ascii_islower(before.p[i]) && i > 0)
			return false;
	return g_ascii_isupper(after.p[0]) && g_ascii_islower(after.p[1]) &&
	       s.p[mark + 1 + after.n] == ' ';
}

/*
 * The end of the sentence, if the mark at `at` ends one, or 0. `*past` is
 * where to go on looking otherwise.
 */
static size_t
end_at_mark(struct str s, size_t from, size_t at, size_t *past)
{
	size_t end = at, close, next;
	bool asks = false;

	while (end < s.n && is_end_mark(s.p[end]))
		asks |= s.p[end++] != '.';
	for (close = end; close < s.n && is_closer(s.p[close]);)
		close++;
	*past = close;
	if (close == s.n)
		return s.n;
	if (s.p[close] != ' ')
		return end == at + 1 && close == end &&
				       is_missing_space(s, from, at)
			       ? end
			       : 0;
	next = next_word(s, close);
	if (next == s.n)
		return s.n;
	if (asks)
		return close > end && is_lower_at(s, next) ? 0 : close;
	if (end - at > 1)
		return is_lower_at(s, next) ? 0 : close;
	return stop_ends(s, from, at, next, close > end) ? close : 0;
}

/* A bit for each of sixteen bytes that is such a mark (bytes.h). */
static inline unsigned
find_marks_in(const char *p)
{
	bytes_block block = bytes_load_block(p);

	return bytes_true_bits(
		(block == '.') | (block == '!') | (block == '?'));
}

/* The first mark at or after `at`, or the end. */
static inline size_t
find_mark(struct str s, size_t at)
{
	unsigned found = 0;

	for (; s.n - at >= BYTES_BLOCK; at += BYTES_BLOCK) {
		found = find_marks_in(s.p + at);
		if (found != 0)
			return at + (size_t)__builtin_ctz(found);
	}
	if (at < s.n && s.n >= BYTES_BLOCK) {
		/* Together with some that were seen. */
		found = find_marks_in(s.p + s.n - BYTES_BLOCK) >>
			(BYTES_BLOCK - (s.n - at));
		return found != 0 ? at + (size_t)__builtin_ctz(found) : s.n;
	}
	while (at < s.n && !is_end_mark(s.p[at]))
		at++;
	return at;
}

size_t
sentence_end(struct str paragraph, size_t from)
{
	size_t at = from, past, end;

	while ((at = find_mark(paragraph, at)) < paragraph.n) {
		end = end_at_mark(paragraph, from, at, &past);
		if (end > 0)
			return end;
		at = past;
	}
	return paragraph.n;
}
