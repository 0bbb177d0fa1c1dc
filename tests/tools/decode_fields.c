/*
 * Header values in, text out: a line of hexadecimal digits each. For
 * tests/tools/headers.py, which compares with another decoder.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "mime/decode.h"

/* In place; an odd digit at the end is dropped. */
static size_t
from_hex(char *line)
{
	size_t n = 0;

	for (size_t i = 0; line[i] != '\0' && line[i + 1] != '\0'; i += 2) {
		int high = hex_value(line[i]), low = hex_value(line[i + 1]);

		if (high < 0 || low < 0)
			break;
		line[n++] = (char)(high << 4 | low);
	}
	return n;
}

int
main(void)
{
	char *line = NULL;
	size_t room = 0;

	while (getline(&line, &room, stdin) > 0) {
		struct arena *arena = arena_new();
		struct str text = decode_header(
			arena, (struct str){line, from_hex(line)});

		for (size_t i = 0; i < text.n; i++)
			printf("%02x", (unsigned char)text.p[i]);
		putchar('\n');
		arena_free(&arena);
	}
	free(line);
	return 0;
}
