#include "foot_lines.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"

enum {
	LONGEST_CLOSING = 60,
	CLOSING_WORDS_MOST = 7,
	LONGEST_DEVICE = 100,
	NAME_WORDS = 5,
	SHORT_LINE = 70,
	SENTENCE_WORDS = 7, /* this many and a full stop are a sentence */
};

/* Each list begins and ends with "|"; lower case, no marks. */
static const char closings[] =
	"|regards|kind regards|kindest regards|best regards|warm regards"
	"|warmest regards|with regards|with kind regards|with best regards"
	"|many regards|kind regards and thanks|regards and thanks|thanks"
	"|many thanks|thank you|thanks again|thanks in advance|with thanks"
	"|many thanks in advance|thank you in advance|with many thanks"
	"|thanks and regards|thanks and kind regards|thanks very much"
	"|many thanks and kind regards|many thanks and best wishes"
	"|thank you very much|thank you and kind regards|best wishes|best"
	"|all best wishes|with best wishes|very best wishes|warm wishes"
	"|warmest wishes|kind wishes|good wishes|all good wishes|all the best"
	"|thanks and best wishes|yours|yours sincerely|yours faithfully"
	"|yours truly|yours ever|your sincerely|sincerely|sincerely yours"
	"|faithfully|cheers|ta|rgds|kr|bw|kind rgds|many tx|thx|tx|respectfully"
	"|yours respectfully|yours in haste|with respect|cofion|cofion gorau"
	"|cofion cynnes|yn gywir|yn gywir iawn|yr eiddoch yn gywir|diolch"
	"|diolch yn fawr|diolch o galon|gyda diolch|dymuniadau gorau|pob hwyl"
	"|hwyl|hwyl fawr|cofion a diolch|";

static const char titles[] =
	" cllr councillor county town parish borough alderman ald mr mrs ms "
	"miss mx dr prof professor rev revd sir dame lord lady the cynghorydd "
	"cyng ";

/* Words that begin a line of capitals which is no name. */
static const char no_names[] =
	" vote please see thank thanks happy merry best kind good great dear "
	"no yes do come save stop say keep support join and for with from to "
	"why what who how when where on in at all our your my ";

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

static bool
in_list(const char *list, char mark, struct str word)
{
	char needle[LONGEST_CLOSING + 3];

	if (word.n == 0 || word.n > LONGEST_CLOSING)
		return false;
	needle[0] = mark;
	for (size_t i = 0; i < word.n; i++)
		needle[i + 1] = word_lower(word.p[i]);
	needle[word.n + 1] = mark;
	needle[word.n + 2] = '\0';
	return strstr(list, needle) != NULL;
}

/* Without marks, blanks and bold signs at both ends. */
static struct str
bare(struct str s)
{
	while (s.n > 0 && strchr(" \t*_-,.;!~", s.p[0]) != NULL &&
		s.p[0] != '\0') {
		s.p++;
		s.n--;
	}
	while (s.n > 0 && strchr(" \t*_-,.;!~\r", s.p[s.n - 1]) != NULL &&
		s.p[s.n - 1] != '\0')
		s.n--;
	return s;
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

static size_t
count_words(struct str s)
{
	size_t words = 0;
	bool inside = false;

	for (size_t i = 0; i < s.n; i++) {
		bool blank = s.p[i] == ' ' || s.p[i] == '\t';

		words += !blank && !inside;
		inside = !blank;
	}
	return words;
}

static bool
starts_upper(struct str word)
{
	return word.n > 0 &&
	       (g_ascii_isupper(word.p[0]) || (unsigned char)word.p[0] >= 0x80);
}

/* Is `word` one of the author's names? */
static bool
is_author_word(struct str word, struct str author)
{
	struct str name;

	while (next_word(&author, &name))
		if (str_eq_nocase(word, name) && !in_list(titles, ' ', name))
			return true;
	return false;
}

/*
 * Is `word` the author's last name: the last one, or the one before the comma
 * of "Stone, Victor (Cllr)"?
 */
static bool
is_surname(struct str word, struct str author)
{
	const char *comma = memchr(author.p, ',', author.n);
	struct str name, last = {NULL, 0};

	if (comma != NULL)
		author.n = (size_t)(comma - author.p);
	while (next_word(&author, &name))
		if (!in_list(titles, ' ', name))
			last = name;
	return last.n > 0 && str_eq_nocase(word, last);
}

/* "B", "PG": initials of the author's names in their order. */
static bool
is_initials(struct str word, struct str author)
{
	struct str name;
	size_t i = 0;

	if (word.n > 3)
		return false;
	while (i < word.n && next_word(&author, &name)) {
		if (in_list(titles, ' ', name))
			continue;
		if (g_ascii_toupper(name.p[0]) == word.p[i])
			i++;
		else if (i > 0)
			return false;
	}
	return i == word.n;
}

/*
 * "Jenny", "Cllr P. Grice", "Bill Tate": names of the author's or their
 * initials. Other words, such as nicknames, go only with the last name:
 * "Vote Labour" signs for nobody in the Labour Group.
 */
static bool
is_author_name(struct str s, struct str author)
{
	struct str rest = s, word;
	size_t words = 0;
	bool known = false, surname = false, others = false;

	while (next_word(&rest, &word)) {
		if (in_list(titles, ' ', word))
			continue;
		if (++words > NAME_WORDS)
			return false;
		if (is_author_word(word, author)) {
			known = true;
			surname |= is_surname(word, author);
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
foot_is_author(struct str line, struct str author)
{
	const char *comma;

	line = bare(line);
	if (line.n == 0 || line.n > SHORT_LINE || author.n == 0)
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
	struct str rest = bare(line), word;
	size_t words = 0;
	bool first = true;

	if (line.n == 0 || line.n > 40 || count_words(line) > 4 ||
		strchr(".?!:;", line.p[line.n - 1]) != NULL)
		return false;
	while (next_word(&rest, &word)) {
		if (!starts_upper(word) ||
			(first && in_list(no_names, ' ', word)))
			return false;
		first = false;
		words += !in_list(titles, ' ', word);
	}
	return words >= 2 && words <= 3;
}

/* What follows closing words on their line: a name. */
static bool
is_named(struct str rest, struct str author, bool comma)
{
	rest = bare(rest);
	if (rest.n == 0 || count_words(rest) > 3)
		return false;
	if (foot_is_author(rest, author))
		return true;
	return comma && starts_upper(rest) && foot_is_short(rest);
}

enum closing
foot_closing(struct str line, struct str author)
{
	struct str words = bare(line);

	if (words.n == 0 || words.n > LONGEST_CLOSING ||
		count_words(words) > CLOSING_WORDS_MOST)
		return CLOSING_NONE;
	if (in_list(closings, '|', words))
		return CLOSING_WORDS;
	for (size_t i = 1; i + 1 < words.n; i++) {
		struct str head = {words.p, i};
		struct str tail = {words.p + i + 1, words.n - i - 1};

		if (words.p[i] != ' ' && words.p[i] != ',')
			continue;
		if (in_list(closings, '|', bare(head)) &&
			is_named(tail, author, words.p[i] == ','))
			return CLOSING_NAMED;
	}
	return CLOSING_NONE;
}

bool
foot_is_separator(struct str raw_line)
{
	if (raw_line.n > 0 && raw_line.p[raw_line.n - 1] == '\r')
		raw_line.n--;
	return str_eq(raw_line, STR_LIT("-- ")) ||
	       str_eq(raw_line, STR_LIT("--")) ||
	       str_eq(raw_line, STR_LIT("--\xc2\xa0"));
}

bool
foot_is_device(struct str line)
{
	line = bare(line);
	if (line.n == 0 || line.n > LONGEST_DEVICE ||
		strchr("SsGgDdPpAaOo", line.p[0]) == NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(devices); i++)
		if (str_starts_nocase(line, devices[i]))
			return true;
	return false;
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
	return i < line.n && line.p[i] == ' ' && count_words(line) > 3 &&
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
	size_t n = 0;

	if (line.n == 0 || strchr("CcBbDdAa", line.p[0]) == NULL)
		return false;
	for (size_t i = 0; i < G_N_ELEMENTS(sentences); i++)
		if (str_starts_nocase(line, sentences[i]))
			return true;
	for (size_t i = 0; i < G_N_ELEMENTS(marks); i++)
		if (str_starts_nocase(line, marks[i]))
			n = MAX(n, marks[i].n);
	if (n == 0)
		return false;
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

bool
foot_is_contact(struct str line)
{
	size_t digits = 0, longest = 0;

	if (memchr(line.p, '@', line.n) != NULL ||
		str_find_nocase(line, STR_LIT("www."), 0) != SIZE_MAX ||
		str_find_nocase(line, STR_LIT("http"), 0) != SIZE_MAX)
		return true;
	for (size_t i = 0; i < line.n; i++) {
		if (g_ascii_isdigit(line.p[i]))
			longest = MAX(longest, ++digits);
		else if (strchr(" ()+-", line.p[i]) == NULL)
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
	return count_words(line) < SENTENCE_WORDS ||
	       (last != '.' && last != '!' && count_words(line) <= 10 &&
		       starts_upper(bare(line)));
}
