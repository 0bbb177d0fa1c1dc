#include "soak.h"

#include <stdio.h>

#include <glib.h>

enum {
	/* Memory at rest may grow by so much: an allocator keeps some. */
	SLACK_PERCENT = 10,
	SLACK_KB = 4 * 1024,
	SECONDS_A_LINE = 60,
};

static unsigned
descriptors(const struct filter *filter)
{
	char *path = g_strdup_printf("/proc/%d/fd", filter->pid);
	GDir *dir = g_dir_open(path, 0, NULL);
	unsigned count = 0;

	while (dir != NULL && g_dir_read_name(dir) != NULL)
		count++;
	if (dir != NULL)
		g_dir_close(dir);
	g_free(path);
	return count;
}

/* What the filter holds between two bursts. */
struct held {
	long kb;
	unsigned descriptors;
};

static struct held
held_now(const struct filter *filter)
{
	/* Connections are closed a moment after the mail server's end. */
	g_usleep(500 * 1000);
	return (struct held){filter_memory_kb(filter), descriptors(filter)};
}

static bool
has_grown(struct held first, struct held now)
{
	return now.kb > first.kb + first.kb * SLACK_PERCENT / 100 + SLACK_KB ||
	       now.descriptors > first.descriptors;
}

bool
soak_run(const struct load *load, const struct filter *filter, unsigned seconds)
{
	gint64 start = g_get_monotonic_time();
	struct held first = {0, 0}, now = {0, 0};
	unsigned long messages = 0;
	unsigned lines = 0;

	for (;;) {
		unsigned passed =
			(unsigned)((g_get_monotonic_time() - start) / 1000000);
		struct cost cost;

		if (passed >= seconds)
			break;
		if (!load_run(load, filter, &cost)) {
			printf("%s broke off\n", filter->name);
			return false;
		}
		messages += load->count;
		now = held_now(filter);
		if (first.kb == 0 && passed >= seconds / 10)
			first = now;
		if (passed / SECONDS_A_LINE >= lines) {
			lines = passed / SECONDS_A_LINE + 1;
			printf("%5u s %9lu messages %8.1f MB %4u "
			       "descriptors\n",
				passed, messages, (double)now.kb / 1024,
				now.descriptors);
			fflush(stdout);
		}
	}
	printf("%lu messages over %u connections at once: %.1f MB, then "
	       "%.1f MB; %u descriptors, then %u\n",
		messages, load->connections, (double)first.kb / 1024,
		(double)now.kb / 1024, first.descriptors, now.descriptors);
	return !has_grown(first, now);
}
