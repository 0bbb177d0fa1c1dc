#include "tool/logistic.h"

#include <glib.h>
#include <math.h>
#include <string.h>

enum {
	STEPS_MOST = 200,   /* a dozen are usual */
	HALVINGS_MOST = 40, /* of a step that goes too far */
};

/* The slope in every direction where the answer counts as found; the terms of
 * the sum are known to some 1e-13. */
static const double flat = 1e-9;
/* A step has to keep this much of what its slope promises. */
static const double promise_kept = 1e-4;

/*
 * The search. Places, slopes and steps have a number per column and one more
 * for the start.
 */
struct search {
	const struct logistic_task *task;
	size_t width;  /* columns and the start */
	double *place; /* where we are */
	double *slope;
	double *step;
	double *bend;	 /* the diagonal of the second derivative */
	double *outputs; /* by row: x.w + b at the place */
	double *moves;	 /* by row: how the step changes that */
	double *bends;	 /* by row: the second derivative of its loss */
	/* Of the conjugate gradients. */
	double *residue, *direction, *product;
};

/* --- Rows -------------------------------------------------------------- */

static size_t
row_begin(const struct logistic_task *task, size_t row)
{
	return row > 0 ? task->ends[row - 1] : 0;
}

/* outputs[row] = x.w + b. */
static void
multiply(const struct logistic_task *task, const double *place, double *outputs)
{
	for (size_t row = 0; row < task->row_count; row++) {
		double sum = place[task->column_count];

		for (size_t i = row_begin(task, row); i < task->ends[row]; i++)
			sum += task->cells[i].value *
			       place[task->cells[i].column];
		outputs[row] = sum;
	}
}

/* Adds a row, times a number, to what has a number per column and the start. */
static void
add_row(const struct logistic_task *task, size_t row, double times, double *to)
{
	for (size_t i = row_begin(task, row); i < task->ends[row]; i++)
		to[task->cells[i].column] += times * task->cells[i].value;
	to[task->column_count] += times;
}

static double
cost_of(const struct logistic_task *task, size_t row)
{
	return task->hits[row] ? task->hit_cost : task->miss_cost;
}

/* 1 / (1 + e^-x), with no overflow on either side. */
static double
chance(double x)
{
	double e = exp(-fabs(x));

	return (x >= 0 ? 1 : e) / (1 + e);
}

/* --- The sum and its derivatives --------------------------------------- */

static double
loss_of(const struct logistic_task *task, size_t row, double output)
{
	double margin = task->hits[row] ? output : -output;

	return cost_of(task, row) *
	       (log1p(exp(-fabs(margin))) + (margin < 0 ? -margin : 0));
}

static double
dot(const double *a, const double *b, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		sum += a[i] * b[i];
	return sum;
}

/* The slope, from the rows' outputs. */
static void
find_slope(const struct logistic_task *task, const double *place,
	const double *outputs, double *slope)
{
	memcpy(slope, place, task->column_count * sizeof(*slope));
	slope[task->column_count] = 0;
	for (size_t row = 0; row < task->row_count; row++) {
		double miss = task->hits[row] ? -chance(-outputs[row])
					      : chance(outputs[row]);

		add_row(task, row, cost_of(task, row) * miss, slope);
	}
}

/* How each row bends, and the diagonal of all of it. */
static void
find_bends(struct search *search)
{
	const struct logistic_task *task = search->task;

	for (size_t i = 0; i < task->column_count; i++)
		search->bend[i] = 1;
	search->bend[task->column_count] = 0;
	for (size_t row = 0; row < task->row_count; row++) {
		double p = chance(search->outputs[row]);
		double bend =
			cost_of(task, row) * p * chance(-search->outputs[row]);

		search->bends[row] = bend;
		for (size_t i = row_begin(task, row); i < task->ends[row];
			i++) {
			double value = task->cells[i].value;

			search->bend[task->cells[i].column] +=
				bend * value * value;
		}
		search->bend[task->column_count] += bend;
	}
}

/* product = the second derivative times the direction. */
static void
bend_direction(struct search *search)
{
	const struct logistic_task *task = search->task;

	memcpy(search->product, search->direction,
		task->column_count * sizeof(double));
	search->product[task->column_count] = 0;
	multiply(task, search->direction, search->moves);
	for (size_t row = 0; row < task->row_count; row++)
		add_row(task, row, search->bends[row] * search->moves[row],
			search->product);
}

void
logistic_slope(const struct logistic_task *task, const double *weights,
	double start, double *slope)
{
	double *place = g_new(double, task->column_count + 1);
	double *outputs = g_new(double, task->row_count);

	memcpy(place, weights, task->column_count * sizeof(*place));
	place[task->column_count] = start;
	multiply(task, place, outputs);
	find_slope(task, place, outputs, slope);
	g_free(outputs);
	g_free(place);
}

/* --- A step ------------------------------------------------------------ */

/* The residue, each of its numbers by how much the sum bends there. */
static double
residue_size(const struct search *search)
{
	double sum = 0;

	for (size_t i = 0; i < search->width; i++)
		sum += search->residue[i] * search->residue[i] /
		       search->bend[i];
	return sum;
}

static void
turn_direction(struct search *search, double keep)
{
	for (size_t i = 0; i < search->width; i++)
		search->direction[i] = search->residue[i] / search->bend[i] +
				       keep * search->direction[i];
}

/*
 * Solves (second derivative) step = -slope by conjugate gradients: roughly
 * while the slope is steep, ever closer the flatter it gets.
 */
static void
find_step(struct search *search)
{
	double size, first;

	for (size_t i = 0; i < search->width; i++) {
		search->step[i] = 0;
		search->direction[i] = 0;
		search->residue[i] = -search->slope[i];
	}
	size = first = residue_size(search);
	turn_direction(search, 0);
	for (size_t turn = 0; turn < 2 * search->width; turn++) {
		double before = size;
		double along;

		bend_direction(search);
		along = size /
			dot(search->direction, search->product, search->width);
		for (size_t i = 0; i < search->width; i++) {
			search->step[i] += along * search->direction[i];
			search->residue[i] -= along * search->product[i];
		}
		size = residue_size(search);
		if (size <= first * MIN(0.01, first))
			break;
		turn_direction(search, size / before);
	}
}

/* The sum that far along the step. */
static double
sum_at(const struct search *search, double length)
{
	const struct logistic_task *task = search->task;
	double squares = 0;
	double losses = 0;

	for (size_t i = 0; i < task->column_count; i++) {
		double weight = search->place[i] + length * search->step[i];

		squares += weight * weight;
	}
	for (size_t row = 0; row < task->row_count; row++)
		losses += loss_of(task, row,
			search->outputs[row] + length * search->moves[row]);
	return squares / 2 + losses;
}

/* Goes along the step, half as far again and again until the sum falls as the
 * slope promises: as far as such a number can be told from its like. */
static void
take_step(struct search *search)
{
	double promised = dot(search->slope, search->step, search->width);
	double length = 1;
	double before, unsure;

	multiply(search->task, search->step, search->moves);
	before = sum_at(search, 0);
	unsure = before * 1e-14;
	for (int i = 0; i < HALVINGS_MOST; i++) {
		if (sum_at(search, length) <=
			before + promise_kept * length * promised + unsure)
			break;
		length /= 2;
	}
	for (size_t i = 0; i < search->width; i++)
		search->place[i] += length * search->step[i];
}

/* --- The search -------------------------------------------------------- */

static bool
is_flat(const struct search *search)
{
	for (size_t i = 0; i < search->width; i++)
		if (fabs(search->slope[i]) > flat)
			return false;
	return true;
}

static void
descend(struct search *search)
{
	for (int i = 0; i < STEPS_MOST; i++) {
		multiply(search->task, search->place, search->outputs);
		find_slope(search->task, search->place, search->outputs,
			search->slope);
		if (is_flat(search))
			return;
		find_bends(search);
		find_step(search);
		take_step(search);
	}
}

static bool
has_both(const struct logistic_task *task)
{
	size_t hits = 0;

	for (size_t row = 0; row < task->row_count; row++)
		hits += task->hits[row];
	return hits > 0 && hits < task->row_count;
}

bool
logistic_learn(const struct logistic_task *task, double *weights, double *start)
{
	size_t width = task->column_count + 1;
	double *numbers = g_new0(double, 7 * width + 3 * task->row_count);
	double *by_row = numbers + 7 * width;
	struct search search = {.task = task,
		.width = width,
		.place = numbers,
		.slope = numbers + width,
		.step = numbers + 2 * width,
		.bend = numbers + 3 * width,
		.residue = numbers + 4 * width,
		.direction = numbers + 5 * width,
		.product = numbers + 6 * width,
		.outputs = by_row,
		.moves = by_row + task->row_count,
		.bends = by_row + 2 * task->row_count};
	bool good = has_both(task);

	if (good) {
		descend(&search);
		memcpy(weights, search.place, (width - 1) * sizeof(*weights));
		*start = search.place[width - 1];
	}
	g_free(numbers);
	return good;
}
