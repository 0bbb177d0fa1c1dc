/*
 * The inside of a mapping, for roster_map.c, which reads it, and for
 * roster_entry.c, which applies it.
 */
#ifndef COMITY_TOOL_ROSTER_MAP_INTERNAL_H
#define COMITY_TOOL_ROSTER_MAP_INTERNAL_H

#include "tool/roster_map.h"

struct map_test {
	struct str attribute;
	struct str pattern;
	bool negated;
};

/* A statement; `skip` has the column ROSTER_COLUMNS. */
struct map_line {
	int column;
	bool is_text; /* text, else attributes */
	struct str text;
	const struct str *attributes;
	size_t attribute_count;
	const struct map_test *tests;
	size_t test_count;
};

struct roster_map {
	const struct map_line *lines;
	size_t count;
};

#endif
