/*
 * What was learnt, as a block of a rule file, laid out as `comity fmt` does it.
 */
#include <string.h>

#include "tool/learn.h"

enum { WIDTH = 100, INDENT = 4 };

/* How wide the first word of each line is; `start` is one of them. */
static size_t
first_width(const struct learnt *learnt)
{
	size_t width = strlen("start");
	char text[16];

	for (size_t i = 0; i < learnt->word_count; i++) {
		g_snprintf(text, sizeof(text), "%d", learnt->words[i].weight);
		width = MAX(width, strlen(text));
	}
	return width;
}

/* The words of one weight, in as many lines as they need. Returns behind. */
static size_t
print_weight(
	const struct learnt *learnt, size_t first, size_t width, GString *out)
{
	int weight = learnt->words[first].weight;
	int hang = (int)(INDENT + width + 1 + INDENT);
	size_t column = INDENT + width;
	size_t i;

	g_string_append_printf(out, "%*s%-*d", INDENT, "", (int)width, weight);
	for (i = first;
		i < learnt->word_count && learnt->words[i].weight == weight;
		i++) {
		const char *text = learnt->words[i].text;
		bool is_last = i + 1 == learnt->word_count ||
			       learnt->words[i + 1].weight != weight;
		size_t room = (size_t)g_utf8_strlen(text, -1) +
			      strlen(" \"\"") + !is_last;

		if (i > first && column + room > WIDTH) {
			g_string_append_printf(out, "\n%*s", hang - 1, "");
			column = (size_t)hang - 1;
		}
		g_string_append_printf(
			out, " \"%s\"%s", text, is_last ? "" : ",");
		column += room;
	}
	g_string_append_c(out, '\n');
	return i;
}

void
learnt_print(const struct learnt *learnt, GString *out)
{
	size_t width = first_width(learnt);

	g_string_append_printf(out,
		"# How much a text is like those of messages that have the "
		"flag %s.\n"
		"# Made by `comity learn`, not by hand, from %zu messages; %zu "
		"of them have the flag.\n"
		"likeness %s {\n",
		learnt->flag, learnt->messages, learnt->hits, learnt->flag);
	g_string_append_printf(out, "%*s%-*s %d\n", INDENT, "", (int)width,
		"start", learnt->start);
	for (size_t i = 0; i < learnt->word_count;)
		i = print_weight(learnt, i, width, out);
	g_string_append(out, "}\n");
}
