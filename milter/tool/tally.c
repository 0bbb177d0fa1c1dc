#include "tool/tally.h"

#include <glib.h>

#include "base/diag.h"
#include "tool/period.h"

/* The row that others see comes first. */
struct row {
	struct tally_row shown;
	size_t last;	  /* the number of the message that it was added to */
	GHashTable *days; /* day -> messages; of flags */
	char *examples[TALLY_EXAMPLES + 1];
	size_t example_count;
};

struct tally {
	struct tally_sums sums;
	struct tally_message now;
	GHashTable *rows[TALLY_KINDS];	 /* name -> struct row */
	GHashTable *days, *flagged_days; /* day -> messages */
	int32_t first, last;
};

/* --- Life -------------------------------------------------------------- */

static void
free_row(gpointer data)
{
	struct row *row = data;

	for (size_t i = 0; i < row->example_count; i++)
		g_free(row->examples[i]);
	if (row->days != NULL)
		g_hash_table_destroy(row->days);
	g_free(row->shown.name);
	g_free(row);
}

struct tally *
tally_new(void)
{
	struct tally *tally = g_new0(struct tally, 1);

	for (int i = 0; i < TALLY_KINDS; i++)
		tally->rows[i] = g_hash_table_new_full(
			g_str_hash, g_str_equal, NULL, free_row);
	tally->days = g_hash_table_new(NULL, NULL);
	tally->flagged_days = g_hash_table_new(NULL, NULL);
	return tally;
}

void
tally_free(struct tally **tally)
{
	struct tally *old = *tally;

	if (old == NULL)
		return;
	for (int i = 0; i < TALLY_KINDS; i++)
		g_hash_table_destroy(old->rows[i]);
	g_hash_table_destroy(old->days);
	g_hash_table_destroy(old->flagged_days);
	g_free(old);
	*tally = NULL;
}

/* --- Counting ---------------------------------------------------------- */

static void
count_day(GHashTable *days, int32_t day)
{
	gpointer key = GINT_TO_POINTER(day);
	guint before = GPOINTER_TO_UINT(g_hash_table_lookup(days, key));

	g_hash_table_insert(days, key, GUINT_TO_POINTER(before + 1));
}

static void
begin_day(struct tally *tally, int32_t day)
{
	if (g_hash_table_size(tally->days) == 0)
		tally->first = tally->last = day;
	tally->first = MIN(tally->first, day);
	tally->last = MAX(tally->last, day);
	count_day(tally->days, day);
	if (tally->now.flagged)
		count_day(tally->flagged_days, day);
}

void
tally_begin(struct tally *tally, const struct tally_message *message)
{
	struct tally_sums *sums = &tally->sums;

	tally->now = *message;
	tally->now.dated = message->dated && message->day >= PERIOD_DAY_FIRST &&
			   message->day <= PERIOD_DAY_LAST;
	sums->messages++;
	sums->unreadable += !message->read;
	sums->correspondence += message->correspondence;
	sums->flagged += message->flagged;
	sums->partly += message->partly;
	if (!message->correspondence)
		return;
	sums->undated += !tally->now.dated;
	if (tally->now.dated)
		begin_day(tally, message->day);
}

static struct row *
get_row(struct tally *tally, enum tally_kind kind, struct str name)
{
	char *text = g_strndup(name.n > 0 ? name.p : "", name.n);
	char *plain = diag_plain(text);
	struct row *row = g_hash_table_lookup(tally->rows[kind], plain);

	g_free(text);
	if (row != NULL) {
		g_free(plain);
		return row;
	}
	row = g_new0(struct row, 1);
	row->shown.name = plain;
	if (kind == TALLY_FLAG)
		row->days = g_hash_table_new(NULL, NULL);
	g_hash_table_insert(tally->rows[kind], plain, row);
	return row;
}

void
tally_add(struct tally *tally, enum tally_kind kind, struct str name)
{
	struct row *row = get_row(tally, kind, name);

	if (row->last == tally->sums.messages)
		return;
	row->last = tally->sums.messages;
	row->shown.messages++;
	row->shown.flagged += tally->now.flagged;
	if (row->days != NULL && tally->now.dated)
		count_day(row->days, tally->now.day);
}

bool
tally_wants_example(const struct tally *tally, struct str flag)
{
	char *name = g_strndup(flag.n > 0 ? flag.p : "", flag.n);
	const struct row *row =
		g_hash_table_lookup(tally->rows[TALLY_FLAG], name);

	g_free(name);
	return row == NULL || row->example_count < TALLY_EXAMPLES;
}

void
tally_example(struct tally *tally, struct str flag, const char *where)
{
	struct row *row = get_row(tally, TALLY_FLAG, flag);

	if (row->example_count < TALLY_EXAMPLES)
		row->examples[row->example_count++] = diag_plain(where);
}

/* --- What was counted -------------------------------------------------- */

struct tally_sums
tally_sums(const struct tally *tally)
{
	return tally->sums;
}

bool
tally_span(const struct tally *tally, int32_t *first, int32_t *last)
{
	*first = tally->first;
	*last = tally->last;
	return g_hash_table_size(tally->days) > 0;
}

static size_t
sum_between(GHashTable *days, int32_t from, int32_t until)
{
	GHashTableIter iter;
	gpointer day, count;
	size_t sum = 0;

	g_hash_table_iter_init(&iter, days);
	while (g_hash_table_iter_next(&iter, &day, &count))
		if (GPOINTER_TO_INT(day) >= from &&
			GPOINTER_TO_INT(day) < until)
			sum += GPOINTER_TO_UINT(count);
	return sum;
}

struct tally_days
tally_between(const struct tally *tally, int32_t from, int32_t until)
{
	return (struct tally_days){sum_between(tally->days, from, until),
		sum_between(tally->flagged_days, from, until)};
}

size_t
tally_flag_between(const struct tally *tally, const char *flag, int32_t from,
	int32_t until)
{
	const struct row *row =
		g_hash_table_lookup(tally->rows[TALLY_FLAG], flag);

	return row != NULL ? sum_between(row->days, from, until) : 0;
}

size_t
tally_row_count(const struct tally *tally, enum tally_kind kind)
{
	return g_hash_table_size(tally->rows[kind]);
}

static gint
compare_rows(gconstpointer a, gconstpointer b)
{
	const struct tally_row *one = *(const struct tally_row *const *)a;
	const struct tally_row *two = *(const struct tally_row *const *)b;

	if (one->flagged != two->flagged)
		return one->flagged < two->flagged ? 1 : -1;
	if (one->messages != two->messages)
		return one->messages < two->messages ? 1 : -1;
	return strcmp(one->name, two->name);
}

const struct tally_row **
tally_rows(const struct tally *tally, enum tally_kind kind)
{
	GPtrArray *rows = g_ptr_array_new();
	GHashTableIter iter;
	gpointer row;

	g_hash_table_iter_init(&iter, tally->rows[kind]);
	while (g_hash_table_iter_next(&iter, NULL, &row))
		g_ptr_array_add(rows, row);
	g_ptr_array_sort(rows, compare_rows);
	g_ptr_array_add(rows, NULL);
	return (const struct tally_row **)g_ptr_array_free(rows, FALSE);
}

const struct tally_row *
tally_row(const struct tally *tally, enum tally_kind kind, const char *name)
{
	return g_hash_table_lookup(tally->rows[kind], name);
}

const char *const *
tally_examples(const struct tally *tally, const char *flag)
{
	static const char *const none[] = {NULL};
	const struct row *row =
		g_hash_table_lookup(tally->rows[TALLY_FLAG], flag);

	return row != NULL ? (const char *const *)row->examples : none;
}
