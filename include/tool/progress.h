/*
 * progress: a bar on the terminal while a long command runs.
 *
 * Drawn on standard error and only where that is a terminal; taken away when
 * the work is over, so that what was printed stands alone.
 *
 * Threads: one at a time.
 */
#ifndef COMITY_TOOL_PROGRESS_H
#define COMITY_TOOL_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
	bool drawn_at_all; /* standard error is a terminal */
	size_t total;
	double started; /* seconds of a monotonic clock */
};

void progress_start(struct progress *progress, size_t total);
void progress_draw(const struct progress *progress, size_t done);
/* Clears the bar; returns the seconds since the start. */
double progress_end(const struct progress *progress);

/* The bar as text of at most `width` columns; for tests. */
void progress_text(char *text, size_t room, unsigned width, size_t done,
	size_t total, double seconds);

#endif
