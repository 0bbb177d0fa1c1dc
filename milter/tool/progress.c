#include "tool/progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH_USUAL = 80, WIDTH_LEAST = 30, BAR_MOST = 50, FIGURES = 44 };

static double
clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static unsigned
terminal_width(void)
{
	struct winsize size;

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 &&
		size.ws_col >= WIDTH_LEAST)
		return size.ws_col;
	return WIDTH_USUAL;
}

void
progress_start(struct progress *progress, size_t total)
{
	progress->drawn_at_all = isatty(STDERR_FILENO) == 1;
	progress->total = total;
	progress->started = clock_now();
}

void
progress_text(char *text, size_t room, unsigned width, size_t done,
	size_t total, double seconds)
{
	char bar[BAR_MOST + 1];
	unsigned columns = width > FIGURES + 10 ? width - FIGURES : 0;
	size_t full;

	if (columns > BAR_MOST)
		columns = BAR_MOST;
	full = total > 0 ? done * columns / total : columns;
	memset(bar, '.', columns);
	memset(bar, '#', full);
	bar[columns] = '\0';
	snprintf(text, room, "%s%s%s%3zu %%  %zu of %zu", columns ? "[" : "",
		bar, columns ? "] " : "", total > 0 ? done * 100 / total : 100,
		done, total);
	if (seconds > 0.5 && strlen(text) + 20 < width)
		snprintf(text + strlen(text), room - strlen(text), "  %.0f/s",
			(double)done / seconds);
}

void
progress_draw(const struct progress *progress, size_t done)
{
	char text[256];

	if (!progress->drawn_at_all)
		return;
	progress_text(text, sizeof(text), terminal_width(), done,
		progress->total, clock_now() - progress->started);
	fprintf(stderr, "\r%s\033[K", text);
	fflush(stderr);
}

double
progress_end(const struct progress *progress)
{
	if (progress->drawn_at_all) {
		/* However short it took, the bar was seen to be full. */
		progress_draw(progress, progress->total);
		fputs("\r\033[K", stderr);
		fflush(stderr);
	}
	return clock_now() - progress->started;
}
