#include "tool/score.h"

#include <glib.h>
#include <jansson.h>

#include "answer/report.h"

struct tally {
	char *flag;
	unsigned right, wrong, missed;
};

struct miss {
	char *file, *protocol, *note, *flag;
	bool missed; /* else raised and not expected */
};

struct score_sheet {
	GPtrArray *tallies; /* struct tally */
	GPtrArray *misses;  /* struct miss */
	unsigned messages, all_right;
};

/* --- Keeping ----------------------------------------------------------- */

static void
free_tally(gpointer data)
{
	struct tally *tally = data;

	g_free(tally->flag);
	g_free(tally);
}

static void
free_miss(gpointer data)
{
	struct miss *miss = data;

	g_free(miss->file);
	g_free(miss->protocol);
	g_free(miss->note);
	g_free(miss->flag);
	g_free(miss);
}

struct score_sheet *
score_new(void)
{
	struct score_sheet *sheet = g_new0(struct score_sheet, 1);

	sheet->tallies = g_ptr_array_new_with_free_func(free_tally);
	sheet->misses = g_ptr_array_new_with_free_func(free_miss);
	return sheet;
}

void
score_free(struct score_sheet **sheet)
{
	if (*sheet == NULL)
		return;
	g_ptr_array_free((*sheet)->tallies, TRUE);
	g_ptr_array_free((*sheet)->misses, TRUE);
	g_free(*sheet);
	*sheet = NULL;
}

static char *
copy_of(struct str s)
{
	return g_utf8_make_valid(s.n > 0 ? s.p : "", (gssize)s.n);
}

static struct tally *
tally_of(struct score_sheet *sheet, struct str flag)
{
	struct tally *tally;

	for (guint i = 0; i < sheet->tallies->len; i++) {
		tally = g_ptr_array_index(sheet->tallies, i);
		if (str_eq(str_of(tally->flag), flag))
			return tally;
	}
	tally = g_new0(struct tally, 1);
	tally->flag = copy_of(flag);
	g_ptr_array_add(sheet->tallies, tally);
	return tally;
}

void
score_mention(struct score_sheet *sheet, struct str flag)
{
	tally_of(sheet, flag);
}

static void
keep_miss(struct score_sheet *sheet, const struct score_case *judged,
	struct str flag, bool missed)
{
	struct miss *miss = g_new0(struct miss, 1);

	miss->file = copy_of(judged->file);
	miss->protocol = copy_of(judged->protocol);
	miss->note = copy_of(judged->note);
	miss->flag = copy_of(flag);
	miss->missed = missed;
	g_ptr_array_add(sheet->misses, miss);
}

void
score_flag(struct score_sheet *sheet, const struct score_case *judged,
	struct str flag, bool expected, bool raised)
{
	struct tally *tally = tally_of(sheet, flag);

	tally->right += expected && raised;
	tally->wrong += !expected && raised;
	tally->missed += expected && !raised;
	if (expected != raised)
		keep_miss(sheet, judged, flag, expected);
}

void
score_end(struct score_sheet *sheet, bool all_right)
{
	sheet->messages++;
	sheet->all_right += all_right;
}

/* --- Reckoning --------------------------------------------------------- */

struct measures {
	double precision, recall, f1; /* below 0: cannot be said */
};

static struct measures
measure(const struct tally *tally)
{
	unsigned raised = tally->right + tally->wrong;
	unsigned expected = tally->right + tally->missed;
	struct measures measures = {-1, -1, -1};

	if (raised > 0)
		measures.precision = (double)tally->right / raised;
	if (expected > 0)
		measures.recall = (double)tally->right / expected;
	if (raised + expected > 0)
		measures.f1 = 2.0 * tally->right / (raised + expected);
	return measures;
}

static struct tally
sum_of(const struct score_sheet *sheet)
{
	struct tally sum = {NULL, 0, 0, 0};

	for (guint i = 0; i < sheet->tallies->len; i++) {
		const struct tally *tally =
			g_ptr_array_index(sheet->tallies, i);

		sum.right += tally->right;
		sum.wrong += tally->wrong;
		sum.missed += tally->missed;
	}
	return sum;
}

/* --- In words ---------------------------------------------------------- */

static void
print_measure(FILE *out, double value)
{
	if (value < 0)
		fprintf(out, " %9s", "-");
	else
		fprintf(out, " %9.3f", value);
}

static void
print_tally(FILE *out, const char *name, const struct tally *tally)
{
	struct measures measures = measure(tally);

	fprintf(out, "%-24s %6u %6u %6u", name, tally->right, tally->missed,
		tally->wrong);
	print_measure(out, measures.precision);
	print_measure(out, measures.recall);
	print_measure(out, measures.f1);
	fputc('\n', out);
}

static void
print_miss(FILE *out, const struct miss *miss)
{
	fprintf(out, "%s  ", miss->missed ? "missed" : "false ");
	report_plain(out, str_of(miss->flag));
	fputs("  ", out);
	report_plain(out, str_of(miss->file));
	fputs("  ", out);
	report_plain(out, str_of(miss->protocol));
	if (miss->note[0] != '\0') {
		fputs("  # ", out);
		report_plain(out, str_of(miss->note));
	}
	fputc('\n', out);
}

void
score_print(const struct score_sheet *sheet, FILE *out)
{
	struct tally sum = sum_of(sheet);

	fprintf(out, "%-24s %6s %6s %6s %9s %9s %9s\n", "flag", "right",
		"missed", "false", "precision", "recall", "F1");
	for (guint i = 0; i < sheet->tallies->len; i++) {
		const struct tally *tally =
			g_ptr_array_index(sheet->tallies, i);

		print_tally(out, tally->flag, tally);
	}
	print_tally(out, "all", &sum);
	fprintf(out, "%u of %u have exactly the expected flags\n",
		sheet->all_right, sheet->messages);
	if (sheet->misses->len > 0)
		fputc('\n', out);
	for (guint i = 0; i < sheet->misses->len; i++)
		print_miss(out, g_ptr_array_index(sheet->misses, i));
}

/* --- In JSON ----------------------------------------------------------- */

static json_t *
measure_json(double value)
{
	return value < 0 ? json_null() : json_real(value);
}

static json_t *
tally_json(const struct tally *tally)
{
	struct measures measures = measure(tally);
	json_t *object = json_object();

	if (tally->flag != NULL)
		json_object_set_new(object, "flag", json_string(tally->flag));
	json_object_set_new(object, "right", json_integer(tally->right));
	json_object_set_new(object, "missed", json_integer(tally->missed));
	json_object_set_new(object, "false", json_integer(tally->wrong));
	json_object_set_new(
		object, "precision", measure_json(measures.precision));
	json_object_set_new(object, "recall", measure_json(measures.recall));
	json_object_set_new(object, "f1", measure_json(measures.f1));
	return object;
}

static json_t *
miss_json(const struct miss *miss)
{
	json_t *object = json_object();

	json_object_set_new(object, "file", json_string(miss->file));
	json_object_set_new(object, "protocol", json_string(miss->protocol));
	json_object_set_new(object, "flag", json_string(miss->flag));
	json_object_set_new(
		object, "kind", json_string(miss->missed ? "missed" : "false"));
	json_object_set_new(object, "note", json_string(miss->note));
	return object;
}

void
score_print_json(const struct score_sheet *sheet, FILE *out)
{
	struct tally sum = sum_of(sheet);
	json_t *object = json_object();
	json_t *flags = json_array();
	json_t *misses = json_array();

	for (guint i = 0; i < sheet->tallies->len; i++)
		json_array_append_new(flags,
			tally_json(g_ptr_array_index(sheet->tallies, i)));
	for (guint i = 0; i < sheet->misses->len; i++)
		json_array_append_new(
			misses, miss_json(g_ptr_array_index(sheet->misses, i)));
	json_object_set_new(object, "messages", json_integer(sheet->messages));
	json_object_set_new(object, "exact", json_integer(sheet->all_right));
	json_object_set_new(object, "flags", flags);
	json_object_set_new(object, "overall", tally_json(&sum));
	json_object_set_new(object, "misses", misses);
	json_dumpf(object, out,
		JSON_PRESERVE_ORDER | JSON_ENSURE_ASCII |
			JSON_REAL_PRECISION(6));
	fputc('\n', out);
	json_decref(object);
}
