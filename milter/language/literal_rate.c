/*
 * How often strings stand in English, by and large, and what sets of them
 * therefore cost.
 */
#include "literal_set.h"

#include <math.h>

#include <glib.h>

/* Times that a letter stands in 1,000 of English, from a to z. */
static const unsigned char letter_rates[26] = {65, 12, 22, 32, 102, 18, 16, 50,
	57, 1, 6, 33, 20, 57, 62, 15, 1, 50, 53, 75, 23, 8, 18, 1, 16, 1};

/* Times that a word stands in 10,000 of a council's letters. */
static const struct common_word {
	char text[10];
	uint16_t rate;
} common_words[] = {{"a", 220}, {"about", 20}, {"all", 30}, {"an", 35},
	{"and", 280}, {"any", 20}, {"are", 55}, {"as", 65}, {"at", 50},
	{"be", 70}, {"been", 25}, {"but", 35}, {"by", 50}, {"can", 35},
	{"committee", 15}, {"could", 20}, {"council", 30}, {"do", 25},
	{"for", 90}, {"from", 45}, {"had", 30}, {"has", 30}, {"have", 60},
	{"he", 40}, {"her", 25}, {"his", 25}, {"i", 120}, {"if", 25},
	{"in", 190}, {"is", 90}, {"it", 100}, {"me", 30}, {"meeting", 20},
	{"more", 20}, {"my", 35}, {"no", 20}, {"not", 50}, {"of", 300},
	{"on", 70}, {"one", 25}, {"or", 40}, {"our", 35}, {"out", 20},
	{"please", 15}, {"report", 15}, {"s", 80}, {"she", 25}, {"should", 20},
	{"so", 30}, {"some", 15}, {"t", 20}, {"that", 100}, {"the", 600},
	{"their", 25}, {"there", 25}, {"they", 35}, {"this", 60}, {"time", 15},
	{"to", 260}, {"up", 20}, {"us", 15}, {"was", 60}, {"we", 60},
	{"what", 25}, {"when", 20}, {"which", 25}, {"who", 20}, {"will", 50},
	{"with", 65}, {"would", 30}, {"you", 90}, {"your", 50}};

enum {
	LETTERS_A_WORD = 6,
	/* A call, and an attempt that gets as far as the literal, cost what
	 * trying so many starts does. */
	CALL = 30,
	/* Of a sentence there are so many before the literal. */
	STARTS = 40,
	SENTENCE_BYTES = 80,
	/* Of longer literals little more is looked for. */
	MOST_RATED = 8,
};

/* Where those with each letter begin, so that they are found at once, … */
static uint8_t first_words['z' - 'a' + 2];

/* … and parts of them by their letters. */
enum { LONGEST_PART = 4, PART_SLOTS = 4096, STARTS_WORD = 1, ENDS_WORD = 2 };
static struct part_rate {
	uint32_t letters;
	float rate[4]; /* by the boundaries that are asked for */
} part_rates[PART_SLOTS];

static struct part_rate *
part_slot(const char *p, size_t n)
{
	uint32_t letters = 0;
	uint32_t at;

	for (size_t i = 0; i < n; i++)
		letters = letters << 8 | (unsigned char)p[i];
	at = letters * 2654435761u >> 20;
	while (part_rates[at % PART_SLOTS].letters != 0 &&
		part_rates[at % PART_SLOTS].letters != letters)
		at++;
	part_rates[at % PART_SLOTS].letters = letters;
	return &part_rates[at % PART_SLOTS];
}

static void
add_parts(const struct common_word *word)
{
	size_t length = strlen(word->text);

	for (size_t from = 0; from < length; from++) {
		for (size_t n = 1; n <= LONGEST_PART && from + n <= length;
			n++) {
			struct part_rate *part =
				part_slot(word->text + from, n);

			for (int asked = 0; asked < 4; asked++)
				if ((!(asked & STARTS_WORD) || from == 0) &&
					(!(asked & ENDS_WORD) ||
						from + n == length))
					part->rate[asked] +=
						(float)word->rate / 1e4F;
		}
	}
}

static void
know_common_words(void)
{
	static gsize known;

	if (!g_once_init_enter(&known))
		return;
	for (size_t i = 0; i < G_N_ELEMENTS(common_words); i++) {
		add_parts(&common_words[i]);
		first_words[common_words[i].text[0] - 'a' + 1] =
			(uint8_t)(i + 1);
	}
	/* Where there is none with a letter, those with the next one begin. */
	for (size_t letter = 1; letter < sizeof(first_words); letter++)
		first_words[letter] =
			MAX(first_words[letter], first_words[letter - 1]);
	g_once_init_leave(&known, 1);
}

static bool
is_word(const struct common_word *word, const char *p, size_t n)
{
	size_t same = 0;

	while (same < n && word->text[same] == p[same])
		same++;
	return same == n && word->text[n] == '\0';
}

/* A whole word, by the number of words. */
static double
word_rate(const char *p, size_t n)
{
	size_t letter = (size_t)(*p - 'a');

	for (size_t i = first_words[letter]; i < first_words[letter + 1]; i++)
		if (is_word(&common_words[i], p, n))
			return common_words[i].rate / 1e4;
	return n <= 3 ? 3e-4 : n == 4 ? 2e-4 : 1e-4;
}

/* How often a part of a word is part of the common ones, by words. */
static double
common_rate(const char *p, size_t n, bool starts, bool ends)
{
	uint32_t letters = 0;
	uint32_t at;

	/* Few common words are longer than that. */
	if (n > LONGEST_PART)
		return 0;
	for (size_t i = 0; i < n; i++)
		letters = letters << 8 | (unsigned char)p[i];
	at = letters * 2654435761u >> 20;
	while (part_rates[at % PART_SLOTS].letters != letters)
		if (part_rates[at++ % PART_SLOTS].letters == 0)
			return 0;
	return (double)part_rates[at % PART_SLOTS]
		.rate[(starts ? STARTS_WORD : 0) | (ends ? ENDS_WORD : 0)];
}

/*
 * Letters that may be part of a word, by words. They come in clumps: where
 * some are that make sense the others are not far.
 */
static double
letters_rate(const char *p, size_t n, bool starts, bool ends)
{
	double rate = starts || ends ? 1 : LETTERS_A_WORD;

	for (size_t i = 0; i < n; i++)
		rate *= g_ascii_isdigit(p[i]) ? 0.02
					      : letter_rates[p[i] - 'a'] / 1e3 *
							(i > 0 ? 2 : 1);
	return MIN(1, MAX(rate, 5e-5) + common_rate(p, n, starts, ends));
}

static size_t
word_length(const struct literal *literal, size_t at)
{
	size_t n = 0;

	while (at + n < literal->n && g_ascii_isalnum(literal->p[at + n]))
		n++;
	return n;
}

/* How often a sign stands in English, by words. A space goes with the words
 * around it. */
static double
sign_rate(char c)
{
	switch (c) {
	case ' ':
		return 1;
	case '.':
		return 0.07;
	case ',':
		return 0.04;
	case '\'':
		return 0.03;
	case ':':
	case '-':
		return 0.01;
	case '?':
		return 0.006;
	default:
		return g_ascii_isgraph(c) ? 0.003 : 0.05;
	}
}

/* How often it stands in English, for each byte. */
static double
reckon_rate(const struct literal *literal)
{
	double rate = 1.0 / LETTERS_A_WORD;
	bool first = true;

	know_common_words();
	for (size_t at = 0; at < literal->n;) {
		size_t n = word_length(literal, at);
		bool starts = at > 0 || literal->starts;
		bool ends = at + n < literal->n || literal->ends;
		double next;

		if (n == 0) {
			rate *= sign_rate(literal->p[at++]);
			continue;
		}
		if (starts && ends && !g_ascii_isdigit(literal->p[at]))
			next = word_rate(literal->p + at, n);
		else
			next = letters_rate(literal->p + at, n, starts, ends);
		/* Words that are put together go together. */
		rate *= first ? next : MIN(1, next * 8);
		first = false;
		at += n;
	}
	return rate;
}

static double
rate_of(struct literal *literal)
{
	if (literal->rate == 0)
		literal->rate = reckon_rate(literal);
	return literal->rate;
}

/* Of the bytes that are looked for. */
static double
found_rate(struct literal *literal)
{
	struct literal beginning;

	if (literal->n <= MOST_RATED)
		return rate_of(literal);
	if (literal->found == 0) {
		beginning = *literal;
		beginning.n = MOST_RATED;
		beginning.ends = false;
		literal->found = reckon_rate(&beginning);
	}
	return literal->found;
}

double
literal_presence(struct literal *literal)
{
	return MIN(1, found_rate(literal) * SENTENCE_BYTES);
}

double
literal_set_presence(const struct literal_set *set)
{
	double presence = 0;

	for (size_t i = 0; i < set->count; i++)
		presence += literal_presence(&set->items[i]);
	return MIN(1, presence);
}

/* Of the words behind another so many begin with a capital. */
static const double capital_after = 0.15;

double
literal_set_rate(const struct literal_set *set)
{
	double rate = 0;

	for (size_t i = 0; i < set->count; i++)
		rate += found_rate(&set->items[i]) *
			(set->items[i].capital ? capital_after : 1);
	return rate;
}

double
literal_set_chance(const struct literal_set *set, size_t places)
{
	return MIN(1, literal_set_rate(set) *
			      (double)MIN(places, (size_t)SENTENCE_BYTES));
}

double
literal_set_cost(const struct literal_set *set)
{
	double cost = 0;

	if (set == NULL || set->count == 0)
		return INFINITY;
	for (size_t i = 0; i < set->count; i++) {
		struct literal *one = &set->items[i];

		if (one->n == 0)
			return INFINITY;
		cost += rate_of(one) *
			(CALL + (double)MIN(spread_of(one->before),
					(size_t)STARTS));
	}
	return cost;
}

bool
literal_set_is_rare(const struct literal_set *set)
{
	return literal_set_cost(set) < 1;
}
