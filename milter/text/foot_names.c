/* Who signs: closing words and names; see foot_lines.h. */
#include "foot_lines.h"

#include <glib.h>

#include "foot_words.h"
#include "word_list.h"

enum {
	SHORTEST_CLOSING = 2, /* "ta" */
	LONGEST_CLOSING = 60,
	CLOSING_WORDS_MOST = 7,
	NAME_WORDS = 5,
	SHORTEST_NAME = 3, /* "J D" */
	LONGEST_NAME = 40,
	LONGEST_SIGNATURE = 70,
};

/* Without the marks around them. */
static struct word_list closings = {
	.words = "|regards|kind regards|kindest regards|best regards"
		 "|warm regards|warmest regards|with regards"
		 "|with kind regards|with best regards|many regards"
		 "|kind regards and thanks|regards and thanks|thanks"
		 "|many thanks|thank you|thanks again|thanks in advance"
		 "|with thanks|many thanks in advance|thank you in advance"
		 "|with many thanks|thanks and regards"
		 "|thanks and kind regards|thanks very much"
		 "|many thanks and kind regards|many thanks and best wishes"
		 "|thank you very much|thank you and kind regards"
		 "|best wishes|best|all best wishes|with best wishes"
		 "|very best wishes|warm wishes|warmest wishes|kind wishes"
		 "|good wishes|all good wishes|all the best"
		 "|thanks and best wishes|yours|yours sincerely"
		 "|yours faithfully|yours truly|yours ever|your sincerely"
		 "|sincerely|sincerely yours|faithfully|cheers|ta|rgds|kr|bw"
		 "|kind rgds|many tx|thx|tx|respectfully|yours respectfully"
		 "|yours in haste|with respect|cofion|cofion gorau"
		 "|cofion cynnes|yn gywir|yn gywir iawn|yr eiddoch yn gywir"
		 "|diolch|diolch yn fawr|diolch o galon|gyda diolch"
		 "|dymuniadau gorau|pob hwyl|hwyl|hwyl fawr|cofion a diolch|"};

static struct word_list titles = {
	.words = " cllr councillor county town parish borough alderman ald"
		 " mr mrs ms miss mx dr prof professor rev revd sir dame"
		 " lord lady the cynghorydd cyng "};

/* Words that begin a line of capitals which is no name. */
static struct word_list no_names = {
	.words = " vote please see thank thanks happy merry best kind good"
		 " great dear no yes do come save stop say keep support join"
		 " and for with from to why what who how when where on in at"
		 " all our your my "};

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
	if (line.n == 0 || line.n > LONGEST_SIGNATURE || author->count == 0)
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
	struct str words;

	/* Two letters tell most lines. */
	if (line.n < SHORTEST_CLOSING ||
		(g_ascii_isalpha(line.p[0]) &&
			!word_list_may_begin(&closings, line)))
		return CLOSING_NONE;
	words = bare(line);
	if (words.n < SHORTEST_CLOSING || words.n > LONGEST_CLOSING ||
		!word_list_may_begin(&closings, words))
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
