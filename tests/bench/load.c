#include "load.h"

#include <stdlib.h>

#include <glib.h>

#include "wire.h"

/* What a connection that was closed still costs the filter comes late. */
enum { SETTLE_US = 20 * 1000 };

struct run {
	const struct load *load;
	const struct filter *filter;
	gint next; /* the message that a free connection takes; atomic */
	gint failed;
	gint early, edits;
	double *us; /* by message */
};

static bool
play_some(struct run *run, struct wire *wire)
{
	for (unsigned i = 0; i < run->load->per_connection; i++) {
		unsigned index = (unsigned)g_atomic_int_add(&run->next, 1);
		struct outcome outcome;
		gint64 start = g_get_monotonic_time();

		if (index >= run->load->count)
			return false;
		if (!wire_play(wire, run->load->mails[index], &outcome)) {
			g_atomic_int_inc(&run->failed);
			return false;
		}
		run->us[index] = (double)(g_get_monotonic_time() - start);
		g_atomic_int_add(&run->early, outcome.early);
		g_atomic_int_add(&run->edits, (gint)outcome.edits);
	}
	return true;
}

static gpointer
work(gpointer data)
{
	struct run *run = data;
	bool more = true;

	while (more) {
		struct wire *wire = wire_open(run->filter->socket);

		if (wire == NULL) {
			g_atomic_int_inc(&run->failed);
			break;
		}
		more = play_some(run, wire);
		wire_close(&wire);
	}
	return NULL;
}

static void
run_threads(struct run *run)
{
	unsigned count = run->load->connections;
	GThread **threads = g_new(GThread *, count);

	for (unsigned i = 0; i < count; i++)
		threads[i] = g_thread_new("connection", work, run);
	for (unsigned i = 0; i < count; i++)
		g_thread_join(threads[i]);
	g_free(threads);
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

bool
load_run(
	const struct load *load, const struct filter *filter, struct cost *cost)
{
	struct run run = {.load = load, .filter = filter};
	int64_t cpu = filter_cpu_ns(filter);
	gint64 start;
	double seconds;

	run.us = g_new0(double, load->count);
	filter_forget_peak(filter);
	cost->rest_kb = filter_memory_kb(filter);
	start = g_get_monotonic_time();
	run_threads(&run);
	seconds = (double)(g_get_monotonic_time() - start) / 1e6;
	g_usleep(SETTLE_US);
	cpu = filter_cpu_ns(filter) - cpu;
	qsort(run.us, load->count, sizeof(*run.us), by_size);
	cost->per_second = load->count / seconds;
	cost->cpu_us = (double)cpu / 1e3 / load->count;
	cost->p50 = run.us[load->count / 2];
	cost->p95 = run.us[load->count * 95 / 100];
	cost->p99 = run.us[load->count * 99 / 100];
	cost->peak_kb = filter_peak_kb(filter);
	cost->early = (unsigned)run.early;
	cost->edits = (unsigned)run.edits;
	g_free(run.us);
	return run.failed == 0;
}
