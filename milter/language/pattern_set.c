#include "pattern_tree.h"

#include <glib.h>

#include "base/bits.h"

void
set_add(struct char_set *set, unsigned char c)
{
	if (c >= 0x80) {
		set->beyond = true;
		set->strange = false;
		return;
	}
	c = (unsigned char)g_ascii_tolower((char)c);
	bits_add(set->ascii, c);
}

bool
set_has(const struct char_set *set, unsigned char c)
{
	return c < 0x80 && bits_have(set->ascii, c);
}

struct char_set
set_union(struct char_set a, struct char_set b)
{
	a.ascii[0] |= b.ascii[0];
	a.ascii[1] |= b.ascii[1];
	a.strange = (!a.beyond || a.strange) && (!b.beyond || b.strange);
	a.beyond |= b.beyond;
	return a;
}

bool
set_meet(struct char_set a, struct char_set b)
{
	return (a.ascii[0] & b.ascii[0]) != 0 ||
	       (a.ascii[1] & b.ascii[1]) != 0 || (a.beyond && b.beyond);
}

struct char_set
set_all(void)
{
	return (struct char_set){{UINT64_MAX, UINT64_MAX}, true, false};
}

struct char_set
set_of_type(char type)
{
	char lower = g_ascii_tolower(type);
	struct char_set set = {{0, 0}, true, false};

	for (unsigned char c = 0; c < 0x80; c++) {
		bool in = true;

		if (lower == 'd')
			in = g_ascii_isdigit((char)c);
		else if (lower == 'w')
			in = g_ascii_isalnum((char)c) || c == '_';
		else if (lower == 's')
			in = g_ascii_isspace((char)c) || c == '\v';
		else if (lower == 'h')
			in = c == ' ' || c == '\t';
		else if (lower == 'v')
			in = c >= '\n' && c <= '\r';
		else
			return set_all();
		if (in != (type != lower))
			set_add(&set, c);
	}
	/* White space and digits. */
	set.strange = type == lower && type != 'w';
	return set;
}

struct char_set
set_word(void)
{
	return set_of_type('w');
}

struct char_set
set_not_word(void)
{
	return set_of_type('W');
}
