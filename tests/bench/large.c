#include "large.h"

#include <stdio.h>

#include <glib.h>

#include "load.h"

enum { MESSAGES = 2, LEAST_MB = 1, MOST_MB = 4, MEGABYTE = 1024 * 1024 };

/* What costs nothing by the byte counts for little here; noise for more. */
static const double most_growth = 2.5, most_memory = 3.0;

static const char *const bulk_names[] = {
	[BULK_ATTACHED] = "attached", [BULK_TEXT] = "text"};

/* Of a size: the least time of the rounds, and the most memory. */
struct price {
	double us;
	double memory_kb;
	double message_kb;
};

static void
make_mails(struct load *load, enum bulk bulk, size_t bytes)
{
	load->mails = g_new0(struct mail *, load->count);
	for (unsigned i = 0; i < load->count; i++)
		load->mails[i] = mail_make_sized(bulk, i, bytes);
}

static void
free_mails(struct load *load)
{
	for (unsigned i = 0; i < load->count; i++)
		mail_free(load->mails[i]);
	g_free(load->mails);
}

static bool
measure(const struct filter *filter, const struct load *load, unsigned rounds,
	struct price *price)
{
	*price = (struct price){
		.message_kb = (double)load->mails[0]->body->len / 1024};
	for (unsigned round = 0; round < rounds; round++) {
		struct cost cost;

		if (!load_run(load, filter, &cost))
			return false;
		if (price->us == 0 || cost.cpu_us < price->us)
			price->us = cost.cpu_us;
		price->memory_kb = MAX(price->memory_kb,
			(double)(cost.peak_kb - cost.rest_kb));
	}
	return true;
}

/* Each size beside the one half as large; the first has none before it. */
static bool
judge(enum bulk bulk, unsigned megabytes, const struct price *half,
	const struct price *price)
{
	double growth = half->us > 0 ? price->us / half->us : 0;
	double memory = price->memory_kb / price->message_kb;
	bool well = growth <= most_growth && memory <= most_memory;

	printf("%-9s %2u MB %9.1f ms %6.2f times the half %6.2f times its "
	       "size in memory%s\n",
		bulk_names[bulk], megabytes, price->us / 1000, growth, memory,
		well ? "" : ": too much");
	fflush(stdout);
	return well;
}

static bool
run_bulk(const struct filter *filter, enum bulk bulk, unsigned rounds)
{
	struct price half = {0};
	bool well = true;

	for (unsigned mb = LEAST_MB; mb <= MOST_MB; mb *= 2) {
		struct load load = {.count = MESSAGES,
			.connections = 1,
			.per_connection = MESSAGES};
		struct price price;

		make_mails(&load, bulk, (size_t)mb * MEGABYTE);
		if (!measure(filter, &load, rounds, &price)) {
			printf("%s broke off\n", filter->name);
			return false;
		}
		free_mails(&load);
		well &= judge(bulk, mb, &half, &price);
		half = price;
	}
	return well;
}

bool
large_run(const struct filter *filter, unsigned rounds)
{
	bool attached = run_bulk(filter, BULK_ATTACHED, rounds);
	bool text = run_bulk(filter, BULK_TEXT, rounds);

	return attached && text;
}
