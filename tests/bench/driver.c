/*
 * driver: what a message costs the mail server's filter, side by side.
 *
 *     driver [-r ROUNDS] [-n MESSAGES] [-c CONNECTIONS] [-m PER-CONNECTION]
 *            [-x MIX] [-s] [-p] BUILD
 *
 * BUILD is the folder with comity-milter and bench/floor. Each round sends
 * each mix to each filter, so that what disturbs the machine disturbs all of
 * them; printed are medians over the rounds, and the spread of CPU time from
 * the least to the most of the rounds. Ratios are to the first filter of a
 * mix.
 *
 *   -x MIX  only this one: 0 ordinary, 1 correspondence, 2 large, 3 worst
 *   -s      also Comity with ten and a hundred times as many patterns
 *   -p      also peers that are installed: Rspamd, SpamAssassin
 *   -k SECONDS  instead: Comity alone under load for so long (soak.h)
 *   -l      instead: Comity alone with large messages (large.h)
 */
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#include "filter.h"
#include "large.h"
#include "load.h"
#include "peers.h"
#include "rules.h"
#include "soak.h"

#include "judge/policy.h"

enum { MOST_FILTERS = 8, MOST_ROUNDS = 100, LARGE_SHARE = 16 };

/* Filters that are always there, in this order. */
enum { FLOOR, EARLY, COMITY };

struct bench {
	char *build, *folder;
	unsigned rounds, messages, connections, per_connection;
	int only; /* a mix, or -1 */
	bool scaled, peers, large;
	unsigned soak; /* seconds; 0: measure */
	struct filter *filters[MOST_FILTERS];
	int filter_count;
	GPtrArray *expressions; /* of the shipped rules */
	struct load loads[MIX_COUNT];
	double mean_bytes[MIX_COUNT];
	struct cost costs[MIX_COUNT][MOST_FILTERS][MOST_ROUNDS];
};

/* Filters --------------------------------------------------------------- */

static char **
command(const char *first, ...)
{
	GPtrArray *list = g_ptr_array_new();
	va_list more;

	va_start(more, first);
	for (const char *word = first; word != NULL;
		word = va_arg(more, const char *))
		g_ptr_array_add(list, g_strdup(word));
	va_end(more);
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(list, FALSE);
}

static void
write_file(const char *folder, const char *name, const char *text)
{
	char *path = g_build_filename(folder, name, NULL);
	GError *error = NULL;

	if (!g_file_set_contents(path, text, -1, &error)) {
		fprintf(stderr, "%s\n", error->message);
		exit(EXIT_FAILURE);
	}
	g_free(path);
}

static struct filter *
add_filter(struct bench *bench, struct filter *filter)
{
	if (filter == NULL || bench->filter_count == MOST_FILTERS)
		return NULL;
	if (!filter_start(filter, bench->folder)) {
		filter_stop(filter);
		fprintf(stderr, "%s does not start; see %s/%s.log\n",
			filter->name, bench->folder, filter->name);
		return NULL;
	}
	bench->filters[bench->filter_count++] = filter;
	return filter;
}

static struct filter *
floor_filter(struct bench *bench, const char *name, bool early)
{
	char *program = g_build_filename(bench->build, "bench/floor", NULL);
	char *socket = filter_socket(bench->folder, name);
	char **words = early ? command(program, "-e", socket, NULL)
			     : command(program, socket, NULL);

	g_free(program);
	g_free(socket);
	return filter_new(bench->folder, name, words);
}

/* `more` are made rules, or empty. */
static struct filter *
comity_filter(struct bench *bench, const char *name, const char *more)
{
	char *program = g_build_filename(bench->build, "comity-milter", NULL);
	char *socket = filter_socket(bench->folder, name);
	char *place = g_strdup_printf("unix:%s", socket);
	char *rules = g_strdup_printf("%s.rules", name);
	char *config = g_strdup_printf("%s.conf", name);
	char *path = g_build_filename(bench->folder, config, NULL);
	char *text = g_strdup_printf("audit-log \"%s/%s.audit\"\n"
				     "council northmere {\n"
				     "    domains   \"northmere.example\"\n"
				     "    protocol  broxtowe-borough\n"
				     "    roster    \"roster.csv\"\n"
				     "    time-zone \"Europe/London\"\n"
				     "}\n"
				     "include \"%s/comity.conf\"\n"
				     "include \"%s\"\n",
		bench->folder, name, policy_shipped_directory(), rules);
	struct filter *filter;

	write_file(bench->folder, rules, more);
	write_file(bench->folder, config, text);
	/* It does not run as root. */
	filter = filter_new(bench->folder, name,
		command(program, "-f", "-c", path, "--socket", place,
			geteuid() == 0 ? "--user" : NULL, "nobody", NULL));
	g_free(program);
	g_free(socket);
	g_free(place);
	g_free(rules);
	g_free(config);
	g_free(path);
	g_free(text);
	return filter;
}

static void
add_scaled(struct bench *bench, const char *name, size_t patterns)
{
	GString *more = rules_made(patterns);
	gint64 start = g_get_monotonic_time();
	struct filter *filter =
		add_filter(bench, comity_filter(bench, name, more->str));

	if (filter != NULL)
		printf("%s: %zu patterns more, serving after %.2f s "
		       "(CPU %.2f s)\n",
			name, patterns,
			(double)(g_get_monotonic_time() - start) / 1e6,
			(double)filter_cpu_ns(filter) / 1e9);
	g_string_free(more, TRUE);
}

static void
stop_filters(struct bench *bench)
{
	for (int i = 0; i < bench->filter_count; i++) {
		filter_stop(bench->filters[i]);
		filter_free(bench->filters[i]);
	}
	bench->filter_count = 0;
}

static void
start_filters(struct bench *bench, size_t patterns)
{
	if (!add_filter(bench, floor_filter(bench, "floor", false)) ||
		!add_filter(bench, floor_filter(bench, "floor-early", true)) ||
		!add_filter(
			bench, comity_filter(bench, "comity", "# none\n"))) {
		stop_filters(bench);
		exit(EXIT_FAILURE);
	}
	if (bench->scaled) {
		add_scaled(bench, "comity-x10", patterns * 9);
		add_scaled(bench, "comity-x100", patterns * 99);
	}
	if (bench->peers) {
		add_filter(
			bench, peers_rspamd(bench->folder, bench->expressions));
		add_filter(bench,
			peers_spamassassin(bench->folder, bench->expressions));
	}
}

/* Does the filter take part in the mix? */
static bool
takes_part(enum mix mix, int f)
{
	if (f == EARLY)
		return mix == MIX_ORDINARY;
	if (f == FLOOR || f == COMITY)
		return true;
	/* Scaled ones and peers. */
	return mix == MIX_CORRESPONDENCE || mix == MIX_WORST;
}

/* Rounds ---------------------------------------------------------------- */

static void
make_mail(struct bench *bench, enum mix mix)
{
	struct load *load = &bench->loads[mix];
	double bytes = 0;

	load->count = mix == MIX_LARGE ? MAX(bench->messages / LARGE_SHARE, 8u)
				       : bench->messages;
	load->connections = bench->connections;
	load->per_connection = bench->per_connection;
	load->mails = g_new0(struct mail *, load->count);
	for (unsigned i = 0; i < load->count; i++) {
		load->mails[i] = mail_make(mix, i);
		bytes += (double)load->mails[i]->body->len;
	}
	bench->mean_bytes[mix] = bytes / load->count;
}

static void
run_round(struct bench *bench, enum mix mix, unsigned round)
{
	for (int i = 0; i < bench->filter_count; i++) {
		/* Another one begins each round. */
		int f = (i + (int)round) % bench->filter_count;
		struct filter *filter = bench->filters[f];

		if (takes_part(mix, f) && !load_run(&bench->loads[mix], filter,
						  &bench->costs[mix][f][round]))
			fprintf(stderr, "%s broke off\n", filter->name);
	}
}

/* Results --------------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Of the rounds of a filter: the median, the least and the most. */
struct summary {
	double median, least, most;
};

#define SUM_UP(bench, mix, f, field)                                           \
	sum_up(bench, &(bench)->costs[mix][f][0].field)

static struct summary
sum_up(const struct bench *bench, const double *first)
{
	const size_t step = sizeof(struct cost) / sizeof(double);
	double values[MOST_ROUNDS];

	for (unsigned i = 0; i < bench->rounds; i++)
		values[i] = first[i * step];
	qsort(values, bench->rounds, sizeof(*values), by_size);
	return (struct summary){values[bench->rounds / 2], values[0],
		values[bench->rounds - 1]};
}

_Static_assert(sizeof(struct cost) % sizeof(double) == 0,
	"sum_up() goes from round to round by doubles");

static void
print_filter(const struct bench *bench, enum mix mix, int f, int base)
{
	const struct cost *last = &bench->costs[mix][f][bench->rounds - 1];
	struct summary cpu = SUM_UP(bench, mix, f, cpu_us);
	double per_second = SUM_UP(bench, mix, f, per_second).median;

	printf("%-12s %8.0f %7.0f %7.0f %7.0f %8.1f %4.0f%% %7.1f %6.2f "
	       "%6.2f\n",
		bench->filters[f]->name, per_second,
		SUM_UP(bench, mix, f, p50).median,
		SUM_UP(bench, mix, f, p95).median,
		SUM_UP(bench, mix, f, p99).median, cpu.median,
		(cpu.most - cpu.least) / cpu.median * 100,
		(double)last->peak_kb / 1024,
		per_second / SUM_UP(bench, mix, base, per_second).median,
		cpu.median / SUM_UP(bench, mix, base, cpu_us).median);
}

static void
print_mix(const struct bench *bench, enum mix mix)
{
	int base = mix == MIX_ORDINARY ? EARLY : FLOOR;

	printf("\n%s: %u messages of %.1f KB in the mean, %u rounds\n"
	       "%-12s %8s %7s %7s %7s %8s %5s %7s %6s %6s\n",
		mix_names[mix], bench->loads[mix].count,
		bench->mean_bytes[mix] / 1024, bench->rounds, "", "msg/s",
		"p50 us", "p95", "p99", "CPU us", "+-", "peak MB", "msg/s",
		"CPU");
	for (int f = 0; f < bench->filter_count; f++)
		if (takes_part(mix, f))
			print_filter(bench, mix, f, base);
}

static void
print_memory(const struct bench *bench)
{
	const struct cost *costs = bench->costs[MIX_LARGE][COMITY];
	size_t largest = 0;
	long most = 0;

	for (unsigned i = 0; i < bench->loads[MIX_LARGE].count; i++)
		largest = MAX(
			largest, bench->loads[MIX_LARGE].mails[i]->body->len);
	for (unsigned i = 0; i < bench->rounds; i++)
		most = MAX(most, costs[i].peak_kb - costs[i].rest_kb);
	printf("memory above rest: %.1f MB for %u at once, the largest of "
	       "%.1f MB\n",
		(double)most / 1024, bench->connections,
		(double)largest / 1048576);
}

/* ----------------------------------------------------------------------- */

static void
read_options(struct bench *bench, int argc, char **argv)
{
	int option;

	while ((option = getopt(argc, argv, "r:n:c:m:x:k:lsp")) != -1) {
		unsigned value = optarg ? (unsigned)atoi(optarg) : 0;

		if (option == 'r')
			bench->rounds = CLAMP(value, 1, MOST_ROUNDS);
		else if (option == 'n')
			bench->messages = MAX(value, 1u);
		else if (option == 'c')
			bench->connections = MAX(value, 1u);
		else if (option == 'm')
			bench->per_connection = MAX(value, 1u);
		else if (option == 'x')
			bench->only = (int)value;
		else if (option == 'k')
			bench->soak = value;
		else if (option == 'l')
			bench->large = true;
		else if (option == 's')
			bench->scaled = true;
		else if (option == 'p')
			bench->peers = true;
		else
			exit(EXIT_FAILURE);
	}
	if (optind + 1 != argc) {
		fprintf(stderr, "usage: driver [OPTION...] BUILD\n");
		exit(EXIT_FAILURE);
	}
	bench->build = argv[optind];
}

static char *
make_folder(void)
{
	char *folder = g_dir_make_tmp("comity-bench-XXXXXX", NULL);
	const struct passwd *nobody = getpwnam("nobody");

	if (folder == NULL || chmod(folder, 0755) != 0 ||
		(geteuid() == 0 && nobody != NULL &&
			chown(folder, nobody->pw_uid, nobody->pw_gid) != 0)) {
		perror("temporary folder");
		exit(EXIT_FAILURE);
	}
	return folder;
}

/* A peer may leave folders in it. */
static void
remove_folder(const char *folder)
{
	GDir *dir = g_dir_open(folder, 0, NULL);
	const char *name;

	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			remove_folder(path);
		else
			g_remove(path);
		g_free(path);
	}
	if (dir != NULL)
		g_dir_close(dir);
	g_rmdir(folder);
}

static bool
soak(struct bench *bench)
{
	make_mail(bench, MIX_CORRESPONDENCE);
	return soak_run(&bench->loads[MIX_CORRESPONDENCE],
		bench->filters[COMITY], bench->soak);
}

static void
measure(struct bench *bench)
{
	for (enum mix mix = 0; mix < MIX_COUNT; mix++) {
		if (bench->only >= 0 && (int)mix != bench->only)
			continue;
		make_mail(bench, mix);
		/* What is done once is done before it counts. */
		run_round(bench, mix, 0);
		for (unsigned round = 0; round < bench->rounds; round++)
			run_round(bench, mix, round);
		print_mix(bench, mix);
		if (mix == MIX_LARGE)
			print_memory(bench);
		fflush(stdout);
	}
}

int
main(int argc, char **argv)
{
	bool well = true;
	static struct bench bench = {.rounds = 7,
		.messages = 200,
		.connections = 2,
		.per_connection = 3,
		.only = -1};
	GPtrArray *words = g_ptr_array_new();
	size_t patterns;
	GString *roster = mail_roster();

	read_options(&bench, argc, argv);
	bench.folder = make_folder();
	bench.expressions = g_ptr_array_new();
	patterns = rules_count(words, bench.expressions);
	mail_set_words(
		(const char *const *)(const void *)words->pdata, words->len);
	write_file(bench.folder, "roster.csv", roster->str);
	start_filters(&bench, patterns);
	printf("%zu patterns; %u connections, %u messages each\n", patterns,
		bench.connections, bench.per_connection);
	if (bench.soak > 0)
		well = soak(&bench);
	else if (bench.large)
		well = large_run(bench.filters[COMITY], bench.rounds);
	else
		measure(&bench);
	stop_filters(&bench);
	remove_folder(bench.folder);
	return well ? EXIT_SUCCESS : EXIT_FAILURE;
}
