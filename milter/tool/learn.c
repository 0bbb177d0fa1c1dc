#include "tool/learn.h"

#include <math.h>
#include <string.h>

#include "tool/logistic.h"

enum {
	/* Per cent of the messages with a flag whose roles are not chance. */
	ROLES_LEAST = 3,
	TENTHS = 10,	 /* of a logit */
	WEIGHT_STEP = 5, /* a line then has many words of one weight */
};

/* How little the weights are held down: the usual C of a regression. */
static const double freedom = 1;

/* A word that is learnt. */
struct column {
	uint32_t number; /* of the lesson's word */
	double rarity;	 /* inverse document frequency */
	double weight;
};

struct learner {
	const struct lesson *lesson;
	size_t flag;
	bool roles[LESSON_ROLES + 1]; /* that the flag can have */
	size_t messages, hits;	      /* with such roles */
	struct column *columns;
	size_t column_count;
	double start;
};

/* --- Which messages ---------------------------------------------------- */

static void
find_roles(struct learner *learner)
{
	const struct lesson *lesson = learner->lesson;
	size_t counts[LESSON_ROLES] = {0};
	size_t hits = 0;

	for (size_t i = 0; i < lesson->messages->len; i++) {
		unsigned roles = lesson_message(lesson, i)->roles;

		if (roles == LESSON_ALL_ROLES ||
			lesson_hit(lesson, i, learner->flag) != LESSON_HIT)
			continue;
		hits++;
		counts[roles]++;
	}
	for (size_t i = 0; i < LESSON_ROLES; i++)
		learner->roles[i] =
			counts[i] > 0 && counts[i] * 100 >= hits * ROLES_LEAST;
	learner->roles[LESSON_ALL_ROLES] = true;
}

static bool
is_taken(const struct learner *learner, size_t message)
{
	const struct lesson *lesson = learner->lesson;

	return learner->roles[lesson_message(lesson, message)->roles] &&
	       lesson_hit(lesson, message, learner->flag) != LESSON_OFF;
}

static void
count_messages(struct learner *learner)
{
	const struct lesson *lesson = learner->lesson;

	for (size_t i = 0; i < lesson->messages->len; i++) {
		learner->messages += is_taken(learner, i);
		learner->hits +=
			is_taken(learner, i) &&
			lesson_hit(lesson, i, learner->flag) == LESSON_HIT;
	}
}

/* --- Which words ------------------------------------------------------- */

static void
find_columns(struct learner *learner)
{
	const struct lesson *lesson = learner->lesson;
	double all = lesson->messages->len;

	learner->columns = g_new(struct column, lesson->words->len + 1);
	for (uint32_t i = 0; i < lesson->words->len; i++) {
		const struct lesson_word *word = lesson_word(lesson, i);

		if (lesson_word_fits(lesson, word))
			learner->columns[learner->column_count++] =
				(struct column){.number = i,
					.rarity =
						log((1 + all) /
							(1 + word->messages)) +
						1};
	}
}

static gint
by_weight(gconstpointer a, gconstpointer b, gpointer context)
{
	const struct lesson *lesson = context;
	const struct column *x = a;
	const struct column *y = b;
	double difference = fabs(y->weight) - fabs(x->weight);

	if (difference != 0)
		return difference > 0 ? 1 : -1;
	return strcmp(lesson_word(lesson, x->number)->text,
		lesson_word(lesson, y->number)->text);
}

/* Keeps the columns that weigh most, for or against. */
static void
keep_heaviest(struct learner *learner, size_t most)
{
	g_qsort_with_data(learner->columns, (gint)learner->column_count,
		sizeof(*learner->columns), by_weight,
		(gpointer)(uintptr_t)learner->lesson);
	learner->column_count = MIN(learner->column_count, most);
}

/* --- Learning ---------------------------------------------------------- */

/* What logistic.h learns from. */
struct table {
	GArray *cells; /* struct logistic_cell */
	size_t *ends;
	bool *hits;
	size_t rows;
};

/* Where each of the lesson's words stands; SIZE_MAX: nowhere. */
static size_t *
places_of(const struct learner *learner)
{
	size_t count = learner->lesson->words->len;
	size_t *places = g_new(size_t, count + 1);

	for (size_t i = 0; i < count; i++)
		places[i] = SIZE_MAX;
	for (size_t i = 0; i < learner->column_count; i++)
		places[learner->columns[i].number] = i;
	return places;
}

static void
add_row(const struct learner *learner, const size_t *places, size_t message,
	struct table *table)
{
	const struct lesson *lesson = learner->lesson;
	double length = sqrt(MAX(lesson_message(lesson, message)->words, 1));
	size_t count;
	const uint32_t *uses = lesson_uses(lesson, message, &count);

	for (size_t i = 0; i < count; i++) {
		size_t place = places[uses[i]];
		struct logistic_cell cell;

		if (place == SIZE_MAX)
			continue;
		cell.column = (uint32_t)place;
		cell.value = learner->columns[place].rarity / length;
		g_array_append_val(table->cells, cell);
	}
	table->hits[table->rows] =
		lesson_hit(lesson, message, learner->flag) == LESSON_HIT;
	table->ends[table->rows] = table->cells->len;
	table->rows++;
}

static struct table
table_of(const struct learner *learner)
{
	struct table table = {
		g_array_new(FALSE, FALSE, sizeof(struct logistic_cell)),
		g_new(size_t, learner->messages + 1),
		g_new(bool, learner->messages + 1), 0};
	size_t *places = places_of(learner);

	for (size_t i = 0; i < learner->lesson->messages->len; i++)
		if (is_taken(learner, i))
			add_row(learner, places, i, &table);
	g_free(places);
	return table;
}

static void
free_table(struct table *table)
{
	g_array_free(table->cells, TRUE);
	g_free(table->ends);
	g_free(table->hits);
}

/* Gives the columns their weights. */
static void
weigh(struct learner *learner)
{
	struct table table = table_of(learner);
	size_t misses = learner->messages - learner->hits;
	struct logistic_task task = {
		.cells =
			(const struct logistic_cell *)(void *)table.cells->data,
		.ends = table.ends,
		.hits = table.hits,
		.row_count = table.rows,
		.column_count = learner->column_count,
		.hit_cost = freedom * (double)misses / (double)learner->hits,
		.miss_cost = freedom};
	double *weights = g_new0(double, learner->column_count + 1);

	logistic_learn(&task, weights, &learner->start);
	for (size_t i = 0; i < learner->column_count; i++)
		learner->columns[i].weight = weights[i];
	g_free(weights);
	free_table(&table);
}

/* --- What was learnt --------------------------------------------------- */

static int
rounded(double tenths, int step)
{
	return (int)lround(tenths / step) * step;
}

static int
heaviest_first(const void *a, const void *b)
{
	const struct learnt_word *x = a;
	const struct learnt_word *y = b;

	if (x->weight != y->weight)
		return x->weight < y->weight ? 1 : -1;
	return strcmp(x->text, y->text);
}

static void
take_words(const struct learner *learner, struct learnt *learnt)
{
	learnt->words = g_new(struct learnt_word, learner->column_count + 1);
	for (size_t i = 0; i < learner->column_count; i++) {
		const struct column *column = &learner->columns[i];
		int weight = rounded(
			column->weight * column->rarity * TENTHS, WEIGHT_STEP);

		if (weight != 0)
			learnt->words[learnt->word_count++] =
				(struct learnt_word){
					lesson_word(
						learner->lesson, column->number)
						->text,
					weight};
	}
	qsort(learnt->words, learnt->word_count, sizeof(*learnt->words),
		heaviest_first);
}

bool
learn_flag(const struct lesson *lesson, size_t flag, size_t most,
	struct learnt *learnt)
{
	struct learner learner = {.lesson = lesson, .flag = flag};
	bool good;

	find_roles(&learner);
	count_messages(&learner);
	good = learner.hits > 0 && learner.hits < learner.messages;
	*learnt = (struct learnt){.flag = lesson->flags[flag],
		.messages = learner.messages,
		.hits = learner.hits};
	if (good) {
		find_columns(&learner);
		weigh(&learner);
		keep_heaviest(&learner, most);
		weigh(&learner);
		learnt->start = rounded(learner.start * TENTHS, 1);
		take_words(&learner, learnt);
		g_free(learner.columns);
	}
	return good;
}

void
learnt_clear(struct learnt *learnt)
{
	g_free(learnt->words);
	learnt->words = NULL;
}
