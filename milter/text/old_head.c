/* The From/Sent/To/Subject blocks of quote_heads.h. */
#include "quote_heads.h"

#include <stdint.h>

#include <glib.h>

#include "base/words.h"

enum {
	LONGEST_LABEL = 16,
	/* Yahoo writes marker and header on one line. */
	ONE_LINE_HEAD = 1000,
};

/* The labels of old header blocks, as clients write them in English and
 * Welsh. */
static const struct {
	struct str name;
	enum old_field field;
} labels[] = {
	{WORDS("From"), OLD_FROM},
	{WORDS("Sent"), OLD_DATE},
	{WORDS("Date"), OLD_DATE},
	{WORDS("To"), OLD_TO},
	{WORDS("Cc"), OLD_CC},
	{WORDS("Subject"), OLD_SUBJECT},
	{WORDS("Reply-To"), OLD_OTHER},
	{WORDS("Importance"), OLD_OTHER},
	{WORDS("Bcc"), OLD_OTHER},
	{WORDS("When"), OLD_OTHER},
	{WORDS("Attachments"), OLD_OTHER},
	{WORDS("Where"), OLD_OTHER},
	{WORDS("Sensitivity"), OLD_OTHER},
	{WORDS("Priority"), OLD_OTHER},
	{WORDS("Oddi wrth"), OLD_FROM},
	{WORDS("O"), OLD_FROM},
	{WORDS("Anfonwyd"), OLD_DATE},
	{WORDS("Dyddiad"), OLD_DATE},
	{WORDS("At"), OLD_TO},
	{WORDS("Copi"), OLD_CC},
	{WORDS("Pwnc"), OLD_SUBJECT},
};

/* The field that a line opens, and its value; OLD_FIELDS when none. */
static enum old_field
read_label(struct str line, struct str *value)
{
	struct str words = line_words(line), name;
	size_t colon = 0;

	while (colon < words.n && colon < LONGEST_LABEL &&
		words.p[colon] != ':')
		colon++;
	if (colon == words.n || words.p[colon] != ':')
		return OLD_FIELDS;
	name = (struct str){words.p, colon};
	while (name.n > 0 && strchr(" \t*_", name.p[name.n - 1]) != NULL)
		name.n--;
	*value = line_words(
		(struct str){words.p + colon + 1, words.n - colon - 1});
	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++)
		if (labels[i].name.n == name.n &&
			str_eq_nocase(name, labels[i].name))
			return labels[i].field;
	return OLD_FIELDS;
}

/* Is the line at `at`, or the one below it, another field? */
static bool
label_is_near(struct str text, size_t at)
{
	struct str value;

	for (int i = 0; i < 2 && at < text.n; i++) {
		struct str line = text_line(text, at, &at);

		if (read_label(line, &value) != OLD_FIELDS)
			return true;
		if (line_words(line).n == 0)
			return false;
	}
	return false;
}

/*
 * Does an unlabelled line go on with the field before it? Lists of recipients
 * are wrapped over many lines; a long subject over two.
 */
static bool
goes_on(enum old_field last, struct str value, struct str line, struct str text,
	size_t next)
{
	struct str words = line_words(line);
	char end = value.n > 0 ? value.p[value.n - 1] : ' ';

	if (words.n == 0)
		return false;
	if (last == OLD_TO || last == OLD_CC)
		if (end == ';' || end == ',' || value.n == 0 ||
			words.p[words.n - 1] == ';' ||
			memchr(words.p, '@', words.n) != NULL)
			return true;
	return label_is_near(text, next);
}

static bool
is_complete(const struct old_head *head, unsigned count, bool below_marker)
{
	const struct str *fields = head->fields;

	if (below_marker)
		return count >= 2 && fields[OLD_FROM].p != NULL;
	/* "From: 10 am" is no mail's; a writer's own list has such. */
	if (fields[OLD_FROM].n == 0 || g_ascii_isdigit(fields[OLD_FROM].p[0]))
		return false;
	return count >= 3 &&
	       (fields[OLD_DATE].p != NULL || fields[OLD_SUBJECT].p != NULL);
}

bool
old_head_read(
	struct str text, size_t at, bool below_marker, struct old_head *head)
{
	enum old_field last = OLD_FIELDS;
	unsigned count = 0;

	*head = (struct old_head){.end = at};
	while (at < text.n) {
		size_t next;
		struct str line = text_line(text, at, &next), value;
		enum old_field field = read_label(line, &value);

		if (field != OLD_FIELDS) {
			if (field != OLD_OTHER && head->fields[field].p != NULL)
				break; /* the next block */
			head->fields[field] = value;
			count += field != OLD_OTHER;
			last = field;
		} else if (last == OLD_FIELDS) {
			return false;
		} else if (line_words(line).n == 0) {
			/* One empty line between fields is let through. */
			if (!label_is_near(text, next))
				break;
			at = next;
			continue;
		} else if (goes_on(last, head->fields[last], line, text,
				   next)) {
			line = str_trim(line);
			head->fields[last].n = (size_t)(line.p + line.n -
							head->fields[last].p);
		} else {
			break;
		}
		at = next;
		head->end = at;
	}
	return is_complete(head, count, below_marker);
}

/* The label that starts at `at` within a line, its colon included, or 0. */
static size_t
label_at(struct str line, size_t at, enum old_field *field)
{
	struct str rest = {line.p + at, line.n - at};

	for (size_t i = 0; i < G_N_ELEMENTS(labels); i++) {
		size_t n = labels[i].name.n;

		if (n < 2 || !str_starts_nocase(rest, labels[i].name) ||
			n == rest.n || rest.p[n] != ':')
			continue;
		*field = labels[i].field;
		return n + 1;
	}
	return 0;
}

bool
old_head_read_line(struct str line, struct old_head *head)
{
	enum old_field field = OLD_FIELDS, found = OLD_FIELDS;
	size_t start = 0;

	*head = (struct old_head){.end = 0};
	if (line.n > ONE_LINE_HEAD)
		return false;
	for (size_t at = 0; at <= line.n; at++) {
		size_t behind = at < line.n ? label_at(line, at, &found) : 0;

		if (behind == 0 && at < line.n)
			continue;
		if (field != OLD_FIELDS)
			head->fields[field] = str_trim(
				(struct str){line.p + start, at - start});
		if (at == line.n)
			break;
		field = found;
		start = at + behind;
		at = start - 1;
	}
	return head->fields[OLD_FROM].p != NULL &&
	       head->fields[OLD_TO].p != NULL;
}
