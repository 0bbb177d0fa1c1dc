/*
 * logistic: a logistic regression, learnt from rows that are hits or misses.
 *
 * Finds the weights w and the start b for which
 *
 *   |w|^2 / 2  +  sum over the rows of  cost * log(1 + e^(-y (x.w + b)))
 *
 * is least (y: 1 for a hit, -1 for a miss; the start is not held down). The sum
 * is strictly convex, so that there is one answer. Newton's method finds it:
 * each step is solved by conjugate gradients as far as it is worth it (C.-J.
 * Lin, R. C. Weng, S. S. Keerthi, Trust region Newton method for large-scale
 * logistic regression, JMLR 9, 2008), and shortened until the sum falls.
 *
 * Rows are sparse. The same rows give the same bits.
 *
 * Threads: pure. Memory: some numbers per row and column.
 */
#ifndef COMITY_TOOL_LOGISTIC_H
#define COMITY_TOOL_LOGISTIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A value that is not 0. */
struct logistic_cell {
	uint32_t column;
	double value;
};

struct logistic_task {
	const struct logistic_cell *cells; /* row after row */
	const size_t *ends; /* by row: the index behind its last cell */
	const bool *hits;   /* by row */
	size_t row_count, column_count;
	double hit_cost, miss_cost; /* of a row that is one */
};

/*
 * Fills `weights` (one per column) and *start. False where there is no answer:
 * every row is a hit, or none is.
 */
bool logistic_learn(
	const struct logistic_task *task, double *weights, double *start);

/* The slope of the sum at a place: per column, and at last for the start. */
void logistic_slope(const struct logistic_task *task, const double *weights,
	double start, double *slope);

#endif
