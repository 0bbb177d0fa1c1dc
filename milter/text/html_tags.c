#include "base/words.h"
#include "html_internal.h"

enum { LONGEST_NAME = 10 };

/* Names are compared as a whole among those of one letter: a tag is looked up
 * for every one that starts or ends. */
struct tag_name {
	char name[LONGEST_NAME + 1];
	unsigned char tag;
};

/* Sorted by name. */
static const struct tag_name tag_names[] = {
	{"a", TAG_A},
	{"abbr", TAG_INLINE},
	{"acronym", TAG_INLINE},
	{"address", TAG_BLOCK},
	{"area", TAG_VOID},
	{"article", TAG_BLOCK},
	{"aside", TAG_BLOCK},
	{"b", TAG_INLINE},
	{"base", TAG_VOID},
	{"bdo", TAG_INLINE},
	{"big", TAG_INLINE},
	{"blockquote", TAG_BLOCKQUOTE},
	{"body", TAG_BLOCK},
	{"br", TAG_BR},
	{"caption", TAG_BLOCK},
	{"center", TAG_BLOCK},
	{"cite", TAG_INLINE},
	{"code", TAG_INLINE},
	{"col", TAG_VOID},
	{"dd", TAG_BLOCK},
	{"del", TAG_INLINE},
	{"details", TAG_BLOCK},
	{"dir", TAG_LIST},
	{"div", TAG_BLOCK},
	{"dl", TAG_LIST},
	{"dt", TAG_BLOCK},
	{"em", TAG_INLINE},
	{"embed", TAG_VOID},
	{"fieldset", TAG_BLOCK},
	{"figcaption", TAG_BLOCK},
	{"figure", TAG_BLOCK},
	{"font", TAG_FONT},
	{"footer", TAG_BLOCK},
	{"form", TAG_BLOCK},
	{"frame", TAG_VOID},
	{"h1", TAG_HEADING},
	{"h2", TAG_HEADING},
	{"h3", TAG_HEADING},
	{"h4", TAG_HEADING},
	{"h5", TAG_HEADING},
	{"h6", TAG_HEADING},
	{"head", TAG_BLOCK},
	{"header", TAG_BLOCK},
	{"hr", TAG_HR},
	{"html", TAG_BLOCK},
	{"i", TAG_INLINE},
	{"iframe", TAG_DROPPED},
	{"img", TAG_VOID},
	{"input", TAG_VOID},
	{"ins", TAG_INLINE},
	{"label", TAG_INLINE},
	{"legend", TAG_BLOCK},
	{"li", TAG_LI},
	{"link", TAG_VOID},
	{"listing", TAG_PRE},
	{"main", TAG_BLOCK},
	{"menu", TAG_LIST},
	{"meta", TAG_VOID},
	{"nav", TAG_BLOCK},
	{"noembed", TAG_DROPPED},
	{"noframes", TAG_DROPPED},
	{"ol", TAG_LIST},
	{"option", TAG_BLOCK},
	{"p", TAG_P},
	{"param", TAG_VOID},
	{"pre", TAG_PRE},
	{"s", TAG_INLINE},
	{"script", TAG_DROPPED},
	{"section", TAG_BLOCK},
	{"small", TAG_INLINE},
	{"source", TAG_VOID},
	{"span", TAG_SPAN},
	{"strike", TAG_INLINE},
	{"strong", TAG_INLINE},
	{"style", TAG_DROPPED},
	{"sub", TAG_INLINE},
	{"summary", TAG_BLOCK},
	{"sup", TAG_INLINE},
	{"table", TAG_TABLE},
	{"tbody", TAG_BLOCK},
	{"td", TAG_CELL},
	{"template", TAG_DROPPED},
	{"tfoot", TAG_BLOCK},
	{"th", TAG_CELL},
	{"thead", TAG_BLOCK},
	{"title", TAG_DROPPED},
	{"tr", TAG_ROW},
	{"tt", TAG_INLINE},
	{"u", TAG_INLINE},
	{"ul", TAG_LIST},
	{"var", TAG_INLINE},
	{"wbr", TAG_VOID},
	{"xmp", TAG_PRE},
};

enum { LETTERS = 26 };

/* The first name of each letter or a later one. */
static void
index_names(unsigned char starts[LETTERS + 1])
{
	unsigned char name = 0;

	for (int letter = 0; letter <= LETTERS; letter++) {
		while (name < G_N_ELEMENTS(tag_names) &&
			tag_names[name].name[0] < 'a' + letter)
			name++;
		starts[letter] = name;
	}
}

enum tag
html_tag_find(struct str name)
{
	static unsigned char starts[LETTERS + 1];
	static gsize indexed;
	char key[LONGEST_NAME + 1] = {0};
	unsigned letter;

	if (g_once_init_enter(&indexed)) {
		index_names(starts);
		g_once_init_leave(&indexed, 1);
	}
	if (name.n > LONGEST_NAME)
		return TAG_OTHER;
	for (size_t i = 0; i < name.n; i++)
		key[i] = word_lower(name.p[i]);
	letter = (unsigned)((unsigned char)key[0] - 'a');
	if (letter >= LETTERS)
		return TAG_OTHER;
	for (size_t i = starts[letter]; i < starts[letter + 1]; i++)
		if (memcmp(key, tag_names[i].name, sizeof(key)) == 0)
			return (enum tag)tag_names[i].tag;
	return TAG_OTHER;
}

bool
html_tag_is_block(enum tag tag)
{
	switch (tag) {
	case TAG_BLOCK:
	case TAG_BLOCKQUOTE:
	case TAG_CELL:
	case TAG_HEADING:
	case TAG_LI:
	case TAG_LIST:
	case TAG_P:
	case TAG_PRE:
	case TAG_ROW:
	case TAG_TABLE:
		return true;
	default:
		return false;
	}
}
