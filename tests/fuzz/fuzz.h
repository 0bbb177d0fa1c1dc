/*
 * fuzz: what the fuzz targets share.
 *
 * A target is one file fuzz_NAME.c with the one function that libFuzzer calls
 * for each input. It reads the input as the module's callers would, and checks
 * what the module's header promises of any input. Built with clang it searches
 * (`make fuzz`); built with gcc and replay.c it reads the inputs named on its
 * command line (`make check`).
 */
#ifndef COMITY_TESTS_FUZZ_H
#define COMITY_TESTS_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <glib.h>

#include "base/str.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A broken promise ends the program, as a sanitizer's finding does. */
#define FUZZ_CHECK(promise)                                                    \
	do {                                                                   \
		if (!(promise))                                                \
			fuzz_broken(#promise, __FILE__, __LINE__);             \
	} while (0)
void fuzz_broken(const char *promise, const char *file, int line)
	__attribute__((noreturn));

static inline struct str
fuzz_input(const uint8_t *bytes, size_t size)
{
	return (struct str){(const char *)bytes, size};
}

/* The first byte, taken off; 0 where nothing is left. */
unsigned char fuzz_byte(struct str *input);
/* Up to the next `separator`, or all; taken off with it. */
struct str fuzz_piece(struct str *input, char separator);

/* Valid UTF-8 without NUL. */
bool fuzz_is_text(struct str text);
/* `outer` holds all bytes of `inner`. */
bool fuzz_is_within(struct str inner, struct str outer);

struct policy;

/* The rule set and roster of the golden tests, loaded once. */
struct policy *fuzz_policy(void);
/* Its file. */
extern const char fuzz_config[];

#endif
