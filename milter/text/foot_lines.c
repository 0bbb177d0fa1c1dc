#include "foot_lines.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"
#include "word_list.h"

enum {
	SHORTEST_CLOSING = 2, /* "ta" */
	LONGEST_CLOSING = 60,
	CLOSING_WORDS_MOST = 7,
	SHORTEST_DEVICE = 9, /* "sent via " */
	LONGEST_DEVICE = 100,
	NAME_WORDS = 5,
	SHORTEST_NAME = 3, /* "J D" */
	LONGEST_NAME = 40,
	SHORT_LINE = 70,
	SENTENCE_WORDS = 7, /* this many and a full stop are a sentence */
};

static struct word_list closings = {
	.words =
		"|regards|kind regards|kindest regards|best regards|warm "
		"regards"
		"|warmest regards|with regards|with kind regards|with best "
		"regards"
		"|many regards|kind regards and thanks|regards and "
		"thanks|thanks"
		"|many thanks|thank you|thanks again|thanks in advance|with "
		"thanks"
		"|many thanks in advance|thank you in advance|with many thanks"
		"|thanks and regards|thanks and kind regards|thanks very much"
		"|many thanks and kind regards|many thanks and best wishes"
		"|thank you very much|thank you and kind regards|best "
		"wishes|best"
		"|all best wishes|with best wishes|very best wishes|warm wishes"
		"|warmest wishes|kind wishes|good wishes|all good wishes|all "
		"the best"
		"|thanks and best wishes|yours|yours sincerely|yours faithfully"
		"|yours truly|yours ever|your sincerely|sincerely|sincerely "
		"yours"
		"|faithfully|cheers|ta|rgds|kr|bw|kind rgds|many "
		"tx|thx|tx|respectfully"
		"|yours respectfully|yours in haste|with respect|cofion|cofion "
		"gorau"
		"|cofion cynnes|yn gywir|yn gywir iawn|yr eiddoch yn "
		"gywir|diolch"
		"|diolch yn fawr|diolch o galon|gyda diolch|dymuniadau "
		"gorau|pob hwyl"
		"|hwyl|hwyl fawr|cofion a diolch|"};

static struct word_list titles = {.words =
					  " cllr councillor county town parish "
					  "borough alderman ald mr mrs ms "
					  "miss mx dr prof professor rev revd "
					  "sir dame lord lady the cynghorydd "
					  "cyng "};

/* Words that begin a line of capitals which is no name. */
static struct word_list no_names = {
	.words = " vote please see thank thanks happy merry best kind good "
		 "great dear "
		 "no yes do come save stop say keep support join and for with "
		 "from to "
		 "why what who how when where on in at all our your my "};

static const struct str devices[] = {WORDS("sent from my "),
	WORDS("sent from mail for"), WORDS("sent from outlook"),
	WORDS("get outlook for"), WORDS("sent from yahoo"),
	WORDS("sent from proton"), WORDS("sent from samsung"),
	WORDS("sent from an android"), WORDS("sent from a mobile"),
	WORDS("sent with "), WORDS("sent via "), WORDS("sent on the go"),
	WORDS("sent using "), WORDS("sent from gmail"),
	WORDS("sent from icloud"), WORDS("download outlook"),
	WORDS("please excuse typos"), WORDS("please excuse any typos"),
	WORDS("please excuse brevity"), WORDS("please excuse the brevity"),
	WORDS("apologies for brevity"), WORDS("anfonwyd o fy"),
	WORDS("on my phone, so")};

/* Marks, blanks and bold signs. */
static bool
is_trimming(char c)
{
	switch (c) {
	case ' ':
	case '\t':
	case '\r':
	case '*':
	case '_':
	case '-':
	case ',':
	case '.':
	case ';':
	case '!':
	case '~':
		return true;
	default:
		return false;
	}
}

/* Without such at both ends. */
static struct str
bare(struct str s)
{
	while (s.n > 0 && is_trimming(s.p[0]) && s.p[0] != '\r') {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && is_trimming(s.p[s.n - 1]))
		s.n--;
	return s;
}

/* Does the line start with one of the phrases, which are in lower case? */
static bool
starts_with_any(struct str line, const struct str *phrases, size_t count)
{
	if (line.n == 0)
		return false;
	/* The first letter settles most of it. */
	for (size_t i = 0; i < count; i++)
		if (phrases[i].p[0] == word_lower(line.p[0]) &&
			str_starts_nocase(line, phrases[i]))
			return true;
	return false;
}

/* Takes the next word (letters, apostrophes, hyphens) off *rest. */
static bool
next_word(struct str *rest, struct str *word)
{
	size_t n = 0;

	while (rest->n > 0 && !g_ascii_isalpha(rest->p[0]) &&
		(unsigned char)rest->p[0] < 0x80) {
		rest->p++;
		rest->n--;
	}
	while (n < rest->n &&
		(g_ascii_isalpha(rest->p[n]) || rest->p[n] == '\'' ||
			rest->p[n] == '-' || (unsigned char)rest->p[n] >= 0x80))
		n++;
	*word = (struct str){rest->p, n};
	rest->p += n;
	rest->n -= n;
	return n > 0;
}

/* Has it more words than so many? */
static bool
has_more_words(struct str s, size_t than)
{
	size_t words = 0;
	bool inside = false;

	for (size_t i = 0; i < s.n && words <= than; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\t';

		words += !blank && !inside;
		inside = !blank;
	}
	return words > than;
}

static bool
starts_upper(struct str word)
{
	return word.n > 0 &&
	       (g_ascii_isupper(word.p[0]) || (unsigned char)word.p[0] >= 0x80);
}

void
foot_author_read(struct str display_name, struct foot_author *author)
{
	struct str rest = display_name, name;
	const char *comma =
		display_name.n > 0 ? memchr(display_name.p, ',', display_name.n)
				   : NULL;

	author->count = 0;
	author->surname = (struct str){NULL, 0};
	while (author->count < FOOT_NAMES && next_word(&rest, &name)) {
		if (word_list_has(&titles, name))
			continue;
		author->names[author->count++] = name;
		if (comma == NULL || name.p < comma)
			author->surname = name;
	}
}

static bool
is_author_word(struct str word, const struct foot_author *author)
{
	for (size_t i = 0; i < author->count; i++)
		if (str_eq_nocase(word, author->names[i]))
			return true;
	return false;
}

/* "B", "PG": initials of the author's names in their order. */
static bool
is_initials(struct str word, const struct foot_author *author)
{
	size_t found = 0;

	if (word.n > 3)
		return false;
	for (size_t i = 0; i < author->count && found < word.n; i++) {
		if (g_ascii_toupper(author->names[i].p[0]) == word.p[found])
			found++;
		else if (found > 0)
			return false;
	}
	return found == word.n;
}

/*
 * "Jenny", "Cllr P. Grice", "Bill Tate": names of the author's or their
 * initials. Other words, such as nicknames, go only with the last name:
 * "Vote Labour" signs for nobody in the Labour Group.
 */
static bool
is_author_name(struct str s, const struct foot_author *author)
{
	struct str rest = s, word;
	size_t words = 0;
	bool known = false, surname = false, others = false;

	while (next_word(&rest, &word)) {
		if (word_list_has(&titles, word))
			continue;
		if (++words > NAME_WORDS)
			return false;
		if (is_author_word(word, author)) {
			known = true;
			surname |= str_eq_nocase(word, author->surname);
		} else if (starts_upper(word)) {
			others |= word.n > 1;
		} else {
			return false;
		}
	}
	if (words == 1 && !known)
		return is_initials(bare(s), author);
	return known && (surname || !others);
}

bool
foot_is_author(struct str line, const struct foot_author *author)
{
	const char *comma;

	line = bare(line);
	if (line.n == 0 || line.n > SHORT_LINE || author->count == 0)
		return false;
	if (is_author_name(line, author))
		return true;
	comma = memchr(line.p, ',', line.n);
	return comma != NULL &&
	       is_author_name(
		       (struct str){line.p, (size_t)(comma - line.p)}, author);
}

bool
foot_is_name(struct str line)
{
	struct str rest, word;
	size_t words = 0;
	bool first = true;

	if (line.n < SHORTEST_NAME || line.n > LONGEST_NAME ||
		has_more_words(line, 4) ||
		strchr(".?!:;", line.p[line.n - 1]) != NULL)
		return false;
	rest = bare(line);
	while (next_word(&rest, &word)) {
		if (!starts_upper(word) ||
			(first && word_list_has(&no_names, word)))
			return false;
		first = false;
		words += !word_list_has(&titles, word);
	}
	return words >= 2 && words <= 3;
}

/* What follows closing words on their line: a name. */
static bool
is_named(struct str rest, const struct foot_author *author, bool comma)
{
	rest = bare(rest);
	if (rest.n == 0 || has_more_words(rest, 3))
		return false;
	if (foot_is_author(rest, author))
		return true;
	return comma && starts_upper(rest) && foot_is_short(rest);
}

enum closing
foot_closing(struct str line, const struct foot_author *author)
{
	struct str words = bare(line);

	if (words.n < SHORTEST_CLOSING || words.n > LONGEST_CLOSING)
		return CLOSING_NONE;
	if (word_list_has(&closings, words))
		return CLOSING_WORDS;
	if (has_more_words(words, CLOSING_WORDS_MOST))
		return CLOSING_NONE;
	for (size_t i = 1; i + 1 < words.n; i++) {
		struct str head = {words.p, i};
		struct str tail = {words.p + i + 1, words.n - i - 1};

		if (words.p[i] != ' ' && words.p[i] != ',')
			continue;
		if (word_list_has(&closings, bare(head)) &&
			is_named(tail, author, words.p[i] == ','))
			return CLOSING_NAMED;
	}
	return CLOSING_NONE;
}

bool
foot_is_separator(struct str raw_line)
{
	if (raw_line.n < 2 || raw_line.p[0] != '-')
		return false;
	if (raw_line.p[raw_line.n - 1] == '\r')
		raw_line.n--;
	return str_eq(raw_line, STR_LIT("-- ")) ||
	       str_eq(raw_line, STR_LIT("--")) ||
	       str_eq(raw_line, STR_LIT("--\xc2\xa0"));
}

bool
foot_is_device(struct str line)
{
	if (line.n < SHORTEST_DEVICE)
		return false;
	line = bare(line);
	return line.n >= SHORTEST_DEVICE && line.n <= LONGEST_DEVICE &&
	       starts_with_any(line, devices, G_N_ELEMENTS(devices));
}

bool
foot_is_item(struct str line)
{
	size_t i = 0;

	while (i < line.n && i < 2 && g_ascii_isdigit(line.p[i]))
		i++;
	if (i > 0 ? i < line.n && (line.p[i] == '.' || line.p[i] == ')')
		  : line.n > 0 && (line.p[0] == '-' || line.p[0] == '*'))
		i++;
	else
		return false;
	return i < line.n && line.p[i] == ' ' && has_more_words(line, 3) &&
	       !foot_is_contact(line);
}

bool
foot_is_copy(struct str line)
{
	static const struct str marks[] = {WORDS("cc"), WORDS("c.c"),
		WORDS("c c "), WORDS("bcc"), WORDS("b.c.c"), WORDS("copy"),
		WORDS("copies"), WORDS("copi"), WORDS("distribution")};
	static const struct str sentences[] = {WORDS("copy to "),
		WORDS("copies to "), WORDS("copied to "), WORDS("copy to:"),
		WORDS("copies to:"), WORDS("copied to:"), WORDS("copi i "),
		WORDS("blind cop"), WORDS("also copied"),
		WORDS("copied for information"), WORDS("cc'd to "),
		WORDS("cc to ")};
	char first = line.n > 0 ? word_lower(line.p[0]) : '\0';
	size_t n = 0;

	if (line.n < 2 ||
		(first != 'c' && first != 'b' && first != 'd' && first != 'a'))
		return false;
	if (starts_with_any(line, sentences, G_N_ELEMENTS(sentences)))
		return true;
	if (!starts_with_any(line, marks, G_N_ELEMENTS(marks)))
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (str_starts_nocase(line, marks[i]))
			n = MAX(n, marks[i].n);
	if (n < line.n && line.p[n] == '.')
		n++;
	/* "Copies of the report …" is a sentence like any other. */
	if (n >= 4 && word_lower(line.p[1]) == 'o')
		return n < line.n && line.p[n] == ':';
	return n == line.n || strchr(" \t:-,", line.p[n]) != NULL;
}

bool
foot_is_postscript(struct str line)
{
	size_t letters = 0, i;

	for (i = 0; i < line.n && i < 8; i++) {
		char c = word_lower(line.p[i]);

		if (c == 'p' || c == 's')
			letters++;
		else if (c != '.')
			break;
	}
	if (letters < 2 || letters > 4)
		return false;
	return (word_lower(line.p[0]) == 'p') && i < line.n &&
	       strchr(" :,-\t", line.p[i]) != NULL &&
	       (line.p[0] == 'P' || line.p[1] == '.' || line.p[i] == ':');
}

/* A heart, a kissing face and the like somewhere in the line. */
static bool
has_heart(struct str line)
{
	static const struct str hearts[] = {WORDS("<3"), WORDS("\xe2\x9d\xa4"),
		WORDS("\xe2\x99\xa5"), WORDS("\xf0\x9f\x98\x98"),
		WORDS("\xf0\x9f\x92"), WORDS("\xf0\x9f\xa5\xb0"),
		WORDS("\xf0\x9f\x98\x8d")};

	for (size_t at = 0; at < line.n; at++) {
		if (line.p[at] != '<' && (unsigned char)line.p[at] < 0xE2)
			continue;
		for (size_t i = 0; i < G_N_ELEMENTS(hearts); i++)
			if (line.n - at >= hearts[i].n &&
				memcmp(line.p + at, hearts[i].p, hearts[i].n) ==
					0)
				return true;
	}
	return false;
}

bool
foot_has_kisses(struct str line)
{
	struct str words = bare(line);
	size_t n = words.n;

	if (has_heart(words))
		return true;
	while (n > 0 && strchr("xXoO", words.p[n - 1]) != NULL &&
		words.p[n - 1] != '\0')
		n--;
	/* "xx" behind a word or alone; "O", "oo" and "Plot X" are none. */
	if (n == words.n || (n > 0 && words.p[n - 1] != ' '))
		return false;
	return memchr(words.p + n, 'x', words.n - n) != NULL ||
	       (words.n - n > 1 &&
		       memchr(words.p + n, 'X', words.n - n) != NULL);
}

/* Does a web address begin at `at`? */
static bool
is_web_at(struct str line, size_t at)
{
	struct str rest = {line.p + at, line.n - at};

	switch (line.p[at]) {
	case 'w':
	case 'W':
		return str_starts_nocase(rest, STR_LIT("www."));
	case 'h':
	case 'H':
		return str_starts_nocase(rest, STR_LIT("http"));
	default:
		return false;
	}
}

bool
foot_is_contact(struct str line)
{
	size_t digits = 0, longest = 0;

	for (size_t i = 0; i < line.n; i++) {
		char c = line.p[i];

		if (c == '@' || is_web_at(line, i))
			return true;
		if (g_ascii_isdigit(c))
			longest = MAX(longest, ++digits);
		else if (c != ' ' && c != '(' && c != ')' && c != '+' &&
			 c != '-')
			digits = 0;
	}
	return longest >= 9;
}

bool
foot_is_short(struct str line)
{
	char last;

	if (line.n == 0 || line.n > SHORT_LINE)
		return false;
	last = line.p[line.n - 1];
	if (last == '?')
		return false;
	return !has_more_words(line, SENTENCE_WORDS - 1) ||
	       (last != '.' && last != '!' && !has_more_words(line, 10) &&
		       starts_upper(bare(line)));
}
