/*
 * diag: what is wrong with a file that a person wrote, and where.
 *
 * Every reader of files (rules, roster, calendar, cases) reports into one
 * `struct diag` and goes on, so that a run names every mistake at once. The
 * same collection is printed by `comity lint`, logged by the daemon and
 * compared in tests.
 *
 * A `struct source` is one file read whole; it and all that points into its
 * text live until the `struct diag` is freed, or longer where somebody took a
 * reference (a rule set does, so that its places stay good).
 *
 * Printed form:  file:line:column: error: message
 *                the line as it stands in the file
 *                    ^~~~
 *                and "included from file:line" for each include around it.
 * A line that is longer than a screen is shown around the place only.
 * Lines and columns count from 1; columns are characters, not bytes; a tab is
 * one column and is kept as a tab under the line, so that the caret fits.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_BASE_DIAG_H
#define COMITY_BASE_DIAG_H

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include "base/str.h"

struct diag;
struct source;

enum diag_level { DIAG_ERROR, DIAG_WARNING, DIAG_NOTE };

/* A stretch of a source; `source` NULL means "no file" (a command line). */
struct place {
	const struct source *source;
	uint32_t offset; /* bytes from the start of the file */
	uint32_t length; /* bytes; 0 marks a single point */
};

struct diag *diag_new(void);
void diag_free(struct diag **diag);

/*
 * Reads a whole regular file (no FIFO, no directory; at most
 * LIMIT_CONFIG_BYTES; no NUL; valid UTF-8; a BOM is skipped, CRLF becomes LF).
 * On failure an error is reported at `from` (where the file was named) and
 * NULL comes back. `from.source` is the including file, if any.
 */
const struct source *diag_read_file(
	struct diag *diag, const char *path, struct place from);
/* The same from memory, for tests and fuzzing; the bytes are copied. */
const struct source *diag_read_memory(
	struct diag *diag, const char *name, struct str text);

struct str source_text(const struct source *source); /* NUL-terminated */
const char *source_name(const struct source *source);
/* References may be taken and dropped from any thread. */
const struct source *source_ref(const struct source *source);
void source_unref(const struct source *source);
/* The include that brought this source in; its source is NULL at the top. */
struct place source_included_at(const struct source *source);
void place_position(struct place place, unsigned *line, unsigned *column);
/* The stretch from the start of the one to the end of the other. */
struct place place_join(struct place first, struct place last);

void diag_report(struct diag *diag, enum diag_level level, struct place place,
	const char *format, ...) __attribute__((format(printf, 4, 5)));
#define diag_error(diag, place, ...)                                           \
	diag_report((diag), DIAG_ERROR, (place), __VA_ARGS__)
#define diag_warning(diag, place, ...)                                         \
	diag_report((diag), DIAG_WARNING, (place), __VA_ARGS__)
/* A note belongs to the error or warning reported just before it. */
#define diag_note(diag, place, ...)                                            \
	diag_report((diag), DIAG_NOTE, (place), __VA_ARGS__)

/* At most DIAG_SHOWN entries are kept; the rest is only counted. */
enum { DIAG_SHOWN = 1000 };

unsigned diag_errors(const struct diag *diag);
unsigned diag_warnings(const struct diag *diag);

/* Each entry printed once, in the order of files and lines, then a count. */
void diag_print(const struct diag *diag, FILE *out);
/* Calls `line` with each entry as one line without source text, for a log. */
void diag_each_line(const struct diag *diag,
	void (*line)(enum diag_level, const char *text, void *context),
	void *context);

/*
 * A copy (g_free) without what a terminal or a log could obey, as messages are
 * printed: names of files and what stands in them may hold anything. A tab
 * and each such character becomes a '?'.
 */
char *diag_plain(const char *text);

/*
 * The known name nearest to `word`, for "did you mean"; NULL when none is
 * near. `names` ends with NULL.
 */
const char *diag_nearest(struct str word, const char *const *names);

#endif
