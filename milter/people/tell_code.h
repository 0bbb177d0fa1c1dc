/*
 * tell_code: the expressions of tell_frames.c, as PCRE2 runs them.
 *
 * Most are never looked for in most mail, and to compile all of them takes as long
 * as to read a tenth of the rules, so each is compiled when it is first needed.
 *
 * Threads: the first that needs one compiles it; then immutable.
 */
#ifndef COMITY_PEOPLE_TELL_CODE_H
#define COMITY_PEOPLE_TELL_CODE_H

#include <stddef.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <glib.h>
#include <pcre2.h>

/* All but `expression` is zero at first. */
struct tell_code {
	const char *expression;
	gsize ready;
	pcre2_code *code;
	int who; /* the number of the group of that name, or less than 1 */
};

const pcre2_code *tell_code_get(struct tell_code *code);
/* Frees an array of them. */
void tell_codes_free(struct tell_code *codes, size_t count);

#endif
